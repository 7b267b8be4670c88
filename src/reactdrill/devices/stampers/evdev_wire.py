"""The kernel's input events as bytes, and what a device says it has. Numbers are from linux/input.h; Linux only."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

if sys.platform == "linux":
    import fcntl

SYN, KEY, ABS = 0, 1, 3
SYN_REPORT, SYN_DROPPED = 0, 3
BTN_JOYSTICK = 0x120
HAT0_X, HAT3_Y = 0x10, 0x17
KEY_A, KEY_SPACE = 30, 57
_PAD_KEYS = frozenset((*range(BTN_JOYSTICK, 0x140), *range(0x220, 0x224)))
"""Buttons of joysticks and gamepads, and the four directions of a pad."""
KEY_COUNT, ABS_COUNT = 0x300, 0x40

_EVENT = struct.Struct("@llHHi")
EVENT_SIZE = _EVENT.size
_MONOTONIC = 1
_WRITE, _READ = 1, 2


class InputEvent(NamedTuple):
    """One change of one key, axis, or the end of a report."""

    at_ns: int
    """On the clock that the device was told to use."""
    kind: int
    code: int
    value: int


class Range(NamedTuple):
    """What an axis can say."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What a device is and has."""

    name: str
    keys: frozenset[int] = frozenset()
    axes: Mapping[int, Range] = field(default_factory=dict)

    @property
    def is_keyboard(self) -> bool:
        """Whether a person can type on it."""
        return KEY_A in self.keys and KEY_SPACE in self.keys

    @property
    def is_pad(self) -> bool:
        """A gamepad, joystick or dance mat."""
        return any(key in _PAD_KEYS for key in self.keys)


def events(data: bytes) -> Iterator[InputEvent]:
    """Take apart what was read; a rest that is no whole event is left out, as the kernel never gives one."""
    whole = len(data) - len(data) % EVENT_SIZE
    for seconds, micros, kind, code, value in _EVENT.iter_unpack(data[:whole]):
        yield InputEvent(seconds * 1_000_000_000 + micros * 1_000, kind, code, value)


def packed(event: InputEvent) -> bytes:
    """The inverse of `events`, for one event."""
    seconds, rest_ns = divmod(event.at_ns, 1_000_000_000)
    return _EVENT.pack(seconds, rest_ns // 1_000, event.kind, event.code, event.value)


# ---- what a device has, in SDL's numbers


def button_numbers(facts: DeviceFacts) -> dict[int, int]:
    """SDL's number of each button by the kernel's: buttons of joysticks first, then the others."""
    first = sorted(key for key in facts.keys if key >= BTN_JOYSTICK)
    return {key: number for number, key in enumerate([*first, *sorted(facts.keys - set(first))])}


def hat_numbers(facts: DeviceFacts) -> dict[int, int]:
    """SDL's number of each hat by the kernel's code of its x axis."""
    found = [code for code in range(HAT0_X, HAT3_Y, 2) if {code, code + 1} & facts.axes.keys()]
    return {code: number for number, code in enumerate(found)}


def axis_numbers(facts: DeviceFacts) -> dict[int, int]:
    """SDL's number of each axis by the kernel's code, hats left out."""
    found = [code for code in sorted(facts.axes) if not HAT0_X <= code <= HAT3_Y]
    return {code: number for number, code in enumerate(found)}


def share(value: int, limits: Range) -> float:
    """An axis' value from -1 to 1, as pygame says it."""
    span = limits.high - limits.low
    return 2 * (value - limits.low) / span - 1 if span > 0 else 0.0


# ---- asking the device


def open_device(path: Path) -> tuple[int, DeviceFacts]:
    """Open one of /dev/input and have it stamp on the monotonic clock. Raises `OSError`; `PermissionError` among them."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _asked(handle, _number(_WRITE, 0xA0, 4), struct.pack("@i", _MONOTONIC))
        name = _asked(handle, _number(_READ, 0x06, 256), bytes(256)).split(b"\0")[0]
        keys = _bits(_asked(handle, _number(_READ, 0x20 + KEY, KEY_COUNT // 8), bytes(KEY_COUNT // 8)))
        axes = _bits(_asked(handle, _number(_READ, 0x20 + ABS, ABS_COUNT // 8), bytes(ABS_COUNT // 8)))
        ranges = {code: _range(handle, code) for code in axes}
    except OSError:
        os.close(handle)
        raise
    return handle, DeviceFacts(name.decode("utf-8", "replace"), frozenset(keys), ranges)


def _range(handle: int, code: int) -> Range:
    told = _asked(handle, _number(_READ, 0x40 + code, 24), bytes(24))
    _, low, high, *_ = struct.unpack("@6i", told)
    return Range(low, high)


def _asked(handle: int, number: int, data: bytes) -> bytes:
    if sys.platform != "linux":
        raise OSError("only Linux has input devices of this kind")
    return fcntl.ioctl(handle, number, data)


def _number(way: int, number: int, size: int) -> int:
    """An ioctl's number: direction, size of its data, `E` for input, and which."""
    return way << 30 | size << 16 | ord("E") << 8 | number


def _bits(data: bytes) -> list[int]:
    return [place * 8 + bit for place, byte in enumerate(data) for bit in range(8) if byte >> bit & 1]
