"""SDL's queue: every event stamped, every event given to somebody, none lost."""

from __future__ import annotations

import pygame
import pytest

from device_clock import MS, DeviceClock
from reactdrill.devices.key_names import key_control
from reactdrill.devices.sdl_queue import SOURCE, WAY_NS, SdlQueue
from reactdrill.devices.stamping import FocusLost, KeyEdge, Stamp
from reactdrill.station.controls import control_problem

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")

BOUND = frozenset({"key:left", "key:a"})


def post(kind: int, key: int = pygame.K_LEFT, scancode: int = 0) -> None:
    pygame.event.post(pygame.event.Event(kind, key=key, scancode=scancode, mod=0, unicode=""))


def kinds(queue: SdlQueue) -> list[int]:
    return [event.type for event in queue.take_ui_events()]


def test_an_event_lies_between_two_looks() -> None:
    clock = DeviceClock(100 * MS)
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    clock.advance(3)
    post(pygame.KEYDOWN)
    edges, until_ns = queue.keys.take()
    stamp = Stamp(101 * MS + MS // 2, 3 * MS // 2 + WAY_NS, SOURCE)
    assert edges == [KeyEdge(stamp, "key:left", down=True)]
    assert until_ns == 103 * MS


def test_the_time_that_a_look_takes_is_part_of_the_doubt() -> None:
    clock = DeviceClock(100 * MS, step_ns=1000)
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    looked_ns = clock.at_ns - 2000
    clock.advance(1)
    post(pygame.KEYDOWN)
    (edge,), _ = queue.keys.take()
    assert isinstance(edge, KeyEdge)
    ended_ns = clock.at_ns - 1000
    assert edge.stamp.at_ns == (looked_ns + ended_ns) // 2
    assert edge.stamp.uncertainty_ns == (ended_ns - looked_ns + 1) // 2 + WAY_NS


def test_no_stamp_comes_at_or_before_a_promise_even_when_time_stands_still() -> None:
    clock = DeviceClock(100 * MS)
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    promised_ns = -1
    for number in range(20):
        if number % 3 == 0:
            clock.advance(0.7)
        post(pygame.KEYDOWN if number % 2 else pygame.KEYUP)
        edges, until_ns = queue.keys.take()
        assert all(edge.stamp.at_ns > promised_ns for edge in edges)
        assert until_ns >= promised_ns
        promised_ns = until_ns


def test_it_asks_for_a_look_every_millisecond_while_a_run_listens_and_not_otherwise() -> None:
    clock = DeviceClock(100 * MS)
    queue = SdlQueue(clock)
    dues = [queue.deadline_ns]
    queue.keys.listen(BOUND)
    dues.append(queue.deadline_ns)
    clock.advance(0.4)
    queue.pump()
    dues.append(queue.deadline_ns)
    queue.keys.listen(frozenset())
    dues.append(queue.deadline_ns)
    queue.pads.listen(on=True)
    dues.append(queue.deadline_ns)
    assert dues == [None, 101 * MS, 101 * MS + 400_000, None, 101 * MS + 400_000]


def test_bound_keys_are_for_the_run_and_the_rest_for_the_menus() -> None:
    queue = SdlQueue(DeviceClock())
    queue.keys.listen(BOUND)
    queue.take_ui_events()
    post(pygame.KEYDOWN, pygame.K_a)
    post(pygame.KEYDOWN, pygame.K_F11)
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=1))
    edges, _ = queue.keys.take()
    assert [edge.control for edge in edges if isinstance(edge, KeyEdge)] == ["key:a"]
    assert kinds(queue) == [pygame.KEYDOWN, pygame.QUIT, pygame.MOUSEBUTTONDOWN]
    assert kinds(queue) == []


def test_what_was_in_the_queue_before_listening_belongs_to_the_menus() -> None:
    queue = SdlQueue(DeviceClock())
    post(pygame.KEYDOWN)
    queue.keys.listen(BOUND)
    assert queue.keys.take()[0] == []
    assert kinds(queue) == [pygame.KEYDOWN]
    assert queue.keys.down() == {"key:left"}


def test_the_pause_screen_gets_bound_keys_as_well() -> None:
    queue = SdlQueue(DeviceClock())
    queue.keys.listen(BOUND)
    queue.take_ui_events()
    queue.shared = True
    post(pygame.KEYDOWN)
    assert len(queue.keys.take()[0]) == 1
    assert kinds(queue) == [pygame.KEYDOWN]


