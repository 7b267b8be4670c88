"""A simulated board's inputs: the first edge counts and starts a lockout."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.pods.messages import CountsFlag, CountsIs, InputFlag, InputIs

DEFAULT_LOCKOUT_MS = 20
STUCK_S = 10


@dataclass(slots=True)
class Edge:
    """What is to be told of an input."""

    input: int
    active: bool
    at_ns: int
    hidden: bool = False


@dataclass(slots=True)
class SimInput:
    """One input."""

    number: int
    flags: int = InputFlag.ENABLED | InputFlag.PULL_UP
    lockout_ms: int = DEFAULT_LOCKOUT_MS
    confirm_100us: int = 0
    level: int = 0
    active: bool = False
    """As the pin is."""
    told: bool = False
    """As last told."""
    locked_until_ns: int = 0
    last_edge_ns: int = 0
    since_ns: int = 0
    presses: int = 0
    releases: int = 0
    noise: int = 0

    def change(self, at_ns: int, *, active: bool) -> Edge | None:
        """The pin changes; what is to be told at once."""
        if active == self.active:
            return None
        self.active, self.last_edge_ns = active, at_ns
        if at_ns < self.locked_until_ns:
            self.noise += 1
            return None
        return self._tell(at_ns, hidden=False)

    @property
    def deadline_ns(self) -> int | None:
        """When a lockout ends that hides something."""
        return self.locked_until_ns if self.active != self.told else None

    def unlock(self, now_ns: int) -> Edge | None:
        """Tell what a lockout has hidden."""
        if self.active == self.told or now_ns < self.locked_until_ns:
            return None
        return self._tell(self.last_edge_ns, hidden=True)

    def _tell(self, at_ns: int, *, hidden: bool) -> Edge | None:
        if not self.flags & InputFlag.ENABLED:
            return None
        self.told, self.since_ns = self.active, at_ns
        self.locked_until_ns = max(self.locked_until_ns, at_ns) + self.lockout_ms * 1_000_000
        if self.active:
            self.presses += 1
        else:
            self.releases += 1
        return Edge(self.number, self.active, at_ns, hidden)

    def stuck(self, now_ns: int) -> bool:
        """Whether it has been active for too long."""
        return self.active and now_ns - self.since_ns > STUCK_S * 1_000_000_000

    def settings(self) -> InputIs:
        """As told."""
        return InputIs(self.number, self.flags, self.lockout_ms, self.confirm_100us, self.level)

    def counts(self, now_ns: int) -> CountsIs:
        """As told."""
        flags = CountsFlag.ACTIVE if self.active else CountsFlag(0)
        if self.stuck(now_ns):
            flags |= CountsFlag.STUCK
        if self.flags & InputFlag.ENABLED:
            flags |= CountsFlag.ENABLED
        state_s = min(0xFFFF, (now_ns - self.since_ns) // 1_000_000_000)
        presses, releases, noise = (min(0xFFFF, each) for each in (self.presses, self.releases, self.noise))
        return CountsIs(self.number, flags, presses, releases, noise, 0, 0, state_s)
