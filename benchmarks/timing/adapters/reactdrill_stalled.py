"""The command, with 30 ms of pure Python burnt in every frame of the main thread while a run listens.

Whoever draws something costly or collects garbage stalls like this. The run's wait is cut into frames of 16.7 ms, and
after each the interpreter is kept busy.
"""

from __future__ import annotations

import time

from reactdrill.cli import main
from reactdrill.live.clock import SystemClock

FRAME_NS = 16_666_667
STALL_NS = 30_000_000


def stall() -> None:
    """Keep the interpreter's lock as long as it can be kept."""
    over_ns = time.perf_counter_ns() + STALL_NS
    total = 0
    while time.perf_counter_ns() < over_ns:
        for number in range(50):
            total += number


wait = SystemClock.wait


def stalled_wait(self: SystemClock, deadline_ns: int | None) -> None:
    """Wait at most a frame, then stall."""
    frame_ns = self.now_ns() + FRAME_NS
    wait(self, frame_ns if deadline_ns is None else min(deadline_ns, frame_ns))
    stall()


SystemClock.wait = stalled_wait  # type: ignore[method-assign]

if __name__ == "__main__":
    main()
