"""How one athlete's values of one drill go over time: the middle of the latest ones, and the slope of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from reactdrill.stats.intervals import LEVEL, SMALL_N, Floats, Interval, median_interval
from reactdrill.stats.values import Value, needs

LATEST = 5
"""Runs that a moving median spans, the run itself and those before it."""
FEWEST_RUNS = 5
"""Below this a slope says nothing."""
MOST_RUNS = 400
"""A slope is made of the latest ones: pairs grow with the square."""
DAYS_A_WEEK = 7.0
METHOD = "Theil-Sen, Sen 1968"

CONVENTIONS = (
    f"moving median: of a run and up to {LATEST - 1} before it",
    "slope: Theil-Sen (median of the slopes between every two runs) with its 95 % interval, per week",
    "middle: median of the runs with its bootstrap interval",
)


@dataclass(frozen=True, slots=True)
class Trend:
    """In the unit of the values."""

    moving: tuple[float, ...]
    """One for each value."""
    middle: Value
    interval: Interval
    """Of the middle."""
    per_week: Value
    per_week_interval: Interval


def trend(days: Sequence[float], values: Sequence[float]) -> Trend:
    """Of values in the order of time and the day each was measured on, counted from any day."""
    count = len(values)
    moving = tuple(float(np.median(values[max(0, end - LATEST) : end])) for end in range(1, count + 1))
    middle = Value(float(np.median(values))) if count else Value.none(needs(1, "runs"))
    slope, interval = slope_of([day / DAYS_A_WEEK for day in days[-MOST_RUNS:]], values[-MOST_RUNS:])
    return Trend(moving, middle, median_interval(values), slope, interval)


def slope_of(x: Sequence[float], y: Sequence[float]) -> tuple[Value, Interval]:
    """The median slope between every two points, with Sen's 95 % interval (1968); needs no scipy."""
    count = len(x)
    if count < FEWEST_RUNS or len(set(x)) < 2:
        reason = needs(FEWEST_RUNS, "runs at different times")
        return Value.none(reason), Interval.none(count, reason)
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    first, second = np.triu_indices(count, k=1)
    apart = xs[second] - xs[first]
    slopes = np.sort((ys[second] - ys[first])[apart != 0] / apart[apart != 0])
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    half = z * sqrt(max(0.0, _variance(xs, ys)))
    low = max(round((len(slopes) - half) / 2) - 1, 0)
    high = min(round((len(slopes) + half) / 2), len(slopes) - 1)
    interval = Interval(float(slopes[low]), float(slopes[high]), small=count < SMALL_N, method=METHOD)
    return Value(float(np.median(slopes))), interval


def _variance(xs: Floats, ys: Floats) -> float:
    """Of Kendall's score, corrected for ties (Sen 1968, equation 2.6)."""

    def ties(values: Floats) -> float:
        sizes = np.unique(values, return_counts=True)[1]
        return float((sizes * (sizes - 1) * (2 * sizes + 5)).sum())

    count = len(xs)
    return (count * (count - 1) * (2 * count + 5) - ties(xs) - ties(ys)) / 18