def test_the_key_that_paused_is_not_given_to_the_pause_screen_as_well() -> None:
    clock = DeviceClock(100 * MS)
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    queue.take_ui_events()
    queue.told_before = lambda: [KeyEdge(Stamp(100 * MS, 0, "reader"), "key:left", down=True)]
    queue.share(on=True)
    seen = []
    for _ in range(2):  # the press that the reader has told of already, and one more
        clock.advance(1)
        post(pygame.KEYDOWN)
        assert len(queue.keys.take()[0]) == 1
        seen.append(kinds(queue))
    assert seen == [[], [pygame.KEYDOWN]]


def test_a_press_that_sdl_never_told_of_takes_no_later_one_away() -> None:
    clock = DeviceClock(100 * MS)
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    queue.take_ui_events()
    queue.told_before = lambda: [KeyEdge(Stamp(100 * MS, 0, "reader"), "key:left", down=True)]
    queue.share(on=True)
    clock.advance(60)
    queue.pump()
    clock.advance(1)
    post(pygame.KEYDOWN)
    queue.pump()
    assert kinds(queue) == [pygame.KEYDOWN]


def test_releases_that_sdl_makes_up_when_focus_goes_are_not_taken_for_fingers() -> None:
    queue = SdlQueue(DeviceClock())
    queue.keys.listen(BOUND)
    post(pygame.KEYDOWN, pygame.K_a)
    post(pygame.KEYDOWN, pygame.K_LEFT)
    queue.keys.take()
    post(pygame.KEYUP, pygame.K_a)
    post(pygame.KEYUP, pygame.K_LEFT)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    items, _ = queue.keys.take()
    assert [type(item) for item in items] == [FocusLost]
    assert queue.keys.down() == frozenset()
    assert pygame.WINDOWFOCUSLOST in kinds(queue)


def test_a_release_before_the_focus_goes_is_a_finger() -> None:
    clock = DeviceClock()
    queue = SdlQueue(clock)
    queue.keys.listen(BOUND)
    post(pygame.KEYDOWN, pygame.K_a)
    post(pygame.KEYUP, pygame.K_a)
    queue.pump()
    clock.advance(1)
    pygame.event.post(pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert [type(item) for item in queue.keys.take()[0]] == [KeyEdge, KeyEdge, FocusLost]


def test_thousands_of_events_in_one_look_are_all_kept() -> None:
    queue = SdlQueue(DeviceClock())
    queue.keys.listen(BOUND)
    queue.take_ui_events()
    for number in range(3000):
        post(pygame.KEYDOWN if number % 2 == 0 else pygame.KEYUP, pygame.K_a)
        post(pygame.KEYDOWN, pygame.K_b)
    assert len(queue.keys.take()[0]) == 3000
    assert len(queue.take_ui_events()) == 3000


@pytest.mark.parametrize(
    ("key", "scancode", "control"),
    [
        (pygame.K_LEFT, pygame.KSCAN_LEFT, "key:left"),
        (pygame.K_a, pygame.KSCAN_A, "key:a"),
        (pygame.K_SPACE, pygame.KSCAN_SPACE, "key:space"),
        (pygame.K_RETURN, pygame.KSCAN_RETURN, "key:enter"),
        (pygame.K_KP_ENTER, pygame.KSCAN_KP_ENTER, "key:kp-enter"),
        (pygame.K_ESCAPE, pygame.KSCAN_ESCAPE, "key:escape"),
        (pygame.K_KP7, pygame.KSCAN_KP7, "key:kp-7"),
        (pygame.K_7, pygame.KSCAN_7, "key:7"),
        (pygame.K_AMPERSAND, pygame.KSCAN_1, "key:1"),  # French keyboards
        (0x444, pygame.KSCAN_A, "key:a"),  # a Cyrillic letter
        (0xF1, pygame.KSCAN_SEMICOLON, "key:ñ"),
        (pygame.K_LSHIFT, pygame.KSCAN_LSHIFT, "key:left-shift"),
        (pygame.K_F11, pygame.KSCAN_F11, "key:f11"),
        (0, 200, "key:scan-200"),
    ],
)
def test_keys_have_the_names_that_people_write(key: int, scancode: int, control: str) -> None:
    assert key_control(key, scancode) == control


def test_every_key_that_sdl_knows_has_a_name_that_bindings_accept() -> None:
    rare = {"K_UNKNOWN", "K_CURRENCYSUBUNIT", "K_CURRENCYUNIT", "K_EURO", "K_BREAK"}
    keys = [getattr(pygame, name) for name in dir(pygame) if name.startswith("K_") and name not in rare]
    assert len(keys) > 140
    assert [control for key in keys if control_problem(control := key_control(key, 0)) is not None] == []
