"""Real keys in a real window, read on a connection of our own: all of them, once each, and nobody else's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pygame
import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext.xtest import fake_input

from plans import plan_of, trial
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.key_names import key_control
from reactdrill.devices.keyboard import FOCUS_LOST
from reactdrill.devices.sdl_queue import SOURCE, SdlQueue
from reactdrill.devices.stampers.keycodes import SCANCODES, X11_FIRST, controls_by_code
from reactdrill.devices.stampers.sdl_symbols import focused_x11_window
from reactdrill.devices.stampers.x11_keys import X11Keys, open_x11_keys
from reactdrill.devices.stampers.x11_time import ARRIVAL, SERVER
from reactdrill.devices.stamping import KeyEdge
from reactdrill.engine.events import Event, Pause, Response
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock

if TYPE_CHECKING:
    from xtest import XTest

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.window
SECOND = 1_000_000_000
PLAN = plan_of(trial(), targets=("left", "right", "up"))
BY_X = {ARRIVAL, SERVER}
SPACE = 57
"""The kernel's number of the space bar."""


class Hands:
    """Inputs with a reader, and somebody who waits for what they say as the loop does."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.inputs = Inputs(self.clock, stamper="x11")
        self.inputs.start(PLAN)
        assert self.inputs.chosen.x11 is not None
        self.keys: X11Keys = self.inputs.chosen.x11
        self.until(lambda: self.keys.serving)

    def until(self, enough: Callable[[], bool], seconds: float = 30) -> list[Event]:
        events: list[Event] = []
        give_up_ns = self.clock.now_ns() + round(seconds * SECOND)
        while not enough() and self.clock.now_ns() < give_up_ns:
            events += self.turn()
        return events

    def read_n(self, count: int) -> list[Response]:
        events: list[Event] = []
        give_up_ns = self.clock.now_ns() + 30 * SECOND
        while len(events) < count and self.clock.now_ns() < give_up_ns:
            events += self.turn()
        return [event for event in events if isinstance(event, Response)]

    def turn(self) -> list[Event]:
        beat_ns = self.clock.now_ns() + 20_000_000
        self.clock.wait(min(beat_ns, self.inputs.deadline_ns or beat_ns))
        return list(self.inputs.poll().events)

    def rest(self) -> list[Event]:
        """What comes within the time that SDL's telling of a key may wait."""
        return self.until(lambda: False, seconds=0.1)


@pytest.fixture
def hands(window: int) -> Iterator[Hands]:
    hands = Hands()
    yield hands
    hands.inputs.close()


def short(events: list[Event] | list[Response]) -> list[tuple[str, str]]:
    return [(event.action, event.control) for event in events if isinstance(event, Response)]


def test_three_hundred_presses_in_bursts_and_short_ones_arrive_once_each(hands: Hands, xtest: XTest) -> None:
    """Among them one key twice within a millisecond, which SDL alone takes for a repeat."""
    burst = ("Left", "Left", "d", "w", "w", "Right")
    told: list[Response] = []
    for _ in range(50):
        for key in burst:
            xtest.tap(key)
        told += hands.read_n(2 * len(burst))
    assert hands.rest() == []
    wanted = [(action, f"key:{key.lower()}") for key in burst for action in ("press", "release")]
    assert short(told) == wanted * 50
    assert (
        sum(event.source in BY_X for event in told) > 550
    )  # SDL's may be quicker on a machine that stands still
    tally = hands.keys.witness.tally
    assert tally.both + tally.reader_only + tally.sdl_only <= 600


def test_what_is_pressed_while_the_main_thread_stands_still_is_all_there(hands: Hands, xtest: XTest) -> None:
    for _ in range(50):
        xtest.tap("Left")
        xtest.tap("d")
    told = hands.read_n(200)
    assert Counter(short(told)) == {
        (action, key): 50 for action in ("press", "release") for key in ("key:left", "key:d")
    }
    assert hands.rest() == []


def test_keys_typed_into_another_window_are_nobodys(hands: Hands, xtest: XTest, window: int) -> None:
    xtest.press("Left")
    hands.read_n(1)
    xtest.unfocus()
    events = hands.until(lambda: not hands.keys.serving)
    events += hands.rest()
    assert isinstance(events[0], Pause)
    assert events[0].reason == "focus"
    assert [(one.control, one.source) for one in events if isinstance(one, Response)] == [
        ("key:left", FOCUS_LOST)
    ]
    for _ in range(20):
        xtest.tap("d")
    xtest.release("Left")
    assert hands.until(lambda: False, seconds=0.4) == []  # SDL tells of the focus 0.2 s late: once is enough
    xtest.focus(window)
    hands.until(lambda: hands.keys.serving)
    xtest.tap("d")
    assert short(hands.read_n(2)) == [("press", "key:d"), ("release", "key:d")]


def test_a_key_that_is_held_and_repeats_counts_once(hands: Hands, xtest: XTest) -> None:
    pygame.key.set_repeat(20, 10)
    xtest.press("Left")
    first = hands.read_n(1)
    held = hands.until(lambda: False, seconds=0.3)
    xtest.release("Left")
    assert short([*first, *held, *hands.read_n(1)]) == [("press", "key:left"), ("release", "key:left")]


