"""Gamepads and mats, real ones as far as SDL can tell: pressed, pulled out, plugged in again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame
import pytest

from device_clock import DeviceClock
from plans import a_set, lane, plan, plan_of, trial
from reactdrill.devices.gamepad import UNPLUGGED, Gamepads
from reactdrill.devices.keyboard import HELD_AT_START
from reactdrill.devices.sdl_queue import SdlQueue
from reactdrill.drill.trial import Plan
from reactdrill.engine.correction import Correction, InputCorrections
from reactdrill.engine.events import DeviceBack, DeviceLost, Event, Pause, Response
from reactdrill.station.bindings import NO_OVERRIDES, BindingOverrides, PadProfile
from virtual_pad import USB_MAT, PadModel, VirtualPad

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")

FOUR = plan_of(trial(), targets=("left", "right", "up", "down"))
EIGHT = plan_of(trial(), targets=("left", "up", "front-left", "home"))
Plug = Callable[..., VirtualPad]


@pytest.fixture
def plug() -> Iterator[Plug]:
    """Give a hand that plugs things in; whatever is still in at the end is pulled out."""
    pads: list[VirtualPad] = []

    def plug_in(model: PadModel | None = None) -> VirtualPad:
        pads.append(VirtualPad(model))
        return pads[-1]

    yield plug_in
    for pad in pads:
        pad.unplug()


class Room:
    """Gamepads with a clock of their own."""

    def __init__(self, overrides: BindingOverrides = NO_OVERRIDES) -> None:
        self.clock = DeviceClock()
        self.queue = SdlQueue(self.clock)
        self.pads = Gamepads(self.queue.pads, self.clock, overrides)
        self.said()

    def start(self, chosen: Plan = FOUR) -> list[tuple[str, ...]]:
        self.pads.start(chosen)
        return self.said()

    def events(self) -> list[Event]:
        self.clock.advance(1)
        return list(self.pads.poll().events)

    def said(self) -> list[tuple[str, ...]]:
        return [_short(event) for event in self.events()]


def _short(event: Event) -> tuple[str, ...]:
    if isinstance(event, Response):
        return (event.action, event.target, event.control)
    if isinstance(event, DeviceLost):
        return ("lost", event.device, *event.targets)
    if isinstance(event, DeviceBack):
        return ("back", event.device)
    assert isinstance(event, Pause)
    return ("pause", event.reason)


def test_a_button_is_pressed_and_released(plug: Plug) -> None:
    pad = plug()
    room = Room(BindingOverrides(targets={"left": ("pad:button3",)}))
    room.start()
    pad.button(3, down=True)
    (event,) = room.events()
    assert isinstance(event, Response)
    assert (event.device, event.source, event.lane) == ("pad0", "sdl-dequeue", None)
    assert event.raw_ns == event.at_ns
    assert 250_000 < event.uncertainty_ns < 2_000_000
    pad.button(3, down=False)
    assert room.said() == [("release", "left", "pad0:button3")]


def test_a_hat_moves_from_one_direction_to_the_next(plug: Plug) -> None:
    pad = plug(PadModel("Old pad", buttons=6, axes=2, hats=1))
    room = Room()
    room.start()
    pad.hat(-1, 0)
    assert room.said() == [("press", "left", "pad0:hat0-left")]
    pad.hat(-1, 1)
    assert room.said() == [("press", "up", "pad0:hat0-up")]
    pad.hat(0, 1)
    assert room.said() == [("release", "left", "pad0:hat0-left")]
    pad.hat(0, 0)
    assert room.said() == [("release", "up", "pad0:hat0-up")]


def test_a_bound_diagonal_is_a_direction_of_its_own(plug: Plug) -> None:
    pad = plug(PadModel("Old pad", buttons=6, axes=2, hats=1))
    room = Room()
    room.start(EIGHT)
    pad.hat(-1, 0)
    pad_left = room.said()
    pad.hat(-1, 1)
    assert pad_left == [("press", "left", "pad0:hat0-left")]
    assert room.said() == [
        ("release", "left", "pad0:hat0-left"), ("press", "front-left", "pad0:hat0-up-left"),
    ]  # fmt: skip


def test_an_axis_is_pressed_far_out_and_released_well_inside(plug: Plug) -> None:
    pad = plug(PadModel("Old pad", buttons=6, axes=2, hats=0))
    room = Room()
    room.start()
    steps = [-0.5, -0.7, -0.5, -0.65, -0.3, 0.9, -0.9, 0.0]
    said = []
    for value in steps:
        pad.axis(0, value)
        said += room.said()
    assert said == [
        ("press", "left", "pad0:axis0-"),
        ("release", "left", "pad0:axis0-"),
        ("press", "right", "pad0:axis0+"),
        ("release", "right", "pad0:axis0+"),
        ("press", "left", "pad0:axis0-"),
        ("release", "left", "pad0:axis0-"),
    ]


def test_a_trigger_rests_at_its_end_and_presses_nothing_by_resting(plug: Plug) -> None:
    pad = plug()
    room = Room(BindingOverrides(targets={"left": ("pad:axis5+",), "right": ("pad:axis5-",)}))
    room.start()
    assert room.pads.pads[0].triggers == {4, 5}
    pad.axis(5, 0.0)
    assert room.said() == []
    pad.axis(5, 0.6)
    assert room.said() == [("press", "left", "pad0:axis5+")]
    pad.axis(5, -1.0)
    assert room.said() == [("release", "left", "pad0:axis5+")]


def test_a_known_gamepad_has_its_buttons_by_name(plug: Plug) -> None:
    pad = plug()  # SDL knows its layout: the directional pad is made of buttons 11 to 14, start is 6
    room = Room()
    room.start()
    pad.button(13, down=True)
    pad.button(4, down=True)
    assert sorted(room.said()) == [("pause", "pause"), ("press", "left", "pad0:button13")]


def test_a_dance_mat_has_panels(plug: Plug) -> None:
    mat = plug(USB_MAT)
    room = Room()
    room.start(plan_of(trial(), targets=("left", "right", "front-left")))
    assert [(pad.name, pad.layout.kind) for pad in room.pads.pads] == [("mat0", "mat")]
    for number in (0, 3, 6):
        mat.button(number, down=True)
    assert sorted(room.said()) == [
        ("press", "front-left", "mat0:button6"),
        ("press", "left", "mat0:button0"),
        ("press", "right", "mat0:button3"),
    ]


def test_the_station_can_say_what_a_device_is(plug: Plug) -> None:
    mat = plug(PadModel("Odd floor", buttons=5, axes=0, hats=0))
    room = Room(BindingOverrides(profiles={"Odd floor": PadProfile("mat", {"left": "button4"})}))
    room.start()
    mat.button(4, down=True)
    assert room.said() == [("press", "left", "mat0:button4")]


def test_two_pads_are_told_apart(plug: Plug) -> None:
    one, two = plug(), plug()
    room = Room()
    room.start(
        plan(
            lane(a_set(trial()), name="a", targets=("left",)),
            lane(a_set(trial()), name="b", targets=("left",)),
        )
    )
    one.button(13, down=True)
    two.button(13, down=True)
    pressed = [event for event in room.events() if isinstance(event, Response)]
    assert sorted((event.device, event.lane, event.target) for event in pressed) == [
        ("pad0", "a", "left"), ("pad1", "b", "left"),
    ]  # fmt: skip


def test_what_nothing_is_bound_to_goes_to_the_menus(plug: Plug) -> None:
    pad = plug()
    room = Room()
    room.start()
    room.queue.take_ui_events()
    pad.button(13, down=True)
    pad.button(9, down=True)
    room.said()
    given = [event for event in room.queue.take_ui_events() if event.type == pygame.JOYBUTTONDOWN]
    assert [event.button for event in given] == [9]
    room.pads.stop()
    room.pads.stop()
    pad.button(13, down=False)
    pad.button(13, down=True)
    assert room.said() == []
    pad.button(13, down=False)
    room.said()
    buttons = [event.button for event in room.queue.take_ui_events() if event.type == pygame.JOYBUTTONUP]
    assert buttons.count(13) >= 1


def test_the_pause_screen_gets_gamepads_as_well(plug: Plug) -> None:
    pad = plug()
    room = Room()
    room.start()
    room.queue.take_ui_events()
    room.queue.shared = True
    pad.button(13, down=True)
    assert room.said() == [("press", "left", "pad0:button13")]
    assert [event.button for event in room.queue.take_ui_events() if event.type == pygame.JOYBUTTONDOWN] == [
        13
    ]


def test_a_pad_pulled_out_is_lost_before_its_buttons_come_up_and_is_itself_again_later(plug: Plug) -> None:
    pad = plug()
    room = Room(BindingOverrides(targets={"left": ("key:f", "pad:button1"), "right": ("pad:button0",)}))
    room.start(plan_of(trial(), targets=("left", "right")))
    pad.button(1, down=True)
    room.said()
    pad.unplug()
    events = room.events()
    assert [_short(event) for event in events] == [
        ("lost", "pad0"), ("release", "left", "pad0:button1"),
    ]  # fmt: skip
    assert isinstance(events[1], Response)
    assert events[1].source == UNPLUGGED
    plug(PadModel("Another pad"))
    assert room.said() == []
    again = plug()
    assert room.said() == [("back", "pad0")]
    again.button(1, down=True)
    assert room.said() == [("press", "left", "pad0:button1")]
    assert [one.name for one in room.pads.pads] == ["pad0", "pad1"]


def test_a_lost_pad_names_the_targets_that_nothing_else_serves(plug: Plug) -> None:
    one, two = plug(), plug()
    many = tuple(f"place{chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(40))  # more than there are keys
    room = Room(BindingOverrides(targets={many[38]: ("pad0:button1",), many[39]: ("pad:button0",)}))
    room.start(plan_of(trial(), targets=many))
    one.unplug()
    assert room.said() == [("lost", "pad0", many[38])]
    two.unplug()
    assert room.said() == [("lost", "pad1", many[39])]


def test_a_pad_pulled_out_outside_a_run_is_no_news(plug: Plug) -> None:
    pad = plug()
    room = Room()
    pad.unplug()
    assert room.said() == []
    assert room.pads.pads == ()


def test_a_pad_plugged_in_during_the_run_is_listened_to_at_once(plug: Plug) -> None:
    room = Room()
    room.start()
    pad = plug(PadModel("Late pad", buttons=6, axes=0, hats=1))
    room.said()
    pad.hat(0, -1)
    assert room.said() == [("press", "down", "pad0:hat0-down")]


def test_what_is_held_when_the_run_begins_to_listen_is_known_to_be_held(plug: Plug) -> None:
    pad = plug()
    room = Room()
    pad.button(14, down=True)
    pad.button(4, down=True)  # back: a pause, but not one that is asked for now
    room.said()
    room.pads.start(FOUR)
    (event,) = room.events()
    assert isinstance(event, Response)
    assert (event.action, event.target, event.source) == ("press", "right", HELD_AT_START)
    pad.button(14, down=False)
    assert room.said() == [("release", "right", "pad0:button14")]


def test_pads_that_are_there_before_the_program_are_found(plug: Plug) -> None:
    plug(PadModel("First", buttons=4, axes=0, hats=0))
    plug(USB_MAT)
    room = Room()
    assert [(pad.name, pad.facts.name) for pad in room.pads.pads] == [
        ("mat0", "USB Gamepad "),
        ("pad0", "First"),
    ]


def test_pads_that_somebody_else_has_opened_before_are_found_too(plug: Plug) -> None:
    pad = plug()
    Room()
    pygame.event.get()
    room = Room()
    assert [one.name for one in room.pads.pads] == ["pad0"]
    room.start()
    pad.button(13, down=True)
    assert room.said() == [("press", "left", "pad0:button13")]


def test_each_calibrated_pad_is_moved_by_its_own_latency_and_events_stay_in_order(plug: Plug) -> None:
    wireless, wired = plug(PadModel("Wireless", 6, 2, 1)), plug(PadModel("Wired", 6, 2, 1))
    room = Room()
    room.pads.correct(
        InputCorrections({"Wireless": Correction(-20_000_000, 4_000_000), "Gone": Correction(-30_000_000)})
    )
    room.start()
    wired.hat(-1, 0)
    room.events()
    wireless.hat(1, 0)
    wired.hat(0, 0)
    room.clock.advance(1)
    events, until_ns = room.pads.poll()
    first, second = events
    assert isinstance(first, Response)
    assert isinstance(second, Response)
    assert (first.target, first.correction_ns, first.at_ns) == (
        "right",
        -20_000_000,
        first.raw_ns - 20_000_000,
    )
    assert first.uncertainty_ns > 4_000_000
    assert (second.action, second.correction_ns, second.at_ns) == ("release", 0, second.raw_ns)
    assert until_ns == room.queue.complete_until_ns - 30_000_000
    wireless.unplug()
    lost, release = room.events()
    assert isinstance(lost, DeviceLost)
    assert isinstance(release, Response)
    assert lost.at_ns == release.at_ns == release.raw_ns - 20_000_000


def test_a_calibrated_pad_that_comes_back_is_calibrated_again(plug: Plug) -> None:
    model = PadModel("Wireless", 6, 2, 1)
    pad = plug(model)
    room = Room()
    room.pads.correct(InputCorrections({"Wireless": Correction(-5)}))
    room.start()
    pad.unplug()
    room.events()
    plug(model)
    (back,) = room.events()
    assert isinstance(back, DeviceBack)
    (again,) = room.pads.pads
    assert again.correction == Correction(-5)
