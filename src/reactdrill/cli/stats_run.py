"""What `reactdrill stats` does between the command line and the output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from reactdrill.errors import Problem, UsageError
from reactdrill.results.elsewhere.as_trials import read_trials, read_values
from reactdrill.results.elsewhere.cells import parse_words
from reactdrill.results.elsewhere.columns import Column, columns_of, parse_columns
from reactdrill.results.elsewhere.reading import Dropped, Reading
from reactdrill.results.elsewhere.table import MAX_BYTES, Row, Table, TableError, read_table
from reactdrill.stats.families import FAMILIES, Family
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

STDIN = Path("-")
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "kind": ("delay", "outcome"),
    "outcome": ("response", "kind"),
    "error": ("rt",),
}
"""Columns that tell the same where the one that is needed is not there."""

T = TypeVar("T", Trial, Measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command line."""

    file: Path
    columns: tuple[str, ...] = ()
    families: tuple[str, ...] = ("times",)
    by: str | None = None
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    separator: str | None = None
    decimal: Literal["point", "comma"] | None = None
    encoding: str | None = None
    header: bool = True
    empty_is_miss: bool = False
    drop_unreadable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTold:
    """What one family says of a table, or of one group of its rows."""

    family: str
    group: str | None
    """Value of the column that was asked for with `--by`."""
    columns: tuple[Column, ...]
    used: int
    """Rows."""
    dropped: tuple[Dropped, ...]
    """Of the table, or of the group."""
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that comes out."""

    file: str
    rows: int
    separator: str
    encoding: str
    notes: tuple[str, ...]
    families: tuple[FamilyTold, ...]


def run(request: Request) -> Told:
    """Read the table and compute. Raises `UsageError` and `TableError`."""
    chosen = [_family(name) for name in request.families]
    settings = settings_of(request.choices, chosen)
    columns, words = parse_columns(request.columns), parse_words(request.words)
    if request.separator is not None and len(request.separator) != 1:
        raise UsageError(f"--separator is one character, or `tab`, not {request.separator!r}")
    table = read_table(
        request.file,
        _bytes(request.file),
        separator=request.separator,
        encoding=request.encoding,
        header=request.header,
    )
    told = [each for family in chosen for each in _told(request, table, family, columns, words, settings)]
    return Told(
        file=table.path,
        rows=len(table.rows),
        separator=table.separator,
        encoding=table.encoding,
        notes=table.notes,
        families=tuple(told),
    )


def settings_of(choices: Iterable[str], families: Sequence[Family]) -> Settings:
    """`lapse_ms=400` and so on as settings. Raises `UsageError`."""
    hints = get_type_hints(Settings)
    known = sorted({name for family in families for name in family.chosen})
    values: dict[str, Any] = {}
    for part in choices:
        name, equals, text = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise UsageError(f"--set wants name=value, not {part!r}")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known) or 'none'}"
            raise UsageError(
                f"--set: {name!r} is no setting of {' or '.join(each.name for each in families)}{hint}"
            )
        values[name] = _setting(name, text, hints[name])
    return Settings(**values)


def _setting(name: str, text: str, hint: object) -> object:
    kinds = get_args(hint) or (hint,)
    if bool in kinds:
        if text.casefold() not in ("yes", "no", "true", "false"):
            raise UsageError(f"--set {name}: yes or no is wanted, not {text!r}")
        return text.casefold() in ("yes", "true")
    if str in kinds:
        return text
    if all(isinstance(kind, str) for kind in kinds):
        if text not in kinds:
            raise UsageError(f"--set {name}: {text!r} is none of {', '.join(map(str, kinds))}")
        return text
    whole = int in kinds
    try:
        value = int(text) if whole else float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1e9:
        raise UsageError(f"--set {name}: a {'whole ' if whole else ''}number from 0 is wanted, not {text!r}")
    return value


def _family(name: str) -> Family:
    if name in FAMILIES:
        return FAMILIES[name]
    near = get_close_matches(name, FAMILIES, n=1)
    hint = f"did you mean {near[0]}?" if near else "`reactdrill stats --list` shows them"
    raise UsageError(f"no family of statistics is called {name!r}; {hint}")


def _bytes(path: Path) -> bytes:
    try:
        if path == STDIN:
            return sys.stdin.buffer.read()
        if path.stat().st_size > MAX_BYTES:
            raise TableError(
                path, [Problem("", f"the file is larger than {MAX_BYTES // 1_000_000} MB", "split it")]
            )
        return path.read_bytes()
    except OSError as failure:
        raise TableError(path, [Problem("", f"cannot be read: {failure.strerror}")]) from failure


def _told(
    request: Request,
    table: Table,
    family: Family,
    chosen: Mapping[str, str],
    words: Mapping[str, str],
    settings: Settings,
) -> list[FamilyTold]:
    instead = (other for role in family.needs for other in INSTEAD.get(role, ()))
    columns = columns_of(table, chosen, (*family.needs, *family.also, *instead))
    _check_needs(table, family, columns)
    reading = Reading(
        table,
        columns,
        words,
        request.decimal,
        signed="error" in family.needs,
        yes_is="stop" if family.name == "stop-signal" else None,
        empty_is_miss=request.empty_is_miss,
        drop_unreadable=request.drop_unreadable,
    )
    if family.over == "trials":
        return _computed(request, reading, family, settings, read_trials(reading, family.needs))
    unit = columns["value"][0].unit
    measured = read_values(reading, family.needs)
    return _computed(request, reading, family, replace(settings, unit=unit), measured)


def _check_needs(table: Table, family: Family, columns: Mapping[str, tuple[Column, ...]]) -> None:
    wide = len(columns.get("value", ())) > 1
    for role in family.needs:
        others = INSTEAD.get(role, ())
        if role in columns or any(other in columns for other in others) or (role == "session" and wide):
            continue
        hint = f"say which column it is: --columns {role}=NAME; there are: {', '.join(filter(None, table.header))}"
        raise TableError(table.path, [Problem("", f"{family.name} needs {role}", hint, table.header_line)])


def _computed(
    request: Request,
    reading: Reading,
    family: Family,
    settings: Settings,
    found: Sequence[tuple[Row, T]],
) -> list[FamilyTold]:
    dropped = reading.account()
    used = tuple(column for columns in reading.columns.values() for column in columns)
    group_of = _group_of(request, reading)
    groups: dict[str | None, list[tuple[Row, T]]] = {group: [] for group in group_of.values()} or {None: []}
    for row, each in found:
        groups[group_of.get(row.line)].append((row, each))
    notes: tuple[str, ...] = _notes(reading, family, found if request.by is None else ())
    told = []
    for group, rows in groups.items():
        compute: Any = family.of_trials or family.of_values
        result: Result = compute([each for _, each in rows], settings)
        told.append(
            FamilyTold(
                family=family.name,
                group=group,
                columns=used,
                used=len({row.line for row, _ in rows}),
                dropped=_of_group(dropped, group, group_of),
                result=replace(result, notes=(*result.notes, *notes)),
            )
        )
    return told


def _notes(reading: Reading, family: Family, together: Sequence[tuple[Row, T]]) -> tuple[str, ...]:
    athletes = {each.athlete for _, each in together} - {""}
    notes = {
        f"{reading.zeros} reaction times of 0 are taken as missing": reading.zeros > 0,
        f"{len(athletes)} athletes are taken together; --by {_name(reading, 'athlete')} keeps them apart": (
            len(athletes) > 1 and family.over == "trials" and "athlete" not in family.needs
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _name(reading: Reading, role: str) -> str:
    return reading.columns[role][0].name if reading.has(role) else role


def _group_of(request: Request, reading: Reading) -> Mapping[int, str]:
    """The group of each line, where groups were asked for."""
    if request.by is None:
        return {}
    by_role = request.by.casefold() in reading.columns and request.by not in reading.table.header
    name = _name(reading, request.by.casefold()) if by_role else request.by
    index = columns_of(reading.table, {"group": name}, ())["group"][0].index
    return {row.line: row.cells[index] or "(empty)" for row in reading.table.rows}


def _of_group(
    dropped: Sequence[Dropped], group: str | None, group_of: Mapping[int, str]
) -> tuple[Dropped, ...]:
    if group is None:
        return tuple(dropped)
    own = [Dropped(one.reason, tuple(n for n in one.lines if group_of.get(n) == group)) for one in dropped]
    return tuple(one for one in own if one.lines)
