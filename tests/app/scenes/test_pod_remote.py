"""Pods between runs: what they press, that they keep still after a run, and that nothing starts twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from offscreen import FakePlay, finish_background, program

from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.play.station_pods import StationPods
from reactdrill.app.program import Brief, Program
from reactdrill.app.remote import LOCKOUT_NS, POLL_NS, PodRemote
from reactdrill.app.runner import App
from reactdrill.app.scene import PageScene, Push
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.results import ResultsScene
from reactdrill.app.window import Window, WindowOptions
from reactdrill.live.clock import VirtualClock
from reactdrill.station.settings import PodSettings, Settings

SECOND = 1_000_000_000
SETTLE = 8 * SECOND


class Room:
    """A program in a window off-screen beside simulated pods, in virtual time."""

    def __init__(self, one: Program, play: FakePlay, *, left_out: tuple[int, ...] = ()) -> None:
        self.clock = VirtualClock()
        settings = Settings(pods=PodSettings(ports=["sim:4"]))
        self.station = StationPods(settings, self.clock)
        self.remote = PodRemote(lambda: self.station, lambda: left_out)
        self.one, self.play = one, play
        self.window = Window(WindowOptions((1280, 720), vsync=False))
        first = one.scenes.first(Brief(one.library.load("four-choice")))
        self.app = App(self.window, first, self.clock.now_ns, remote=self.remote)
        self.app.step([])

    def wait(self, for_ns: int) -> None:
        ends_ns = self.clock.now_ns() + for_ns
        while self.clock.now_ns() < ends_ns:
            self.clock.wait(min(ends_ns, self.clock.now_ns() + POLL_NS))
            finish_background(self.one)
            self.app.step([])

    def tap(self, number: int) -> None:
        assert self.station.opened is not None
        found = self.station.opened.board_of(number)
        assert found is not None
        board, place = found
        board.tap(place, self.clock.now_ns())
        self.wait(5 * POLL_NS)
        board.tap(place, self.clock.now_ns(), down=False)

    def lit(self) -> set[int]:
        assert self.station.opened is not None
        (board,) = self.station.opened.boards
        return {number for number, light in enumerate(board.lights, start=1) if light is not None}

    @property
    def top(self) -> PageScene:
        scene = self.app.stack.top
        assert isinstance(scene, PageScene)
        return scene

    @property
    def texts(self) -> list[str]:
        assert self.app.canvas is not None
        return [each.text for each in self.app.canvas.texts]

    def close(self) -> None:
        self.one.end()
        self.station.close()
        self.window.close()


@pytest.fixture
def play(tmp_path: Path) -> FakePlay:
    return FakePlay(tmp_path / "runs")


@pytest.fixture
def room(tmp_path: Path, play: FakePlay) -> Iterator[Room]:
    made = Room(program(tmp_path, play), play)
    yield made
    made.close()


def test_a_tap_in_the_briefing_starts_once_the_pods_are_there(room: Room) -> None:
    assert isinstance(room.top, BriefingScene)
    room.wait(SETTLE)
    assert "POD 1: Start" in room.texts
    assert room.lit() == {1}
    room.tap(2)
    assert not room.play.requests
    room.tap(1)
    assert len(room.play.requests) == 1
    assert isinstance(room.top, ResultsScene)


def test_the_last_tap_of_a_drill_does_not_press_again(room: Room) -> None:
    room.wait(SETTLE)
    room.tap(1)
    assert not room.texts.count("POD 1: Again")
    room.tap(1)
    room.tap(1)
    assert len(room.play.requests) == 1
    room.wait(LOCKOUT_NS + SECOND)
    assert {"POD 1: Again", "POD 2: Next"} <= set(room.texts)
    assert room.lit() == {1, 2}
    room.tap(1)
    assert len(room.play.requests) == 2


def test_two_taps_at_once_start_one_run(room: Room) -> None:
    room.wait(SETTLE)
    assert room.station.opened is not None
    (board,) = room.station.opened.boards
    for _ in range(3):
        board.tap(0, room.clock.now_ns())
        room.clock.wait(room.clock.now_ns() + SECOND // 10)
        board.tap(0, room.clock.now_ns(), down=False)
        room.clock.wait(room.clock.now_ns() + SECOND // 10)
    room.wait(SECOND)
    assert len(room.play.requests) == 1


def test_next_leads_on_and_the_pods_are_dark_while_a_run_has_them(room: Room) -> None:
    lit: list[set[int]] = []

    def looked(request: RunRequest) -> RunOutcome:
        room.play.answer = None
        room.station.pressed()
        room.clock.wait(room.clock.now_ns() + SECOND // 10)
        room.station.pressed()
        lit.append(room.lit())
        return room.play(room.window, request)

    room.play.answer = looked
    room.wait(SETTLE)
    room.tap(1)
    assert lit == [set()]
    room.wait(LOCKOUT_NS + SECOND)
    room.tap(2)
    assert isinstance(room.top, BriefingScene)


def test_pods_that_are_left_out_press_nothing(tmp_path: Path, play: FakePlay) -> None:
    room = Room(program(tmp_path, play), play, left_out=(1,))
    room.wait(SETTLE)
    assert "POD 2: Start" in room.texts
    room.tap(1)
    assert not play.requests
    room.tap(2)
    assert len(play.requests) == 1
    room.close()


def test_screens_that_want_nothing_leave_the_pods_alone(room: Room) -> None:
    room.wait(SETTLE)
    room.top.page.focus_on("sources")
    room.app.step([pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0)])
    assert not isinstance(room.top, BriefingScene)
    room.wait(SECOND)
    assert room.remote.due_ns is None
    assert room.remote.acting == {}


def test_the_set_up_of_pods_gets_their_ports(room: Room) -> None:
    room.wait(SETTLE)
    room.one.settings = replace_pods(room.one.settings)
    room.app.stack.apply(Push(room.one.scenes.set_up_pods()))
    room.wait(SECOND)
    assert room.station.opened is None


def replace_pods(settings: Settings) -> Settings:
    return settings.model_copy(update={"pods": PodSettings(ports=["sim:4"])})
