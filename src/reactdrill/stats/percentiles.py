"""Where a value stands among others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.values import Value, needs

FAMILY = "percentiles"
VERSION = 1
SHARES = (5, 10, 25, 50, 75, 90, 95)

CONVENTIONS = (
    "percentiles by R's type 7 of one value an athlete (the mean of theirs); each with the number of athletes",
    "rank: share of athletes below plus half of those equal, in percent; lower reaction times have lower ranks",
)


def rank_percent(value: float, among: Sequence[float]) -> Value:
    """Share of values below one, plus half of those equal to it."""
    if not among:
        return Value.none(needs(1, "athletes"))
    below = sum(each < value for each in among) + 0.5 * sum(each == value for each in among)
    return Value(100 * below / len(among))


def percentiles(measures: Sequence[Measure], settings: Settings) -> Result:
    """Percentiles of a group, and the rank of each athlete in it."""
    values: dict[str, list[float]] = {}
    for number, each in enumerate(measures):
        values.setdefault(each.athlete or f"row {number + 1}", []).append(each.value)
    athletes = {name: float(np.mean(sorted(values[name]))) for name in sorted(values)}
    every = sorted(athletes.values())
    names = [f"p{share:02}_{settings.unit}" for share in SHARES]
    return Result(
        family=FAMILY,
        version=VERSION,
        title="place in the group",
        n=len(every),
        figures=(*_marks(names, every), *_ranks(athletes, every)),
        conventions=CONVENTIONS,
    )


def _marks(names: Sequence[str], every: Sequence[float]) -> tuple[Figure, ...]:
    if len(every) < 2:
        return missing(names, needs(2, "athletes"))
    marks = np.percentile(every, SHARES).tolist()
    return tuple(figure(name, mark) for name, mark in zip(names, marks, strict=True))


def _ranks(athletes: dict[str, float], every: Sequence[float]) -> tuple[Figure, ...]:
    return tuple(
        figure(f"rank_of_{name}_percent", rank_percent(value, every)) for name, value in athletes.items()
    )
