"""The reader of the kernel's events: what it keeps, what it drops, and devices that come, go, or may not be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from device_clock import MS, DeviceClock
from fake_evdev import KEYBOARD, MAT, OTHER_KEYBOARD, PAD, POWER_BUTTON, FakeKernel
from reactdrill.devices.stampers.evdev_reader import MOST_WAITING, EvdevReader, Move
from reactdrill.devices.stampers.evdev_wire import KEY, SYN, SYN_REPORT

A, B, ENTER = 30, 48, 28
NOW_NS = 1_000 * MS


class Room:
    def __init__(self, folder: Path) -> None:
        self.kernel = FakeKernel(folder)
        self.clock = DeviceClock(NOW_NS)
        self.woken = threading.Event()
        self.reader = EvdevReader(self.clock.now_ns, self.woken.set, folder, self.kernel.open)

    def listen(self, *keys: int, pads: bool = True) -> None:
        self.reader.scan()
        self.reader.listen(keys, pads=pads)

    def told(self) -> list[tuple[str, int, object]]:
        return [(move.part, move.number, move.value) for move in self.reader.take()]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.reader.close()
    room.kernel.close()


def test_a_key_has_the_kernels_stamp_and_its_keyboards_number(room: Room) -> None:
    first, second = room.kernel.plug(3, KEYBOARD), room.kernel.plug(11, OTHER_KEYBOARD)
    room.kernel.plug(4, POWER_BUTTON)
    room.listen(A)
    room.kernel.key(11, NOW_NS - 3 * MS, A, 1)
    room.kernel.key(3, NOW_NS - 2 * MS, A, 1)
    assert sorted(room.reader.take()) == [
        Move(NOW_NS - 3 * MS, second, "key", A, 1, 1),
        Move(NOW_NS - 2 * MS, first, "key", A, 1, 0),
    ]
    assert room.reader.keyboards == 2
    assert room.woken.is_set()


def test_repeats_and_unbound_keys_are_dropped_where_they_are_read(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.listen(A)
    for code, value in ((A, 1), (A, 2), (A, 2), (B, 1), (ENTER, 1), (A, 0), (B, 0)):
        room.kernel.key(0, NOW_NS, code, value)
    assert room.told() == [("key", A, 1), ("key", A, 0)]


def test_two_keys_in_one_report_and_a_press_of_one_millisecond_are_kept(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.listen(A, B)
    at_ns = NOW_NS - 5 * MS
    room.kernel.say(0, (at_ns, KEY, A, 1), (at_ns, KEY, B, 1), (at_ns, SYN, SYN_REPORT, 0))
    room.kernel.key(0, at_ns + MS, A, 0)
    assert [(move.number, move.value, move.at_ns) for move in room.reader.take()] == [
        (A, 1, at_ns),
        (B, 1, at_ns),
        (A, 0, at_ns + MS),
    ]


def test_what_comes_after_a_loss_waits_for_the_next_report(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.listen(A, B)
    room.kernel.key(0, NOW_NS, A, 1)
    room.kernel.drop(0, NOW_NS)
    room.kernel.say(0, (NOW_NS, KEY, B, 1), (NOW_NS, KEY, A, 0), (NOW_NS, SYN, SYN_REPORT, 0))
    room.kernel.key(0, NOW_NS, B, 0)
    assert room.told() == [("key", A, 1), ("key", B, 0)]


def test_buttons_hats_and_axes_are_told_in_sdls_words(room: Room) -> None:
    path = room.kernel.plug(7, PAD)
    room.listen()
    room.kernel.key(7, NOW_NS, 0x134, 1)
    for code, value in ((0x10, -1), (0x11, -1), (0x10, 0), (0x11, 0), (2, 255)):
        room.kernel.axis(7, NOW_NS, code, value)
    assert room.told() == [
        ("button", 3, 1),
        ("hat", 0, (-1, 0)),
        ("hat", 0, (-1, 1)),
        ("hat", 0, (0, 1)),
        ("hat", 0, (0, 0)),
        ("axis", 2, 1.0),
    ]
    assert room.reader.pads == {path}


def test_gamepads_are_heard_only_when_they_are_wanted(room: Room) -> None:
    room.kernel.plug(7, MAT)
    room.listen(pads=False)
    room.kernel.key(7, NOW_NS, 0x121, 1)
    assert room.told() == []


def test_a_stamp_from_the_future_is_of_another_clock(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.listen(A)
    room.kernel.key(0, NOW_NS + MS, A, 1)
    assert room.told() == []


def test_a_device_that_may_not_be_read_is_named(room: Room) -> None:
    path = room.kernel.plug(2, KEYBOARD, readable=False)
    room.kernel.plug(5, MAT)
    room.listen()
    assert room.reader.refused == (path,)
    assert room.reader.keyboards == 0
    assert len(room.reader.pads) == 1


def test_a_device_that_is_pulled_out_is_forgotten_and_found_again(room: Room) -> None:
    room.kernel.plug(5, MAT)
    room.listen()
    room.kernel.key(5, NOW_NS, 0x120, 1)
    room.kernel.unplug(5)
    assert room.told() == [("button", 0, 1)]
    assert room.reader.pads == frozenset()
    room.kernel.plug(6, MAT)
    room.reader.scan()
    room.kernel.key(6, NOW_NS, 0x121, 1)
    assert room.told() == [("button", 1, 1)]


def test_what_is_of_no_use_is_opened_once(room: Room) -> None:
    room.kernel.plug(1, POWER_BUTTON)
    room.kernel.plug(2, KEYBOARD)
    for _ in range(3):
        room.reader.scan()
    assert room.kernel.opened == ["event1", "event2"]


def test_a_device_that_vanishes_while_it_is_opened_is_passed_over(room: Room) -> None:
    room.kernel.plug(1, KEYBOARD)
    room.kernel.facts.clear()
    room.reader.scan()
    assert (room.reader.refused, room.reader.keyboards) == ((), 0)


def test_what_nobody_takes_does_not_grow_without_end(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.listen(A)
    for number in range(MOST_WAITING // 100 + 2):
        for press in range(100):
            room.kernel.key(0, NOW_NS, A, (number + press) % 2)
        room.reader.drain()
    assert len(room.told()) == MOST_WAITING


def test_its_thread_reads_by_itself_and_ends_when_it_is_closed(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    room.reader.start()
    room.listen(A)
    room.kernel.key(0, NOW_NS, A, 1)
    assert room.woken.wait(30)
    assert room.told() == [("key", A, 1)]
    room.kernel.plug(1, OTHER_KEYBOARD)
    room.reader.scan()
    room.woken.clear()
    room.kernel.key(1, NOW_NS, A, 1)
    assert room.woken.wait(30)
    threads = [thread for thread in threading.enumerate() if thread.name == "evdev"]
    room.reader.close()
    room.reader.close()
    assert len(threads) == 1
    assert not threads[0].is_alive()
