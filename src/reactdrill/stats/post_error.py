"""Slowing down after an error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "post-error"
VERSION = 1

CONVENTIONS = (
    "robust pairwise (Dutilh et al. 2012): hit after an error minus hit before the same error; mean of the pairs",
    "trials in the order they were done; above zero: slower after errors",
)


def pairs_ms(trials: Sequence[Trial]) -> list[float]:
    """For each error between two hits: the hit after it minus the hit before it."""
    return [
        after.rt_ms - before.rt_ms
        for before, error, after in zip(trials, trials[1:], trials[2:], strict=False)
        if error.wrong
        and before.outcome == after.outcome == "hit"
        and before.rt_ms is not None
        and after.rt_ms is not None
    ]


def post_error(trials: Sequence[Trial], settings: Settings) -> Result:
    """The slowing after errors."""
    gaps = sorted(pairs_ms(trials))
    interval = bootstrap_interval([gaps], _mean, of="the mean of pairs", resamples=settings.resamples)
    mean = Value(float(np.mean(gaps))) if gaps else Value.none(needs(1, "errors between two hits"))
    return Result(
        family=FAMILY,
        version=VERSION,
        title="after an error",
        n=len(gaps),
        figures=(figure("slowing_ms", mean, interval=interval),),
        conventions=CONVENTIONS,
    )


def _mean(drawn: Floats) -> Floats:
    means: Floats = np.mean(drawn, axis=1)
    return means
