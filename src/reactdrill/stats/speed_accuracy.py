"""Speed and accuracy together: what one of them alone hides."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from reactdrill.stats.intervals import share_interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY = "accuracy"
VERSION = 1

CONVENTIONS = (
    "accuracy: right outcomes / scored trials; time-outs and false starts are errors",
    "inverse efficiency: mean RT of hits / share right",
    "LISAS: mean RT of hits + (SD of RT / SD of errors) x share of errors; equal to the mean RT without errors",
    "SD of RT with n - 1; SD of errors = sqrt(share right x share of errors)",
    "throughput: right answers per minute of answering = 60 000 x share right / mean RT of hits",
)


def inverse_efficiency_ms(mean_ms: float, share_right: float) -> Value:
    """Mean correct reaction time over the share of right answers."""
    return Value(mean_ms / share_right) if share_right > 0 else Value.none("no trial is right")


def lisas_ms(mean_ms: float, sd_ms: float, share_wrong: float) -> Value:
    """Linear integrated speed-accuracy score (Vandierendonck 2017)."""
    if share_wrong <= 0:
        return Value(mean_ms)
    if share_wrong >= 1:
        return Value.none("no trial is right")
    return Value(mean_ms + sd_ms / sqrt(share_wrong * (1 - share_wrong)) * share_wrong)


def speed_accuracy(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Accuracy, and the scores that join it with speed."""
    right = sum(trial.right for trial in trials)
    scored = right + sum(trial.wrong for trial in trials)
    share = Value(right / scored) if scored else Value.none(needs(1, "scored trials"))
    times = sorted(hit_times_ms(trials))
    return Result(
        family=FAMILY,
        version=VERSION,
        title="speed and accuracy",
        n=scored,
        figures=(
            figure("accuracy_share", share, n=scored, interval=share_interval(right, scored)),
            figure("errors_count", float(scored - right)),
            figure("timeouts_count", float(sum(trial.outcome == "miss" for trial in trials))),
            figure("inverse_efficiency_ms", _joined(times, share, "ies"), n=len(times)),
            figure("lisas_ms", _joined(times, share, "lisas"), n=len(times)),
            figure("throughput_per_min", _joined(times, share, "throughput"), n=len(times)),
        ),
        conventions=CONVENTIONS,
        notes=_notes(share),
    )


def _joined(times: Sequence[float], share: Value, score: str) -> Value:
    if share.value is None or not times:
        return Value.none(share.reason or needs(1, "hits"))
    mean = float(np.mean(times))
    if mean <= 0:
        return Value.none("times are counted from an instant that can be anticipated")
    match score:
        case "ies":
            return inverse_efficiency_ms(mean, share.value)
        case "throughput":
            return Value(60_000 * share.value / mean)
        case _:
            if len(times) < 2:
                return Value.none(needs(2, "hits"))
            return lisas_ms(mean, float(np.std(times, ddof=1)), 1 - share.value)


def _notes(share: Value) -> tuple[str, ...]:
    if share.value is not None and share.value < 0.9:
        return ("inverse efficiency misleads above 10 % errors: look at LISAS",)
    return ()
