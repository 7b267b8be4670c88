"""Ctrl-C and a request to end, while a run goes on: the run ends in order and keeps what was done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from reactdrill.live.ports import Clock

_ENDING = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)


@contextmanager
def noticed_interrupts(clock: Clock) -> Iterator[Callable[[], bool]]:
    """While entered, signals that end a program are only noted, and the clock's wait is ended.

    Gives a function that says whether one came. Outside the main thread signals are left alone: Python allows no
    handler there.
    """
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)
        clock.wake()

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = {number: signal.signal(number, note) for number in _ENDING}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
