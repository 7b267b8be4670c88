from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from time import process_time

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from drill_text import TRIAL, drill_of, drill_text
from reactdrill.assets import data_dir
from reactdrill.drill.file import DrillFile
from reactdrill.drill.library import Library
from reactdrill.drill.plan_json import plan_from_json
from reactdrill.drill.planner import plan
from reactdrill.drill.trial import LanePlan, Mode, Plan, PlannedSet, PlannedTrial, Until
from reactdrill.errors import PlanError

SEEDS = st.integers(min_value=0, max_value=2**63)
FOUR = """\
[[trial]]
name = "light"
vary.place = ["left", "up", "down", "right"]
steps = [{ light = {}, target = "{place}" }]
"""
FOUR_TARGETS = '[{ name = "left" }, { name = "up" }, { name = "down" }, { name = "right" }]'


def four(**changes: str | None) -> DrillFile:
    return drill_of(FOUR, targets=FOUR_TARGETS, **changes)


def lane_of(file: DrillFile, seed: int = 0, mode: Mode | None = None) -> LanePlan:
    (lane,) = file.plan(seed, mode).lanes
    return lane


def trials_of(file: DrillFile, seed: int = 0) -> tuple[PlannedTrial, ...]:
    return lane_of(file, seed).trials


def places_in(trials: tuple[PlannedTrial, ...] | list[PlannedTrial]) -> list[str]:
    return [str(trial.variables["place"]) for trial in trials]


# ---- order


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=1, max_value=60), SEEDS)
def test_balanced_within_one(n: int, seed: int) -> None:
    drill = four().drill
    until = drill.until.model_copy(update={"trials": n})
    counts = Counter(
        trial.variables["place"]
        for trial in plan(drill.model_copy(update={"until": until}), seed).lanes[0].trials
    )
    assert counts.total() == n
    assert max(counts.values()) - min(counts.get(place, 0) for place in ("left", "up", "down", "right")) <= 1


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_no_repeat_of_the_same_alternative(seed: int) -> None:
    drill = NO_REPEAT.drill
    found = places_in(plan(drill, seed).lanes[0].trials)
    assert Counter(found) == Counter(dict.fromkeys(("left", "up", "down", "right"), 5))
    assert all(one != other for one, other in pairwise(found))


NO_REPEAT = four(order='{ kind = "balanced", no_repeat = true }', until="{ trials = 20 }")


def test_no_repeat_of_one_variable_only() -> None:
    file = drill_of(
        """\
[[trial]]
name = "t"
vary.place = ["left", "right"]
vary.shape = ["circle", "square", "star"]
steps = [{ light = { shape = "{shape}" }, target = "{place}" }]
""",
        order='{ no_repeat = "shape" }',
        until="{ trials = 60 }",
    )
    trials = trials_of(file, 5)
    shapes = [trial.variables["shape"] for trial in trials]
    assert all(one != other for one, other in pairwise(shapes))
    assert any(one == other for one, other in pairwise(places_in(trials)))


def test_weights_share_the_trials() -> None:
    trial = """\
[[trial]]
name = "go"
weight = 3
steps = [{ light = {}, target = "left" }]
[[trial]]
name = "no-go"
weight = 1
steps = [{ role = "no_go", light = { shape = "square" }, target = "left" }]
"""
    exact = drill_of(trial, until="{ trials = 40 }", order='{ kind = "balanced" }')
    assert Counter(trial.condition for trial in trials_of(exact)) == {"go": 30, "no-go": 10}
    drawn = drill_of(trial, until="{ trials = 4000 }", order='{ kind = "weighted" }')
    share = Counter(trial.condition for trial in trials_of(drawn))["go"] / 4000
    assert share != 0.75
    assert abs(share - 0.75) < 0.03


def test_random_order_takes_no_notice_of_balance() -> None:
    counts = Counter(places_in(trials_of(four(order='{ kind = "random" }', until="{ trials = 4000 }"))))
    assert len(set(counts.values())) > 1
    assert all(abs(count - 1000) < 150 for count in counts.values())


