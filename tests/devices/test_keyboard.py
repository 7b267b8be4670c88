"""Keys become responses: once each, whatever repeats, and none stays down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from device_clock import DeviceClock
from plans import a_set, lane, plan, plan_of, trial
from reactdrill.devices.keyboard import FOCUS_LOST, HELD_AT_START, Keyboard
from reactdrill.devices.stamping import FocusLost, KeyEdge, Stamp
from reactdrill.drill.trial import COACH, Begin, Plan
from reactdrill.engine.correction import Correction, InputCorrections
from reactdrill.engine.events import Event, Pause, Response
from reactdrill.station.bindings import BindingOverrides

PLAN = plan_of(trial(), targets=("left", "right"))


class Keys:
    """A stamper whose fingers are the test's."""

    deadline_ns: int | None = None

    def __init__(self) -> None:
        self.listening: frozenset[str] = frozenset()
        self.waiting: list[KeyEdge | FocusLost] = []
        self.held: set[str] = set()

    def listen(self, controls: frozenset[str]) -> None:
        self.listening = controls

    def take(self) -> tuple[Sequence[KeyEdge | FocusLost], int]:
        taken, self.waiting = self.waiting, []
        return taken, 777

    def down(self) -> frozenset[str]:
        return frozenset(self.held)

    def move(self, control: str, *, down: bool, at_ns: int = 5) -> None:
        self.waiting.append(KeyEdge(Stamp(at_ns, 30, "test"), control, down))

    def lose_focus(self, at_ns: int = 9) -> None:
        self.waiting.append(FocusLost(Stamp(at_ns, 40, "test")))


def keyboard(keys: Keys, plan: Plan = PLAN, overrides: BindingOverrides | None = None) -> Keyboard:
    device = Keyboard(keys, DeviceClock(4), overrides or BindingOverrides())
    device.start(plan)
    return device


def said(device: Keyboard) -> list[tuple[str, ...]]:
    return [_short(event) for event in device.poll().events]


def _short(event: Event) -> tuple[str, ...]:
    if isinstance(event, Response):
        return (event.action, event.target, event.control, event.source)
    assert isinstance(event, Pause)
    return ("pause", event.reason)


def test_a_press_and_its_release_carry_everything_the_stamper_knew() -> None:
    keys = Keys()
    device = keyboard(keys)
    keys.move("key:a", down=True, at_ns=5)
    keys.move("key:a", down=False, at_ns=6)
    assert device.poll() == (
        [
            Response(5, "left", "press", "keyboard", "key:a", "test", 30, 5),
            Response(6, "left", "release", "keyboard", "key:a", "test", 30, 6),
        ],
        777,
    )


def test_a_key_that_repeats_counts_once() -> None:
    keys = Keys()
    device = keyboard(keys)
    for _ in range(5):
        keys.move("key:left", down=True)
    keys.move("key:left", down=False)
    assert [one[0] for one in said(device)] == ["press", "release"]


def test_two_keys_at_once_count_both_even_for_one_target() -> None:
    keys = Keys()
    device = keyboard(keys)
    for control in ("key:left", "key:right", "key:a"):
        keys.move(control, down=True)
    assert [one[:3] for one in said(device)] == [
        ("press", "left", "key:left"), ("press", "right", "key:right"), ("press", "left", "key:a"),
    ]  # fmt: skip


def test_losing_the_focus_pauses_first_and_then_lets_go_of_everything() -> None:
    keys = Keys()
    device = keyboard(keys)
    keys.move("key:left", down=True)
    keys.move("key:right", down=True)
    keys.lose_focus()
    keys.move("key:left", down=False)
    assert said(device)[2:] == [
        ("pause", "focus"),
        ("release", "left", "key:left", FOCUS_LOST),
        ("release", "right", "key:right", FOCUS_LOST),
    ]
    keys.move("key:left", down=True)
    assert said(device) == [("press", "left", "key:left", "test")]


def test_the_pause_key_pauses_once_for_each_press() -> None:
    keys = Keys()
    device = keyboard(keys)
    keys.move("key:escape", down=True)
    keys.move("key:escape", down=True)
    keys.move("key:escape", down=False)
    keys.lose_focus()
    assert said(device) == [("pause", "pause"), ("pause", "focus")]


def test_keys_held_when_the_run_begins_to_listen_are_known_to_be_held() -> None:
    keys = Keys()
    keys.held = {"key:right", "key:f5", "key:escape"}
    device = keyboard(keys)
    keys.move("key:right", down=True)
    keys.move("key:right", down=False)
    assert said(device) == [
        ("press", "right", "key:right", HELD_AT_START), ("release", "right", "key:right", "test"),
    ]  # fmt: skip


def test_it_listens_to_bound_keys_only_and_to_none_after_stop() -> None:
    keys = Keys()
    device = keyboard(keys, overrides=BindingOverrides(targets={"left": ("key:f",)}))
    assert {"key:f", "key:right", "key:escape"} <= keys.listening
    assert not keys.listening & {"key:left", "key:enter"}
    assert all(control.startswith("key:") for control in keys.listening)
    device.stop()
    device.stop()
    assert keys.listening == frozenset()
    keys.move("key:f", down=True)
    assert said(device) == []


