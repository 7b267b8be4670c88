"""The simulated board: real firmware in virtual time, driven through `hardware/arduino_led_pods/sim`."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

PODS = Path(__file__).resolve().parents[2] / "hardware" / "arduino_led_pods"
SIM = PODS / "sim"


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that the host can read from `at_ns` on."""

    at_ns: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Light:
    """A pod's light changed; `colour` is red, green, blue, brightness, each 0 to 255."""

    at_ns: int
    cycle: int
    pod: int
    colour: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Level:
    """The TTL output (`input` -1), or an input's pin, changed."""

    at_ns: int
    cycle: int
    input: int
    high: bool


@dataclass(frozen=True, slots=True)
class WasReset:
    """The board was reset."""

    at_ns: int
    cycle: int


Happened = Received | Light | Level | WasReset


def need(*programs: str) -> None:
    """Skip the test where a program is missing; fail it there under CI."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        refuse(f"{', '.join(missing)} not installed")


def refuse(reason: str) -> None:
    """Skip, or fail under CI on Linux."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def build_sim(folder: Path) -> Path:
    """Compile the simulated board into `folder`."""
    need("cc", "make")
    if not Path("/usr/include/simavr/sim_avr.h").exists():
        refuse("libsimavr-dev is not installed")
    make(SIM, folder)
    return folder / "podsim"


def build_firmware(folder: Path, board: str) -> Path:
    """Compile the firmware for `board` (`uno`, `mega`, `uno-ws2812`, `mega-ws2812`, or `all`) into `folder`."""
    need("avr-g++", "make")
    if not Path("/usr/share/arduino/hardware/arduino/avr/cores").exists():
        refuse("arduino-core-avr is not installed")
    make(PODS, folder, board)
    return folder / f"{board}.hex"


def make(where: Path, folder: Path, *targets: str) -> None:
    """Run make; its output is the failure's text."""
    done = subprocess.run(
        ["make", "-C", str(where), f"BUILD={folder}", *targets],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class PodSim:
    """One simulated board. Times are host nanoseconds from its power-on."""

    def __init__(self, program: Path, board: str, firmware: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [str(program), board, str(firmware), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.now_ns = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and read what is left, so that nothing is open."""
        self._process.communicate(timeout=60)

    def tell(self, line: str) -> None:
        """Give a command that takes no time."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")

    def send(self, data: bytes, at_ns: int | None = None) -> None:
        """Write bytes on the host, now or at a time."""
        self.tell(f"send {self.now_ns if at_ns is None else at_ns} {data.hex()}")

    def set_input(self, at_ns: int, number: int, *, high: bool) -> None:
        """Drive a pin from `at_ns` on; a pod that is tapped is low."""
        self.tell(f"input {at_ns} {number} {int(high)}")

    def tap(self, at_ns: int, pod: int, hold_ns: int = 60_000_000) -> None:
        """Press and release a pod."""
        self.set_input(at_ns, pod, high=False)
        self.set_input(at_ns + hold_ns, pod, high=True)

    def run(self, until_ns: int) -> list[Happened]:
        """Run to a time."""
        return self._go(f"run {until_ns}")

    def step(self, until_ns: int) -> list[Happened]:
        """Run to a time, or to the first bytes that the host can read."""
        return self._go(f"step {until_ns}")

    def facts(self) -> dict[str, int]:
        """Bytes of stack never used, bytes lost in the UART."""
        self.tell("facts")
        words = self._line().split()[1:]
        return {name: int(value) for name, _, value in (word.partition("=") for word in words)}

    def _go(self, line: str) -> list[Happened]:
        self.tell(line)
        happened: list[Happened] = []
        while True:
            kind, *words = self._line().split()
            if kind == "at":
                self.now_ns = int(words[0])
                return happened
            happened.append(_parsed(kind, words))

    def _line(self) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the simulated board ended with {self._process.poll()}"
        assert not line.startswith("error"), line
        return line


def _parsed(kind: str, words: list[str]) -> Happened:
    at_ns = int(words[0])
    if kind == "rx":
        return Received(at_ns, bytes.fromhex(words[1]))
    cycle = int(words[1])
    if kind == "light":
        red, green, blue, brightness = (int(word) for word in words[3:])
        return Light(at_ns, cycle, int(words[2]), (red, green, blue, brightness))
    if kind == "ttl":
        return Level(at_ns, cycle, -1, high=words[2] == "1")
    if kind == "input":
        return Level(at_ns, cycle, int(words[2]), high=words[3] == "1")
    assert kind == "reset", kind
    return WasReset(at_ns, cycle)
