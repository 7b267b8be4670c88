"""A sound output without a sound card: it plays in the test's time and keeps what was heard, frame by frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reactdrill.devices.sound.dac import RATE_HZ, DacClock, frames_ns
from reactdrill.devices.sound.output import OutputFacts, Render
from reactdrill.live.ports import Clock

BLOCK = 480
AHEAD = 1440
FLOOR_NS = 200_000


class FakeOutput:
    """Asks for 10 ms at a time, 30 ms ahead, and states every 10 ms which frame leaves."""

    source = "fake-stream"

    def __init__(self, clock: Clock, render: Render, dac: DacClock) -> None:
        self.problem: str | None = None
        self.facts = OutputFacts("alsa_output.pci.analog-stereo", frames_ns(AHEAD))
        self.closed = False
        self.jitter_ns: list[int] = []
        """Added to the next statements."""
        self.stated = True
        """Whether statements are made at all."""
        self.zero_ns = clock.now_ns() + 5_000_000
        """When frame 0 leaves."""
        self._render = render
        self._dac = dac
        dac.floor_ns = FLOOR_NS
        self._blocks: list[NDArray[np.float32]] = []
        self.work(clock.now_ns())

    @property
    def due_ns(self) -> int:
        """When it wants to be fed next."""
        return self.leaves_ns(len(self._blocks) * BLOCK - AHEAD)

    @property
    def heard(self) -> NDArray[np.float32]:
        """Everything that was rendered, (n, 2)."""
        return np.concatenate(self._blocks)

    def leaves_ns(self, frame: int) -> int:
        """When a frame is heard."""
        return self.zero_ns + frames_ns(frame)

    def work(self, now_ns: int) -> None:
        """Be fed what is due."""
        while self.due_ns <= now_ns:
            block = np.zeros((BLOCK, 2), np.float32)
            if self.problem is None:
                self._render(block, len(self._blocks) * BLOCK)
            self._blocks.append(block)
            frame = round((now_ns - self.zero_ns) * RATE_HZ / 1e9)
            if frame >= 0 and self.stated:
                jitter_ns = self.jitter_ns.pop(0) if self.jitter_ns else 0
                self._dac.state(frame, self.leaves_ns(frame) + jitter_ns)

    def doubt(self, from_ms: float, to_ms: float, uncertainty_ns: int) -> None:
        """Tell that it ran dry."""
        first, last = (round(ms * RATE_HZ / 1000) for ms in (from_ms, to_ms))
        self._dac.doubt(first, last, uncertainty_ns)

    def lose(self, from_ms: float, to_ms: float) -> None:
        """Tell that frames came too late."""
        self._dac.lose(*(round(ms * RATE_HZ / 1000) for ms in (from_ms, to_ms)))

    def close(self) -> None:
        """Stop."""
        self.closed = True
