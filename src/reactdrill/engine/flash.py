"""The three-flashes limit, kept while a run goes on (WCAG 2.3.1: no more than three flashes in any second).

Every visual onset counts as one flash, whatever its size or contrast: the careful side of the guideline, which
counts pairs of opposing luminance changes. Cues that begin at the same instant are one flash.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

FLASHES_PER_WINDOW = 3
WINDOW_NS = 1_050_000_000
"""One second, and 50 ms for onsets that come late by up to three frames at 60 Hz."""
ON_TIME_NS = 5_000_000
"""An onset this near to its due time keeps it, so that lights switched together stay one flash."""


class FlashGuard:
    """Remembers flash times of the whole run (all lanes share what the athlete sees)."""

    __slots__ = ("_flashes",)

    def __init__(self) -> None:
        self._flashes: list[int] = []

    def __len__(self) -> int:
        return len(self._flashes)

    def admit(self, requested_ns: int, now_ns: int) -> int:
        """Earliest time from `requested_ns` on at which one more flash keeps the limit; it is remembered."""
        self._forget_before(now_ns - 2 * WINDOW_NS)
        due_ns = requested_ns
        if len(self._flashes) >= FLASHES_PER_WINDOW:
            while (blocked_until_ns := self._blocked_until_ns(due_ns)) is not None:
                due_ns = blocked_until_ns
        self.happened(due_ns)
        return due_ns

    def moved(self, due_ns: int, onset_ns: int) -> None:
        """A flash admitted for `due_ns` really began at `onset_ns`."""
        if abs(onset_ns - due_ns) > ON_TIME_NS:
            self.cancelled(due_ns)
            self.happened(onset_ns)

    def cancelled(self, due_ns: int) -> None:
        """A flash admitted for `due_ns` will not happen."""
        place = bisect_left(self._flashes, due_ns)
        if place < len(self._flashes) and self._flashes[place] == due_ns:
            del self._flashes[place]

    def happened(self, at_ns: int) -> None:
        """A flash began at `at_ns`, asked for or not."""
        insort(self._flashes, at_ns)

    def _blocked_until_ns(self, due_ns: int) -> int | None:
        """None when a flash at `due_ns` keeps the limit, else a later time worth trying."""
        flashes = self._flashes
        near = flashes[bisect_right(flashes, due_ns - WINDOW_NS) : bisect_left(flashes, due_ns + WINDOW_NS)]
        if len(near) < FLASHES_PER_WINDOW:
            return None
        distinct = sorted({*near, due_ns})
        for first, last in zip(distinct, distinct[FLASHES_PER_WINDOW:], strict=False):
            if last - first < WINDOW_NS and first <= due_ns <= last:
                return first + WINDOW_NS
        return None

    def _forget_before(self, at_ns: int) -> None:
        flashes = self._flashes
        if flashes and flashes[0] < at_ns:
            del flashes[: bisect_left(flashes, at_ns)]
