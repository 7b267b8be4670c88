"""Pause and resume, devices that go and come back, the end of the run: nothing is lost and nothing corrupt."""

from __future__ import annotations

import pytest

from lab import Lab, abort, back, lost, pause, play, press, release, resume, tap
from plans import MS, a_set, lane, plan, plan_of, simple_plan, trial, want
from reactdrill.drill.trial import Begin, Repeat
from reactdrill.engine.commands import ClearCue, Finish, Paused, Rest, SetBegins
from reactdrill.engine.events import Event, Start
from reactdrill.engine.states import State


def keys(lab: Lab) -> list[tuple[int, int, str]]:
    return [(each.trial, each.attempt, each.outcome) for each in lab.records]


@pytest.mark.parametrize("at", [500, 1000, 1300])
@pytest.mark.parametrize(
    ("repeat", "after"),
    [
        ("next", [(0, 2, "miss"), (1, 1, "miss"), (2, 1, "miss")]),
        ("end", [(1, 1, "miss"), (2, 1, "miss"), (0, 2, "miss")]),
        ("never", [(1, 1, "miss"), (2, 1, "miss")]),
    ],
)
def test_an_interrupted_trial_is_repeated_by_its_rule(
    at: float, repeat: Repeat, after: list[tuple[int, int, str]]
) -> None:
    lab = play(simple_plan(3, repeat=repeat), pause(at), resume(5000))
    assert keys(lab) == [(0, 1, "aborted"), *after]
    assert (lab.records[0].reason, lab.records[0].ended_ns) == ("escape", at * MS)
    assert (lab.finish.presented, lab.finish.not_presented) == (len(after), 3 - len(after))


def test_after_a_pause_the_first_trial_has_a_gap_of_a_second() -> None:
    lab = play(simple_plan(1), pause(1300), resume(5000))
    assert lab.records[1].begin_ns == 6000 * MS


def test_the_cues_of_an_interrupted_trial_are_taken_away() -> None:
    lab = play(simple_plan(1), pause(1300), until=2000)
    assert [(clear.step, clear.due_ns) for clear in lab.of(ClearCue)] == [("cue", 1300 * MS)]


def test_a_pause_between_trials_interrupts_nothing() -> None:
    lab = play(simple_plan(2), tap(1300), pause(1400), resume(3000), tap(5300))
    assert keys(lab) == [(0, 1, "hit"), (1, 1, "hit")]
    assert lab.records[1].begin_ns == 4000 * MS


def test_a_decided_trial_keeps_its_outcome_when_the_run_is_paused() -> None:
    lab = play(simple_plan(1, light_out="timeout"), tap(1300), pause(1400), resume(2000))
    assert keys(lab) == [(0, 1, "hit")]
    assert lab.records[0].ended_ns == 1400 * MS


def test_a_trial_interrupted_while_it_waits_has_no_beginning() -> None:
    lab = play(simple_plan(1, begin=Begin("hold", "home")), pause(800), resume(2000), press(4000, "home"))
    assert keys(lab) == [(0, 1, "aborted"), (0, 2, "miss")]
    assert lab.records[0].begin_ns is None


def test_a_rest_goes_on_with_what_was_left_of_it() -> None:
    sets = (a_set(trial()), a_set(trial(), rest=3000))
    lab = play(plan(lane(*sets)), pause(2500), resume(10_000))
    assert [(each.at_ns / MS, each.until_ns / MS) for each in lab.of(Rest)] == [
        (1500, 4500),
        (10_000, 12_000),
    ]
    assert lab.records[1].begin_ns == 12_000 * MS


def test_the_time_of_a_set_stands_still_in_a_pause() -> None:
    lab = play(plan(lane(a_set(*[trial()] * 9, time=4000))), pause(2000), resume(60_000))
    assert lab.finish.at_ns == 62_000 * MS


