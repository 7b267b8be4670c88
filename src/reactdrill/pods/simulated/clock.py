"""A board's clock in exact whole numbers."""

from __future__ import annotations

from reactdrill.pods.messages import TICK_HZ

SCALE = 1_000_000_000
WRAP = 1 << 32


class BoardClock:
    """Counts ticks from `start_ns` on, faster by `fast_ppb` than it should. `first` is the tick it begins with."""

    def __init__(self, start_ns: int, fast_ppb: int = 0, first: int = 1) -> None:
        self._start_ns = start_ns
        self._first = first
        self._per_second = TICK_HZ * (SCALE + fast_ppb)

    def tick(self, at_ns: int) -> int:
        """The tick at a time, not wrapped."""
        return self._first + (at_ns - self._start_ns) * self._per_second // (SCALE * SCALE)

    def begins_ns(self, tick: int) -> int:
        """The first nanosecond of a tick."""
        return self._start_ns - (self._first - tick) * SCALE * SCALE // self._per_second

    def unwrapped(self, tick: int, at_ns: int) -> int:
        """A tick of 32 bits near the present one in full."""
        now = self.tick(at_ns)
        return now + ((tick - now + WRAP // 2) % WRAP - WRAP // 2)