@pytest.mark.parametrize("begin", ["coach", "auto"])
def test_the_coach_presses_enter_where_the_drill_needs_it(begin: str) -> None:
    keys = Keys()
    keyboard(keys, plan_of(trial(begin=Begin(begin)), targets=("left",)))  # type: ignore[arg-type]
    assert ("key:enter" in keys.listening) == (begin == "coach")
    device = keyboard(keys, plan_of(trial(begin=Begin("coach")), targets=("left",)))
    keys.move("key:enter", down=True)
    assert said(device) == [("press", COACH, "key:enter", "test")]


def corrected(keys: Keys, ns: int = -3, doubt_ns: int = 40, **others: Correction) -> Keyboard:
    device = keyboard(keys, overrides=BindingOverrides(actions={"pause": ("key:escape",)}))
    device.correct(InputCorrections({"keyboard": Correction(ns, doubt_ns), **others}))
    device.start(PLAN)
    return device


def test_a_calibrated_press_keeps_its_raw_stamp_beside_the_corrected_one() -> None:
    keys = Keys()
    device = corrected(keys)
    keys.move("key:a", down=True, at_ns=5)
    assert device.poll().events == [
        Response(2, "left", "press", "keyboard", "key:a", "test", 50, raw_ns=5, correction_ns=-3)
    ]


def test_what_is_complete_lies_back_by_the_latest_of_all_calibrated_inputs() -> None:
    assert corrected(Keys()).poll().complete_until_ns == 777 - 3
    assert corrected(Keys(), Pad=Correction(-9)).poll().complete_until_ns == 777 - 9
    assert keyboard(Keys()).poll().complete_until_ns == 777


def test_everything_a_calibrated_keyboard_tells_stays_in_its_order() -> None:
    keys = Keys()
    device = corrected(keys)
    keys.held = {"key:a"}
    device.start(PLAN)
    keys.move("key:a", down=False, at_ns=5)
    keys.move("key:escape", down=True, at_ns=6)
    keys.move("key:d", down=True, at_ns=7)
    keys.lose_focus(9)
    events = device.poll().events
    assert [event.at_ns for event in events] == [4 - 3, 5 - 3, 6 - 3, 7 - 3, 9 - 3, 9 - 3]
    assert [_short(event)[0] for event in events] == [
        "press",
        "release",
        "pause",
        "press",
        "pause",
        "release",
    ]


TWO = plan(*(lane(a_set(trial()), name=name, targets=("left", "right")) for name in ("a", "b")))
OWN = BindingOverrides(lanes={"key0": "a", "key1": "b"})


def press(keys: Keys, keyboard: int | None, *, down: bool = True, control: str = "key:left") -> None:
    keys.waiting.append(KeyEdge(Stamp(5, 30, "test"), control, down, keyboard))


def lanes_of(device: Keyboard) -> list[tuple[str, str | None, str]]:
    events = device.poll().events
    return [(event.action, event.lane, event.control) for event in events if isinstance(event, Response)]


def test_two_athletes_press_the_same_key_on_a_keyboard_each() -> None:
    keys = Keys()
    device = keyboard(keys, TWO, OWN)
    assert {"key:left", "key:right", "key:escape"} <= keys.listening
    press(keys, 0)
    press(keys, 1)
    press(keys, 1)  # it repeats
    press(keys, 1, down=False)
    press(keys, 0, down=False)
    assert lanes_of(device) == [
        ("press", "a", "key0:left"),
        ("press", "b", "key1:left"),
        ("release", "b", "key1:left"),
        ("release", "a", "key0:left"),
    ]


def test_a_keyboard_that_is_nobodys_answers_for_nobody_but_pauses() -> None:
    keys = Keys()
    device = keyboard(keys, TWO, OWN)
    press(keys, 2)
    press(keys, None)
    assert device.poll().events == []
    press(keys, 2, control="key:escape")
    assert [type(event) for event in device.poll().events] == [Pause]


@pytest.mark.parametrize(("pressed_on", "released_on"), [(0, None), (None, 0), (None, None), (1, 1)])
def test_a_key_does_not_stay_down_when_only_one_edge_names_its_keyboard(
    pressed_on: int | None, released_on: int | None
) -> None:
    keys = Keys()
    device = keyboard(keys)
    press(keys, pressed_on)
    press(keys, released_on)
    press(keys, released_on, down=False)
    assert lanes_of(device) == [("press", None, "key:left"), ("release", None, "key:left")]
    press(keys, pressed_on)
    assert len(lanes_of(device)) == 1


def test_a_lost_focus_lets_go_of_every_keyboard() -> None:
    keys = Keys()
    device = keyboard(keys, TWO, OWN)
    press(keys, 0)
    press(keys, 1)
    device.poll()
    keys.lose_focus()
    assert lanes_of(device) == [("release", "a", "key0:left"), ("release", "b", "key1:left")]
