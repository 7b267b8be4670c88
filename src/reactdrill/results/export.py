"""Takes a run out: a tidy table with its sidecar, or everything as JSON."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from reactdrill.errors import ReactDrillError
from reactdrill.results.annotations import Notes
from reactdrill.results.columns import Cell, Column, RunContext, columns_for
from reactdrill.results.cue_columns import CUE_COLUMNS, cue_rows
from reactdrill.results.disk import replace_private
from reactdrill.results.exported_runs import order_of
from reactdrill.results.lines import to_pretty_json
from reactdrill.results.quality import timing_of
from reactdrill.results.reader import RunLog
from reactdrill.results.response_columns import RESPONSE_COLUMNS, response_rows
from reactdrill.results.summaries import families_of, summaries_of
from reactdrill.station.folders import advice, reason
from reactdrill.stats import intervals

EXPORT_FORMAT = 1
CONVENTIONS = {
    "numbers": "decimal point; times in milliseconds, exact to the nanosecond",
    "missing": "an empty cell: not known or not applicable, never 0",
    "text": "an apostrophe stands before text that a spreadsheet would take for a formula",
    "rows": "one for each attempt at a trial, whether anybody responded or not",
    "accuracy": "time-outs and false starts are errors",
    "sd": "n - 1",
    "quartiles": "R type 7",
    "response_speed": "mean of 1000 / RT in ms, not 1000 over the mean",
    "interval": intervals.METHOD,
}
_BOM = b"\xef\xbb\xbf"


class ExportError(ReactDrillError):
    """An export cannot be written."""

    exit_code = 4

    def __init__(self, path: Path, problem: str, hint: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}; {hint}")


@dataclass(frozen=True, slots=True)
class Export:
    """A run, ready to be written in one form or another."""

    log: RunLog
    notes: Notes

    @property
    def stem(self) -> str:
        """The name its files begin with."""
        return self.log.path.name.removesuffix(".jsonl")

    def trials_csv(self, *, bom: bool = False) -> bytes:
        """One row for each attempt. `bom`: some spreadsheets need it to read accents."""
        context = RunContext(self.log, self.notes)
        columns = columns_for(context)
        rows = ([column.cell(context, trial) for column in columns] for trial in self.log.trials)
        return _table([column.name for column in columns], rows, bom=bom)

    def responses_csv(self, *, bom: bool = False) -> bytes:
        """One row for each response that any device reported."""
        return _table(list(RESPONSE_COLUMNS), response_rows(RunContext(self.log, self.notes)), bom=bom)

    def cues_csv(self, *, bom: bool = False) -> bytes:
        """One row for each cue, whether anybody responded or not."""
        return _table(list(CUE_COLUMNS), cue_rows(RunContext(self.log, self.notes)), bom=bom)

    def sidecar(self, table: str, responses: str, cues: str) -> bytes:
        """What the columns mean and what the run rested on; the three words name the files."""
        columns = columns_for(RunContext(self.log, self.notes))
        return to_pretty_json(
            {
                "format": EXPORT_FORMAT,
                "table": table,
                "responses_table": responses,
                "cues_table": cues,
                "conventions": CONVENTIONS,
                "columns": {column.name: described(column) for column in columns},
                "response_columns": RESPONSE_COLUMNS,
                "cue_columns": CUE_COLUMNS,
                "complete": self.log.end is not None,
                "timing": timing_of(self.log),
                "header": self.log.header,
                "annotations": self.notes.written,
            }
        )

    def json(self) -> bytes:
        """The journal parsed, its annotations, and the summary of each lane."""
        lines = [orjson.loads(line) for line in self.log.lines[1:]]
        by_type: Mapping[str, list[Any]] = defaultdict(list)
        for line in lines:
            kind = line["type"] if line["type"] in ("trial", "stray", "end") else "event"
            by_type[kind].append(line)
        return to_pretty_json(
            {
                "format": EXPORT_FORMAT,
                "header": self.log.header,
                "events": by_type["event"],
                "trials": by_type["trial"],
                "strays": by_type["stray"],
                "order": order_of(lines),
                "end": self.log.end,
                "timing": timing_of(self.log),
                "torn": self.log.torn,
                "annotations": self.notes.written,
                "summaries": summaries_of(self.log, self.notes),
                "families": families_of(self.log, self.notes),
            }
        )


def write_csv(export: Export, path: Path, *, bom: bool = False) -> tuple[Path, ...]:
    """Write the table, those of responses and cues, and the sidecar beside each other; returns their paths.

    Raises `ExportError`.
    """
    responses, cues, sidecar = beside(path)
    write_export(path, export.trials_csv(bom=bom))
    write_export(responses, export.responses_csv(bom=bom))
    write_export(cues, export.cues_csv(bom=bom))
    write_export(sidecar, export.sidecar(path.name, responses.name, cues.name))
    return path, responses, cues, sidecar


def beside(path: Path, ending: str = "csv") -> tuple[Path, Path, Path]:
    """Where the tables of responses and of cues stand, and the sidecar."""
    stem = path.name.removesuffix(f".{ending}")
    names = (f"{stem}.responses.{ending}", f"{stem}.cues.{ending}", f"{stem}.json")
    responses, cues, sidecar = map(path.with_name, names)
    return responses, cues, sidecar


def write_json(export: Export, path: Path) -> Path:
    """Write the whole run as JSON. Raises `ExportError`."""
    write_export(path, export.json())
    return path


def write_export(path: Path, data: bytes) -> None:
    """Write a file in one step. Raises `ExportError`."""
    try:
        replace_private(path, data)
    except OSError as error:
        raise ExportError(path, f"cannot be written ({reason(error)})", advice(error)) from error


def _table(names: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return (_BOM if bom else b"") + text.getvalue().encode("utf-8", "replace")


def csv_cell(value: Cell) -> str | int:
    """A value as it stands in a table: nothing for what is missing."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


def described(column: Column) -> dict[str, object]:
    """A column as sidecars tell it."""
    return {
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"levels": column.levels} if column.levels else {}),
    }
