"""Where somebody is in a circuit: the part that goes on, its time, and the calls that are due. No pygame."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.drill.timeline import Part

SECOND_NS = 1_000_000_000
STALE_NS = 800_000_000
"""A call that comes later than this is left out: a late "three" misleads."""


@dataclass
class Course:
    """The way through the parts of a circuit. Times are ns of the program's clock."""

    parts: tuple[Part, ...]
    index: int = 0
    _begun_ns: int = 0
    _paused_ns: int | None = None
    _said: int = 0
    """Calls of the part that have been given, or left out."""

    @property
    def part(self) -> Part | None:
        """What goes on; None when the circuit is done."""
        return self.parts[self.index] if self.index < len(self.parts) else None

    @property
    def coming(self) -> Part | None:
        """The part after this one that is something to do."""
        later = self.parts[self.index + 1 :]
        return next((part for part in later if part.kind in ("work", "drill")), None)

    @property
    def paused(self) -> bool:
        """Whether time stands still."""
        return self._paused_ns is not None

    @property
    def share(self) -> float:
        """How much of the circuit is done, 0 to 1."""
        return self.index / len(self.parts)

    def begin(self, now_ns: int) -> None:
        """The part goes on from now."""
        self._begun_ns, self._paused_ns, self._said = now_ns, None, 0

    def advance(self, now_ns: int) -> Part | None:
        """On to the next part, which begins now."""
        self.index += 1
        self.begin(now_ns)
        return self.part

    def skip_to_work(self, now_ns: int) -> None:
        """Leave what is left of a way or a rest but its last seconds."""
        part, left_ns = self.part, self.left_ns(now_ns)
        if part is None or left_ns is None or part.kind not in ("transition", "rest"):
            return
        keep_ns = min(left_ns, 4 * SECOND_NS)
        self._begun_ns -= left_ns - keep_ns
        self._leave_out(now_ns)

    def hold(self, now_ns: int) -> None:
        """Stop the time."""
        if self._paused_ns is None:
            self._paused_ns = now_ns

    def go_on(self, now_ns: int) -> None:
        """Let the time run again."""
        if self._paused_ns is not None:
            self._begun_ns += now_ns - self._paused_ns
            self._paused_ns = None

    def left_ns(self, now_ns: int) -> int | None:
        """Time left in the part, never below zero; None: it lasts until it is done."""
        part = self.part
        if part is None or part.seconds is None or part.kind in ("drill", "ask"):
            return None
        return max(0, round(part.seconds * SECOND_NS) - self._gone_ns(now_ns))

    def calls(self, now_ns: int) -> list[str]:
        """The words that are due now, in order; those that are overdue are left out."""
        part = self.part
        if part is None or self.paused:
            return []
        gone_ns, due = self._gone_ns(now_ns), []
        while self._said < len(part.calls) and part.calls[self._said].at_s * SECOND_NS <= gone_ns:
            call = part.calls[self._said]
            self._said += 1
            if gone_ns - call.at_s * SECOND_NS < STALE_NS:
                due.append(call.word)
        return due

    def wake_ns(self, now_ns: int) -> int | None:
        """When something changes by time alone: a call, a second, the part's end."""
        left_ns = self.left_ns(now_ns)
        if left_ns is None or self.paused:
            return None
        next_second_ns = now_ns + (left_ns % SECOND_NS or SECOND_NS)
        part = self.part
        assert part is not None
        if self._said < len(part.calls):
            return min(next_second_ns, self._begun_ns + round(part.calls[self._said].at_s * SECOND_NS))
        return next_second_ns

    def _gone_ns(self, now_ns: int) -> int:
        return (now_ns if self._paused_ns is None else self._paused_ns) - self._begun_ns

    def _leave_out(self, now_ns: int) -> None:
        part = self.part
        assert part is not None
        while self._said < len(part.calls) and part.calls[self._said].at_s * SECOND_NS < self._gone_ns(
            now_ns
        ):
            self._said += 1
