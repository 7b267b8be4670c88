"""The real firmware and the real host code, end to end in virtual time: from the light to the journal's record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from plans import MS, SECOND, cue, plan_of, trial, want
from podsim import PODS
from reactdrill.devices.pods.device import SOURCE
from reactdrill.drill.trial import Plan
from reactdrill.engine.events import DeviceBack, DeviceLost
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.messages import LIGHT_SENSOR, SOUND_SENSOR
from reactdrill.pods.sensing import measure_sensor
from reactdrill.results.lines import decode_line
from simroom import SimRoom, boards_of

pytest_plugins = ("pod_fixtures",)

US = 1000
NAMES = tuple(f"pod-{number}" for number in range(1, 17))


def lights(count: int, pods: Sequence[int], *, response: float = 900) -> Plan:
    """A light on each of these pods in turn."""
    chosen = [NAMES[pods[number % len(pods)] - 1] for number in range(count)]
    trials = [
        trial(cue(target=name, channel="light"), expect=want(name), foreperiod=400, iti=50, response=response)
        for name in chosen
    ]
    return plan_of(*trials, targets=NAMES)


@pytest.fixture
def rooms(podsim_program: Path) -> Iterator[Callable[..., SimRoom]]:
    made: list[SimRoom] = []

    def make(plan: Plan, *kinds: str, shape: str = "ideal", ppm: Sequence[float] = (5000,)) -> SimRoom:
        boards = boards_of(
            podsim_program, [(kind, PODS / "hex" / f"{kind}.hex") for kind in kinds], shape=shape, ppm=ppm
        )
        made.append(SimRoom(boards, plan))
        return made[-1]

    yield make
    for room in made:
        room.close()


def errors_us(room: SimRoom) -> list[float]:
    hits = [record for record in room.records if record.outcome == "hit"]
    return [
        ((record.rt_ns or 0) - (truth.tap_ns - truth.lit_ns)) / US
        for record, truth in zip(hits, room.tapped, strict=True)
    ]


@pytest.mark.parametrize("kind", ["uno", "mega"])
def test_reaction_times_on_eight_pods_are_right_to_microseconds(
    rooms: Callable[..., SimRoom], kind: str
) -> None:
    room = rooms(lights(16, range(1, 9)), kind)
    room.answering(lambda _board, pod: (200 + 17 * pod) * MS + 123_457).open(settle_ns=2 * SECOND).play()
    assert [record.outcome for record in room.records] == ["hit"] * 16
    found = errors_us(room)
    assert max(map(abs, found)) <= 10
    assert abs(sum(found) / len(found)) <= 5
    assert {record.responses[0].source for record in room.records} == {SOURCE}
    assert all(0 < (record.rt_uncertainty_ns or 0) < 20_000 for record in room.records)


def test_two_boards_are_one_field_and_light_up_together(rooms: Callable[..., SimRoom]) -> None:
    both = trial(
        cue(target=NAMES[0], channel="light", lasts=300),
        cue("second", NAMES[8], role="distractor", channel="light", lasts=300),
        expect=want(NAMES[0]),
        foreperiod=900,
        iti=100,
    )
    room = rooms(plan_of(*[both] * 4, targets=NAMES), "uno", "mega", ppm=(5000, -2500))
    room.answering(lambda board, _pod: 300 * MS if board == 0 else None).open(settle_ns=SECOND).play()
    assert [record.outcome for record in room.records] == ["hit"] * 4
    lit = [[light.at_ns for light in board.lights if any(light.colour[:3])] for board in room.boards]
    assert [len(each) for each in lit] == [4, 4]
    assert max(abs(one - other) for one, other in zip(*lit, strict=True)) <= 100 * US


def test_the_boards_own_time_out_decides(rooms: Callable[..., SimRoom]) -> None:
    room = rooms(lights(3, [1, 2, 3], response=400), "uno", shape="usb")
    answers = iter([399_980 * US, 400_040 * US, None])
    room.answering(lambda _board, _pod: next(answers)).open(settle_ns=SECOND).play()
    assert [record.outcome for record in room.records] == ["hit", "miss", "miss"]


def test_a_reset_in_the_middle_of_a_trial_pauses_and_repeats_it(rooms: Callable[..., SimRoom]) -> None:
    room = rooms(lights(4, [1, 2, 3, 4]), "uno")
    room.answering(lambda _board, _pod: 300 * MS).open(settle_ns=SECOND)
    room.boards[0].sim.tell(f"reset {room.clock.now_ns() + 500 * MS}")
    room.play()
    finished = [record for record in room.records if record.outcome != "aborted"]
    assert sorted(record.trial for record in finished) == [0, 1, 2, 3]
    assert {record.outcome for record in finished} == {"hit"}
    events = [decode_line(line) for line in room.journal.lines]
    assert [event.device for event in events if isinstance(event, DeviceLost)] == ["pods 0"]
    assert len([event for event in events if isinstance(event, DeviceBack)]) == 1


def test_damaged_and_lost_frames_cost_no_tap(rooms: Callable[..., SimRoom]) -> None:
    room = rooms(lights(12, range(1, 9)), "uno")
    room.answering(lambda _board, pod: (200 + 13 * pod) * MS).open(settle_ns=SECOND)
    for way in ("up", "down"):
        room.boards[0].sim.tell(f"fault {way} 20000 20000 0 5000")
    room.play()
    assert [record.outcome for record in room.records] == ["hit"] * 12
    assert max(map(abs, errors_us(room))) <= 15


@pytest.mark.parametrize(("kind", "number", "pin"), [("uno", LIGHT_SENSOR, 8), ("mega", SOUND_SENSOR, 17)])
def test_the_firmwares_sensors_measure_a_latency(
    rooms: Callable[..., SimRoom], kind: str, number: int, pin: int
) -> None:
    room = rooms(lights(1, [1]), kind).open(SECOND)
    desk, board, late_ns = PodDesk(room.field, room.clock), room.boards[0].sim, 23 * MS

    def stimulate() -> tuple[int, int]:
        now_ns = room.clock.now_ns()
        board.set_input(now_ns + late_ns, pin, high=True)
        board.set_input(now_ns + late_ns + 200 * MS, pin, high=False)
        return now_ns, 0

    readings = measure_sensor(desk, room.field.controllers[0], number, stimulate, count=4)
    assert len(readings) == 4
    assert all(abs(reading.latency_ns - late_ns) <= reading.uncertainty_ns < 100 * US for reading in readings)
