"""Two groups of athletes against each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from reactdrill.stats.intervals import LEVEL, SMALL_N, Floats, Interval, bootstrap_interval
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NoScipyError, t_quantile
from reactdrill.stats.values import Value, needs

FAMILY = "groups"
VERSION = 1

CONVENTIONS = (
    "one value an athlete: the mean of theirs where there are several",
    "differences: the compared group minus the reference",
    "interval of the difference of means: Welch, unequal variances",
    "Hedges' g: difference of means / pooled SD, corrected for small groups",
    "superiority: chance that one of the compared group has a higher value than one of the reference; ties half",
)


def compare_groups(measures: Sequence[Measure], settings: Settings) -> Result:
    """Compare two groups; which is the reference is a setting, else the first by name."""
    names = sorted({each.group for each in measures if each.group})
    chosen = [
        settings.reference or (names[0] if names else ""),
        settings.compared or (names[-1] if names else ""),
    ]
    base, other = (_values(measures, name) for name in chosen)
    unit = settings.unit
    reason = _reason(names, settings, base, other)
    labels = ("difference_of_medians", "difference_of_means")
    plain = (*(f"{name}_{unit}" for name in labels), "hedges_g", "superiority")
    return Result(
        family=FAMILY,
        version=VERSION,
        title="two groups",
        n=len(base) + len(other),
        figures=missing(plain, reason) if reason else _figures(base, other, settings),
        labels={"reference": chosen[0], "compared": chosen[1]},
        conventions=CONVENTIONS,
    )


def superiority(base: Sequence[float], other: Sequence[float]) -> float:
    """Share of pairs in which the value of `other` is the higher; ties count half."""
    gaps = np.subtract.outer(np.asarray(other), np.asarray(base))
    return float(np.mean((gaps > 0) + 0.5 * (gaps == 0)))


def hedges_g(base: Sequence[float], other: Sequence[float]) -> Value:
    """Standardised difference of means, corrected for small groups."""
    freedom = len(base) + len(other) - 2
    squares = (len(base) - 1) * np.var(base, ddof=1) + (len(other) - 1) * np.var(other, ddof=1)
    if squares <= 0:
        return Value.none("all values within the groups are equal")
    pooled = sqrt(float(squares) / freedom)
    return Value((1 - 3 / (4 * freedom - 1)) * float(np.mean(other) - np.mean(base)) / pooled)


def _values(measures: Sequence[Measure], group: str) -> list[float]:
    athletes: dict[str, list[float]] = {}
    for number, each in enumerate(measures):
        if each.group == group:
            athletes.setdefault(each.athlete or f"row {number}", []).append(each.value)
    return sorted(float(np.mean(sorted(values))) for values in athletes.values())


def _reason(names: Sequence[str], settings: Settings, base: Sequence[float], other: Sequence[float]) -> str:
    if len(names) > 2 and not (settings.reference and settings.compared):
        return (
            f"there are {len(names)} groups ({', '.join(names)}): choose the reference and the compared one"
        )
    return (
        needs(2, "athletes in each of two groups") if min(len(base), len(other)) < 2 or len(names) < 2 else ""
    )


def _figures(base: Sequence[float], other: Sequence[float], settings: Settings) -> tuple[Figure, ...]:
    medians = bootstrap_interval(
        [base, other], _gap, of="the difference of medians", resamples=settings.resamples
    )
    unit = settings.unit
    return (
        figure(f"difference_of_medians_{unit}", float(np.median(other) - np.median(base)), interval=medians),
        figure(
            f"difference_of_means_{unit}", float(np.mean(other) - np.mean(base)), interval=_welch(base, other)
        ),
        figure("hedges_g", hedges_g(base, other)),
        figure("superiority", superiority(base, other)),
    )


def _welch(base: Sequence[float], other: Sequence[float]) -> Interval:
    count = min(len(base), len(other))
    parts = [float(np.var(values, ddof=1)) / len(values) for values in (base, other)]
    if sum(parts) <= 0:
        return Interval.none(count, "all values within the groups are equal")
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(base) - 1) + parts[1] ** 2 / (len(other) - 1))
    try:
        half = t_quantile((1 + LEVEL) / 2, freedom) * sqrt(sum(parts))
    except NoScipyError as none:
        return Interval.none(count, str(none))
    gap = float(np.mean(other) - np.mean(base))
    return Interval(gap - half, gap + half, small=count < SMALL_N, method="Welch's t")


def _gap(base: Floats, other: Floats) -> Floats:
    gaps: Floats = np.median(other, axis=1) - np.median(base, axis=1)
    return gaps
