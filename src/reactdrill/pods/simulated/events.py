"""A simulated board's events: numbered, kept until they are acknowledged, sent again when they are not."""

from __future__ import annotations

from collections import deque

from reactdrill.pods.messages import Lit, Marked, Message, Out, Sensor, Tap

SLOTS = 24
AGAIN_NS = 40_000_000
NUMBERS = 1 << 16

EventKind = type[Lit] | type[Out] | type[Tap] | type[Sensor] | type[Marked]


class EventBox:
    """The events of one session."""

    def __init__(self) -> None:
        self.next = 0
        self.lost = 0
        self.last_tap = 0
        self.last_tap_tick = 0
        self._held: deque[Message] = deque()
        self._fresh: deque[Message] = deque()
        self._sent_ns: int | None = None
        """When the oldest that is held was sent last."""

    @property
    def first_held(self) -> int:
        """Number of the oldest event that is kept."""
        return (self.next - len(self._held)) % NUMBERS

    @property
    def deadline_ns(self) -> int | None:
        """When the oldest is to be sent again."""
        return self._sent_ns + AGAIN_NS if self._sent_ns is not None and self._held else None

    def add(self, kind: EventKind, *values: int) -> None:
        """Keep an event; it is to be sent."""
        event = kind(self.next, *values)
        if isinstance(event, Tap):
            self.last_tap, self.last_tap_tick = self.next, max(1, event.tick)
        self.next = (self.next + 1) % NUMBERS
        if len(self._held) == SLOTS:
            self._held.popleft()
            self.lost += 1
        self._held.append(event)
        self._fresh.append(event)

    def acknowledge(self, heard: int) -> None:
        """All before `heard` are done with."""
        done = (heard - self.first_held) % NUMBERS
        if done <= len(self._held):
            for _ in range(done):
                self._held.popleft()
            if done:
                self._sent_ns = None

    def to_send(self, now_ns: int) -> list[Message]:
        """What is new, and the oldest where it has waited for too long."""
        out = list(self._fresh)
        self._fresh.clear()
        due_ns = self.deadline_ns
        if not out and due_ns is not None and due_ns <= now_ns:
            out = list(self._held)[:4]
        if out or (self._held and self._sent_ns is None):
            self._sent_ns = now_ns
        return out
