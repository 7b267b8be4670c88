"""The reader and SDL's queue together, both moved by the test: who is believed, who takes over, what is told once."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from device_clock import MS, DeviceClock
from fake_x11 import WINDOW, FakeX, focus, focus_is, raw_key
from plans import plan_of, trial
from reactdrill.devices.keyboard import Keyboard
from reactdrill.devices.sdl_queue import POLL_EVERY_NS, SOURCE, SdlQueue
from reactdrill.devices.stampers import x11_keys
from reactdrill.devices.stampers.witness import ENOUGH, GRACE_NS
from reactdrill.devices.stampers.x11_keys import X11Keys
from reactdrill.devices.stampers.x11_reader import LAG_NS, X11Reader
from reactdrill.devices.stampers.x11_time import ARRIVAL
from reactdrill.devices.stamping import KeyEdge
from reactdrill.engine.events import Pause

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")

A, LEFT = 38, 113
BOUND = frozenset({"key:a", "key:left"})
ASKED = 22
"""Number of the question for the focus: the connection has made 20 requests, and this is the second."""


class Room:
    """Keys on a server of the test's own."""

    def __init__(self) -> None:
        self.x = FakeX()
        self.clock = DeviceClock(20_000 * MS)
        self.queue = SdlQueue(self.clock)
        self.reader = X11Reader(self.x.connection(), self.clock.now_ns, self.clock.wake)
        self.reader.start = lambda: None  # type: ignore[method-assign]
        self.keys = X11Keys(self.reader, self.queue, self.clock)
        self.asked = ASKED

    def listen(self) -> None:
        self.keys.listen(BOUND)
        self.x.say(focus_is(self.asked))
        self.told()

    def press(self, code: int = A, *, down: bool = True) -> None:
        """On the server."""
        self.x.say(raw_key(code, self.clock.at_ns // MS, down=down))

    def seen(self, key: int = pygame.K_a, *, down: bool = True) -> None:
        """By SDL."""
        kind = pygame.KEYDOWN if down else pygame.KEYUP
        pygame.event.post(pygame.event.Event(kind, key=key, scancode=0, mod=0, unicode=""))

    def told(self) -> list[tuple[str, str, bool] | str]:
        return [
            (item.stamp.source, item.control, item.down) if isinstance(item, KeyEdge) else "focus lost"
            for item in self.keys.take()[0]
        ]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(x11_keys, "focused_x11_window", lambda: WINDOW)
    room = Room()
    room.listen()
    yield room
    room.keys.close()
    room.x.close()


def test_while_the_reader_serves_nobody_looks_into_the_queue(room: Room) -> None:
    assert room.keys.serving
    assert room.keys.deadline_ns is None
    room.clock.advance(5)
    assert room.keys.take()[1] == room.clock.at_ns - LAG_NS


def test_a_press_that_both_tell_is_one(room: Room) -> None:
    room.clock.advance(1)
    room.press()
    assert room.told() == [(ARRIVAL, "key:a", True)]
    room.clock.advance(1)
    room.seen()
    assert room.told() == []


def test_a_key_that_only_sdl_tells_is_waited_for_and_then_told(room: Room) -> None:
    room.clock.advance(1)
    looked_ns = room.clock.at_ns
    room.seen(pygame.K_LEFT)
    assert room.told() == []
    assert room.keys.deadline_ns == looked_ns + GRACE_NS
    assert room.keys.take()[1] < looked_ns
    room.clock.at_ns += GRACE_NS
    assert room.told() == [(SOURCE, "key:left", True)]
    assert room.keys.deadline_ns is None


def test_a_lost_focus_is_told_once(room: Room) -> None:
    """SDL tells of it 0.2 s after the server."""
    room.x.say(focus(gained=False))
    assert room.told() == ["focus lost"]
    room.clock.advance(200)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert room.told() == []
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert room.told() == ["focus lost"]


def test_sdls_queue_is_watched_while_the_window_has_not_the_keyboard(room: Room) -> None:
    room.x.say(focus(gained=False))
    room.told()
    room.clock.advance(1)
    room.told()
    assert not room.keys.serving
    assert room.keys.deadline_ns == room.clock.at_ns + POLL_EVERY_NS
    room.seen()
    assert room.told() == [(SOURCE, "key:a", True)]


def test_the_window_is_followed_when_it_gets_the_keyboard(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.x.say(focus(gained=False))
    room.told()
    monkeypatch.setattr(x11_keys, "focused_x11_window", lambda: WINDOW + 1)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSGAINED))
    room.told()
    room.x.say(focus_is(ASKED + 2, WINDOW + 1))
    room.press()
    assert room.told() == [(ARRIVAL, "key:a", True)]
    assert room.keys.serving


def test_a_lost_connection_leaves_the_keys_to_sdl_without_a_gap_or_a_double(room: Room) -> None:
    room.clock.advance(1)
    room.press()
    room.told()
    room.x.hang_up()
    room.seen()
    room.seen(down=False)
    room.seen(pygame.K_LEFT)
    room.clock.advance(1)
    assert room.told() == [(SOURCE, "key:a", False), (SOURCE, "key:left", True)]
    assert room.keys.broken
    assert room.keys.deadline_ns == room.clock.at_ns + POLL_EVERY_NS


def test_a_lost_focus_after_a_lost_connection_is_sdls_to_tell(room: Room) -> None:
    room.x.say(focus(gained=False))
    room.told()
    room.x.hang_up()
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert room.told() == ["focus lost"]


def test_a_reader_that_is_not_believed_any_more_is_closed(room: Room) -> None:
    for number in range(ENOUGH):
        room.clock.advance(100)
        room.seen(down=number % 2 == 0)
        room.told()
        room.clock.at_ns += GRACE_NS
        room.told()
    assert room.keys.broken
    room.clock.advance(1)
    room.seen(pygame.K_LEFT)
    assert room.told() == [(SOURCE, "key:left", True)]


def test_a_key_that_the_reader_cannot_know_leaves_the_keys_to_sdl(room: Room) -> None:
    room.keys.listen(BOUND | {"key:scan-250"})
    assert not room.keys.serving
    assert room.keys.deadline_ns is not None


def test_when_nobody_listens_nothing_is_asked_for(room: Room) -> None:
    room.keys.listen(frozenset())
    assert room.keys.deadline_ns is None
    room.press()
    room.seen()
    assert room.told() == []


def test_the_keyboard_pauses_once_for_a_lost_focus(room: Room) -> None:
    room.asked += 1
    keyboard = Keyboard(room.keys, room.clock)
    keyboard.start(plan_of(trial(), targets=("left",)))
    room.x.say(focus_is(room.asked), focus(gained=False))
    events = list(keyboard.poll().events)
    room.clock.advance(200)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    events += keyboard.poll().events
    assert [type(event) for event in events] == [Pause]


def test_a_key_that_paused_before_sdl_told_of_it_is_not_for_the_pause_screen(room: Room) -> None:
    room.press()
    assert room.told() == [(ARRIVAL, "key:a", True)]
    room.queue.take_ui_events()
    room.queue.share(on=True)
    room.clock.advance(2)
    room.seen()
    assert room.told() == []
    assert room.queue.take_ui_events() == []
    room.clock.advance(300)
    room.press(down=False)
    room.seen(down=False)
    room.told()
    room.queue.take_ui_events()
    room.press()
    room.seen()
    assert room.told() == [(ARRIVAL, "key:a", True)]
    assert [event.type for event in room.queue.take_ui_events()] == [pygame.KEYDOWN]
