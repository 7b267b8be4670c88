"""Which responses a trial wants: any, all, in order; release; leaving home and reaching."""

from __future__ import annotations

import pytest

from lab import Lab, play, press, release, tap
from plans import MS, cue, plan_of, simple_plan, trial, want
from reactdrill.drill.trial import Begin, Expect, Plan
from reactdrill.engine.events import Response

BOTH = want("left", "right", match="all")
SEQUENCE = want("left", "right", "left", match="order")
REACH = want("left", action="leave_reach", home="home")


def verdicts(lab: Lab) -> list[str]:
    return [response.verdict for response in lab.records[0].responses]


@pytest.mark.parametrize(
    ("expect", "wrong", "pressed", "outcome", "judged"),
    [
        (want("left", "right"), "end", "r", "hit", ["correct"]),
        (want("left"), "end", "r", "wrong_target", ["wrong"]),
        (want("left"), "continue", "rrl", "hit", ["wrong", "wrong", "correct"]),
        (want("left"), "continue", "rr", "miss", ["wrong", "wrong"]),
        (BOTH, "end", "rl", "hit", ["part", "correct"]),
        (BOTH, "end", "llr", "hit", ["part", "extra", "correct"]),
        (BOTH, "end", "l", "miss", ["part"]),
        (BOTH, "end", "lh", "wrong_target", ["part", "wrong"]),
        (BOTH, "continue", "lhr", "hit", ["part", "wrong", "correct"]),
        (SEQUENCE, "end", "lrl", "hit", ["part", "part", "correct"]),
        (SEQUENCE, "end", "ll", "wrong_target", ["part", "wrong"]),
        (SEQUENCE, "continue", "llrl", "hit", ["part", "wrong", "part", "correct"]),
        (SEQUENCE, "continue", "lr", "miss", ["part", "part"]),
    ],
)
def test_targets_are_matched(
    expect: Expect, wrong: str, pressed: str, outcome: str, judged: list[str]
) -> None:
    names = {"l": "left", "r": "right", "h": "home"}
    taps = [tap(1200 + 50 * place, names[key]) for place, key in enumerate(pressed)]
    lab = play(simple_plan(1, expect=expect, wrong=wrong), *taps)
    assert (lab.outcomes, verdicts(lab)) == ([outcome], judged)
    assert lab.records[0].errors == judged.count("wrong")


def test_several_responses_are_timed_by_the_first_and_the_last() -> None:
    (record,) = play(simple_plan(1, expect=SEQUENCE), tap(1210), tap(1330, "right"), tap(1420)).records
    assert (record.rt_ns, record.completed_ns) == (210 * MS, 420 * MS)


def test_two_keys_in_one_frame_both_count() -> None:
    (record,) = play(simple_plan(1, expect=BOTH), press(1300), press(1300, "right")).records
    assert (record.outcome, record.rt_ns, record.completed_ns) == ("hit", 300 * MS, 300 * MS)


def test_the_second_of_two_keys_in_one_frame_is_kept_when_the_first_decided() -> None:
    lab = play(simple_plan(1), press(1300), press(1300, "right"))
    assert lab.outcomes == ["hit"]
    assert [(stray.target, stray.at_ns) for stray in lab.strays] == [("right", 1300 * MS)]


def test_a_wrong_target_that_ends_the_trial_keeps_its_time() -> None:
    (record,) = play(simple_plan(1), press(1340, "right")).records
    assert (record.outcome, record.rt_ns, record.completed_ns) == ("wrong_target", 340 * MS, None)


def test_time_of_a_hit_after_a_wrong_target_is_that_of_the_hit() -> None:
    (record,) = play(simple_plan(1, wrong="continue"), tap(1200, "right"), tap(1300)).records
    assert (record.rt_ns, record.errors) == (300 * MS, 1)


def lift(**settings: object) -> Plan:
    """Let go of a held target."""
    return simple_plan(1, begin=Begin("hold", "home"), expect=want("home", action="release"), **settings)


@pytest.mark.parametrize(
    ("inputs", "outcome", "rt"),
    [
        ([release(1330, "home")], "hit", 330),
        ([release(1060, "home")], "false_start", 60),
        ([release(900, "home")], "false_start", None),
        ([press(1200), release(1330, "home")], "hit", 330),
        ([release(1250, "left")], "wrong_target", 250),
        ([], "miss", None),
    ],
)
def test_letting_go_is_the_response(inputs: list[Response], outcome: str, rt: float | None) -> None:
    (record,) = play(lift(), press(0, "home"), *inputs).records
    assert (record.outcome, record.rt_ns) == (outcome, None if rt is None else rt * MS)


