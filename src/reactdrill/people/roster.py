"""Rosters from elsewhere: pasted lines, or a CSV with whatever headers its program writes.

Text is data: a name that begins like a spreadsheet formula is kept as it is. Every line that cannot be used is named,
and stops no other.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reactdrill.errors import UsageError
from reactdrill.people.athlete import SIDES, Athlete, Side, admitted, checked, is_unsaid
from reactdrill.people.text import clean, folded

DELIMITERS = (";", "\t", ",", "|")
GROUP_MARKS = (";", "|", "/")
"""Between several groups in one cell."""
HEADERS = {
    "name": ("name", "athlete", "player", "full name", "nombre", "spieler", "sportler", "nom"),
    "first_name": ("first name", "firstname", "given name", "vorname", "prénom", "prenom"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname", "apellido", "apellidos"),
    "birth_year": ("birth year", "birthyear", "year of birth", "born", "year", "yob", "jahrgang", "geburtsjahr",
                   "año de nacimiento", "année de naissance"),
    "dominant_side": ("dominant side", "dominant", "handedness", "hand", "foot", "dominante seite"),
    "involved_side": ("involved side", "involved", "injured side", "operated side", "betroffene seite"),
    "restrictions": ("restrictions", "restriction", "limits", "einschränkungen", "restricciones"),
    "groups": ("groups", "group", "team", "squad", "class", "gruppe", "mannschaft", "equipo", "grupo"),
    "guardian_consent": ("guardian consent", "consent", "parental consent", "einwilligung", "consentimiento"),
    "leaderboard": ("leaderboard", "ranking", "rangliste"),
}  # fmt: skip
"""What each column may be called in a file, without regard to capitals."""
_YES = {"yes", "y", "true", "1", "x", "✓", "ja", "sí", "si", "oui", "given"}
_NO = {"", "no", "n", "false", "0", "-", "nein", "non"}
_SIDE_WORDS: dict[str, Side] = {
    **{side: side for side in SIDES},
    "l": "left", "r": "right", "b": "both", "links": "left", "rechts": "right", "beide": "both",
    "izquierda": "left", "derecha": "right", "gauche": "left", "droite": "right",
}  # fmt: skip
_KNOWN = {word: column for column, words in HEADERS.items() for word in (column.replace("_", " "), *words)}


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A line that could not be used."""

    line: int
    """From 1."""
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Roster:
    """What a list of athletes holds. Nobody has a code yet."""

    athletes: tuple[Athlete, ...] = ()
    """As they may be kept: without consent they have no name."""
    lines: tuple[int, ...] = ()
    """Where each of them stands, from 1."""
    problems: tuple[RosterProblem, ...] = ()
    unnamed: tuple[int, ...] = ()
    """Lines of those whose name was left out for want of consent."""
    undated: tuple[int, ...] = ()
    """Lines of those without a birth year and without consent: named only where a person said that they are adults."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What was read from which header; empty for a list without headers."""


def parse_roster(
    text: str,
    year: int,
    *,
    known: Collection[Athlete] = (),
    columns: Mapping[str, str] | None = None,
    adults: bool = False,
) -> Roster:
    """The athletes of a pasted list or a CSV text.

    Without a header line each line is a name, or a name and a birth year. `known`: whom the roster has already; they
    and doubles in the list are reported and left out. `adults`: a person has said that whoever has no birth year is of
    age; else they come in without a name. `columns` names the file's header for columns that `HEADERS`
    does not know. Raises `UsageError` when there is nothing to read or `columns` does not fit.
    """
    table = _table(text.removeprefix("\ufeff"))
    if not table:
        raise UsageError("the list is empty: paste one athlete a line, or a table with a header line")
    heads = _heads(table[0][1], columns or {})
    rows = table[1:] if heads else table
    build = _by_head(heads) if heads else _by_place
    told = {name: table[0][1][at].strip() for name, at in heads.items()}
    return _collected(rows, build, year, known, told, adults=adults)