def test_a_second_pause_keeps_the_time_that_was_left() -> None:
    stops = (pause(2000), resume(10_000), pause(10_500), resume(20_000), pause(20_000), resume(30_000))
    lab = play(plan(lane(a_set(*[trial()] * 9, time=4000))), *stops)
    assert lab.finish.at_ns == 31_500 * MS


def test_a_pause_in_a_pause_is_told_again_and_one_resume_ends_both() -> None:
    lab = play(simple_plan(1), pause(300), pause(400, "focus"), resume(1000), resume(1001))
    assert [each.reason for each in lab.of(Paused)] == ["escape", "focus"]
    assert keys(lab) == [(0, 1, "aborted"), (0, 2, "miss")]


def test_resuming_into_nothing_ends_the_set_or_the_run() -> None:
    alone = play(simple_plan(1, repeat="never"), pause(500), resume(1000))
    assert (alone.outcomes, alone.finish.at_ns, alone.finish.not_presented) == (["aborted"], 1000 * MS, 1)
    sets = (a_set(trial(repeat="never")), a_set(trial(), rest=2000))
    followed = play(plan(lane(*sets)), pause(500), resume(1000))
    assert keys(followed) == [(0, 1, "aborted"), (1, 1, "miss")]
    assert followed.records[1].begin_ns == 3000 * MS


def test_a_resume_without_a_pause_changes_nothing() -> None:
    lab = play(simple_plan(1), resume(500), resume(1200), tap(1300))
    assert keys(lab) == [(0, 1, "hit")]


def test_a_lost_device_pauses_until_resume() -> None:
    lab = play(simple_plan(1), lost(1200), back(2000), resume(3000), tap(5300))
    assert keys(lab) == [(0, 1, "aborted"), (0, 2, "hit")]
    assert [(each.reason, each.devices) for each in lab.of(Paused)] == [
        ("device_lost: keys", ("keys",)),
        ("device_back: keys", ()),
    ]


def test_a_device_that_returns_does_not_go_on_by_itself() -> None:
    assert play(simple_plan(1), lost(1200), back(2000), until=60_000).state() is State.PAUSED


def test_two_devices_must_return() -> None:
    lab = play(
        simple_plan(1), lost(500, "one"), lost(600, "two"), lost(650, "two"), back(700, "one"), until=800
    )
    assert [each.devices for each in lab.of(Paused)] == [("one",), ("one", "two"), ("two",)]


def test_a_run_can_go_on_without_a_device() -> None:
    lab = play(simple_plan(1), lost(500), resume(1000), back(2500), tap(3300))
    assert keys(lab) == [(0, 1, "aborted"), (0, 2, "hit")]


def test_a_device_nobody_needs_is_not_missed() -> None:
    lab = play(simple_plan(1), lost(1200, "camera", ()), back(1250, "camera"), tap(1300))
    assert (keys(lab), lab.of(Paused)) == ([(0, 1, "hit")], [])


def test_the_return_of_a_device_that_was_not_missed_is_not_told() -> None:
    lab = play(simple_plan(1), pause(500), back(600, "camera"), until=700)
    assert [each.reason for each in lab.of(Paused)] == ["escape"]


def test_a_device_that_was_used_is_missed_whatever_it_serves() -> None:
    lab = play(simple_plan(2), tap(1300), lost(1400, "keys", ()), until=2000)
    assert lab.state() is State.PAUSED


def test_only_the_lane_that_lost_its_device_pauses() -> None:
    lanes = [lane(a_set(trial(expect=want(name))), name=name, targets=(name,)) for name in ("left", "right")]
    lab = play(plan(*lanes), lost(1200, "pad", ("left",)), tap(1300, "right"), until=2000)
    assert [lab.state(0), lab.state(1)] == [State.PAUSED, State.DONE]
    lab.run(resume(3000), tap(5300))
    assert [(each.lane, each.outcome) for each in lab.records] == [
        ("left", "aborted"),
        ("right", "hit"),
        ("left", "hit"),
    ]


