"""The reader of raw keys, fed by the test: focus, grabs, unbound keys, repeats, stalls, and a connection that breaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device_clock import MS, DeviceClock
from fake_x11 import (
    WINDOW,
    FakeX,
    destroyed,
    focus,
    focus_is,
    mapping_changed,
    raw_key,
    raw_key_with_values,
    refused,
)
from reactdrill.devices.stampers.x11_reader import LAG_NS, X11Reader
from reactdrill.devices.stampers.x11_time import ARRIVAL, SERVER
from reactdrill.devices.stamping import FocusLost, KeyEdge

A, B, UNBOUND = 38, 56, 65
BOUND = {A: "key:a", B: "key:b"}
LEFT, RIGHT, XTEST, NEW = 8, 9, 5, 30
START_MS = 20_000


class Room:
    """A reader without its thread: it reads when it is asked."""

    def __init__(self) -> None:
        self.x = FakeX()
        self.clock = DeviceClock(START_MS * MS)
        self.woken = 0
        self.reader = X11Reader(self.x.connection(), self.clock.now_ns, self._wake)
        self.reader.bind(BOUND)
        self.reader.follow(WINDOW)

    def _wake(self) -> None:
        self.woken += 1

    def take(self) -> list[KeyEdge | FocusLost]:
        return self.reader.take()[0]

    def told(self) -> list[tuple[str, bool] | str]:
        return [
            (item.control, item.down) if isinstance(item, KeyEdge) else "focus lost" for item in self.take()
        ]

    def in_focus(self) -> Room:
        self.x.say(focus_is(22))
        assert self.take() == []
        return self

    def now_ms(self) -> int:
        return self.clock.at_ns // MS


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.reader.close()
    room.x.close()


def test_it_asks_for_the_windows_focus_and_serves_once_it_has_it(room: Room) -> None:
    assert len(room.x.heard()) == 16 + 4
    assert not room.reader.serving
    room.in_focus()
    assert room.reader.serving


@pytest.mark.parametrize("nobody", [0, 1, 0x700001])
def test_it_does_not_serve_while_something_else_has_the_keyboard(room: Room, nobody: int) -> None:
    room.x.say(focus_is(22, nobody), raw_key(A, room.now_ms()))
    assert room.told() == []
    assert not room.reader.serving


def test_presses_and_releases_are_told_with_their_keyboard(room: Room) -> None:
    room.in_focus()
    room.clock.advance(0.3)
    room.x.say(raw_key(A, START_MS, source=LEFT), raw_key(A, START_MS, source=RIGHT))
    room.x.say(raw_key(A, START_MS, source=XTEST), raw_key(A, START_MS, down=False, source=LEFT))
    edges = [item for item in room.take() if isinstance(item, KeyEdge)]
    assert [(edge.keyboard, edge.down) for edge in edges] == [
        (0, True),
        (1, True),
        (None, True),
        (0, False),
    ]
    assert {edge.stamp.source for edge in edges} == {ARRIVAL}


def test_a_keyboard_that_is_plugged_in_later_gets_the_next_number(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS, source=NEW), raw_key(B, START_MS, source=NEW))
    assert [item.keyboard for item in room.take() if isinstance(item, KeyEdge)] == [2, 2]


def test_keys_that_nothing_is_bound_to_are_dropped_where_they_are_read(room: Room) -> None:
    room.in_focus()
    woken = room.woken
    room.x.say(raw_key(UNBOUND, START_MS))
    assert room.told() == []
    assert room.woken == woken + 1  # the menus may want it


def test_keys_typed_into_another_window_are_dropped(room: Room) -> None:
    room.in_focus()
    room.x.say(focus(gained=False), raw_key(A, START_MS), raw_key(A, START_MS, down=False))
    assert room.told() == ["focus lost"]
    room.x.say(
        raw_key(B, START_MS), focus(gained=True), raw_key(B, START_MS, down=False), raw_key(A, START_MS)
    )
    assert room.told() == [("key:a", True)]


def test_the_order_of_keys_and_focus_is_the_servers(room: Room) -> None:
    room.in_focus()
    room.x.say(
        raw_key(A, START_MS),
        focus(gained=False),
        raw_key(B, START_MS),
        focus(gained=True),
        raw_key(B, START_MS),
    )
    assert room.told() == [("key:a", True), "focus lost", ("key:b", True)]


def test_focus_of_other_windows_is_none_of_ours(room: Room) -> None:
    room.in_focus()
    room.x.say(focus(gained=False, window=0x900001), focus(gained=False, detail=2), raw_key(A, START_MS))
    assert room.told() == [("key:a", True)]


def test_a_grab_hides_presses_but_no_release(room: Room) -> None:
    """Another program's hot key or launcher takes the keyboard; our window keeps the focus by name."""
    room.in_focus()
    room.x.say(raw_key(A, START_MS), focus(gained=False, mode=1), raw_key(B, START_MS))
    room.x.say(raw_key(A, START_MS, down=False), raw_key(B, START_MS, down=False))
    assert room.told() == [("key:a", True), ("key:a", False)]
    assert room.reader.serving
    room.x.say(focus(gained=True, mode=2), raw_key(B, START_MS))
    assert room.told() == [("key:b", True)]


def test_a_grab_of_our_own_window_hides_nothing(room: Room) -> None:
    room.in_focus()
    room.x.say(focus(gained=True, mode=1), focus(gained=False, mode=2), raw_key(A, START_MS))
    assert room.told() == [("key:a", True)]


