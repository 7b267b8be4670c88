"""Which column of a table holds what, and in which unit."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from reactdrill.errors import UsageError
from reactdrill.results.elsewhere.table import Table

TO_MS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "ms": 1.0, "s": 1000.0, "sec": 1000.0, "min": 60_000.0}
TIMES = frozenset({"rt", "error", "foreperiod", "time", "movement", "delay", "level", "interval"})
COUNTS = frozenset({"alternatives", "length"})

ROLES: Mapping[str, str] = {
    "rt": "reaction time; empty where nobody responded",
    "outcome": "right or wrong: 1 and 0, correct and error, or words such as hit, miss, false_start",
    "kind": "go, no-go or stop",
    "response": "whether somebody responded, where there is no outcome",
    "condition": "what is compared, such as congruent and incongruent",
    "side": "left or right",
    "stance": "left or right leg that was stood on",
    "limb": "left or right limb that answered",
    "target": "where a response was wanted",
    "foreperiod": "the wait before the cue",
    "time": "when the trial or the tap was",
    "movement": "from leaving home to reaching the target",
    "delay": "of the stop signal after the go signal; empty in go trials",
    "level": "of the staircase",
    "interval": "the beat that was to be kept",
    "error": "response minus the right moment; below zero is early",
    "alternatives": "how many stimuli there were to choose from",
    "length": "of the sequence",
    "athlete": "who it was",
    "session": "which session it was",
    "lane": "which of several athletes who do it together",
    "group": "group of the athlete",
    "value": "one value of an athlete; several columns joined by + are sessions",
    "practice": "1 in practice trials, which are left out",
    "catch": "1 in catch trials, which are left out",
    "bad": "not empty in trials that are to be left out",
}
KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "rt": (
        "rt",
        "rt_ms",
        "rt_s",
        "reaction_time",
        "reactiontime",
        "response_time",
        "responsetime",
        "latency",
    ),
    "outcome": ("outcome", "acc", "accuracy", "correct", "result", "score"),
    "kind": ("kind", "trial_type", "trialtype", "signal", "stimulus_type"),
    "response": ("response", "responded", "resp"),
    "condition": ("condition", "congruency", "cond"),
    "side": ("side",),
    "stance": ("stance", "var_stance"),
    "limb": ("limb", "var_limb"),
    "target": ("target",),
    "foreperiod": ("foreperiod_achieved_ms", "foreperiod", "foreperiod_ms", "fp", "isi"),
    "time": ("reference_ms", "time", "time_ms", "onset", "t"),
    "movement": ("movement_ms", "movement", "movement_time", "mt"),
    "delay": ("delay", "delay_ms", "ssd", "stop_signal_delay"),
    "level": ("level", "level_ms"),
    "interval": ("interval", "interval_ms", "beat", "var_beat"),
    "error": ("error", "error_ms", "asynchrony"),
    "alternatives": ("alternatives", "n_choices", "n"),
    "length": ("length", "sequence_length", "span"),
    "athlete": ("athlete", "participant", "participant_id", "subject", "subj", "sub", "id"),
    "session": ("session", "ses", "visit", "day", "run"),
    "lane": ("lane", "player"),
    "group": ("group",),
    "value": ("value",),
    "practice": ("practice",),
    "catch": ("catch",),
    "bad": ("marked_bad",),
}
ALWAYS = ("practice", "catch", "bad", "condition", "athlete")
"""Roles that are taken from columns of that name without being asked for."""

_UNIT_IN_NAME = re.compile(r"[ _.(\[]+(ns|us|µs|ms|s|sec|min)[)\]]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that plays a role."""

    role: str
    index: int
    name: str
    unit: str
    """Empty for what is no time and no value."""
    unit_source: Literal["stated", "name", "assumed", "none"]


def parse_columns(written: Iterable[str]) -> dict[str, str]:
    """`rt=RT_ms,outcome=acc` as a table of roles; quotes hold a name with a comma. Raises `UsageError`."""
    chosen: dict[str, str] = {}
    for part in (cell for text in written for cell in _cells(text)):
        role, equals, name = part.partition("=")
        role, name = role.strip().casefold(), name.strip().strip('"')
        if not equals or not name:
            raise UsageError(f"--columns wants role=column, such as rt=RT_ms, not {part!r}")
        if role not in ROLES:
            raise UsageError(f"--columns: no role is called {role!r}{_near(role, list(ROLES))}")
        if role in chosen:
            raise UsageError(f"--columns: {role} is given twice")
        chosen[role] = name
    return chosen


