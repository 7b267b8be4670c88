"""The X server's clock beside ours: where its milliseconds lie on our clock, and which of two stamps a key gets.

Every key event carries the server's time, cut to whole milliseconds, and arrives at a moment that we measure ourselves.
The arrival is finer, once the usual way through the server is taken off it (under Xvfb the median error was 0.05 ms with
half of a question's time taken off, and 0.00 with all of it), but late when this process is held up: by other programs, or
by Python code that keeps the interpreter's lock. The server's millisecond then still says when it was, to half a
millisecond.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from reactdrill.devices.stamping import Stamp

ARRIVAL = "x11-arrival"
"""The moment the event reached us, less its way; it lies in the millisecond that the server says."""
SERVER = "x11-server"
"""The middle of the millisecond that the server says: the event reached us later than that."""

MS = 1_000_000
WRAP = 1 << 32
"""The server's clock begins again at zero after 49.7 days."""
SLACK_NS = 250_000
"""How much later than the server's millisecond an event may arrive that nothing held up."""
LEAST_NS = 150_000
"""Nothing is stated to be surer than this: 99 % of 940 presses were within it, with and without busy programs beside."""
WAY_NS = 80_000
"""From a press to its arrival before that has been measured."""
MOST_WAY_NS = 500_000
"""More than this is not taken off: then something holds the server or us up, sometimes and not always."""
ENOUGH = 6
"""Questions from which the way is known."""
KEPT = 48
"""Samples that the estimates are made from: some twelve seconds when nothing is pressed."""
UNSURE_PART = 4
"""Our own wait is taken off whole, and this part of it added to the doubt."""
SET_AFTER = 4
"""Contradictions in a row after which the clocks count as set: a second's worth of questions."""


class Waited(NamedTuple):
    """How long an event was held up because there was no processor to deal with it."""

    own_ns: int
    """Between its arrival here and our reading of it."""
    server_ns: int
    """Before the server dealt with it, at most."""


NO_WAIT = Waited(0, 0)


