"""What every family of statistics gives back: figures with their units in their names, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite

from reactdrill.stats.intervals import Interval
from reactdrill.stats.values import Value

NOT_FINITE = "these numbers give no finite result"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the reason why there is none. Its unit stands at the end of its name: `_ms`, `_percent`."""

    name: str
    value: float | None
    reason: str | None = None
    """Why there is no value; with a value: why it must not be reported."""
    n: int | None = None
    """What it rests on, where that differs from the result's own n."""
    interval: Interval | None = None
    """None: this figure has no interval by definition."""
    reportable: bool = True
    remark: str = ""
    """Such as `rough`."""

    def unreportable(self, reason: str) -> Figure:
        """The same value, which stays visible but must not be reported, and why."""
        return self if self.value is None else replace(self, reportable=False, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one family says of some trials."""

    family: str
    version: int
    """Of the algorithm: changes when the same data would give other numbers."""
    title: str
    n: int
    """Trials, values or athletes that were used."""
    figures: tuple[Figure, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What is a word and no number, such as the better side."""
    conventions: tuple[str, ...]
    """Which of several usual definitions was followed."""
    notes: tuple[str, ...] = ()
    """What has to be known of these data before the numbers are believed."""

    def __getitem__(self, name: str) -> Figure:
        """The figure of that name. Raises `KeyError`."""
        for each in self.figures:
            if each.name == name:
                return each
        raise KeyError(name)


def figure(
    name: str,
    value: float | Value,
    *,
    n: int | None = None,
    interval: Interval | None = None,
    remark: str = "",
) -> Figure:
    """Make a figure; what is not finite has no value, and a figure without a value has no interval."""
    held = value if isinstance(value, Value) else Value(float(value))
    if held.value is None:
        return Figure(name, None, held.reason, n)
    if not isfinite(held.value):
        return Figure(name, None, NOT_FINITE, n)
    return Figure(name, held.value, None, n, interval, remark=remark)


def missing(names: Sequence[str], reason: str) -> tuple[Figure, ...]:
    """Figures that have no value, all for the same reason."""
    return tuple(Figure(name, None, reason) for name in names)
