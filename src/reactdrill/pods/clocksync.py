"""What a board's clock says in host time: offset and rate, with how unsure both are.

Each PING and PONG bounds the line from both sides: a PING cannot arrive before the time its bytes take, and a PONG
cannot have been sent later than that before it came. All lines that keep every bound lie between a steepest and a
shallowest one; their mean is the estimate, and half of what lies between them is its uncertainty. So delays that
only sometimes happen (a frame of the bus, a timer in a USB chip) do not shift it: only the quickest count, and the
quickest there need not be of the same round trip as the quickest back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reactdrill.pods.messages import BYTE_NS, TICK_HZ

SECOND_NS = 1_000_000_000
PPB = 1_000_000_000
FRAME_BYTES = 32
"""A PING and a PONG on the wire."""
QUICKEST_NS = round(FRAME_BYTES * BYTE_NS * 0.995) - 1_000
"""No frame takes less: a board's bits are up to 0.5 % short, and a byte is there half a bit before its end."""
QUANTUM_NS = 1_000
"""A tick and the host's own reading."""
WINDOWS_NS = (30 * SECOND_NS, 10 * SECOND_NS, 3 * SECOND_NS)
"""How far back samples count. When a clock's rate has changed, no straight line fits the longer ones."""
LONG_WINDOW_NS = 120 * SECOND_NS
ROUGH_NS = 100_000
"""Where the windows above leave more than this unsure, as with a USB chip that waits 16 ms, older samples help."""
FEWEST = 8
LONGEST_TRIP_NS = SECOND_NS
STEP_NS = 2_000_000
"""A sample this far on the impossible side of what is known means that one of the clocks has jumped."""
STEP_AFTER = 3
QUICK_AFTER = 8
QUICK_WEIGHT = 10
"""So many round trips that are quicker than the wire, and more than one in ten: it is none of 500 000 baud, but a
pseudo terminal."""
SLACK_NS = (0, 50_000, 500_000, 5_000_000, 50_000_000)
"""By how much bounds are loosened where no line keeps them all; the uncertainty grows with it."""
STEEPEST = 0.02
"""A rate further off than this is no clock of a board."""
REFRESH_NS = 500_000_000

Point = tuple[float, float]


class Sample(NamedTuple):
    """One round trip."""

    sent_ns: int
    """Host time at which the first byte of the PING was written."""
    received_ticks: int
    answered_ticks: int
    arrived_ns: int
    """Host time after the last byte of the PONG."""


@dataclass(frozen=True, slots=True)
class ClockMapping:
    """Host time of a board's ticks, in whole numbers, so that everybody computes the same."""

    offset_ns: int
    """Host time of tick 0."""
    rate_ppb: int
    """By how much a tick is longer than nominal, in parts of 1e9."""
    tick_hz: int = TICK_HZ

    def host_ns(self, ticks: int) -> int:
        """Host time of a tick, counted without wrapping."""
        nominal_ns = ticks * SECOND_NS // self.tick_hz
        return self.offset_ns + nominal_ns + nominal_ns * self.rate_ppb // PPB

    def ticks(self, host_ns: int) -> int:
        """The tick nearest to a host time."""
        since_ns = host_ns - self.offset_ns
        whole, parts = since_ns * self.tick_hz * PPB, (PPB + self.rate_ppb) * SECOND_NS
        return (2 * whole + parts) // (2 * parts)

    def length_ticks(self, length_ns: int) -> int:
        """Whole ticks within a length of host time."""
        return length_ns * self.tick_hz * PPB // ((PPB + self.rate_ppb) * SECOND_NS)


@dataclass(frozen=True, slots=True)
class ClockEstimate:
    """A mapping and its uncertainty, as known at one time."""

    mapping: ClockMapping
    at_ns: int
    uncertainty_ns: int
    """95 % half-width of a converted stamp at `at_ns`."""
    rate_uncertainty_ppb: int

    def uncertainty_at_ns(self, host_ns: int) -> int:
        """The half-width for a stamp at another time: the rate's share grows with the distance."""
        return self.uncertainty_ns + self.length_uncertainty_ns(abs(host_ns - self.at_ns))

    def length_uncertainty_ns(self, length_ns: int) -> int:
        """The half-width of a length measured on the board's clock."""
        return length_ns * self.rate_uncertainty_ppb // PPB