class ServerTime:
    """Maps the server's milliseconds to our nanoseconds.

    Each sample bounds the offset from two sides, because what happened lies between its cause and its arrival here and
    within one millisecond of the server's clock. The offset is the middle of what all recent samples allow. A server
    with keys to deal with answers questions with a time that is too old: that spoils the lower bound and nothing else,
    so a lower bound that contradicts the upper ones is passed over. Several in a row mean that the clocks have drifted
    apart or been set: it begins anew.
    """

    def __init__(self) -> None:
        self._last_ms: int | None = None
        self._lows: deque[int] = deque(maxlen=KEPT)
        self._highs: deque[int] = deque(maxlen=KEPT)
        """Lowest and highest offsets that samples allow."""
        self._passed_over = 0
        """Lower bounds in a row."""
        self._ways: deque[int] = deque(maxlen=KEPT)
        """Of each question to the server: how long it can have taken to be stamped, and to arrive in the same millisecond."""
        self._lates: deque[int] = deque(maxlen=KEPT)
        """Of each question: how much later than we asked the server's millisecond began."""
        self._low_ns = self._high_ns = 0
        self.way_ns = WAY_NS
        """From a press to its arrival, as a rule: a question and its answer wake the server and us, as a key does."""
        self.arrival_doubt_ns = 2 * LEAST_NS
        """95 % half-width of a stamp that is an arrival less the way."""
        self.server_doubt_ns = MS
        """95 % half-width of a stamp that is the middle of the server's millisecond."""
        self.restarts = 0
        """How often the clocks turned out to have been set or to have drifted apart."""

    @property
    def offset_ns(self) -> int:
        """Our clock minus the server's, at the beginning of one of its milliseconds."""
        return (self._low_ns + self._high_ns) // 2

    @property
    def offset_doubt_ns(self) -> int:
        """How far off the offset may be."""
        return (self._high_ns - self._low_ns + 1) // 2

    def fixed(self, server_ms: int, asked_ns: int, arrived_ns: int) -> None:
        """A question sent at `asked_ns` was dealt with at the server's `server_ms`, and its answer came."""
        at_ns = self._unwrapped(server_ms) * MS
        self._lower(arrived_ns - at_ns)
        self._raise(asked_ns - at_ns - MS)

    def answered(self, server_ms: int, asked_ns: int, arrived_ns: int, waited: Waited = NO_WAIT) -> None:
        """The same for a question that came after a pause, as keys do: it tells how long their way is too."""
        self.fixed(server_ms, asked_ns, arrived_ns)
        at_ns = self._unwrapped(server_ms) * MS
        began_ns = at_ns + self.offset_ns
        way_ns = arrived_ns - asked_ns - waited.own_ns - waited.server_ns
        self._ways.append(max(0, min(way_ns, began_ns + MS - asked_ns - waited.server_ns)))
        self._lates.append(max(0, began_ns - asked_ns - waited.server_ns))
        if len(self._ways) < ENOUGH:
            return
        ways = sorted(self._ways)
        self.way_ns = min(ways[len(ways) // 2], MOST_WAY_NS)
        self.arrival_doubt_ns = max(LEAST_NS, _most(self._ways) - self.way_ns)
        self.server_doubt_ns = MS // 2 + self.offset_doubt_ns + _most(self._lates)

    def stamp(self, server_ms: int, arrived_ns: int, waited: Waited = NO_WAIT) -> Stamp:
        """When an event was that the server stamped `server_ms` and that arrived here at `arrived_ns`."""
        at_ns = self._unwrapped(server_ms) * MS
        if arrived_ns - at_ns < self._high_ns:
            self._lower(arrived_ns - at_ns)
        began_ns = at_ns + self.offset_ns
        came_ns = arrived_ns - waited.own_ns
        # The server waited after the press, as a rule: of 276 presses under load that were more than 0.5 ms off with half of
        # it taken off, 269 were told too late. It may have waited before, for somebody else: all of it is doubt as well.
        server_ns = waited.server_ns
        if came_ns <= began_ns + MS + SLACK_NS:
            at_ns = min(max(came_ns - self.way_ns, began_ns), began_ns + MS, arrived_ns)
            doubt_ns = self.arrival_doubt_ns + waited.own_ns // UNSURE_PART + server_ns
            return Stamp(at_ns - server_ns, doubt_ns, ARRIVAL)
        doubt_ns = self.server_doubt_ns + server_ns
        return Stamp(began_ns + MS // 2 - server_ns, doubt_ns, SERVER)

    def _unwrapped(self, server_ms: int) -> int:
        """Without the jump back to zero; events may come slightly out of order."""
        if self._last_ms is None:
            self._last_ms = server_ms
        ahead = (server_ms - self._last_ms) % WRAP
        at_ms = self._last_ms + (ahead if ahead < WRAP // 2 else ahead - WRAP)
        self._last_ms = max(self._last_ms, at_ms)
        return at_ms

    def _lower(self, high_ns: int) -> None:
        """Take in an upper bound, and drop the lower ones that contradict it."""
        self._highs.append(high_ns)
        while self._lows and max(self._lows) > high_ns:
            self._lows.remove(max(self._lows))
        self._settle()

    def _raise(self, low_ns: int) -> None:
        """Take in a lower bound, unless it contradicts the upper ones."""
        if low_ns > self._high_ns:
            self._passed_over += 1
            if self._passed_over < SET_AFTER:
                return
            self.restarts += 1
            newest_ns = self._highs[-1]
            self._highs.clear()
            self._highs.append(newest_ns)
        self._passed_over = 0
        self._lows.append(low_ns)
        self._settle()

    def _settle(self) -> None:
        self._high_ns = min(self._highs)
        self._low_ns = max(self._lows, default=self._high_ns - MS)


def _most(samples: deque[int]) -> int:
    """What 95 % of the samples do not exceed; 0 without any."""
    ordered = sorted(samples)
    return ordered[-1 - len(ordered) // 20] if ordered else 0
