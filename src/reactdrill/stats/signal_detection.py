"""Going and holding back: rates, d' and criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from reactdrill.stats.intervals import share_interval
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "go-no-go"
VERSION = 1

CONVENTIONS = (
    "signal: a go trial; hit: it was answered in time, at whatever target; false alarm: a no-go trial was answered",
    "false starts are left out of both rates, because they answer no cue",
    "d' = z(H) - z(F), c = -(z(H) + z(F)) / 2; above zero: holds back, below: goes",
    "log-linear correction always: (hits + 0.5) / (signals + 1), (false alarms + 0.5) / (noise + 1)",
)
_ANSWERS = ("hit", "wrong_target", "miss")


@dataclass(frozen=True, slots=True)
class Detection:
    """Sensitivity and criterion."""

    d_prime: Value
    criterion: Value


def detection(hits: int, misses: int, false_alarms: int, correct_rejections: int) -> Detection:
    """d' and c of four counts, with the log-linear correction."""
    signals, noise = hits + misses, false_alarms + correct_rejections
    if not signals or not noise:
        none = Value.none(needs(1, "trials with and 1 without a signal"))
        return Detection(none, none)
    z = NormalDist().inv_cdf
    hit_z, alarm_z = z((hits + 0.5) / (signals + 1)), z((false_alarms + 0.5) / (noise + 1))
    return Detection(Value(hit_z - alarm_z), Value(-(hit_z + alarm_z) / 2))


def go_no_go(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Rates, d' and criterion of go and no-go trials."""
    go = [trial for trial in trials if trial.kind == "go" and trial.outcome in _ANSWERS]
    no_go = [trial for trial in trials if trial.kind == "no_go" and trial.outcome != "false_start"]
    hits = sum(trial.outcome in ("hit", "wrong_target") for trial in go)
    alarms = sum(trial.outcome == "commission" for trial in no_go)
    found = detection(hits, len(go) - hits, alarms, len(no_go) - alarms)
    left_out = sum(trial.outcome == "false_start" for trial in trials)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="going and holding back",
        n=len(go) + len(no_go),
        figures=(
            figure("d_prime", found.d_prime),
            figure("criterion_c", found.criterion),
            figure("hit_rate", _share(hits, len(go)), n=len(go), interval=share_interval(hits, len(go))),
            figure(
                "false_alarm_rate",
                _share(alarms, len(no_go)),
                n=len(no_go),
                interval=share_interval(alarms, len(no_go)),
            ),
            figure("go_median_ms", _median(go, "hit")),
            figure("commission_median_ms", _median(no_go, "commission")),
        ),
        conventions=CONVENTIONS,
        notes=(f"{left_out} false starts are left out",) if left_out else (),
    )


def _share(part: int, whole: int) -> Value:
    return Value(part / whole) if whole else Value.none(needs(1, "trials of that kind"))


def _median(trials: Sequence[Trial], outcome: str) -> Value:
    times = [trial.rt_ms for trial in trials if trial.outcome == outcome and trial.rt_ms is not None]
    return Value(float(np.median(times))) if times else Value.none(needs(1, "responses"))
