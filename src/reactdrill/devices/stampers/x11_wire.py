"""The X protocol as bytes, as far as timing keys needs it: requests made, answers and events taken apart. No I/O.

Written out here because Xlib ends the whole program when its connection breaks, and because a read of a socket stamped
keys sooner than either library did: 0.07 ms after the press, libX11 through ctypes 0.09, python-xlib 0.20 (medians of
300 under Xvfb). Numbers are from the X11 core protocol (X11R7.7) and the X Input Extension protocol 2.3.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reactdrill.errors import ReactDrillError

FOCUS_CHANGE = 1 << 21
STRUCTURE_NOTIFY = 1 << 17
PROPERTY_CHANGE = 1 << 22
XINPUT = b"XInputExtension"
ALL_MASTERS = 1
"""XInput's name for every pair of keyboard and pointer that the desktop uses."""
POINTER_ROOT = 1
"""Instead of a window: the keyboard goes wherever the pointer is. So it is without a window manager."""

_ORDER = "<" if sys.byteorder == "little" else ">"
_PACKET = 32
_ERROR, _REPLY, _GENERIC = 0, 1, 35
_FOCUS_IN, _FOCUS_OUT, _DESTROYED, _UNMAPPED, _PROPERTY = 9, 10, 17, 18, 28
_RAW_PRESS, _RAW_RELEASE = 13, 14
_GRAB_BEGINS, _GRAB_ENDS = 1, 2
"""Modes of a focus event."""
_INSIDE = (2, 5, 6, 7)
"""Details of a focus event that leave the keyboard where it was: inferior, and the three that follow the pointer."""
_KEY_CLASS = 0
_SLAVE_KEYBOARD = 4
_INPUT_ONLY = 2
_APPEND = 2
_WM_NAME, _STRING = 39, 31


class WireError(ReactDrillError):
    """The server said something that cannot be understood, or refused."""


class RawKey(NamedTuple):
    """A key went down or up on some keyboard, whoever has the focus."""

    keycode: int
    down: bool
    server_ms: int
    """The server's clock, modulo 2 to the 32."""
    source: int
    """XInput's number of the keyboard."""


class FocusMoved(NamedTuple):
    """A window got or lost the keyboard."""

    window: int
    gained: bool
    by_grab: bool
    """Another program grabbed the keyboard for a while, or let go of it: the window keeps the focus by name."""


class WindowGone(NamedTuple):
    """A window was destroyed or hidden."""

    window: int


class Told(NamedTuple):
    """The answer to a change of a property: when the server made it."""

    server_ms: int


class FocusIs(NamedTuple):
    """The answer to `ask_focus`."""

    sequence: int
    window: int


class Refused(NamedTuple):
    """A request failed, such as one about a window that is gone."""

    sequence: int


Message = RawKey | FocusMoved | WindowGone | Told | FocusIs | Refused


@dataclass(frozen=True, slots=True)
class Setup:
    """What the server tells at the beginning."""

    root: int
    first_id: int
    """The first number this client may give to a window."""
    first_keycode: int
    last_keycode: int


class Keyboard(NamedTuple):
    """A keyboard that is plugged in."""

    source: int
    name: str
    keycodes: frozenset[int]


def padded(text: bytes) -> bytes:
    """With zeros up to a multiple of four."""
    return text + bytes(-len(text) % 4)


# ---- the beginning


def hello(auth_name: bytes, auth_data: bytes) -> bytes:
    """The first thing that is sent."""
    order = b"l" if sys.byteorder == "little" else b"B"
    head = struct.pack(f"{_ORDER}cxHHHHxx", order, 11, 0, len(auth_name), len(auth_data))
    return head + padded(auth_name) + padded(auth_data)


SETUP_HEAD = 8
"""Bytes of the answer's head, which tells how much follows."""


