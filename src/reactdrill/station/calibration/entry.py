"""One measurement of a latency, and how sure it makes us of a single event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reactdrill.drill.values import Strict

Part = Literal["display", "sound", "input"]
Method = Literal["film", "loopback", "entered", "sensor"]
Includes = Literal["", "display", "microphone"]

KEYBOARD = "keyboard"
"""The device that all keyboards together are calibrated as."""
LEAST_MS, MOST_MS = -50.0, 2000.0
"""What can be a latency at all. Sound may be a little less late than reactdrill supposes; Bluetooth reaches 0.3 s."""
MOST_SD_MS = 500.0
MOST_N = 1_000_000
TEXT_MAX = 400

LatencyMs = Annotated[float, Field(ge=LEAST_MS, le=MOST_MS, allow_inf_nan=False)]
SpreadMs = Annotated[float, Field(ge=0, le=MOST_SD_MS, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Measured:
    """A latency as it was measured, ms."""

    mean_ms: float
    sd_ms: float
    n: int
    uncertainty_ms: float
    """95 % half-width for a single event, the mean's own included."""


class Entry(Strict):
    """One measurement of one part of the station, as it stands in the file."""

    name: Annotated[str, Field(pattern=r"^[a-z]+-\d+$")]
    """Such as `display-1`: what it is called when it is shown, used or forgotten."""
    part: Part
    device: Annotated[str, Field(max_length=TEXT_MAX)] = ""
    """Of an input: `keyboard`, or the gamepad's own name."""
    method: Method
    at_utc: str
    mean_ms: LatencyMs
    sd_ms: SpreadMs
    n: Annotated[int, Field(ge=1, le=MOST_N)]
    uncertainty_ms: Annotated[float, Field(ge=0, le=MOST_MS, allow_inf_nan=False)]
    """95 % half-width for a single event."""
    includes: Includes = ""
    """What else is in the value: `display` (a film of finger and light), `microphone` (a recording)."""
    source: Annotated[str, Field(max_length=TEXT_MAX)] = ""
    """Who measured it, how, where it is published."""
    samples_ms: list[float] = Field(default_factory=list)
    """The single values, where they are known."""
    setup: dict[str, str] = Field(default_factory=dict)
    """What it was measured on; empty: it holds wherever it is used."""

    @model_validator(mode="after")
    def _only_sound_may_be_early(self) -> Self:
        if self.part != "sound" and self.mean_ms < 0:
            raise PydanticCustomError(
                "early", "{part} cannot be early: mean_ms is below 0", {"part": self.part}
            )
        if self.part == "input" and not self.device:
            raise PydanticCustomError("device", 'an input needs its device, such as device = "keyboard"')
        return self

    @property
    def latency_ns(self) -> int:
        """The mean, ns."""
        return round(self.mean_ms * 1e6)

    @property
    def uncertainty_ns(self) -> int:
        """95 % half-width for a single event, ns."""
        return round(self.uncertainty_ms * 1e6)

    @property
    def about(self) -> str:
        """What was measured, for people: `display`, `sound`, `keyboard`, a gamepad's name."""
        return self.device if self.part == "input" else self.part


def measured(samples_ms: Sequence[float], *, step_ms: float = 0.0) -> Measured:
    """Mean and spread of at least two single latencies.

    `step_ms`: the instrument tells whole steps of this only, at both ends of the interval; a spread below what that
    alone makes (step / sqrt 6) is not believed.
    """
    n = len(samples_ms)
    sd_ms = stdev(samples_ms)
    believed_ms = max(sd_ms, step_ms / sqrt(6))
    return Measured(fmean(samples_ms), sd_ms, n, event_uncertainty_ms(believed_ms, n))


def event_uncertainty_ms(sd_ms: float, n: int) -> float:
    """95 % half-width of a single event's distance from a mean of `n` values with this SD (prediction interval)."""
    return t_975(n - 1) * sd_ms * sqrt(1 + 1 / n)


def t_975(freedom: int) -> float:
    """97.5 % quantile of Student's t.

    Exact for 1 and 2 degrees of freedom; from 3 by the expansion of Abramowitz and Stegun 26.7.5, at most 0.13 % off.
    Raises `ValueError` for less than 1.
    """
    if freedom < 1:
        raise ValueError("a spread needs two values")
    if freedom <= 2:
        return (12.7062, 4.3027)[freedom - 1]
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, start=1)))
