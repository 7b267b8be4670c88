"""The balanced integration score: speed and accuracy in one, relative to the group that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import needs

FAMILY = "bis"
VERSION = 1

CONVENTIONS = (
    "BIS = z(share right) - z(mean RT of hits), z over the athletes given here with SD over n (Liesefeld & Janczyk 2019)",
    "it changes with the group: never compare it between groups or over time",
)  # fmt: skip


def bis(mean_ms: Sequence[float], share_right: Sequence[float]) -> list[float] | None:
    """The score of each member of a group; None where all have the same speed or the same accuracy."""
    times, shares = np.asarray(mean_ms, dtype=np.float64), np.asarray(share_right, dtype=np.float64)
    if len(times) < 2 or np.ptp(times) <= 0 or np.ptp(shares) <= 0:
        return None
    scores: list[float] = (_z(shares) - _z(times)).tolist()
    return scores


def balanced_integration(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """The score of every athlete among those given."""
    members: dict[str, list[Trial]] = {}
    for trial in trials:
        members.setdefault(trial.athlete, []).append(trial)
    usable = {name: members[name] for name in sorted(members) if hit_times_ms(members[name])}
    return Result(
        family=FAMILY,
        version=VERSION,
        title="balanced integration score",
        n=len(usable),
        figures=_figures(usable),
        conventions=CONVENTIONS,
        notes=(f"{len(members) - len(usable)} athletes have no hit",) if len(usable) < len(members) else (),
    )


def _figures(members: dict[str, list[Trial]]) -> tuple[Figure, ...]:
    names = [f"bis_of_{name or 'everybody'}" for name in members]
    if len(members) < 2:
        return missing(names or ["bis"], needs(2, "athletes with hits"))
    times = [float(np.mean(sorted(hit_times_ms(trials)))) for trials in members.values()]
    shares = [sum(trial.right for trial in trials) / len(trials) for trials in members.values()]
    scores = bis(times, shares)
    if scores is None:
        return missing(names, "all athletes are equally fast, or equally accurate")
    return tuple(figure(name, value) for name, value in zip(names, scores, strict=True))


def _z(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    standard: np.ndarray[tuple[int], np.dtype[np.float64]] = (values - values.mean()) / values.std()
    return standard
