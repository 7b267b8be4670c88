"""Virtual time on a machine in trouble: it stands still, sleeps, or has its clock set, when a test says so."""

from __future__ import annotations

from plans import MS
from reactdrill.live.clock import HostClocks, VirtualClock


class TroubledClock(VirtualClock):
    """Each trouble comes with the first wait that passes its time; times in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.host = HostClocks(10**18, 0, 0)
        self._stalls: list[tuple[int, int]] = []
        self._sleeps: list[tuple[int, int]] = []
        self._steps: list[tuple[int, int]] = []

    def stall(self, at: float, ms: float) -> None:
        """The program does not get to run for so long."""
        self._stalls.append((round(at * MS), round(ms * MS)))

    def sleep(self, at: float, ms: float) -> None:
        """The machine sleeps; its monotonic clock stands still meanwhile."""
        self._sleeps.append((round(at * MS), round(ms * MS)))

    def set_wall_clock(self, at: float, ms: float) -> None:
        """Somebody sets the wall clock."""
        self._steps.append((round(at * MS), round(ms * MS)))

    def read(self) -> HostClocks:
        """What the watchdog reads."""
        return self.host

    def wait(self, deadline_ns: int | None) -> None:
        """Jump to the deadline, or past it."""
        super().wait(deadline_ns)
        for at_ns, length_ns in _taken(self._stalls, self._now_ns):
            self._now_ns = max(self._now_ns, at_ns + length_ns)
        for _, length_ns in _taken(self._sleeps, self._now_ns):
            self.host = HostClocks(
                self.host.wall_ns + length_ns, (self.host.asleep_ns or 0) + length_ns, self.host.doubt_ns
            )
        for _, step_ns in _taken(self._steps, self._now_ns):
            self.host = HostClocks(self.host.wall_ns + step_ns, self.host.asleep_ns, self.host.doubt_ns)


def _taken(troubles: list[tuple[int, int]], now_ns: int) -> list[tuple[int, int]]:
    due = [each for each in troubles if each[0] <= now_ns]
    troubles[:] = [each for each in troubles if each[0] > now_ns]
    return due
