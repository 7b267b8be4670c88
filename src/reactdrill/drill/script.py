"""Scripts: a plan written by hand, trial by trial, with the responses and faults to play where wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from reactdrill.drill.file import DrillFile
from reactdrill.drill.model import Row
from reactdrill.drill.trial import Plan
from reactdrill.drill.values import Line, Slug, Strict

Ms = Annotated[float, Field(ge=0, le=86_400_000)]
After = Literal["start", "onset", "response"]


class Respond(Strict):
    """One scripted response."""

    target: Slug
    action: Literal["press", "release", "tap"] = "press"
    after: After = "onset"
    """`start`: the trial's start. `onset`: its first cue. `response`: the scripted response before this one."""
    ms: Ms
    hold_ms: Annotated[float, Field(gt=0, le=86_400_000)] | None = None
    """A press is released after this; 80 ms when not said. Not with `release` or `tap`."""
    late_ms: Ms = 0.0
    """How long after its stamp it arrives."""
    duplicate: bool = False
    """It is delivered twice, as a bouncing switch or a resent message would."""
    attempt: Annotated[int, Field(ge=1, le=100)] = 1


class Fault(Strict):
    """One scripted fault: a device that goes away and comes back."""

    kind: Literal["device_lost"] = "device_lost"
    device: Line = "scripted"
    after: Literal["start", "onset"] = "onset"
    ms: Ms
    for_ms: Ms = 1000.0
    attempt: Annotated[int, Field(ge=1, le=100)] = 1


class ScriptTrial(Strict):
    """One trial: an alternative of one of the drill's trials, with its exact foreperiod."""

    trial: Slug
    with_: Row = Field({}, alias="with")
    foreperiod_ms: Ms
    not_before_ms: Ms | None = None
    """Earliest start after the run's start."""
    response_ms: Ms | None = None
    """Length of the response window; the drill's when not said."""
    lane: Slug | None = None
    side: Literal["left", "right"] | None = None
    practice: bool = False
    sequence: list[Slug] = []
    """The targets of the trial's sequence, where the drill draws one."""
    respond: list[Respond] = []
    faults: list[Fault] = []


class Tolerance(Strict):
    """How far a live run may be from what is expected, in ms either way."""

    rt_ms: Ms = 25.0
    foreperiod_ms: Ms = 25.0
    movement_ms: Ms = 25.0


class Script(Strict):
    """One script file."""

    format: Literal[1]
    title: Annotated[str, Field(min_length=1, max_length=80)] = "Script"
    drill: Line
    """A drill's name, or the path of its file from the script's folder."""
    mode: Literal["sensor", "observer", "cue_only"] | None = None
    tolerance: Tolerance = Tolerance()
    trials: Annotated[list[ScriptTrial], Field(min_length=1, max_length=100_000)]


Key = tuple[str, int, int]
"""Lane, trial index, attempt."""


@dataclass(frozen=True)
class ScriptFile:
    """A script ready to run."""

    path: Path | str
    sha256: str
    title: str
    drill: DrillFile
    plan: Plan
    responses: Mapping[Key, tuple[Respond, ...]]
    faults: Mapping[Key, tuple[Fault, ...]]
    tolerance: Tolerance

    @property
    def has_responses(self) -> bool:
        """Whether the script answers for itself."""
        return bool(self.responses)
