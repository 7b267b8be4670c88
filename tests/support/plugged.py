"""`hardware/arduino_led_pods/sim/plug.py` as a person uses it: the real firmware at a port, with a cable and hands."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from podsim import SIM

GIVE_UP_S = 60


class Answer(NamedTuple):
    """A light that was answered by a tap, on the board's own cycles."""

    pod: int
    cycles: int
    """From the light to the tap."""


class PluggedPods:
    """A board at `port`."""

    def __init__(self, program: Path, port: Path, *options: str) -> None:
        """`program`: the simulated board's, compiled."""
        self.lines: list[str] = []
        command = [sys.executable, str(SIM / "plug.py"), str(port), "--build", str(program.parent), *options]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.strip())

    def tell(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")

    def lit(self) -> list[int]:
        """Places of the lines that say that a light went on."""
        found = (line.split() for line in list(self.lines))
        return [
            place
            for place, words in enumerate(found)
            if words[0] == "light" and words[4:7] != ["0", "0", "0"]
        ]

    def answers(self) -> list[Answer]:
        """Every light that a tap followed while it was on."""
        on: dict[int, int] = {}
        found = []
        for line in self.lines:
            kind, *words = line.split()
            if kind == "light":
                cycle, pod = int(words[1]), int(words[2])
                if words[3:6] == ["0", "0", "0"]:
                    on.pop(pod, None)
                else:
                    on[pod] = cycle
            elif kind == "input" and words[3] == "0" and int(words[2]) in on:
                pod = int(words[2])
                found.append(Answer(pod, int(words[1]) - on[pod]))
        return found

    def close(self) -> None:
        """End it as with Ctrl-D."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(GIVE_UP_S)
        self._reader.join(GIVE_UP_S)
        assert self._process.stdout is not None
        self._process.stdout.close()