def setup_rest(head: bytes) -> int:
    """How many bytes follow the head of the answer."""
    units: int = struct.unpack_from(f"{_ORDER}H", head, 6)[0]
    return units * 4


def setup(head: bytes, rest: bytes) -> Setup:
    """Understand the answer. Raises `WireError` when the server lets nobody in."""
    if head[0] != 1:
        reason = rest[: head[1]] if head[0] == 0 else rest
        raise WireError(reason.decode("latin-1").strip("\0\n ") or "it lets nobody in")
    first_id, vendor = struct.unpack_from(f"{_ORDER}4xI8xH", rest)
    formats = rest[21]
    screen = 32 + len(padded(bytes(vendor))) + 8 * formats
    root = struct.unpack_from(f"{_ORDER}I", rest, screen)[0]
    return Setup(root, first_id, rest[26], rest[27])


# ---- requests


def query_extension(name: bytes) -> bytes:
    """Ask for an extension's number."""
    return struct.pack(f"{_ORDER}BxHHxx", 98, 2 + len(padded(name)) // 4, len(name)) + padded(name)


def query_xinput(opcode: int) -> bytes:
    """Say that XInput 2.2 is spoken here, and ask what the server speaks. Since 2.1 grabs hide no raw events."""
    return struct.pack(f"{_ORDER}BBHHH", opcode, 47, 2, 2, 2)


def query_devices(opcode: int) -> bytes:
    """Ask for all input devices."""
    return struct.pack(f"{_ORDER}BBHHxx", opcode, 48, 2, 0)


def select_raw_keys(opcode: int, root: int) -> bytes:
    """Ask for raw key events of every keyboard."""
    mask = 1 << _RAW_PRESS | 1 << _RAW_RELEASE
    return struct.pack(f"{_ORDER}BBHIHxxHHI", opcode, 46, 5, root, 1, ALL_MASTERS, 1, mask)


def create_window(window: int, root: int) -> bytes:
    """Make a window that is never shown, whose properties tell the server's time."""
    head = struct.pack(f"{_ORDER}BxHII", 1, 9, window, root)
    place = struct.pack(f"{_ORDER}hhHHHHII", 0, 0, 1, 1, 0, _INPUT_ONLY, 0, 0x800)
    return head + place + struct.pack(f"{_ORDER}I", PROPERTY_CHANGE)


def ask_time(window: int) -> bytes:
    """Append nothing to a property: the event that follows tells when."""
    return struct.pack(f"{_ORDER}BBHIIIBxxxI", 18, _APPEND, 6, window, _WM_NAME, _STRING, 8, 0)


def watch(window: int) -> bytes:
    """Ask to be told of a window's focus and of its end."""
    return struct.pack(f"{_ORDER}BxHIII", 2, 4, window, 0x800, FOCUS_CHANGE | STRUCTURE_NOTIFY)


def ask_focus() -> bytes:
    """Ask which window has the keyboard."""
    return struct.pack(f"{_ORDER}BxH", 43, 1)


def query_keysyms(first: int, last: int) -> bytes:
    """Ask what stands on the keys."""
    return struct.pack(f"{_ORDER}BxHBBxx", 101, 2, first, last - first + 1)


# ---- replies to requests of the beginning


def reply_rest(head: bytes) -> int:
    """How many bytes follow the first 32 of a reply."""
    units: int = struct.unpack_from(f"{_ORDER}I", head, 4)[0]
    return units * 4 if head[0] in (_REPLY, _GENERIC) else 0


def is_answer(packet: bytes) -> bool:
    """Whether it answers a request: as wished or with an error."""
    return packet[0] in (_ERROR, _REPLY)


def tells_time(packet: bytes) -> bool:
    """Whether it tells of a change of a property."""
    return packet[0] & 0x7F == _PROPERTY


def extension_opcode(reply: bytes) -> int | None:
    """The number of the extension that was asked for; None: the server has none of this name."""
    return reply[9] if reply[8] else None


def xinput_version(reply: bytes) -> tuple[int, int]:
    """What the server speaks."""
    major, minor = struct.unpack_from(f"{_ORDER}HH", reply, 8)
    return major, minor


def keyboards(reply: bytes) -> Iterator[Keyboard]:
    """The devices that have keys, out of all that there are."""
    count = struct.unpack_from(f"{_ORDER}H", reply, 8)[0]
    at = 32
    for _ in range(count):
        number, use, _, classes, name_length = struct.unpack_from(f"{_ORDER}5H", reply, at)
        name = reply[at + 12 : at + 12 + name_length].decode("utf-8", "replace")
        at += 12 + len(padded(bytes(name_length)))
        keycodes: frozenset[int] = frozenset()
        for _ in range(classes):
            kind, length = struct.unpack_from(f"{_ORDER}HH", reply, at)
            if kind == _KEY_CLASS:
                keys = struct.unpack_from(f"{_ORDER}H", reply, at + 6)[0]
                keycodes = frozenset(struct.unpack_from(f"{_ORDER}{keys}I", reply, at + 8))
            at += length * 4
        if use == _SLAVE_KEYBOARD and keycodes:
            yield Keyboard(number, name, keycodes)


def keysyms(reply: bytes, first: int) -> dict[int, int]:
    """What stands on each key without any other held, by its keycode."""
    each = reply[1]
    count = (len(reply) - 32) // 4
    signs = struct.unpack_from(f"{_ORDER}{count}I", reply, 32)
    return {first + place: signs[place * each] for place in range(count // each)} if each else {}


# ---- what comes later


class Parser:
    """Cuts what a connection gives into messages. Events nobody asked for are left out."""

    def __init__(self, xinput_opcode: int) -> None:
        self._opcode = xinput_opcode
        self._left = b""

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete now, in order."""
        data = self._left + data
        at = 0
        while len(data) - at >= _PACKET:
            size = _PACKET + reply_rest(data[at : at + _PACKET])
            if len(data) - at < size:
                break
            message = self._message(data[at : at + size])
            at += size
            if message is not None:
                yield message
        self._left = data[at:]

    def _message(self, packet: bytes) -> Message | None:
        kind = packet[0] & 0x7F
        if kind == _GENERIC:
            return _raw_key(packet) if packet[1] == self._opcode else None
        if kind in (_FOCUS_IN, _FOCUS_OUT):
            return _focus(packet, gained=kind == _FOCUS_IN)
        if kind == _PROPERTY:
            return Told(_u32(packet, 12))
        if kind in (_DESTROYED, _UNMAPPED):
            return WindowGone(_u32(packet, 8))
        if kind == _REPLY:
            return FocusIs(_sequence(packet), _u32(packet, 8))
        return Refused(_sequence(packet)) if kind == _ERROR else None


def _raw_key(packet: bytes) -> RawKey | None:
    kind, _, server_ms, keycode, source = struct.unpack_from(f"{_ORDER}HHIIH", packet, 8)
    if kind not in (_RAW_PRESS, _RAW_RELEASE):
        return None
    return RawKey(keycode, kind == _RAW_PRESS, server_ms, source)


def _focus(packet: bytes, *, gained: bool) -> FocusMoved | None:
    mode = packet[8]
    by_grab = mode in (_GRAB_BEGINS, _GRAB_ENDS)
    if by_grab and gained != (mode == _GRAB_ENDS):  # a grab of our own window
        return None
    if packet[1] in _INSIDE and not by_grab:
        return None
    return FocusMoved(_u32(packet, 4), gained, by_grab)


def _u32(packet: bytes, at: int) -> int:
    value: int = struct.unpack_from(f"{_ORDER}I", packet, at)[0]
    return value


def _sequence(packet: bytes) -> int:
    value: int = struct.unpack_from(f"{_ORDER}H", packet, 2)[0]
    return value
