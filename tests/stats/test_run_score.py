"""The one number of a run, as drills ask for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journals import MS, lane as a_lane, plan as a_plan, played, trial
from reactdrill.stats.score import Entered, ScoreRule, run_score
from reactdrill.stats.telling import tell
from reactdrill.stats.trials import Trial, from_records


def hit(time: float, **more: Any) -> Trial:
    return Trial(outcome="hit", rt_ms=time, completed_ms=2 * time, movement_ms=time / 2, **more)


TRIALS = [
    hit(300.0, set=0, place=1, side="left"),
    hit(250.0, set=0, place=2, side="left"),
    Trial(outcome="miss", set=0, place=3, side="left"),
    hit(200.0, set=1, place=1, side="right"),
    hit(400.0, set=1, place=2, side="right"),
    Trial(outcome="completed", completed_ms=100.0, set=1, place=3, side="right"),
]


@pytest.mark.parametrize(
    ("rule", "figures"),
    [
        (ScoreRule(), {"score_ms": 275}),
        (ScoreRule(of="movement", take="mean"), {"score_ms": 143.75}),
        (ScoreRule(of="completed", take="best"), {"score_ms": 100}),
        (ScoreRule(of="hits"), {"score_count": 4}),
        (ScoreRule(of="hits", per="set"), {"score_set_1_count": 2, "score_set_2_count": 2}),
        (ScoreRule(take="best_mean", best=3), {"score_ms": 250}),
        (ScoreRule(take="best_mean", best=5), {"score_ms": None}),
        (ScoreRule(take="best", better="higher", per="side"), {"score_left_ms": 300, "score_right_ms": 400}),
        (ScoreRule(take="sum", trials=(2, 2)), {"score_ms": 650}),
    ],
)
def test_a_rule_picks_and_joins_what_counts(rule: ScoreRule, figures: dict[str, float | None]) -> None:
    result = run_score(TRIALS, rule)
    assert {each.name: each.value for each in result.figures} == figures
    assert result.labels == {"better": rule.better}


def test_what_the_coach_entered_is_scored_like_times() -> None:
    entered = [Entered(60.0, 0, "left"), Entered(64.0, 1, "right"), Entered(66.0, 1, "right")]
    rule = ScoreRule(of="entry", take="best", better="higher", unit="cm")
    assert run_score(TRIALS, rule, entered)["score_cm"].value == 66
    sides = run_score(TRIALS, replace(rule, per="side"), entered)
    assert (sides["score_left_cm"].value, sides["score_right_cm"].value) == (60, 66)
    sets = run_score([], replace(rule, per="set"), entered)
    assert [each.value for each in sets.figures] == [60, 66]
    assert run_score(TRIALS, rule)["score_cm"].reason == "the coach has entered nothing"


def test_nothing_gives_a_reason() -> None:
    assert run_score([], ScoreRule(of="hits"))["score_count"].reason == "too few trials: needs 1"
    assert run_score([], ScoreRule())["score_ms"].reason == "too few values: needs 1"


def test_places_count_from_one_in_every_set_with_what_is_left_out_too() -> None:
    trials = [trial(index, set_index=index // 3, practice=index == 0) for index in range(6)]
    records = played(a_plan(a_lane(trials)))[1].records
    found = from_records(records, bad={("main", 3, 1)})
    assert [(each.set, each.place) for each in found] == [(0, 2), (0, 3), (1, 2), (1, 3)]


def test_a_drills_score_comes_first_even_where_nothing_was_timed() -> None:
    records = played(a_plan(a_lane([trial(index) for index in range(3)])))[1].records
    rule = ScoreRule(take="best")
    assert [each.family for each in tell(records, score=rule)["main"]] == ["score", "times", "accuracy"]
    observed = [replace(each, outcome="completed", rt_ns=None, completed_ns=900 * MS) for each in records]
    (only,) = tell(observed, score=ScoreRule(of="completed"))["main"]
    assert only["score_ms"].value == 900
