"""SDL tells what, the kernel tells when: keys and gamepads that SDL tells of get the kernel's stamps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from device_clock import MS, DeviceClock
from fake_evdev import KEYBOARD, MAT, OTHER_KEYBOARD, PAD, FakeKernel
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.sdl_queue import POLL_EVERY_NS, SOURCE, WAY_NS, SdlQueue
from reactdrill.devices.stampers.choose import JOIN, Chosen, choose
from reactdrill.devices.stampers.evdev_reader import EvdevReader
from reactdrill.devices.stampers.restamp import DOUBT_NS, KERNEL, WAIT_NS, EvdevKeys, EvdevPads, Kernel
from reactdrill.devices.stamping import FocusLost, KeyEdge, PadChange, PadsChanged
from reactdrill.station.bindings import BindingOverrides

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")

A_CODE, LEFT_CODE = 30, 105
BOUND = frozenset({"key:left", "key:a"})
INSTANCE = 3


class Room:
    """SDL's queue and a kernel, both moved by the test."""

    def __init__(self, folder: Path) -> None:
        self.kernel = FakeKernel(folder)
        self.clock = DeviceClock()
        self.queue = SdlQueue(self.clock)
        self.reader = EvdevReader(self.clock.now_ns, self.clock.wake, folder, self.kernel.open)
        self.paths: dict[int, str] = {}
        hub = Kernel(self.reader, self.clock)
        self.keys = EvdevKeys(hub, self.queue)
        self.pads = EvdevPads(hub, self.queue, self.paths.get)

    def press(self, key: int = pygame.K_a, *, down: bool = True) -> None:
        kind = pygame.KEYDOWN if down else pygame.KEYUP
        pygame.event.post(pygame.event.Event(kind, key=key, scancode=0, mod=0, unicode=""))

    def button(self, number: int, *, down: bool = True) -> None:
        kind = pygame.JOYBUTTONDOWN if down else pygame.JOYBUTTONUP
        pygame.event.post(pygame.event.Event(kind, instance_id=INSTANCE, button=number))

    def axis(self, value: float) -> None:
        pygame.event.post(pygame.event.Event(pygame.JOYAXISMOTION, instance_id=INSTANCE, axis=0, value=value))

    def edges(self) -> list[KeyEdge]:
        return [item for item in self.keys.take()[0] if isinstance(item, KeyEdge)]

    def changes(self) -> list[PadChange]:
        return [item for item in self.pads.take()[0] if isinstance(item, PadChange)]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.reader.close()
    room.kernel.close()


def with_keys(room: Room) -> Room:
    room.kernel.plug(0, KEYBOARD)
    room.kernel.plug(1, OTHER_KEYBOARD)
    room.keys.listen(BOUND)
    return room


def with_mat(room: Room) -> Room:
    room.paths[INSTANCE] = room.kernel.plug(5, MAT)
    room.pads.listen(on=True)
    room.pads.wait_for([INSTANCE])
    return room


def test_a_key_has_the_kernels_stamp_and_keyboard(room: Room) -> None:
    with_keys(room)
    room.clock.advance(7)
    at_ns = room.clock.at_ns - 4 * MS
    room.kernel.key(1, at_ns, A_CODE, 1)
    room.press()
    (edge,) = room.edges()
    assert (edge.stamp, edge.keyboard) == ((at_ns, DOUBT_NS, KERNEL), 1)
    assert room.keys.serving


def test_a_key_that_only_the_kernel_tells_was_meant_for_another_window(room: Room) -> None:
    with_keys(room)
    room.clock.advance(1)
    room.kernel.key(0, room.clock.at_ns, A_CODE, 1)
    assert room.edges() == []
    room.clock.at_ns += WAIT_NS
    assert room.edges() == []
    room.press()
    (edge,) = room.edges()
    assert edge.stamp.source == SOURCE


def test_nothing_is_promised_past_a_key_that_sdl_may_still_tell_of(room: Room) -> None:
    with_keys(room)
    room.clock.advance(1)
    at_ns = room.clock.at_ns
    dues = [room.keys.deadline_ns]
    room.kernel.key(0, at_ns, A_CODE, 1)
    room.clock.advance(1)
    assert room.keys.take() == ([], at_ns - 1)
    dues.append(room.keys.deadline_ns)
    room.clock.advance(9)
    room.press()
    told, until_ns = room.keys.take()
    assert [item.stamp.at_ns for item in told] == [at_ns]
    assert until_ns == room.clock.at_ns
    dues.append(room.keys.deadline_ns)
    assert dues == [None, at_ns + MS + POLL_EVERY_NS, None]


def test_a_key_that_the_kernel_does_not_tell_keeps_sdls_stamp_and_the_queue_is_watched(room: Room) -> None:
    with_keys(room)
    room.clock.advance(3)
    room.press()
    (edge,) = room.edges()
    assert edge.stamp.source == SOURCE
    assert not room.keys.serving
    assert room.keys.deadline_ns == room.clock.at_ns + POLL_EVERY_NS


def test_a_later_move_is_not_taken_for_an_earlier_event(room: Room) -> None:
    with_keys(room)
    room.clock.advance(1)
    room.press()
    room.queue.pump()
    room.clock.advance(2)
    room.kernel.key(0, room.clock.at_ns, A_CODE, 1)
    (edge,) = room.edges()
    assert edge.stamp.source == SOURCE


