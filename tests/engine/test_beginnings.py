"""What starts a trial's clock: by itself, a hold, a press, a partner, the coach, a time of the run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab import Lab, coach, play, press, release, tap
from plans import MS, a_set, lane, plan, plan_of, simple_plan, trial, want
from reactdrill.drill.trial import Begin, Mode, Plan
from reactdrill.engine.commands import Await, Finish, TrialBegins
from reactdrill.engine.events import Response
from reactdrill.engine.states import State

HOLD = Begin("hold", "home")


def begins(lab: Lab) -> list[float | None]:
    return [None if each.begin_ns is None else each.begin_ns / MS for each in lab.records]


def test_a_hold_taken_in_the_gap_begins_the_trial_at_once() -> None:
    lab = play(simple_plan(2, begin=HOLD), press(0, "home"), press(1300), release(1320), press(2800))
    assert (lab.outcomes, begins(lab)) == (["hit", "hit"], [0, 1500])


def test_a_trial_waits_for_its_hold() -> None:
    lab = play(simple_plan(1, begin=HOLD), press(700, "home"), press(2000))
    assert (lab.outcomes, begins(lab)) == (["hit"], [700])
    (waiting,) = lab.of(Await)
    assert (waiting.at_ns, waiting.trial.index) == (0, 0)


def test_letting_go_of_the_hold_before_the_cue_is_a_false_start_whatever_the_rule() -> None:
    inputs = (press(0, "home"), release(500, "home"))
    (record,) = play(simple_plan(1, begin=HOLD, false_start="continue"), *inputs).records
    assert (record.outcome, record.early) == ("false_start", 1)


def test_a_hold_is_kept_while_any_of_its_controls_is_down() -> None:
    one, other = press(0, "home", control="a"), press(10, "home", control="b")
    let_go, rest = release(400, "home", control="a"), press(1300)
    assert play(simple_plan(1, begin=HOLD), one, let_go, rest).outcomes == ["false_start"]
    lab = play(simple_plan(1, begin=HOLD), one, other, let_go, rest)
    assert (lab.outcomes, lab.records[0].early) == (["hit"], 0)


def test_letting_go_of_the_hold_after_the_cue_means_nothing_where_a_press_is_wanted() -> None:
    lab = play(simple_plan(1, begin=HOLD), press(0, "home"), release(1200, "home"), press(1400))
    assert (lab.outcomes, lab.records[0].errors, lab.strays) == (["hit"], 0, [])


def test_taking_a_hold_is_no_stray() -> None:
    lab = play(simple_plan(2), press(1600, "home"))
    assert [stray.reason for stray in lab.strays] == ["between_trials"]
    rested = plan(lane(a_set(trial(begin=HOLD)), a_set(trial(begin=HOLD), rest=3000)))
    moves = [press(0, "home"), press(1300), release(1400, "home"), press(1600, "home")]
    lab = play(rested, *moves)
    assert (lab.outcomes, lab.strays) == (["hit", "miss"], [])


def test_a_hold_that_ended_must_be_taken_again() -> None:
    inputs = [press(0, "home"), release(100, "home"), press(3000, "home"), press(4300)]
    lab = play(simple_plan(2, begin=HOLD), *inputs)
    assert (lab.outcomes, begins(lab)) == (["false_start", "hit"], [0, 3000])


def test_another_target_does_not_begin_the_trial() -> None:
    lab = play(simple_plan(1, begin=HOLD), tap(300), tap(400, "right"), until=5000)
    assert lab.state() is State.WAITING
    assert [(stray.target, stray.reason) for stray in lab.strays] == [
        ("left", "waiting"),
        ("right", "waiting"),
    ]


def test_a_start_press_begins_the_trial() -> None:
    lab = play(
        simple_plan(1, begin=Begin("on", "right")), release(250, "right"), press(300, "right"), press(1600)
    )
    assert (lab.outcomes, begins(lab)) == (["hit"], [300])


@pytest.mark.parametrize("mode", ["sensor", "observer", "cue_only"])
def test_the_coach_begins_the_trial(mode: Mode) -> None:
    chosen = replace(simple_plan(1, begin=Begin("coach")), mode=mode)
    lab = play(chosen, tap(200), coach(800), until=1900)
    assert lab.of(TrialBegins) == [TrialBegins(800 * MS, "main", 0, 1, chosen.lanes[0].trials[0])]
    assert [stray.reason for stray in lab.strays] == ["waiting"]


def partners(*, follower_targets: tuple[str, ...] = ("right",)) -> Plan:
    """The follower's trial begins at the leader's press of `left`."""
    leader = lane(a_set(*[trial(foreperiod=500)] * 2), name="leader", targets=("left",))
    on_leader = trial(expect=want("right"), foreperiod=0, begin=Begin("on", "left", "leader"), response=800)
    follower = lane(a_set(*[on_leader] * 2), name="follower", targets=follower_targets)
    return plan(leader, follower)


def of_lane(lab: Lab, name: str) -> list[tuple[str, float | None]]:
    return [
        (each.outcome, None if each.rt_ns is None else each.rt_ns / MS)
        for each in lab.records
        if each.lane == name
    ]


def test_a_partner_is_the_cue() -> None:
    moves = [press(750), press(1100, "right"), release(1200), release(1210, "right"), press(1800)]
    lab = play(partners(), *moves, press(2200, "right"))
    assert of_lane(lab, "leader") == [("hit", 250), ("hit", 350)]
    assert of_lane(lab, "follower") == [("hit", 350), ("hit", 400)]


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param([press(750), press(800), press(2000)], id="a held key that repeats"),
        pytest.param([press(750), release(1900)], id="a release"),
        pytest.param([press(750), press(1900, "elsewhere", lane="leader")], id="another target"),
    ],
)
def test_only_a_fresh_press_of_the_partner_begins_the_trial(moves: list[Response]) -> None:
    lab = play(partners(), *moves, until=4000)
    assert begins_of(lab, "follower") == [750]
    assert lab.state(1) is State.WAITING


def begins_of(lab: Lab, name: str) -> list[float]:
    return [each.begin_ns / MS for each in lab.records if each.lane == name and each.begin_ns is not None]


def test_a_partner_who_is_not_waited_for_changes_nothing() -> None:
    lab = play(partners(), press(750), release(800), press(900), until=1500)
    assert begins_of(lab, "follower") == []
    assert lab.state(1) is State.WINDOW


def test_a_late_press_of_the_partner_does_not_begin_a_trial_in_the_past() -> None:
    lab = play(partners(), press(750), press(1100, "right"), until=1500)
    lab.deliver(release(1600))
    lab.deliver(press(1200))
    assert (lab.state(1), len(begins_of(lab, "follower"))) == (State.WAITING, 1)


def test_the_wrong_lane_is_not_the_partner() -> None:
    third = lane(a_set(trial(expect=want("home"))), name="third", targets=("home",))
    chosen = partners()
    lab = play(replace(chosen, lanes=(*chosen.lanes, third)), tap(600, "home"), until=700)
    assert lab.state(1) is State.WAITING


def test_a_trial_begins_not_before_its_time() -> None:
    times = [Begin("auto", not_before_ns=at * MS) for at in (500, 2000, 2100)]
    chosen = plan_of(*[trial(begin=begin, foreperiod=100) for begin in times])
    lab = Lab(chosen, start=10_000).run()
    assert begins(lab) == [10_500, 12_000, 12_800]


def test_several_lanes_go_at_their_own_pace() -> None:
    one = lane(a_set(*[trial(foreperiod=300)] * 2), name="one", targets=("left",))
    other = lane(a_set(*[trial(foreperiod=700, expect=want("right"))] * 2), name="two", targets=("right",))
    lab = play(plan(one, other), tap(500), tap(1000, "right"), tap(1300))
    assert of_lane(lab, "one") == [("hit", 200), ("hit", 300)]
    assert of_lane(lab, "two") == [("hit", 300), ("miss", None)]
    assert [record.lane for record in lab.records] == ["one", "two", "one", "two"]
    assert [finish.lane for finish in lab.of(Finish)] == ["one", "two"]
