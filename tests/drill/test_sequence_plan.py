"""Sequences, second tasks and what the body does, as they are planned."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import pytest

from drill_text import drill_of, drill_text, said
from reactdrill.drill.library import Library
from reactdrill.drill.plan_json import plan_from_json
from reactdrill.drill.script_file import load_script
from reactdrill.drill.trial import Plan, PlannedTrial
from reactdrill.errors import ScriptFileError


def sequence(keys: str = "length = 6", more: str = "") -> str:
    return (
        f'[[trial]]\nname = "t"\nsequence = {{ {keys}, light = {{}} }}\n'
        'steps = [{ id = "turn", after = "sequence.end", show = { text = "GO" } }]\n' + more
    )


def shown(trial: PlannedTrial) -> tuple[str | None, ...]:
    return tuple(step.target for step in trial.steps if step.id.startswith("element-"))


def test_elements_follow_each_other_and_then_the_turn() -> None:
    trial = drill_of(sequence("length = 3, on_ms = 400, gap_ms = 100")).plan(1).lanes[0].trials[0]
    assert [(step.id, step.after) for step in trial.steps] == [
        ("element-1", "foreperiod"),
        ("element-2", "element-1.end"),
        ("element-3", "element-2.end"),
        ("turn", "element-3.end"),
    ]
    assert {step.duration_ns for step in trial.steps[:3]} == {400_000_000}
    assert trial.expect.targets == shown(trial)
    assert trial.expect.match == "order"
    assert trial.reference is not None
    assert trial.reference.step == "turn"


@pytest.mark.parametrize("seed", range(20))
def test_fresh_sequences_differ_and_one_that_grows_stays(seed: int) -> None:
    fresh = [shown(trial) for trial in drill_of(sequence("length = 9")).plan(seed).lanes[0].trials]
    assert len(set(fresh)) > 1
    one = [
        shown(trial) for trial in drill_of(sequence("length = 9, fresh = false")).plan(seed).lanes[0].trials
    ]
    assert len(set(one)) == 1


def test_each_set_has_its_own_growing_sequence() -> None:
    plan = drill_of(sequence("length = 12, fresh = false"), sets="{ count = 3 }").plan(4)
    sets = {(trial.set, shown(trial)) for trial in plan.lanes[0].trials}
    assert sorted(number for number, _ in sets) == [0, 1, 2]


@pytest.mark.parametrize("seed", range(20))
def test_no_target_twice_in_a_row(seed: int) -> None:
    three = '[{ name = "left" }, { name = "right" }, { name = "up" }]'
    plan = drill_of(sequence("length = 9, no_repeat = true"), targets=three).plan(seed)
    assert all(one != other for trial in plan.lanes[0].trials for one, other in pairwise(shown(trial)))


def test_a_drawn_sequence_changes_no_other_draw() -> None:
    plain = sequence("length = 3")
    longer = sequence("length = 12")
    one, other = (drill_of(text, sides='"both"').plan(7).lanes[0] for text in (plain, longer))
    assert [trial.foreperiod_ns for trial in one.trials] == [trial.foreperiod_ns for trial in other.trials]
    assert [planned.side for planned in one.sets] == [planned.side for planned in other.sets]


def test_the_other_side_mirrors_the_elements_and_the_leg() -> None:
    text = sequence().replace('name = "t"', 'name = "t"\nstance = "left leg"\nlimb = "right foot"')
    plan = drill_of(text, sides='"both"', first_side='"left"').plan(3)
    left, right = (
        [trial for trial in plan.lanes[0].trials if trial.side == side] for side in ("left", "right")
    )
    swap = {"left": "right", "right": "left"}
    assert [tuple(swap[str(x)] for x in shown(trial)) for trial in left] == [shown(trial) for trial in right]
    assert left[0].variables == {"stance": "left leg", "limb": "right foot"}
    assert right[0].variables == {"stance": "right leg", "limb": "left foot"}


def test_backwards_wants_the_last_first() -> None:
    trial = drill_of(sequence("length = 5, backwards = true")).plan(2).lanes[0].trials[0]
    assert trial.expect.targets == shown(trial)[::-1]


def test_a_growing_sequence_is_planned_at_its_longest_and_read_back() -> None:
    text = sequence('length = 8, length_param = "n"', "[growing.n]\nstart = 2\nmax = 8\n")
    plan = drill_of(text).plan(5)
    (lane,) = plan.lanes
    assert len(shown(lane.trials[0])) == 8
    assert (lane.adaptive["n"].unit, lane.adaptive["n"].start) == ("count", 2)
    assert plan_from_json(json.loads(json.dumps(asdict(plan)))) == plan


@pytest.mark.parametrize("seed", range(20))
def test_a_second_task_starts_anew_in_each_set(seed: int) -> None:
    plan = drill_of(task="{ by = 6, start_from = [80, 99] }", sets="{ count = 4 }").plan(seed)
    tasks = [planned.task for planned in plan.lanes[0].sets]
    assert all(task is not None and task["by"] == 6 and 80 <= task["start"] <= 99 for task in tasks)


def test_a_sequence_that_flashes_too_fast_is_refused() -> None:
    (words,) = said(drill_text(sequence("length = 9, on_ms = 100, gap_ms = 50")))
    assert "flashes" in words


SCRIPT = """\
format = 1
drill = "drill.toml"
trials = [{{ trial = "t", foreperiod_ms = 1000, {keys} }}]
"""


def scripted(folder: Path, keys: str, drill: str) -> Plan:
    (folder / "drill.toml").write_text(drill, encoding="utf-8")
    script = folder / "script.toml"
    script.write_text(SCRIPT.format(keys=keys), encoding="utf-8")
    return load_script(script, Library((folder,))).plan


def test_a_script_says_its_sequence(tmp_path: Path) -> None:
    text = drill_text(sequence('length = 8, length_param = "n"', "[growing.n]\nmax = 8\n"), name='"drill"')
    (lane,) = scripted(tmp_path, 'sequence = ["left", "left", "right"]', text).lanes
    assert shown(lane.trials[0]) == ("left", "left", "right")
    assert "n" in lane.adaptive


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('sequence = ["lift"]', "there is no 'lift' to draw; did you mean 'left'?"),
        ("sequence = []", "1 to 2 targets are wanted, not 0"),
        ('sequence = ["left", "left", "left"]', "1 to 2 targets are wanted, not 3"),
    ],
)
def test_what_a_script_may_not_say_of_a_sequence(tmp_path: Path, keys: str, words: str) -> None:
    with pytest.raises(ScriptFileError) as caught:
        scripted(tmp_path, keys, drill_text(sequence("length = 2"), name='"drill"'))
    assert words in str(caught.value)


def test_a_script_gives_no_sequence_where_none_is_drawn(tmp_path: Path) -> None:
    plain = '[[trial]]\nname = "t"\nsteps = [{ light = {}, target = "left" }]\n'
    with pytest.raises(ScriptFileError, match="has no sequence; remove it"):
        scripted(tmp_path, 'sequence = ["left"]', drill_text(plain, name='"drill"'))