def test_a_fixed_order_is_the_files_order_again_and_again() -> None:
    file = four(order='{ kind = "fixed" }', until="{ trials = 6 }")
    assert places_in(trials_of(file)) == ["left", "up", "down", "right", "left", "up"]


def test_a_fixed_sequence() -> None:
    file = drill_of(
        FOUR + '[[trial]]\nname = "dark"\nsteps = [{ sound = { tone = "low" }, target = "up" }]\n',
        targets=FOUR_TARGETS,
        order='{ kind = "fixed", sequence = [{ place = "down" }, "dark", { trial = "light", place = "up" }] }',
        until="{ trials = 5 }",
    )
    found = [(trial.condition, trial.variables.get("place")) for trial in trials_of(file)]
    assert found == [("light", "down"), ("dark", None), ("light", "up"), ("light", "down"), ("dark", None)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"order": '{ kind = "fixed", sequence = [{ place = "centre" }] }'}, "no trial has place = 'centre'"),
        (
            {
                "order": '{ kind = "fixed", no_repeat = true, sequence = [{ place = "up" }, { place = "up" }] }'
            },
            "'light place=up' stands twice in a row, at trials 1 and 2",
        ),
    ],
)
def test_fixed_orders_that_cannot_be(changes: dict[str, str], words: str) -> None:
    good = four().drill
    order = drill_text(FOUR, targets=FOUR_TARGETS, **changes)
    with pytest.raises(PlanError, match=words) as caught:
        plan(good.model_copy(update={"order": raw_order(order)}), 0)
    assert caught.value.exit_code == 2


def raw_order(text: str) -> object:
    import tomllib

    from reactdrill.drill.model import Order

    return Order.model_validate(tomllib.loads(text)["order"])


def test_an_order_that_must_repeat_says_why_with_numbers() -> None:
    drill = drill_of(
        """\
[[trial]]
name = "a"
weight = 9
steps = [{ light = {}, target = "left" }]
[[trial]]
name = "b"
weight = 1
steps = [{ light = {}, target = "right" }]
""",
        until="{ trials = 20 }",
    ).drill
    order = drill.order.model_copy(update={"no_repeat": True})
    with pytest.raises(PlanError) as caught:
        plan(drill.model_copy(update={"order": order}), 0)
    assert str(caught.value) == (
        "drill made-up: the order cannot be made: 'a' comes 18 times in 20 trials; without repeats it can come "
        "at most 10 times; change weights, no_repeat or until.trials"
    )


def test_sets_that_end_by_time_are_balanced_wherever_they_are_cut() -> None:
    file = four(until="{ time_s = 30 }", order="{ no_repeat = true }")
    found = places_in(trials_of(file, 3))
    assert len(found) >= 30_000 / (1000 + 100 + 500)
    assert all(one != other for one, other in pairwise(found))
    for length in range(1, len(found) + 1):
        counts = Counter(found[:length])
        assert (
            max(counts.values()) - min(counts.get(each, 0) for each in ("left", "up", "down", "right")) <= 1
        )


# ---- how much is planned


@pytest.mark.parametrize(
    ("until", "planned"),
    [
        ("{ trials = 7 }", Until(7)),
        ("{ trials = 7, time_s = 2.5 }", Until(7, time_ns=2_500_000_000)),
        ("{ hits = 10 }", Until(50, hits=10)),
        ("{ strikes = 3 }", Until(1000, strikes=3)),
        ("{ time_s = 60, strikes = 2 }", Until(38, time_ns=60_000_000_000, strikes=2)),
    ],
)
def test_what_ends_a_set(until: str, planned: Until) -> None:
    lane = lane_of(four(until=until))
    assert [each.until for each in lane.sets] == [planned]
    assert len(lane.trials) == planned.trials


