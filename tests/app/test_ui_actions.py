from __future__ import annotations

import pygame
import pytest
from hypothesis import given, strategies as st
from pygame.event import Event

from reactdrill.app.actions import (
    PUSHED,
    RELEASED,
    REPEAT_AFTER_NS,
    REPEAT_EVERY_NS,
    InputState,
    Setting,
    Translated,
    repeats,
    translate,
)
from reactdrill.app.inputs import Pointer, PointerKind, Typed, UiAction, UiEvent, Wheel, WindowFocus
from reactdrill.app.pads import GAMEPAD, PLAYSTATION_4, PadMap, pad_map
from reactdrill.devices.pad_profiles import JoystickFacts
from reactdrill.station.bindings import PadProfile

A = UiAction
NOW = Setting(now_ns=0)
TYPING = Setting(now_ns=0, typing=True)


def key(which: int, mod: int = 0, *, down: bool = True) -> Event:
    return Event(pygame.KEYDOWN if down else pygame.KEYUP, key=which, mod=mod)


def axis(value: float, number: int = 0, pad: int = 0) -> Event:
    return Event(pygame.JOYAXISMOTION, instance_id=pad, axis=number, value=value)


def hat(x: int, y: int) -> Event:
    return Event(pygame.JOYHATMOTION, instance_id=0, hat=0, value=(x, y))


def button(number: int, pad: int = 0, *, down: bool = True) -> Event:
    return Event(pygame.JOYBUTTONDOWN if down else pygame.JOYBUTTONUP, instance_id=pad, button=number)


def asked(events: list[Event], setting: Setting = NOW) -> list[UiEvent]:
    state = InputState()
    found: list[UiEvent] = []
    for event in events:
        result = translate(event, state, setting)
        state = result.state
        found += result.events
    return found


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        (key(pygame.K_UP), A.UP),
        (key(pygame.K_TAB), A.NEXT),
        (key(pygame.K_TAB, pygame.KMOD_LSHIFT), A.PREVIOUS),
        (key(pygame.K_RETURN), A.ACCEPT),
        (key(pygame.K_SPACE), A.ACCEPT),
        (key(pygame.K_ESCAPE), A.BACK),
        (key(pygame.K_BACKSPACE), A.BACK),
        (key(pygame.K_p), A.PAUSE),
        (key(pygame.K_PAGEDOWN), A.NEXT_PAGE),
        (key(pygame.K_F11), A.FULLSCREEN),
        (key(pygame.K_RETURN, pygame.KMOD_LALT), A.FULLSCREEN),
        (key(pygame.K_q, pygame.KMOD_LCTRL), A.QUIT),
        (Event(pygame.QUIT), A.QUIT),
        (hat(0, 1), A.UP),
        (hat(0, -1), A.DOWN),
        (hat(-1, 0), A.LEFT),
        (axis(1.0), A.RIGHT),
        (axis(-1.0, number=1), A.UP),
        (button(0), A.ACCEPT),
        (button(1), A.BACK),
        (Event(pygame.MOUSEBUTTONDOWN, pos=(3, 4), button=6), A.BACK),
    ],
)
def test_every_device_asks_for_the_same_things(pressed: Event, expected: UiAction) -> None:
    assert asked([pressed]) == [expected]


@pytest.mark.parametrize(
    "ignored",
    [
        key(pygame.K_F5),
        key(pygame.K_RETURN, down=False),
        key(pygame.K_c, pygame.KMOD_LCTRL),
        key(pygame.K_F4, pygame.KMOD_LALT),
        button(30),
        axis(0.3),
        axis(1.0, number=5),
        Event(pygame.TEXTINPUT, text="a"),
        Event(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=3),
        Event(pygame.USEREVENT),
    ],
)
def test_what_means_nothing_asks_for_nothing(ignored: Event) -> None:
    assert asked([ignored]) == []


