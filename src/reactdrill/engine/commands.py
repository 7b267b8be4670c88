"""Everything the engine asks for. Nothing is answered synchronously: onsets come back as `CueShown`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reactdrill.drill.trial import Channel, PlannedStep, PlannedTrial, Side
from reactdrill.engine.record import StrayRecord, TrialRecord


@dataclass(frozen=True, slots=True)
class ShowCue:
    """Present a cue at `due_ns` (as soon as possible when that is past)."""

    lane: str
    trial: int
    attempt: int
    cue: PlannedStep
    due_ns: int


@dataclass(frozen=True, slots=True)
class ClearCue:
    """Take a cue away at `due_ns`, or cancel it when it has not begun."""

    lane: str
    trial: int
    attempt: int
    step: str
    due_ns: int
    channel: Channel


@dataclass(frozen=True, slots=True)
class Await:
    """The trial waits for a person: to hold a target, press one, or for the coach."""

    at_ns: int
    lane: str
    trial: PlannedTrial
    attempt: int


@dataclass(frozen=True, slots=True)
class TrialBegins:
    """A trial's clock starts: the foreperiod begins."""

    at_ns: int
    lane: str
    trial: int
    attempt: int
    planned: PlannedTrial
    """As it goes on now: of a sequence that grows only the elements of this attempt."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A trial ended; what the drill lets the athlete see of it, outside every response window."""

    at_ns: int
    lane: str
    outcome: str
    rt_ns: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """Keep this attempt's record. `at_ns` orders it among other lanes' records."""

    at_ns: int
    record: TrialRecord


@dataclass(frozen=True, slots=True)
class Stray:
    """Keep this response that belongs to no open trial."""

    at_ns: int
    record: StrayRecord


@dataclass(frozen=True, slots=True)
class SetBegins:
    """A set is about to begin."""

    at_ns: int
    lane: str
    set: int
    side: Side | None
    practice: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """The lane rests until `until_ns`; `set` comes next."""

    at_ns: int
    lane: str
    set: int
    side: Side | None
    until_ns: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The lane holds still until `Resume`."""

    at_ns: int
    lane: str
    reason: str
    devices: tuple[str, ...]


FinishReason = Literal["complete", "aborted"]


@dataclass(frozen=True, slots=True)
class Finish:
    """The lane is done."""

    at_ns: int
    lane: str
    reason: FinishReason
    detail: str
    presented: int
    not_presented: int


Command = (
    ShowCue | ClearCue | Await | TrialBegins | Feedback | Record | Stray | SetBegins | Rest | Paused | Finish
)
