"""The command line as a person uses it: what it said and its exit code, here or in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reactdrill.cli import run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "replay"
GIVE_UP_S = 60.0
OF_A_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a command."""

    code: int
    out: str
    err: str

    def refusal(self, code: int = 2) -> str:
        """The one line of a refusal with this exit code; anything else is an `AssertionError`."""
        assert (self.code, self.out) == (code, ""), self
        lines = self.err.splitlines()
        assert len(lines) == 1, self
        assert "Traceback" not in self.err
        return lines[0]


class Command:
    """Runs commands in this process."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *arguments: str | Path) -> Said:
        self._capture.readouterr()
        code = run([str(each) for each in arguments])
        return Said(code, *self._capture.readouterr())


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """This process's environment with some changes; None takes a variable out."""
    merged: dict[str, str | None] = {**os.environ, **(changes or {})}
    return {name: value for name, value in merged.items() if value is not None}


def unseen() -> dict[str, str | None]:
    """Changes that leave a program no display."""
    return dict.fromkeys(OF_A_DISPLAY)


def start(
    *arguments: str | Path, env: Mapping[str, str | None] | None = None, before: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Begin a command in a process and a group of its own; `before` are words before the interpreter's."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "reactdrill", *map(str, arguments)],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=os.name != "nt",
    )


def program(
    *arguments: str | Path, env: Mapping[str, str | None] | None = None, before: Sequence[str] = ()
) -> Said:
    """Run a command in a process of its own to its end."""
    process = start(*arguments, env=env, before=before)
    try:
        out, err = process.communicate(timeout=GIVE_UP_S)
    finally:
        process.kill()
    return Said(process.returncode, out.decode(), err.decode())
