"""The film's picture on a clock of the test's: what is measured, what is passed over, and what ends it."""

from __future__ import annotations

import pygame
import pytest

from device_clock import MS, DeviceClock
from reactdrill.app.calibrate.pattern import REST_NS, WHITE_NS, FilmPattern, Press
from reactdrill.app.theme import THEMES
from reactdrill.engine.events import Event, Pause, Response
from reactdrill.live.ports import Polled

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")
FLIP_MS = 2.0


class Glass:
    """A window whose flips take their time; remembers whether each was white."""

    def __init__(self, clock: DeviceClock) -> None:
        self.surface = pygame.Surface((320, 240))
        self.white: list[bool] = []
        self._clock = clock

    def flip(self) -> None:
        self.white.append(self.surface.get_at((160, 60))[:3] == (255, 255, 255))
        self._clock.advance(FLIP_MS)


class Fingers:
    """Gives events at their times, and then whatever ends it."""

    deadline_ns: int | None = None

    def __init__(self, clock: DeviceClock, events: list[Event], *, closes: bool = False) -> None:
        self.stopped = False
        self._clock = clock
        self._events = events
        self._closes = closes

    def start(self, _plan: object) -> None:
        """Listen."""

    def stop(self) -> None:
        self.stopped = True

    def poll(self) -> Polled:
        now_ns = self._clock.now_ns()
        due = [event for event in self._events if event.at_ns <= now_ns]
        self._events = [event for event in self._events if event.at_ns > now_ns]
        return Polled(due, now_ns)

    def take_ui_events(self) -> list[pygame.event.Event]:
        return [pygame.event.Event(pygame.QUIT)] if self._closes and not self._events else []


def press(at_ms: float, device: str = "keyboard", action: str = "press") -> Response:
    at_ns = round(at_ms * MS)
    return Response(at_ns, "space", action, device, "key:space", "test", 0, at_ns)  # type: ignore[arg-type]


def film(*events: Event, closes: bool = False) -> tuple[tuple[Press, ...], Glass, Fingers]:
    clock = DeviceClock(1_000 * MS)
    glass = Glass(clock)
    ends = [] if closes else [Pause(9_000 * MS, "pause")]
    fingers = Fingers(clock, [*events, *ends], closes=closes)
    found = FilmPattern(glass, fingers, clock, THEMES["dark"]).play()  # type: ignore[arg-type]
    assert fingers.stopped
    return found, glass, fingers


def test_the_programs_part_is_from_the_stamp_to_the_middle_of_the_flip() -> None:
    (found,), glass, _ = film(press(2_000))
    assert found.device == "keyboard"
    looked_every_ms = 160
    assert FLIP_MS / 2 <= found.program_ms <= FLIP_MS / 2 + looked_every_ms
    first = glass.white.index(True)
    assert not any(glass.white[:first])
    assert not glass.white[-1]


def test_a_press_while_it_is_white_or_too_soon_after_is_passed_over() -> None:
    white_ms, rest_ms = WHITE_NS / MS, REST_NS / MS
    found, glass, _ = film(
        press(2_000), press(2_000 + white_ms / 2), press(2_000 + white_ms + 50), press(2_400 + rest_ms)
    )
    assert len(found) == 2
    rises = sum(now and not before for before, now in zip([False, *glass.white], glass.white, strict=False))
    assert rises == 2


def test_releases_are_no_presses_and_another_window_in_front_ends_nothing() -> None:
    found, _, _ = film(press(2_000, action="release"), Pause(2_100 * MS, "focus"), press(3_000, "pad0"))
    assert [each.device for each in found] == ["pad0"]


def test_closing_the_window_ends_it() -> None:
    found, _, _ = film(press(2_000), closes=True)
    assert len(found) == 1


def test_fewer_than_three_whites_come_in_any_second() -> None:
    found, _, _ = film(*[press(1_500 + 100 * number) for number in range(70)])
    assert len(found) <= 9
