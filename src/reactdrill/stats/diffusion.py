"""The EZ-diffusion model: drift, boundary and non-decision time in closed form (Wagenmakers et al. 2007)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, exp, log

import numpy as np

from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import needs

FAMILY = "ez-diffusion"
VERSION = 1
SCALE = 0.1
FEWEST = 10
_NAMES = ("drift_rate_per_s", "boundary", "non_decision_s")

CONVENTIONS = (
    "EZ-diffusion in seconds with s = 0.1; mean and variance (n - 1) of the times of hits",
    "trials without a response and false starts are left out",
    "edge correction: shares right of 0, 0.5 and 1 are moved by half a trial",
)


@dataclass(frozen=True, slots=True)
class Diffusion:
    """Parameters of the model."""

    drift_rate_per_s: float
    boundary: float
    non_decision_s: float


def ez(share_right: float, variance_s2: float, mean_s: float, scale: float = SCALE) -> Diffusion:
    """Parameters from the share right (not 0, 0.5 or 1) and variance and mean of right times.

    Raises `ValueError` for what the model has no answer to.
    """
    if not 0 < share_right < 1 or share_right == 0.5 or variance_s2 <= 0:
        raise ValueError("the share must not be 0, 0.5 or 1, and the variance must be above zero")
    odds = log(share_right / (1 - share_right))
    x = odds * (odds * share_right**2 - odds * share_right + share_right - 0.5) / variance_s2
    drift = copysign(scale * x**0.25, share_right - 0.5)
    boundary = scale**2 * odds / drift
    y = -drift * boundary / scale**2
    decision = boundary / (2 * drift) * (1 - exp(y)) / (1 + exp(y))
    return Diffusion(drift, boundary, mean_s - decision)


def edge_corrected(share_right: float, count: int) -> float:
    """A share that the model can use: 0, 0.5 and 1 are moved by half a trial of `count`."""
    half = 1 / (2 * count)
    return {0.0: half, 0.5: 0.5 + half, 1.0: 1 - half}.get(share_right, share_right)


def ez_diffusion(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Fit the model to choices between two."""
    times = [time / 1000 for time in sorted(hit_times_ms(trials))]
    count = len(times) + sum(trial.outcome in ("wrong_target", "commission") for trial in trials)
    reason = _reason(times)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="diffusion model",
        n=count,
        figures=missing(_NAMES, reason) if reason else _figures(times, count),
        conventions=CONVENTIONS,
        notes=_notes(len(times), count) if not reason else (),
    )


def _reason(times: Sequence[float]) -> str:
    if len(times) < FEWEST:
        return needs(FEWEST, "hits")
    return "all times are equal" if times[0] == times[-1] else ""


def _figures(times: Sequence[float], count: int) -> tuple[Figure, ...]:
    share = edge_corrected(len(times) / count, count)
    found = ez(share, float(np.var(times, ddof=1)), float(np.mean(times)))
    time = figure("non_decision_s", found.non_decision_s)
    if found.non_decision_s <= 0:
        time = time.unreportable("below zero: the model does not fit")
    return figure("drift_rate_per_s", found.drift_rate_per_s), figure("boundary", found.boundary), time


def _notes(right: int, count: int) -> tuple[str, ...]:
    share = right / count
    return (f"the share right is {share:g}: moved by half a trial",) if share in (0.0, 0.5, 1.0) else ()
