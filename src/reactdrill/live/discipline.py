"""How the program behaves while a run goes on: before others, without collecting garbage, quick to change threads."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from reactdrill.live.priority import NOT_ASKED, Priority, raise_priority, raise_server

SWITCH_INTERVAL_S = 0.0005
"""A reader thread that is woken waits this long for a busy main thread; with Python's own 5 ms its stamps were 5.9 ms
late in a stall, with this 0.7 ms."""


@dataclass(frozen=True, slots=True)
class Discipline:
    """What holds during a run."""

    priority: Priority
    switch_interval_s: float
    garbage_collected: bool = False
    """Whether Python may stop to collect garbage."""
    server: Priority = NOT_ASKED
    """Of the process that shows the window and hands on its keys."""


@contextmanager
def run_discipline(*, priority: bool = True, server: int | None = None) -> Iterator[Discipline]:
    """Hold to it while entered; everything is put back as it was. `priority`: ask the system for some.

    `server`: the process of a local display server, which goes before others as well. Two busy programs on two cores held
    an X server up by 5 to 20 ms now and then; raised, by 0.1 ms.
    """
    interval_s = sys.getswitchinterval()
    granted, undo = raise_priority() if priority else (NOT_ASKED, _nothing)
    to_server, undo_server = raise_server(server) if priority and server else (NOT_ASKED, _nothing)
    gc.collect()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    try:
        with uncollected():
            yield Discipline(granted, SWITCH_INTERVAL_S, server=to_server)
    finally:
        sys.setswitchinterval(interval_s)
        undo_server()
        undo()


@contextmanager
def uncollected() -> Iterator[None]:
    """Let Python collect no garbage while entered: a run makes next to none, and looking for it takes time."""
    collected = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if collected:
            gc.enable()


def _nothing() -> None:
    """Nothing was changed."""
