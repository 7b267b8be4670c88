"""Cues hang on what came before; the flash limit delays them; cues that fail or never come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from lab import Echo, Lab, abort, play, press, tap
from plans import MS, NOTHING, a_set, cue, lane, plan, plan_of, simple_plan, staircase, trial, want
from reactdrill.drill.trial import Begin, Plan, PlannedStep, Reference
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.events import CueEnded, CueShown
from reactdrill.engine.states import State


def dues(lab: Lab) -> dict[str, float]:
    return {command.cue.id: command.due_ns / MS for command in lab.of(ShowCue)}


@pytest.mark.parametrize(
    ("step", "due"),
    [
        (cue("other", after="start"), 0),
        (cue("other", after="start", offset=250), 250),
        (cue("other", after="foreperiod", offset=-300), 700),
        (cue("other", after="foreperiod", offset=120), 1120),
        (cue("other", after="main", offset=80), 1100),
        (cue("other", after="main.end"), 1220),
        (cue("other", after="main.end", offset=15), 1235),
        (cue("other", after="response"), 1300),
        (cue("other", after="response:1", offset=40), 1340),
        (cue("other", after="response:2"), 1400),
        (cue("other", after="main", offset=10, param="delay"), 1280),
    ],
)
def test_a_step_hangs_on_its_anchor(step: PlannedStep, due: float) -> None:
    chosen = plan_of(
        trial(
            cue("main", lasts=200),
            step,
            expect=want("left", "right", match="all"),
            reference="main",
            light_out="timeout",
        ),
        adaptive={"delay": staircase(250, 50, 50)},
    )
    lab = play(chosen, tap(1300), tap(1400, "right"), echo={"main": Echo(late=20)})
    assert dues(lab).get("other") == due


def test_a_step_on_a_response_that_never_comes_is_never_asked_for() -> None:
    steps = (cue("main"), cue("second", after="response:2"))
    lab = play(plan_of(trial(*steps, expect=want("left", "right", match="all"))), tap(1300))
    assert dues(lab) == {"main": 1000}
    assert lab.outcomes == ["miss"]


def test_a_departure_is_the_first_response_that_steps_hang_on() -> None:
    from lab import release

    steps = (cue("main"), cue("leave", None, channel="sound", after="response"))
    expect = want("left", action="leave_reach", home="home")
    chosen = plan_of(trial(*steps, expect=expect, begin=Begin("hold", "home")))
    lab = play(chosen, press(0, "home"), release(1250, "home"), press(1400))
    assert dues(lab)["leave"] == 1250


def test_a_chain_of_flashed_cues_is_followed_by_its_end() -> None:
    frames = [
        cue("one", frames=6),
        *(cue(name, after=f"{before}.end", frames=6) for name, before in ("ba", "cb")),
    ]
    chain = (cue("a", frames=6), frames[1], frames[2])
    chosen = plan_of(trial(*chain, reference="c", expect=want("left")))
    lab = play(chosen, tap(1500))
    assert dues(lab) == pytest.approx({"a": 1000, "b": 1100, "c": 1200})
    assert lab.records[0].rt_ns == 300 * MS


def test_a_cue_wanted_in_the_past_is_asked_for_at_once_and_flagged() -> None:
    lab = play(plan_of(trial(cue(), cue("prime", after="foreperiod", offset=-1500, role="prime"))), tap(1300))
    (record,) = lab.records
    prime = record.cues[1]
    assert (prime.requested_ns, prime.due_ns, prime.onset_ns) == (-500 * MS, 0, 0)
    assert record.flags == ("late_cue",)


def test_every_cue_is_taken_away_once_when_the_trial_ends() -> None:
    steps = (cue("main"), cue("decoy", "right", role="distractor"), cue("later", after="main", offset=400))
    lab = play(plan_of(trial(*steps)), tap(1300))
    cleared = [(clear.step, clear.due_ns, clear.channel) for clear in lab.of(ClearCue)]
    assert sorted(cleared) == [(name, 1300 * MS, "screen") for name in ("decoy", "later", "main")]


def test_a_cue_that_went_out_by_itself_is_not_taken_away() -> None:
    lab = play(plan_of(trial(cue(lasts=100))), tap(1300))
    assert lab.of(ClearCue) == []
    assert lab.records[0].cues[0].ended_ns == 1100 * MS


def test_what_is_reported_of_an_attempt_that_is_over_changes_nothing() -> None:
    lab = play(simple_plan(2), tap(1300), until=1600)
    assert lab.deliver(CueShown(1600 * MS, "main", 0, 1, "cue", "test", 0, 1600 * MS)) == ()
    assert lab.deliver(CueEnded(1610 * MS, "main", 0, 1, "cue")) == ()
    assert lab.state() is State.FOREPERIOD


@pytest.mark.parametrize(("channel", "due"), [("screen", 3750), ("sound", 3600)])
def test_an_onset_that_nobody_waits_for_any_more_is_a_flash_all_the_same(channel: Any, due: float) -> None:
    first = trial(cue(channel=channel, role="no_go", target=None), expect=NOTHING, response=800, iti=1000)
    steps = [cue(f"f{place}", after="start", offset=offset) for place, offset in enumerate((0, 100, 800))]
    lab = play(plan_of(first, trial(*steps)), until=2700)
    lab.deliver(CueShown(2700 * MS, "main", 0, 1, "cue", "test", 0, 2700 * MS))
    lab.run(until=2900)
    assert dues(lab)["f2"] == due


def test_what_is_reported_of_an_earlier_attempt_is_not_taken_for_the_open_one() -> None:
    from lab import pause, resume

    lab = play(simple_plan(1), pause(500), resume(1000), until=2500)
    lab.deliver(CueShown(2500 * MS, "main", 0, 1, "cue", "test", 0, 2500 * MS))
    assert lab.state() is State.FOREPERIOD
    assert lab.run(tap(3300)).records[1].rt_ns == 300 * MS


def test_a_second_onset_of_a_cue_changes_nothing() -> None:
    lab = play(simple_plan(1), until=1100)
    lab.deliver(CueShown(1100 * MS, "main", 0, 1, "cue", "test", 0, 1100 * MS))
    lab.run(tap(1300))
    assert (lab.records[0].rt_ns, lab.records[0].cues[0].onset_ns) == (300 * MS, 1000 * MS)


def flashing(*offsets: float, **settings: Any) -> Plan:
    steps = [cue(f"f{place}", after="start", offset=offset, lasts=50) for place, offset in enumerate(offsets)]
    return plan_of(trial(*steps, foreperiod=0, reference=f"f{len(offsets) - 1}", response=1200, **settings))


def test_the_flash_limit_delays_a_cue_and_says_so() -> None:
    lab = play(flashing(0, 200, 400, 600))
    (record,) = lab.records
    assert [each.due_ns / MS for each in record.cues] == [0, 200, 400, 1050]
    assert [each.requested_ns / MS for each in record.cues] == [0, 200, 400, 600]
    assert record.flags == ("flash_delayed",)
    assert record.reference_ns == 1050 * MS


def test_sounds_and_cues_of_one_instant_are_not_delayed() -> None:
    same = plan_of(trial(*[cue(f"c{place}") for place in range(6)], reference="c5"))
    assert set(dues(play(same)).values()) == {1000}
    tones = [cue(f"t{place}", None, channel="sound", offset=100 * place) for place in range(6)]
    sounds = plan_of(trial(*tones, reference="t5"))
    assert list(dues(play(sounds)).values()) == [1000, 1100, 1200, 1300, 1400, 1500]


def test_the_flash_limit_holds_between_lanes() -> None:
    lanes = [
        lane(a_set(trial(foreperiod=100 * place, expect=want(name))), name=name, targets=(name,))
        for place, name in enumerate(("a", "b", "c", "d"))
    ]
    lab = play(plan(*lanes))
    assert [record.cues[0].due_ns / MS for record in lab.records] == [0, 100, 200, 1050]


def test_a_cue_planned_far_ahead_does_not_hide_the_flashes_before_it() -> None:
    far = cue("far", after="start", offset=30_000)
    near = [cue(f"n{place}", after="start", offset=100 * place) for place in range(4)]
    chosen = plan_of(trial(*near[:3], far, near[3], reference="far"))
    lab = play(chosen, until=2000)
    assert dues(lab)["n3"] == 1050


def test_a_cancelled_flash_leaves_its_place_to_another() -> None:
    lab = play(
        simple_plan(5, foreperiod=100, iti=0), *[tap(10 * at, "left") for at in range(1, 5)], until=500
    )
    assert lab.outcomes == ["false_start"] * 4
    assert lab.records[-1].flags == ()
    assert lab.state() is State.WINDOW


@pytest.mark.parametrize(
    ("echo", "reason", "at"),
    [
        ({"cue": Echo(fails="no such image")}, "cue_failed: no such image", 1000),
        ({"cue": Echo(silent=True)}, "cue_not_shown", 6000),
    ],
)
def test_a_cue_that_does_not_come_ends_the_attempt(echo: Mapping[str, Echo], reason: str, at: float) -> None:
    lab = play(simple_plan(1), echo=echo, until=at + 1)
    (record,) = lab.records
    assert (record.outcome, record.reason, record.ended_ns) == ("aborted", reason, at * MS)
    assert lab.state() is State.GAP


@pytest.mark.parametrize("broken", [Echo(fails="broken"), Echo(silent=True)])
def test_a_trial_whose_cue_never_comes_is_given_up_after_three_attempts(broken: Echo) -> None:
    lab = play(simple_plan(2), echo={"cue": broken})
    assert sorted((each.trial, each.attempt) for each in lab.records) == [
        (number, attempt) for number in range(2) for attempt in (1, 2, 3)
    ]
    assert (lab.finish.presented, lab.finish.not_presented) == (0, 2)


def test_interruptions_do_not_count_as_failures_of_the_cue() -> None:
    from lab import pause, resume

    stops = [event for at in (500, 2000, 3500) for event in (pause(at), resume(at + 100))]
    lab = play(simple_plan(1), *stops, echo={"cue": Echo(fails="broken")})
    assert [each.reason for each in lab.records] == ["escape"] * 3 + ["cue_failed: broken"] * 3


def test_a_cue_whose_anchor_never_ends_is_given_up() -> None:
    steps = (cue("prime", role="prime", lasts=200), cue("main", after="prime.end"))
    lab = play(plan_of(trial(*steps)), echo={"prime": Echo(no_end=True)})
    assert [each.reason for each in lab.records] == ["cue_not_shown"] * 3
    assert lab.records[0].ended_ns == (1000 + 200 + 5000) * MS


def test_a_long_cue_before_the_reference_is_waited_for() -> None:
    steps = (cue("prime", role="prime", lasts=9000), cue("main", after="prime.end"))
    lab = play(plan_of(trial(*steps)), tap(10_300))
    assert (lab.outcomes, lab.records[0].rt_ns) == (["hit"], 300 * MS)


def test_a_reference_that_waits_for_a_response_is_given_up() -> None:
    lab = play(plan_of(trial(cue("main", after="response"))))
    assert [each.reason for each in lab.records] == ["cue_not_shown"] * 3
    assert lab.records[0].ended_ns == 6000 * MS


@pytest.mark.parametrize(("light_out", "outcomes"), [("either", ["aborted"]), ("timeout", ["hit"])])
def test_a_later_cue_that_fails_takes_nothing_from_a_decided_trial(
    light_out: str, outcomes: list[str]
) -> None:
    steps = (cue("main"), cue("late", after="main", offset=400))
    chosen = plan_of(trial(*steps, light_out=light_out, repeat="never"))
    taps = [tap(1300)] if light_out == "timeout" else []
    assert play(chosen, *taps, echo={"late": Echo(fails="broken")}).outcomes == outcomes


def test_a_no_go_cue_is_a_reference_too() -> None:
    lab = play(plan_of(trial(cue(role="no_go"), expect=NOTHING, reference=Reference("cue"))), abort(9000))
    assert (lab.outcomes, lab.records[0].reference_ns) == (["correct_rejection"], 1000 * MS)
