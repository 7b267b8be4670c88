"""A clock for device tests: it moves only when it is told to, and a little with every look at it."""

from __future__ import annotations

MS = 1_000_000


class DeviceClock:
    """Monotonic time under the test's control."""

    def __init__(self, at_ns: int = 1_000 * MS, step_ns: int = 0) -> None:
        self.at_ns = at_ns
        self.step_ns = step_ns
        """Added with every look, as a real clock moves while things are done."""

    def now_ns(self) -> int:
        """The time, and on it goes."""
        now_ns = self.at_ns
        self.at_ns += self.step_ns
        return now_ns

    def advance(self, ms: float) -> None:
        """Let time pass."""
        self.at_ns += round(ms * MS)

    def wait(self, deadline_ns: int | None) -> None:
        """Jump there."""
        assert deadline_ns is not None
        self.at_ns = max(self.at_ns, deadline_ns)

    def wake(self) -> None:
        """Nobody waits."""