def test_what_a_lost_device_held_is_let_go() -> None:
    chosen = simple_plan(1, begin=Begin("hold", "home"))
    lab = play(chosen, press(0, "home"), lost(500), back(600), resume(1000), until=9000)
    assert lab.state() is State.WAITING
    lab.run(press(10_000, "home"), press(11_300))
    assert lab.outcomes == ["aborted", "hit"]


def test_a_device_lost_before_the_start_pauses_at_the_start() -> None:
    lab = Lab(simple_plan(1), start=1000)
    lab.deliver(lost(400))
    lab.run(resume(3000), until=20_000)
    assert [(each.at_ns, each.devices) for each in lab.of(Paused)] == [(1000 * MS, ("keys",))]
    assert lab.records[0].begin_ns == 4000 * MS


def test_a_device_that_came_back_before_the_start_is_forgotten() -> None:
    lab = Lab(simple_plan(1), start=1000)
    lab.deliver(lost(400))
    lab.deliver(back(500))
    assert lab.run().of(Paused) == []


@pytest.mark.parametrize(
    ("at", "outcomes"),
    [
        (0, ["aborted"]),
        (500, ["aborted"]),
        (1300, ["aborted"]),
        (1600, ["miss"]),
        (1700, ["miss", "aborted"]),
    ],
)
def test_an_abort_ends_the_run_at_once(at: float, outcomes: list[str]) -> None:
    lab = play(simple_plan(3), abort(at + 1, "quit"))
    assert (lab.outcomes, lab.finish.at_ns, lab.finish.reason) == (outcomes, (at + 1) * MS, "aborted")
    assert lab.engine.done


def test_an_abort_keeps_a_decided_outcome() -> None:
    assert play(simple_plan(1, light_out="timeout"), tap(1300), abort(1400)).outcomes == ["hit"]


def test_an_abort_in_a_pause_or_a_rest_ends_the_run() -> None:
    paused = play(simple_plan(1), pause(500), abort(600))
    assert (paused.outcomes, paused.finish.at_ns) == (["aborted"], 600 * MS)
    resting = play(plan(lane(a_set(trial()), a_set(trial(), rest=9000))), abort(3000))
    assert (resting.outcomes, resting.finish.not_presented) == (["miss"], 1)


def test_a_run_aborted_before_its_start_is_over() -> None:
    lab = Lab(simple_plan(2), start=1000)
    lab.deliver(abort(500))
    lab.run(pause(2000))
    assert (lab.records, lab.finish.not_presented, lab.of(SetBegins)) == ([], 2, [])


def test_nothing_moves_a_run_that_is_over() -> None:
    lab = play(simple_plan(1))
    after: list[Event] = [pause(5000), resume(5001), lost(5002), back(5003), abort(5004), Start(5005 * MS)]
    for event in after:
        assert lab.deliver(event) == ()
    assert lab.engine.deadline_ns is None
    assert len(lab.of(Finish)) == 1


def test_a_press_in_the_pause_is_a_stray_and_not_held_against_the_athlete() -> None:
    lab = play(plan_of(trial()), pause(500), tap(700), resume(1000), tap(3300))
    assert ([stray.reason for stray in lab.strays], lab.outcomes) == (["paused"], ["aborted", "hit"])


def test_a_key_held_through_a_pause_is_still_held() -> None:
    chosen = simple_plan(1, begin=Begin("hold", "home"))
    lab = play(chosen, press(0, "home"), pause(500), resume(1000), tap(3300), release(3400, "home"))
    assert lab.outcomes == ["aborted", "hit"]
    assert lab.records[1].begin_ns == 2000 * MS


@pytest.mark.parametrize("late", [pause(1250), lost(1250), abort(1250)])
def test_what_interrupts_too_late_interrupts_now(late: Event) -> None:
    lab = play(simple_plan(2), tap(1300), until=1900)
    lab.deliver(late)
    assert keys(lab) == [(0, 1, "hit"), (1, 1, "aborted")]
    assert lab.records[1].begin_ns == lab.records[1].ended_ns == 1500 * MS
