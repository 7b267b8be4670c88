"""Takes many runs out at once: the same tables as of one run, written bit by bit so that they may be long.

Rows wait in a private spool while the columns that drills bring along are gathered; then they are written once.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import orjson

from reactdrill.errors import JournalError
from reactdrill.results.annotations import read_notes
from reactdrill.results.columns import Cell, RunContext, columns_for
from reactdrill.results.cue_columns import CUE_COLUMNS, cue_rows
from reactdrill.results.disk import replacing_private
from reactdrill.results.export import (
    CONVENTIONS,
    EXPORT_FORMAT,
    Export,
    ExportError,
    beside,
    csv_cell,
    described,
    write_export,
)
from reactdrill.results.header import GUEST
from reactdrill.results.lines import to_pretty_json
from reactdrill.results.privacy.lanes import notes_without, without
from reactdrill.results.quality import timing_of
from reactdrill.results.reader import read_journal
from reactdrill.results.response_columns import RESPONSE_COLUMNS, response_rows
from reactdrill.results.whose import SEVERAL, athletes_of, named_in
from reactdrill.station.folders import advice, reason

if TYPE_CHECKING:
    from reactdrill.results.store import RunRow, Store

Progress = Callable[[int, int], None]
"""Called with how many runs are done, and of how many."""
TableKind = Literal["csv", "parquet"]
BOM = b"\xef\xbb\xbf"
NOT_REPEATED = ("plan", "drill")
"""Of a header, in the sidecar of many runs: the text of each drill stands there once, plans stand in the journals."""
_LAST = ("var_", "param_")


def load_run(journal: Path, athletes: Collection[str] | None = None) -> Export:
    """Read a run with its annotations; `athletes`: only the lanes of these, nobody else named.

    Raises `JournalError`.
    """
    log, notes = read_journal(journal), read_notes(journal)
    if athletes is None:
        return Export(log, notes)
    others = [lane for lane, code in athletes_of(log.header, notes).items() if code not in athletes]
    strangers = named_in(log.header, notes) - {*athletes, GUEST}
    if others or strangers:
        log, notes = without(log, others, strangers), notes_without(notes, others, strangers)
    return Export(log, notes)


def runs_of(store: Store, athletes: Collection[str]) -> list[RunRow]:
    """Runs in which any of these athletes (codes, or `guest`) has a lane, newest first."""
    return [row for row in store.runs() if is_of(store, row, athletes)]


def is_of(store: Store, row: RunRow, athletes: Collection[str]) -> bool:
    """Whether any of these athletes has a lane in a run."""
    if row.athlete != SEVERAL:
        return row.athlete in athletes
    return any(one.athlete in athletes for one in store.points_of_run(row.id))


@dataclass
class Spool:
    """Rows of one table, kept in a file that nobody else can open, and what is known of its columns."""

    file: BinaryIO
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    rows: int = 0

    def add(
        self, names: Sequence[str], about: Sequence[dict[str, Any]], rows: Iterable[Sequence[Cell]]
    ) -> None:
        """Keep the rows of one run."""
        for name, facts in zip(names, about, strict=True):
            self.columns.setdefault(name, facts)
        for row in rows:
            told = dict(zip(names, row, strict=True))
            for name, value in told.items():
                if value is not None:
                    self.kinds.setdefault(name, set()).add(type(value).__name__)
            self.file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
            self.rows += 1

    def names(self) -> list[str]:
        """All columns: the fixed ones as they come, then the drills' own in alphabetical order."""
        fixed = [name for name in self.columns if not name.startswith(_LAST)]
        own = [sorted(name for name in self.columns if name.startswith(each)) for each in _LAST]
        return [*fixed, *own[0], *own[1]]

    def read(self) -> Iterator[dict[str, Cell]]:
        """Every row again, in order."""
        self.file.seek(0)
        for line in self.file:
            yield orjson.loads(line)