def test_a_window_that_is_gone_has_no_focus(room: Room) -> None:
    room.in_focus()
    room.x.say(destroyed(0x900001), destroyed())
    assert room.told() == ["focus lost"]
    assert not room.reader.serving
    room.reader.follow(WINDOW + 1)
    room.x.say(refused(23), focus_is(24, WINDOW + 1))
    assert room.told() == []
    assert room.reader.serving


def test_an_answer_about_an_earlier_window_means_nothing(room: Room) -> None:
    room.reader.follow(WINDOW + 1)
    room.x.say(focus_is(22, WINDOW + 1))
    room.take()
    assert not room.reader.serving


def test_a_key_that_repeats_is_told_once(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS), raw_key(A, START_MS + 30), raw_key(A, START_MS + 60))
    room.clock.advance(61)
    assert room.told() == [("key:a", True)]


def test_a_release_of_a_key_that_was_not_told_is_dropped(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS, down=False))
    assert room.told() == []


def test_after_a_stall_the_servers_time_counts_and_the_order_stays(room: Room) -> None:
    room.in_focus()
    room.clock.advance(30.3)
    for at_ms, down in ((3, True), (4, False), (11, True), (11, False), (30, True)):
        room.x.say(raw_key(A, START_MS + at_ms, down=down))
    edges = [item for item in room.take() if isinstance(item, KeyEdge)]
    ms = [edge.stamp.at_ns / MS - START_MS for edge in edges]
    assert [edge.stamp.source for edge in edges] == [SERVER] * 4 + [ARRIVAL]
    assert ms == pytest.approx([3.5, 4.5, 11.5, 11.5, 30.3], abs=0.1)
    assert ms == sorted(ms)


def test_nothing_is_promised_that_may_still_be_on_its_way(room: Room) -> None:
    room.in_focus()
    room.clock.advance(5)
    assert room.reader.take()[1] == room.clock.at_ns - LAG_NS


def test_packets_may_come_in_pieces_and_longer_than_usual(room: Room) -> None:
    room.in_focus()
    data = raw_key_with_values(A, START_MS) + mapping_changed() + raw_key(B, START_MS)
    told = []
    for byte in data:
        room.x.say(bytes([byte]))
        told += room.told()
    assert told == [("key:a", True), ("key:b", True)]


def test_what_happened_before_it_listens_is_dropped(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS))
    room.reader.bind(BOUND)
    room.reader.clear()
    assert room.told() == []
    room.x.say(raw_key(A, START_MS))
    assert room.told() == [("key:a", True)]


def test_a_new_layout_keeps_what_is_waiting(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS))
    room.reader.bind({A: "key:q", B: "key:b"})
    room.x.say(raw_key(B, START_MS))
    assert room.told() == [("key:a", True), ("key:b", True)]


def test_a_connection_that_breaks_ends_its_service_and_wakes_the_main_thread(room: Room) -> None:
    room.in_focus()
    room.x.say(raw_key(A, START_MS))
    room.x.hang_up()
    assert room.told() == [("key:a", True)]
    woken = room.woken
    assert room.told() == []
    assert not room.reader.alive
    assert not room.reader.serving
    assert room.woken == woken + 1
    room.reader.follow(WINDOW + 1)
    assert room.told() == []


def test_a_wait_of_the_server_just_before_a_key_makes_its_stamp_less_sure(room: Room) -> None:
    room.in_focus()
    room.clock.advance(100.3)
    room.take()
    room.clock.advance(20)
    room.x.waits.so_far_ns += 6 * MS
    room.x.say(raw_key(A, room.now_ms()))
    room.x.say(raw_key(A, room.now_ms(), down=False))
    room.clock.advance(0.1)
    (press, release) = (item.stamp for item in room.take())
    assert press.uncertainty_ns - 6 * MS == release.uncertainty_ns - 6 * MS < MS
    room.clock.advance(100)
    room.take()
    room.clock.advance(20)
    room.x.say(raw_key(A, room.now_ms()))
    room.clock.advance(0.1)
    (later,) = room.take()
    assert later.stamp.uncertainty_ns < MS


def test_a_wait_that_was_over_before_it_was_handed_on_counts_too(room: Room) -> None:
    room.in_focus()
    room.clock.advance(100.3)
    room.take()
    room.clock.advance(20)
    room.x.waits.so_far_ns += 6 * MS
    room.take()  # the server runs again, and has not handed the key on yet
    room.clock.advance(1)
    room.x.say(raw_key(A, room.now_ms()))
    (press,) = room.take()
    assert press.stamp.uncertainty_ns > 3 * MS


def test_its_thread_reads_by_itself_and_ends_when_it_is_closed() -> None:
    import threading

    room = Room()
    heard = threading.Event()
    room.reader = X11Reader(room.x.connection(), room.clock.now_ns, heard.set)
    room.reader.bind(BOUND)
    room.reader.follow(WINDOW)
    room.reader.start()
    room.reader.start()
    room.x.say(focus_is(22), raw_key(A, START_MS))
    assert heard.wait(30)
    assert room.told() == [("key:a", True)]
    threads = [thread for thread in threading.enumerate() if thread.name == "x11-keys"]
    room.reader.close()
    room.reader.close()
    assert len(threads) == 1
    assert not threads[0].is_alive()
    room.x.close()
