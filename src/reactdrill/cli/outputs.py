"""Files that a command writes where the person says: refused before the work is done, written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from reactdrill.errors import ReactDrillError
from reactdrill.station.folders import advice, reason

OUTPUT = Path("-")
"""The name that stands for the standard output."""


class OutputError(ReactDrillError):
    """A file that was asked for cannot be written."""

    exit_code = 4

    def __init__(self, path: Path, problem: str, hint: str) -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: cannot be written ({problem}); {hint}")


def check_output(path: Path | None) -> None:
    """Say now what would only come out after the work. Raises `OutputError`."""
    if path is None or path == OUTPUT:
        return
    if path.is_dir():
        raise OutputError(path, "it is a folder", "name a file in it")
    if not path.absolute().parent.is_dir():
        raise OutputError(path, "its folder is not there", f"make the folder {path.absolute().parent} first")
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise OutputError(path, os.strerror(errno.EACCES), "choose a folder of your own")


def write_output(path: Path, data: bytes) -> None:
    """Write a file in one step; a device or a pipe is written to. Raises `OutputError`."""
    check_output(path)
    try:
        if path == OUTPUT:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        elif path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        hint = "choose a folder of your own" if error.errno in (errno.EACCES, errno.ENOENT) else advice(error)
        raise OutputError(path, reason(error), hint) from error


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
