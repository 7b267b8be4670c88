"""The planned trial: what a plan holds and the engine runs, all in integer nanoseconds.

Plain frozen dataclasses without numpy or pydantic, so that the engine stays light and a plan read back from a
journal is exactly the plan that was run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["go", "no_go", "stop", "distractor", "prime"]
Channel = Literal["screen", "light", "sound"]
"""`light` is a pod where the station maps the target to one, and the screen otherwise."""
Match = Literal["any", "all", "order", "count", "none"]
"""`all`: each of the targets once, its light goes out with its hit. `count`: so many responses on any of them."""
Action = Literal["press", "release", "leave_reach"]
LightOut = Literal["hit", "timeout", "either"]
Repeat = Literal["next", "end", "never"]
Mode = Literal["sensor", "observer", "cue_only"]
Side = Literal["left", "right"]

ANY_TARGET = "any"
"""In `Expect.targets`: every target of the lane counts."""
SEQUENCE_END = "sequence.end"
"""What a step hangs on that follows the last element of the trial's sequence, however long that is."""
COACH = "coach"
"""The target the coach presses: it starts `begin = "coach"` trials and completes trials in observer mode."""


@dataclass(frozen=True, slots=True)
class Begin:
    """What starts a trial's clock."""

    kind: Literal["auto", "hold", "on", "coach", "together"] = "auto"
    """`together`: at one instant in all lanes, as soon as every lane is ready for one that begins so."""
    target: str | None = None
    """`hold`: the clock starts while it is held. `on`: the clock starts at its press."""
    lane: str | None = None
    """`on` only: the partner's lane whose response counts; None is the athlete's own lane."""
    not_before_ns: int | None = None
    """Earliest start after the run's own start (scripts with cue times); None: as soon as the gap is over."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One cue of a trial."""

    id: str
    channel: Channel
    stimulus: Mapping[str, Any]
    """What is shown or played, in the drill file's words: the device that presents it reads it."""
    role: Role = "go"
    target: str | None = None
    after: str = "foreperiod"
    """`start`, `foreperiod`, a step's id (its onset), `<id>.end`, `response` or `response:N` (N-th scored one)."""
    offset_ns: int = 0
    offset_param: str | None = None
    """Name of an adaptive parameter that is added to `offset_ns` when the trial begins."""
    duration_ns: int | None = None
    """None: until the trial ends."""
    frames: int | None = None
    """Duration in display frames; takes the place of `duration_ns` on a screen."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The instant reaction time is counted from: a step's onset plus an offset."""

    step: str
    offset_ns: int = 0
    early_ns: int = 0
    """Responses up to this long before the instant are scored, with a negative time (rhythm, moving target)."""


@dataclass(frozen=True, slots=True)
class Expect:
    """Which responses a trial wants."""

    match: Match = "any"
    targets: tuple[str, ...] = ()
    action: Action = "press"
    home: str | None = None
    """`leave_reach` only: the target that is left before one of `targets` is reached."""
    count: int = 1
    """`count` only: how many responses."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Elements shown one after the other, to be answered in order."""

    steps: tuple[str, ...]
    """Ids of the elements' steps, in the order of showing. The trial's first expected targets answer them."""
    length_param: str | None = None
    """Name of the adaptive parameter that says how many of them there are this time; None: all."""
    backwards: bool = False
    """Answered from the last to the first."""


@dataclass(frozen=True, slots=True)
class Window:
    """When responses count and what ends the trial."""

    response_ns: int | None
    """Length of the response window from the reference; a response exactly at its end still counts."""
    response_param: str | None = None
    """Name of an adaptive parameter that takes the place of `response_ns`."""
    min_rt_ns: int = 100_000_000
    """A response earlier than this is a false start; exactly this is credible."""
    lapse_ns: int | None = None
    """A hit at or above this carries the flag `lapse`."""
    light_out: LightOut = "either"
    iti_ns: int = 0
    false_start: Literal["end", "continue"] = "end"
    wrong: Literal["end", "continue"] = "end"


@dataclass(frozen=True, slots=True)
class PlannedTrial:
    """One trial of one lane, with nothing left to chance."""

    index: int
    """0-based position in the lane's plan; never reused."""
    set: int
    condition: str
    variables: Mapping[str, Any]
    foreperiod_ns: int
    steps: tuple[PlannedStep, ...]
    expect: Expect
    window: Window
    reference: Reference | None = None
    """None in a catch trial: nothing is presented."""
    begin: Begin = field(default_factory=Begin)
    sequence: Sequence | None = None
    repeat: Repeat = "end"
    side: Side | None = None
    practice: bool = False
    catch: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """What ends a set; whichever comes first. `trials` is always the number planned."""

    trials: int
    time_ns: int | None = None
    hits: int | None = None
    strikes: int | None = None
    """A strike is a miss, wrong target, false start or commission."""


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """A run of trials without rest: `trials[first:first + until.trials]` of the lane."""

    index: int
    first: int
    until: Until
    rest_before_ns: int = 0
    side: Side | None = None
    practice: bool = False
    task: Mapping[str, Any] | None = None
    """What is done besides, in the drill file's words with its numbers drawn; None: nothing."""


@dataclass(frozen=True, slots=True)
class StaircaseSpec:
    """A fixed-step staircase on a duration or a count (García-Pérez 1998 for the step ratios)."""

    start: int
    step_up: int
    step_down: int
    min: int
    max: int
    up_after: int = 1
    """Consecutive successes before the value rises (`toward = "harder"` is the drill author's choice of sign)."""
    down_after: int = 1
    conditions: tuple[str, ...] = ()
    """Trials of these conditions move it; empty: every trial that used it."""
    unit: Literal["ns", "count"] = "ns"


@dataclass(frozen=True, slots=True)
class LanePlan:
    """One athlete's plan within a run."""

    name: str
    targets: tuple[str, ...]
    sets: tuple[PlannedSet, ...]
    trials: tuple[PlannedTrial, ...]
    adaptive: Mapping[str, StaircaseSpec] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A drill expanded with a seed."""

    drill: str
    drill_version: int
    drill_sha256: str
    mode: Mode
    feedback: Literal["none", "outcome", "rt"]
    lanes: tuple[LanePlan, ...]
    seed: int | None = None
    """None: written by hand (a script)."""
    generator: Mapping[str, Any] = field(default_factory=dict)
    """Bit generator, entropy and numpy version that drew the plan; empty for a script."""

    @property
    def trial_count(self) -> int:
        """Trials planned over all lanes."""
        return sum(len(lane.trials) for lane in self.lanes)