def test_sets_rest_and_practice() -> None:
    file = four(
        until="{ trials = 4 }",
        sets="{ count = 3, rest_s = 20 }",
        practice="{ trials = 2, rest_s = 5 }",
    )
    lane = lane_of(file)
    assert lane.sets == (
        PlannedSet(0, 0, Until(2), 0, practice=True),
        PlannedSet(1, 2, Until(4), 5_000_000_000),
        PlannedSet(2, 6, Until(4), 20_000_000_000),
        PlannedSet(3, 10, Until(4), 20_000_000_000),
    )
    assert [trial.index for trial in lane.trials] == list(range(14))
    assert [trial.set for trial in lane.trials] == [0] * 2 + [1] * 4 + [2] * 4 + [3] * 4
    assert [trial.practice for trial in lane.trials] == [True] * 2 + [False] * 12
    assert len({str(places_in(lane.trials[first : first + 4])) for first in (2, 6, 10)}) > 1


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=1, max_value=50), st.floats(min_value=0.01, max_value=0.5), SEEDS)
def test_catch_trials_have_their_share(n: int, share: float, seed: int) -> None:
    drill = CATCH.drill
    drill = drill.model_copy(
        update={
            "until": drill.until.model_copy(update={"trials": n}),
            "catch": drill.catch.model_copy(update={"share": share}) if drill.catch else None,
        }
    )
    trials = [trial for trial in plan(drill, seed).lanes[0].trials if not trial.practice]
    caught = [trial for trial in trials if trial.catch]
    assert len(trials) == n
    assert len(caught) == round(share * n)
    assert not any(trial.steps or trial.reference for trial in caught)
    assert not any(trial.catch for trial in plan(drill, seed).lanes[0].trials if trial.practice)


CATCH = four(catch="{ share = 0.2 }", practice="{ trials = 5 }")


def test_too_many_trials_are_refused() -> None:
    drill = four(until="{ hits = 900 }").drill
    sets = drill.sets.model_copy(update={"count": 40})
    with pytest.raises(PlanError, match="108800 trials would be planned in all; at most 100000 can be"):
        plan(drill.model_copy(update={"sets": sets}), 0)


def test_a_mode_the_drill_does_not_have() -> None:
    with pytest.raises(PlanError, match="it has no observer mode; it has sensor"):
        plan(four().drill, 0, mode="observer")


# ---- sides


def both(**changes: str | None) -> DrillFile:
    return four(sides='"both"', until="{ trials = 6 }", sets="{ count = 2, rest_s = 10 }", **changes)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_two_sides_are_matched(seed: int) -> None:
    lane = plan(BOTH.drill, seed).lanes[0]
    first, second = lane.sets[0].side, lane.sets[1].side
    assert {first, second} == {"left", "right"}
    assert [each.side for each in lane.sets] == [first, second, first, second]
    other = {"left": "right", "right": "left", "up": "up", "down": "down"}
    for one, two in ((0, 1), (2, 3)):
        ours = [trial for trial in lane.trials if trial.set == one]
        theirs = [trial for trial in lane.trials if trial.set == two]
        assert [trial.foreperiod_ns for trial in ours] == [trial.foreperiod_ns for trial in theirs]
        assert [trial.expect.targets for trial in theirs] == [(other[place],) for place in places_in(ours)]
        assert [trial.steps[0].target for trial in theirs] == [other[place] for place in places_in(ours)]
        assert {trial.side for trial in ours} == {lane.sets[one].side}
    assert places_in([trial for trial in lane.trials if trial.set == 0])


BOTH = both()


def test_which_side_comes_first() -> None:
    assert {lane_of(BOTH, seed).sets[0].side for seed in range(20)} == {"left", "right"}
    assert {lane_of(both(first_side='"right"'), seed).sets[0].side for seed in range(5)} == {"right"}


def test_one_side_only() -> None:
    file = four(sides='"left"', until="{ trials = 3 }")
    assert {trial.side for trial in trials_of(file)} == {"left"}