class _Line(NamedTuple):
    slope: float
    x: float
    y: float

    def at(self, x: float) -> float:
        return self.y + self.slope * (x - self.x)


class _Second:
    """The samples of about a second, thinned to the points that can touch a line."""

    def __init__(self, at_ns: int) -> None:
        self.at_ns = at_ns
        self.count = 0
        self.below: list[Point] = []
        self.above: list[Point] = []

    def thin(self) -> None:
        """Nothing more will be added: keep the corners."""
        self.below, self.above = _hull(self.below, 1), _hull(self.above, -1)


class ClockSync:
    """The clock of one board since its last start."""

    def __init__(self, tick_hz: int = TICK_HZ, quickest_ns: int = QUICKEST_NS) -> None:
        self.tick_hz = tick_hz
        self.rejected = 0
        """Samples that cannot be true."""
        self._quickest_ns = quickest_ns
        self._seconds: deque[_Second] = deque()
        self._first: Sample | None = None
        self._last: Sample | None = None
        self._estimate: ClockEstimate | None = None
        self._impossible = 0
        self._too_quick = 0

    def add(self, sample: Sample) -> bool:
        """Take a round trip. False when one of the clocks has jumped: everything known before was forgotten."""
        trip_ns = sample.arrived_ns - sample.sent_ns - self._nominal_ns(sample, sample.received_ticks)
        if trip_ns < 2 * (self._quickest_ns - QUANTUM_NS):
            self.rejected += 1
            self._too_quick += QUICK_WEIGHT
            if self._too_quick >= QUICK_AFTER * QUICK_WEIGHT:
                self._quickest_ns = 0
                self.forget()
            return True
        if trip_ns > LONGEST_TRIP_NS or self._goes_back(sample):
            self.rejected += 1
            return True
        self._too_quick = max(0, self._too_quick - 1)
        if self._contradicts(sample):
            self._impossible += 1
            if self._impossible < STEP_AFTER:
                return True
            self.forget()
            self._keep(sample)
            return False
        self._impossible = 0
        self._keep(sample)
        return True

    def forget(self) -> None:
        """Begin anew."""
        self._seconds.clear()
        self._first = self._last = self._estimate = None
        self._impossible = 0

    @property
    def count(self) -> int:
        """Samples that count."""
        return sum(second.count for second in self._seconds)

    @property
    def span_ns(self) -> int:
        """Host time between the first and the last sample that count."""
        return 0 if self._last is None else self._last.sent_ns - self._seconds[0].at_ns

    def estimate(self, *, fresh: bool = False) -> ClockEstimate | None:
        """What is known; None while that is too little. At most half a second old, or `fresh`."""
        if self._last is None or self.count < FEWEST:
            return None
        known = self._estimate
        age_ns = SECOND_NS if known is None else self._last.arrived_ns - known.at_ns
        if age_ns > (0 if fresh else min(REFRESH_NS, self.span_ns // 8)):
            self._estimate = self._compute()
        return self._estimate

    # ---- samples

    def _nominal_ns(self, sample: Sample, since: int) -> int:
        return (sample.answered_ticks - since) * SECOND_NS // self.tick_hz

    def _goes_back(self, sample: Sample) -> bool:
        last = self._last
        return sample.answered_ticks < sample.received_ticks or (
            last is not None and sample.received_ticks <= last.received_ticks
        )

    def _contradicts(self, sample: Sample) -> bool:
        known = self._estimate
        if known is None:
            return False
        allowed_ns = STEP_NS + known.uncertainty_at_ns(sample.arrived_ns)
        mapping = known.mapping
        early = sample.sent_ns + self._quickest_ns - mapping.host_ns(sample.received_ticks)
        late = mapping.host_ns(sample.answered_ticks) - (sample.arrived_ns - self._quickest_ns)
        return max(early, late) > allowed_ns

    def _keep(self, sample: Sample) -> None:
        if self._first is None:
            self._first = sample
        self._last = sample
        if not self._seconds or sample.sent_ns - self._seconds[-1].at_ns > SECOND_NS:
            if self._seconds:
                self._seconds[-1].thin()
            self._seconds.append(_Second(sample.sent_ns))
        second = self._seconds[-1]
        second.count += 1
        margin_ns = self._quickest_ns - QUANTUM_NS
        second.below.append(self._point(sample.received_ticks, sample.sent_ns + margin_ns))
        second.above.append(self._point(sample.answered_ticks, sample.arrived_ns - margin_ns))
        while sample.sent_ns - self._seconds[0].at_ns > LONG_WINDOW_NS:
            self._seconds.popleft()

    def _point(self, ticks: int, host_ns: int) -> Point:
        """A bound: nominal time since the first sample, and by how much host time has run ahead of it."""
        assert self._first is not None
        nominal_ns = (ticks - self._first.received_ticks) * SECOND_NS // self.tick_hz
        return float(nominal_ns), float(host_ns - self._first.sent_ns - nominal_ns)

    # ---- the line

    def _compute(self) -> ClockEstimate | None:
        assert self._last is not None
        hulls: tuple[list[Point], list[Point]] = ([], [])
        for window_ns in WINDOWS_NS:
            seconds = [one for one in self._seconds if self._last.sent_ns - one.at_ns <= window_ns]
            below = _hull((point for one in seconds for point in one.below), 1)
            above = _hull((point for one in seconds for point in one.above), -1)
            hulls = below, above
            if (lines := _lines(below, above, 0)) is not None:
                return self._with_older(self._estimated(*lines))
        for slack_ns in SLACK_NS[1:]:
            if (lines := _lines(*hulls, slack_ns)) is not None:
                return self._estimated(*lines)
        return None

    def _with_older(self, estimate: ClockEstimate | None) -> ClockEstimate | None:
        """A better estimate from all samples there are, where that is wanted and a line keeps all their bounds."""
        if estimate is None or estimate.uncertainty_ns <= ROUGH_NS:
            return estimate
        below = _hull((point for one in self._seconds for point in one.below), 1)
        above = _hull((point for one in self._seconds for point in one.above), -1)
        lines = _lines(below, above, 0)
        older = None if lines is None else self._estimated(*lines)
        return estimate if older is None else older

    def _estimated(self, steep: _Line, shallow: _Line) -> ClockEstimate | None:
        first, last = self._first, self._last
        assert first is not None
        assert last is not None
        nominal_ns = (last.answered_ticks - first.received_ticks) * SECOND_NS // self.tick_hz
        slope = (steep.slope + shallow.slope) / 2
        if abs(slope) > STEEPEST:
            return None
        ahead_ns = round((steep.at(nominal_ns) + shallow.at(nominal_ns)) / 2)
        half_ns = abs(steep.at(nominal_ns) - shallow.at(nominal_ns)) / 2
        rate_ppb = round(slope * PPB)
        whole_ns = last.answered_ticks * SECOND_NS // self.tick_hz
        offset_ns = first.sent_ns + nominal_ns + ahead_ns - whole_ns - whole_ns * rate_ppb // PPB
        return ClockEstimate(
            ClockMapping(offset_ns, rate_ppb, self.tick_hz),
            last.arrived_ns,
            round(half_ns) + QUANTUM_NS,
            round((steep.slope - shallow.slope) / 2 * PPB) + 1,
        )


def _hull(points: Iterable[Point], side: int) -> list[Point]:
    """The corners that a line can touch from above (`side` 1) or from below (-1). `points` are in order of x."""
    corners: list[Point] = []
    for x, y in points:
        while len(corners) >= 2:
            (x1, y1), (x2, y2) = corners[-2], corners[-1]
            if side * ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) < 0:
                break
            corners.pop()
        corners.append((x, y))
    return corners


def _lines(below: Sequence[Point], above: Sequence[Point], slack_ns: int) -> tuple[_Line, _Line] | None:
    """The steepest and the shallowest line above all of `below` and below all of `above`; None where there is none.

    The steepest rises from a point below to a later one above, the shallowest falls from above to a later one below.
    """
    steep = [
        _Line((v - f + 2 * slack_ns) / (x2 - x1), x1, f - slack_ns)
        for x1, f in below
        for x2, v in above
        if x2 > x1
    ]
    shallow = [
        _Line((f - v - 2 * slack_ns) / (x2 - x1), x2, f - slack_ns)
        for x1, v in above
        for x2, f in below
        if x2 > x1
    ]
    if not steep or not shallow:
        return None
    steepest, shallowest = min(steep), max(shallow)
    return (steepest, shallowest) if shallowest.slope <= steepest.slope else None