def test_keys_are_text_while_typing() -> None:
    events = [
        key(pygame.K_SPACE),
        Event(pygame.TEXTINPUT, text=" "),
        key(pygame.K_p),
        Event(pygame.TEXTINPUT, text="p"),
        key(pygame.K_BACKSPACE),
        key(pygame.K_DELETE),
        key(pygame.K_RETURN),
        key(pygame.K_ESCAPE),
    ]
    assert asked(events, TYPING) == [Typed(" "), Typed("p"), A.ERASE, A.ERASE_AFTER, A.ACCEPT, A.BACK]


def facts(name: str, *, guid: str = "", buttons: int = 10, axes: int = 2, hats: int = 0) -> JoystickFacts:
    return JoystickFacts(name, guid, buttons, axes, hats)


def test_a_dance_mat_moves_with_its_arrows_and_accepts_with_its_corners() -> None:
    setting = Setting(now_ns=0, pads={7: pad_map(facts("USB Dance Mat"))})
    assert asked([button(number, pad=7) for number in (0, 1, 2, 3, 4, 5)], setting) == [
        *(A.LEFT, A.DOWN, A.UP, A.RIGHT),
        *(A.ACCEPT, A.BACK),
    ]


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("PS4 Controller", PLAYSTATION_4),
        ("Xbox 360 Controller", GAMEPAD),
        ("Automatic Something", GAMEPAD),
    ],
)
def test_gamepads_are_known_by_their_names(device: str, expected: PadMap) -> None:
    assert pad_map(facts(device, buttons=15, axes=6, hats=1)) is expected


MAT_GUID = "03000000790000001100000010010000"


@pytest.mark.parametrize(
    ("device", "own", "accepts"),
    [
        (facts("DDR Pad"), {}, {4, 6, 9}),
        (facts("USB Gamepad ", guid=MAT_GUID), {}, {4, 6, 9}),
        (facts("Twin USB Joystick", buttons=16), {}, {0, 2, 9}),
        (facts("Odd", hats=1), {"Odd": PadProfile("mat", {"left": "button3", "start": "button7"})}, {7}),
    ],
    ids=["by name", "by its chip", "on an adapter", "by the settings"],
)
def test_what_is_a_mat_in_runs_is_one_in_menus(
    device: JoystickFacts, own: dict[str, PadProfile], accepts: set[int]
) -> None:
    made = pad_map(device, own)
    assert made.name == "dance mat"
    assert {number for number, action in made.buttons.items() if action is A.ACCEPT} == accepts
    assert A.LEFT in made.buttons.values()


def test_a_console_pad_with_a_mats_chip_is_a_gamepad_where_the_settings_say_so() -> None:
    own = {"USB Gamepad": PadProfile("pad", {})}
    assert pad_map(facts("USB Gamepad ", guid=MAT_GUID), own) is GAMEPAD


def test_an_axis_asks_once_per_push_and_never_flutters() -> None:
    values = [0.2, PUSHED + 0.1, PUSHED - 0.1, PUSHED + 0.1, RELEASED - 0.1, PUSHED + 0.1, -1.0, 0.0]
    assert asked([axis(value) for value in values]) == [A.RIGHT, A.RIGHT, A.LEFT]


@given(st.lists(st.floats(-1, 1), max_size=40))
def test_an_axis_back_at_rest_holds_nothing(values: list[float]) -> None:
    state = InputState()
    for value in [*values, 0.0]:
        state = translate(axis(value), state, NOW).state
    assert state == InputState()


def test_a_hat_rolled_over_a_corner_asks_for_each_direction_once() -> None:
    assert asked([hat(0, 1), hat(1, 1), hat(1, 0), hat(0, 0)]) == [A.UP, A.RIGHT]


def held(event: Event) -> InputState:
    return translate(event, InputState(), NOW).state


