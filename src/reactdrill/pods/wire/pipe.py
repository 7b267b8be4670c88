"""A pipe to a board in this program, which takes the time that a real wire would take, in any clock's time."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple, Protocol

from reactdrill.live.ports import Clock
from reactdrill.pods.messages import BYTE_NS
from reactdrill.pods.wire.port import WireLostError

Portions = list[tuple[bytes, int]]
Shape = Callable[[bytes, int], Portions]
"""What a wire makes of bytes that begin to go through it at a time: portions, each with the time of its last byte."""


def straight(data: bytes, at_ns: int) -> Portions:
    """Each byte takes its time, nothing else happens."""
    return [(data, at_ns + len(data) * BYTE_NS)]


class Sent(NamedTuple):
    """Bytes a board has handed to its UART."""

    data: bytes
    at_ns: int
    """When the first byte began to leave."""


class PipedBoard(Protocol):
    """A board in this program."""

    @property
    def deadline_ns(self) -> int | None:
        """When it does something next by itself."""

    def receive(self, data: bytes, at_ns: int) -> None:
        """Take bytes whose last came at `at_ns`."""

    def advance(self, to_ns: int) -> list[Sent]:
        """Live until `to_ns`; what it has sent since."""


class PipeWire:
    """A wire to a board. `there` and `back` shape what goes each way: delays and faults."""

    def __init__(
        self,
        board: PipedBoard,
        clock: Clock,
        name: str = "sim",
        *,
        there: Shape = straight,
        back: Shape = straight,
    ) -> None:
        self.name = name
        self.board = board
        self._clock = clock
        self._there = there
        self._back = back
        self._to_board: list[tuple[int, int, bytes]] = []
        self._to_host: list[tuple[int, int, bytes]] = []
        self._numbers = count()
        self._open = True
        self._free_ns = 0
        """When the last byte to the board will have left."""

    @property
    def deadline_ns(self) -> int | None:
        """When the board acts or bytes arrive, on either side."""
        dues = [heap[0][0] for heap in (self._to_board, self._to_host) if heap]
        board_ns = self.board.deadline_ns
        if board_ns is not None:
            dues.append(board_ns)
        return min(dues, default=None) if self._open else None

    def read(self) -> list[tuple[bytes, int]]:
        """Let the board live until now, and take what has arrived."""
        self._check()
        now_ns = self._clock.now_ns()
        while self._to_board and self._to_board[0][0] <= now_ns:
            at_ns, _, data = heappop(self._to_board)
            self._send_back(self.board.advance(at_ns))
            self.board.receive(data, at_ns)
        self._send_back(self.board.advance(now_ns))
        arrived = []
        while self._to_host and self._to_host[0][0] <= now_ns:
            at_ns, _, data = heappop(self._to_host)
            arrived.append((data, at_ns))
        return arrived

    def write(self, data: bytes) -> None:
        """Send to the board."""
        self._check()
        at_ns = max(self._clock.now_ns(), self._free_ns)
        self._free_ns = at_ns + len(data) * BYTE_NS
        for portion, comes_ns in self._there(data, at_ns):
            heappush(self._to_board, (comes_ns, next(self._numbers), portion))

    def close(self) -> None:
        """Pull it out on this side."""
        self._open = False

    def _send_back(self, frames: list[Sent]) -> None:
        for data, at_ns in frames:
            for portion, comes_ns in self._back(data, at_ns):
                heappush(self._to_host, (comes_ns, next(self._numbers), portion))

    def _check(self) -> None:
        if not self._open:
            raise WireLostError(self.name, "it was closed")
