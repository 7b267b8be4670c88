"""The beginning of a connection: what the server may say, its refusals, where it is and the key to it."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from device_clock import MS, DeviceClock
from fake_x11 import KEYSYMS, OPCODE, mapping_changed, property_changed, reply
from reactdrill.devices.stampers.keycodes import numbers_as_the_kernel
from reactdrill.devices.stampers.x11_connection import (
    TIMES_ASKED,
    Entry,
    authority,
    chosen_cookie,
    connect,
    introduce,
)
from reactdrill.devices.stampers.x11_wire import Keyboard, Setup, WireError
from reactdrill.errors import DeviceUnavailableError

ORDER = "<" if sys.byteorder == "little" else ">"
COOKIE = b"MIT-MAGIC-COOKIE-1"
FIRST, LAST = 8, 120


def welcome() -> bytes:
    rest = struct.pack(
        f"{ORDER}IIIIHHBBBBBBBB4x", 1, 0x600000, 0x1FFFFF, 256, 5, 65535, 1, 1, 0, 0, 32, 32, FIRST, LAST
    )
    rest += b"maker\0\0\0" + bytes(8) + struct.pack(f"{ORDER}I", 0x51D) + bytes(36)
    return struct.pack(f"{ORDER}BxHHH", 1, 11, 0, len(rest) // 4) + rest


def turned_away(reason: bytes) -> bytes:
    padded = reason + bytes(-len(reason) % 4)
    return struct.pack(f"{ORDER}BBHHH", 0, len(reason), 11, 0, len(padded) // 4) + padded


def device(number: int, use: int, name: bytes, keys: tuple[int, ...]) -> bytes:
    classes = (
        struct.pack(f"{ORDER}HHHH{len(keys)}I", 0, 2 + len(keys), number, len(keys), *keys) if keys else b""
    )
    other = struct.pack(f"{ORDER}HHH2x", 1, 2, number)
    head = struct.pack(f"{ORDER}HHHHHBx", number, use, 3, 1 + bool(keys), len(name), 1)
    return head + name + bytes(-len(name) % 4) + other + classes


DEVICES = reply(
    struct.pack(f"{ORDER}H", 4),
    body=device(3, 2, b"Virtual core keyboard", (8, 9))
    + device(6, 3, b"Mouse", ())
    + device(8, 4, "Tastatur ä".encode(), (38, 39))
    + device(9, 4, b"No keys", ()),
)
XINPUT = reply(bytes([1, OPCODE]))
KEYS = reply(
    second=2,
    body=b"".join(struct.pack(f"{ORDER}II", KEYSYMS.get(code, 0), 7) for code in range(FIRST, LAST + 1)),
)


def times() -> bytes:
    return b"".join(property_changed(5_000) for _ in range(TIMES_ASKED))


def version(major: int, minor: int) -> bytes:
    return reply(struct.pack(f"{ORDER}HH", major, minor))


VERSION = version(2, 2)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def test_it_learns_what_it_needs_and_is_not_put_off_by_news_of_a_layout(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    theirs.sendall(
        welcome()
        + XINPUT
        + mapping_changed()
        + version(2, 2)
        + DEVICES
        + KEYS
        + mapping_changed()
        + times()
        + reply()
    )
    clock = DeviceClock(5_000 * MS, step_ns=1_000)
    found = introduce(ours, ":99", clock.now_ns)
    assert found.setup == Setup(0x51D, 0x600000, FIRST, LAST)
    assert found.opcode == OPCODE
    assert found.keyboards == (Keyboard(8, "Tastatur ä", frozenset({38, 39})),)
    assert numbers_as_the_kernel(found.keysyms)
    assert found.sent == 4 + 1 + TIMES_ASKED + 2
    assert found.time.offset_doubt_ns <= MS // 2
    found.waits.close()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (b"", "hung up"),
        (turned_away(b"No protocol specified\n"), "No protocol specified"),
        (welcome() + reply(bytes([0, 0])), "no XInput"),
        (welcome() + XINPUT + version(2, 0), r"XInput is 2\.0, and 2\.1"),
        (welcome() + XINPUT + bytes(32), "refuses"),
        (welcome()[:40], "hung up"),
        (welcome() + XINPUT + VERSION + DEVICES + KEYS + times() + bytes(32), "refuses"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_apart(
    ends: tuple[socket.socket, socket.socket], said: bytes, problem: str
) -> None:
    ours, theirs = ends
    theirs.sendall(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(WireError, match=problem):
        introduce(ours, ":99", DeviceClock().now_ns)


@pytest.mark.parametrize("display", ["", "nonsense", ":", ":999999", "/private/tmp/launch/org.x:0"])
def test_a_display_that_is_not_there_is_a_reason_not_to_use_it(display: str) -> None:
    with pytest.raises(DeviceUnavailableError, match="keyboard: the X server"):
        connect(display, DeviceClock().now_ns)


def test_keys_numbered_in_another_way_are_noticed() -> None:
    assert numbers_as_the_kernel(KEYSYMS)
    assert not numbers_as_the_kernel({98: 0xFF52, 100: 0xFF51, 102: 0xFF53, 104: 0xFF54, 97: 0xFF50})
    assert not numbers_as_the_kernel({})


def _stored(*entries: Entry) -> bytes:
    parts = []
    for family, *texts in entries:
        parts.append(struct.pack(">H", family))
        parts += [struct.pack(">H", len(text)) + text for text in texts]
    return b"".join(parts)


def test_the_cookie_of_this_host_and_display_is_chosen() -> None:
    other_display = Entry(256, b"here", b"7", COOKIE, b"seven")
    other_host = Entry(256, b"there", b"1", COOKIE, b"there")
    anywhere = Entry(65535, b"", b"", COOKIE, b"any")
    mine = Entry(256, b"here", b"1", COOKIE, b"mine")
    other_kind = Entry(256, b"here", b"1", b"XDM-AUTHORIZATION-1", b"old")
    entries = [other_display, other_kind, other_host, anywhere, mine]
    assert list(authority(_stored(*entries))) == entries
    assert chosen_cookie(entries, b"1", b"here") == (COOKIE, b"mine")
    assert chosen_cookie(entries[:-1], b"1", b"here") == (COOKIE, b"any")
    assert chosen_cookie(entries[:-2], b"1", b"here") == (COOKIE, b"there")
    assert chosen_cookie([other_kind], b"1", b"here") == (b"", b"")


def test_the_cookie_is_sent(
    ends: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = ends
    file = tmp_path / "authority"
    file.write_bytes(_stored(Entry(65535, b"", b"3", COOKIE, b"0123456789abcdef")))
    monkeypatch.setenv("XAUTHORITY", str(file))
    theirs.sendall(turned_away(b"no"))
    with pytest.raises(WireError):
        introduce(ours, "host:3.0", DeviceClock().now_ns)
    assert theirs.recv(1000).endswith(COOKIE + bytes(2) + b"0123456789abcdef")


@pytest.mark.parametrize("stored", [b"", b"\1\0\0", bytes(1000)])
def test_a_broken_authority_file_gives_no_cookie(
    stored: bytes, ends: tuple[socket.socket, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = ends
    file = tmp_path / "authority"
    file.write_bytes(stored)
    monkeypatch.setenv("XAUTHORITY", str(file))
    theirs.sendall(turned_away(b"no"))
    with pytest.raises(WireError):
        introduce(ours, ":3", DeviceClock().now_ns)
    assert len(theirs.recv(1000)) == 12
