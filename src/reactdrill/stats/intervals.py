"""Intervals by a seeded bootstrap: the same numbers give the same interval, whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from reactdrill.stats.values import needs

SEED = 20_090_616
RESAMPLES = 2000
LEVEL = 0.95
SMALL_N = 10
"""Below this an interval is flagged: so few values say little about their own spread."""
METHOD = f"percentile bootstrap of the median, {RESAMPLES} resamples, PCG64 seed {SEED}"

FEWEST_RESAMPLES = 200
MOST_DRAWS = 40_000_000
"""Values drawn in all: beyond 20 000 values there are fewer resamples, which the method then names."""
_DRAWS_AT_ONCE = 2_000_000

_MOST_KEPT = 1000
"""Values of which the draws are kept from one time to the next."""

Floats = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]
Statistic = Callable[..., Floats]
"""Of each sample, drawn again in (resamples, values) or (resamples, values, columns): one number a resample."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval, or the reason why there is none. In the unit of the values it came from."""

    low: float | None
    high: float | None
    small: bool
    """From fewer than ten values: to be taken as rough."""
    reason: str | None = None
    level: float = LEVEL
    method: str = METHOD

    @classmethod
    def none(cls, count: int, reason: str) -> Interval:
        """There is no interval from these `count` values, and this is why."""
        return cls(None, None, small=count < SMALL_N, reason=reason)


def median_interval(values: Sequence[float]) -> Interval:
    """95 % interval of the median of independent values, by the percentile bootstrap."""
    count = len(values)
    if count < 2:
        return Interval.none(count, needs(2, "values"))
    medians = _resampled_medians(np.sort(np.asarray(values, dtype=np.float64)))
    low, high = np.quantile(medians, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Interval(float(low), float(high), small=count < SMALL_N)


def bootstrap_interval(
    samples: Sequence[Sequence[float] | Sequence[Sequence[float]]],
    statistic: Statistic,
    *,
    of: str,
    resamples: int = RESAMPLES,
) -> Interval:
    """95 % interval of a statistic of one or more samples, each drawn again by itself.

    A sample is a sequence of values, or of rows whose values stay together. Values are sorted first, so that
    their order changes nothing. `of` names the statistic. No resamples: no interval.
    """
    count = min(map(len, samples))
    if count < 2:
        return Interval.none(count, needs(2, "values in each sample"))
    if resamples < 1:
        return Interval.none(count, "none was asked for")
    ordered = [_sorted_rows(np.asarray(sample, dtype=np.float64)) for sample in samples]
    resamples = min(resamples, max(FEWEST_RESAMPLES, MOST_DRAWS // max(map(len, samples))))
    drawn = _resampled(ordered, statistic, resamples)
    if not np.isfinite(drawn).all():
        return Interval.none(count, "some resamples give no number")
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    method = f"percentile bootstrap of {of}, {resamples} resamples, PCG64 seed {SEED}"
    return Interval(float(low), float(high), small=count < SMALL_N, method=method)


def rows_median(drawn: Floats) -> Floats:
    """The median of each resample."""
    medians: Floats = np.median(drawn, axis=1)
    return medians


def share_interval(part: int, whole: int) -> Interval:
    """95 % interval of a share by Wilson's score method."""
    if not whole:
        return Interval.none(0, needs(1, "trials"))
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share = part / whole
    middle = share + z * z / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    below = 1 + z * z / whole
    low, high = max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)
    return Interval(low, high, small=whole < SMALL_N, method="Wilson score")


def _sorted_rows(sample: Floats) -> Floats:
    if sample.ndim == 1:
        return np.sort(sample)
    return sample[np.lexsort(sample.T[::-1])]


def _resampled(ordered: Sequence[Floats], statistic: Statistic, resamples: int) -> Floats:
    generator = np.random.Generator(np.random.PCG64(SEED))
    rows = max(1, min(resamples, _DRAWS_AT_ONCE // max(sample.size for sample in ordered)))
    parts: list[Floats] = []
    for done in range(0, resamples, rows):
        shape = min(rows, resamples - done)
        drawn = [sample[generator.integers(0, len(sample), size=(shape, len(sample)))] for sample in ordered]
        parts.append(statistic(*drawn))
    return np.concatenate(parts)


def _resampled_medians(ordered: Floats) -> Floats:
    below, above = _middle_places(len(ordered)) if len(ordered) <= _MOST_KEPT else _draw_places(len(ordered))
    medians: Floats = (ordered[below] + ordered[above]) / 2
    return medians


def _draw_places(count: int) -> tuple[Places, Places]:
    """Where in sorted values the middle two of each resample stand: the same for any values of that count."""
    generator = np.random.Generator(np.random.PCG64(SEED))
    rows = max(1, min(RESAMPLES, _DRAWS_AT_ONCE // count))
    parts = []
    for done in range(0, RESAMPLES, rows):
        draws = generator.integers(0, count, size=(min(rows, RESAMPLES - done), count))
        parts.append(np.partition(draws, ((count - 1) // 2, count // 2), axis=1))
    drawn = np.concatenate(parts)
    return drawn[:, (count - 1) // 2], drawn[:, count // 2]


@lru_cache(maxsize=128)
def _middle_places(count: int) -> tuple[Places, Places]:
    """The same, kept: runs of a drill have about as many hits, and a club has thousands of them."""
    below, above = _draw_places(count)
    return below.copy(), above.copy()
