"""What is kept of an attempt: the journal's trial line, field for field.

Times are host nanoseconds unless the name says otherwise; `*_ns` fields that can be unknown are None, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reactdrill.drill.trial import Channel, Mode, Role, Side

Outcome = Literal[
    "hit",
    "wrong_target",
    "miss",
    "false_start",
    "commission",
    "correct_rejection",
    "stopped",
    "stop_failed",
    "completed",
    "aborted",
]
"""`completed`: done in observer or cue-only mode, where nothing is timed as a reaction."""

STRIKES: frozenset[str] = frozenset({"miss", "wrong_target", "false_start", "commission", "stop_failed"})
ERRORS: frozenset[str] = STRIKES


@dataclass(frozen=True, slots=True)
class CueRecord:
    """One cue of an attempt: requested, scheduled and achieved."""

    step: str
    role: Role
    channel: Channel
    target: str | None
    requested_ns: int
    """When the plan wanted it."""
    due_ns: int
    """When the engine asked for it: later than requested where the flash limit delayed it."""
    onset_ns: int | None
    """Measured onset; None when it never began."""
    ended_ns: int | None
    """When it was reported to have gone out; None when that came after the record."""
    raw_ns: int | None
    correction_ns: int
    uncertainty_ns: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """One response of an attempt and what it was taken for."""

    at_ns: int
    target: str
    action: str
    verdict: str
    """`correct`, `part`, `departure`, `wrong`, `early`, `commission`, `extra`, `observed`."""
    raw_ns: int
    correction_ns: int
    uncertainty_ns: int
    source: str
    device: str
    control: str


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One attempt at one planned trial. The key is (lane, trial, attempt)."""

    lane: str
    trial: int
    attempt: int
    set: int
    side: Side | None
    condition: str
    variables: Mapping[str, Any]
    mode: Mode
    practice: bool
    catch: bool
    outcome: Outcome
    reason: str | None
    """Why an attempt was aborted."""
    rt_ns: int | None
    """First scored response minus reference: in `leave_reach` the departure from home; negative when early."""
    rt_uncertainty_ns: int | None
    movement_ns: int | None
    """`leave_reach` only: target contact minus departure."""
    completed_ns: int | None
    """Last needed response minus reference; in observer mode the coach's press (never a reaction time)."""
    errors: int
    """Wrong targets within the attempt."""
    early: int
    """Responses before the cue, or too soon after it to be one."""
    foreperiod_ns: int
    """As planned."""
    foreperiod_achieved_ns: int | None
    """Reference cue's onset minus the trial's start."""
    begin_ns: int | None
    """The trial's start; None when it was aborted while waiting to begin."""
    reference_ns: int | None
    ended_ns: int
    expected: tuple[str, ...]
    cues: tuple[CueRecord, ...]
    responses: tuple[ResponseRecord, ...]
    parameters: Mapping[str, int]
    """Adaptive values used, ns."""
    flags: tuple[str, ...]
    """`lapse`, `no_departure`, `flash_delayed` (a cue waited for the flash limit), `late_cue` (one was due in the past);
    of the measuring: `gap`, `suspended`, `clock_step`, `late_frame`, `dropped_frame`, `exposed`, as `TimingKind` says."""


@dataclass(frozen=True, slots=True)
class StrayRecord:
    """A response that belongs to no open trial: kept, never scored."""

    lane: str | None
    at_ns: int
    target: str
    action: str
    device: str
    control: str
    source: str
    uncertainty_ns: int
    reason: str
    """`before_start`, `between_trials`, `waiting`, `not_listening`, `resting`, `paused`, `finished`, `late`, `no_lane`."""
    after_trial: int | None
    """The last trial of the lane that had begun."""
