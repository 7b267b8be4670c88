"""Which stamper times keys and gamepads here: the best that the system lets us use, or the one that was asked for.

| | keys | gamepads |
|---|---|---|
| X11 | a reader on an X connection of our own | the kernel's stamps where they may be read |
| Wayland, Linux without a desktop | the kernel's stamps where they may be read | the same |
| elsewhere, and where nothing better may be read | SDL's queue, looked into every millisecond | the same |
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pygame

from reactdrill.devices.sdl_queue import POLL_EVERY_NS, SOURCE, WAY_NS, SdlQueue
from reactdrill.devices.stampers.evdev_reader import EvdevReader
from reactdrill.devices.stampers.restamp import DOUBT_NS, KERNEL, EvdevKeys, EvdevPads, Kernel, PathOf
from reactdrill.devices.stampers.sdl_symbols import joystick_path
from reactdrill.devices.stampers.x11_keys import X11Keys, open_x11_keys
from reactdrill.devices.stampers.x11_time import ARRIVAL
from reactdrill.devices.stamping import KeyStamper, PadStamper
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

Wanted = Literal["auto", "x11", "evdev", "sdl"]
"""`x11`: keys read on a connection of our own. `evdev`: the kernel's own stamps. `sdl`: SDL's queue, looked into every
millisecond."""
UNSEEN = ("dummy", "offscreen", "none")
"""SDL's drivers without a keyboard."""
JOIN = "`sudo usermod -aG input $USER` and logging in again would allow it, to every program that you run"

ReaderOpener = Callable[[Clock], EvdevReader]


class Chosen:
    """What was chosen."""

    def __init__(self, queue: SdlQueue) -> None:
        self.x11: X11Keys | None = None
        self.kernel: Kernel | None = None
        self.keys: KeyStamper = queue.keys
        self.pads: PadStamper = queue.pads
        self.refused: dict[str, str] = {}
        """Why better ones are not used, by their name."""
        self._queue = queue

    def wait_for(self, instances: Collection[int]) -> None:
        """These gamepads are plugged in: SDL's queue is looked into as often as they need."""
        if isinstance(self.pads, EvdevPads):
            self.pads.wait_for(instances)
        else:
            self._queue.pads.served = not instances

    @property
    def tells_apart(self) -> bool:
        """Whether a key is known by its keyboard."""
        return self.keys is not self._queue.keys and not (self.x11 is not None and self.x11.broken)

    def times_keys(self) -> dict[str, Any]:
        """What stamps keys now, and its 95 % half-width."""
        if self.x11 is not None and not self.x11.broken:
            return {"source": ARRIVAL, "uncertainty_ns": self.x11.doubt_ns}
        by_kernel = isinstance(self.keys, EvdevKeys) and self.keys.serving
        return _BY_KERNEL if by_kernel else _BY_SDL

    def times_pad(self, instance: int) -> dict[str, Any]:
        """What stamps a gamepad now, and its 95 % half-width."""
        return _BY_KERNEL if isinstance(self.pads, EvdevPads) and self.pads.timed(instance) else _BY_SDL

    def troubles(self) -> list[str]:
        """What went wrong since the beginning, in words for people."""
        if self.x11 is None:
            return []
        contradicted = self.x11.witness.tally.contradicted
        troubles = []
        if self.x11.broken:
            troubles.append(
                "Keys were timed more coarsely from the moment that their reader on the X server failed"
            )
        if contradicted:
            troubles.append(f"The times of {contradicted} key presses and releases contradicted each other")
        return troubles

    def close(self) -> None:
        """Let go of everything. May be called twice."""
        if self.x11 is not None:
            self.x11.close()
        if self.kernel is not None:
            self.kernel.reader.close()


_BY_SDL = {"source": SOURCE, "uncertainty_ns": POLL_EVERY_NS // 2 + WAY_NS}
_BY_KERNEL = {"source": KERNEL, "uncertainty_ns": DOUBT_NS}


def _open_reader(clock: Clock) -> EvdevReader:
    return EvdevReader(clock.now_ns, clock.wake)


def choose(
    wanted: Wanted,
    queue: SdlQueue,
    clock: Clock,
    *,
    open_reader: ReaderOpener = _open_reader,
    path_of: PathOf = joystick_path,
) -> Chosen:
    """Open the stampers for the window that is open now. Never raises: what cannot be had is done without."""
    chosen = Chosen(queue)
    driver = pygame.display.get_driver() if pygame.display.get_init() else "none"
    if wanted in ("auto", "x11"):
        with _or_why_not("x11", chosen):
            chosen.keys = chosen.x11 = _x11(queue, clock, driver)
    if wanted == "sdl":
        return chosen
    with _or_why_not("evdev", chosen):
        chosen.kernel = _kernel(clock, open_reader)
        chosen.pads = EvdevPads(chosen.kernel, queue, path_of)
        if chosen.x11 is None and wanted != "x11":
            _may_time_keys(chosen.kernel.reader, driver)
            chosen.keys = EvdevKeys(chosen.kernel, queue)
    return chosen


def _x11(queue: SdlQueue, clock: Clock, driver: str) -> X11Keys:
    if driver != "x11":
        raise DeviceUnavailableError(
            "keyboard", f"the window is not on an X server (SDL's driver is {driver})"
        )
    return open_x11_keys(queue, clock)


def _kernel(clock: Clock, open_reader: ReaderOpener) -> Kernel:
    if sys.platform != "linux":
        raise DeviceUnavailableError("keyboard", "only Linux has input devices that can be read")
    reader = open_reader(clock)
    reader.scan()
    reader.start()
    return Kernel(reader, clock)


def _may_time_keys(reader: EvdevReader, driver: str) -> None:
    if driver in UNSEEN:
        raise DeviceUnavailableError("keyboard", f"SDL's driver {driver} has no keyboard")
    if reader.refused:
        raise DeviceUnavailableError("keyboard", f"{reader.refused[0]} may not be read; {JOIN}")
    if not reader.keyboards:
        raise DeviceUnavailableError("keyboard", "the kernel offers no keyboard here")


@contextmanager
def _or_why_not(name: str, chosen: Chosen) -> Iterator[None]:
    """Go on without what cannot be had, and remember the reason."""
    try:
        yield
    except DeviceUnavailableError as error:
        chosen.refused[name] = error.problem
