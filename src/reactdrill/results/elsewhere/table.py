"""A table from anywhere as text: its encoding, its separator, its header and its rows with their lines."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reactdrill.errors import FileProblemsError, Problem

MAX_BYTES = 500_000_000
LONGEST_CELL = 2**31 - 1
SHOWN_PROBLEMS = 10
SEPARATORS = ",;\t|"
LOOKED_AT = 20
"""Lines at the top that tell the separator."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HINT_TEXT = "save it as CSV in UTF-8, or say --encoding"


class TableError(FileProblemsError):
    """A table cannot be used as it stands; at most ten of its mistakes are named."""

    def __init__(self, path: Path | str, problems: Sequence[Problem]) -> None:
        shown = list(problems[:SHOWN_PROBLEMS])
        more = len(problems) - len(shown)
        if more:
            shown.append(Problem("", f"and {more} more like these", "--drop-unreadable leaves such rows out"))
        super().__init__(path, tuple(shown))


@dataclass(frozen=True, slots=True)
class Row:
    """One row and the line it begins on."""

    line: int
    cells: tuple[str, ...]
    """As many as the header has; what the row left out is empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read."""

    path: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]
    separator: str
    encoding: str
    notes: tuple[str, ...]


def read_table(
    path: Path | str,
    raw: bytes,
    *,
    separator: str | None = None,
    encoding: str | None = None,
    header: bool = True,
) -> Table:
    """Read a table from its bytes; without a `header` its columns are called 1, 2, 3…

    Raises `TableError` when it is no text or no table.
    """
    text, used, notes = _decoded(path, raw, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if first is None:
        raise TableError(path, [Problem("", "there is no table", "the first line names the columns")])
    if lines[first].lower().startswith("sep=") and len(lines[first].strip()) == len("sep=") + 1:
        separator = separator or lines[first].strip()[-1]
        first += 1
    with _cells_of_any_length():
        mark = separator or _separator(lines[first : first + LOOKED_AT])
        rows = list(_rows(path, lines[first:], mark, first))
    if not rows:
        raise TableError(path, [Problem("", "there is no table", "the first line names the columns")])
    names = tuple(rows[0].cells) if header else tuple(str(n + 1) for n in range(len(rows[0].cells)))
    body = rows[1:] if header else rows
    return Table(
        path=str(path),
        header=names,
        header_line=rows[0].line,
        rows=tuple(_filled(path, row, len(names)) for row in body),
        separator=mark,
        encoding=used,
        notes=notes,
    )


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """The csv module's limit holds for the whole program: it is put back."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _decoded(path: Path | str, raw: bytes, encoding: str | None) -> tuple[str, str, tuple[str, ...]]:
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    chosen = encoding or marked or "utf-8"
    if marked is None and encoding is None and b"\0" in raw:
        raise TableError(path, [Problem("", "this is not a text file", _HINT_TEXT)])
    try:
        return raw.decode(chosen), chosen, ()
    except LookupError:
        raise TableError(
            path, [Problem("", f"no encoding is called {chosen!r}", "such as utf-8 or cp1252")]
        ) from None
    except UnicodeDecodeError as failure:
        if encoding is not None or marked is not None:
            line = raw.count(b"\n", 0, failure.start) + 1
            raise TableError(path, [Problem("", f"this is not {chosen} text", _HINT_TEXT, line)]) from failure
    note = "the file is not UTF-8: it was read as Windows-1252"
    return raw.decode("cp1252", errors="replace"), "cp1252", (note,)


def _separator(lines: Sequence[str]) -> str:
    """The mark that cuts the most lines into the same number of cells as the first."""

    def merit(mark: str) -> tuple[int, int]:
        cut = [len(cells) for cells in csv.reader([line for line in lines if line.strip()], delimiter=mark)]
        return (sum(count == cut[0] for count in cut), cut[0]) if cut and cut[0] > 1 else (0, 0)

    return max(SEPARATORS, key=merit)


def _rows(path: Path | str, lines: Sequence[str], separator: str, before: int) -> Iterator[Row]:
    """Rows that have any cell, each with its line."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    line = before + 1
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(line, stripped)
            line = before + reader.line_num + 1
    except csv.Error as failure:
        hint = "quotes come in pairs, around whole cells"
        raise TableError(path, [Problem("", f"this is not CSV: {failure}", hint, line)]) from failure


def _filled(path: Path | str, row: Row, width: int) -> Row:
    if any(row.cells[width:]):
        problem = f"the row has {len(row.cells)} cells, the header {width}"
        raise TableError(path, [Problem("", problem, "is the separator right? say --separator", row.line)])
    return Row(row.line, (*row.cells[:width], *("" for _ in range(width - len(row.cells)))))
