"""Tells a run in progress from a broken one: its journal is locked while the process that writes it lives."""

from __future__ import annotations

import contextlib
from pathlib import Path

import filelock

from reactdrill.errors import JournalError
from reactdrill.station.folders import FILE_MODE, advice, reason

PROBE_S = 0.25
"""Another process may be asking at the same moment; that takes it far less than this."""


def lock_path(journal: Path) -> Path:
    """The lock file of a journal or notes file."""
    return journal.with_name(journal.name + ".lock")


def hold(path: Path, *, wait_s: float = 0) -> filelock.BaseFileLock:
    """Lock a journal or notes file until `release`, or until this process ends in whatever way.

    Raises `JournalError` when it cannot be locked within `wait_s`.
    """
    lock = _lock(path)
    try:
        lock.acquire(timeout=wait_s, poll_interval=0.01)
    except filelock.Timeout:
        raise JournalError(path, "another reactdrill is writing it", "wait until it is done") from None
    except OSError as error:
        raise JournalError(path, f"cannot lock it ({reason(error)})", advice(error)) from error
    except NotImplementedError as error:
        hint = "set REACTDRILL_HOME to a folder on a disk of this machine"
        raise JournalError(path, "its file system has no locks", hint) from error
    return lock


def release(lock: filelock.BaseFileLock) -> None:
    """Let go of a lock and take its file away."""
    lock.release()
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)


def in_progress(journal: Path) -> bool:
    """Whether a living process is writing this journal. Clears away the lock of a dead one.

    A lock that may not be touched belongs to somebody else and counts as held.
    """
    if not lock_path(journal).exists():
        return False
    lock = _lock(journal)
    try:
        lock.acquire(timeout=PROBE_S, poll_interval=0.01)
    except (filelock.Timeout, OSError):
        return True
    release(lock)
    return False


def _lock(path: Path) -> filelock.BaseFileLock:
    return filelock.FileLock(lock_path(path), mode=FILE_MODE, thread_local=False)
