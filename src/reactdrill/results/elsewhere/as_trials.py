"""Rows of a table as trials, and as values of athletes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from reactdrill.errors import Problem
from reactdrill.results.elsewhere.cells import is_yes, kind_word, outcome_word, side_word
from reactdrill.results.elsewhere.columns import Column
from reactdrill.results.elsewhere.reading import Reading, UnreadableError
from reactdrill.results.elsewhere.table import Row, TableError
from reactdrill.stats.measures import Measure
from reactdrill.stats.trials import Kind, Trial, kinds_of, side_in

SECONDS_BELOW = 10.0
"""Times with a median below so many ms, in a column whose unit nobody stated, are in another unit."""
_JUDGED = ("rt", "foreperiod", "movement", "delay", "interval")
_NOT_COUNTED = ("practice", "catch", "bad")
_RESOLVED: Mapping[tuple[str, Kind], str] = {
    ("correct", "go"): "hit",
    ("correct", "no_go"): "correct_rejection",
    ("correct", "stop"): "stopped",
    ("error", "no_go"): "commission",
    ("error", "stop"): "stop_failed",
}


def read_trials(reading: Reading, needs: Sequence[str]) -> list[tuple[Row, Trial]]:
    """The trials of a table, each with its row; `needs` are the roles without which a row is of no use.

    Mistakes and rows that were not used are noted in `reading`.
    """
    _check_units(reading)
    kinds = _kinds(reading)
    found: list[tuple[Row, Trial]] = []
    for number, row in enumerate(reading.table.rows):
        try:
            trial = _trial(reading, row, kinds)
        except UnreadableError as wrong:
            reading.unreadable(row, wrong.problem)
            continue
        reason = _unusable(reading, row, trial, needs)
        if reason:
            reading.drop(row, reason)
        else:
            found.append((row, replace(trial, number=number)))
    return found


def read_values(reading: Reading, needs: Sequence[str]) -> list[tuple[Row, Measure]]:
    """The values of a table; each of several value columns is a session of its own."""
    columns = reading.columns["value"]
    wide = len(columns) > 1
    missing = [role for role in needs if role not in ("value", "session") or not wide]
    found: list[tuple[Row, Measure]] = []
    for row in reading.table.rows:
        reason = next(
            (f"{role} is missing" for role in missing if role != "value" and not reading.text(row, role)), ""
        )
        if reason:
            reading.drop(row, reason)
            continue
        measures = [
            each for column in columns if (each := _measure(reading, row, column, wide=wide)) is not None
        ]
        found += [(row, each) for each in measures]
        if len(measures) < len(columns) and not any(row.line in lines for lines in reading.dropped.values()):
            reading.drop(
                row, "value is missing" if not measures else "a value is missing (the others are used)"
            )
    return found


def _measure(reading: Reading, row: Row, column: Column, *, wide: bool) -> Measure | None:
    try:
        value = reading.number(row, column)
    except UnreadableError as wrong:
        reading.unreadable(row, wrong.problem)
        return None
    if value is None:
        return None
    return Measure(
        value=value,
        athlete=reading.text(row, "athlete"),
        session=column.name if wide else reading.text(row, "session"),
        group=reading.text(row, "group"),
    )


def _trial(reading: Reading, row: Row, kinds: Mapping[str, Kind]) -> Trial:
    rt_ms = _time_of_response(reading, row)
    delay_ms = reading.time_ms(row, "delay")
    condition = reading.text(row, "condition")
    kind = _kind(reading, row, delay_ms, kinds.get(condition, "go"))
    return Trial(
        outcome=_outcome(reading, row, kind, rt_ms),
        rt_ms=rt_ms,
        kind=kind,
        condition=condition,
        side=reading.word(row, "side", side_word) or None,
        stance=side_in(reading.text(row, "stance")),
        limb=side_in(reading.text(row, "limb")),
        target=reading.text(row, "target") or None,
        foreperiod_ms=reading.time_ms(row, "foreperiod"),
        at_ms=reading.time_ms(row, "time"),
        movement_ms=reading.time_ms(row, "movement"),
        delay_ms=delay_ms if kind == "stop" else None,
        level_ms=reading.time_ms(row, "level"),
        interval_ms=reading.time_ms(row, "interval"),
        alternatives=_count(reading, row, "alternatives"),
        length=_count(reading, row, "length"),
        athlete=reading.text(row, "athlete"),
        session=reading.text(row, "session"),
        lane=reading.text(row, "lane"),
    )


def _time_of_response(reading: Reading, row: Row) -> float | None:
    if reading.has("error"):
        return reading.time_ms(row, "error")
    rt_ms = reading.time_ms(row, "rt")
    if rt_ms == 0 and not reading.signed:
        reading.zeros += 1
        return None
    return rt_ms


def _kind(reading: Reading, row: Row, delay_ms: float | None, usual: Kind) -> Kind:
    if reading.has("kind"):
        said = reading.word(row, "kind", lambda cell: kind_word(cell, yes=reading.yes_is))
        return {"no_go": "no_go", "stop": "stop"}.get(said, "go")  # type: ignore[return-value]
    if reading.has("delay") and reading.yes_is == "stop" and usual == "go":
        return "go" if delay_ms is None else "stop"
    return usual


def _outcome(reading: Reading, row: Row, kind: Kind, rt_ms: float | None) -> str:
    """The outcome of a row; empty where nothing tells it."""
    if reading.has("outcome"):
        said = reading.word(row, "outcome", outcome_word)
        if said == "error" and kind == "go":
            return "miss" if rt_ms is None and reading.has("rt") else "wrong_target"
        return _RESOLVED.get((said, kind), said)
    if reading.signed:
        return "hit" if rt_ms is not None else "miss"
    if rt_ms is not None and rt_ms < 0:
        return "false_start"
    if reading.has("response"):
        return _by_response(kind, responded=is_yes(reading.text(row, "response")))
    if reading.has("kind") or reading.has("delay"):
        return _by_response(kind, responded=rt_ms is not None)
    if rt_ms is None and reading.has("rt"):
        return "miss" if reading.empty_is_miss else ""
    return "hit"


def _by_response(kind: Kind, *, responded: bool) -> str:
    if responded:
        return {"go": "hit", "no_go": "commission", "stop": "stop_failed"}[kind]
    return {"go": "miss", "no_go": "correct_rejection", "stop": "stopped"}[kind]


def _kinds(reading: Reading) -> Mapping[str, Kind]:
    """Kinds of trials by condition, from outcomes that can only be of one kind."""
    if reading.has("kind") or not (reading.has("outcome") and reading.has("condition")):
        return {}
    pairs = []
    for row in reading.table.rows:
        try:
            pairs.append((reading.text(row, "condition"), reading.word(row, "outcome", outcome_word)))
        except UnreadableError:  # told when the row is read
            continue
    return kinds_of(pairs)


def _unusable(reading: Reading, row: Row, trial: Trial, needs: Sequence[str]) -> str:
    for role in _NOT_COUNTED:
        if is_yes(reading.text(row, role)):
            return {"practice": "practice", "catch": "catch trial", "bad": "marked bad"}[role]
    if trial.outcome == "aborted":
        return "aborted"
    if not trial.outcome:
        return f"{'outcome' if reading.has('outcome') else 'rt'} is missing"
    may_be_empty = ("rt", "outcome", "delay", "error")
    empty = [
        role
        for role in needs
        if role not in may_be_empty and reading.has(role) and not reading.text(row, role)
    ]
    return f"{empty[0]} is missing" if empty else ""


def _count(reading: Reading, row: Row, role: str) -> int | None:
    if not reading.has(role):
        return None
    column = reading.columns[role][0]
    found = reading.number(row, column)
    if found is None:
        return None
    if found != int(found) or found < 1:
        cell = row.cells[column.index]
        raise UnreadableError(
            Problem(column.name, f"a whole number above 0 is wanted, not {cell!r}", "", row.line)
        )
    return int(found)


def _check_units(reading: Reading) -> None:
    """Refuse times that cannot be ms although nobody said otherwise. Raises `TableError`."""
    for role, columns in reading.columns.items():
        column = columns[0]
        if column.unit_source != "assumed" or role not in (*_JUDGED, "time"):
            continue
        known = sorted(
            size for row in reading.table.rows if (size := _silent(reading, row, column)) is not None
        )
        typical = _typical(known, between=role == "time")
        if 0 < typical < SECONDS_BELOW:
            what = "rows follow each other by" if role == "time" else "its median is"
            problem = f"{what} {typical:.3g}: these are no milliseconds"
            hint = f"say the unit: {role}={column.name}:s"
            raise TableError(
                reading.table.path, [Problem(column.name, problem, hint, reading.table.header_line)]
            )


def _typical(known: Sequence[float], *, between: bool) -> float:
    """The median size, or the mean distance where the numbers are instants; 0 where there is none."""
    if between:
        return (known[-1] - known[0]) / (len(known) - 1) if len(known) > 1 else 0.0
    sizes = [abs(size) for size in known if size]
    return median(sizes) if sizes else 0.0


def _silent(reading: Reading, row: Row, column: Column) -> float | None:
    try:
        return reading.number(row, column)
    except UnreadableError:
        return None
