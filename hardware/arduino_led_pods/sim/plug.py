"""A simulated board at a port of this computer, with the real firmware: for trying `reactdrill` without a board.

    python plug.py /tmp/pods --react 300       # and in another terminal:
    reactdrill play four-choice --pods /tmp/pods

Every light is answered by a tap, 300 ms later. Lines typed here are hands and cables:

    unplug, plug      pull the cable out, and plug it in again
    reset             press the board's button
    tap 3             tap pod 3; `press 3` and `release 3` do one half
    rest, work        answer no light from now on, and answer them again
    light, sound      the light or the sound sensor sees something for 0.1 s; `light 1` and `light 0` do one half
    quit              or Ctrl-D

What the board does is printed as README.md says. Time follows the computer's clock: good for trying, not for measuring.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

SIM = Path(__file__).resolve().parent
MS = 1_000_000
SENSORS = {"uno": {"light": 8, "sound": 9}, "mega": {"light": 16, "sound": 17}}
SEEN_MS = 100


class Plug:
    """A board, the cable to a port, and hands that answer lights."""

    def __init__(
        self, program: Sequence[str], board: str, port: Path, react_ms: float | None, hold_ms: float
    ) -> None:
        self._sensors = SENSORS[board]
        self._port = port
        self._react_ns = None if react_ms is None else round(react_ms * MS)
        self._hold_ns = round(hold_ms * MS)
        self._resting = False
        self._writing = threading.Lock()
        self._saying = threading.Lock()
        """Held from a printed light to the decision whether it is answered: the lines tell which were not."""
        self._process = subprocess.Popen(
            list(program), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def run(self, lines: IO[str]) -> int:
        """Do what the lines say until they end; the board's exit code."""
        reader = threading.Thread(target=self._listen, daemon=True)
        reader.start()
        for line in lines:
            words = line.split()
            if words == ["quit"]:
                break
            if words and not self._do(words[0], words[1:]):
                self._say(f"error {line.strip()}")
        assert self._process.stdin is not None
        self._process.stdin.close()
        code = self._process.wait()
        reader.join()
        self._port.unlink(missing_ok=True)
        return code

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            kind, *words = line.split()
            if kind == "pty":
                self._port.unlink(missing_ok=True)
                self._port.symlink_to(words[0])
                self._say(f"plugged in at {self._port}")
                continue
            with self._saying:
                print(line, end="", flush=True)
                resting = self._resting
            if kind == "light" and any(int(word) for word in words[3:6]) and not resting:
                self._answer(int(words[2]), int(words[0]))

    def _answer(self, pod: int, lit_ns: int) -> None:
        if self._react_ns is not None:
            self._touch(pod, lit_ns + self._react_ns)

    def _say(self, line: str) -> None:
        with self._saying:
            print(line, flush=True)

    def _do(self, what: str, words: list[str]) -> bool:
        """Do what a line says; False when it is not known."""
        numbers = [int(word) for word in words if word.isdecimal()]
        if what in self._sensors:
            self._sense(self._sensors[what], numbers)
        elif what in ("unplug", "plug", "reset") and not words:
            self._plug(what)
        elif what in ("rest", "work") and not words:
            with self._saying:
                self._resting = what == "rest"
                print("resting" if self._resting else "working", flush=True)
        elif what in ("tap", "press", "release") and len(numbers) == len(words) == 1:
            self._hand(what, numbers[0] - 1)
        else:
            return False
        return True

    def _plug(self, what: str) -> None:
        if what == "unplug":
            self._port.unlink(missing_ok=True)
        self._tell("reset 0" if what == "reset" else what)

    def _hand(self, what: str, pod: int) -> None:
        if what == "tap":
            self._touch(pod, 0)
        else:
            self._tell(f"input 0 {pod} {int(what == 'release')}")

    def _touch(self, pod: int, at_ns: int) -> None:
        """Press at a time, 0 being now, and let go."""
        self._tell(f"input {at_ns} {pod} 0")
        if at_ns:
            self._tell(f"input {at_ns + self._hold_ns} {pod} 1")
        else:
            self._later(self._hold_ns, lambda: self._tell(f"input 0 {pod} 1"))

    def _sense(self, number: int, levels: list[int]) -> None:
        self._tell(f"input 0 {number} {levels[0] if levels else 1}")
        if not levels:
            self._later(SEEN_MS * MS, lambda: self._tell(f"input 0 {number} 0"))

    def _later(self, after_ns: int, do: Callable[[], None]) -> None:
        timer = threading.Timer(after_ns / 1e9, do)
        timer.daemon = True
        timer.start()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        with self._writing, suppress(BrokenPipeError, ValueError):  # the board may have ended
            self._process.stdin.write(line + "\n")


def built(folder: Path) -> Path:
    """The simulated board's program, made where it is missing or old."""
    subprocess.run(["make", "--silent", "-C", str(SIM), f"BUILD={folder}"], check=True)
    return folder / "podsim"


def main() -> int:
    """Plug a board in until the input ends."""
    parser = argparse.ArgumentParser(
        description="Plug a simulated board with the real firmware into a port of this computer."
    )
    parser.add_argument("port", type=Path, help="a file that becomes the port, such as /tmp/pods")
    parser.add_argument("--board", choices=["uno", "mega"], default="uno")
    parser.add_argument("--firmware", type=Path, help="another hex file than the one that is flashed")
    parser.add_argument("--lights", default=None, help="plain, rgb, apa102, sk9822 or ws2812")
    parser.add_argument("--ppm", type=float, default=0, help="how fast the board's clock is")
    parser.add_argument("--react", type=float, metavar="MS", help="answer every light after so long")
    parser.add_argument("--hold", type=float, metavar="MS", default=80, help="and let go after so long")
    parser.add_argument("--build", type=Path, default=SIM / "build", help="where the program is made")
    said = parser.parse_args()
    if said.port.exists() and not said.port.is_symlink():
        parser.error(f"{said.port} is there already, and no port of a simulated board")
    firmware = said.firmware or SIM.parent / "hex" / f"{said.board}.hex"
    program = [
        str(built(said.build.resolve())),
        said.board,
        str(firmware),
        "--pty",
        "--paced",
        "--ppm",
        str(said.ppm),
    ]
    if said.lights is not None:
        program += ["--lights", said.lights]
    return Plug(program, said.board, said.port, said.react, said.hold).run(sys.stdin)


if __name__ == "__main__":
    sys.exit(main())