def _collected(
    rows: Sequence[tuple[int, list[str]]],
    build: Callable[[list[str]], dict[str, Any]],
    year: int,
    known: Collection[Athlete],
    columns: Mapping[str, str],
    *,
    adults: bool,
) -> Roster:
    seen = Counter(_identity(each) for each in known if each.name)
    kept: list[tuple[int, Athlete]] = []
    problems: list[RosterProblem] = []
    unnamed: list[int] = []
    undated: list[int] = []
    for line, cells in rows:
        try:
            wanted = Athlete(**build(cells))
            athlete = admitted(checked(wanted, year), adults=adults)
            if seen[_identity(wanted)]:
                raise UsageError(f"{clean(wanted.name)} is in the list already")  # noqa: TRY301 - one way out of a line
        except UsageError as error:
            problems.append(RosterProblem(line, str(error)))
            continue
        seen[_identity(wanted)] += 1
        kept.append((line, athlete))
        if is_unsaid(athlete):
            undated.append(line)
        elif not athlete.name:
            unnamed.append(line)
    return Roster(
        tuple(athlete for _, athlete in kept),
        tuple(line for line, _ in kept),
        tuple(problems),
        tuple(unnamed),
        tuple(undated),
        columns,
    )


def _identity(athlete: Athlete) -> tuple[str, int | None]:
    return folded(athlete.name), athlete.birth_year


# ---- cells


def _table(text: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of every line that holds something."""
    text = text.replace("\0", "")
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    found: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as error:
        raise UsageError(f"line {before + 1}: cannot be read as a table ({error})") from error
    return found


def _delimiter(text: str) -> str:
    """What parts the cells: what its first line has most of; the comma where it has none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(reversed(DELIMITERS), key=first.count) if any(each in first for each in DELIMITERS) else ","


def _heads(first: list[str], named: Mapping[str, str]) -> dict[str, int]:
    """From a column to its place, when the first line is a header; else empty."""
    heads: dict[str, int] = {}
    places = {folded(cell): place for place, cell in enumerate(first)}
    for column, header in named.items():
        if column not in HEADERS:
            raise UsageError(f"no column is called {column!r}; there are {', '.join(HEADERS)}")
        if folded(header) not in places:
            raise UsageError(f"the list has no column {header!r}; it has {', '.join(map(clean, first))}")
        heads[column] = places[folded(header)]
    for header, place in places.items():
        column = _KNOWN.get(header.replace("_", " "), "")
        if column and place not in heads.values():
            heads.setdefault(column, place)
    return heads if named or {"name", "first_name", "last_name"} & heads.keys() else {}


def _by_place(cells: list[str]) -> dict[str, Any]:
    name, *rest = [cell.strip() for cell in cells]
    rest = [cell for cell in rest if cell]
    if not name:
        raise UsageError("there is no name")
    if len(rest) > 1 or (rest and not _is_year(rest[0])):
        hint = "write a first line such as name,birth_year,groups to say what the columns are"
        raise UsageError(f"cannot tell what {rest[0 if not _is_year(rest[0]) else 1]!r} is; {hint}")
    return {"name": name, "birth_year": _year(rest[0]) if rest else None}


def _by_head(heads: Mapping[str, int]) -> Callable[[list[str]], dict[str, Any]]:
    def build(cells: list[str]) -> dict[str, Any]:
        said = {column: cells[at].strip() if at < len(cells) else "" for column, at in heads.items()}
        first, last = said.pop("first_name", ""), said.pop("last_name", "")
        name = said.pop("name", "") or f"{first} {last}".strip()
        if not name:
            raise UsageError("there is no name")
        return {"name": name, **{column: _READ[column](cell) for column, cell in said.items()}}

    return build


def _is_year(cell: str) -> bool:
    return len(cell) == 4 and cell.isascii() and cell.isdigit()


def _year(cell: str) -> int | None:
    if not cell:
        return None
    if not _is_year(cell):
        raise UsageError(f"{clean(cell)!r} is no birth year; four digits are wanted, and no day or month")
    return int(cell)


def _side(cell: str) -> Side | None:
    if not cell:
        return None
    side = _SIDE_WORDS.get(cell.casefold())
    if side is None:
        raise UsageError(f"{clean(cell)!r} is no side; write left, right or both")
    return side


def _yes(cell: str) -> bool:
    word = cell.casefold()
    if word not in _YES | _NO:
        raise UsageError(f"{clean(cell)!r} is neither yes nor no")
    return word in _YES


def _groups(cell: str) -> tuple[str, ...]:
    return tuple(_split(cell))


def _split(cell: str) -> Iterator[str]:
    for mark in GROUP_MARKS:
        cell = cell.replace(mark, "\n")
    yield from (each.strip() for each in cell.split("\n") if each.strip())


_READ: dict[str, Callable[[str], object]] = {
    "birth_year": _year,
    "dominant_side": _side,
    "involved_side": _side,
    "restrictions": str,
    "groups": _groups,
    "guardian_consent": _yes,
    "leaderboard": _yes,
}
