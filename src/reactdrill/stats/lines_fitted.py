"""Straight lines by least squares, with the interval of their slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from reactdrill.stats.intervals import LEVEL, SMALL_N, Interval
from reactdrill.stats.student import NoScipyError, t_quantile
from reactdrill.stats.values import Value, needs

METHOD = "least squares, t with n - 2 degrees of freedom"


@dataclass(frozen=True, slots=True)
class Line:
    """`y = intercept + slope * x`."""

    n: int
    slope: Value
    intercept: Value
    r_squared: Value
    slope_se: Value
    """Standard error of the slope."""


def fit_line(x: Sequence[float], y: Sequence[float]) -> Line:
    """Fit `y` on `x`; needs two different values of `x`, and three points for its uncertainty."""
    count = len(x)
    if len(set(x)) < 2:
        return _no_line(count, needs(2, "different values to fit a line"))
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    dx, dy = xs - xs.mean(), ys - ys.mean()
    sxx, syy = float(dx @ dx), float(dy @ dy)
    slope = float(dx @ dy) / sxx
    left = float(((dy - slope * dx) ** 2).sum())
    return Line(
        count,
        Value(slope),
        Value(float(ys.mean()) - slope * float(xs.mean())),
        Value(1 - left / syy) if syy > 0 else Value.none("all values are equal"),
        Value(sqrt(left / (count - 2) / sxx)) if count > 2 else Value.none(needs(3, "points")),
    )


def slope_interval(line: Line) -> Interval:
    """95 % interval of the slope."""
    if line.slope.value is None or line.slope_se.value is None:
        return Interval.none(line.n, line.slope.reason or line.slope_se.reason or "")
    try:
        half = t_quantile((1 + LEVEL) / 2, line.n - 2) * line.slope_se.value
    except NoScipyError as missing:
        return Interval.none(line.n, str(missing))
    low, high = line.slope.value - half, line.slope.value + half
    return Interval(low, high, small=line.n < SMALL_N, method=METHOD)


def _no_line(count: int, reason: str) -> Line:
    none = Value.none(reason)
    return Line(count, none, none, none, none)
