"""Writes a batch of journals in one transaction: each run is looked up again in it, then all rows go in together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from reactdrill.people.codes import tombstone
from reactdrill.results.annotations import Notes
from reactdrill.results.reader import read_journal
from reactdrill.results.store.bulk import insert_rows
from reactdrill.results.store.erased import what_may_be_kept
from reactdrill.results.store.headline_rows import lane_rows
from reactdrill.results.store.loaded import Loaded
from reactdrill.results.store.packing import pack
from reactdrill.results.store.rows import Row, annotation_rows, run_row, stray_rows, trial_rows
from reactdrill.results.store.schema import (
    ANNOTATIONS,
    ERASED_LANES,
    JOURNALS,
    RUN_LANES,
    RUN_LINES,
    RUNS,
    STRAYS,
    TOMBSTONES,
    TRIALS,
)
from reactdrill.results.store.taken import Taken, taken_of
from reactdrill.results.whose import named_in

Change = Literal["new", "grown", "unchanged", "erased"]
TABLES = (RUNS, RUN_LANES, TRIALS, RUN_LINES, STRAYS, ANNOTATIONS)
"""In the order in which rows go in."""
_STORED = (RUNS.c.id, RUNS.c.station, RUNS.c.journal, RUNS.c.lines, RUNS.c.notes)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a station's journals are written down."""

    runs: Path
    """The station's runs folder, absolute."""
    station: str
    """Empty in a store of one station."""

    def write(self, connection: sa.Connection, batch: Sequence[Loaded]) -> list[Change]:
        """Write a batch and tell what became of each."""
        self._note_journals(connection, batch)
        work = _Batch(self, connection, batch)
        changes = [work.look_at(each) for each in batch]
        work.write()
        return changes

    def _note_journals(self, connection: sa.Connection, batch: Sequence[Loaded]) -> None:
        keys = [each.key for each in batch]
        mine = (JOURNALS.c.station == self.station, JOURNALS.c.path.in_(keys))
        connection.execute(JOURNALS.delete().where(*mine))
        insert_rows(connection, JOURNALS, [each.row(self.station) for each in batch])

    def stays(self, old: Row, row: Row) -> bool:
        """Whether what is stored of a run is worth more than what was read now: it is longer, or a copy of it."""
        had, has = (old["lines"], old["notes"]), (row["lines"], row["notes"])
        elsewhere = old["station"] not in ("", self.station)  # empty: from before stations had names
        if not elsewhere and old["journal"] == row["journal"]:
            return bool(had > has)
        return bool(had >= has and (elsewhere or (self.runs / old["journal"]).exists()))


@dataclass(slots=True)
class _Batch:
    """What is known of the runs of a batch, and what is to be written of them."""

    desk: Desk
    connection: sa.Connection
    batch: Sequence[Loaded]
    stored: dict[str, Row] = field(default_factory=dict)
    """Rows of runs that are there, those of this batch too."""
    buried: frozenset[str] = frozenset()
    erased_runs: frozenset[str] = frozenset()
    gone: set[str] = field(default_factory=set)
    """Runs whose rows make room."""
    rows: dict[str, dict[sa.Table, list[Row]]] = field(default_factory=dict)
    """By run and table."""

    def __post_init__(self) -> None:
        names = [each.taken.header.run for each in self.batch if each.taken is not None]
        found = self.connection.execute(sa.select(*_STORED).where(RUNS.c.id.in_(names))).mappings()
        self.stored = {row["id"]: dict(row) for row in found}
        self.buried = frozenset(self.connection.execute(sa.select(TOMBSTONES.c.mark)).scalars())
        erased = sa.select(ERASED_LANES.c.run_id).where(ERASED_LANES.c.run_id.in_(names)).distinct()
        self.erased_runs = frozenset(self.connection.execute(erased).scalars())

    def look_at(self, loaded: Loaded) -> Change:
        """Decide what becomes of a journal."""
        if loaded.taken is None:
            return "unchanged"
        kept = self._kept(loaded, loaded.taken)
        run = loaded.taken.header.run
        old = self.stored.get(run)
        if kept is None:
            self._make_room(run, old)
            return "erased"
        row = run_row(*kept, loaded.key, self.desk.station)
        if old is not None and self.desk.stays(old, row):
            return "unchanged"
        self._make_room(run, old)
        self.stored[run] = row
        self.rows[run] = _rows(*kept, row)
        if old is None:
            return "new"
        return "grown" if (old["lines"], old["notes"]) != (row["lines"], row["notes"]) else "unchanged"

    def write(self) -> None:
        """Take the rows that make room away, and put the new ones in."""
        if self.gone:
            self.connection.execute(RUNS.delete().where(RUNS.c.id.in_(self.gone)))
        for table in TABLES:
            insert_rows(self.connection, table, [row for run in self.rows.values() for row in run[table]])

    def _make_room(self, run: str, old: Row | None) -> None:
        self.rows.pop(run, None)
        self.stored.pop(run, None)
        if old is not None:
            self.gone.add(run)

    def _kept(self, loaded: Loaded, taken: Taken) -> tuple[Taken, Notes] | None:
        """A run as it may be kept; None when all who did it were erased."""
        names = named_in(taken.header, loaded.notes) if self.buried else ()
        if taken.header.run not in self.erased_runs and not self._is_buried(names):
            return taken, loaded.notes
        whole = read_journal(self.desk.runs / loaded.key)
        kept = what_may_be_kept(self.connection, whole, loaded.notes)
        return None if kept is None else (taken_of(kept[0]), kept[1])

    def _is_buried(self, codes: Iterable[str]) -> bool:
        return any(tombstone(code) in self.buried for code in codes)


def _rows(taken: Taken, notes: Notes, row: Row) -> dict[sa.Table, list[Row]]:
    run, bad = taken.header.run, notes.bad_trials(taken.trials)
    packed: dict[str, Any] = {"run_id": run, "packed": pack(taken.trial_lines)}
    return {
        RUNS: [row],
        RUN_LANES: lane_rows(taken, notes, bad, row),
        TRIALS: trial_rows(run, taken.trials, bad),
        RUN_LINES: [packed],
        STRAYS: stray_rows(run, taken.strays),
        ANNOTATIONS: annotation_rows(run, notes),
    }
