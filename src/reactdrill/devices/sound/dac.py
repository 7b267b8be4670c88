"""Which frame of a stream leaves it when: the stream's own statements, and how far they scatter.

A sound server or driver says, many times a second, which frame is leaving at which moment. The stamp of a frame is
the median of the statements nearest to it; the scatter of these is its uncertainty. So a clock that drifts, jumps or
stutters makes the stamps near it unsure, and no others.
"""

from __future__ import annotations

from itertools import islice
from statistics import median_low
from typing import NamedTuple

RATE_HZ = 48_000
NEAREST = 21
"""Statements that a stamp is made of: two to four tenths of a second."""
KEPT = 100
UNKNOWN_NS = 1_000_000_000
"""Uncertainty of a stream that has stated nothing yet."""
DRIFT_PPM = 300
"""No sound card's clock is further off: what a stamp beyond the last statement may be wrong by."""


def frames_ns(frames: int) -> int:
    """How long so many frames last, ns."""
    return frames * 1_000_000_000 // RATE_HZ


class DacStamp(NamedTuple):
    """When a frame leaves the stream."""

    at_ns: int
    uncertainty_ns: int
    """95 % half-width."""


class _Doubt(NamedTuple):
    first: int
    last: int
    uncertainty_ns: int


class _Loss(NamedTuple):
    first: int
    after: int


class DacClock:
    """Frames to nanoseconds and back.

    The thread that feeds the stream calls `state`, `doubt`, `lose` and `forget`; any thread may ask. Each of them replaces
    one tuple, so nobody waits for anybody.
    """

    def __init__(self) -> None:
        self.floor_ns = 0
        """Added to the scatter: what all statements may be wrong by alike. Set by whoever states."""
        self._stated: tuple[tuple[int, int], ...] = ()
        """Frame, and ns at which frame 0 would have left, oldest first."""
        self._doubts: tuple[_Doubt, ...] = ()
        self._losses: tuple[_Loss, ...] = ()

    # ---- told by the stream

    def state(self, frame: int, at_ns: int) -> None:
        """Frame number `frame` leaves at `at_ns`."""
        self._stated = (
            *islice(self._stated, len(self._stated) >= KEPT, None),
            (frame, at_ns - frames_ns(frame)),
        )

    def doubt(self, first: int, last: int, uncertainty_ns: int) -> None:
        """The stream ran dry: frames from `first` to `last` left later than stated, by at most `uncertainty_ns`."""
        self._doubts = (*self._doubts[-7:], _Doubt(first, last, uncertainty_ns))

    def lose(self, first: int, after: int) -> None:
        """Frames from `first` up to, not with, `after` came too late: silence left in their place."""
        self._losses = (*self._losses[-7:], _Loss(first, after))

    def forget(self) -> None:
        """The stream begins anew: what it stated before says nothing of what comes."""
        self._stated = ()

    # ---- asked

    @property
    def is_running(self) -> bool:
        """Whether anything is known."""
        return bool(self._stated)

    @property
    def newest(self) -> int:
        """The frame of the last statement; -1 when there is none."""
        stated = self._stated
        return stated[-1][0] if stated else -1

    def frame_at(self, at_ns: int) -> int:
        """The frame that leaves at `at_ns`, by the newest statements. 0 when there are none."""
        zeros = [zero_ns for _, zero_ns in self._stated[-NEAREST:]]
        return round((at_ns - median_low(zeros)) * RATE_HZ / 1_000_000_000) if zeros else 0

    def heard_from(self, frame: int) -> int:
        """The frame itself, or the first one after it that was not lost."""
        for loss in self._losses:
            if loss.first <= frame < loss.after:
                frame = loss.after
        return frame

    def stamp(self, frame: int) -> DacStamp:
        """When a frame leaves, by the statements nearest to it."""
        stated = self._stated
        if not stated:
            return DacStamp(0, UNKNOWN_NS)
        near = sorted(stated, key=lambda each: abs(each[0] - frame))[:NEAREST]
        zero_ns = median_low([each[1] for each in near])
        scatter = sorted(abs(each[1] - zero_ns) for each in near)
        beyond_ns = frames_ns(max(0, frame - stated[-1][0])) * DRIFT_PPM // 1_000_000
        uncertainty_ns = self.floor_ns + scatter[len(scatter) * 19 // 20] + beyond_ns
        doubts = [doubt.uncertainty_ns for doubt in self._doubts if doubt.first <= frame <= doubt.last]
        return DacStamp(zero_ns + frames_ns(frame), max(uncertainty_ns, *doubts, 0))
