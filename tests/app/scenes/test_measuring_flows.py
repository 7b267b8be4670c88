"""The sound heard by a microphone or a sensor, light and keys by a pod controller: from the screens, with made-up devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest
from offscreen import Hands, program

from plans import MS
from reactdrill.app.background import StoppedError
from reactdrill.app.calibrate.flashes import sense_display
from reactdrill.app.calibrate.tasks import COUNT, LoopbackTask, SoundSensorTask
from reactdrill.app.program import Program
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.setup.calibration import CalibrationScene
from reactdrill.app.scenes.setup.podtask import TaskScene
from reactdrill.app.scenes.setup.sensing import SensorScene
from reactdrill.app.widgets import ListState
from reactdrill.app.window import Window
from reactdrill.devices.loopback import Heard
from reactdrill.devices.sensed import keep_sensed
from reactdrill.errors import CalibrationError, DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.messages import LIGHT_SENSOR
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire
from reactdrill.station.calibration.file import load_entries
from reactdrill.station.settings import SoundSettings

FACTS = {"path": "fake-stream", "output": "speakers", "device": "box"}
Hear = Callable[..., Heard]


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Hands]:
    one = program(tmp_path, clock=VirtualClock())
    made = Hands(one, one.scenes.set_up_calibration())
    made.wait()
    yield made
    made.close()


def choose(hands: Hands, row: str) -> None:
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()


def heard(source: str = "built-in", *, is_monitor: bool = False) -> Hear:
    """Thirty clicks, 19 to 21 ms late."""

    def hear(*arguments: object, **_more: object) -> Heard:
        played = arguments[3]
        assert callable(played)
        for count in range(1, COUNT + 1):
            played(count)
        return Heard((19.0, 20.0, 21.0) * 10, source, is_monitor, FACTS)

    return hear


def listen(hands: Hands) -> None:
    """By the row and the question before it."""
    choose(hands, "loopback")
    hands.take("yes")
    assert hands.at(TaskScene)
    hands.wait()


# ---- a microphone


def test_clicks_are_heard_told_and_kept(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.app.calibrate.tasks.hear_clicks", heard())
    listen(hands)
    assert "Measured and kept" in hands.texts
    assert "Mean 20.0 ms, SD 0.8 ms, n 30" in hands.texts
    (entry,) = load_entries().standing
    assert (entry.part, entry.method, entry.includes, entry.n) == ("sound", "loopback", "microphone", 30)
    assert entry.setup == FACTS
    hands.take("done")
    assert isinstance(hands.top, CalibrationScene)
    assert entry.name in [row.id for row in hands.top.listed()]


def test_the_computers_own_copy_is_shown_and_not_kept(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.app.calibrate.tasks.hear_clicks", heard("x.monitor", is_monitor=True))
    listen(hands)
    assert any("own copy" in text for text in hands.texts)
    assert load_entries().standing == ()


@pytest.mark.parametrize(
    "error",
    [
        DeviceUnavailableError("microphone", "the sound server knows of none", "plug one in"),
        CalibrationError("3 of 30 clicks were heard: turn the volume up"),
    ],
)
def test_why_nothing_was_measured_is_said(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def hear(*_arguments: object, **_more: object) -> Heard:
        raise error

    monkeypatch.setattr("reactdrill.app.calibrate.tasks.hear_clicks", hear)
    listen(hands)
    said = " ".join(hands.texts)
    assert all(word in said for word in str(error).split())
    assert load_entries().standing == ()


def test_who_is_not_ready_goes_back(hands: Hands) -> None:
    choose(hands, "loopback")
    hands.take("no")
    assert hands.at(CalibrationScene)


def test_stopping_ends_it_at_the_next_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.app.calibrate.tasks.hear_clicks", heard())
    task = LoopbackTask(SoundSettings(), VirtualClock())
    task.stopped = True
    with pytest.raises(StoppedError):
        task.run(lambda _done, _total: None)
    assert load_entries().standing == ()


# ---- a pod controller


def test_without_pods_it_says_where_they_are_chosen(hands: Hands) -> None:
    choose(hands, "sensor")
    assert hands.at(SensorScene)
    for row in ("display", "sound", "keyboard"):
        choose(hands, row)
        assert hands.at(MessageScene)
        hands.press("back")
        assert hands.at(SensorScene)


def with_pods(hands: Hands) -> Program:
    hands.program.change("pods", ports=["sim:2"])
    choose(hands, "sensor")
    return hands.program


def test_tones_are_sensed_told_and_kept(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def sense(*arguments: object) -> tuple[list[int], dict[str, str]]:
        begins = arguments[4]
        assert callable(begins)
        begins(1)
        return [12 * MS, 14 * MS], FACTS

    monkeypatch.setattr("reactdrill.app.calibrate.tasks.sense_sound", sense)
    with_pods(hands)
    choose(hands, "sound")
    hands.wait()
    assert "Measured and kept" in hands.texts
    (entry,) = load_entries().standing
    assert (entry.part, entry.method, entry.mean_ms, entry.n) == ("sound", "sensor", 13.0, 2)


def test_a_display_that_a_sensor_does_not_see_is_said(hands: Hands) -> None:
    with_pods(hands)
    choose(hands, "display")
    assert hands.at(MessageScene)
    assert "the light sensor saw nothing" in " ".join(hands.texts)
    assert load_entries().standing == ()


def test_escape_ends_the_display_and_nothing_is_kept(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    flip = Window.flip

    def pressed(window: Window) -> None:
        flip(window)
        if window.surface.get_at((0, 0))[0] == 255:
            for kind in (pygame.KEYDOWN, pygame.KEYUP):
                pygame.event.post(pygame.event.Event(kind, key=pygame.K_ESCAPE, scancode=41, mod=0))

    monkeypatch.setattr(Window, "flip", pressed)
    with_pods(hands)
    choose(hands, "display")
    assert hands.at(MessageScene)
    assert "ended with Escape" in " ".join(hands.texts)
    assert load_entries().standing == ()


def test_keys_are_kept_with_what_was_measured(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def sense(*arguments: object) -> list[int]:
        came = arguments[3]
        assert callable(came)
        came(1)
        return [8 * MS, 9 * MS, 10 * MS]

    monkeypatch.setattr("reactdrill.app.scenes.setup.sensing.sense_keys", sense)
    with_pods(hands)
    choose(hands, "keyboard")
    assert "Mean 9.0 ms, SD 1.0 ms, n 3" in hands.texts
    (entry,) = load_entries().standing
    assert (entry.part, entry.device, entry.method) == ("input", "keyboard", "sensor")


def test_one_press_is_too_few(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.app.scenes.setup.sensing.sense_keys", lambda *_: [8 * MS])
    with_pods(hands)
    choose(hands, "keyboard")
    assert "1 could be measured, 2 are needed" in " ".join(hands.texts)
    assert load_entries().standing == ()


def test_white_pictures_are_timed_by_the_light_sensor(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, board = VirtualClock(), SimulatedBoard(1)
    field = PodField([Controller("pods x", lambda: PipeWire(board, clock), clock)], clock)
    field.open()
    flip = Window.flip

    def lit(window: Window) -> None:
        flip(window)
        white = window.surface.get_at((0, 0))[0] == 255
        board.sense(LIGHT_SENSOR, clock.now_ns() + 15 * MS, active=white)

    monkeypatch.setattr(Window, "flip", lit)
    begun: list[int] = []
    found = sense_display(hands.window, PodDesk(field, clock), 4, begun.append)
    assert begun == [1, 2, 3, 4]
    assert found == pytest.approx([15 * MS] * 4, abs=MS // 10)
    assert keep_sensed("display", found, {}).mean_ms == pytest.approx(15.0, abs=0.1)


def test_a_sound_sensor_that_was_stopped_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def sense(*arguments: object) -> tuple[list[int], dict[str, str]]:
        begins = arguments[4]
        assert callable(begins)
        begins(1)
        return [], FACTS

    monkeypatch.setattr("reactdrill.app.calibrate.tasks.sense_sound", sense)
    task = SoundSensorTask(["sim:1"], VirtualClock(), SoundSettings())
    task.stopped = True
    with pytest.raises(StoppedError):
        task.run(lambda _done, _total: None)
    assert load_entries().standing == ()
