"""Events that a made-up device will have to say, kept in order until their time has come."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from reactdrill.engine.events import Event
from reactdrill.live.ports import Polled

NOTHING: tuple[Event, ...] = ()


class Agenda:
    """A queue by time of delivery. `promised_ns` is the watermark given with the last answer."""

    __slots__ = ("_again_ns", "_count", "_heap", "_late", "promised_ns")

    def __init__(self) -> None:
        self.promised_ns = -1
        self._heap: list[tuple[int, int, Event]] = []
        self._count = 0
        self._late = 0
        """Events in the queue that come later than their stamps."""
        self._again_ns: int | None = None
        """Ask again at once: the last answer promised less than it could have."""

    @property
    def deadline_ns(self) -> int | None:
        """When the next event is to be delivered."""
        if self._again_ns is not None:
            return self._again_ns
        heap = self._heap
        return heap[0][0] if heap else None

    def add(self, event: Event, late_ns: int = 0) -> None:
        """Deliver an event at its own stamp, or so much later; until then nothing past it is promised."""
        self._count += 1
        heappush(self._heap, (event.at_ns + late_ns, self._count, event))
        if late_ns:
            self._late += 1

    def take(self, now_ns: int) -> Polled:
        """Everything due at `now_ns`, and the watermark."""
        heap = self._heap
        if self._late:
            return self._take_with_late(now_ns)
        self._again_ns = None
        self.promised_ns = now_ns
        if not heap or heap[0][0] > now_ns:
            return Polled(NOTHING, now_ns)
        events = [heappop(heap)[2]]
        while heap and heap[0][0] <= now_ns:
            events.append(heappop(heap)[2])
        return Polled(events, now_ns)

    def drop(self, unwanted: Callable[[Event], bool]) -> None:
        """Forget events that have not been delivered; `unwanted` is asked of each, in the order of delivery."""
        self._heap = [entry for entry in sorted(self._heap) if not unwanted(entry[2])]
        self._late = sum(deliver_ns > event.at_ns for deliver_ns, _, event in self._heap)

    def _take_with_late(self, now_ns: int) -> Polled:
        """As `take`, up to one late event.

        What the engine makes of a late event may call for answers that lie in the past too, so with it nothing past
        its stamp is promised.
        """
        heap = self._heap
        events: list[Event] = []
        limit_ns = now_ns
        self._again_ns = None
        while heap and heap[0][0] <= now_ns:
            deliver_ns, _, event = heappop(heap)
            events.append(event)
            if deliver_ns > event.at_ns:
                self._late -= 1
                self._again_ns = now_ns
                limit_ns = event.at_ns
                break
        held_back_ns = min((event.at_ns for _, _, event in heap), default=limit_ns + 1) - 1
        self.promised_ns = max(self.promised_ns, min(limit_ns, held_back_ns))
        return Polled(events, self.promised_ns)
