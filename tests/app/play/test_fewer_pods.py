"""A run goes on with fewer pods when some are lost between runs, says so, and is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from journals import header_of
from plans import simple_plan
from podroom import PodRoom
from reactdrill.app.play.request import RunRequest
from reactdrill.app.play.station_pods import StationPods
from reactdrill.app.window import Window, WindowOptions
from reactdrill.devices.pods.opening import OpenedPods
from reactdrill.drill.library import Library
from reactdrill.errors import DeviceUnavailableError
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.results.comparison import WITHOUT, cue_condition
from reactdrill.station.settings import PodSettings, Settings

SECOND = 1_000_000_000


class Station:
    """Two boards of two pods, opened once."""

    def __init__(self, left_out: list[int] | None = None) -> None:
        boards = [SimulatedBoard(2, start_ns=0, boot_id=n + 1) for n in range(2)]
        self.room = PodRoom(simple_plan(1), boards)
        settings = Settings(pods=PodSettings(ports=["sim:2,sim:2"], left_out=left_out or []))
        self.pods = StationPods(settings, self.room.clock)
        self.pods.opened = OpenedPods(self.room.field, ())
        self.window = Window(WindowOptions((640, 480), vsync=False))
        file = Library.standard().load("four-choice")
        self.request = RunRequest(file, file.plan(1))

    def lose(self, number: int) -> None:
        self.room.unplug(number)
        self.wait()

    def wait(self) -> None:
        for _ in range(50):
            self.pods.pressed()
            self.room.clock.wait(self.room.clock.now_ns() + SECOND // 50)


@pytest.fixture
def station() -> Iterator[Station]:
    made = Station()
    made.pods.for_run(made.request, made.window)
    yield made
    made.window.close()


def test_with_all_pods_a_run_is_whole(station: Station) -> None:
    pods, request = station.pods.for_run(station.request, station.window)
    assert request is station.request
    assert pods.missing == []
    assert station.pods.gone == ()


def test_a_lost_board_leaves_its_targets_out(station: Station) -> None:
    station.lose(1)
    assert len(station.pods.gone) == 1
    pods, request = station.pods.for_run(station.request, station.window)
    (lane,) = request.plan.lanes
    assert len(lane.targets) == 2
    assert all(set(each.expect.targets) <= set(lane.targets) for each in lane.trials)
    assert len(request.options[WITHOUT]) == 2
    assert [note.english for note in pods.missing] == [
        "Left out, because they are gone: pod 3, 4",
        f"Without {', '.join(request.options[WITHOUT])}: no pod is left for them",
    ]
    assert pods.lacking is None
    assert [note.english for note in pods.notes] == [note.english for note in pods.missing]


def test_such_a_run_is_compared_with_its_like() -> None:
    whole = header_of(simple_plan(1))
    fewer = replace(whole, options={WITHOUT: ["right", "left"]})
    assert cue_condition(whole, ()) == "none"
    assert cue_condition(fewer, ()) == "without-left-right"


def test_it_is_whole_again_when_the_board_is_back(station: Station) -> None:
    station.lose(1)
    station.room.plug(1)
    for _ in range(6):
        station.wait()
    _, request = station.pods.for_run(station.request, station.window)
    assert request is station.request


def test_the_boards_that_are_left_do_not_pause_the_run(station: Station) -> None:
    station.lose(1)
    pods, request = station.pods.for_run(station.request, station.window)
    pods.device.start(request.plan)
    assert pods.device.poll().events == []


def test_without_any_board_there_is_no_run(station: Station) -> None:
    station.lose(0)
    station.lose(1)
    with pytest.raises(DeviceUnavailableError):
        station.pods.for_run(station.request, station.window)


def test_a_board_that_was_never_there_is_asked_for() -> None:
    station = Station()
    station.room.unplug(1)
    with pytest.raises(DeviceUnavailableError):
        station.pods.for_run(station.request, station.window)
    station.window.close()


def test_pods_that_are_left_out_take_their_targets_along() -> None:
    station = Station(left_out=[2])
    pods, request = station.pods.for_run(station.request, station.window)
    assert len(request.plan.lanes[0].targets) == 3
    assert len(request.options[WITHOUT]) == 1
    assert "Left out, as the settings say: pod 2" in [note.english for note in pods.notes]
    station.window.close()
