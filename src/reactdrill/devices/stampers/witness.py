"""Two tellings of the same keys made one: a quick reader is believed, SDL's queue is the witness.

Every press should be told by both. What the reader tells counts at once; what only SDL tells counts a moment later, with
SDL's stamp and its doubt. So nothing is doubled, and nothing is lost when the reader misses it or breaks down. Where the
two contradict each other by more than they say they may be off, the reader's stamps are stated to be less sure. Three
contradictions in a row, or three keys in a row that it missed, end its service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from reactdrill.devices.stamping import KeyEdge

GRACE_NS = 20_000_000
"""How long a key that only SDL has told of waits for the reader."""
FORGET_NS = 300_000_000
"""After this the other telling will not come any more."""
NEAR_NS = 50_000_000
"""Two tellings of one key farther apart than this, beyond both doubts, are two presses."""
SDL_LATE_NS = 30_000_000
"""How much later than the event SDL may get to see it without contradiction: a desktop that is busy hands it on late."""
CROWD_NS = 200_000_000
"""Nobody does the same with one key again so soon, except drumming."""
AGREE_AGAIN = 5
"""After so many agreements in a row the reader is believed again as before."""
ENOUGH = 3
"""Contradictions, or missed keys, in a row that end the reader's service."""


@dataclass(slots=True)
class Tally:
    """What the two told."""

    both: int = 0
    reader_only: int = 0
    """Among them keys that SDL drops on purpose: a release and a press of one key within 2 ms."""
    sdl_only: int = 0
    contradicted: int = 0


class _Told(NamedTuple):
    edge: KeyEdge
    since_ns: int
    """When it was taken in."""
    passed_on: bool
    crowded: bool = False
    """The same key did the same a moment before: SDL drops some of these, and which one it tells of is uncertain."""


