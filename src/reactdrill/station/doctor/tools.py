"""Asking other programs and the system's own text files, without ever failing for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ANSWER_S = 3
"""A sound or display server that answers at all does so in a small part of this."""


def asked(*command: str) -> str | None:
    """What a program printed; None when it is not there, fails, or takes longer than `ANSWER_S`.

    It speaks English and no terminal is offered to it.
    """
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands, found on the person's own path
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ANSWER_S,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None


def text_of(path: Path) -> str:
    """A small text file without the white space around it; empty when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def inside(folder: Path, pattern: str) -> Iterator[Path]:
    """Sorted paths that match; none when the folder cannot be read."""
    try:
        yield from sorted(folder.glob(pattern))
    except OSError:
        return
