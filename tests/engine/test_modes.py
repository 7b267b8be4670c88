"""Observer and cue-only mode: the coach says when it is done, or nobody does; nothing is a reaction time."""

from __future__ import annotations

import pytest

from lab import Lab, coach, pause, play, press, release, resume, tap
from plans import MS, NOTHING, cue, plan_of, trial, want
from reactdrill.engine.events import Response


def observed(*inputs: Response, response: float | None = None, **settings: object) -> Lab:
    chosen = plan_of(trial(response=response, **settings), mode="observer")  # type: ignore[arg-type]
    return play(chosen, *inputs, until=20_000)


def test_the_coach_completes_a_trial() -> None:
    (record,) = observed(coach(4200)).records
    assert (record.outcome, record.rt_ns, record.completed_ns) == ("completed", None, 3200 * MS)
    assert [response.verdict for response in record.responses] == ["observed"]
    assert (record.mode, record.errors, record.early) == ("observer", 0, 0)


def test_an_observed_trial_waits_for_the_coach() -> None:
    assert observed().records == []


def test_athletes_sensors_are_not_scored_by_an_observer() -> None:
    lab = observed(tap(600), press(1300), release(1400), coach(2000))
    assert lab.outcomes == ["completed"]
    assert [(stray.target, stray.reason) for stray in lab.strays] == [("left", "not_listening")] * 2


def test_a_coach_who_presses_too_soon_completes_nothing() -> None:
    lab = observed(coach(700), coach(3000))
    assert (lab.outcomes, lab.records[0].completed_ns) == (["completed"], 2000 * MS)
    assert [(stray.at_ns, stray.reason) for stray in lab.strays] == [(700 * MS, "not_listening")]


def test_letting_go_of_the_remote_is_not_a_press() -> None:
    from reactdrill.drill.trial import COACH

    lab = observed(press(900, COACH), release(1500, COACH))
    assert lab.records == []


@pytest.mark.parametrize(("inputs", "outcome"), [([], "correct_rejection"), ([coach(1300)], "commission")])
def test_a_no_go_trial_is_judged_by_the_coach(inputs: list[Response], outcome: str) -> None:
    (record,) = observed(*inputs, response=500, expect=NOTHING).records
    assert (record.outcome, record.rt_ns) == (outcome, None)


def test_a_stop_trial_is_judged_by_the_coach() -> None:
    steps = (cue(), cue("stop", None, role="stop", channel="sound", offset=250))
    chosen = plan_of(trial(*steps, expect=NOTHING), mode="observer")
    assert play(chosen).outcomes == ["stopped"]
    assert play(chosen, coach(1400)).outcomes == ["stop_failed"]


def test_completed_trials_can_stay_lit() -> None:
    chosen = plan_of(trial(light_out="timeout", response=2000), mode="observer")
    (record,) = play(chosen, coach(1300), coach(1400)).records
    assert (record.outcome, record.ended_ns, record.completed_ns) == ("completed", 3000 * MS, 300 * MS)


def test_hits_wanted_are_counted_in_completed_trials_too() -> None:
    from plans import a_set, lane, plan

    one = trial(response=None)
    chosen = plan(lane(a_set(*[one] * 5, hits=2)), mode="observer")
    assert len(play(chosen, coach(1300), coach(2800), coach(4300)).records) == 2


@pytest.mark.parametrize("light_out", ["hit", "timeout", "either"])
def test_cues_alone_are_completed_when_their_time_is_over(light_out: str) -> None:
    chosen = plan_of(trial(light_out=light_out), trial(expect=want("right")), mode="cue_only")
    lab = play(chosen, tap(500), tap(1300), coach(1350))
    assert lab.outcomes == ["completed", "completed"]
    assert [record.ended_ns for record in lab.records] == [1500 * MS, 3200 * MS]
    assert [stray.reason for stray in lab.strays] == ["not_listening"] * 3
    assert [record.responses for record in lab.records] == [(), ()]


def test_catch_trials_pass_in_every_mode() -> None:
    for mode in ("observer", "cue_only"):
        chosen = plan_of(trial(catch=True), mode=mode)
        (record,) = play(chosen, tap(400)).records
        assert (record.outcome, record.early) == (
            "correct_rejection" if mode == "observer" else "completed",
            0,
        )


def test_an_observed_trial_is_repeated_after_a_pause() -> None:
    chosen = plan_of(trial(response=None), mode="observer")
    lab = play(chosen, pause(2000), resume(3000), coach(9000))
    assert lab.outcomes == ["aborted", "completed"]
