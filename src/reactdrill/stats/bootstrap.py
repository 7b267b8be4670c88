"""Intervals of mean, median, SD and speed by the bias-corrected and accelerated bootstrap, through scipy."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np

from reactdrill.stats.intervals import SEED, SMALL_N, Floats, Interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NEEDS_SCIPY
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY = "bootstrap"
VERSION = 1
AxisStatistic = Callable[..., Floats]

CONVENTIONS = ("reaction times of hits; 95 % intervals by the BCa bootstrap, PCG64 with a fixed seed",)


def bca_interval(values: Sequence[float], statistic: AxisStatistic, *, resamples: int) -> Interval:
    """95 % interval of a statistic that takes `axis`; the order of the values changes nothing."""
    count = len(values)
    if count < 2:
        return Interval.none(count, needs(2, "values"))
    if resamples < 1:
        return Interval.none(count, "none was asked for")
    if min(values) == max(values):
        return Interval.none(count, "all values are equal")
    try:
        from scipy.stats import bootstrap  # noqa: PLC0415 - slow to load
    except ImportError:
        return Interval.none(count, NEEDS_SCIPY)
    generator = np.random.Generator(np.random.PCG64(SEED))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what degenerates comes out as NaN and is told as a reason
        found = bootstrap(
            (sorted(values),), statistic, n_resamples=resamples, method="BCa", rng=generator
        ).confidence_interval
    low, high = float(found.low), float(found.high)
    if not np.isfinite([low, high]).all():
        return Interval.none(count, "the resamples are too much alike")
    return Interval(low, high, small=count < SMALL_N, method=f"BCa bootstrap, {resamples} resamples")


def bootstrapped(trials: Sequence[Trial], settings: Settings) -> Result:
    """Mean, median, SD and speed of hits with BCa intervals."""
    times = sorted(hit_times_ms(trials))
    return Result(
        family=FAMILY,
        version=VERSION,
        title="bootstrap intervals",
        n=len(times),
        figures=tuple(
            figure(
                name,
                _value(times, statistic, least),
                interval=bca_interval(times, statistic, resamples=settings.resamples),
            )
            for name, (statistic, least) in _STATISTICS.items()
        ),
        conventions=CONVENTIONS,
    )


def _value(times: Sequence[float], statistic: AxisStatistic, least: int) -> Value:
    if len(times) < least:
        return Value.none(needs(least, "hits"))
    with np.errstate(divide="ignore"):
        return Value(float(statistic(np.asarray(times), axis=-1)))


def _mean(values: Floats, axis: int = -1) -> Floats:
    means: Floats = np.mean(values, axis=axis)
    return means


def _median(values: Floats, axis: int = -1) -> Floats:
    medians: Floats = np.median(values, axis=axis)
    return medians


def _sd(values: Floats, axis: int = -1) -> Floats:
    spreads: Floats = np.std(values, axis=axis, ddof=1)
    return spreads


def _speed(values: Floats, axis: int = -1) -> Floats:
    speeds: Floats = np.mean(1000 / np.asarray(values), axis=axis)
    return speeds


_STATISTICS: dict[str, tuple[AxisStatistic, int]] = {
    "median_ms": (_median, 1),
    "mean_ms": (_mean, 1),
    "sd_ms": (_sd, 2),
    "speed_per_s": (_speed, 1),
}
