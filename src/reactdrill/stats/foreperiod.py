"""What the length of the wait does to the reaction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval
from reactdrill.stats.lines_fitted import fit_line, slope_interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "foreperiod"
VERSION = 1
ALIKE = "all foreperiods are alike"

CONVENTIONS = (
    "reaction times of hits on the foreperiod as achieved",
    "slope: least squares, ms of reaction time per second of wait",
    "short and long: below and above the median foreperiod; those equal to it count as short",
)


def foreperiod(trials: Sequence[Trial], settings: Settings) -> Result:
    """Slope of reaction time on the wait, and short against long waits."""
    pairs = sorted(
        (trial.foreperiod_ms, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.foreperiod_ms is not None
    )
    line = fit_line([wait / 1000 for wait, _ in pairs], [time for _, time in pairs])
    middle = float(np.median([wait for wait, _ in pairs])) if pairs else 0.0
    short = sorted(time for wait, time in pairs if wait <= middle)
    long = sorted(time for wait, time in pairs if wait > middle)
    both = bool(short and long)
    gap = Value(float(np.median(long) - np.median(short))) if both else Value.none(_reason(len(pairs)))
    interval = (
        bootstrap_interval([short, long], _gap, of="the difference of medians", resamples=settings.resamples)
        if both
        else None
    )
    return Result(
        family=FAMILY,
        version=VERSION,
        title="effect of the wait",
        n=len(pairs),
        figures=(
            figure("slope_ms_per_s", line.slope, interval=slope_interval(line)),
            figure("long_minus_short_ms", gap, interval=interval),
            figure("short_median_ms", _median(short), n=len(short)),
            figure("long_median_ms", _median(long), n=len(long)),
        ),
        conventions=CONVENTIONS,
    )


def _reason(count: int) -> str:
    return ALIKE if count > 1 else needs(2, "hits with a known foreperiod")


def _median(times: Sequence[float]) -> Value:
    return Value(float(np.median(times))) if times else Value.none(needs(1, "hits"))


def _gap(short: Floats, long: Floats) -> Floats:
    gaps: Floats = np.median(long, axis=1) - np.median(short, axis=1)
    return gaps
