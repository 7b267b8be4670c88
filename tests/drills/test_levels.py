"""Levels of the physical drills: what is asked of somebody unprepared can be done in a known order before."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter

import pytest

from reactdrill.app.figures.order import orders
from reactdrill.drill.library import Library
from reactdrill.drill.model import Drill, LevelRule

LIBRARY = Library.standard()
FILES = {file.drill.name: file for file in LIBRARY.drills()}
PHYSICAL = {name: file.drill for name, file in FILES.items() if file.drill.component != "reaction"}

SAME_MOVEMENT = {
    "four-gates-1-1-2": "y-sprint-planned",  # the same cut after a longer run
    "mirror-jumps": "jump-and-hold",  # one jump held well; which way is the partner's to say
    "opponent": "split-step-planned",  # the same step; with a known side there is no opponent to read
    "repeated-t-run": "t-run-planned",  # the same run, seven times
    "shadow": "mirror-planned",  # the same shuffle; the partner is the cue
}
"""Drills whose planned level is another drill's, as the movement is the same."""
NOTHING_TO_PLAN = {
    "hop-from-memory": "whether to hop is asked, not where",
    "hop-pursuit": "the hops are straight on, wherever the ball goes",
    "stance-disc": "the hands answer; the stance is the same",
}
"""Drills with several cues that no order known before makes another movement of."""


def rule(name: str) -> LevelRule:
    return FILES[name].drill.level_rule or LevelRule()


def below(name: str) -> Iterator[str]:
    """The levels before a drill, the nearest first. Needs a library without cycles."""
    while (previous := rule(name).previous) is not None:
        yield previous
        name = previous


def asks_for_a_choice(drill: Drill) -> bool:
    """Whether one trial wants something else of the body than another."""
    trials = FILES[drill.name].plan(0).lanes[0].trials
    seen = {(trial.condition, trial.side, str(dict(trial.variables))) for trial in trials}
    return len(seen) > len({trial.side for trial in trials})


REACTIVE = sorted(
    name for name, drill in PHYSICAL.items() if drill.level == "reactive" and asks_for_a_choice(drill)
)
PLANNED = sorted(name for name, drill in PHYSICAL.items() if drill.level == "planned")
DUAL = sorted(name for name, drill in PHYSICAL.items() if drill.level == "dual-task")


def test_levels_never_lead_in_a_circle() -> None:
    lower: dict[str, set[str]] = {name: set() for name in FILES}
    for name in FILES:
        if (previous := rule(name).previous) is not None:
            lower[name].add(previous)
        if (following := rule(name).next) is not None:
            lower[following].add(name)
    assert set(TopologicalSorter(lower).static_order()) == set(FILES)  # a circle raises CycleError


@pytest.mark.parametrize("name", sorted(FILES))
def test_whoever_comes_up_a_level_can_go_back(name: str) -> None:
    following = rule(name).next
    assert following is None or rule(following).previous is not None


@pytest.mark.parametrize("name", REACTIVE)
def test_a_choice_of_the_body_is_planned_before_it_is_reactive(name: str) -> None:
    if name in NOTHING_TO_PLAN:
        return
    if name in SAME_MOVEMENT:
        assert SAME_MOVEMENT[name] in below(name)
        return
    planned = rule(name).previous
    assert planned in PLANNED, "add a planned level, or say above why there is none"
    assert rule(planned).next == name


def test_exceptions_are_still_needed() -> None:
    assert set(SAME_MOVEMENT) | set(NOTHING_TO_PLAN) <= set(REACTIVE)
    assert not set(SAME_MOVEMENT) & set(NOTHING_TO_PLAN)
    assert set(SAME_MOVEMENT.values()) <= set(PLANNED)


@pytest.mark.parametrize("name", PLANNED)
def test_a_planned_level_tells_its_order_and_leads_to_the_reactive_one(name: str) -> None:
    file = FILES[name]
    assert orders(file.drill, file.plan(0)) or not asks_for_a_choice(file.drill)
    following = rule(name).next
    assert following is not None
    assert FILES[following].drill.level != "dual-task"


@pytest.mark.parametrize("name", DUAL)
def test_a_second_task_comes_after_the_first_alone(name: str) -> None:
    if name != "count-standing":  # to stand still needs no level before it
        assert any(FILES[lower].drill.level == "reactive" for lower in below(name))
    not_for = " ".join(PHYSICAL[name].text.not_for)
    assert "concussion" in not_for
