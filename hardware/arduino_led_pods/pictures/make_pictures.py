"""Draw the wiring pictures and write the pin tables of README.md, from `pins.h` and from what is said here.

With `--check` nothing is written, and what is not current is named.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PODS = FOLDER.parent

INK, PAPER, BOARD, PART = "#1a1a1a", "#ffffff", "#d7ebf5", "#f4f1e4"
RED, BLACK, BLUE, GREEN, ORANGE = "#b3261e", "#1a1a1a", "#0b5fa5", "#1b7a4b", "#b06000"

Point = tuple[float, float]


@dataclass
class Picture:
    """An SVG being drawn; places in points from the upper left corner."""

    width: int
    height: int
    title: str
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, size: int = 13, anchor: str = "start") -> None:
        """Words with their baseline at `y`."""
        self.parts.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def box(self, x: float, y: float, w: float, h: float, words: str = "", *, fill: str = PART) -> None:
        """A part, its lines of words in the middle."""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="4" fill="{fill}" stroke="{INK}"/>'
        )
        lines = words.split("\n") if words else []
        for place, line in enumerate(lines):
            self.text(x + w / 2, y + h / 2 + 5 + 16 * (place - (len(lines) - 1) / 2), line, anchor="middle")

    def wire(self, *points: Point, colour: str = INK, dashed: bool = False) -> None:
        """A line through points."""
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')

    def dot(self, x: float, y: float) -> None:
        """A joint of wires."""
        self.parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="{INK}"/>')

    def ground(self, x: float, y: float) -> None:
        """A wire to ground, downwards from here."""
        self.wire((x, y), (x, y + 14))
        for half, down in ((11, 14), (7, 19), (3, 24)):
            self.wire((x - half, y + down), (x + half, y + down))

    def pin(self, x: float, y: float, name: str) -> None:
        """A pin on the right edge of the board, its name inside."""
        self.text(x - 8, y + 5, name, anchor="end")
        self.dot(x, y)

    def svg(self) -> str:
        """The file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" font-family="sans-serif" fill="{INK}" role="img">'
        )
        back = f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>'
        return "\n".join([head, f"<title>{escape(self.title)}</title>", back, *self.parts, "</svg>", ""])


def overview() -> Picture:
    """What is connected to what."""
    picture = Picture(860, 300, "A computer, one USB cable, a board, and a cable to each pod")
    picture.box(20, 110, 130, 70, "computer\nwith reactdrill")
    picture.wire((150, 145), (250, 145), colour=BLUE)
    picture.text(200, 135, "one USB cable", anchor="middle")
    picture.box(250, 90, 130, 110, "Uno, Nano\nor Mega 2560", fill=BOARD)
    picture.box(250, 235, 130, 45, "5 V supply\n(only for chains)")
    picture.wire((315, 235), (315, 200), colour=RED)
    for place in range(4):
        y = 30 + 65 * place
        name = ("pod 1", "pod 2", "…", "pod 8 (Uno), 16 (Mega)")[place]
        picture.box(600, y, 230, 45, name)
        picture.wire(
            (380, 115 + 20 * place), (480, 115 + 20 * place), (520, y + 22), (600, y + 22), colour=GREEN
        )
    picture.text(500, 20, "one cable for each pod", anchor="middle")
    return picture


