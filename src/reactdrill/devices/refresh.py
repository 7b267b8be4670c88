"""How a display takes pictures: how often, whether a flip waits for it, and so when a picture can have come up."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median, stdev
from typing import Protocol

import pygame

from reactdrill.devices.stampers.waits import NO_WORK, Work
from reactdrill.live.ports import Clock

NOMINAL_FRAME_NS = 16_666_667
"""A frame where the display does not pace the flips."""
LATE_FRAMES = 1.2
"""What comes later than so many frames has missed one."""
COPIED_NS = 250_000
"""From an X server's turn on a processor to the end of a flip, besides what it ran and the thread was kept waiting. The
most of 16 flips that were answered in one turn, with two busy programs on two cores: 0.08 ms."""
SURE_NS = 1_000_000
"""A flip that waits for the display returns at most so long after the picture came up, if the machine is not late."""
SCHEDSTAT = Path("/proc/thread-self/schedstat")
"""On Linux: how long a thread ran, and how long it waited to, ns."""
_PHASES = (0.3, 0.5, 0.7, 0.4, 0.6, 0.35)
_AS_EXPECTED = 5
"""Of the phases, how many must show the waiting."""


class Display(Protocol):
    """The window that is drawn on."""

    @property
    def surface(self) -> pygame.Surface:
        """What is drawn on; another one after every change of size."""

    def flip(self) -> None:
        """Show what was drawn."""


@dataclass(frozen=True, slots=True)
class RefreshMeasurement:
    """Time between flips that follow each other at once, ns."""

    median_ns: int
    sd_ns: int
    n: int
    waits: bool = False
    """A single flip, at any moment, returns when the display takes the picture. False: not so, or not tried."""
    copies: bool = False
    """A flip returns as soon as a server has copied the picture and said so. False: not so, or not known."""

    @property
    def paced(self) -> bool:
        """Whether the flips wait for the display: 24 to 360 a second, evenly."""
        return (
            not self.copies and 2_700_000 <= self.median_ns <= 42_000_000 and self.sd_ns < self.median_ns / 4
        )

    @property
    def frame_ns(self) -> int:
        """How long a picture stays at least."""
        return self.median_ns if self.paced else NOMINAL_FRAME_NS

    @property
    def late_ns(self) -> int:
        """What comes later than this has missed a frame."""
        return round(self.frame_ns * LATE_FRAMES)

    def onset_between(
        self, before_ns: int, after_ns: int, waited_ns: int = 0, server: Work = NO_WORK
    ) -> tuple[int, int]:
        """First and last moment at which the picture of a flip between these two can have come up.

        `waited_ns`: how long the thread could have run meanwhile and did not get to; `server`: what a server that
        copies the picture did meanwhile. One that was given a processor once copied it then, at the end of its wait.
        One that was interrupted may have copied it before or after that: within the flip.
        A display that makes a flip wait takes the picture as the flip returns. One that paces flips and lets a single
        one go at once takes it with its next frame, when the flip is long over. Any other takes it within the flip.
        """
        if self.waits:
            return max(before_ns, after_ns - max(SURE_NS, 4 * self.sd_ns) - waited_ns), after_ns
        if self.copies and server.turns == 1:
            begun_ns = min(before_ns + server.waited_ns, after_ns - waited_ns - server.ran_ns - COPIED_NS)
            return max(before_ns, begun_ns), after_ns
        if not self.paced:
            return before_ns, after_ns
        return before_ns, after_ns + self.median_ns


def kept_waiting_ns() -> int:
    """How long this thread has waited for a processor so far, ns; 0 where the system does not tell."""
    try:
        return int(os.pread(_schedstat(threading.get_native_id()), 100, 0).split()[1])
    except (OSError, AttributeError, IndexError, ValueError):  # Windows has no such call either
        return 0


@cache
def _schedstat(_thread: int) -> int:
    """The file of this thread, open for good: nothing is opened while a response is awaited."""
    return os.open(SCHEDSTAT, os.O_RDONLY)


UNKNOWN_REFRESH = RefreshMeasurement(0, 0, 0)
"""Of a display that has not been measured: taken for one that paces nothing."""


def measure_refresh(display: Display, clock: Clock, n: int = 40) -> RefreshMeasurement:
    """Flip `n + 1` times and measure the gaps; takes `n` frames."""
    display.flip()
    stamps = []
    for _ in range(n + 1):
        display.flip()
        stamps.append(clock.now_ns())
    gaps = [after - before for before, after in pairwise(stamps)]
    return RefreshMeasurement(round(median(gaps)), round(stdev(gaps)), n)


def measure_display(
    display: Display, clock: Clock, n: int = 40, *, copied: bool = False
) -> RefreshMeasurement:
    """As `measure_refresh`, and whether a single flip waits; takes about 15 frames more where flips are paced.

    `copied`: a server copies each picture before the flip returns.
    """
    measured = measure_refresh(display, clock, n)
    if copied:
        return replace(measured, copies=True)
    return replace(measured, waits=_waits(display, clock, measured.median_ns)) if measured.paced else measured


def _waits(display: Display, clock: Clock, frame_ns: int) -> bool:
    """Flip at several phases of the display's frame: one that waits takes what is left of the frame."""
    as_expected = 0
    for phase in _PHASES:
        display.flip()
        begin_ns = clock.now_ns() + round((1 + phase) * frame_ns)
        while clock.now_ns() < begin_ns:
            clock.wait(begin_ns)
        before_ns = clock.now_ns()
        display.flip()
        took_ns = clock.now_ns() - before_ns
        as_expected += abs(took_ns - (1 - phase) * frame_ns) < 0.2 * frame_ns
    return as_expected >= _AS_EXPECTED
