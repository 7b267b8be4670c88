"""Keeps the loop turning while no device does, so that the window's close and what is plugged in are noticed."""

from __future__ import annotations

from reactdrill.drill.trial import Plan
from reactdrill.live.ports import Clock, Polled

BEAT_NS = 10_000_000
SLOW_BEAT_NS = 50_000_000
"""Where keys wake the loop by themselves."""


class Heartbeat:
    """A response device that never responds."""

    name = "heartbeat"

    def __init__(self, clock: Clock, every_ns: int = BEAT_NS) -> None:
        self._clock = clock
        self._every_ns = every_ns
        self._next_ns = clock.now_ns()

    @property
    def deadline_ns(self) -> int | None:
        """The next beat."""
        return self._next_ns

    def start(self, plan: Plan) -> None:
        """Nothing to listen to."""

    def stop(self) -> None:
        """Nothing to let go."""

    def poll(self) -> Polled:
        """Nothing has happened, up to now."""
        now_ns = self._clock.now_ns()
        if now_ns >= self._next_ns:
            self._next_ns = now_ns + self._every_ns
        return Polled((), now_ns)
