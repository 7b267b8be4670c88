"""Published values of other people, and where an athlete stands beside them.

A norm holds for the class of device that it was measured with, and for stations whose own delay is taken out: across
stations that nobody has measured a difference may be all equipment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reactdrill.stats.values import Value

Against = Literal["device", "cues", "delay", "age", "untimed"]
"""Why a run may not be compared with a norm: the first of these that is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What was published of a test that a drill of the library repeats."""

    title: str
    drill: str
    """Its name. Variants have other names: they are other tests."""
    device: str
    """The class of device, in the words of a `ComparisonKey`."""
    cues: str
    mean_ms: float
    """Of the athletes' means, with the equipment's delay taken off."""
    per_year_ms: float
    """How much it rises with a year of age."""
    ages: tuple[int, int]
    """Youngest and oldest."""
    n: int
    source: str

    def expected_ms(self, age: int | None) -> float:
        """The mean at an age; of all ages where that is not known.

        The mean is taken as that of the middle of the ages, which is our choice: the source does not give it.
        """
        return self.mean_ms if age is None else self.mean_ms + self.per_year_ms * (age - sum(self.ages) / 2)


NORMS = (
    Norm(
        title="simple reaction to light",
        drill="simple-visual",
        device="mouse",
        cues="screen",
        mean_ms=213.0,
        per_year_ms=0.55,
        ages=(18, 65),
        n=1469,
        source="Woods DL and others (2015). Frontiers in Human Neuroscience 9:131. PMC4374455",
    ),
)


@dataclass(frozen=True, slots=True)
class NormPlace:
    """Where one run stands beside a norm."""

    norm: Norm
    age: int | None
    """The athlete's in years, at most one too many; None: not known."""
    expected_ms: float
    """The norm's mean at that age."""
    difference_ms: Value
    """The run's mean minus it; below zero is faster. The reason says why they may not be compared."""
    against: Against | None
    """The same reason as one word; None: they may."""

    @property
    def said(self) -> str:
        """For people, in English: the norm, and the difference or why there is none."""
        norm, difference = self.norm, self.difference_ms
        low, high = norm.ages
        at = f"{low} to {high} years" if self.age is None else f"at {self.age} years"
        told = f"published mean {self.expected_ms:.0f} ms {at} (n = {norm.n}, {norm.source})"
        if difference.value is None:
            return f"{told}; not compared: {difference.reason}"
        way = "slower" if difference.value > 0 else "faster"
        return f"{told}; this run's mean is {abs(difference.value):.0f} ms {way}"


def norms_for(drill: str) -> tuple[Norm, ...]:
    """What was published of a drill's test."""
    return tuple(norm for norm in NORMS if norm.drill == drill)


def place(
    norm: Norm, mean_ms: float | None, *, device: str, cues: str, corrected: bool, age: int | None = None
) -> NormPlace:
    """Hold the mean of a run's hits against a norm. `corrected`: the station's delay was measured and taken out."""
    expected_ms = norm.expected_ms(age)
    low, high = norm.ages
    holds: dict[Against, tuple[bool, str]] = {
        "device": (device == norm.device, f"it was measured with a {norm.device}, this with: {device}"),
        "cues": (cues == norm.cues, f"its cues came from the {norm.cues}, these from: {cues}"),
        "delay": (corrected, "this station's own delay is not measured"),
        "age": (age is None or low <= age <= high, f"it holds from {low} to {high} years"),
    }
    for against, (fits, why) in holds.items():
        if not fits:
            return NormPlace(norm, age, expected_ms, Value.none(why), against)
    if mean_ms is None:
        return NormPlace(norm, age, expected_ms, Value.none("no hit was timed"), "untimed")
    return NormPlace(norm, age, expected_ms, Value(mean_ms - expected_ms), None)
