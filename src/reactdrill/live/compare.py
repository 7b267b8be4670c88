"""Compares what a replay recorded with what was expected of it, trial by trial, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
KEY_FIELDS = ("lane", "trial", "attempt")
LIVE_FIELDS = (
    "outcome",
    "reason",
    "condition",
    "variables",
    "expected",
    "practice",
    "catch",
    "side",
    "errors",
    "early",
)
"""Compared exactly even when a run was played live."""


@dataclass(frozen=True)
class Tolerances:
    """How far live times may be from the expected ones, ns either way."""

    rt_ns: int
    movement_ns: int
    foreperiod_ns: int

    def fields(self) -> dict[str, int]:
        """By field of a trial line."""
        return {
            "rt_ns": self.rt_ns,
            "completed_ns": self.rt_ns,
            "movement_ns": self.movement_ns,
            "foreperiod_achieved_ns": self.foreperiod_ns,
        }


def differences(
    expected: Sequence[Json], actual: Sequence[Json], tolerances: Tolerances | None = None
) -> list[str]:
    """A line for each difference; none when the runs agree.

    Without `tolerances` every field must be the same (headless). With them, times may differ so far, and stamps
    that depend on the machine are not compared (live).
    """
    wanted = {_key(line): line for line in expected}
    found = {_key(line): line for line in actual}
    lines = [f"{_where(key)}: stands twice in what is expected" for key in _twice(expected)]
    lines += [
        f"{_where(key)}: expected {_short(wanted[key])}, never recorded" for key in wanted if key not in found
    ]
    lines += [
        f"{_where(key)}: recorded {_short(found[key])}, not expected" for key in found if key not in wanted
    ]
    times = Counter(_key(line) for line in actual)
    lines += [f"{_where(key)}: recorded {number} times" for key, number in times.items() if number > 1]
    for key, line in wanted.items():
        if key in found:
            lines += [f"{_where(key)}: {text}" for text in _compare(line, found[key], tolerances)]
    if not lines and list(wanted) != list(found):
        lines.append("the same trials in another order")
    return lines


def stray_differences(expected: Sequence[Json], actual: Sequence[Json]) -> list[str]:
    """A line for each difference between responses that belonged to no trial, in their order; every field counts."""
    lines = []
    for number, (line, other) in enumerate(zip(expected, actual, strict=False), start=1):
        lines += [f"stray {number}: {text}" for text in _compare(line, other, None)]
    if len(expected) != len(actual):
        lines.append(f"{len(actual)} strays recorded, {len(expected)} expected")
    return lines


def _twice(lines: Sequence[Json]) -> list[tuple[Any, ...]]:
    return [key for key, count in Counter(map(_key, lines)).items() if count > 1]


def _compare(expected: Json, actual: Json, tolerances: Tolerances | None) -> list[str]:
    if tolerances is None:
        fields = dict.fromkeys([*expected, *actual])
        return [text for name in fields if (text := _exact(name, expected.get(name), actual.get(name)))]
    texts = [_exact(name, expected.get(name), actual.get(name)) for name in LIVE_FIELDS]
    texts += [
        _near(name, expected.get(name), actual.get(name), limit)
        for name, limit in tolerances.fields().items()
    ]
    texts.append(_exact("responses", _verdicts(expected), _verdicts(actual)))
    return [text for text in texts if text]


def _verdicts(line: Json) -> list[str]:
    return [f"{each['action']} {each['target']}: {each['verdict']}" for each in line.get("responses", ())]


def _exact(name: str, expected: object, actual: object) -> str:
    return (
        "" if expected == actual else f"{name} is {_shown(name, actual)}, expected {_shown(name, expected)}"
    )


def _near(name: str, expected: object, actual: object, limit_ns: int) -> str:
    if not isinstance(expected, int) or not isinstance(actual, int):
        return _exact(name, expected, actual)
    off_ns = actual - expected
    if abs(off_ns) <= limit_ns:
        return ""
    return (
        f"{name} is {_shown(name, actual)}, expected {_shown(name, expected)} "
        f"(off by {off_ns / 1e6:+.3f} ms, {limit_ns / 1e6:g} ms allowed)"
    )


def _shown(name: str, value: object) -> str:
    if name.endswith("_ns") and isinstance(value, int):
        return f"{value / 1e6:.3f} ms" if value % 1000 == 0 else f"{value / 1e6:.6f} ms"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 200 else f"{text[:197]}..."


def _key(line: Json) -> tuple[Any, ...]:
    return tuple(line.get(name) for name in KEY_FIELDS)


def _where(key: tuple[Any, ...]) -> str:
    lane, trial, attempt = key
    number = trial + 1 if isinstance(trial, int) else trial
    return f"lane {lane}, trial {number}, attempt {attempt}"


def _short(line: Json) -> str:
    return f"{line.get('outcome')} ({line.get('condition')})"
