"""Watches the thread that the loop runs in: how long it stands still, whether the machine slept, whether clocks were set.

The loop tells it when a turn begins and ends and when it was to turn again. What it finds becomes `TimingNote`s that
reach the engine, and the journal, in the order of their stamps: a trial that ended while the program stood still is
flagged as well.
"""

from __future__ import annotations

from collections.abc import Callable

from reactdrill.engine.events import TimingKind, TimingNote
from reactdrill.live.clock import HostClocks, read_host_clocks

GAP_NS = 25_000_000
"""A longer standstill is told: one and a half frames of a display with 60 a second."""
FRAMES_IN_GAP = 1.5
ASLEEP_NS = 100_000_000
"""A shorter sleep is none; where the clock for it moves in steps, they are shorter than this."""
CLOCK_STEP_NS = 10_000_000
SLEWED = 1000
"""A wall clock that is being put right slowly moves at most by one part in so many."""


def gap_limit_ns(frame_ns: int) -> int:
    """The longest standstill that is not worth telling on a display with such frames: a flip may wait for one."""
    return max(GAP_NS, round(FRAMES_IN_GAP * frame_ns))


class Watchdog:
    """For one run. All stamps are of the run's clock."""

    def __init__(
        self, *, limit_ns: int = GAP_NS, read_clocks: Callable[[], HostClocks] = read_host_clocks
    ) -> None:
        self.longest_ns = 0
        """The longest standstill so far, told or not."""
        self._limit_ns = limit_ns
        self._read_clocks = read_clocks
        self._clocks: tuple[int, HostClocks] | None = None
        """The last reading, and when it was taken."""
        self._turned_ns = 0
        """When the last turn began."""
        self._since_ns: int | None = None
        """Since when the thread has been busy; None: nothing is going on that it could keep waiting."""
        self._waited: tuple[int, int | None] | None = None
        """Since when the thread waits, and until when."""

    def turn_ends(self, *, watching: bool) -> None:
        """A turn is over. Not `watching`: nothing is going on."""
        self._since_ns = self._turned_ns if watching else None
        self._waited = None

    def waits(self, now_ns: int, deadline_ns: int | None) -> None:
        """The thread has nothing else to do, and waits to turn at `deadline_ns`."""
        self._waited = (now_ns, deadline_ns)

    def excuse(self, now_ns: int) -> None:
        """What the thread has done since the last turn was meant to take its time."""
        if self._since_ns is not None:
            self._since_ns = now_ns

    def turn_begins(self, now_ns: int) -> list[TimingNote]:
        """What has happened since the last turn began."""
        notes = [*self._clock_changes(now_ns), *self._gaps(now_ns)]
        self._turned_ns = now_ns
        return notes

    def _gaps(self, now_ns: int) -> list[TimingNote]:
        if self._since_ns is None:
            return []
        idle_ns, deadline_ns = self._waited or (now_ns, None)
        if deadline_ns is None:
            gaps = [(self._since_ns, idle_ns)]
        elif deadline_ns <= idle_ns:  # the work went on until the deadline, or past it
            gaps = [(self._since_ns, now_ns)]
        else:
            gaps = [(self._since_ns, idle_ns), (deadline_ns, now_ns)]
        self.longest_ns = max(self.longest_ns, *(end_ns - begin_ns for begin_ns, end_ns in gaps))
        return [
            self._note("gap", begin_ns, end_ns, end_ns - begin_ns)
            for begin_ns, end_ns in gaps
            if end_ns - begin_ns > self._limit_ns
        ]

    def _clock_changes(self, now_ns: int) -> list[TimingNote]:
        clocks, last = self._read_clocks(), self._clocks
        if clocks.doubt_ns > CLOCK_STEP_NS and last is not None:
            return []  # it was interrupted: the next reading tells as much
        self._clocks = (now_ns, clocks)
        if last is None or self._since_ns is None:
            return []
        read_ns, before = last
        doubt_ns = clocks.doubt_ns + before.doubt_ns
        if clocks.asleep_ns is not None and before.asleep_ns is not None:
            slept_ns = clocks.asleep_ns - before.asleep_ns
            if slept_ns > ASLEEP_NS + doubt_ns:
                return [self._note("suspended", self._turned_ns, now_ns, slept_ns)]
        step_ns = clocks.wall_ns - before.wall_ns
        if abs(step_ns) > CLOCK_STEP_NS + doubt_ns + (now_ns - read_ns) // SLEWED:
            return [self._note("clock_step", self._turned_ns, now_ns, step_ns)]
        return []

    def _note(self, kind: TimingKind, begin_ns: int, end_ns: int, size_ns: int) -> TimingNote:
        """Stamped after everything that the last turn has handed on."""
        return TimingNote(max(begin_ns, self._turned_ns + 1), kind, end_ns, size_ns)
