"""Brings journals into the store. Doing it again, in any order, or from two processes at once, changes nothing.

A batch of journals is read first and written in one transaction, in which each run is looked at again: whoever
comes second finds the first one's work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from reactdrill.errors import JournalError
from reactdrill.results.annotations import NOTES_SUFFIX, notes_path, read_notes
from reactdrill.results.locks import in_progress
from reactdrill.results.store.database import writing
from reactdrill.results.store.desk import Change, Desk
from reactdrill.results.store.headline_rows import ALGORITHM
from reactdrill.results.store.loaded import Loaded, Stamp
from reactdrill.results.store.rows import IngestReport
from reactdrill.results.store.schema import JOURNALS, RUN_LANES, RUNS
from reactdrill.results.store.taken import take

Progress = Callable[[int, int], None]
"""Told how many journals are done, of how many."""
BATCH = 100
"""Journals per transaction: a commit waits for the disk."""
_MISFITS = (exc.IntegrityError, exc.DataError, OverflowError, JournalError)


def find_journals(folder: Path) -> list[Path]:
    """Every journal below a folder, oldest first by name."""
    found = folder.rglob("*.jsonl") if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.endswith(NOTES_SUFFIX) and path.is_file())


def journal_key(runs: Path, path: Path) -> str:
    """A journal's path as the store names it: below the runs folder where it stands there, so that may move."""
    full = path.absolute()
    return full.relative_to(runs).as_posix() if full.is_relative_to(runs) else str(full)


def ingest(
    engine: sa.Engine,
    runs: Path,
    paths: Sequence[Path],
    progress: Progress | None = None,
    *,
    station: str = "",
) -> IngestReport:
    """Bring these journals into the store.

    `runs` is the runs folder, absolute. `station`: whose folder that is; empty in a store of one station.
    """
    report = IngestReport()
    known = _known(engine, station)
    desk = Desk(runs, station)
    for first in range(0, len(paths), BATCH):
        chunk = paths[first : first + BATCH]
        with _no_collecting():
            _take_in(engine, desk, chunk, known, report)
        if progress is not None:
            progress(first + len(chunk), len(paths))
    return report


def _take_in(
    engine: sa.Engine, desk: Desk, chunk: Sequence[Path], known: Mapping[str, Loaded], report: IngestReport
) -> None:
    """Read a batch, write it and count it. Nothing of it is left when this comes back."""
    loaded = [_load(desk.runs, path, known.get(journal_key(desk.runs, path))) for path in chunk]
    fresh = [each for each in loaded if each.taken is not None or each != known.get(each.key)]
    changes = dict(zip([each.key for each in fresh], _write(engine, desk, fresh), strict=True))
    for each in loaded:
        _count(report, *changes.get(each.key, (each, "unchanged")))


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Reading makes many objects and no garbage: looking for some takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _known(engine: sa.Engine, station: str) -> dict[str, Loaded]:
    """What is known of journals and need not be looked at again; not of those whose lanes another algorithm summed up."""
    stale = sa.select(RUNS.c.journal).join(RUN_LANES, RUN_LANES.c.run_id == RUNS.c.id)
    stale = stale.where(RUN_LANES.c.algorithm != ALGORITHM, RUNS.c.station == station)
    query = sa.select(JOURNALS).where(JOURNALS.c.station == station, JOURNALS.c.path.not_in(stale))
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return {
        row.path: Loaded(
            row.path,
            Stamp(row.size, row.mtime_ns, row.notes_size, row.notes_mtime_ns),
            row.status,
            row.reason,
        )
        for row in rows
    }


def _load(runs: Path, path: Path, known: Loaded | None) -> Loaded:
    """Look at a journal; read it unless it is known as it stands."""
    key = journal_key(runs, path)
    if known is not None and known.stamp == _stamp(path) and known.status != "in_progress":
        return known
    if in_progress(path):
        return Loaded(key, _stamp(path), "in_progress")
    stamp = _stamp(path)
    try:
        taken, notes = take(path), read_notes(path)
    except JournalError as error:
        return Loaded(key, stamp, "damaged", str(error))
    return Loaded(key, stamp, "interrupted" if taken.end is None else "ok", "", taken, notes)


def _stamp(path: Path) -> Stamp:
    return Stamp(*_size_and_time(path), *_size_and_time(notes_path(path)))


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _write(engine: sa.Engine, desk: Desk, batch: Sequence[Loaded]) -> list[tuple[Loaded, Change]]:
    """Write a batch in one transaction; where that fails, each on its own, so that one stops no other."""
    if not batch:
        return []
    try:
        return _write_together(engine, desk, batch)
    except _MISFITS:
        return [_write_alone(engine, desk, each) for each in batch]


def _write_together(engine: sa.Engine, desk: Desk, batch: Sequence[Loaded]) -> list[tuple[Loaded, Change]]:
    with writing(engine).begin() as connection:
        return list(zip(batch, desk.write(connection, batch), strict=True))


def _write_alone(engine: sa.Engine, desk: Desk, loaded: Loaded) -> tuple[Loaded, Change]:
    try:
        return _write_together(engine, desk, [loaded])[0]
    except _MISFITS as error:
        problem = error.orig if isinstance(error, exc.DBAPIError) else error
        known = isinstance(error, JournalError)
        told = str(error) if known else f"{desk.runs / loaded.key}: cannot be stored ({problem})"
        damaged = replace(loaded, status="damaged", reason=told, taken=None)
        return _write_together(engine, desk, [damaged])[0]


def _count(report: IngestReport, loaded: Loaded, change: Change) -> None:
    if loaded.status == "damaged":
        report.damaged.append((loaded.key, loaded.reason))
    elif loaded.status == "in_progress":
        report.in_progress += 1
    elif change == "unchanged":
        report.unchanged += 1
    elif change == "erased":
        report.erased.append(loaded.key)
    else:
        report.new += change == "new"
        report.grown += change == "grown"
        report.interrupted += loaded.status == "interrupted"
