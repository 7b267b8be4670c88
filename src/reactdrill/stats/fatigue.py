"""Whether reactions slow down over a run."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.stats.intervals import SMALL_N, Interval
from reactdrill.stats.lines_fitted import fit_line, slope_interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NEEDS_SCIPY
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "fatigue"
VERSION = 1
MS_PER_MINUTE = 60_000
MOST_POINTS = 3000
"""For Theil-Sen, which keeps the slope of every pair."""

CONVENTIONS = (
    "reaction times of hits on the minutes since the first of them; above zero: slower and slower",
    "slope by least squares with its t interval; its robust twin is Theil-Sen's median of slopes",
)


def fatigue(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Slope of reaction time over the minutes of a run."""
    pairs = sorted(
        (trial.at_ms, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.at_ms is not None
    )
    minutes = [(at - pairs[0][0]) / MS_PER_MINUTE for at, _ in pairs]
    times = [time for _, time in pairs]
    line = fit_line(minutes, times)
    robust, interval = theil_sen(minutes, times)
    span = minutes[-1] if minutes else 0.0
    return Result(
        family=FAMILY,
        version=VERSION,
        title="slope over the run",
        n=len(pairs),
        figures=(
            figure("slope_ms_per_min", line.slope, interval=slope_interval(line)),
            figure("theil_sen_ms_per_min", robust, interval=interval),
            figure("minutes", span),
        ),
        conventions=CONVENTIONS,
        notes=("a slope over less than two minutes says little of fatigue",) if 0 < span < 2 else (),
    )


def theil_sen(x: Sequence[float], y: Sequence[float]) -> tuple[Value, Interval]:
    """The median of the slopes between all pairs of points, with its interval by Kendall's tau (Sen 1968)."""
    if len(set(x)) < 2 or len(x) < 3:
        reason = needs(3, "points at different times")
        return Value.none(reason), Interval.none(len(x), reason)
    if len(x) > MOST_POINTS:
        reason = f"more than {MOST_POINTS} points: too many pairs"
        return Value.none(reason), Interval.none(len(x), reason)
    try:
        from scipy.stats import theilslopes  # noqa: PLC0415 - slow to load
    except ImportError:
        return Value.none(NEEDS_SCIPY), Interval.none(len(x), NEEDS_SCIPY)
    found = theilslopes(y, x, alpha=0.95)
    low, high = float(found.low_slope), float(found.high_slope)
    return Value(float(found.slope)), Interval(
        low, high, small=len(x) < SMALL_N, method="Theil-Sen, Sen 1968"
    )
