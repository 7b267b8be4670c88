"""Writes a run's journal as it happens: one JSON-lines file a run.

Events wait in memory for the trial record that follows them, so that nothing is written between a cue and its
response; strays wait too, for they can come within another lane's trial. A record is one write: from then on a
killed process loses nothing of it. A thread makes it survive a power loss soon after, when no response is awaited.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from pathlib import Path

import filelock

from reactdrill.engine.commands import Finish
from reactdrill.engine.events import CueShown, Event
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import JournalError
from reactdrill.results.disk import DiskFile, JournalFile, replace_private
from reactdrill.results.header import RunHeader
from reactdrill.results.lines import JournalItem, LaneEnd, RunEnd, encode_line, trial_lines
from reactdrill.results.locks import hold, release
from reactdrill.results.quality import TIMED, TimingTally
from reactdrill.results.syncer import Syncer
from reactdrill.station.folders import FolderError, advice, private_folder, reason, runs_dir

__all__ = ["JournalWriter", "MemoryJournal", "encode_line", "file_name", "trial_lines"]


def file_name(header: RunHeader) -> str:
    """A journal's file name: `2026-03-01T093000Z-four-choice-1a2b3c4d.jsonl`."""
    moment = header.started_utc[:19].replace(":", "")
    drill = re.sub(r"[^a-z0-9]+", "-", header.drill.name.lower()).strip("-")[:60] or "drill"
    return f"{moment}Z-{drill}-{header.run[:8]}.jsonl"


class MemoryJournal:
    """A journal in memory, with the lines that a file would have."""

    def __init__(self, header: RunHeader | None = None) -> None:
        self.lines: list[bytes] = [] if header is None else [encode_line(header)]
        self._timing = None if header is None else TimingTally(header)

    @property
    def data(self) -> bytes:
        """Everything, as the file would be."""
        return b"".join(self.lines)

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        """Keep an event or a record."""
        self.lines.append(encode_line(item))
        if self._timing is not None and type(item) in TIMED:
            self._timing.saw(item)

    def end(self, at_ns: int, finishes: Sequence[Finish]) -> None:
        """Mark the run as ended."""
        self.lines.append(encode_line(_run_end(at_ns, finishes, self._timing)))

    def close(self) -> None:
        """Nothing to do."""


class JournalWriter:
    """A journal on disk. Made by `create`; `append`, `end` and `close` are called from one thread.

    When the disk is full or gone, the first call that notices raises `JournalError`; every line stays in memory
    and is tried again with each further record and at `close`. While it lives it holds a lock, which a dying
    process releases, so that a run in progress is told from a broken one.
    """

    def __init__(
        self,
        path: Path,
        file: JournalFile,
        lock: filelock.BaseFileLock | None = None,
        *,
        timing: TimingTally | None = None,
    ) -> None:
        """`timing`: tells what the last line says of the run's timing."""
        self.path = path
        self._file = file
        self._lock = lock
        self._timing = timing
        self._waiting: list[JournalItem] = []
        self._unsaved = bytearray()
        self._told = False
        self._closed = False
        self._awaited: set[str] = set()
        """Lanes in which a cue has been shown whose trial has no record yet."""
        self._syncer = Syncer(file.sync)

    @classmethod
    def create(cls, header: RunHeader, folder: Path | None = None) -> JournalWriter:
        """Begin the journal of a run below `folder` (the station's runs folder) with its header, on the disk.

        A journal appears with its whole header or not at all. Raises `JournalError` when it cannot be made.
        """
        try:
            path = private_folder((folder or runs_dir()) / header.started_utc[:4]) / file_name(header)
        except FolderError as error:
            raise JournalError(error.path, error.problem, error.hint) from error
        lock = hold(path)
        try:
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            replace_private(path, encode_line(header))
            return cls(path, DiskFile(path), lock, timing=TimingTally(header))
        except OSError as error:
            release(lock)
            problem = f"cannot begin the journal ({reason(error)})"
            raise JournalError(path, problem, advice(error)) from error

    @property
    def unsaved_lines(self) -> int:
        """Lines that the disk has refused so far."""
        return self._unsaved.count(b"\n")

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        """Keep an event or a record; a trial record is written at once with all that waited for it.

        Raises `JournalError` once when the disk refuses; nothing is lost by that.
        """
        self._keep(item)
        if type(item) is CueShown:
            self._awaited.add(item.lane)
            self._syncer.hold_back(on=True)
        elif type(item) is TrialRecord:
            self._awaited.discard(item.lane)
            self._save()
            self._syncer.hold_back(on=bool(self._awaited))

    def end(self, at_ns: int, finishes: Sequence[Finish]) -> None:
        """Mark the run as ended. Raises as `append`."""
        self._keep(_run_end(at_ns, finishes, self._timing))
        self._save()

    def close(self) -> None:
        """Make everything survive a power loss and let go of the file and the lock. May be called twice.

        Raises `JournalError` while lines cannot be saved; then the file stays open, and closing can be tried
        again when there is room.
        """
        if self._closed:
            return
        error = self._write() or self._sync()
        if error is not None:
            raise self._refused(error) from error
        self._let_go()

    def _keep(self, item: JournalItem) -> None:
        if self._closed:
            raise JournalError(self.path, "the journal is closed: this came too late to be kept")
        self._waiting.append(item)
        if self._timing is not None and type(item) in TIMED:
            self._timing.saw(item)

    def _let_go(self) -> None:
        self._closed = True
        self._syncer.close()
        self._file.close()
        if self._lock is not None:
            release(self._lock)

    def _save(self) -> None:
        error = self._write() or self._syncer.error
        if error is None:
            self._told = False
        elif not self._told:
            self._told = True
            raise self._refused(error) from error

    def _write(self) -> OSError | None:
        self._unsaved += b"".join([encode_line(item) for item in self._waiting])
        self._waiting.clear()
        try:
            while self._unsaved:
                taken = self._file.write(bytes(self._unsaved))
                del self._unsaved[:taken]
                self._syncer.written()
        except OSError as error:
            return error
        return None

    def _sync(self) -> OSError | None:
        try:
            self._file.sync()
        except OSError as error:
            return error
        return None

    def _refused(self, error: OSError) -> JournalError:
        waiting = self.unsaved_lines
        kept = f"; {waiting} lines wait in memory and are tried again" if waiting else ""
        return JournalError(self.path, f"cannot save the run ({reason(error)}){kept}", advice(error))


def _run_end(at_ns: int, finishes: Sequence[Finish], timing: TimingTally | None) -> RunEnd:
    lanes = tuple(LaneEnd.of(finish) for finish in finishes)
    return RunEnd(at_ns, lanes, None if timing is None else timing.to_json())
