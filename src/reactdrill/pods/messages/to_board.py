"""Commands: what the host says to a board."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import ClassVar

from reactdrill.pods.messages.base import Message


@dataclass(frozen=True, slots=True)
class Hello(Message):
    """Opens a session; session 0 only asks."""

    TYPE: ClassVar[int] = 0x01
    LAYOUT: ClassVar[Struct] = Struct("<BBI")
    major: int
    minor: int
    session: int


@dataclass(frozen=True, slots=True)
class Ping(Message):
    """Asks for the time."""

    TYPE: ClassVar[int] = 0x02
    LAYOUT: ClassVar[Struct] = Struct("<H24x")
    heard: int


@dataclass(frozen=True, slots=True)
class Heard(Message):
    """Acknowledges all events before this number."""

    TYPE: ClassVar[int] = 0x03
    LAYOUT: ClassVar[Struct] = Struct("<H")
    heard: int


@dataclass(frozen=True, slots=True)
class Light(Message):
    """Schedules a cue; times in ticks."""

    TYPE: ClassVar[int] = 0x04
    LAYOUT: ClassVar[Struct] = Struct("<BHBBBBBIII")
    pod: int
    round: int
    flags: int
    red: int
    green: int
    blue: int
    brightness: int
    at: int
    on_ticks: int
    window_ticks: int


@dataclass(frozen=True, slots=True)
class Cancel(Message):
    """Ends a cue early."""

    TYPE: ClassVar[int] = 0x05
    LAYOUT: ClassVar[Struct] = Struct("<H")
    round: int


@dataclass(frozen=True, slots=True)
class AllOff(Message):
    """Cancels every cue and puts out all lights."""

    TYPE: ClassVar[int] = 0x06
    LAYOUT: ClassVar[Struct] = Struct("<")


@dataclass(frozen=True, slots=True)
class Mark(Message):
    """Makes a pulse on the TTL output."""

    TYPE: ClassVar[int] = 0x07
    LAYOUT: ClassVar[Struct] = Struct("<HBIH")
    mark: int
    flags: int
    at: int
    width_100us: int


@dataclass(frozen=True, slots=True)
class Identify(Message):
    """Lights one pod, as no cue."""

    TYPE: ClassVar[int] = 0x08
    LAYOUT: ClassVar[Struct] = Struct("<BBBBBH")
    pod: int
    red: int
    green: int
    blue: int
    brightness: int
    ms: int


@dataclass(frozen=True, slots=True)
class Status(Message):
    """Asks how the board is."""

    TYPE: ClassVar[int] = 0x09
    LAYOUT: ClassVar[Struct] = Struct("<")


@dataclass(frozen=True, slots=True)
class Counts(Message):
    """Asks what an input has seen."""

    TYPE: ClassVar[int] = 0x0A
    LAYOUT: ClassVar[Struct] = Struct("<B")
    input: int


@dataclass(frozen=True, slots=True)
class GetInput(Message):
    """Asks for the settings of an input."""

    TYPE: ClassVar[int] = 0x0B
    LAYOUT: ClassVar[Struct] = Struct("<B")
    input: int


@dataclass(frozen=True, slots=True)
class SetInput(Message):
    """Changes the settings of an input."""

    TYPE: ClassVar[int] = 0x0C
    LAYOUT: ClassVar[Struct] = Struct("<BBHBB")
    input: int
    flags: int
    lockout_ms: int
    confirm_100us: int
    level: int


@dataclass(frozen=True, slots=True)
class GetBoard(Message):
    """Asks for the settings of the board."""

    TYPE: ClassVar[int] = 0x0D
    LAYOUT: ClassVar[Struct] = Struct("<")


@dataclass(frozen=True, slots=True)
class SetBoard(Message):
    """Changes the settings of the board."""

    TYPE: ClassVar[int] = 0x0E
    LAYOUT: ClassVar[Struct] = Struct("<IBBBBB")
    board_id: int
    pods: int
    led_kind: int
    leds_per_pod: int
    reference: int
    ttl_ms: int


@dataclass(frozen=True, slots=True)
class Factory(Message):
    """Forgets all settings but the board's number."""

    TYPE: ClassVar[int] = 0x0F
    LAYOUT: ClassVar[Struct] = Struct("<")
