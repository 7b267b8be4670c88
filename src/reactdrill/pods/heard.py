"""A board's events: each once and in order, and up to which tick all of them are here."""

from __future__ import annotations

from reactdrill.pods.messages import PodEvent

NUMBERS = 1 << 16
HALF = 1 << 15
MOST_PROMISES = 16


class HeardEvents:
    """The events of one session."""

    def __init__(self) -> None:
        self.next = 0
        """Number of the first event that has not come yet."""
        self.told_twice = 0
        """Events that came again."""
        self.complete_ticks: int | None = None
        """Every edge, light and time-out up to this tick (inclusive) has been told."""
        self._early: dict[int, PodEvent] = {}
        self._promises: list[tuple[int, int]] = []

    def begin(self) -> None:
        """A new session: numbers start at 0."""
        self.next = 0
        self.complete_ticks = None
        self._early.clear()
        self._promises.clear()

    def add(self, event: PodEvent) -> list[PodEvent]:
        """Take an event; those that are next in order now."""
        ahead = (event.number - self.next) % NUMBERS
        if ahead >= HALF or event.number in self._early:
            self.told_twice += 1
            return []
        self._early[event.number] = event
        return self._in_order()

    def skip_to(self, first_held: int) -> tuple[int, list[PodEvent]]:
        """The board has none before this number any more: how many will never come, and those that are next now."""
        missing = (first_held - self.next) % NUMBERS
        if not 0 < missing < HALF:
            return 0, []
        got = sum(self._early.pop((self.next + each) % NUMBERS, None) is not None for each in range(missing))
        self.next = first_held
        return missing - got, self._in_order()

    def promise(self, next_event: int, complete_ticks: int) -> None:
        """The board has told all up to a tick with the events below a number."""
        self._promises.append((next_event, complete_ticks))
        self._keep_promises()

    def _in_order(self) -> list[PodEvent]:
        found = []
        while (event := self._early.pop(self.next, None)) is not None:
            self.next = (self.next + 1) % NUMBERS
            found.append(event)
        if found:
            self._keep_promises()
        return found

    def _keep_promises(self) -> None:
        """Move the watermark to what the board has said, once all its events before are here."""
        kept = []
        for next_event, complete in self._promises:
            if (next_event - self.next) % NUMBERS in range(1, HALF):
                kept.append((next_event, complete))
            elif self.complete_ticks is None or complete > self.complete_ticks:
                self.complete_ticks = complete
        self._promises = kept[-MOST_PROMISES:]
