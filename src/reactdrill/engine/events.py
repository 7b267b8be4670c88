"""Everything the engine can be told.

Times are host nanoseconds. Responses and onsets are already corrected by the station's calibration, with the raw
stamp and the correction beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ResponseAction = Literal["press", "release", "tap"]
"""`tap` is a press that reports no release (a sensor without a held state)."""


@dataclass(frozen=True, slots=True)
class ClockStamp:
    """What a device with a clock of its own stamped, and the mapping that made host time of it.

    `host = offset_ns + nominal + nominal * rate_ppb // 10**9`, with `nominal = ticks * 10**9 // tick_hz`. The mapping
    is frozen for each trial, so two stamps of one trial differ by what that clock measured.
    """

    clock: str
    """Whose clock: a controller of pods."""
    boot: int
    """Another number: the clock began anew, and its ticks cannot be compared."""
    ticks: int
    """Since the clock's start, not wrapped."""
    tick_hz: int
    offset_ns: int
    """Host time of tick 0."""
    rate_ppb: int
    uncertainty_ns: int
    """95 % half-width of the stamp on that clock alone."""
    rate_uncertainty_ppb: int
    """95 % half-width of the rate."""


@dataclass(frozen=True, slots=True)
class Start:
    """The countdown is over: the first trial's gap begins."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class CueShown:
    """A cue really began."""

    at_ns: int
    """Measured onset."""
    lane: str
    trial: int
    attempt: int
    step: str
    source: str
    """The technique that stamped it: `flip`, `mixer`, `virtual`, `pod` …"""
    uncertainty_ns: int
    """95 % half-width."""
    raw_ns: int
    correction_ns: int = 0
    clock: ClockStamp | None = None
    """The stamp on the device's own clock; None where the host stamped."""


@dataclass(frozen=True, slots=True)
class CueEnded:
    """A cue went out: its duration was over, or it was cleared."""

    at_ns: int
    lane: str
    trial: int
    attempt: int
    step: str


@dataclass(frozen=True, slots=True)
class CueFailed:
    """A cue could not be presented; the attempt is aborted."""

    at_ns: int
    lane: str
    trial: int
    attempt: int
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class Response:
    """One press, release or tap."""

    at_ns: int
    target: str
    action: ResponseAction
    device: str
    control: str
    """The physical control, such as `key:left` or `pad0:button3`: what is held is remembered by it."""
    source: str
    uncertainty_ns: int
    raw_ns: int
    correction_ns: int = 0
    lane: str | None = None
    """Set where the device belongs to one lane; None lets the target decide."""
    clock: ClockStamp | None = None
    """The stamp on the device's own clock; None where the host stamped."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Every event up to and including `at_ns` has been delivered. Not journaled: extra ticks change nothing."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """A device is gone. Lanes that need it pause."""

    at_ns: int
    device: str
    targets: tuple[str, ...]
    """The targets that nothing else serves now."""


@dataclass(frozen=True, slots=True)
class DeviceBack:
    """A lost device is there again. The run stays paused until `Resume`."""

    at_ns: int
    device: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Hold everything; an open attempt is aborted and repeated by its rule."""

    at_ns: int
    reason: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a fresh gap."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Abort:
    """End the run now; an open attempt is recorded as aborted."""

    at_ns: int
    reason: str


TimingKind = Literal[
    "gap", "suspended", "clock_step", "late_frame", "dropped_frame", "exposed", "motion", "longest_gap"
]
"""What a `TimingNote` tells.

- `gap`: the program stood still for so long
- `suspended`: the machine slept; the size is how long, as its clocks tell
- `clock_step`: the wall clock was set; the size is how far
- `late_frame`: a cue came up or went out so much later than asked for
- `dropped_frame`: a picture of a moving cue came so much later than the one before it
- `exposed`: the window had been covered and was shown anew
- `motion`: the place of a moving cue is known to so much of its time, 95 % half-width
- `longest_gap`: the longest time that the program stood still in the whole run
"""


@dataclass(frozen=True, slots=True)
class TimingNote:
    """Something that bears on how far times can be trusted. It flags trials and never changes what they come to."""

    at_ns: int
    """When it began."""
    kind: TimingKind
    until_ns: int
    """When it was over; trials that were open in between are flagged with the kind."""
    size_ns: int
    """How much; what of, the kind says."""
    count: int = 1
    """How often it happened, each time at least once."""
    lane: str | None = None
    """With `trial`, `attempt` and `step`: the only cue that it is about. None: everything that was going on."""
    trial: int | None = None
    attempt: int | None = None
    step: str | None = None


Event = (
    Start
    | CueShown
    | CueEnded
    | CueFailed
    | Response
    | Tick
    | DeviceLost
    | DeviceBack
    | Pause
    | Resume
    | Abort
    | TimingNote
)