def plain() -> Picture:
    """One pod with one single-colour LED on an Uno."""
    picture = Picture(860, 390, "Uno with single-colour LEDs: one of eight pods, drawn for pod 1")
    picture.box(20, 30, 150, 320, fill=BOARD)
    picture.text(95, 55, "Uno or Nano", size=15, anchor="middle")
    for y, name in ((110, "5V"), (190, "A0 (tap 1)"), (280, "D3 (light 1)"), (330, "GND")):
        picture.pin(170, y, name)
    picture.wire((170, 110), (420, 110), (420, 125), colour=RED)
    picture.box(390, 125, 60, 26, "2.2 kΩ")
    picture.wire((420, 151), (420, 190))
    picture.wire((170, 190), (225, 190), colour=BLUE)
    picture.dot(200, 190)
    picture.wire((200, 190), (200, 212))
    picture.box(172, 212, 56, 26, "10 nF")
    picture.ground(200, 238)
    picture.box(225, 177, 60, 26, "1 kΩ")
    picture.wire((285, 190), (560, 190), colour=BLUE)
    picture.dot(420, 190)
    picture.dot(340, 190)
    picture.wire((340, 190), (340, 212))
    picture.box(305, 212, 70, 26, "5 V TVS")
    picture.ground(340, 238)
    picture.wire((170, 280), (225, 280), colour=ORANGE)
    picture.box(225, 267, 60, 26, "220 Ω")
    picture.wire((285, 280), (560, 280), colour=ORANGE)
    picture.wire((170, 330), (560, 330), colour=BLACK)
    picture.text(490, 182, "pair 1", anchor="middle")
    picture.text(490, 272, "pair 2", anchor="middle")
    picture.text(190, 372, "The cable has two twisted pairs: tap with ground, and light with ground.")
    picture.box(560, 150, 270, 200)
    picture.text(695, 172, "pod 1", size=15, anchor="middle")
    picture.box(620, 180, 130, 40, "push button,\ncloses when hit")
    picture.wire((560, 190), (620, 190), colour=BLUE)
    picture.box(620, 262, 130, 36, "LED, anode left")
    picture.wire((560, 280), (620, 280), colour=ORANGE)
    picture.wire((560, 330), (790, 330), (790, 200), (750, 200), colour=BLACK)
    picture.wire((750, 280), (790, 280), colour=BLACK)
    picture.dot(790, 280)
    return picture


def chain() -> Picture:
    """APA102 from pod to pod."""
    picture = Picture(860, 440, "A chain of APA102 or SK9822, with a supply of its own")
    picture.box(20, 40, 150, 250, fill=BOARD)
    picture.text(95, 65, "Uno (Mega)", size=15, anchor="middle")
    for y, name in ((110, "D11 (D22) data"), (150, "D13 (D23) clock"), (200, "GND"), (250, "A0, A1, … taps")):
        picture.pin(170, y, name)
    picture.box(205, 88, 96, 84, "74AHCT125\nif over 5 m\nto pod 1")
    picture.wire((170, 110), (205, 110), colour=ORANGE)
    picture.wire((170, 150), (205, 150), colour=BLUE)
    for place, x in enumerate((370, 560, 750)):
        name = ("pod 1", "pod 2", "pod 8")[place]
        picture.box(x, 80, 90, 150)
        picture.text(x + 45, 100, name, anchor="middle")
        picture.text(x + 45, 135, "LED", anchor="middle")
        picture.text(x + 45, 152, "in → out", anchor="middle")
        left = 301 if place == 0 else x - 100
        dashed = place == 2
        picture.wire((left, 110), (x, 110), colour=ORANGE, dashed=dashed)
        picture.wire((left, 150), (x, 150), colour=BLUE, dashed=dashed)
        picture.wire((x + 20, 230), (x + 20, 330), colour=RED)
        picture.wire((x + 60, 230), (x + 60, 360), colour=BLACK)
        picture.dot(x + 20, 330)
        picture.dot(x + 60, 360)
    picture.wire((170, 330), (770, 330), colour=RED)
    picture.wire((170, 360), (810, 360), colour=BLACK)
    picture.wire((170, 200), (200, 200), (200, 360), colour=BLACK)
    picture.dot(200, 360)
    picture.box(20, 315, 150, 60, "5 V supply,\nfuse, 1000 µF")
    picture.text(
        20, 400, "+5 V and ground go to every pod. The LEDs are never fed from the board's own 5V pin."
    )
    picture.text(20, 422, "Taps: one twisted pair to each pod, as in the picture with single-colour LEDs.")
    return picture


