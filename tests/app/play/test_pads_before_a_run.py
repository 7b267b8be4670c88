"""A gamepad that is pulled out while a run is counted in is asked for, and nothing begins without a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pygame
import pytest

from reactdrill.app.play.show import RunShow, ShowEnd
from reactdrill.app.theme import DARK
from reactdrill.live.clock import VirtualClock

SECOND = 1_000_000_000
ENTER = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0)
ESCAPE = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0)


@dataclass
class Room:
    """A countdown with a gamepad that goes and comes, and keys that are pressed, at their times in seconds."""

    there: dict[float, tuple[str, ...]]
    keys: dict[float, pygame.event.Event] = field(default_factory=dict)
    clock: VirtualClock = field(default_factory=VirtualClock)
    begun_ns: int | None = None

    @property
    def now_s(self) -> float:
        return self.clock.now_ns() / SECOND

    @property
    def pads(self) -> list[Any]:
        last = max(at for at in self.there if at <= self.now_s)
        return [SimpleNamespace(name=name) for name in self.there[last]]

    def take_ui_events(self) -> list[pygame.event.Event]:
        due = [at for at in self.keys if at <= self.now_s]
        return [self.keys.pop(at) for at in due]

    def start(self) -> None:
        self.begun_ns = self.clock.now_ns()

    def play(self) -> tuple[ShowEnd, list[str]]:
        told: list[str] = []
        shows: list[RunShow] = []
        screen = SimpleNamespace(set_backdrop=lambda _: None, redraw=lambda: told.append(_detail(shows[0])))
        loop = SimpleNamespace(start=self.start, done=True)
        progress = SimpleNamespace(lanes={}, paused=False, changed=False)
        show = RunShow(
            loop,  # type: ignore[arg-type]
            screen,  # type: ignore[arg-type]
            progress,  # type: ignore[arg-type]
            window=SimpleNamespace(),  # type: ignore[arg-type]
            clock=self.clock,
            theme=DARK,
            inputs=self,  # type: ignore[arg-type]
            title="Four-choice",
        )
        shows.append(show)
        return show.play(0.0), told


def _detail(show: RunShow) -> str:
    told = show._told
    return "" if told is None else told.detail


def test_a_pad_that_goes_is_named_and_the_count_begins_anew_when_it_is_back() -> None:
    room = Room({0: ("pad0",), 1.5: (), 9.0: ("pad0",)})
    end, told = room.play()
    assert end.begun
    assert "pad0 is gone: plug it in again" in told
    assert room.begun_ns == pytest.approx(12 * SECOND, abs=SECOND // 10)


def test_one_can_go_on_without_it_or_go_back() -> None:
    without = Room({0: ("pad0", "mat0"), 1.5: ("mat0",)}, {4.0: ENTER})
    assert without.play()[0].begun
    assert without.begun_ns == pytest.approx(7 * SECOND, abs=SECOND // 10)
    back = Room({0: ("pad0",), 1.5: ()}, {4.0: ESCAPE})
    assert back.play()[0] == ShowEnd(begun=False)
    assert back.begun_ns is None


def test_a_pad_that_comes_late_is_welcome() -> None:
    room = Room({0: (), 1.5: ("pad0",)})
    assert room.play()[0].begun
    assert room.begun_ns == pytest.approx(3 * SECOND, abs=SECOND // 10)
