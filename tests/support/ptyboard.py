"""A simulated board behind a pseudo terminal, in real time, on a thread of its own."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from contextlib import suppress
from pathlib import Path

from reactdrill.live.clock import SystemClock
from reactdrill.pods.messages import BYTE_NS
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import Sent

GIVE_UP_S = 20.0


class PtyBoard:
    """A simulated board behind a pseudo terminal, in real time, on a thread of its own."""

    def __init__(self, link: Path, board: SimulatedBoard, clock: SystemClock) -> None:
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.slave = slave
        self.board = board
        self._clock = clock
        self._out = False
        self._stop_r, self._stop_w = os.pipe()
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(slave))
        self._link = link
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def _live(self) -> None:
        leaving: list[Sent] = []
        while True:
            ready, _, _ = select.select([self.master, self._stop_r], [], [], 0.001)
            if self._stop_r in ready:
                return
            now_ns = self._clock.now_ns()
            if self.master in ready:
                with suppress(OSError):
                    self.board.receive(os.read(self.master, 4096), now_ns)
            leaving += self.board.advance(now_ns)
            while leaving and leaving[0].at_ns + len(leaving[0].data) * BYTE_NS <= now_ns:
                with suppress(OSError):
                    os.write(self.master, leaving.pop(0).data)

    def unplug(self) -> None:
        """Pull the cable out; again does nothing."""
        if self._out:
            return
        self._out = True
        os.write(self._stop_w, b"x")
        self._thread.join(GIVE_UP_S)
        self._link.unlink(missing_ok=True)
        for handle in (self.master, self.slave, self._stop_r, self._stop_w):
            os.close(handle)
