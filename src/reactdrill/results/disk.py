"""Files that survive: writes that go straight to the system, syncs that reach the disk, private modes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from reactdrill.station.folders import FILE_MODE

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn \n into \r\n


class JournalFile(Protocol):
    """What a journal is written to."""

    def write(self, data: bytes) -> int:
        """Hand bytes to the system at once; returns how many it took. Raises `OSError`."""

    def sync(self) -> None:
        """Wait until everything written survives a power loss. Called from any thread. Raises `OSError`."""

    def close(self) -> None:
        """Let go of the file."""


class DiskFile:
    """A file that is there, to be appended to. Raises `OSError` when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)
        sync_folder(path.parent.parent)  # the file's own folder may be new as well

    def write(self, data: bytes) -> int:
        """As `JournalFile`."""
        return os.write(self._descriptor, data)

    def sync(self) -> None:
        """As `JournalFile`."""
        sync_descriptor(self._descriptor)

    def close(self) -> None:
        """As `JournalFile`."""
        sync_folder(self._folder)
        os.close(self._descriptor)


def sync_descriptor(descriptor: int) -> None:
    """Wait until an open file's bytes are on the disk itself. Raises `OSError`."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not there on Windows

        with contextlib.suppress(OSError):  # not every file system knows it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync alone stops at the drive's cache
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power loss, where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some file systems refuse; the file's own sync then has to do
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def append_private(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file of the user's own (made when missing) and sync it. Raises `OSError`."""
    _fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, FILE_MODE), data)
    sync_folder(path.parent)


def create_private(path: Path, data: bytes) -> None:
    """Write a file of the user's own that is not there yet; all of it is on the disk when this returns.

    Raises `FileExistsError`, and any other `OSError` after taking away what was begun.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, FILE_MODE)
    with _gone_on_failure(path):
        _fill(descriptor, data)
    sync_folder(path.parent)


def replace_private(path: Path, data: bytes) -> None:
    """Write a file of the user's own in one step: readers see the old or the new one, whole. Raises `OSError`."""
    draft = _draft_of(path)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, FILE_MODE)
    with _gone_on_failure(draft):
        _fill(descriptor, data)
        draft.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def replacing_private(path: Path) -> Iterator[BinaryIO]:
    """As `replace_private`, written bit by bit: the file is there when the block ends without an error."""
    draft = _draft_of(path)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, FILE_MODE)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
            yield file
            file.flush()
            sync_descriptor(descriptor)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _draft_of(path: Path) -> Path:
    """What takes the file's place when it is whole. A device keeps its place: raises `OSError`."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.ENODEV, "it is a device, not a file")
    return path.with_name(f".{path.name}.{os.getpid()}.part")


@contextlib.contextmanager
def _gone_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _fill(descriptor: int, data: bytes) -> None:
    """Write everything, wait until it is on the disk, and close."""
    try:
        _write_all(descriptor, data)
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
