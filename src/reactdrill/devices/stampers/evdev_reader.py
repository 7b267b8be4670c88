"""Input devices read where the kernel stamps them, by a thread that does nothing else.

Whoever may read a device hears it whatever window has the focus. So nothing counts that is read here: it only says
when something was that SDL has told, and keys that nothing is bound to are dropped where they are read.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reactdrill.devices.stampers import evdev_wire as wire

FOLDER = Path("/dev/input")
MOST_WAITING = 4096
"""More than this is kept of no run: nobody takes it."""
_AT_ONCE = 64 * wire.EVENT_SIZE
_RELEASED, _PRESSED = 0, 1

Opener = Callable[[Path], tuple[int, wire.DeviceFacts]]


class Move(NamedTuple):
    """Something moved on a device, in SDL's words."""

    at_ns: int
    path: str
    part: str
    """`key`, or what a gamepad has: `button`, `hat`, `axis`."""
    number: int
    """The kernel's number of a key; SDL's of the rest."""
    value: float | tuple[int, int]
    """As pygame says it."""
    keyboard: int | None = None
    """Which of several keyboards, from 0."""


@dataclass(slots=True)
class _Device:
    handle: int
    path: str
    facts: wire.DeviceFacts
    keyboard: int | None
    buttons: dict[int, int] = field(default_factory=dict)
    hats: dict[int, int] = field(default_factory=dict)
    axes: dict[int, int] = field(default_factory=dict)
    points: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Where each hat is."""
    dropped: bool = False
    """The kernel has thrown events away, and the report in which it says so has not ended."""


class EvdevReader:
    """Reads every keyboard and gamepad that it may. Everything public is for the main thread."""

    def __init__(
        self,
        now_ns: Callable[[], int],
        wake: Callable[[], None],
        folder: Path = FOLDER,
        opener: Opener = wire.open_device,
    ) -> None:
        self.refused: tuple[str, ...] = ()
        """Devices that are there and may not be read."""
        self._now_ns = now_ns
        self._wake = wake
        self._folder = folder
        self._opener = opener
        self._lock = threading.Lock()
        self._devices: dict[int, _Device] = {}
        self._others: set[tuple[str, int]] = set()
        """Path and inode of devices that are neither keyboard nor gamepad."""
        self._keyboards = count()
        self._bound: frozenset[int] = frozenset()
        self._with_pads = False
        self._waiting: list[Move] = []
        self._poller = select.poll() if sys.platform != "win32" else None
        self._bell: tuple[int, int] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def keyboards(self) -> int:
        """How many keyboards are read."""
        with self._lock:
            return sum(device.keyboard is not None for device in self._devices.values())

    @property
    def pads(self) -> frozenset[str]:
        """Where the gamepads and mats are that are read, such as `/dev/input/event7`."""
        with self._lock:
            return frozenset(device.path for device in self._devices.values() if device.facts.is_pad)

    def scan(self) -> None:
        """Open what is new. Devices that are gone have taken themselves off."""
        with self._lock:
            known = {device.path for device in self._devices.values()}
        refused = []
        for path in sorted(self._folder.glob("event*"), key=_place):
            if str(path) not in known:
                try:
                    self._look_at(path)
                except PermissionError:
                    refused.append(str(path))
                except OSError:
                    continue  # pulled out again, or of a kind that stamps on no clock of ours
        self.refused = tuple(refused)
        self._ring()

    def start(self) -> None:
        """Begin to read in a thread."""
        if self._thread is None and self._poller is not None and not self._closed:
            self._bell = os.pipe()
            self._poller.register(self._bell[0], select.POLLIN)
            self._thread = threading.Thread(target=self._run, name="evdev", daemon=True)
            self._thread.start()

    def listen(self, keys: Iterable[int], *, pads: bool) -> None:
        """Keep what these keys and, if wanted, gamepads do from now on."""
        self.drain()
        with self._lock:
            self._bound = frozenset(keys)
            self._with_pads = pads
            self._waiting.clear()

    def take(self) -> Sequence[Move]:
        """What moved since the last call, in the order of reading."""
        self.drain()
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken

    def drain(self) -> None:
        """Read what is there without waiting for the thread."""
        with self._lock:
            for device in list(self._devices.values()):
                self._read(device)

    def close(self) -> None:
        """Close every device and end the thread. May be called twice."""
        self._closed = True
        self._ring()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        with self._lock:
            for device in list(self._devices.values()):
                self._drop(device)
        for handle in self._bell or ():
            os.close(handle)
        self._bell = None

    # ---- devices

    def _look_at(self, path: Path) -> None:
        """Open a device, and keep it when it is of use."""
        known_as = (str(path), path.stat().st_ino)
        if known_as in self._others:
            return
        handle, facts = self._opener(path)
        if facts.is_keyboard or facts.is_pad:
            self._add(path, handle, facts)
        else:
            self._others.add(known_as)
            os.close(handle)

    def _add(self, path: Path, handle: int, facts: wire.DeviceFacts) -> None:
        device = _Device(handle, str(path), facts, next(self._keyboards) if facts.is_keyboard else None)
        if facts.is_pad:
            device.buttons = wire.button_numbers(facts)
            device.hats = wire.hat_numbers(facts)
            device.axes = wire.axis_numbers(facts)
        with self._lock:
            self._devices[handle] = device
            if self._poller is not None:
                self._poller.register(handle, select.POLLIN)

    def _drop(self, device: _Device) -> None:
        """Forget a device that is gone."""
        if self._devices.pop(device.handle, None) is not None:
            if self._poller is not None:
                self._poller.unregister(device.handle)
            os.close(device.handle)

    # ---- reading

    def _run(self) -> None:
        assert self._poller is not None
        assert self._bell is not None
        while not self._closed:
            ready = self._poller.poll()
            with self._lock:
                for handle, _ in ready:
                    if handle == self._bell[0]:
                        os.read(handle, 64)
                    elif handle in self._devices:
                        self._read(self._devices[handle])

    def _ring(self) -> None:
        """Let the thread look at what is new."""
        if self._bell is not None:
            with contextlib.suppress(OSError):
                os.write(self._bell[1], b"\0")

    def _read(self, device: _Device) -> None:
        news = False
        while True:
            try:
                data = os.read(device.handle, _AT_ONCE)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            if not data:
                self._drop(device)
                break
            read_ns = self._now_ns()
            for event in wire.events(data):
                news = self._take_in(device, event, read_ns) or news
        del self._waiting[:-MOST_WAITING]
        if news:
            self._wake()

    def _take_in(self, device: _Device, event: wire.InputEvent, read_ns: int) -> bool:
        """Whether it is something to be kept. What the kernel threw away SDL tells of, with its own stamp."""
        if event.kind == wire.SYN:
            device.dropped = event.code == wire.SYN_DROPPED or (
                device.dropped and event.code != wire.SYN_REPORT
            )
        if event.kind == wire.SYN or device.dropped or event.at_ns > read_ns:
            return False
        found = self._moved(device, event)
        if found is None:
            return False
        part, number, value = found
        keyboard = device.keyboard if part == "key" else None
        self._waiting.append(Move(event.at_ns, device.path, part, number, value, keyboard))
        return True

    def _moved(
        self, device: _Device, event: wire.InputEvent
    ) -> tuple[str, int, float | tuple[int, int]] | None:
        code, value = event.code, event.value
        if event.kind == wire.KEY and value in (_RELEASED, _PRESSED):  # 2 is a key that repeats
            if device.keyboard is not None and code in self._bound:
                return "key", code, value
            if self._with_pads and code in device.buttons:
                return "button", device.buttons[code], value
        if event.kind != wire.ABS or not self._with_pads:
            return None
        if code in device.axes:
            return "axis", device.axes[code], wire.share(value, device.facts.axes[code])
        across = code & ~1
        if across not in device.hats:
            return None
        x, y = device.points.get(across, (0, 0))
        sign = (value > 0) - (value < 0)
        device.points[across] = point = (sign, y) if code == across else (x, -sign)
        return "hat", device.hats[across], point


def _place(path: Path) -> tuple[int, str]:
    number = re.search(r"\d+$", path.name)
    return (int(number[0]) if number else 0, path.name)
