"""Whole runs on simulated pods through the real loop, engine and journal, in virtual time."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from plans import MS, SECOND, a_set, cue, lane, plan, plan_of, trial, want
from podbench import Faults, usb, usb_back
from podroom import PodRoom, random_rt
from reactdrill.devices.pods.device import SIMULATED_SOURCE
from reactdrill.drill.trial import Begin, Plan
from reactdrill.engine.commands import Paused
from reactdrill.engine.events import CueFailed, CueShown, DeviceBack, DeviceLost, Response
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.results.lines import decode_line

US = 1000


def lights(count: int, *targets: str, **settings: Any) -> Plan:
    """Trials with a light on each target in turn."""
    names = targets or ("left", "right", "home")
    trials = [
        trial(
            cue(target=names[i % len(names)], channel="light"), expect=want(names[i % len(names)]), **settings
        )
        for i in range(count)
    ]
    return plan_of(*trials, targets=names)


def test_a_reaction_time_is_the_difference_of_two_stamps_of_the_pods_clock() -> None:
    room = PodRoom(lights(30), [SimulatedBoard(3, fast_ppb=5_000_000)]).answering(random_rt(2)).open().play()
    assert room.outcomes == ["hit"] * 30
    for record, truth in zip(room.records, room.truths, strict=True):
        assert record.rt_ns is not None
        assert abs(record.rt_ns - (truth.tapped_ns - truth.lit_ns)) <= 8 * US
        assert record.rt_uncertainty_ns is not None
        assert 5 * US <= record.rt_uncertainty_ns <= 20 * US
        assert {record.cues[0].source, record.responses[0].source} == {SIMULATED_SOURCE}
        assert record.responses[0].control == f"pod:{truth.pod + 1}"
    assert not room.strays


def test_the_journal_holds_ticks_boot_and_the_one_mapping_of_each_trial() -> None:
    room = PodRoom(lights(6), [SimulatedBoard(3, fast_ppb=-3_000_000, boot_id=77)])
    room.answering(random_rt(3)).open().play()
    stamps = [
        event.clock
        for line in room.journal.lines
        if isinstance(event := decode_line(line), CueShown | Response)
    ]
    assert len(stamps) >= 17
    for onset, press in zip(stamps[0::3], stamps[1::3], strict=False):
        assert onset is not None
        assert press is not None
        assert onset.boot == press.boot == 77
        assert (onset.offset_ns, onset.rate_ppb) == (press.offset_ns, press.rate_ppb)
    for record, (onset, press) in zip(
        room.records, zip(stamps[0::3], stamps[1::3], strict=False), strict=True
    ):
        assert onset is not None
        assert press is not None
        nominal = [stamp.ticks * 10**9 // stamp.tick_hz for stamp in (onset, press)]
        host = [each + onset.offset_ns + each * onset.rate_ppb // 10**9 for each in nominal]
        assert record.rt_ns == host[1] - host[0]


@pytest.mark.parametrize(
    ("rt_ms", "outcome"), [(499.9, "hit"), (500.2, "miss"), (None, "miss"), (50, "false_start")]
)
def test_the_window_is_decided_by_the_pods_own_clock(rt_ms: float | None, outcome: str) -> None:
    there, back = usb(Random(1)), usb_back(Random(1), 16 * MS)
    room = PodRoom(lights(3), [SimulatedBoard(3)], shapes=[(there, back)])
    room.answering(lambda _: None if rt_ms is None else round(rt_ms * MS)).open().play()
    assert room.outcomes == [outcome] * 3
    ended = [record.cues[0].ended_ns for record in room.records]
    assert all(board is None for board in room.boards[0].lights), ended


def test_a_tap_before_the_light_is_a_false_start_and_the_light_never_comes() -> None:
    room = PodRoom(lights(1), [SimulatedBoard(3)]).open()
    room.boards[0].tap(0, room.clock.now_ns() + 600 * MS)
    room.boards[0].tap(0, room.clock.now_ns() + 660 * MS, down=False)
    room.play()
    assert room.outcomes == ["false_start"]
    assert room.boards[0].lights == [None] * 3


def test_a_tap_on_another_pod_is_the_wrong_target() -> None:
    room = PodRoom(lights(1, "left", "right"), [SimulatedBoard(2)]).open()
    room.boards[0].on_lit = lambda _pod, at_ns: room.boards[0].tap(1, at_ns + 250 * MS)
    room.play()
    assert room.outcomes == ["wrong_target"]
    room.boards[0].advance(room.clock.now_ns() + 10 * MS)
    assert room.wires[0] is not None
    room.clock.wait(room.clock.now_ns() + 10 * MS)
    room.wires[0].read()
    assert room.boards[0].lights == [None, None]


def test_a_pod_held_for_a_minute_is_one_press() -> None:
    room = PodRoom(lights(2), [SimulatedBoard(3)])
    room.answering(lambda _: 300 * MS, hold_ns=60 * SECOND).open().play()
    assert room.outcomes[:1] == ["hit"]
    presses = [item for item in room.of(Response) if isinstance(item, Response) and item.action == "press"]
    assert len(presses) == 2


def test_all_pods_tapped_at_once_are_all_told() -> None:
    room = PodRoom(lights(1, *"abcdef"), [SimulatedBoard(6)]).open()

    def everything(_pod: int, at_ns: int) -> None:
        for pod in range(6):
            room.boards[0].tap(pod, at_ns + 300 * MS)

    room.boards[0].on_lit = everything
    room.play()
    assert len(room.records[0].responses) + len(room.strays) == 6


def test_two_controllers_are_one_field() -> None:
    boards = [SimulatedBoard(4, fast_ppb=4_000_000), SimulatedBoard(4, fast_ppb=-4_000_000, first_tick=999)]
    names = [f"pod-{number}" for number in range(1, 9)]
    room = PodRoom(lights(16, *names), boards).answering(random_rt(5)).open().play()
    assert room.outcomes == ["hit"] * 16
    assert [truth.board * 4 + truth.pod for truth in room.truths] == [*range(8), *range(8)]
    assert {record.responses[0].device for record in room.records} == {"pods 0", "pods 1"}


def test_the_station_says_which_pod_is_which_target() -> None:
    room = PodRoom(
        lights(2, "left", "right"), [SimulatedBoard(4)], own={"left": ["pod:4"], "right": ["key:a"]}
    )
    room.answering(random_rt(1)).open().play()
    assert [truth.pod for truth in room.truths] == [3, 0]


def test_a_light_whose_target_has_no_pod_is_on_the_screen() -> None:
    room = PodRoom(lights(3, "a", "b", "c"), [SimulatedBoard(2)]).answering(random_rt(1)).open().play()
    assert [record.cues[0].source for record in room.records] == [SIMULATED_SOURCE, SIMULATED_SOURCE, "fake"]


def test_taps_answer_cues_of_the_screen_with_the_clocks_whole_uncertainty() -> None:
    shown = plan_of(trial(cue(channel="screen")))
    room = PodRoom(shown, [SimulatedBoard(3)]).open()
    room.boards[0].tap(0, room.clock.now_ns() + 1300 * MS)
    room.play()
    assert room.outcomes == ["hit"]
    rt_ns, unsure_ns = room.records[0].rt_ns, room.records[0].rt_uncertainty_ns
    assert rt_ns is not None
    assert unsure_ns is not None
    assert abs(rt_ns - 300 * MS) < unsure_ns < 100 * US


def test_a_hold_is_taken_on_a_pod_that_was_stood_on_before_the_run() -> None:
    held = trial(
        cue(channel="light"),
        expect=want("left", action="leave_reach", home="home"),
        begin=Begin("hold", "home"),
        response=1500,
    )
    room = PodRoom(plan_of(held), [SimulatedBoard(3)])
    room.boards[0].tap(2, room.clock.now_ns() - 1)
    room.open()

    def leave(_pod: int, at_ns: int) -> None:
        room.boards[0].tap(2, at_ns + 250 * MS, down=False)
        room.boards[0].tap(0, at_ns + 700 * MS)

    room.boards[0].on_lit = leave
    room.play()
    record = room.records[0]
    assert record.outcome == "hit"
    assert record.rt_ns is not None
    assert record.movement_ns is not None
    assert abs(record.rt_ns - 250 * MS) < 10 * US
    assert abs(record.movement_ns - 450 * MS) < 10 * US


# ---- faults


def test_a_noisy_wire_changes_nothing() -> None:
    random = Random(4)
    faults = Faults(corrupt=0.03, drop=0.03, double=0.02)
    room = PodRoom(lights(40), [SimulatedBoard(3)], shapes=[(faults.shape(random), faults.shape(random))])
    room.answering(random_rt(4)).open().play()
    assert room.outcomes == ["hit"] * 40
    for record, truth in zip(room.records, room.truths, strict=True):
        assert record.rt_ns is not None
        assert abs(record.rt_ns - (truth.tapped_ns - truth.lit_ns)) <= 12 * US


@pytest.mark.parametrize("stage_ms", [30, 500, 990, 1005, 1100, 1290, 1310, 1450])
def test_a_cable_pulled_at_any_stage_pauses_and_the_trial_comes_again(stage_ms: int) -> None:
    room = PodRoom(lights(4), [SimulatedBoard(3), SimulatedBoard(2, board_id=2)])
    room.answering(lambda _: 300 * MS).open()
    start_ns = room.clock.now_ns()

    def mischief(room: PodRoom) -> None:
        since_ms = (room.clock.now_ns() - start_ns) / MS
        if since_ms >= stage_ms and room.plugged[0] and not room.of(DeviceLost):
            room.unplug(0)
        if room.of(DeviceLost) and since_ms >= stage_ms + 3000:
            room.plug(0)

    room.play(mischief)
    finished = [record for record in room.records if record.outcome != "aborted"]
    assert sorted(record.trial for record in finished) == [0, 1, 2, 3]
    assert {record.outcome for record in finished} == {"hit"}
    assert [item.device for item in room.of(DeviceLost) if isinstance(item, DeviceLost)] == ["pods 0"]
    assert len(room.of(DeviceBack)) == 1
    assert any("pods 0" in reason for reason in room.pauses)
    keys = [(record.trial, record.attempt) for record in room.records]
    assert len(set(keys)) == len(keys)


def test_a_reset_in_the_middle_of_a_trial_repeats_it() -> None:
    first = SimulatedBoard(3, boot_id=1)
    room = PodRoom(lights(3), [first]).answering(lambda _: 300 * MS).open()
    start_ns = room.clock.now_ns()

    def reset(room: PodRoom) -> None:
        wire = room.wires[0]
        assert wire is not None
        if room.clock.now_ns() > start_ns + 1100 * MS and wire.board is first:
            fresh = SimulatedBoard(3, boot_id=2, start_ns=room.clock.now_ns())
            fresh.on_lit = room._hand(0, lambda _: 300 * MS, 80 * MS)
            room.boards[0] = fresh
            wire.board = fresh

    room.play(reset)
    assert room.outcomes == ["aborted", "hit", "hit", "hit"]
    assert room.of(DeviceLost)


def test_a_host_that_slept_pauses_the_run() -> None:
    room = PodRoom(lights(3), [SimulatedBoard(3)]).answering(lambda _: 300 * MS).open()
    start_ns = room.clock.now_ns()

    def sleep(room: PodRoom) -> None:
        board = room.boards[0]
        if room.clock.now_ns() > start_ns + 700 * MS and not getattr(room, "slept", False):
            room.slept = True  # type: ignore[attr-defined]
            board.clock._start_ns -= 60 * SECOND

    room.play(sleep)
    assert next(item.reason for item in room.of(Paused) if isinstance(item, Paused)).startswith("device_lost")
    assert [record.outcome for record in room.records if record.outcome != "aborted"] == ["hit"] * 3


def test_a_flash_that_a_board_refuses_comes_later_and_says_so() -> None:
    room = PodRoom(lights(1), [SimulatedBoard(3)]).answering(lambda _: 300 * MS).open()
    flashes = room.boards[0].flashes
    now = room.boards[0].clock.tick(room.clock.now_ns())
    for ms in (650, 750, 850):
        flashes.add(now + ms * 2000)
    room.play()
    record = room.records[0]
    assert record.outcome == "hit"
    onset_ns = record.cues[0].onset_ns
    assert onset_ns is not None
    assert 600 * MS < onset_ns - record.cues[0].due_ns < 700 * MS


def test_a_cue_that_no_board_takes_has_failed() -> None:
    room = PodRoom(lights(1, repeat="never"), [SimulatedBoard(3)]).open()
    room.boards[0].connected = 0
    room.play()
    assert {item.reason for item in room.of(CueFailed) if isinstance(item, CueFailed)} == {
        "there is no such pod"
    }


def test_a_run_without_its_pods_holds_still_at_once_and_begins_with_them() -> None:
    room = PodRoom(lights(2), [SimulatedBoard(3)]).answering(lambda _: 300 * MS).open()
    room.unplug(0)
    room.pods.poll()

    def later(room: PodRoom) -> None:
        if room.clock.now_ns() > 5 * SECOND:
            room.plug(0)

    room.play(later)
    assert room.pauses[0] == "device_lost: pods 0"
    assert room.outcomes == ["hit", "hit"]


def test_two_athletes_with_targets_of_the_same_name_have_their_own_pods() -> None:
    one, two = (
        lane(a_set(*[trial(cue(target="left", channel="light"))] * 3), name=name, targets=("left",))
        for name in ("red", "blue")
    )
    room = PodRoom(plan(one, two), [SimulatedBoard(2)]).answering(random_rt(9)).open().play()
    assert room.outcomes == ["hit"] * 6
    assert {(record.lane, record.responses[0].control) for record in room.records} == {
        ("red", "pod:1"),
        ("blue", "pod:2"),
    }


def test_ticks_that_wrap_in_the_middle_of_a_trial_change_nothing() -> None:
    board = SimulatedBoard(3, first_tick=(1 << 32) - 2_000_000 * 3)
    room = PodRoom(lights(4), [board]).answering(random_rt(6)).open().play()
    assert room.outcomes == ["hit"] * 4
    for record, truth in zip(room.records, room.truths, strict=True):
        assert record.rt_ns is not None
        assert abs(record.rt_ns - (truth.tapped_ns - truth.lit_ns)) <= 8 * US
