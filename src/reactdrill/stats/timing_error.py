"""How far from the right moment: coincidence with something that moves, a beat to be continued."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY = "timing-error"
VERSION = 1
_NAMES = (
    "constant_error_ms", "absolute_constant_error_ms", "variable_error_ms", "absolute_error_ms",
    "total_error_ms", "early_share", "relative_error_percent",
)  # fmt: skip

CONVENTIONS = (
    "error: response minus the right moment; below zero is early",
    "constant error: mean; variable error: SD with n - 1; absolute error: mean of the sizes",
    "total error: root mean square (Henry's E)",
    "relative error: mean of error / interval, where the interval is known",
    "trials without a response have no error and are counted",
)


def timing_error(trials: Sequence[Trial], settings: Settings) -> Result:
    """Constant, variable, absolute and total error."""
    errors = sorted(hit_times_ms(trials))
    silent = len(trials) - len(errors)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="error of timing",
        n=len(errors),
        figures=missing(_NAMES, needs(1, "responses")) if not errors else _figures(errors, trials, settings),
        conventions=CONVENTIONS,
        notes=(f"{silent} trials have no response that counts",) if silent else (),
    )


def _figures(errors: Sequence[float], trials: Sequence[Trial], settings: Settings) -> tuple[Figure, ...]:
    values = np.asarray(errors)
    constant = float(values.mean())
    spread = Value(float(values.std(ddof=1))) if len(errors) > 1 else Value.none(needs(2, "responses"))
    interval = bootstrap_interval([errors], _rows_mean, of="the mean error", resamples=settings.resamples)
    return (
        figure("constant_error_ms", constant, interval=interval),
        figure("absolute_constant_error_ms", abs(constant)),
        figure("variable_error_ms", spread),
        figure("absolute_error_ms", float(np.abs(values).mean())),
        figure("total_error_ms", sqrt(float(np.mean(values**2)))),
        figure("early_share", float(np.mean(values < 0))),
        figure("relative_error_percent", _relative(trials)),
    )


def _relative(trials: Sequence[Trial]) -> Value:
    shares = [
        trial.rt_ms / trial.interval_ms
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.interval_ms
    ]
    return Value(100 * float(np.mean(sorted(shares)))) if shares else Value.none("no interval is known")


def _rows_mean(drawn: Floats) -> Floats:
    means: Floats = np.mean(drawn, axis=1)
    return means
