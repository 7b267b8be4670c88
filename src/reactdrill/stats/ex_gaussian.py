"""The ex-Gaussian distribution: a normal part and an exponential tail."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reactdrill.stats.result import Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NEEDS_SCIPY
from reactdrill.stats.trials import Trial, hit_times_ms
from reactdrill.stats.values import needs

FAMILY = "ex-gaussian"
VERSION = 1
FEWEST = 40
"""Hits: with 20 of them and a true tau of 50 ms, estimates lie anywhere between 0 and 78 ms."""
ENOUGH = 100
"""Hits: with so many they lie between 37 and 61 ms."""
_NAMES = ("mu_ms", "sigma_ms", "tau_ms", "log_likelihood")

CONVENTIONS = (
    "maximum likelihood (scipy's exponnorm) from a moment start, reaction times of hits",
    "mean = mu + tau, variance = sigma squared + tau squared",
    f"no fit below {FEWEST} hits, rough below {ENOUGH}",
)


@dataclass(frozen=True, slots=True)
class ExGaussian:
    """Parameters in ms, and the log-likelihood they have."""

    mu_ms: float
    sigma_ms: float
    tau_ms: float
    log_likelihood: float


class NoFitError(Exception):
    """The distribution does not fit; the text says why."""


def moments(times_ms: Sequence[float]) -> tuple[float, float, float]:
    """mu, sigma and tau that have the mean, SD and skew of the times. Raises `NoFitError` without a right skew."""
    values = np.asarray(times_ms, dtype=np.float64)
    mean, sd = float(values.mean()), float(values.std(ddof=1))
    if sd <= 1e-9 * max(1.0, abs(mean)):
        raise NoFitError("all times are equal")
    skew = float(np.mean((values - mean) ** 3)) / sd**3
    if skew <= 0:
        raise NoFitError("the times have no tail to the right (skew at or below zero): it does not fit")
    share = min((skew / 2) ** (1 / 3), 0.95)
    return mean - sd * share, sd * (1 - share**2) ** 0.5, sd * share


def fit(times_ms: Sequence[float]) -> ExGaussian:
    """Fit by maximum likelihood; the order of the times changes nothing. Raises `NoFitError`."""
    mu, sigma, tau = moments(ordered := sorted(times_ms))
    try:
        from scipy.stats import exponnorm  # noqa: PLC0415 - slow to load
    except ImportError:
        raise NoFitError(NEEDS_SCIPY) from None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # the search passes through impossible values
        shape, where, scale = map(float, exponnorm.fit(ordered, tau / sigma, loc=mu, scale=sigma))
        likelihood = float(np.sum(exponnorm.logpdf(ordered, shape, where, scale)))
        start = float(np.sum(exponnorm.logpdf(ordered, tau / sigma, mu, sigma)))
    if not np.isfinite(likelihood) or scale <= 0 or likelihood < start - 1e-6:
        raise NoFitError("the search for the best parameters came to no end")
    return ExGaussian(where, scale, shape * scale, likelihood)


def ex_gaussian(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Fit the reaction times of hits, where there are enough of them."""
    times = hit_times_ms(trials)
    rough = "rough" if len(times) < ENOUGH else ""
    try:
        found = fit(_enough(times))
    except NoFitError as none:
        figures = missing(_NAMES, str(none))
    else:
        figures = tuple(figure(name, getattr(found, name), remark=rough) for name in _NAMES)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="ex-Gaussian distribution",
        n=len(times),
        figures=figures,
        conventions=CONVENTIONS,
    )


def _enough(times: Sequence[float]) -> Sequence[float]:
    if len(times) < FEWEST:
        raise NoFitError(needs(FEWEST, "hits"))
    return times
