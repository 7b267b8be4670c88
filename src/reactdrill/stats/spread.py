"""Location and spread of a set of times: median first, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reactdrill.stats.intervals import Interval, median_interval
from reactdrill.stats.values import Value, needs


@dataclass(frozen=True, slots=True)
class Spread:
    """A set of times in milliseconds. SD with n - 1; quartiles by R's type 7."""

    n: int
    median_ms: Value
    interval_ms: Interval
    mean_ms: Value
    sd_ms: Value
    q1_ms: Value
    q3_ms: Value
    iqr_ms: Value
    min_ms: Value
    max_ms: Value
    speed_per_s: Value
    """Mean response speed: the mean of 1000 / RT in ms, not 1000 over the mean."""


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of a set of times, for small groups."""

    n: int
    median_ms: Value
    iqr_ms: Value


def spread(times_ms: Sequence[float], what: str = "hits", *, dependent: str | None = None) -> Spread:
    """Describe times in ms; `what` names them in the reasons. The order of the times changes nothing.

    `dependent`: why the times are not independent of each other; then there is no interval.
    """
    ordered = sorted(times_ms)
    count = len(ordered)
    one, two = Value.none(needs(1, what)), Value.none(needs(2, what))
    q1, median, q3 = np.quantile(ordered, (0.25, 0.5, 0.75)).tolist() if count else (0.0, 0.0, 0.0)
    return Spread(
        n=count,
        median_ms=Value(median) if count else one,
        interval_ms=median_interval(ordered) if dependent is None else Interval.none(count, dependent),
        mean_ms=Value(float(np.mean(ordered))) if count else one,
        sd_ms=Value(float(np.std(ordered, ddof=1))) if count > 1 else two,
        q1_ms=Value(q1) if count > 1 else two,
        q3_ms=Value(q3) if count > 1 else two,
        iqr_ms=Value(q3 - q1) if count > 1 else two,
        min_ms=Value(ordered[0]) if count else one,
        max_ms=Value(ordered[-1]) if count else one,
        speed_per_s=_speed(ordered, one),
    )


def middle(times_ms: Sequence[float], what: str = "hits") -> Middle:
    """The median and the interquartile range only."""
    count = len(times_ms)
    if not count:
        return Middle(0, Value.none(needs(1, what)), Value.none(needs(2, what)))
    q1, median, q3 = np.quantile(sorted(times_ms), (0.25, 0.5, 0.75)).tolist()
    return Middle(count, Value(median), Value(q3 - q1) if count > 1 else Value.none(needs(2, what)))


def _speed(ordered: list[float], missing: Value) -> Value:
    if not ordered:
        return missing
    if ordered[0] <= 0:
        return Value.none("some times are zero or less, counted from an instant that can be anticipated")
    return Value(float(np.mean(1000 / np.asarray(ordered))))