def columns_of(
    table: Table, chosen: Mapping[str, str], wanted: Sequence[str]
) -> dict[str, tuple[Column, ...]]:
    """The columns of each role: those chosen, and of the `wanted` roles those whose names are known.

    Raises `UsageError` when a column that was chosen is not there, or is there twice.
    """
    found = {role: _chosen(table, role, name) for role, name in chosen.items()}
    for role in (*wanted, *ALWAYS):
        if role not in found and (index := _known(table, role)) is not None:
            found[role] = (_column(table, role, index, ""),)
    return found


def _cells(text: str) -> list[str]:
    try:
        return [cell for row in csv.reader([text], skipinitialspace=True) for cell in row]
    except csv.Error as failure:
        raise UsageError(f"--columns: {text!r} cannot be read: {failure}") from failure


def _chosen(table: Table, role: str, name: str) -> tuple[Column, ...]:
    if role == "value" and "+" in name and name not in table.header:
        *others, last = (_one(table, role, part.strip()) for part in name.split("+"))
        if last.unit_source == "stated":
            others = [replace(each, unit=last.unit, unit_source="stated") for each in others]
        return (*others, last)
    return (_one(table, role, name),)


def _one(table: Table, role: str, name: str) -> Column:
    plain, colon, unit = name.rpartition(":")
    if colon and name not in table.header and (role == "value" or unit.casefold() in TO_MS):
        return _column(table, role, _index(table, role, plain), unit)
    if colon and name not in table.header and role in TIMES and plain in table.header:
        raise UsageError(f"--columns {role}: {unit!r} is no unit of time; there are {', '.join(TO_MS)}")
    return _column(table, role, _index(table, role, name), "")


def _index(table: Table, role: str, name: str) -> int:
    if name.startswith("#") and name[1:].isdigit() and name not in table.header:
        if not 1 <= int(name[1:]) <= len(table.header):
            raise UsageError(f"{table.path}: --columns {role}={name}: there are {len(table.header)} columns")
        return int(name[1:]) - 1
    places = [index for index, each in enumerate(table.header) if each == name]
    places = places or [n for n, each in enumerate(table.header) if each.casefold() == name.casefold()]
    if len(places) == 1:
        return places[0]
    if places:
        raise UsageError(
            f"{table.path}:{table.header_line}: there are {len(places)} columns called {name!r}; "
            f"say which one by its number, such as {role}=#{places[0] + 1}"
        )
    hint = _near(name, table.header) or f"; there are: {', '.join(filter(None, table.header))}"
    raise UsageError(f"{table.path}:{table.header_line}: no column is called {name!r}{hint}")


def _known(table: Table, role: str) -> int | None:
    names = [each.casefold().replace(" ", "_") for each in table.header]
    found = next((names.index(name) for name in KNOWN_AS[role] if names.count(name) == 1), None)
    if found is not None or role not in TIMES:
        return found
    plain = [_UNIT_IN_NAME.sub("", name) for name in names]
    return next((plain.index(name) for name in KNOWN_AS[role] if plain.count(name) == 1), None)


def _column(table: Table, role: str, index: int, stated: str) -> Column:
    name = table.header[index]
    if role not in TIMES and role != "value":
        return Column(role, index, name, "", "none")
    if stated:
        return Column(role, index, name, stated.casefold() if role in TIMES else stated, "stated")
    found = _UNIT_IN_NAME.search(name)
    if found:
        return Column(role, index, name, found[1].casefold(), "name")
    return Column(role, index, name, "ms" if role in TIMES else "units", "assumed")


def _near(name: str, known: Sequence[str]) -> str:
    folded = {each.casefold(): each for each in known if each}
    near = [folded[each] for each in get_close_matches(name.casefold(), folded, n=2)]
    return f"; did you mean {' or '.join(near)}?" if near else ""
