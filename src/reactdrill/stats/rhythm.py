"""Taps in a series: how near to the beat, how long the intervals are, how even, and what makes them uneven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from reactdrill.stats.lines_fitted import fit_line, slope_interval
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "rhythm"
VERSION = 2
GAP = 1.5
"""Times the beat: a longer interval holds a tap that was left out."""
ENOUGH = 20
"""Intervals without a gap that the two sources of variation are estimated from."""
_NAMES = (
    "mean_interval_ms", "interval_error_ms", "interval_error_percent", "interval_sd_ms", "interval_cv_percent",
    "drift_ms_per_interval", "lag1_correlation", "clock_sd_ms", "motor_sd_ms", "gaps_count",
    "mean_asynchrony_ms", "asynchrony_sd_ms",
)  # fmt: skip

CONVENTIONS = (
    "intervals between taps that follow each other; SD with n - 1",
    "where a series begins with clicks, intervals are those after the last click",
    "a gap of more than 1.5 beats (the beat; without one, the median interval) is no interval: it is counted",
    "asynchrony: tap minus the click nearest to it, within half a beat; below zero is early",
    "drift: slope of the interval's length on its number",
    "clock and motor: Wing & Kristofferson 1973, the drift taken out; motor variance = -(covariance of neighbours)",
    "of several series: the mean of the series' own values; gaps are added up",
)


@dataclass(frozen=True, slots=True)
class Series:
    """Taps that follow each other, ms."""

    taps: tuple[float, ...]
    beat: float | None
    clicks: tuple[float, ...] = ()

    @property
    def free(self) -> tuple[float, ...]:
        """The taps that no click goes with."""
        if not self.clicks:
            return self.taps
        return tuple(tap for tap in self.taps if tap > self.clicks[-1] + (self.beat or 0) / 2)

    def asynchronies(self) -> list[float]:
        """Of the taps that a click goes with."""
        near = [min((tap - click for click in self.clicks), key=abs) for tap in self.taps if self.clicks]
        return [gap for gap in near if self.beat is None or abs(gap) <= self.beat / 2]

    def intervals(self) -> tuple[list[float], int]:
        """The intervals of free taps, and how many gaps there are."""
        every = [after - before for before, after in pairwise(self.free)]
        longest = GAP * (self.beat or float(np.median(every))) if every else 0.0
        kept = [each for each in every if each <= longest]
        return kept, len(every) - len(kept)


def series_of(trials: Sequence[Trial]) -> list[Series]:
    """Each trial that is a series by itself; otherwise the times of all trials as one."""
    own = [
        Series(tuple(sorted(trial.taps_ms)), trial.interval_ms, tuple(sorted(trial.clicks_ms)))
        for trial in trials
        if trial.taps_ms
    ]
    beats = {trial.interval_ms for trial in trials if trial.interval_ms}
    at = tuple(sorted(trial.at_ms for trial in trials if trial.at_ms is not None))
    return own or [Series(at, min(beats) if len(beats) == 1 else None)]


def rhythm(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Describe taps by the times they came at."""
    series = series_of(trials)
    told = [values for one in series if (values := _described(one)) is not None]
    several = len(series) == 1 and len({trial.interval_ms for trial in trials if trial.interval_ms}) > 1
    return Result(
        family=FAMILY,
        version=VERSION,
        title="rhythm",
        n=sum(len(one.intervals()[0]) for one in series),
        figures=_joined(told, series) if told else missing(_NAMES, needs(3, "taps")),
        labels={"series": str(len(told))} if len(series) > 1 else {},
        conventions=CONVENTIONS,
        notes=("there are several beats: their error is not known",) if several else (),
    )


def _described(series: Series) -> Mapping[str, Value] | None:
    """The values of one series; None when it has too few taps."""
    intervals, gaps = series.intervals()
    if len(intervals) < 2:
        return None
    mean, sd, beat = float(np.mean(intervals)), float(np.std(intervals, ddof=1)), series.beat
    unknown = Value.none("the beat is not known")
    clock, motor, correlation = sources(intervals, gaps)
    apart = series.asynchronies()
    silent = Value.none("there are no clicks" if not series.clicks else needs(2, "taps with a click"))
    return {
        "mean_interval_ms": Value(mean),
        "interval_error_ms": Value(mean - beat) if beat else unknown,
        "interval_error_percent": Value(100 * (mean - beat) / beat) if beat else unknown,
        "interval_sd_ms": Value(sd),
        "interval_cv_percent": Value(100 * sd / mean) if mean > 0 else Value.none("taps at one instant"),
        "drift_ms_per_interval": fit_line(_numbers(intervals), intervals).slope,
        "lag1_correlation": correlation,
        "clock_sd_ms": clock,
        "motor_sd_ms": motor,
        "gaps_count": Value(float(gaps)),
        "mean_asynchrony_ms": Value(float(np.mean(apart))) if apart else silent,
        "asynchrony_sd_ms": Value(float(np.std(apart, ddof=1))) if len(apart) > 1 else silent,
    }


def _joined(told: Sequence[Mapping[str, Value]], series: Sequence[Series]) -> tuple[Figure, ...]:
    joined = {name: _mean([values[name] for values in told]) for name in _NAMES if name != "gaps_count"}
    gaps = sum(values["gaps_count"].value or 0 for values in told)
    joined["gaps_count"] = Value(float(gaps))
    one = series[0].intervals()[0] if len(series) == 1 else None
    interval = slope_interval(fit_line(_numbers(one), one)) if one else None
    return tuple(
        figure(name, joined[name], interval=interval if name == "drift_ms_per_interval" else None)
        for name in _NAMES
    )


def _mean(values: Sequence[Value]) -> Value:
    known = sorted(each.value for each in values if each.value is not None)
    return Value(float(np.mean(known))) if known else values[-1]


def _numbers(intervals: Sequence[float]) -> list[float]:
    return list(map(float, range(len(intervals))))


def sources(intervals: Sequence[float], gaps: int = 0) -> tuple[Value, Value, Value]:
    """SD of the clock and of the movement, and the correlation of neighbours, of an unbroken series."""
    if gaps or len(intervals) < ENOUGH:
        none = Value.none("there are gaps" if gaps else needs(ENOUGH, "intervals"))
        return none, none, none
    x = np.arange(len(intervals), dtype=np.float64)
    values = np.asarray(intervals) - np.polyval(np.polyfit(x, intervals, 1), x)
    variance = float(values @ values) / len(values)
    if variance <= 1e-9:
        none = Value.none("all intervals are equal")
        return none, none, none
    neighbours = float(values[1:] @ values[:-1]) / len(values)
    correlation = neighbours / variance
    if not -0.5 <= correlation <= 0:
        none = Value.none("the correlation of neighbours is outside -0.5 to 0: the model does not fit")
        return none, none, Value(correlation)
    return Value(sqrt(variance + 2 * neighbours)), Value(sqrt(-neighbours)), Value(correlation)