@dataclass
class Tables:
    """The three tables of many runs, and what their sidecar says."""

    trials: Spool
    responses: Spool
    cues: Spool
    runs: list[dict[str, Any]] = field(default_factory=list)
    drills: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, export: Export) -> None:
        """Take in one run."""
        context = RunContext(export.log, export.notes)
        columns = columns_for(context)
        self.trials.add(
            [column.name for column in columns],
            [described(column) for column in columns],
            ([column.cell(context, trial) for column in columns] for trial in export.log.trials),
        )
        self.responses.add(list(RESPONSE_COLUMNS), list(RESPONSE_COLUMNS.values()), response_rows(context))
        self.cues.add(list(CUE_COLUMNS), list(CUE_COLUMNS.values()), cue_rows(context))
        header = export.log.header
        self.drills[header.drill.sha256] = _fields(header.drill)
        self.runs.append(
            {
                **{name: value for name, value in _fields(header).items() if name not in NOT_REPEATED},
                "drill_sha256": header.drill.sha256,
                "complete": export.log.end is not None,
                "timing": timing_of(export.log),
                "annotations": export.notes.written,
            }
        )

    def sidecar(self, names: Sequence[str]) -> bytes:
        """What the columns mean and what the runs rested on; `names` are those of the three tables."""
        return to_pretty_json(
            {
                "format": EXPORT_FORMAT,
                "table": names[0],
                "responses_table": names[1],
                "cues_table": names[2],
                "conventions": CONVENTIONS,
                "columns": {name: self.trials.columns[name] for name in self.trials.names()},
                "response_columns": RESPONSE_COLUMNS,
                "cue_columns": CUE_COLUMNS,
                "runs": self.runs,
                "drills": self.drills,
            }
        )


@dataclass
class Taken:
    """What an export of many runs came to."""

    files: list[Path] = field(default_factory=list)
    runs: int = 0
    athletes: set[str] = field(default_factory=set)
    """Codes of all who are in it."""
    skipped: list[str] = field(default_factory=list)
    """Journals that could not be read, and why."""


def write_tables(
    journals: Sequence[Path],
    path: Path,
    kind: TableKind,
    *,
    athletes: Collection[str] | None = None,
    bom: bool = False,
    progress: Progress | None = None,
) -> Taken:
    """Write the three tables of these runs and their sidecar. Raises `ExportError`."""
    taken = Taken()
    with _tables() as tables:
        for export in loaded(journals, taken, athletes, progress):
            tables.add(export)
        responses, cues, sidecar = beside(path, kind)
        for target, spool in ((path, tables.trials), (responses, tables.responses), (cues, tables.cues)):
            _write(target, spool, kind, bom=bom)
        write_export(sidecar, tables.sidecar([path.name, responses.name, cues.name]))
    taken.files = [path, responses, cues, sidecar]
    return taken


def write_runs_json(
    journals: Sequence[Path],
    path: Path,
    *,
    athletes: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Write all of these runs as one JSON file, each as it would be alone. Raises `ExportError`."""
    taken = Taken(files=[path])
    with _failing_in_words(path), replacing_private(path) as file:
        file.write(b'{"format": %d, "runs": [' % EXPORT_FORMAT)
        for number, export in enumerate(loaded(journals, taken, athletes, progress)):
            file.write((b",\n" if number else b"\n") + export.json().rstrip())
        file.write(b"\n]}\n")
    return taken


def loaded(
    journals: Sequence[Path], taken: Taken, athletes: Collection[str] | None, progress: Progress | None
) -> Iterator[Export]:
    """Read one run after the other; those that cannot be read are told of and left out."""
    for number, journal in enumerate(journals, start=1):
        try:
            export = load_run(journal, athletes)
        except JournalError as error:
            taken.skipped.append(str(error))
        else:
            taken.runs += 1
            taken.athletes |= set(athletes_of(export.log.header, export.notes).values())
            yield export
        if progress is not None:
            progress(number, len(journals))


@contextmanager
def _tables() -> Iterator[Tables]:
    with ExitStack() as stack:
        trials, responses, cues = (Spool(stack.enter_context(tempfile.TemporaryFile())) for _ in range(3))
        yield Tables(trials, responses, cues)


def _write(path: Path, spool: Spool, kind: TableKind, *, bom: bool) -> None:
    if kind == "csv":
        with _failing_in_words(path), replacing_private(path) as file:
            _write_csv(file, spool, bom=bom)
    else:
        from reactdrill.results.parquet import write_parquet  # noqa: PLC0415 - needs an extra

        with _failing_in_words(path):
            write_parquet(path, spool)


def _write_csv(file: BinaryIO, spool: Spool, *, bom: bool) -> None:
    names = spool.names()
    file.write(BOM if bom else b"")
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([csv_cell(row.get(name)) for name in names] for row in spool.read())
    text.flush()
    text.detach()


def _fields(item: Any) -> dict[str, Any]:  # noqa: ANN401 - any data class
    return {each.name: getattr(item, each.name) for each in fields(item)}


@contextmanager
def _failing_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(path, f"cannot be written ({reason(error)})", advice(error)) from error
