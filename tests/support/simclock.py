"""Boards with the real firmware in virtual time, and the host's real code on the same time.

The host's clock moves only when it waits: then the boards run until the first byte that the host can read, or until
the host's own deadline.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from podsim import Happened, Light, PodSim, Received
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.wire.port import WireLostError

STEP_NS = 2_000_000
"""How far one of several boards may run ahead of another."""


class SimBoard:
    """One board: what has come from it, and every change of its lights."""

    def __init__(self, sim: PodSim) -> None:
        self.sim = sim
        self.came: deque[tuple[bytes, int]] = deque()
        self.lights: list[Light] = []
        self.on_light: Callable[[Light], None] | None = None

    def run(self, until_ns: int, *, to_bytes: bool) -> int:
        """Run to a time, or to the first bytes; the time reached."""
        self.take(self.sim.step(until_ns) if to_bytes else self.sim.run(until_ns))
        return self.sim.now_ns

    def take(self, happened: Sequence[Happened]) -> None:
        """Keep what happened."""
        for item in happened:
            if isinstance(item, Received):
                self.came.append((item.data, item.at_ns))
            elif isinstance(item, Light):
                self.lights.append(item)
                if self.on_light is not None:
                    self.on_light(item)


class SimClock(VirtualClock):
    """Virtual time in which boards run."""

    def __init__(self, boards: Sequence[SimBoard]) -> None:
        super().__init__(0)
        self.boards = list(boards)

    def wait(self, deadline_ns: int | None) -> None:
        """Run the boards until something can be read, or the deadline."""
        assert deadline_ns is not None
        deadline_ns = max(deadline_ns, self._now_ns)
        while self._now_ns < deadline_ns and not any(board.came for board in self.boards):
            if len(self.boards) == 1:
                self._now_ns = self.boards[0].run(deadline_ns, to_bytes=True)
                continue
            until_ns = min(deadline_ns, self._now_ns + STEP_NS)
            for board in self.boards:
                until_ns = min(until_ns, board.run(until_ns, to_bytes=True))
            self._now_ns = until_ns
        self._now_ns = max(
            self._now_ns, min((board.came[0][1] for board in self.boards if board.came), default=0)
        )


class SimWire:
    """The wire to a board of the clock."""

    def __init__(self, board: SimBoard, clock: SimClock, name: str = "sim") -> None:
        self.name = name
        self._board = board
        self._clock = clock
        self._open = True

    @property
    def deadline_ns(self) -> int | None:
        return self._board.came[0][1] if self._board.came else None

    def read(self) -> list[tuple[bytes, int]]:
        self._check()
        came, now_ns = [], self._clock.now_ns()
        while self._board.came and self._board.came[0][1] <= now_ns:
            came.append(self._board.came.popleft())
        return came

    def write(self, data: bytes) -> None:
        self._check()
        self._board.sim.send(data, self._clock.now_ns())

    def close(self) -> None:
        self._open = False

    def _check(self) -> None:
        if not self._open:
            raise WireLostError(self.name, "it was closed")
