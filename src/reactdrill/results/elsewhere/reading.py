"""Reads the cells of a table, and keeps account of the rows that could not be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reactdrill.errors import Problem
from reactdrill.results.elsewhere.cells import (
    CellError,
    Decimal,
    decimal_sign,
    is_missing,
    number,
)
from reactdrill.results.elsewhere.columns import COUNTS, TIMES, TO_MS, Column
from reactdrill.results.elsewhere.table import Row, Table, TableError
from reactdrill.stats.trials import Kind

Reader = Callable[[str], str]

DECIMAL_HINT = "say --decimal point or --decimal comma"
_NUMBERS = TIMES | COUNTS | {"value"}


class UnreadableError(Exception):
    """A cell cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.problem)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that were not used, and why."""

    reason: str
    lines: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.lines)


@dataclass(slots=True)
class Reading:
    """What is known of a table while its rows become trials or values."""

    table: Table
    columns: Mapping[str, tuple[Column, ...]]
    words: Mapping[str, str] = field(default_factory=dict)
    decimal: Decimal | None = None
    yes_is: Kind | None = None
    """What kind of trial 1 and yes stand for."""
    signed: bool = False
    """Times are errors: zero and less are as good as any."""
    empty_is_miss: bool = False
    """An empty reaction time means that nobody responded, where no other column tells."""
    drop_unreadable: bool = False
    problems: list[Problem] = field(default_factory=list)
    dropped: dict[str, list[int]] = field(default_factory=dict)
    zeros: int = 0

    def __post_init__(self) -> None:
        if self.decimal is None:
            self.decimal = self._decimal()

    # ---- cells

    def has(self, role: str) -> bool:
        """Whether a column plays a role."""
        return role in self.columns

    def text(self, row: Row, role: str) -> str:
        """A cell's text in the words that the person gave it; empty where nothing stands."""
        if role not in self.columns:
            return ""
        cell = row.cells[self.columns[role][0].index]
        said = self.words.get(cell.casefold(), cell)
        return "" if said == "missing" or is_missing(said) else said

    def time_ms(self, row: Row, role: str) -> float | None:
        """A cell's time; None where nothing stands. Raises `UnreadableError`."""
        if role not in self.columns:
            return None
        column = self.columns[role][0]
        found = self.number(row, column)
        return None if found is None else found * TO_MS[column.unit]

    def number(self, row: Row, column: Column) -> float | None:
        """A cell's number; None where nothing stands. Raises `UnreadableError`."""
        cell = row.cells[column.index]
        if is_missing(self.words.get(cell.casefold(), cell)):
            return None
        try:
            return number(cell, self.decimal or "point")
        except CellError as wrong:
            hint = DECIMAL_HINT if "," in cell or "." in cell else "empty the cell where nothing is known"
            raise UnreadableError(Problem(column.name, str(wrong), hint, row.line)) from None

    def word(self, row: Row, role: str, reader: Reader) -> str:
        """A cell's word as `reader` understands it; empty where nothing stands. Raises `UnreadableError`."""
        cell = self.text(row, role)
        if not cell:
            return ""
        try:
            return reader(cell)
        except CellError as wrong:
            raise UnreadableError(Problem(self.columns[role][0].name, str(wrong), "", row.line)) from None

    # ---- accounts

    def drop(self, row: Row, reason: str) -> None:
        """A row is not used."""
        self.dropped.setdefault(reason, []).append(row.line)

    def unreadable(self, row: Row, problem: Problem) -> None:
        """A cell could not be read: a mistake, or a row to be left out."""
        if self.drop_unreadable:
            self.drop(row, f"{problem.key} cannot be read")
        else:
            self.problems.append(problem)

    def account(self) -> tuple[Dropped, ...]:
        """The rows that were not used, the most frequent reason first. Raises `TableError` for mistakes."""
        if self.problems:
            raise TableError(self.table.path, self.problems)
        found = [Dropped(reason, tuple(lines)) for reason, lines in self.dropped.items()]
        return tuple(sorted(found, key=lambda each: -each.count))

    def _decimal(self) -> Decimal:
        used = [column for role in self.columns if role in _NUMBERS for column in self.columns[role]]
        cells = [row.cells[column.index] for column in used for row in self.table.rows]
        sign = decimal_sign((cell for cell in cells if not is_missing(cell)), self.table.separator)
        if sign is None:
            line, name = next(
                (row.line, column.name)
                for row in self.table.rows
                for column in used
                if "," in row.cells[column.index]
            )
            problem = Problem(name, "the commas may be decimals or group thousands", DECIMAL_HINT, line)
            raise TableError(self.table.path, [problem])
        return sign