def test_letting_go_of_another_target_before_the_cue_is_not_early() -> None:
    (record,) = play(lift(), press(0, "home"), press(10), release(400), release(1330, "home")).records
    assert (record.outcome, record.early) == ("hit", 0)


def reach(**settings: object) -> Plan:
    """Stand on home; a light on the left: leave and reach it."""
    return plan_of(trial(begin=Begin("hold", "home"), expect=REACH, **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inputs", "outcome", "rt", "movement", "completed"),
    [
        ([release(1250, "home"), press(1480)], "hit", 250, 230, 480),
        ([release(1100, "home"), press(1480)], "hit", 100, 380, 480),
        ([release(1099, "home"), press(1480)], "false_start", 99, None, None),
        ([release(600, "home")], "false_start", None, None, None),
        ([release(1250, "home"), press(1480, "right")], "wrong_target", 250, None, None),
        ([release(1250, "home")], "miss", 250, None, None),
        ([], "miss", None, None, None),
        ([release(1250, "home"), press(1255)], "hit", 250, 5, 255),
    ],
)
def test_reaction_and_movement_are_split_where_home_is_left(
    inputs: list[Response], outcome: str, rt: float | None, movement: float | None, completed: float | None
) -> None:
    (record,) = play(reach(), press(0, "home"), *inputs).records
    times = tuple(None if ms is None else ms * MS for ms in (rt, movement, completed))
    assert record.outcome == outcome
    assert (record.rt_ns, record.movement_ns, record.completed_ns) == times


def test_a_reach_without_a_departure_is_a_hit_without_a_reaction_time() -> None:
    (record,) = play(reach(), press(0, "home"), press(1400)).records
    assert (record.outcome, record.rt_ns, record.movement_ns) == ("hit", None, None)
    assert (record.completed_ns, record.flags) == (400 * MS, ("no_departure",))


def test_stepping_back_onto_home_on_the_way_changes_nothing() -> None:
    inputs = [release(1200, "home"), press(1260, "home"), release(1300, "home"), press(1450)]
    (record,) = play(reach(), press(0, "home"), *inputs).records
    assert (record.outcome, record.rt_ns, record.movement_ns) == ("hit", 200 * MS, 250 * MS)
    assert [(each.target, each.verdict) for each in record.responses] == [
        ("home", "departure"),
        ("left", "correct"),
    ]


def test_home_is_stepped_on_and_left_before_the_cue_without_a_hold() -> None:
    stepped = play(simple_plan(1, expect=REACH), press(300, "home"), release(1200, "home"), press(1400))
    assert (stepped.outcomes, stepped.records[0].rt_ns) == (["hit"], 200 * MS)
    left = play(simple_plan(1, expect=REACH), press(300, "home"), release(800, "home"))
    assert left.outcomes == ["false_start"]


def test_departure_keeps_its_time_when_the_wrong_target_is_reached_and_mended() -> None:
    inputs = [release(1200, "home"), tap(1300, "right"), tap(1420)]
    (record,) = play(reach(wrong="continue"), press(0, "home"), *inputs).records
    assert (record.outcome, record.rt_ns, record.movement_ns) == ("hit", 200 * MS, 220 * MS)
    assert record.errors == 1


def test_a_reach_that_was_not_completed_has_no_movement_time() -> None:
    expect = want("left", "right", match="all", action="leave_reach", home="home")
    chosen = plan_of(trial(expect=expect, begin=Begin("hold", "home")))
    (record,) = play(chosen, press(0, "home"), release(1200, "home"), tap(1300)).records
    assert (record.outcome, record.rt_ns, record.movement_ns) == ("miss", 200 * MS, None)


def test_a_distractor_is_a_wrong_target_when_it_is_pressed() -> None:
    steps = (cue(), cue("decoy", "right", role="distractor"))
    assert play(plan_of(trial(*steps)), tap(1300, "right")).outcomes == ["wrong_target"]
    assert play(plan_of(trial(*steps)), tap(1300)).outcomes == ["hit"]
