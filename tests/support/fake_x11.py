"""The server's end of a connection to an X server, written by a test: what it says, in bytes, and nothing by itself."""

from __future__ import annotations

import socket
import struct
import sys
from dataclasses import dataclass, field

from reactdrill.devices.stampers.waits import Waits
from reactdrill.devices.stampers.x11_connection import Connection
from reactdrill.devices.stampers.x11_time import ServerTime
from reactdrill.devices.stampers.x11_wire import Keyboard, Setup

OPCODE = 131
WINDOW = 0x400001
BOARDS = (
    Keyboard(5, "Virtual core XTEST keyboard", frozenset({38})),
    Keyboard(8, "Left USB Keyboard", frozenset({38})),
    Keyboard(7, "Power Button", frozenset({124})),
    Keyboard(9, "Right USB Keyboard", frozenset({38})),
)
KEYSYMS = {110: 0xFF50, 111: 0xFF52, 113: 0xFF51, 114: 0xFF53, 116: 0xFF54}


class FakeWaits(Waits):
    """The server's waits, as the test says."""

    def __init__(self) -> None:
        super().__init__(None)
        self.so_far_ns = 0

    def total_ns(self) -> int:
        """What the test said last."""
        return self.so_far_ns


@dataclass
class FakeX:
    """Both ends of one connection, whose clocks are the same."""

    ours: socket.socket = field(init=False)
    theirs: socket.socket = field(init=False)
    time: ServerTime = field(init=False)
    waits: FakeWaits = field(default_factory=FakeWaits)

    def __post_init__(self) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.theirs.setblocking(False)
        self.time = ServerTime()
        for at_ns in range(0, 48 * 250_021_000, 250_021_000):
            self.time.answered((at_ns + 40_000) // 1_000_000, at_ns, at_ns + 80_000)

    def connection(self) -> Connection:
        """Open, as it is after its beginning."""
        setup = Setup(0x500, 0x200000, 8, 255)
        return Connection(
            self.ours, setup, OPCODE, setup.first_id, BOARDS, KEYSYMS, self.time, 20, self.waits
        )

    def close(self) -> None:
        """Hang up, both ends."""
        self.ours.close()
        self.theirs.close()

    def hang_up(self) -> None:
        """Hang up, the server's end."""
        self.theirs.close()

    def say(self, *packets: bytes) -> None:
        """Send."""
        self.theirs.sendall(b"".join(packets))

    def heard(self) -> bytes:
        """What was asked since the last time."""
        try:
            return self.theirs.recv(65536)
        except BlockingIOError:
            return b""


def raw_key(keycode: int, server_ms: int, *, down: bool = True, source: int = 8) -> bytes:
    """A raw key event."""
    kind = 13 if down else 14
    head = _pack("BBHIHHIIHHI", 35, OPCODE, 1, 0, kind, 3, server_ms % 2**32, keycode, source, 0, 0)
    return head.ljust(32, b"\0")


def raw_key_with_values(keycode: int, server_ms: int) -> bytes:
    """A raw key event that is longer than the usual packet."""
    return bytes(_pack("BBHI", 35, OPCODE, 1, 2)) + raw_key(keycode, server_ms)[8:] + bytes(8)


def focus(*, gained: bool, window: int = WINDOW, mode: int = 0, detail: int = 3) -> bytes:
    """A window got or lost the keyboard; modes 1 and 2 are a grab's beginning and end."""
    return _pack("BBHIB", 9 if gained else 10, detail, 1, window, mode).ljust(32, b"\0")


def destroyed(window: int = WINDOW) -> bytes:
    """A window is gone."""
    return _pack("BBHII", 17, 0, 1, window, window).ljust(32, b"\0")


def property_changed(server_ms: int) -> bytes:
    """A property was changed."""
    return _pack("BBHIII", 28, 0, 1, 0x200000, 39, server_ms % 2**32).ljust(32, b"\0")


def focus_is(sequence: int, window: int = WINDOW) -> bytes:
    """The answer to which window has the keyboard."""
    return _pack("BBHII", 1, 0, sequence & 0xFFFF, 0, window).ljust(32, b"\0")


def refused(sequence: int) -> bytes:
    """An error."""
    return _pack("BBH", 0, 3, sequence).ljust(32, b"\0")


def mapping_changed() -> bytes:
    """Told to everybody when the keyboard's layout changes."""
    return bytes([34]).ljust(32, b"\0")


def reply(rest: bytes = b"", *, second: int = 0, body: bytes = b"") -> bytes:
    """A reply: its second byte, what stands from byte 8 to 32, and what follows those."""
    assert len(rest) <= 24
    return _pack("BBHI", 1, second, 1, len(body) // 4) + rest.ljust(24, b"\0") + body


def _pack(layout: str, *values: int) -> bytes:
    return struct.pack(("<" if sys.byteorder == "little" else ">") + layout, *values)
