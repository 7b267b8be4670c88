"""Left against right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.intervals import Floats, Interval, bootstrap_interval
from reactdrill.stats.location import cv_percent
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY, BY_STANCE, BY_LIMB = "asymmetry", "asymmetry-stance", "asymmetry-limb"
VERSION = 1
_NAMES = ("asymmetry_percent", "lsi_percent", "within_side_cv_percent", "difference_ms")

CONVENTIONS = (
    "asymmetry: 100 - 100 x the smaller / the larger of the two sides' median reaction times of hits",
    "LSI: 100 x the better (faster) side's median / the other's; lower reaction times are better",
    "difference: left minus right",
    "real: it exceeds the larger of the two sides' own coefficients of variation (Exell et al. 2012)",
)
SOURCE_OF_90 = (
    "return-to-sport criteria in the literature draw the line at an LSI of 90 %; this is no clearance"
)


def asymmetry(trials: Sequence[Trial], settings: Settings) -> Result:
    """Compare the sides that the sets trained; which one is better stands in a label of its own."""
    return _compared(trials, [trial.side for trial in trials], settings, FAMILY, "left and right")


def asymmetry_of_stance(trials: Sequence[Trial], settings: Settings) -> Result:
    """The same for the leg that was stood on."""
    sides = [trial.stance for trial in trials]
    return _compared(trials, sides, settings, BY_STANCE, "left and right leg, stood on")


def asymmetry_of_limb(trials: Sequence[Trial], settings: Settings) -> Result:
    """The same for the limb that answered."""
    return _compared(trials, [trial.limb for trial in trials], settings, BY_LIMB, "left and right limb")


def _compared(
    trials: Sequence[Trial], sides: Sequence[str | None], settings: Settings, family: str, title: str
) -> Result:
    left, right = (
        sorted(hit_times_ms(trial for trial, on in zip(trials, sides, strict=True) if on == side))
        for side in ("left", "right")
    )
    middles = [float(np.median(times)) if times else 0.0 for times in (left, right)]
    labels = _labels(middles, left, right) if min(middles) > 0 else {}
    return Result(
        family=family,
        version=VERSION,
        title=title,
        n=len(left) + len(right),
        figures=(
            _figures(left, right, middles, settings)
            if labels
            else missing(_NAMES, needs(1, "hits above zero on each side"))
        ),
        labels=labels,
        conventions=CONVENTIONS,
        notes=(SOURCE_OF_90,),
    )


def asymmetry_percent(one: float, other: float) -> float:
    """How much smaller the smaller of two positive values is, as a percentage of the larger."""
    return 100 - 100 * min(one, other) / max(one, other)


def _figures(
    left: Sequence[float], right: Sequence[float], middles: Sequence[float], settings: Settings
) -> tuple[Figure, ...]:
    size = asymmetry_percent(*middles)
    interval: Interval = bootstrap_interval(
        [left, right], _gap, of="the difference of medians", resamples=settings.resamples
    )
    return (
        figure("asymmetry_percent", size),
        figure("lsi_percent", 100 - size),
        figure("within_side_cv_percent", _within(left, right)),
        figure("difference_ms", middles[0] - middles[1], interval=interval),
    )


def _labels(middles: Sequence[float], left: Sequence[float], right: Sequence[float]) -> dict[str, str]:
    better = "neither" if middles[0] == middles[1] else "left" if middles[0] < middles[1] else "right"
    within = _within(left, right)
    if within.value is None:
        return {"better_side": better, "real": f"not known: {within.reason}"}
    return {"better_side": better, "real": "yes" if asymmetry_percent(*middles) > within.value else "no"}


def _within(left: Sequence[float], right: Sequence[float]) -> Value:
    sides = [cv_percent(left), cv_percent(right)]
    if any(side.value is None for side in sides):
        return Value.none(needs(2, "hits on each side"))
    return Value(max(side.value for side in sides if side.value is not None))


def _gap(left: Floats, right: Floats) -> Floats:
    gaps: Floats = np.median(left, axis=1) - np.median(right, axis=1)
    return gaps