def test_a_side_does_not_change_the_order() -> None:
    left = places_in([trial for trial in trials_of(both(first_side='"left"'), 4) if trial.side == "left"])
    right = places_in([trial for trial in trials_of(both(first_side='"right"'), 4) if trial.side == "left"])
    assert left == right


def test_a_mirror_table_says_what_changes_places() -> None:
    file = drill_of(
        '[[trial]]\nname = "t"\nvary.place = ["in", "out"]\nsteps = [{ light = {}, target = "{place}" }]\n',
        targets='[{ name = "in" }, { name = "out" }]',
        sides='"both"',
        mirror='{ in = "out" }',
        until="{ trials = 4 }",
    )
    lane = lane_of(file, 1)
    ours, theirs = lane.trials[:4], lane.trials[4:]
    assert [{"in": "out", "out": "in"}[place] for place in places_in(ours)] == places_in(theirs)


# ---- lanes

LANES = '[{ name = "one", targets = ["left", "up"] }, { name = "two", targets = ["right", "down"] }]'
LANE_TRIALS = """\
[[trial]]
name = "one"
lane = "one"
vary.place = ["left", "up"]
steps = [{ light = {}, target = "{place}" }]
[[trial]]
name = "two"
lane = "two"
vary.place = ["right", "down"]
steps = [{ light = {}, target = "{place}" }]
"""


def two_lanes(**changes: str | None) -> Plan:
    return drill_of(LANE_TRIALS, targets=FOUR_TARGETS, lanes=LANES, until="{ trials = 20 }", **changes).plan(
        9
    )


def test_lanes_have_their_own_targets_and_draws() -> None:
    one, two = two_lanes().lanes
    assert (one.targets, two.targets) == (("left", "up"), ("right", "down"))
    assert {trial.condition for trial in one.trials} == {"one"}
    assert [trial.foreperiod_ns for trial in one.trials] != [trial.foreperiod_ns for trial in two.trials]


def test_a_shared_plan_gives_lanes_the_same_order_and_waits() -> None:
    one, two = two_lanes(shared_plan="true").lanes
    assert [trial.foreperiod_ns for trial in one.trials] == [trial.foreperiod_ns for trial in two.trials]
    other = {"left": "right", "up": "down"}
    assert [other[place] for place in places_in(one.trials)] == places_in(two.trials)


def test_a_lane_without_a_trial_is_refused() -> None:
    drill = drill_of(LANE_TRIALS, targets=FOUR_TARGETS, lanes=LANES).drill
    with pytest.raises(PlanError, match="lane two has no trial; give a trial this lane"):
        plan(drill.model_copy(update={"trial": drill.trial[:1]}), 0)


# ---- streams


def waits_in(trials: tuple[PlannedTrial, ...]) -> list[int]:
    return [trial.foreperiod_ns for trial in trials]


def test_the_order_does_not_change_the_waits() -> None:
    one = trials_of(four(order='{ kind = "random" }', until="{ trials = 30 }"), 2)
    other = trials_of(four(order='{ kind = "balanced", no_repeat = true }', until="{ trials = 30 }"), 2)
    assert places_in(one) != places_in(other)
    assert waits_in(one) == waits_in(other)


def test_the_waits_do_not_change_the_order() -> None:
    fixed = '{ kind = "fixed", ms = 500 }'
    one, other = four(until="{ trials = 30 }"), four(until="{ trials = 30 }", foreperiod=fixed)
    assert places_in(trials_of(one, 2)) == places_in(trials_of(other, 2))
    assert waits_in(trials_of(one, 2)) != waits_in(trials_of(other, 2))


def test_catch_trials_do_not_change_the_waits() -> None:
    plain = trials_of(four(until="{ trials = 30 }"), 2)
    caught = trials_of(four(until="{ trials = 30 }", catch="{ share = 0.1 }"), 2)
    assert waits_in(plain) == waits_in(caught)


def test_texts_do_not_change_the_plan() -> None:
    one = four().plan(7)
    other = four(title='"Another"', window="{ response_ms = 900 }").plan(7)
    assert places_in(one.lanes[0].trials) == places_in(other.lanes[0].trials)
    assert one.drill_sha256 != other.drill_sha256


