"""Answers: what a board says when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import ClassVar

from reactdrill.pods.messages.base import Message
from reactdrill.pods.messages.numbers import Board, Feature


@dataclass(frozen=True, slots=True)
class Ack(Message):
    """Done, or taken."""

    TYPE: ClassVar[int] = 0x40
    LAYOUT: ClassVar[Struct] = Struct("<BB")
    of: int
    detail: int


@dataclass(frozen=True, slots=True)
class HelloIs(Message):
    """Who is there."""

    TYPE: ClassVar[int] = 0x41
    LAYOUT: ClassVar[Struct] = Struct("<BBBBBBBBBHIIIIBBB")
    major: int
    minor: int
    fw_major: int
    fw_minor: int
    fw_patch: int
    board: int
    pods: int
    max_pods: int
    led_kind: int
    features: int
    tick_hz: int
    boot_id: int
    board_id: int
    session: int
    cue_slots: int
    event_slots: int
    reset_cause: int

    @property
    def firmware(self) -> str:
        """Its version, such as `1.0.2`."""
        return f"{self.fw_major}.{self.fw_minor}.{self.fw_patch}"

    @property
    def simulated(self) -> bool:
        """Whether no hand can touch these pods."""
        return bool(self.features & Feature.SIMULATED) or self.board == Board.SOFTWARE


@dataclass(frozen=True, slots=True)
class Pong(Message):
    """The board's clock in ticks of 32 bits, and what it has told so far."""

    TYPE: ClassVar[int] = 0x42
    LAYOUT: ClassVar[Struct] = Struct("<IIIHHHII")
    received: int
    sent: int
    boot_id: int
    next_event: int
    first_held: int
    last_tap: int
    last_tap_tick: int
    complete_until: int


@dataclass(frozen=True, slots=True)
class StatusIs(Message):
    """How the board is."""

    TYPE: ClassVar[int] = 0x49
    LAYOUT: ClassVar[Struct] = Struct("<IHHHHHHHHII")
    uptime_s: int
    supply_mv: int
    free_ram: int
    bad_frames: int
    rx_lost: int
    lost_edges: int
    lost_events: int
    late_lights: int
    flags: int
    active: int
    stuck: int


@dataclass(frozen=True, slots=True)
class CountsIs(Message):
    """What an input has seen since the board's start."""

    TYPE: ClassVar[int] = 0x4A
    LAYOUT: ClassVar[Struct] = Struct("<BBHHHHHH")
    input: int
    flags: int
    presses: int
    releases: int
    noise: int
    rejected: int
    bounce_us: int
    state_s: int


@dataclass(frozen=True, slots=True)
class InputIs(Message):
    """Settings of an input."""

    TYPE: ClassVar[int] = 0x4B
    LAYOUT: ClassVar[Struct] = Struct("<BBHBB")
    input: int
    flags: int
    lockout_ms: int
    confirm_100us: int
    level: int


@dataclass(frozen=True, slots=True)
class BoardIs(Message):
    """Settings of the board."""

    TYPE: ClassVar[int] = 0x4D
    LAYOUT: ClassVar[Struct] = Struct("<IBBBBB")
    board_id: int
    pods: int
    led_kind: int
    leds_per_pod: int
    reference: int
    ttl_ms: int


@dataclass(frozen=True, slots=True)
class Nack(Message):
    """Refused; nothing was changed."""

    TYPE: ClassVar[int] = 0x7F
    LAYOUT: ClassVar[Struct] = Struct("<BBH")
    of: int
    reason: int
    detail: int