def test_the_main_thread_blocks_and_is_woken(hands: Hands, xtest: XTest) -> None:
    hands.rest()
    assert hands.inputs.deadline_ns is None
    for key in ("Left", "d"):
        xtest.tap(key)
        told: list[Event] = []
        give_up_ns = hands.clock.now_ns() + 30 * SECOND
        while len(told) < 2 and hands.clock.now_ns() < give_up_ns:
            hands.clock.wait(give_up_ns)  # a press that woke nobody would be told by nobody
            told += hands.inputs.poll().events
        assert short(told) == [("press", f"key:{key.lower()}"), ("release", f"key:{key.lower()}")]
        hands.rest()


def test_a_lost_connection_loses_no_press(hands: Hands, xtest: XTest) -> None:
    xtest.tap("Left")
    before = hands.read_n(2)
    hands.keys._reader._link.shutdown(2)
    xtest.tap("d")
    xtest.tap("w")
    after = hands.read_n(4)
    assert short([*before, *after]) == [
        (action, key) for key in ("key:left", "key:d", "key:w") for action in ("press", "release")
    ]
    assert {event.source for event in before} <= BY_X
    assert after[-1].source == SOURCE
    assert hands.keys.broken
    assert hands.rest() == []
    assert hands.inputs.troubles() == [
        "Keys were timed more coarsely from the moment that their reader on the X server failed"
    ]
    assert hands.inputs.described()[0]["source"] == SOURCE


def test_a_new_window_is_followed(hands: Hands, xtest: XTest) -> None:
    """As when it goes to the full screen."""
    from sdl_fixtures import TITLE

    pygame.display.quit()
    pygame.display.init()
    pygame.display.set_mode((500, 500), pygame.NOFRAME)
    pygame.display.set_caption(TITLE)
    xtest.focus(xtest.wait_for_window(TITLE))
    hands.until(lambda: hands.keys.serving and pygame.key.get_focused())
    hands.rest()
    xtest.tap("Left")
    assert [event.source in BY_X for event in hands.read_n(2)] == [True, True]


def downs_until_space(queue: SdlQueue, clock: SystemClock) -> list[str]:
    """What SDL says went down before the space bar came up."""
    downs: list[str] = []
    give_up_ns = clock.now_ns() + 30 * SECOND
    while clock.now_ns() < give_up_ns:
        clock.wait(clock.now_ns() + 1_000_000)
        queue.pump()
        for event in queue.take_ui_events():
            if event.type == pygame.KEYDOWN:
                downs.append(key_control(event.key, event.scancode))
            if event.type == pygame.KEYUP and event.key == pygame.K_SPACE:
                return downs[:-1]
    raise AssertionError("the space bar was not heard")


def test_every_key_is_called_as_sdl_calls_it(window: int, xvfb: str) -> None:
    clock = SystemClock()
    queue = SdlQueue(clock)
    hands = Display(xvfb)
    by_sdl: dict[int, str] = {}
    for code in SCANCODES.keys() - {SPACE}:
        for _ in range(2):  # a lock is opened again
            for tapped in (code, SPACE):
                fake_input(hands, X.KeyPress, tapped + X11_FIRST)
                fake_input(hands, X.KeyRelease, tapped + X11_FIRST)
            hands.sync()
            for control in downs_until_space(queue, clock):
                by_sdl[code] = control
    hands.close()
    ours = controls_by_code()
    assert len(by_sdl) > 90
    assert {code: ours[code] for code in by_sdl} == by_sdl


def test_no_reader_is_used_where_the_window_is_not_on_an_x_server(
    xvfb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", xvfb)
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    pygame.display.set_mode((100, 100))
    inputs = Inputs(SystemClock(), stamper="auto")
    assert inputs.chosen.x11 is None
    assert "dummy" in inputs.chosen.refused["x11"]
    inputs.close()
    pygame.quit()


def test_keys_of_the_menus_reach_them_while_the_reader_serves(hands: Hands, xtest: XTest) -> None:
    hands.inputs.take_ui_events()
    xtest.tap("F5")
    xtest.tap("Escape")
    events = hands.until(lambda: hands.inputs.queue.keys.down() == frozenset(), seconds=0.3)
    events += hands.rest()
    assert [type(event) for event in events] == [Pause]
    keys = [event.key for event in hands.inputs.take_ui_events() if event.type == pygame.KEYDOWN]
    assert keys == [pygame.K_F5]


def test_an_edge_names_no_keyboard_where_a_robot_types(hands: Hands, xtest: XTest) -> None:
    xtest.tap("Left")
    edges: list[KeyEdge] = []
    while len(edges) < 2:
        hands.clock.wait(hands.clock.now_ns() + 20_000_000)
        edges += [item for item in hands.keys.take()[0] if isinstance(item, KeyEdge)]
    assert {edge.keyboard for edge in edges} == {None}


def test_without_sdl_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    import reactdrill.devices.stampers.x11_keys as room

    monkeypatch.setattr(room, "controls_by_code", dict)
    clock = SystemClock()
    with pytest.raises(DeviceUnavailableError, match="SDL does not say"):
        open_x11_keys(SdlQueue(clock), clock)


def test_the_window_that_has_the_keyboard_is_known_by_its_number(window: int, xtest: XTest) -> None:
    assert focused_x11_window() == window
    xtest.unfocus()
    while pygame.event.wait(2000).type not in (pygame.WINDOWFOCUSLOST, pygame.NOEVENT):
        pass
    assert focused_x11_window() is None
