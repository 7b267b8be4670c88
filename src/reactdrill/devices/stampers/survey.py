"""What would time keys on this machine, as plain data. Opens SDL's video part: call it in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from reactdrill.devices.sdl_queue import SdlQueue
from reactdrill.devices.stampers.choose import Wanted, choose
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock

WATCHED_NS = 2_500_000_000
"""So long the X server is asked for its time, to tell how sure stamps are."""


@dataclass(frozen=True, slots=True)
class StamperInfo:
    """What would time keys."""

    source: str
    """As journals say it: `x11-arrival`, `evdev`, `sdl-dequeue`."""
    uncertainty_ns: int
    """95 % half-width."""
    refused: tuple[str, ...] = ()
    """Why better ones would not be used."""


def look_at_stampers(wanted: Wanted) -> StamperInfo:
    """Choose as a run does. Raises `DeviceUnavailableError` when there is no display."""
    try:
        pygame.display.init()
    except pygame.error as error:
        raise DeviceUnavailableError("display", str(error)) from error
    clock = SystemClock()
    queue = SdlQueue(clock)
    chosen = choose(wanted, queue, clock)
    try:
        chosen.keys.listen(frozenset({"key:space"}))
        if chosen.x11 is not None:
            ends_ns = clock.now_ns() + WATCHED_NS
            while clock.now_ns() < ends_ns:
                clock.wait(ends_ns)
        return StamperInfo(**chosen.times_keys(), refused=tuple(chosen.refused.values()))
    finally:
        chosen.close()
