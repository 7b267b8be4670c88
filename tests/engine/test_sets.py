"""Sets: what ends them, the rest between them, practice, and what `Finish` counts."""

from __future__ import annotations

import pytest

from lab import Lab, abort, play, press, release, tap
from plans import MS, NOTHING, Set, a_set, lane, plan, simple_plan, trial, want
from reactdrill.engine.commands import Rest, SetBegins
from reactdrill.engine.events import Response
from reactdrill.engine.states import State

EACH = 1000 + 500 + 200
"""One missed trial with its gap, ms."""


def hits(*trials: int) -> list[Response]:
    """A tap 300 ms after the cue of each missed-or-hit trial while all are hit: 1500 ms apart."""
    return [tap(1300 + 1500 * number) for number in trials]


def outcomes_of(*sets: Set, inputs: list[Response] | None = None) -> Lab:
    return play(plan(lane(*sets)), *(inputs or []))


def test_a_set_ends_with_its_trials() -> None:
    lab = play(simple_plan(3))
    assert (lab.finish.reason, lab.finish.presented, lab.finish.not_presented) == ("complete", 3, 0)
    assert lab.finish.at_ns == (3 * EACH - 200) * MS


@pytest.mark.parametrize(
    ("time", "outcomes", "reason", "ended"),
    [
        (2000, ["miss", "aborted"], "time_up", 2000),
        (1600, ["miss"], None, 1600),
        (1500, ["miss"], None, 1500),
        (1499, ["aborted"], "time_up", 1499),
        (99_000, ["miss", "miss", "miss"], None, 3 * EACH - 200),
    ],
)
def test_a_set_ends_by_time(time: float, outcomes: list[str], reason: str | None, ended: float) -> None:
    lab = outcomes_of(a_set(*[trial()] * 3, time=time))
    assert (lab.outcomes, lab.records[-1].reason) == (outcomes, reason)
    assert lab.finish.at_ns == ended * MS
    assert lab.finish.presented == outcomes.count("miss")
    assert lab.finish.not_presented == 3 - outcomes.count("miss")


def test_a_press_at_the_very_end_of_the_time_still_counts() -> None:
    assert outcomes_of(a_set(*[trial()] * 3, time=1300), inputs=[tap(1300)]).outcomes == ["hit"]


def test_an_attempt_cut_by_time_is_not_repeated() -> None:
    lab = outcomes_of(a_set(trial(repeat="next"), trial(), time=500), a_set(trial()))
    assert lab.outcomes == ["aborted", "miss"]
    assert [(each.trial, each.attempt) for each in lab.records] == [(0, 1), (2, 1)]


def test_a_decided_trial_keeps_its_outcome_when_the_time_is_up() -> None:
    lab = outcomes_of(a_set(trial(light_out="timeout"), time=1400), inputs=[tap(1300)])
    assert (lab.outcomes, lab.records[0].ended_ns) == (["hit"], 1400 * MS)


def test_time_stands_still_for_nobody_who_waits() -> None:
    from reactdrill.drill.trial import Begin

    lab = outcomes_of(a_set(trial(begin=Begin("hold", "home")), time=3000))
    assert (lab.outcomes, lab.records[0].begin_ns, lab.finish.at_ns) == (["aborted"], None, 3000 * MS)


@pytest.mark.parametrize(("wanted", "presented"), [(1, 1), (2, 2), (5, 4)])
def test_a_set_ends_by_hits(wanted: int, presented: int) -> None:
    lab = outcomes_of(a_set(*[trial()] * 4, hits=wanted), inputs=hits(0, 1, 2, 3))
    assert (len(lab.records), lab.finish.presented, lab.finish.not_presented) == (
        presented,
        presented,
        4 - presented,
    )


@pytest.mark.parametrize(
    ("bad", "settings"),
    [
        ([], {}),
        ([tap(1300, "right")], {}),
        ([tap(500)], {}),
        ([tap(1300)], {"expect": NOTHING}),
    ],
)
def test_a_set_ends_by_strikes_of_every_kind(bad: list[Response], settings: dict[str, object]) -> None:
    one, other = trial(**settings), trial()  # type: ignore[arg-type]
    assert len(outcomes_of(a_set(one, other, other, strikes=1), inputs=bad).records) == 1
    assert len(outcomes_of(a_set(one, other, other, strikes=2), inputs=bad).records) == 2


def test_what_is_right_is_no_strike() -> None:
    quiet = trial(expect=NOTHING)
    lab = outcomes_of(a_set(quiet, trial(catch=True), trial(), strikes=1))
    assert lab.outcomes == ["correct_rejection", "correct_rejection", "miss"]


def test_hits_and_strikes_are_counted_for_each_set() -> None:
    one = a_set(trial(), trial(), hits=2, strikes=2)
    assert outcomes_of(one, one, inputs=hits(0, 1)).outcomes == ["hit", "hit", "miss", "miss"]


def test_a_rest_lies_between_sets() -> None:
    lab = outcomes_of(a_set(trial(), side="left"), a_set(trial(), rest=2000, side="right"))
    (rest,) = lab.of(Rest)
    assert (rest.at_ns, rest.until_ns, rest.set, rest.side) == (1500 * MS, 3500 * MS, 1, "right")
    assert [(each.at_ns / MS, each.set, each.side) for each in lab.of(SetBegins)] == [
        (0, 0, "left"),
        (3500, 1, "right"),
    ]
    assert [record.begin_ns for record in lab.records] == [0, 3500 * MS]
    assert [record.side for record in lab.records] == ["left", "right"]


def test_no_rest_goes_straight_on() -> None:
    lab = outcomes_of(a_set(trial()), a_set(trial()))
    assert lab.records[1].begin_ns == 1500 * MS


def test_practice_is_kept_and_marked() -> None:
    lab = outcomes_of(a_set(trial(), practice=True), a_set(trial()))
    assert [record.practice for record in lab.records] == [True, False]
    assert [each.practice for each in lab.of(SetBegins)] == [True, False]
    assert lab.finish.presented == 2


def test_the_time_of_a_set_does_not_run_in_the_rest_or_the_next_set() -> None:
    lab = outcomes_of(a_set(trial(), time=1600), a_set(trial(), rest=5000))
    assert lab.outcomes == ["miss", "miss"]


def test_the_gap_follows_every_end_of_a_trial() -> None:
    plan_with = simple_plan(3, iti=700)
    lab = play(plan_with, press(400), release(500), press(2400), release(2500))
    assert lab.outcomes == ["false_start", "hit", "miss"]
    assert [record.begin_ns for record in lab.records] == [0, 1100 * MS, 3100 * MS]


def test_an_aborted_run_counts_what_was_not_presented() -> None:
    lab = play(simple_plan(4), tap(1300), abort(2000, "quit"))
    assert lab.outcomes == ["hit", "aborted"]
    finish = lab.finish
    assert (finish.reason, finish.detail, finish.presented, finish.not_presented) == ("aborted", "quit", 1, 3)
    assert lab.state() is State.DONE


def test_trials_of_no_length_pass_in_their_order() -> None:
    empty = trial(catch=True, foreperiod=0, response=0, iti=0)
    lab = play(plan(lane(a_set(*[empty] * 50), a_set(*[empty] * 50))))
    assert [record.trial for record in lab.records] == list(range(100))
    assert {record.ended_ns for record in lab.records} == {0}


def test_a_set_without_hits_goes_on_to_its_last_trial() -> None:
    lab = outcomes_of(a_set(*[trial(expect=want("right"))] * 3, hits=1), inputs=hits(0, 1, 2))
    assert lab.outcomes == ["wrong_target"] * 3
