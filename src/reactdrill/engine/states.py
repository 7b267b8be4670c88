"""Every state of a lane and every transition, in one table.

The engine looks its handlers up here and checks each move against it; `docs/architecture.md` shows the same table.
An event that has no row for a state changes nothing: a response becomes a stray, anything else is only journaled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import get_args

from reactdrill.engine.events import (
    Abort,
    CueEnded,
    CueFailed,
    CueShown,
    DeviceBack,
    DeviceLost,
    Event,
    Pause,
    Response,
    Resume,
    Start,
    Tick,
)


class State(StrEnum):
    """What a lane is doing."""

    IDLE = "idle"
    GAP = "gap"
    """Between trials."""
    WAITING = "waiting"
    """For the athlete to take a hold, a start response, a partner, or the coach."""
    FOREPERIOD = "foreperiod"
    """The trial's clock runs; the reference cue has not begun."""
    WINDOW = "window"
    """The reference cue has begun; responses are scored."""
    LIT = "lit"
    """The outcome is decided; the cue stays until the window ends."""
    RESTING = "resting"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SetTimeUp:
    """The set's own clock ran out: an input the engine gives itself."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class PartnerResponded:
    """The partner that the trial waits for responded: an input that another lane gives."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class AllReady:
    """Every lane waits for a trial that begins in all of them together: an input that the run gives."""

    at_ns: int


Input = Event | SetTimeUp | PartnerResponded | AllReady
INPUTS: tuple[type, ...] = get_args(Input)


@dataclass(frozen=True, slots=True)
class Transition:
    """Which method handles an input, and where it may lead beside staying."""

    handler: str
    to: frozenset[State]


_S = State
_NEXT = (_S.GAP, _S.RESTING, _S.DONE)
"""Where a lane goes when an attempt is over."""


def _go(handler: str, *to: State) -> Transition:
    return Transition(handler, frozenset(to))


_ALWAYS_OPEN: dict[type, Transition] = {
    Pause: _go("on_pause", _S.PAUSED),
    DeviceLost: _go("on_device_lost", _S.PAUSED),
    DeviceBack: _go("on_device_back"),
    Abort: _go("on_abort", _S.DONE),
}

_IN_SET: dict[type, Transition] = {**_ALWAYS_OPEN, SetTimeUp: _go("on_set_time_up", _S.RESTING, _S.DONE)}

_ON_CUES: dict[type, Transition] = {
    CueEnded: _go("on_cue_ended"),
    CueFailed: _go("on_cue_failed", *_NEXT),
}

TABLE: Mapping[State, Mapping[type, Transition]] = {
    _S.IDLE: {
        Start: _go("on_start", _S.GAP, _S.PAUSED),
        DeviceLost: _go("on_device_missing"),
        DeviceBack: _go("on_device_back"),
        Abort: _go("on_abort", _S.DONE),
    },
    _S.GAP: {**_IN_SET, Tick: _go("on_gap_over", _S.WAITING, _S.FOREPERIOD)},
    _S.WAITING: {
        **_IN_SET,
        Response: _go("on_waited_for", _S.FOREPERIOD),
        PartnerResponded: _go("on_partner_responded", _S.FOREPERIOD),
        AllReady: _go("on_all_ready", _S.FOREPERIOD),
    },
    _S.FOREPERIOD: {
        **_IN_SET,
        **_ON_CUES,
        Response: _go("on_early_response", *_NEXT),
        CueShown: _go("on_cue_shown", _S.WINDOW),
        Tick: _go("on_foreperiod_over", *_NEXT),
    },
    _S.WINDOW: {
        **_IN_SET,
        **_ON_CUES,
        Response: _go("on_response", _S.LIT, *_NEXT),
        CueShown: _go("on_cue_shown"),
        Tick: _go("on_window_over", *_NEXT),
    },
    _S.LIT: {
        **_IN_SET,
        **_ON_CUES,
        Response: _go("on_extra_response"),
        CueShown: _go("on_cue_shown"),
        Tick: _go("on_window_over", *_NEXT),
    },
    _S.RESTING: {**_ALWAYS_OPEN, Tick: _go("on_rest_over", _S.GAP)},
    _S.PAUSED: {
        Pause: _go("on_pause"),
        DeviceLost: _go("on_device_lost"),
        DeviceBack: _go("on_device_back"),
        Resume: _go("on_resume", *_NEXT),
        Abort: _go("on_abort", _S.DONE),
    },
    _S.DONE: {},
}


def mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for state, row in TABLE.items():
        for kind, transition in row.items():
            name = "time" if kind is Tick else kind.__name__
            for target in sorted(transition.to):
                arrows.setdefault((state, target), []).append(name)
    lines = ["stateDiagram-v2", "    [*] --> idle"]
    lines += [f"    {one} --> {other}: {', '.join(names)}" for (one, other), names in arrows.items()]
    return "\n".join([*lines, "    done --> [*]"])
