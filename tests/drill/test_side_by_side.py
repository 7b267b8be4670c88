from __future__ import annotations

import pytest

from drill_text import drill_of
from reactdrill.assets import data_dir
from reactdrill.drill.library import Library
from reactdrill.drill.side_by_side import MOST_ATHLETES, USED, why_not_side_by_side
from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.errors import PlanError

FOUR = """\
[[trial]]
name = "light"
vary.place = ["left", "up", "down", "right"]
steps = [{ light = {}, target = "{place}" }]
"""
TARGETS = '[{ name = "left" }, { name = "up" }, { name = "down" }, { name = "right" }]'
MOVING = """\
[[trial]]
name = "ball"
steps = [
  { show = { shape = "circle", at = [-1.0, 0.2], size = 0.2 }, motion = { to = [1.0, 0.2], ms = 900 }, target = "left" },
]
"""


def four(athletes: int, seed: int = 3) -> Plan:
    return drill_of(FOUR, targets=TARGETS).plan(seed, athletes=athletes)


def places_of(lane: LanePlan) -> list[str]:
    return [str(trial.variables["place"]) for trial in lane.trials]


def test_each_athlete_has_a_lane_with_all_targets_and_an_order_of_their_own() -> None:
    planned = four(3)
    assert [lane.name for lane in planned.lanes] == ["athlete-1", "athlete-2", "athlete-3"]
    assert {lane.targets for lane in planned.lanes} == {("left", "up", "down", "right")}
    assert len({tuple(places_of(lane)) for lane in planned.lanes}) == 3
    assert four(3) == planned


def test_one_athlete_is_the_drill_as_it_is() -> None:
    file = drill_of(FOUR, targets=TARGETS)
    assert file.plan(3, athletes=1) == file.plan(3)


def test_cues_stay_within_the_athletes_column() -> None:
    for place, lane in enumerate(four(2).lanes):
        middle = (-0.5, 0.5)[place]
        for trial in lane.trials:
            (step,) = trial.steps
            x, y = step.stimulus["at"]
            assert abs(x - middle) <= 0.33
            assert abs(y) <= 0.66
            assert step.stimulus["size"] == pytest.approx(0.15 * USED)


def test_what_moves_stays_in_the_column_too() -> None:
    left, right = drill_of(MOVING, targets='[{ name = "left" }]').plan(0, athletes=2).lanes
    (step,), (other,) = left.trials[0].steps, right.trials[0].steps
    assert (step.stimulus["at"], step.stimulus["motion"]["to"]) == ([-0.91, 0.2], [-0.09, 0.2])
    assert (other.stimulus["at"], other.stimulus["motion"]["to"]) == ([0.09, 0.2], [0.91, 0.2])
    assert step.stimulus["motion"]["ms"] == 900
    assert step.stimulus["size"] == pytest.approx(0.1 * USED)


@pytest.mark.parametrize(
    ("name", "mode", "reason"),
    [
        ("two-players", "sensor", "made for 2 athletes"),
        ("simple-auditory", "sensor", "cues are heard"),
        ("single-leg-taps", "observer", "coach's press"),
    ],
)
def test_a_drill_that_cannot_be_shared_says_why(name: str, mode: str, reason: str) -> None:
    drill = Library((data_dir("drills"),)).load(name).drill
    assert reason in why_not_side_by_side(drill, mode)  # type: ignore[arg-type]


def test_a_refusal_names_the_drill_and_the_way_out() -> None:
    with pytest.raises(PlanError, match=r"cues are heard.*one after the other"):
        Library((data_dir("drills"),)).load("simple-auditory").plan(0, athletes=2)


@pytest.mark.parametrize("athletes", [0, -1, MOST_ATHLETES + 1])
def test_too_many_or_none(athletes: int) -> None:
    with pytest.raises(PlanError, match=f"1 to {MOST_ATHLETES}"):
        four(athletes)


def test_drills_of_the_library_can_be_shared() -> None:
    files = [
        Library((data_dir("drills"),)).load(name) for name in ("four-choice", "four-mats", "focus", "stroop")
    ]
    for file in files:
        planned = file.plan(1, athletes=2)
        assert len(planned.lanes) == 2
        assert planned.lanes[0].trials != planned.lanes[1].trials
