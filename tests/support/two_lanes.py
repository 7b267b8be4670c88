"""Runs that two athletes do together, for tests of whose is what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from journals import lane, plan, trial, write_run
from reactdrill.drill.trial import Plan


def two_lane_plan() -> Plan:
    """Two lanes with targets of their own, two trials each."""
    return plan(
        lane([trial(number, "a-left") for number in range(2)], "a", ("a-left",)),
        lane([trial(number, "b-left") for number in range(2)], "b", ("b-left",)),
    )


def write_two_lanes(folder: Path, athletes: Mapping[str, str], **more: Any) -> Path:
    """A run of two athletes; `athletes` says by lane who they are."""
    return write_run(folder, two_lane_plan(), options={"athletes": dict(athletes)}, **more)
