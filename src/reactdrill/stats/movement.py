"""Leaving home and reaching the target, apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.intervals import bootstrap_interval, rows_median
from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "movement"
VERSION = 1

CONVENTIONS = (
    "hits with a departure: reaction is leaving home, movement is from there to the target, total is both",
    "movement share: median over trials of movement / total",
)


def movement(trials: Sequence[Trial], settings: Settings) -> Result:
    """Reaction, movement and total time of hits in which home was left."""
    pairs = sorted(
        (trial.rt_ms, trial.movement_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.movement_ms is not None
    )
    reaction, moving = [rt for rt, _ in pairs], [time for _, time in pairs]
    total = [rt + time for rt, time in pairs]
    shares = [100 * time / (rt + time) for rt, time in pairs if rt + time > 0]
    return Result(
        family=FAMILY,
        version=VERSION,
        title="reaction and movement",
        n=len(pairs),
        figures=(
            _median("reaction_median_ms", reaction, settings),
            _median("movement_median_ms", moving, settings),
            _median("total_median_ms", total, settings),
            _median("movement_share_percent", shares, settings),
            figure("correlation", _correlation(reaction, moving)),
        ),
        conventions=CONVENTIONS,
    )


def _median(name: str, values: Sequence[float], settings: Settings) -> Figure:
    if not values:
        return figure(name, Value.none(needs(1, "hits with a departure from home")))
    interval = bootstrap_interval([values], rows_median, of="the median", resamples=settings.resamples)
    return figure(name, float(np.median(values)), interval=interval)


def _correlation(one: Sequence[float], other: Sequence[float]) -> Value:
    if len(one) < 3:
        return Value.none(needs(3, "hits with a departure from home"))
    x, y = np.asarray(one) - np.mean(one), np.asarray(other) - np.mean(other)
    below = float(x @ x) * float(y @ y)
    return Value(float(x @ y) / below**0.5) if below > 0 else Value.none("all times are equal")
