"""Latencies by a controller's light and sound sensors, and of keys by a switch on them."""

from __future__ import annotations

from random import Random

import pytest

from plans import MS
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.messages import LIGHT_SENSOR, SOUND_SENSOR, GetInput, InputIs
from reactdrill.pods.sensing import match_presses, measure_sensor
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire


def desk_of(board: SimulatedBoard) -> PodDesk:
    clock = VirtualClock()
    field = PodField([Controller("pods x", lambda: PipeWire(board, clock), clock)], clock)
    field.open()
    return PodDesk(field, clock)


@pytest.mark.parametrize("number", [LIGHT_SENSOR, SOUND_SENSOR])
def test_a_latency_is_measured_to_the_clocks_uncertainty(number: int) -> None:
    board = SimulatedBoard(2, fast_ppb=3_000_000)
    desk = desk_of(board)
    random, late_ns = Random(1), []

    def stimulate() -> tuple[int, int]:
        now_ns = desk.clock.now_ns()
        late_ns.append(random.randrange(8 * MS, 25 * MS))
        board.sense(number, now_ns + late_ns[-1], active=True)
        board.sense(number, now_ns + late_ns[-1] + 300 * MS, active=False)
        return now_ns, 1000

    (controller,) = desk.field.controllers
    before = desk.get(controller, GetInput(number), InputIs)
    readings = measure_sensor(desk, controller, number, stimulate, count=10)
    assert desk.get(controller, GetInput(number), InputIs) == before
    assert len(readings) == 10
    for reading, truth_ns in zip(readings, late_ns, strict=True):
        assert abs(reading.latency_ns - truth_ns) <= reading.uncertainty_ns < 60_000


def test_a_sensor_that_sees_nothing_or_too_much_says_so() -> None:
    board = SimulatedBoard(2)
    desk = desk_of(board)
    controller = desk.field.controllers[0]
    with pytest.raises(DeviceUnavailableError, match="the light sensor saw nothing"):
        measure_sensor(desk, controller, LIGHT_SENSOR, lambda: (desk.clock.now_ns(), 0), count=2)
    board.sense(LIGHT_SENSOR, desk.clock.now_ns() + 300 * MS, active=True)
    with pytest.raises(DeviceUnavailableError, match="sees something already"):
        measure_sensor(desk, controller, LIGHT_SENSOR, lambda: (desk.clock.now_ns(), 0), count=2)


def test_presses_are_matched_with_the_tap_that_made_them() -> None:
    taps = [0, 1000 * MS, 2000 * MS, 3000 * MS]
    keys = [8 * MS, 1012 * MS, 2500 * MS, 3009 * MS]
    assert match_presses(taps, keys) == [8 * MS, 12 * MS, 9 * MS]
    assert match_presses([], keys) == []
