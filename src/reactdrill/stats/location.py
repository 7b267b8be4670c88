"""Where reaction times lie and how they spread, with every convention named."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval, rows_median
from reactdrill.stats.outliers import described, flagged, kept
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.spread import spread
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY = "times"
VERSION = 1
TITLE = "reaction times"
MAD_TO_SD = 1.4826
TRIMMED = 0.1

CONVENTIONS = (
    "reaction times of hits",
    "the median leads; its interval is a seeded percentile bootstrap",
    "SD with n - 1; quartiles by R's type 7; CV is SD / mean",
    f"MAD raw and times {MAD_TO_SD}",
    "trimmed mean: 10 % cut from each tail, rounded down",
    "response speed: mean of 1000 / RT, not 1000 over the mean",
)
_NAMES = (
    "median_ms", "mean_ms", "sd_ms", "q1_ms", "q3_ms", "iqr_ms", "mad_raw_ms", "mad_scaled_ms",
    "trimmed_mean_ms", "cv_percent", "min_ms", "max_ms", "p10_ms", "p90_ms", "speed_per_s",
)  # fmt: skip


def times(trials: Sequence[Trial], settings: Settings) -> Result:
    """Describe the reaction times of hits."""
    every = hit_times_ms(trials)
    used = kept(every, settings)
    outside = flagged(every, settings)
    note = f"{len(every) - len(used)} of {len(every)} times are left out by the rule that was chosen"
    return Result(
        family=FAMILY,
        version=VERSION,
        title=TITLE,
        n=len(used),
        figures=(*describe(used, settings), Figure("implausible_count", float(outside), n=len(every))),
        conventions=(*CONVENTIONS, *described(settings)),
        notes=(note,) if len(used) < len(every) else (),
    )


def describe(times_ms: Sequence[float], settings: Settings) -> tuple[Figure, ...]:
    """Location and spread of any times in ms; their order changes nothing."""
    ordered = sorted(times_ms)
    if not ordered:
        return missing(_NAMES, needs(1, "hits"))
    basic = spread(ordered, dependent="its interval is made here")
    p10, p90 = np.quantile(ordered, (0.1, 0.9)).tolist()
    raw = mad(ordered)
    scaled = raw if raw.value is None else Value(MAD_TO_SD * raw.value)
    several = len(ordered) > 1
    few = Value.none(needs(2, "hits"))
    middle = bootstrap_interval([ordered], rows_median, of="the median", resamples=settings.resamples)
    speed = bootstrap_interval([ordered], _mean_speed, of="the mean speed", resamples=settings.resamples)
    return (
        figure("median_ms", basic.median_ms, interval=middle),
        figure("mean_ms", basic.mean_ms),
        figure("sd_ms", basic.sd_ms),
        figure("q1_ms", basic.q1_ms),
        figure("q3_ms", basic.q3_ms),
        figure("iqr_ms", basic.iqr_ms),
        figure("mad_raw_ms", raw),
        figure("mad_scaled_ms", scaled),
        figure("trimmed_mean_ms", trimmed_mean(ordered)),
        figure("cv_percent", cv_percent(ordered)),
        figure("min_ms", basic.min_ms),
        figure("max_ms", basic.max_ms),
        figure("p10_ms", Value(p10) if several else few),
        figure("p90_ms", Value(p90) if several else few),
        figure("speed_per_s", basic.speed_per_s, interval=speed),
    )


def mad(values: Sequence[float]) -> Value:
    """Median absolute deviation from the median, raw."""
    if len(values) < 2:
        return Value.none(needs(2, "hits"))
    return Value(float(np.median(np.abs(np.asarray(values) - np.median(values)))))


def trimmed_mean(values: Sequence[float], share: float = TRIMMED) -> Value:
    """Mean without `share` of the values at each end, their number rounded down."""
    cut = floor(share * len(values))
    left = sorted(values)[cut : len(values) - cut]
    return Value(float(np.mean(left))) if left else Value.none(needs(1, "hits"))


def cv_percent(values: Sequence[float]) -> Value:
    """Coefficient of variation: SD with n - 1, as a percentage of the mean."""
    if len(values) < 2:
        return Value.none(needs(2, "hits"))
    mean = float(np.mean(values))
    if mean <= 0:
        return Value.none("the mean is not above zero")
    return Value(100 * float(np.std(values, ddof=1)) / mean)


def _mean_speed(drawn: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        speeds: Floats = np.mean(1000 / drawn, axis=1)
    return speeds
