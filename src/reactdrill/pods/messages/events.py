"""Events: what a board tells by itself, each with a number."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import ClassVar

from reactdrill.pods.messages.base import Message


@dataclass(frozen=True, slots=True)
class Lit(Message):
    """A cue's light went on."""

    TYPE: ClassVar[int] = 0x81
    LAYOUT: ClassVar[Struct] = Struct("<HBHBI")
    number: int
    pod: int
    round: int
    flags: int
    on_tick: int


@dataclass(frozen=True, slots=True)
class Out(Message):
    """A cue is over."""

    TYPE: ClassVar[int] = 0x82
    LAYOUT: ClassVar[Struct] = Struct("<HBHBBIII")
    number: int
    pod: int
    round: int
    reason: int
    flags: int
    end_tick: int
    off_tick: int
    tap_tick: int


@dataclass(frozen=True, slots=True)
class Tap(Message):
    """A pod was pressed (`edge` 1) or released (0)."""

    TYPE: ClassVar[int] = 0x83
    LAYOUT: ClassVar[Struct] = Struct("<HBBBHI")
    number: int
    pod: int
    edge: int
    flags: int
    round: int
    tick: int


@dataclass(frozen=True, slots=True)
class Sensor(Message):
    """The light or the sound sensor changed."""

    TYPE: ClassVar[int] = 0x84
    LAYOUT: ClassVar[Struct] = Struct("<HBBBHI")
    number: int
    input: int
    edge: int
    flags: int
    round: int
    tick: int


@dataclass(frozen=True, slots=True)
class Marked(Message):
    """The pulse of a MARK began."""

    TYPE: ClassVar[int] = 0x85
    LAYOUT: ClassVar[Struct] = Struct("<HHBI")
    number: int
    mark: int
    flags: int
    on_tick: int


PodEvent = Lit | Out | Tap | Sensor | Marked
