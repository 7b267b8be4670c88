"""A plan goes on without targets that have lost their pods, where its drill allows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans import a_set, cue, lane, plan, plan_of, trial, want
from reactdrill.drill.fewer import without_targets
from reactdrill.drill.library import Library
from reactdrill.drill.model import Drill
from reactdrill.drill.trial import Begin, PlannedTrial

NAMES = ("left", "middle", "right")


@pytest.fixture(scope="module")
def drill() -> Drill:
    return Library.standard().load("four-choice").drill


def at(name: str, **more: object) -> PlannedTrial:
    return trial(cue(target=name, channel="light"), expect=want(name), **more)  # type: ignore[arg-type]


def test_trials_that_need_a_lost_target_are_left_out_and_numbered_anew(drill: Drill) -> None:
    sets = [a_set(at("left"), at("middle"), at("right")), a_set(at("middle"), at("right"), at("left"))]
    found = without_targets(drill, plan(lane(*sets, targets=NAMES)), {("main", "middle")})
    assert found is not None
    (mine,) = found.lanes
    assert mine.targets == ("left", "right")
    assert [each.expect.targets for each in mine.trials] == [("left",), ("right",), ("right",), ("left",)]
    assert [each.index for each in mine.trials] == [0, 1, 2, 3]
    assert [(each.first, each.until.trials) for each in mine.sets] == [(0, 2), (2, 2)]


@pytest.mark.parametrize("file", ["four-choice", "four-mats", "all-out"])
def test_real_drills_keep_their_sets(file: str) -> None:
    whole = Library.standard().load(file)
    before = whole.plan(1)
    (one,) = before.lanes
    found = without_targets(whole.drill, before, {(one.name, one.targets[0])})
    assert found is not None
    (mine,) = found.lanes
    assert len(mine.sets) == len(one.sets)
    assert sum(each.until.trials for each in mine.sets) == len(mine.trials) < len(one.trials)
    assert [each.index for each in mine.trials] == list(range(len(mine.trials)))


def test_one_target_alone_is_another_drill(drill: Drill) -> None:
    whole = plan_of(at("left"), at("middle"), targets=("left", "middle"))
    assert without_targets(drill, whole, {("main", "left")}) is None


def test_a_set_that_would_be_empty_is_not_skipped(drill: Drill) -> None:
    whole = plan(lane(a_set(at("left"), at("right")), a_set(at("middle")), targets=NAMES))
    assert without_targets(drill, whole, {("main", "middle")}) is None


def test_a_home_that_is_lost_ends_it(drill: Drill) -> None:
    hold = Begin("hold", "middle")
    whole = plan_of(at("left", begin=hold), at("right", begin=hold), targets=NAMES)
    assert without_targets(drill, whole, {("main", "middle")}) is None


def test_an_order_that_is_learnt_is_not_thinned(drill: Drill) -> None:
    fixed = drill.model_copy(update={"order": drill.order.model_copy(update={"kind": "fixed"})})
    assert without_targets(fixed, plan_of(*map(at, NAMES), targets=NAMES), {("main", "left")}) is None


def test_athletes_who_wait_for_each_other_keep_every_target(drill: Drill) -> None:
    together = [replace(at(name), begin=Begin("together")) for name in NAMES]
    assert without_targets(drill, plan_of(*together, targets=NAMES), {("main", "left")}) is None