def rgb() -> Picture:
    """RGB pins of a Mega through transistors."""
    picture = Picture(860, 330, "Mega with RGB pins: a transistor array drives the LEDs")
    picture.box(20, 30, 150, 270, fill=BOARD)
    picture.text(95, 55, "Mega 2560", size=15, anchor="middle")
    pins = ((95, "D14 red 1", RED), (135, "D15 green 1", GREEN), (175, "D16 blue 1", BLUE))
    for y, name, colour in pins:
        picture.pin(170, y, name)
        picture.wire((170, y), (260, y), colour=colour)
        picture.wire((380, y), (430, y), colour=colour)
        picture.box(430, y - 13, 70, 26, "R")
        picture.wire((500, y), (620, y), colour=colour)
    picture.pin(170, 270, "GND")
    picture.box(260, 70, 120, 130, "ULN2803A\n(8 switches\nto ground)")
    picture.wire((320, 200), (320, 270), colour=BLACK)
    picture.wire((170, 270), (620, 270), colour=BLACK)
    picture.dot(320, 270)
    picture.box(620, 60, 210, 140, "RGB LED of pod 1,\ncommon anode")
    picture.box(620, 245, 210, 50, "5 V supply (12 V for strips)")
    picture.wire((725, 245), (725, 200), colour=RED)
    picture.text(735, 228, "+")
    picture.text(
        190, 320, "R = (supply - LED voltage - 1 V) ÷ current: 100 Ω for 20 mA of a red LED (2 V) at 5 V."
    )
    return picture


def piezo() -> Picture:
    """A piezo or force sensor through a comparator."""
    picture = Picture(860, 350, "Piezo or force sensor: a comparator makes an edge of it")
    picture.box(20, 110, 120, 60, "piezo disc\nunder the mat")
    picture.wire((140, 125), (320, 125), colour=BLUE)
    picture.dot(200, 125)
    picture.box(165, 145, 70, 26, "1 MΩ")
    picture.wire((200, 125), (200, 145))
    picture.ground(200, 171)
    picture.dot(275, 125)
    picture.box(245, 145, 62, 26, "5.1 V Z")
    picture.wire((275, 125), (275, 145))
    picture.ground(275, 171)
    picture.box(320, 112, 64, 26, "10 kΩ")
    picture.wire((384, 125), (430, 125), colour=BLUE)
    picture.box(430, 95, 120, 110, "LM393\n- sensor\n+ reference")
    picture.wire((490, 95), (490, 60), colour=RED)
    picture.text(490, 52, "5V", anchor="middle")
    picture.ground(490, 205)
    picture.wire((430, 180), (390, 180), (390, 270), (300, 270), colour=ORANGE)
    picture.box(220, 257, 80, 26, "10 kΩ")
    picture.dot(340, 270)
    picture.wire((340, 270), (340, 284))
    picture.box(310, 284, 60, 26, "1 µF")
    picture.ground(340, 310)
    picture.wire((220, 270), (140, 270), colour=ORANGE)
    picture.box(20, 245, 120, 50, "D6 (Mega: D4)\nreference", fill=BOARD)
    picture.wire((550, 150), (700, 150), colour=GREEN)
    picture.dot(620, 150)
    picture.wire((620, 150), (620, 120))
    picture.box(588, 94, 64, 26, "4.7 kΩ")
    picture.wire((620, 94), (620, 60), colour=RED)
    picture.text(620, 52, "5V", anchor="middle")
    picture.box(700, 120, 140, 60, "tap input,\nactive low", fill=BOARD)
    return picture


def room() -> Picture:
    """Where cables lie."""
    picture = Picture(860, 400, "Cables run around the field, never across a path")
    picture.box(120, 60, 620, 280, fill="#eef6ee")
    picture.text(430, 205, "field: nobody's path crosses a cable", anchor="middle")
    picture.box(20, 170, 70, 50, "board", fill=BOARD)
    picture.wire(
        (90, 195), (105, 195), (105, 45), (755, 45), (755, 355), (105, 355), (105, 195), colour=GREEN
    )
    for x, y in ((160, 70), (400, 70), (640, 70), (690, 180), (640, 300), (400, 300), (160, 300)):
        picture.box(x, y, 60, 30, "pod")
        if y == 70:
            picture.wire((x + 30, 45), (x + 30, 70), colour=GREEN)
        elif y == 300:
            picture.wire((x + 30, 330), (x + 30, 355), colour=GREEN)
        else:
            picture.wire((750, y + 15), (755, y + 15), colour=GREEN)
    picture.text(430, 35, "in cable covers, taped down", anchor="middle")
    picture.text(430, 382, "athletes run inside; come to a pod from the middle", anchor="middle")
    return picture


PICTURES = {"overview": overview, "plain": plain, "chain": chain, "rgb": rgb, "piezo": piezo, "room": room}