def test_presses_in_a_row_get_their_stamps_in_order(room: Room) -> None:
    with_keys(room)
    start_ns = room.clock.at_ns
    for number in range(6):
        room.clock.advance(1)
        room.kernel.key(0, room.clock.at_ns, A_CODE, 1 - number % 2)
        room.press(down=number % 2 == 0)
    assert [edge.stamp.at_ns for edge in room.edges()] == [start_ns + n * MS for n in range(1, 7)]


def test_a_lost_focus_is_sdls_to_tell(room: Room) -> None:
    with_keys(room)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert [type(item) for item in room.keys.take()[0]] == [FocusLost]


def test_a_mats_button_has_the_kernels_stamp(room: Room) -> None:
    with_mat(room)
    assert room.pads.deadline_ns is None
    room.clock.advance(6)
    at_ns = room.clock.at_ns - 2 * MS
    room.kernel.key(5, at_ns, 0x122, 1)
    room.button(2)
    (change,) = room.changes()
    assert change.stamp == (at_ns, DOUBT_NS, KERNEL)
    room.pads.wait_for([INSTANCE])
    assert room.pads.deadline_ns is None


def test_the_same_button_of_another_mat_is_another(room: Room) -> None:
    with_mat(room)
    room.kernel.plug(6, MAT)
    room.reader.scan()
    room.clock.advance(2)
    room.kernel.key(6, room.clock.at_ns, 0x122, 1)
    room.button(2)
    (change,) = room.changes()
    assert change.stamp.source == SOURCE
    room.pads.wait_for([INSTANCE])
    assert room.pads.deadline_ns is not None


def test_an_axis_is_matched_by_its_value_and_holds_nobody_up(room: Room) -> None:
    room.paths[INSTANCE] = room.kernel.plug(5, PAD)
    room.pads.listen(on=True)
    room.clock.advance(4)
    for ms, value in ((3, 8_000), (2, 16_000), (1, 32_767)):
        room.kernel.axis(5, room.clock.at_ns - ms * MS, 0, value)
    room.axis(1.0)
    changes, until_ns = room.pads.take()
    assert [one.stamp.at_ns for one in changes] == [room.clock.at_ns - MS]
    assert until_ns == room.clock.at_ns


def test_a_pad_that_the_kernel_does_not_show_is_sdls_alone(room: Room) -> None:
    room.pads.listen(on=True)
    room.clock.advance(1)
    room.button(1)
    (change,) = room.changes()
    assert change.stamp.source == SOURCE
    room.pads.wait_for([INSTANCE])
    assert room.pads.deadline_ns is not None
    room.pads.wait_for([])
    assert room.pads.deadline_ns is None


def test_what_is_plugged_in_later_is_found(room: Room) -> None:
    room.pads.listen(on=True)
    room.paths[INSTANCE] = room.kernel.plug(9, MAT)
    pygame.event.post(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    assert [type(change) for change in room.pads.take()[0]] == [PadsChanged]
    assert room.pads.timed(INSTANCE)


# ---- the choice


def chosen_with(room: Room, wanted: str) -> Chosen:
    return choose(wanted, room.queue, room.clock, open_reader=lambda _: room.reader, path_of=room.paths.get)  # type: ignore[arg-type]


def test_nothing_but_sdls_queue_is_used_when_that_is_asked_for(room: Room) -> None:
    chosen = chosen_with(room, "sdl")
    assert (chosen.keys, chosen.pads, chosen.refused) == (room.queue.keys, room.queue.pads, {})
    chosen.close()


def test_keyboards_that_cannot_be_told_apart_are_nobodys_own(room: Room) -> None:
    own = BindingOverrides(lanes={"key0": "a"})
    inputs = Inputs(room.clock, own)
    assert inputs.troubles() == ["The keyboards could not be told apart, so that none was anybody's own"]
    assert Inputs(room.clock).troubles() == []
    assert inputs.described()[0] == {
        "name": "keyboard", "source": SOURCE, "uncertainty_ns": POLL_EVERY_NS // 2 + WAY_NS, "not_used": {}
    }  # fmt: skip
    inputs.close()


def test_no_keyboard_is_read_under_a_driver_that_shows_nothing(room: Room) -> None:
    room.kernel.plug(0, KEYBOARD)
    chosen = chosen_with(room, "auto")
    assert chosen.keys is room.queue.keys
    assert isinstance(chosen.pads, EvdevPads)
    assert "SDL's driver is dummy" in chosen.refused["x11"]
    assert "dummy has no keyboard" in chosen.refused["evdev"]
    assert chosen.times_keys()["source"] == SOURCE
    chosen.close()


@pytest.mark.parametrize("driver", ["wayland", "KMSDRM"])
def test_the_kernel_times_keys_where_there_is_no_x_server(
    room: Room, driver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.kernel.plug(0, KEYBOARD)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: driver)
    chosen = chosen_with(room, "auto")
    assert isinstance(chosen.keys, EvdevKeys)
    chosen.keys.listen(BOUND)
    assert chosen.times_keys() == {"source": KERNEL, "uncertainty_ns": DOUBT_NS}
    assert chosen.troubles() == []
    chosen.close()


@pytest.mark.parametrize(
    ("readable", "problem"),
    [(False, f"event0 may not be read; {JOIN}"), (None, "the kernel offers no keyboard here")],
)
def test_why_the_kernel_does_not_time_keys_is_said(
    room: Room, readable: bool | None, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if readable is not None:
        room.kernel.plug(0, KEYBOARD, readable=readable)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "wayland")
    chosen = chosen_with(room, "evdev")
    assert chosen.refused["evdev"].endswith(problem)
    assert chosen.keys is room.queue.keys
    chosen.close()
