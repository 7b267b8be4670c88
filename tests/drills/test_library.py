"""Every drill that comes with reactdrill: loads, reads well, plans with any seed, and plays to its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from drive import MS, NOBODY, SECOND, Answering, Athlete, Hammering, Played, Silent, play
from reactdrill.assets import data_dir
from reactdrill.drill.file import DrillFile, parse_drill
from reactdrill.drill.library import Library
from reactdrill.drill.model import COMPONENT_TITLES
from reactdrill.drill.scene import drawing
from reactdrill.drill.trial import Expect, Mode, Plan, PlannedTrial, Side

FOLDER = data_dir("drills")
LIBRARY = Library.standard()
PATHS = sorted(path for path in FOLDER.rglob("*.toml") if "circuits" not in path.parts)
SEEDS = range(20)


@cache
def drill_file(path: Path) -> DrillFile:
    return LIBRARY.load_file(path)


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


each_drill = pytest.mark.parametrize("path", PATHS, ids=name_of)


each_mode = pytest.mark.parametrize(
    ("path", "mode"),
    [
        pytest.param(path, mode, id=f"{name_of(path)}-{mode}")
        for path in PATHS
        for mode in drill_file(path).drill.modes
    ],
)


def test_every_component_has_a_drill() -> None:
    found = {drill_file(path).drill.component for path in PATHS}
    assert found == set(COMPONENT_TITLES)


@each_drill
def test_a_drill_is_called_as_its_file_and_lies_in_its_component(path: Path) -> None:
    drill = drill_file(path).drill
    assert drill.name == path.stem
    assert drill.component == path.parent.name


@each_drill
def test_levels_lead_to_drills_that_are_there_and_back(path: Path) -> None:
    rule = drill_file(path).drill.level_rule
    known = LIBRARY.paths()
    if rule is not None:
        assert {rule.next, rule.previous} - {None} <= set(known)
        assert rule.next is None or drill_file(known[rule.next]).drill.level_rule is not None


@each_drill
def test_every_drill_has_its_set_up_drawn(path: Path) -> None:
    drill = drill_file(path).drill
    assert drill.scene is not None
    assert drawing(drill) is not None


@each_drill
def test_every_drill_shows_how_the_body_is_held(path: Path) -> None:
    assert drill_file(path).drill.postures


@each_drill
def test_the_texts_fit_a_screen_that_is_read_from_afar(path: Path) -> None:
    drill = drill_file(path).drill
    text = drill.text
    assert len(text.summary) <= 140
    assert len(text.instructions) <= 5
    lines = (*text.setup, *text.instructions, *text.coaching, *text.faults)
    assert not [line for line in lines if len(line) > 76]
    for line in (*lines, *text.safety, *text.stop_when, *text.not_for):
        assert line == line.strip()
        assert line[-1] in ".?!", f"no full stop: {line}"


@each_drill
def test_it_says_how_much_and_how_often(path: Path) -> None:
    dose = drill_file(path).drill.dose
    assert dose is not None
    assert dose.text


@each_drill
def test_a_drill_says_how_to_do_it_well_and_safely(path: Path) -> None:
    drill = drill_file(path).drill
    assert drill.text.setup
    assert drill.text.coaching
    assert drill.text.faults
    assert len(drill.text.safety) >= 2
    assert drill.text.stop_when
    assert drill.text.not_for
    assert drill.space
    assert drill.observer
    assert drill.observer.checklist


NAMES_THE_COLOUR = {"stroop"}
"""Drills in which naming a colour is the task itself; they say who cannot do them."""


def look(trial: PlannedTrial) -> str:
    """What a trial presents to somebody who sees no colours."""
    partner = trial.begin.target if trial.begin.lane is not None else None
    return str(
        [partner, *((step.channel, step.after, without_colour(step.stimulus)) for step in trial.steps)]
    )


def without_colour(stimulus: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted((key, value) for key, value in stimulus.items() if key not in ("colour", "light"))


@each_drill
def test_colour_is_never_the_only_difference_between_answers(path: Path) -> None:
    drill = drill_file(path).drill
    if drill.name in NAMES_THE_COLOUR:
        assert any("apart" in line for line in drill.text.not_for)
        return
    wanted: dict[str, set[tuple[Side | None, Expect]]] = {}
    for lane in drill_file(path).plan(0).lanes:
        for trial in lane.trials:
            if not trial.catch:
                wanted.setdefault(look(trial), set()).add((trial.side, trial.expect))
    for looks, answers in wanted.items():
        assert len({side for side, _ in answers}) == len(answers), looks


@each_drill
def test_sources_are_marked_honestly(path: Path) -> None:
    for source in drill_file(path).drill.sources:
        if source.marker == "S":
            assert source.read is not None, f"say how much of it was read: {source.text}"
        else:
            assert source.read is None, f"our own choice is not read: {source.text}"


@each_mode
def test_every_seed_plans(path: Path, mode: Mode) -> None:
    file = drill_file(path)
    plans = [file.plan(seed, mode) for seed in SEEDS]
    assert len({plan.trial_count for plan in plans}) == 1
    if file.drill.level == "planned":
        assert len({order(plan) for plan in plans}) <= (2 if file.drill.sides == "both" else 1), (
            "known before"
        )
    else:
        assert len({order(plan) + waits(plan) + drawn(plan) for plan in plans}) >= 4, (
            "nobody can learn it by heart"
        )


def order(plan: Plan) -> str:
    return str([(trial.condition, dict(trial.variables), trial.side) for trial in every_trial(plan)])


def waits(plan: Plan) -> str:
    return str([trial.foreperiod_ns for trial in every_trial(plan)])


def drawn(plan: Plan) -> str:
    return str([trial.expect.targets for trial in every_trial(plan) if trial.sequence is not None])


def every_trial(plan: Plan) -> list[PlannedTrial]:
    return [trial for lane in plan.lanes for trial in lane.trials]


def most_flashes_in_a_second(flashes_ns: list[int]) -> int:
    counts = (sum(at <= other < at + SECOND for other in flashes_ns) for at in flashes_ns)
    return max(counts, default=0)


def check(plan: Plan, played: Played) -> None:
    assert most_flashes_in_a_second(played.flashes_ns) <= 3
    for lane in plan.lanes:
        records = [record for record in played.records if record.lane == lane.name]
        keys = [(record.trial, record.attempt) for record in records]
        assert len(set(keys)) == len(keys)
        counted = Counter(record.trial for record in records if record.outcome != "aborted")
        assert set(counted.values()) <= {1}
        finish = played.finishes[lane.name]
        assert finish.presented == len(counted)
        assert finish.presented + finish.not_presented == len(lane.trials)
        shown = {
            shown.trial
            for shown, trial in played.shown
            if shown.lane == lane.name and trial.reference is not None and shown.step == trial.reference.step
        }
        cut = {record.trial for record in records if record.outcome == "aborted"}
        assert shown <= set(counted) | cut
        assert {record.reason for record in records if record.outcome == "aborted"} <= {"time_up", NOBODY}
        for one, other in pairwise(records):
            assert one.ended_ns <= other.ended_ns


def athlete(kind: str, plan: Plan) -> Athlete:
    if kind == "answers":
        return Answering(plan)
    return Silent() if kind == "silent" else Hammering(plan)


@pytest.mark.parametrize("kind", ["answers", "silent", "hammers"])
@each_mode
def test_plays_to_the_end(path: Path, mode: Mode, kind: str) -> None:
    plan = drill_file(path).plan(7, mode)
    played = play(plan, athlete(kind, plan))
    check(plan, played)
    for finish in played.finishes.values():
        if finish.reason != "complete":
            assert (kind, mode, finish.detail) == ("silent", "observer", NOBODY)


@each_mode
def test_who_answers_well_hits_all(path: Path, mode: Mode) -> None:
    plan = drill_file(path).plan(3, mode)
    records = play(plan, Answering(plan)).records
    until = drill_file(path).drill.until
    if until.strikes is not None and until.trials is None:
        *records, last = records
        assert last.outcome == "miss", "it gets harder until nobody can do it"
    outcomes = {record.outcome for record in records if record.reason != "time_up"}
    done = {"hit"} if mode == "sensor" else {"completed"}
    assert done <= outcomes
    assert outcomes <= {*done, "correct_rejection", "stopped"}


@each_mode
def test_who_never_answers_never_hits(path: Path, mode: Mode) -> None:
    plan = drill_file(path).plan(3, mode)
    outcomes = {record.outcome for record in play(plan, Silent()).records}
    assert outcomes
    assert not outcomes & {"hit", "wrong_target", "false_start", "commission", "stop_failed"}


FAST = """
format = 1
name = "fast"
title = "Fast"
component = "reaction"
trains = ["reaction time"]
until = { trials = 30 }
foreperiod = { kind = "fixed", ms = 20 }
window = { response_ms = 2000, iti_ms = 0 }
text = { summary = "Fast.", instructions = ["Press."] }
sources = [{ text = "Made up.", marker = "G" }]
targets = [{ name = "left" }, { name = "right" }]
[[trial]]
name = "light"
vary.place = ["left", "right"]
steps = [{ light = {}, target = "{place}" }]
"""


def test_the_flash_limit_holds_back_an_athlete_who_is_too_quick() -> None:
    plan = parse_drill(FAST).plan(1)
    played = play(plan, Answering(plan, rt_ns=110 * MS))
    check(plan, played)
    delayed = [record for record in played.records if "flash_delayed" in record.flags]
    assert len(delayed) == 9  # three at once, then one in three waits
    assert {record.outcome for record in played.records} == {"hit"}


def test_the_check_for_flashes_finds_them() -> None:
    assert most_flashes_in_a_second([0, 300 * MS, 600 * MS, 999 * MS]) == 4
    assert most_flashes_in_a_second([0, 300 * MS, 600 * MS, 1000 * MS]) == 3
