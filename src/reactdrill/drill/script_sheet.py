"""A table that a spreadsheet saved: its rows as text, with the line each stands on, and the mistakes found in it.

Columns may be separated by commas, semicolons or tabs, whatever the spreadsheet's language makes of "CSV"; where it
is not the comma, numbers may have a decimal comma.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.toml_file import MAX_BYTES
from reactdrill.errors import Problem, ScriptFileError

SEPARATORS = ",;\t"
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,2})?", re.ASCII)
_COLUMN_OF = {"ms": "response_ms", "target": "response_target", "action": "response_action"}
_TIMES = ("foreperiod_ms", "not_before_ms", "response_ms")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column, without the spaces around them."""

    line: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """The table and the problems found in it."""

    path: Path
    text: str
    drill: str | None
    """Named in a comment before the table."""
    header: tuple[str, ...] = ()
    """The first row; a name may be empty."""
    header_line: int = 1
    separator: str = ","
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that have one."""
        return tuple(name for name in self.header if name)

    @property
    def sha256(self) -> str:
        """Hash of the text with Unix line ends."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def as_number(self, cell: str) -> float | None:
        """The number that a cell holds; None: it holds none."""
        text = cell if self.separator == "," else cell.replace(",", ".")
        return float(text) if _NUMBER.fullmatch(text) else None

    def number(self, row: SheetRow, column: str) -> float | None:
        """The number in a column; what is none, is noted."""
        cell = row.cells.get(column, "")
        found = self.as_number(cell)
        if found is None:
            self.note(row, column, f"a number is wanted, not {cell!r}" if cell else "a number is wanted here")
        return found

    def note(self, row: SheetRow, column: str, problem: str, hint: str = "") -> None:
        """Keep a mistake in a cell."""
        self.problems.append(Problem(column, problem, hint, row.line))

    def note_header(self, column: str, problem: str, hint: str = "") -> None:
        """Keep a mistake in the names of the columns."""
        self.problems.append(Problem(column, problem, hint, self.header_line))

    def problem(self, path: KeyPath, problem: str, hint: str = "") -> Problem:
        """A mistake at a key of the script that the rows became, said of its row and column."""
        place = next((part for part in path if isinstance(part, int)), None)
        if place is None:
            return Problem(".".join(map(str, path)), problem, hint)
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        if "respond" in path:
            name = _COLUMN_OF.get(name, name)
        elif name in _TIMES:
            name = "onset_ms"
        return Problem("" if name in ("trials", "with") else name, problem, hint, self.rows[place].line)

    def raise_problems(self) -> None:
        """Raise `ScriptFileError` with all of them when there are any."""
        if self.problems:
            raise ScriptFileError(self.path, tuple(self.problems))


def read_sheet(path: Path) -> Sheet:
    """Read a table. Raises `ScriptFileError` when it is not readable, not text, or no table."""
    lines = _text(path).split("\n")
    table = next(
        (place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines)
    )
    comments = [line for line in lines[:table] if line.startswith("#")]
    named = next((line.partition("drill:")[2].strip() for line in comments if "drill:" in line), None)
    sheet = Sheet(path, "\n".join(lines[table:]), named, header_line=max(1, min(table + 1, len(lines) - 1)))
    _fill(sheet, lines[table:])
    sheet.raise_problems()
    return sheet


def _text(path: Path) -> str:
    """The file with Unix line ends."""
    try:
        raw = path.read_bytes()
    except OSError as failure:
        raise ScriptFileError(path, (Problem("", f"cannot be read: {failure.strerror}"),)) from failure
    if len(raw) > MAX_BYTES or b"\0" in raw:
        raise ScriptFileError(path, (Problem("", "this is not a text file", "save it as CSV in UTF-8"),))
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as failure:
        line = raw.count(b"\n", 0, failure.start) + 1
        problem = Problem("", "this is not UTF-8 text", "save it as CSV in UTF-8", line)
        raise ScriptFileError(path, (problem,)) from failure


def _fill(sheet: Sheet, lines: list[str]) -> None:
    """Read the header and the rows; rows without any cell are left out."""
    sheet.separator = next((mark for mark in SEPARATORS if lines and mark in lines[0]), ",")
    reader = csv.reader([line + "\n" for line in lines], delimiter=sheet.separator, strict=True)
    line = sheet.header_line
    try:
        for number, cells in enumerate(reader):
            stripped = [cell.strip() for cell in cells]
            if number == 0:
                _take_header(sheet, stripped)
            elif any(stripped):
                _take_row(sheet, line, stripped)
            line = sheet.header_line + reader.line_num
    except csv.Error as failure:
        problem = Problem("", f"this is not CSV: {failure}", "quotes come in pairs, around whole cells", line)
        raise ScriptFileError(sheet.path, (problem,)) from failure


def _take_header(sheet: Sheet, names: list[str]) -> None:
    sheet.header = tuple(names)
    for name, count in Counter(sheet.columns).items():
        if count > 1:
            sheet.note_header(name, "this column is there twice", "keep one of them")


def _take_row(sheet: Sheet, line: int, cells: list[str]) -> None:
    row = SheetRow(line, {name: cell for name, cell in zip(sheet.header, cells, strict=False) if name})
    extra = [cell for cell in cells[len(sheet.header) :] if cell]
    extra += [cell for name, cell in zip(sheet.header, cells, strict=False) if cell and not name]
    if extra:
        sheet.note(
            row, "", f"{extra[0]!r} stands in a column without a name", "name the column, or empty the cell"
        )
    sheet.rows.append(row)
