"""The clocks. Only this module reads the machine's time."""

from __future__ import annotations

import ctypes
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

from reactdrill.errors import ReactDrillError


class StandstillError(ReactDrillError):
    """Virtual time has nothing to jump to."""


class SystemClock:
    """`time.perf_counter_ns` with a wait that other threads and signal handlers can end.

    A `threading.Event` would not do: its lock is held for moments of every wait, and a handler that wakes the thread that
    it interrupts there waits for itself, for ever.
    """

    def __init__(self) -> None:
        self._wakes: SimpleQueue[None] = SimpleQueue()

    def now_ns(self) -> int:
        """Nanoseconds of the host's monotonic performance counter."""
        return time.perf_counter_ns()

    def wait(self, deadline_ns: int | None) -> None:
        """Block until `deadline_ns` or a wake; never spins."""
        left_ns = None if deadline_ns is None else max(0, deadline_ns - time.perf_counter_ns())
        with suppress(Empty):
            self._wakes.get(timeout=None if left_ns is None else left_ns / 1e9)

    def wake(self) -> None:
        """End the current or next wait."""
        if self._wakes.empty():
            self._wakes.put(None)


class VirtualClock:
    """Time that jumps to the next deadline: hours of drill in seconds, the same on every machine."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now_ns = start_ns

    def now_ns(self) -> int:
        """The virtual time."""
        return self._now_ns

    def wait(self, deadline_ns: int | None) -> None:
        """Jump to `deadline_ns`. Raises `StandstillError` without one: nothing could ever happen again."""
        if deadline_ns is None:
            raise StandstillError("virtual time stands still: no device and no trial has a deadline")
        self._now_ns = max(self._now_ns, deadline_ns)

    def wake(self) -> None:
        """Nothing to do: nobody waits in virtual time."""


def utc_now() -> datetime:
    """The wall clock, for file names and headers only."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class HostClocks:
    """The machine's clocks, read as good as at once."""

    wall_ns: int
    """Wall clock minus the performance counter. It changes when somebody sets the clock, and slowly by itself."""
    asleep_ns: int | None
    """How long the machine has slept since some moment; None where no clock tells."""
    doubt_ns: int
    """How long the reading took: differences of two readings are no surer than that."""


def read_host_clocks() -> HostClocks:
    """Take a reading, to be compared with the one before it."""
    before_ns = time.perf_counter_ns()
    asleep_ns = _asleep_ns()
    wall_ns = time.time_ns()
    after_ns = time.perf_counter_ns()
    middle_ns = (before_ns + after_ns) // 2
    return HostClocks(wall_ns - middle_ns, asleep_ns, after_ns - before_ns)


if sys.platform == "linux":

    def _asleep_ns() -> int | None:
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.clock_gettime_ns(time.CLOCK_MONOTONIC)

elif sys.platform == "darwin":

    def _asleep_ns() -> int | None:
        # There the monotonic clock goes on in sleep and the performance counter does not.
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) - time.perf_counter_ns()

elif sys.platform == "win32":

    def _asleep_ns() -> int | None:
        # The performance counter goes on in sleep, this one does not; it moves in steps of up to 16 ms.
        awake = ctypes.c_ulonglong()
        if not ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake)):
            return None
        return time.perf_counter_ns() - awake.value * 100

else:

    def _asleep_ns() -> int | None:
        return None