# ---- the same plan everywhere


def test_seeds_give_different_plans_and_the_same_seed_the_same() -> None:
    file = four(until="{ trials = 30 }")
    assert file.plan(1) == file.plan(1)
    assert len({str(places_in(trials_of(file, seed))) for seed in range(30)}) == 30


def test_a_plan_is_stored_whole() -> None:
    made = NO_REPEAT.plan(3)
    assert made.generator["bit_generator"] == "PCG64"
    assert made.generator["entropy"] == 3
    assert made.drill_sha256 == NO_REPEAT.sha256
    assert made.trial_count == 20


DESCRIBE = """\
import sys
import orjson
from reactdrill.drill.library import Library
for name in sys.argv[1:]:
    file = Library.standard().load(name)
    for mode in file.drill.modes:
        plan = file.plan(20260301, mode)
        sys.stdout.buffer.write(orjson.dumps(plan, option=orjson.OPT_SORT_KEYS) + b"\\n")
"""
DESCRIBED = ("four-choice", "single-leg-taps", "go-no-go", "box-home", "stop-signal")


def described() -> bytes:
    files = [Library.standard().load(name) for name in DESCRIBED]
    plans = [file.plan(20260301, mode) for file in files for mode in file.drill.modes]
    return b"".join(orjson.dumps(each, option=orjson.OPT_SORT_KEYS) + b"\n" for each in plans)


@pytest.mark.parametrize(("hash_seed", "zone"), [("0", "UTC"), ("4242", "Asia/Kathmandu")])
def test_the_same_plan_in_another_process_hash_seed_and_time_zone(hash_seed: str, zone: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": "C"}
    there = subprocess.run(
        [sys.executable, "-c", DESCRIBE, *DESCRIBED], env=env, check=True, capture_output=True
    ).stdout
    assert sha256(there).hexdigest() == sha256(described()).hexdigest()


def test_known_numbers_never_change() -> None:
    """A plan is a promise: another numpy, platform or version of this program must draw the same."""
    trials = trials_of(four(order='{ kind = "balanced", no_repeat = true }', until="{ trials = 8 }"), 42)
    assert places_in(trials) == KNOWN_PLACES
    assert waits_in(trials) == KNOWN_WAITS_NS


KNOWN_PLACES = ["right", "up", "down", "left", "up", "left", "right", "down"]
KNOWN_WAITS_NS = [
    2_511_523_000,
    1_711_231_000,
    2_470_771_000,
    1_467_092_000,
    1_521_336_000,
    1_962_696_000,
    1_357_020_000,
    2_836_919_000,
]


DRILLS = sorted(path for path in data_dir("drills").rglob("*.toml") if "circuits" not in path.parts)


@pytest.mark.parametrize("path", DRILLS[::5], ids=lambda path: path.stem)
def test_a_plan_survives_the_way_through_json(path: Path) -> None:
    file = Library.standard().load(path.stem)
    for mode in file.drill.modes:
        made = file.plan(11, mode)
        assert plan_from_json(json.loads(orjson.dumps(made))) == made


def test_a_hand_made_plan_survives_too() -> None:
    made = replace(NO_REPEAT.plan(1), seed=None, generator={})
    assert plan_from_json(orjson.loads(orjson.dumps(made))) == made


@pytest.mark.parametrize("broken", [{}, {"lanes": [{}]}, {"lanes": []}])
def test_what_is_no_plan_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        plan_from_json(broken)


def test_ten_thousand_trials_are_planned_quickly() -> None:
    drill = four(order="{ no_repeat = true }", until="{ trials = 10000 }").drill
    began = process_time()
    made = plan(drill, 1)
    assert made.trial_count == 10_000
    assert process_time() - began < 1.0


def test_the_usual_trial_is_in_the_tests() -> None:
    assert trials_of(drill_of(TRIAL, until="{ trials = 2 }"))
