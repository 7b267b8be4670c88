"""A real window, real keys through the X server, a run's inputs: what arrives, when, and what never stays down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pygame
import pytest

from plans import plan_of, trial
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.keyboard import FOCUS_LOST
from reactdrill.drill.trial import Begin
from reactdrill.engine.commands import Paused, TrialBegins
from reactdrill.engine.events import DeviceBack, DeviceLost, Event, Pause, Response
from reactdrill.engine.run import Run
from reactdrill.live.clock import SystemClock
from reactdrill.live.loop import Loop
from reactdrill.live.replay import CHANNELS
from reactdrill.testing import MemoryJournal, VirtualCues, Watcher
from virtual_pad import VirtualPad

if TYPE_CHECKING:
    from xtest import XTest

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.window
SECOND = 1_000_000_000
PLAN = plan_of(trial(), targets=("left", "right", "up"))


class Hands:
    """Inputs that listen in a real window, and a patient reader of what they say."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.inputs = Inputs(self.clock)
        self.inputs.start(PLAN)

    def read(self, enough: Callable[[list[Event]], bool], seconds: float = 5) -> list[Event]:
        """Poll as the loop does until there is enough; checks every promise on the way."""
        events: list[Event] = []
        promised_ns = -1
        give_up_ns = self.clock.now_ns() + round(seconds * SECOND)
        while not enough(events) and self.clock.now_ns() < give_up_ns:
            self.clock.wait(self.inputs.deadline_ns)
            said, until_ns = self.inputs.poll()
            assert all(event.at_ns > promised_ns for event in said)
            assert until_ns <= self.clock.now_ns()
            promised_ns = until_ns
            events += said
        return events

    def read_n(self, count: int) -> list[Event]:
        return self.read(lambda events: len(events) >= count)


@pytest.fixture
def hands(window: int) -> Iterator[Hands]:
    hands = Hands()
    yield hands
    hands.inputs.stop()


def short(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.action, event.control) for event in events if isinstance(event, Response)]


def test_a_key_press_is_stamped_within_its_stated_doubt(hands: Hands, xtest: XTest) -> None:
    hands.read(lambda _: False, seconds=0.01)
    for _ in range(20):
        before_ns = hands.clock.now_ns()
        xtest.press("Left")
        after_ns = hands.clock.now_ns()
        (event,) = hands.read_n(1)
        xtest.release("Left")
        hands.read_n(1)
        assert isinstance(event, Response)
        assert (event.target, event.device, event.source) == ("left", "keyboard", "sdl-dequeue")
        assert event.at_ns - event.uncertainty_ns <= after_ns
        assert event.at_ns + event.uncertainty_ns >= before_ns


def test_two_keys_in_one_look_both_count_and_so_does_a_press_shorter_than_a_look(
    hands: Hands, xtest: XTest
) -> None:
    xtest.press("Left")
    xtest.press("d")
    xtest.tap("w")
    xtest.release("d")
    xtest.release("Left")
    assert short(hands.read_n(6)) == [
        ("press", "key:left"),
        ("press", "key:d"),
        ("press", "key:w"),
        ("release", "key:w"),
        ("release", "key:d"),
        ("release", "key:left"),
    ]


def test_a_held_key_that_the_system_repeats_counts_once(hands: Hands, xtest: XTest) -> None:
    pygame.key.set_repeat(20, 10)
    xtest.press("Left")
    first = hands.read_n(1)
    held = hands.read(lambda _: False, seconds=0.2)
    xtest.release("Left")
    assert short([*first, *held, *hands.read_n(1)]) == [("press", "key:left"), ("release", "key:left")]


def test_no_key_stays_down_when_another_window_takes_the_keyboard(
    hands: Hands, xtest: XTest, window: int
) -> None:
    xtest.press("Left")
    xtest.press("d")
    hands.read_n(2)
    xtest.unfocus()
    events = hands.read_n(3)
    assert isinstance(events[0], Pause)
    assert events[0].reason == "focus"
    assert {(event.control, event.source) for event in events[1:] if isinstance(event, Response)} == {
        ("key:left", FOCUS_LOST),
        ("key:d", FOCUS_LOST),
    }
    xtest.release("Left")
    xtest.release("d")
    xtest.focus(window)
    hands.read(lambda _: False, seconds=0.1)
    xtest.tap("Left")
    assert short(hands.read_n(2)) == [("press", "key:left"), ("release", "key:left")]


def test_escape_pauses_and_unbound_keys_reach_the_menus(hands: Hands, xtest: XTest) -> None:
    hands.inputs.take_ui_events()
    xtest.tap("F5")
    xtest.tap("Escape")
    (event,) = hands.read_n(1)
    assert isinstance(event, Pause)
    keys = [event.key for event in hands.inputs.take_ui_events() if event.type == pygame.KEYDOWN]
    assert keys == [pygame.K_F5]


def test_three_hundred_presses_in_bursts_arrive_once_each(hands: Hands, xtest: XTest) -> None:
    """A burst holds each key once: SDL takes a release and a press within 2 ms for the system's key repeat."""
    burst = ("Left", "d", "w", "Up", "Right", "a")
    for _ in range(50):
        for key in burst:
            xtest.tap(key)
        assert short(hands.read_n(2 * len(burst))) == [
            (action, f"key:{key.lower()}") for key in burst for action in ("press", "release")
        ]
    assert hands.read(lambda _: False, seconds=0.05) == []


def test_keyboard_and_gamepad_work_side_by_side_and_a_pulled_plug_is_told(hands: Hands, xtest: XTest) -> None:
    with VirtualPad() as pad:
        hands.read(lambda _: bool(hands.inputs.pads))
        assert hands.inputs.kinds == ("key", "pad")
        xtest.press("Left")
        pad.button(14, down=True)
        events = hands.read_n(2)
        assert sorted(short(events)) == [("press", "key:left"), ("press", "pad0:button14")]
        pad.unplug()
        lost, let_go = hands.read_n(2)
        assert isinstance(lost, DeviceLost)
        assert (lost.device, lost.targets) == ("pad0", ())
        assert short([let_go]) == [("release", "pad0:button14")]
    xtest.release("Left")


def test_a_pulled_plug_interrupts_the_trial_and_is_no_false_start(window: int) -> None:
    """The athlete holds a pad's button as the trial wants, and the plug is pulled in the foreperiod."""
    clock = SystemClock()
    inputs = Inputs(clock)
    watcher = Watcher()
    hold = trial(begin=Begin("hold", "home"), foreperiod=60_000)
    with VirtualPad() as pad:
        loop = Loop(
            Run(plan_of(hold, targets=("left", "home"))),
            clock,
            cues=dict.fromkeys(CHANNELS, VirtualCues(clock)),
            inputs=[inputs],
            journal=MemoryJournal(),
            observers=[watcher],
        )
        loop.start()
        pad.button(0, down=True)
        turns_until(loop, lambda: any(isinstance(item, TrialBegins) for item in watcher.items))
        pad.unplug()
        turns_until(loop, lambda: any(isinstance(item, Paused) for item in watcher.items))
        with VirtualPad():
            turns_until(loop, lambda: any(isinstance(item, DeviceBack) for item in watcher.items))
    loop.stop()
    assert [(one.outcome, one.reason) for one in watcher.records] == [("aborted", "device_lost: pad0")]
    assert watcher.strays == []


def turns_until(loop: Loop, done: Callable[[], bool]) -> None:
    for _ in range(5000):
        if done():
            return
        loop.step()
    raise AssertionError("it did not happen")