def test_a_held_direction_repeats_after_a_while_and_stops_when_let_go() -> None:
    state = held(key(pygame.K_DOWN))
    assert repeats(state, REPEAT_AFTER_NS - 1) == Translated(state)
    first = repeats(state, REPEAT_AFTER_NS)
    assert first.events == (A.DOWN,)
    assert repeats(first.state, REPEAT_AFTER_NS + REPEAT_EVERY_NS - 1).events == ()
    assert repeats(first.state, REPEAT_AFTER_NS + REPEAT_EVERY_NS).events == (A.DOWN,)
    after = translate(key(pygame.K_DOWN, down=False), first.state, NOW).state
    assert repeats(after, 10 * REPEAT_AFTER_NS).events == ()


def test_a_late_loop_repeats_once_not_for_all_it_missed() -> None:
    late = repeats(held(hat(0, -1)), 100 * REPEAT_AFTER_NS)
    assert late.events == (A.DOWN,)
    assert repeats(late.state, 100 * REPEAT_AFTER_NS).events == ()


@pytest.mark.parametrize("event", [key(pygame.K_RETURN), key(pygame.K_ESCAPE), button(0), key(pygame.K_p)])
def test_what_decides_or_leaves_never_repeats(event: Event) -> None:
    assert repeats(held(event), 100 * REPEAT_AFTER_NS).events == ()


def test_the_systems_own_key_repeat_is_not_counted_again() -> None:
    assert asked([key(pygame.K_DOWN)] * 4) == [A.DOWN]


def test_losing_the_window_lets_everything_go() -> None:
    lost = translate(Event(pygame.WINDOWFOCUSLOST), held(axis(1.0)), NOW)
    assert lost == Translated(InputState(), (WindowFocus(gained=False),))
    assert asked([Event(pygame.WINDOWFOCUSGAINED)]) == [WindowFocus(gained=True)]


def test_a_pointer_that_rests_where_a_window_opens_moves_nothing() -> None:
    resting = Event(pygame.MOUSEMOTION, pos=(10, 20), buttons=(0, 0, 0))
    assert asked([resting, resting]) == []


def test_a_pointer_that_rests_while_the_window_moves_below_it_moves_nothing() -> None:
    """After a resize SDL tells of another place in the window, though nobody has touched the mouse."""

    def motion(x: int) -> Event:
        return Event(pygame.MOUSEMOTION, pos=(x, 20), buttons=(0, 0, 0))

    for kind in (pygame.WINDOWRESIZED, pygame.WINDOWSIZECHANGED, pygame.WINDOWMOVED):
        assert asked([motion(10), Event(kind, x=1, y=1), motion(300)]) == []
        assert asked([motion(10), Event(kind, x=1, y=1), motion(300), motion(301)]) != []


def test_the_mouse_points_presses_and_turns_its_wheel_where_it_was_last_seen() -> None:
    events = [
        Event(pygame.MOUSEMOTION, pos=(9, 9), buttons=(0, 0, 0)),
        Event(pygame.MOUSEMOTION, pos=(10, 20), buttons=(0, 0, 0)),
        Event(pygame.MOUSEWHEEL, y=-1, precise_y=-1.5, flipped=False),
        Event(pygame.MOUSEBUTTONDOWN, pos=(11, 21), button=1),
        Event(pygame.MOUSEMOTION, pos=(12, 22), buttons=(1, 0, 0)),
        Event(pygame.MOUSEBUTTONUP, pos=(13, 23), button=1),
        Event(pygame.MOUSEWHEEL, y=2, flipped=True),
    ]
    assert asked(events) == [
        Pointer(PointerKind.MOVE, 10, 20),
        Wheel(-1.5, 10, 20),
        Pointer(PointerKind.PRESS, 11, 21, held=True),
        Pointer(PointerKind.MOVE, 12, 22, held=True),
        Pointer(PointerKind.RELEASE, 13, 23),
        Wheel(-2.0, 13, 23),
    ]
