"""Opens a connection of our own to the X server that SDL's window is on, and asks what has to be known at the start."""

from __future__ import annotations

import os
import re
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reactdrill.devices.stampers import x11_wire as wire
from reactdrill.devices.stampers.waits import Waits, peer_schedstat
from reactdrill.devices.stampers.x11_time import ServerTime
from reactdrill.errors import DeviceUnavailableError

TIMEOUT_S = 10.0
"""How long the server may take to answer while a run is being prepared."""
TIMES_ASKED = 24
"""Questions for the server's time at the start: they fix its milliseconds to about 0.05 ms in 3 ms."""
NEEDED = (2, 1)
"""The XInput that is wanted: before it another program's grab hid raw keys."""

_DISPLAY = re.compile(r"(?:(?P<host>[^:/]*)(?:/unix)?:)(?P<number>\d+)(?:\.\d+)?")
_COOKIE = b"MIT-MAGIC-COOKIE-1"
_LOCAL, _ANYWHERE = 256, 65535


class Entry(NamedTuple):
    """One line of an Xauthority file."""

    family: int
    address: bytes
    number: bytes
    name: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Connection:
    """An open connection that has asked for raw keys, and what it learnt."""

    link: socket.socket
    setup: wire.Setup
    opcode: int
    clock_window: int
    """Its properties tell the server's time."""
    keyboards: tuple[wire.Keyboard, ...]
    keysyms: dict[int, int]
    """What stands on each key, by keycode."""
    time: ServerTime
    sent: int
    """How many requests have been made."""
    waits: Waits
    """How long the server has had to wait for a processor."""


def connect(display: str | None, now_ns: Callable[[], int]) -> Connection:
    """Connect to the server that `display` names (None: what DISPLAY says) and ask for raw keys.

    Raises `DeviceUnavailableError` with the reason when that cannot be had.
    """
    name = os.environ.get("DISPLAY", "") if display is None else display
    try:
        opened = _opened(name)
    except OSError as error:
        raise _unavailable(f"the X server {name or '(none named)'} cannot be reached: {error}") from error
    try:
        return introduce(opened, name, now_ns)
    except (OSError, wire.WireError, struct.error, IndexError) as error:
        opened.close()
        raise _unavailable(f"the X server {name}: {error}") from error


def introduce(opened: socket.socket, display: str, now_ns: Callable[[], int]) -> Connection:
    """Do what comes first on a fresh connection. Raises `OSError` and `WireError`."""
    opened.settimeout(TIMEOUT_S)
    opened.sendall(wire.hello(*_cookie(display)))
    head = _exactly(opened, wire.SETUP_HEAD)
    setup = wire.setup(head, _exactly(opened, wire.setup_rest(head)))
    asked = _Asking(opened)
    opcode = wire.extension_opcode(asked.reply(wire.query_extension(wire.XINPUT)))
    if opcode is None:
        raise wire.WireError("it has no XInput extension")
    version = wire.xinput_version(asked.reply(wire.query_xinput(opcode)))
    if version < NEEDED:
        raise wire.WireError("its XInput is {}.{}, and 2.1 is needed".format(*version))
    keyboards = tuple(wire.keyboards(asked.reply(wire.query_devices(opcode))))
    keysyms = wire.keysyms(
        asked.reply(wire.query_keysyms(setup.first_keycode, setup.last_keycode)), setup.first_keycode
    )
    asked.send(wire.create_window(setup.first_id, setup.root))
    time = _time_of(asked, setup.first_id, now_ns)
    asked.send(wire.select_raw_keys(opcode, setup.root))
    asked.reply(wire.ask_focus())  # an error would come first
    opened.setblocking(False)
    waits = Waits(peer_schedstat(opened))
    return Connection(opened, setup, opcode, setup.first_id, keyboards, keysyms, time, asked.sent, waits)


def _time_of(asked: _Asking, window: int, now_ns: Callable[[], int]) -> ServerTime:
    time = ServerTime()
    parser = wire.Parser(0)
    for _ in range(TIMES_ASKED):
        asked_ns = now_ns()
        packet = asked.answer(wire.ask_time(window), wire.tells_time)
        arrived_ns = now_ns()
        for told in parser.feed(packet):
            if isinstance(told, wire.Told):
                time.fixed(told.server_ms, asked_ns, arrived_ns)
    return time


class _Asking:
    """Requests that wait for their answer, while nothing else comes in."""

    def __init__(self, link: socket.socket) -> None:
        self.sent = 0
        self._link = link

    def send(self, request: bytes) -> None:
        self.sent += 1
        self._link.sendall(request)

    def reply(self, request: bytes) -> bytes:
        """The reply to a request."""
        packet = self.answer(request, wire.is_answer)
        if packet[0] != 1:
            raise wire.WireError("it refuses what is asked")
        return packet

    def answer(self, request: bytes, wanted: Callable[[bytes], bool]) -> bytes:
        """The first packet that is wanted; others tell every client of a change, such as of the keyboard's layout."""
        self.send(request)
        while True:
            head = _exactly(self._link, 32)
            packet = head + _exactly(self._link, wire.reply_rest(head))
            if wanted(packet):
                return packet


def _exactly(opened: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = opened.recv(size - len(parts))
        if not part:
            raise wire.WireError("it hung up")
        parts += part
    return bytes(parts)


# ---- where the server is, and the key to it


def _opened(display: str) -> socket.socket:
    match = _DISPLAY.fullmatch(display)
    if match is None:
        raise OSError("no such display can be named")
    number = int(match["number"])
    if match["host"] not in ("", "unix"):
        return socket.create_connection((match["host"], 6000 + number), TIMEOUT_S)
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen
    try:
        return _local("\0" + path)
    except OSError:
        return _local(path)


def _local(path: str) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX)
    try:
        opened.settimeout(TIMEOUT_S)
        opened.connect(path)
    except OSError:
        opened.close()
        raise
    return opened


def _cookie(display: str) -> tuple[bytes, bytes]:
    """The name and value that let us in; empty where nothing is needed."""
    try:
        stored = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority").read_bytes()
        entries = list(authority(stored))
    except (OSError, RuntimeError, struct.error):
        return b"", b""
    match = _DISPLAY.fullmatch(display)
    number = b"" if match is None else match["number"].encode()
    return chosen_cookie(entries, number, os.fsencode(socket.gethostname()))


def authority(stored: bytes) -> Iterator[Entry]:
    """The entries of an Xauthority file."""
    at = 0

    def part() -> bytes:
        nonlocal at
        size = struct.unpack_from(">H", stored, at)[0]
        at += 2 + size
        return stored[at - size : at]

    while at < len(stored):
        family = struct.unpack_from(">H", stored, at)[0]
        at += 2
        yield Entry(family, part(), part(), part(), part())


def chosen_cookie(entries: list[Entry], number: bytes, host: bytes) -> tuple[bytes, bytes]:
    """The entry for a display's number, best one of this host."""
    fitting = [one for one in entries if one.name == _COOKIE and one.number in (b"", number)]
    mine = [one for one in fitting if one.family == _LOCAL and one.address == host]
    anywhere = [one for one in fitting if one.family == _ANYWHERE]
    for one in (*mine, *anywhere, *fitting):
        return one.name, one.data
    return b"", b""


def _unavailable(problem: str) -> DeviceUnavailableError:
    return DeviceUnavailableError("keyboard", problem, "keys are then timed through SDL's queue")