def section(text: str, board: str) -> str:
    """The part of pins.h for a chip."""
    return text.partition(f"defined(__AVR_{board}__)")[2].partition("#el")[0]


def table(text: str, name: str) -> list[int]:
    """The numbers of an array in pins.h, 0xFF left out."""
    body = re.sub(r"//.*", "", text).partition(f"{name}[")[2].partition("= ")[2].partition(";")[0]
    return [int(word, 0) for word in re.findall(r"0x[0-9A-F]+|\d+", body) if word != "0xFF"]


def number(text: str, name: str) -> int:
    """A single number in pins.h."""
    found = re.search(rf"{name} = (\d+)", text)
    assert found, name
    return int(found[1])


def mega_name(pin: int) -> str:
    """Arduino's name of a pin on a Mega."""
    return f"A{pin - 54}" if pin >= 54 else f"D{pin}"


UNO_TAPS = ("A0", "A1", "A2", "A3", "A4", "A5", "D8", "D9")
MEGA_TAPS = ("D53", "D52", "D51", "D50", "D10", "D11", "D12", "D13", *(f"A{place}" for place in range(8, 16)))


def pin_tables() -> str:
    """The pin tables of both boards in Markdown."""
    text = (PODS / "pins.h").read_text(encoding="utf-8")
    uno, mega = section(text, "ATmega328P"), section(text, "ATmega2560")
    leds = table(uno, "kLedPin")
    lines = ["Uno and Nano (18 pins are free beside serial):", ""]
    lines += ["| pod | tap | light, single-colour LED |", "|---|---|---|"]
    lines += [f"| {place + 1} | {UNO_TAPS[place]} | D{leds[place]} |" for place in range(8)]
    data, clock, reference = number(uno, "kChainData"), number(uno, "kChainClock"), number(uno, "kReference")
    ttl = number(uno, "kTtl")
    lines += ["", "| | with single-colour LEDs | with a chain |", "|---|---|---|"]
    lines += [
        "| taps | 8 | 8 |",
        f"| lights | 8 (table above) | 2: data D{data}, clock D{clock} |",
        "| light sensor | D2 | D2 |",
        "| sound sensor | none: D3 is a light | D3 |",
        f"| reference for comparators | none | D{reference} |",
        f"| TTL output | D{ttl} | D{ttl} |",
        "| together | 18 of 18 | 14 of 18 |",
    ]
    leds = table(mega, "kLedPin")
    lines += ["", "Mega 2560 (68 pins are free beside serial):", ""]
    lines += ["| pod | tap | red, or single-colour LED | green | blue |", "|---|---|---|---|---|"]
    for place in range(16):
        names = " | ".join(mega_name(pin) for pin in leds[3 * place : 3 * place + 3])
        lines.append(f"| {place + 1} | {MEGA_TAPS[place]} | {names} |")
    data, clock, reference = (
        number(mega, "kChainData"),
        number(mega, "kChainClock"),
        number(mega, "kReference"),
    )
    ttl = number(mega, "kTtl")
    lines += ["", "| | with RGB pins | with a chain |", "|---|---|---|"]
    lines += [
        "| taps | 16 | 16 |",
        f"| lights | 48 (table above) | 2: data D{data}, clock D{clock} |",
        "| light sensor, sound sensor | D2, D3 | D2, D3 |",
        f"| reference for comparators | D{reference} | D{reference} |",
        f"| TTL output | D{ttl} | D{ttl} |",
        "| together | 68 of 68 | 22 of 68 |",
    ]
    return "\n".join(lines)


def page(text: str) -> str:
    """README.md with its pin tables made again."""
    begin, end = "<!-- pins -->", "<!-- end of pins -->"
    head, _, rest = text.partition(begin)
    return f"{head}{begin}\n{pin_tables()}\n{end}{rest.partition(end)[2]}"


def main(arguments: list[str]) -> int:
    """Write the files, or name those that are not current."""
    readme = PODS / "README.md"
    wanted = {FOLDER / f"{name}.svg": draw().svg() for name, draw in PICTURES.items()}
    wanted[readme] = page(readme.read_text(encoding="utf-8"))
    stale = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.name} is not current; run {Path(__file__).name}")
        else:
            path.write_text(wanted[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