class Witness:
    """Joins the two tellings."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._by_reader: list[_Told] = []
        self._by_sdl: list[_Told] = []
        """Of each side, what the other has not told yet."""
        self._doubt_ns = 0
        """Added to the reader's own since it was contradicted."""
        self._contradicted = self._agreed = self._missed = 0
        """In a row."""
        self._latest_ns: dict[str, int] = {}
        self._same_ns: dict[tuple[str, bool], int] = {}
        """When the reader last told of each key going down or up."""

    @property
    def believed(self) -> bool:
        """False once the reader was contradicted, or missed what SDL told, too often in a row."""
        return self._contradicted < ENOUGH and self._missed < ENOUGH

    @property
    def held_since_ns(self) -> int | None:
        """Stamp of the first key that is held back; None: nothing is."""
        return min((one.edge.stamp.at_ns for one in self._by_sdl if not one.passed_on), default=None)

    @property
    def deadline_ns(self) -> int | None:
        """When the first key that is held back has waited for long enough."""
        dues = [one.since_ns + GRACE_NS for one in self._by_sdl if not one.passed_on]
        return min(dues, default=None)

    def reader_only(self) -> Sequence[KeyEdge]:
        """What the reader has told and SDL has not, so far."""
        return [one.edge for one in self._by_reader]

    def clear(self) -> None:
        """Begin anew."""
        self._by_reader.clear()
        self._by_sdl.clear()
        self._latest_ns.clear()
        self._same_ns.clear()

    def join(
        self, reader: Iterable[KeyEdge], sdl: Iterable[KeyEdge], now_ns: int, *, patient: bool
    ) -> Sequence[KeyEdge]:
        """What counts now, in the order of the stamps. `patient`: the reader serves, so that SDL's keys wait for it."""
        fresh = [one for one in reader if self._from_reader(one, now_ns)]
        for one in sdl:
            self._from_sdl(one, now_ns)
        fresh = [_less_sure(one, self._doubt_ns) for one in fresh]
        fresh += self._waited(now_ns, patient=patient)
        self._forget(now_ns)
        return [self._after_the_last(edge) for edge in sorted(fresh, key=_at_ns)]

    def _from_reader(self, edge: KeyEdge, now_ns: int) -> bool:
        """Whether it is news."""
        mine = _Told(edge, now_ns, passed_on=True, crowded=self._is_crowded(edge))
        same = _nearest(self._by_sdl, edge)
        if same is None:
            self._by_reader.append(mine)
            return True
        self._by_sdl.remove(same)
        self._compare(mine, same.edge)
        return not same.passed_on

    def _from_sdl(self, edge: KeyEdge, now_ns: int) -> None:
        same = _nearest(self._by_reader, edge)
        if same is None:
            self._by_sdl.append(_Told(edge, now_ns, passed_on=False))
            return
        self._by_reader.remove(same)
        self._compare(same, edge)

    def _is_crowded(self, edge: KeyEdge) -> bool:
        key = (edge.control, edge.down)
        before_ns, self._same_ns[key] = self._same_ns.get(key), edge.stamp.at_ns
        return before_ns is not None and edge.stamp.at_ns - before_ns < CROWD_NS

    def _compare(self, reader: _Told, sdl: KeyEdge) -> None:
        """Note whether they contradict each other."""
        self.tally.both += 1
        self._missed = 0
        if reader.crowded:
            return
        apart_ns = _apart_ns(reader.edge, sdl)
        allowed_ns = SDL_LATE_NS if sdl.stamp.at_ns > reader.edge.stamp.at_ns else 0
        if apart_ns > allowed_ns:
            self.tally.contradicted += 1
            self._contradicted += 1
            self._agreed = 0
            self._doubt_ns = max(self._doubt_ns, apart_ns)
            return
        self._contradicted = 0
        self._agreed += 1
        if self._agreed >= AGREE_AGAIN:
            self._doubt_ns = 0

    def _waited(self, now_ns: int, *, patient: bool) -> list[KeyEdge]:
        """SDL's keys that the reader did not tell of in time."""
        due = []
        for place, one in enumerate(self._by_sdl):
            if not one.passed_on and (not patient or one.since_ns + GRACE_NS <= now_ns):
                self._by_sdl[place] = one._replace(passed_on=True)
                self._missed += patient
                due.append(one.edge)
        return due

    def _forget(self, now_ns: int) -> None:
        def kept(told: list[_Told]) -> list[_Told]:
            return [one for one in told if one.since_ns + FORGET_NS > now_ns]

        by_reader, by_sdl = kept(self._by_reader), kept(self._by_sdl)
        self.tally.reader_only += len(self._by_reader) - len(by_reader)
        self.tally.sdl_only += len(self._by_sdl) - len(by_sdl)
        self._by_reader, self._by_sdl = by_reader, by_sdl

    def _after_the_last(self, edge: KeyEdge) -> KeyEdge:
        """No key goes up before it went down, also when its two edges were stamped by different clocks."""
        stamp = edge.stamp
        last_ns = self._latest_ns.get(edge.control, stamp.at_ns)
        self._latest_ns[edge.control] = max(last_ns, stamp.at_ns)
        return edge if last_ns <= stamp.at_ns else edge._replace(stamp=stamp._replace(at_ns=last_ns))


def _nearest(told: Sequence[_Told], edge: KeyEdge) -> _Told | None:
    """The telling of the same key that fits best; the first of those that fit as well."""
    same = [one for one in told if one.edge.control == edge.control and one.edge.down == edge.down]
    best = min(same, key=lambda one: _apart_ns(one.edge, edge), default=None)
    return best if best is not None and _apart_ns(best.edge, edge) <= NEAR_NS else None


def _apart_ns(one: KeyEdge, other: KeyEdge) -> int:
    """How far apart two stamps are beyond what both say they may be off."""
    first, second = one.stamp, other.stamp
    return max(0, abs(first.at_ns - second.at_ns) - first.uncertainty_ns - second.uncertainty_ns)


def _less_sure(edge: KeyEdge, more_ns: int) -> KeyEdge:
    if not more_ns:
        return edge
    stamp = edge.stamp
    return edge._replace(stamp=stamp._replace(uncertainty_ns=stamp.uncertainty_ns + more_ns))


_at_ns: Callable[[KeyEdge], int] = attrgetter("stamp.at_ns")
