"""The firmware's logic compiled for this computer: `tests/hardware/virtual_board.cpp`, driven line by line."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path
from typing import Self

from podsim import PODS, refuse
from podtalk import BY_NAME, BY_TYPE, Message, layout

SOURCES = ("frames", "messages", "settings", "taps", "events", "flash_limit", "cues", "pulse", "controller")
MS = 2000
"""Ticks."""


def build_virtual_board(folder: Path) -> Path:
    """Compile the logic with the sanitizers."""
    if shutil.which("g++") is None:
        refuse("g++ is not installed")
    program = folder / "virtual_board"
    here = Path(__file__).resolve().parents[1] / "hardware" / "virtual_board.cpp"
    sources = [str(here), *(str(PODS / f"{name}.cpp") for name in SOURCES)]
    flags = ["-std=c++11", "-O1", "-g", "-Wall", "-Wextra", "-Werror"]
    flags += ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", f"-I{PODS}"]
    done = subprocess.run(
        ["g++", *flags, "-o", str(program), *sources],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return program


class VirtualPods:
    """One board with 16 pods whose time is a tick that the test moves."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen(
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.tick = 0
        self.every = MS // 4
        self.round = 0
        self.seen: list[Message] = []
        self.lights: list[tuple[int, int, tuple[int, ...]]] = []
        self.ttl: list[tuple[int, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a sanitizer's complaint is an error."""
        _, errors = self._process.communicate(timeout=60)
        assert self._process.returncode == 0, errors

    def command(self, line: str) -> list[str]:
        """One command; the lines it printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        lines: list[str] = []
        while (text := self._process.stdout.readline().rstrip("\n")) != "ok":
            if not text:
                raise AssertionError(self._process.communicate(timeout=10)[1])
            assert not text.startswith("unknown"), text
            lines.append(text)
        for text in lines:
            self._take(text)
        return lines

    def start(self, tick: int = 0, *, session: bool = True) -> None:
        """Power on at a tick, and open a session."""
        self.tick = tick
        self.command(f"start {tick}")
        if session:
            self.send("HELLO", major=1, minor=0, session=77)
            self.run(5 * MS)
            self.seen.clear()
            self.lights.clear()
            self.ttl.clear()

    def run(self, ticks: int) -> None:
        """Let time pass in steps of `every`."""
        self.tick = (self.tick + ticks) % 2**32
        self.command(f"run {self.tick} {self.every}")

    def send(self, name: str, seq: int = 1, **values: int) -> None:
        """Put a message on the wire."""
        form, names = layout(BY_NAME[name])
        body = bytes([BY_NAME[name]["type"], seq]) + struct.pack(form, *(values.get(key, 0) for key in names))
        self.command(f"body {body.hex()}")

    def ask(self, name: str, seq: int = 1, **values: int) -> Message:
        """Send, run, and give the answer."""
        before = len(self.seen)
        self.send(name, seq, **values)
        self.run(MS)
        return next(message for message in self.seen[before:] if "number" not in message.values)

    def edge(self, after_ticks: int, number: int, *, high: bool) -> None:
        """An edge to come."""
        self.command(f"edge {(self.tick + after_ticks) % 2**32} {number} {int(high)}")

    def light(self, pod: int, after_ticks: int, **values: int) -> int:
        """Schedule a light that must be accepted; its round."""
        self.round += 1
        fields = {"green": 255, "brightness": 255, "flags": 1} | values
        answer = self.ask("LIGHT", pod=pod, round=self.round, at=(self.tick + after_ticks) % 2**32, **fields)
        assert answer.name == "ACK", answer
        return self.round

    def told(self, name: str) -> list[Message]:
        """Messages of one kind, each event once."""
        once: dict[int, Message] = {}
        for message in self.seen:
            if message.name == name:
                once.setdefault(message.values.get("number", len(once)), message)
        return list(once.values())

    def _take(self, text: str) -> None:
        kind, *words = text.split()
        if kind == "tx":
            body = bytes.fromhex(words[0])
            form, names = layout(BY_TYPE[body[0]])
            values = dict(zip(names, struct.unpack(form, body[2:]), strict=True))
            self.seen.append(Message(BY_TYPE[body[0]]["name"], body[1], values))
        elif kind == "light":
            self.lights.append((int(words[0]), int(words[1]), tuple(int(word) for word in words[2:])))
        elif kind == "ttl":
            self.ttl.append((int(words[0]), int(words[1])))
