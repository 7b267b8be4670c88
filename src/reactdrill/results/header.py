"""The first line of a journal: everything needed to understand, repeat and rescore the run."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from typing import Any, Literal
from uuid import uuid4

from reactdrill.drill.trial import Mode, Plan

FORMAT = 1
"""The journal format this reactdrill writes, and the newest it reads."""
GUEST = "guest"

Origin = Literal["play", "demo", "replay"]


@dataclass(frozen=True, slots=True)
class DrillInfo:
    """The drill file that was run, whole."""

    name: str
    title: str
    version: int
    component: str
    sha256: str
    text: str
    """The drill file as it was; empty for a script that names no drill."""


def new_run_id() -> str:
    """A run's name for ever: 32 hexadecimal digits."""
    return uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHeader:
    """What was run, by whom, on which station."""

    format: int = FORMAT
    run: str = field(default_factory=new_run_id)
    started_utc: str
    """As `utc_text` writes it."""
    origin: Origin
    simulated: bool
    """The athlete is a program: such runs are marked everywhere and never mixed with people's."""
    athlete: str = GUEST
    mode: Mode
    drill: DrillInfo
    plan: Plan
    seed: int | None
    """None: the plan was written by hand."""
    station: Mapping[str, Any] = field(default_factory=dict)
    calibration: Mapping[str, Any] | None = None
    """None: the station is not calibrated."""
    devices: tuple[Mapping[str, Any], ...] = ()
    software: Mapping[str, str | None] = field(default_factory=dict)
    display: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def utc_text(at: datetime) -> str:
    """A date and time as journals write it: `2026-03-01T09:30:00.000Z`. `at` must know its time zone."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def software_versions() -> dict[str, str | None]:
    """Versions of what a result depends on; None: not installed, or (`sdl`) not loaded. Imports none of it."""
    pygame = sys.modules.get("pygame")
    sdl = pygame.get_sdl_version() if pygame is not None else None
    return {
        "reactdrill": _installed("reactdrill"),
        "python": platform.python_version(),
        "pygame": _installed("pygame-ce") or _installed("pygame"),
        "sdl": None if sdl is None else ".".join(map(str, sdl)),
        "numpy": _installed("numpy"),
        "platform": platform.platform(),
    }


def _installed(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def lapse_threshold_ns(plan: Plan) -> int | None:
    """The reaction time from which the plan calls a hit a lapse; the lowest where trials differ, None for none."""
    return min(
        (trial.window.lapse_ns for lane in plan.lanes for trial in lane.trials if trial.window.lapse_ns),
        default=None,
    )
