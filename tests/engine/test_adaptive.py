"""Values asked of a staircase just before a trial, and moved by what the trial came to."""

from __future__ import annotations

import pytest

from lab import Lab, pause, play, press, resume, tap
from plans import MS, NOTHING, a_set, cue, lane, plan, plan_of, staircase, trial
from reactdrill.drill.trial import Plan
from reactdrill.engine.adaptive import Staircase


@pytest.mark.parametrize(
    ("settings", "answers", "values"),
    [
        ({}, "+-+", [300, 250, 300]),
        ({}, "+++", [300, 350, 400]),
        ({"up_after": 3}, "+++++-", [250, 250, 300, 300, 300, 250]),
        ({"up_after": 2}, "+-+-+", [250, 200, 200, 150, 150]),
        ({"down_after": 2}, "--+--", [250, 200, 250, 250, 200]),
        ({"high": 320}, "+++-", [300, 320, 320, 270]),
        ({"low": 230}, "---+", [230, 230, 230, 280]),
    ],
)
def test_a_staircase_steps(settings: dict[str, int], answers: str, values: list[int]) -> None:
    stairs = Staircase(staircase(250, 50, 50, **settings))
    found = []
    for answer in answers:
        stairs.update(success=answer == "+")
        found.append(stairs.value // MS)
    assert found == values


def test_shorter_can_be_harder() -> None:
    stairs = Staircase(staircase(400, -40, -80))
    stairs.update(success=True)
    assert stairs.value == 360 * MS
    stairs.update(success=False)
    assert stairs.value == 440 * MS


def stop_signal(*kinds: str) -> Plan:
    """Trials by letter: `g` go, `s` stop; the delay of the stop signal follows the stop trials."""
    stop = cue("stop", None, role="stop", channel="sound", after="cue", param="delay")
    trials = [
        trial(cue(), stop, expect=NOTHING, condition="stop") if kind == "s" else trial() for kind in kinds
    ]
    spec = staircase(250, 50, 50, low=50, high=1150, conditions=("stop",))
    return plan_of(*trials, adaptive={"delay": spec})


def delays(lab: Lab) -> list[int | None]:
    return [
        None if "delay" not in each.parameters else each.parameters["delay"] // MS for each in lab.records
    ]


def test_the_stop_signal_comes_later_after_a_stop_and_sooner_after_a_failure() -> None:
    lab = play(stop_signal(*"sgss"), tap(3000), tap(4600), tap(4700))
    assert lab.outcomes == ["stopped", "hit", "stop_failed", "stopped"]
    assert delays(lab) == [250, None, 300, 250]
    stops = [each.cues[1] for each in lab.records if len(each.cues) > 1]
    assert [each.requested_ns - (each.due_ns - each.requested_ns) for each in stops] == [
        each.due_ns for each in stops
    ]
    assert stops[0].due_ns == 1250 * MS


def test_conditions_decide_what_moves_a_staircase() -> None:
    shared = {"response": None, "param": "limit"}
    trials = [trial(condition=name, **shared) for name in ("easy", "hard", "easy", "hard")]  # type: ignore[arg-type]
    spec = staircase(400, -50, -50, conditions=("hard",))
    lab = play(plan_of(*trials, adaptive={"limit": spec}), tap(1300))
    assert [each.parameters["limit"] // MS for each in lab.records] == [400, 400, 450, 450]


def ramp(count: int) -> Plan:
    spec = staircase(500, -100, -100, low=200, high=500)
    return plan_of(*[trial(response=None, param="limit")] * count, adaptive={"limit": spec})


def test_the_window_shrinks_with_hits_and_its_end_is_inclusive() -> None:
    lab = play(ramp(4), tap(1500), tap(3100), tap(4601))
    assert lab.outcomes == ["hit", "hit", "miss", "miss"]
    assert [each.parameters["limit"] // MS for each in lab.records] == [500, 400, 300, 400]
    assert lab.records[2].ended_ns == 4600 * MS


def test_an_aborted_attempt_never_moves_a_staircase() -> None:
    lab = play(ramp(2), pause(1200), resume(2000), tap(4300))
    assert [(each.outcome, each.parameters["limit"] // MS) for each in lab.records][:2] == [
        ("aborted", 500),
        ("hit", 500),
    ]


def test_practice_never_moves_a_staircase() -> None:
    spec = staircase(500, -100, -100, low=200, high=900)
    one = trial(response=None, param="limit")
    sets = (a_set(one, practice=True), a_set(one))
    lab = play(plan(lane(*sets, adaptive={"limit": spec})), press(1300))
    assert [each.parameters["limit"] // MS for each in lab.records] == [500, 500]


def test_every_parameter_of_a_trial_is_kept() -> None:
    steps = (cue(), cue("two", after="cue", param="gap"))
    chosen = plan_of(
        trial(*steps, param="limit"),
        adaptive={
            "gap": staircase(100, 10, 10),
            "limit": staircase(700, 10, 10),
            "other": staircase(1, 1, 1),
        },
    )
    (record,) = play(chosen).records
    assert dict(record.parameters) == {"gap": 100 * MS, "limit": 700 * MS}
    assert list(record.parameters) == ["gap", "limit"]
    assert record.ended_ns == 1700 * MS
