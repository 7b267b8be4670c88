"""What a pod's sensor did in the last seconds, as a strip of characters that a terminal can show."""

from __future__ import annotations

from collections import deque

from reactdrill.pods.messages import CountsFlag, CountsIs, InputIs
from reactdrill.pods.sensitivity import describe

CELLS = 60
CELL_NS = 50_000_000
QUIET, PRESSED, NOISY = "·", "█", "x"


def heading() -> str:
    """Titles over the rows of traces."""
    seconds = CELLS * CELL_NS / 1e9
    return f"{'pod':<4}{f'the last {seconds:g} s':<{CELLS}} {'presses':>8}{'noise':>7}{'bounce':>10}  sensitivity"


class PodTrace:
    """One pod's strip, and what has been counted since it began."""

    def __init__(self, number: int, settings: InputIs, counts: CountsIs, now_ns: int) -> None:
        self.number = number
        self._settings = settings
        self._first = self._last = counts
        self._held: deque[tuple[int, int | None]] = deque()
        """From and to, ns; None while it is held."""
        self._noise: deque[int] = deque()
        if counts.flags & CountsFlag.ACTIVE:
            self._held.append((now_ns, None))

    def touch(self, at_ns: int, *, pressed: bool) -> None:
        """The pod was pressed or let go."""
        held = self._held[-1] if self._held and self._held[-1][1] is None else None
        if pressed and held is None:
            self._held.append((at_ns, None))
        elif not pressed and held is not None:
            self._held[-1] = (held[0], at_ns)

    def count(self, counts: CountsIs, at_ns: int) -> None:
        """What the sensor has counted by now: more of what was kept out is noise."""
        if _kept_out(counts) > _kept_out(self._last):
            self._noise.append(at_ns)
        self._last = counts

    def row(self, now_ns: int) -> str:
        """The strip with its newest end at the right, and the counts."""
        last, first = self._last, self._first
        presses, noise = last.presses - first.presses, _kept_out(last) - _kept_out(first)
        bounce = f"{last.bounce_us / 1000:.1f} ms"
        words = "stuck" if last.flags & CountsFlag.STUCK else describe(self._settings)
        if not last.flags & CountsFlag.ENABLED:
            words = "switched off"
        return f"{self.number:<4}{self._strip(now_ns)} {presses:>8}{noise:>7}{bounce:>10}  {words}"

    def _strip(self, now_ns: int) -> str:
        ends_ns = now_ns // CELL_NS * CELL_NS + CELL_NS
        begins_ns = ends_ns - CELLS * CELL_NS
        while self._held and (until_ns := self._held[0][1]) is not None and until_ns < begins_ns:
            self._held.popleft()
        while self._noise and self._noise[0] < begins_ns:
            self._noise.popleft()
        return "".join(self._cell(begins_ns + place * CELL_NS) for place in range(CELLS))

    def _cell(self, from_ns: int) -> str:
        to_ns = from_ns + CELL_NS
        if any(
            began_ns < to_ns and (ended_ns is None or ended_ns >= from_ns)
            for began_ns, ended_ns in self._held
        ):
            return PRESSED
        return NOISY if any(from_ns <= at_ns < to_ns for at_ns in self._noise) else QUIET


def _kept_out(counts: CountsIs) -> int:
    return counts.noise + counts.rejected
