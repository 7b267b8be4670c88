"""What may be chosen for a family of statistics; every choice that is not the default stands in its conventions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reactdrill.stats.intervals import RESAMPLES

ScoreTake = Literal["median", "mean", "best", "best_mean", "sum"]
OutlierRule = Literal["none", "window", "sd", "mad", "iqr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices of all families together. Times in ms."""

    resamples: int = RESAMPLES
    """Of the bootstrap; 0: no interval is computed."""
    low_ms: float = 100.0
    """Reaction times below it are flagged as implausible."""
    high_ms: float | None = None
    """Reaction times above it are flagged; None: none is."""
    outliers: OutlierRule = "none"
    """What is left out: nothing; all outside the window; beyond 3 SD, 3 MAD or 1.5 IQR."""
    false_start_ms: float = 100.0
    lapse_ms: float | None = None
    """None: 500 in the PVT, 355 in the PVT-B."""
    reference: str | None = None
    """Name of the condition or group that is compared with."""
    compared: str | None = None
    """Name of the condition or group that is compared."""
    best: int = 1
    """How many of the fastest make the best."""
    dropped_reversals: int = 4
    """Of a staircase, at its beginning."""
    up_after: int | None = None
    """Successes in a row that make the staircase harder."""
    down_after: int | None = None
    """Failures in a row that make it easier."""
    no_repeat: bool = False
    """No stimulus followed itself, so that there was one alternative less."""
    practice_runs: int = 15
    """Runs before the first that counts."""
    mdc: float | None = None
    """A published minimal detectable change, for an athlete whose own history is too short."""
    lower_is_better: bool = True
    take: ScoreTake = "median"
    """How one number is made of the times: see `score`."""
    unit: str = "ms"
    """Of the values of athletes and sessions; it ends the names of their figures."""
