"""Cues that come twice: the second says the same at the same moment, and only where a drill can be done so."""

from __future__ import annotations

import pytest

from reactdrill.drill.library import Library
from reactdrill.drill.trial import PlannedStep
from reactdrill.drill.twins import SUFFIX, Twin, twinned, why_not_twinned

LIBRARY = Library.standard()


def twins(name: str, twin: Twin) -> list[tuple[PlannedStep, PlannedStep]]:
    """Each cue that has a twin, with it."""
    file = LIBRARY.load(name)
    plan = file.plan(1)
    assert why_not_twinned(file.drill, plan, twin) == ""
    found = []
    for trial in twinned(plan, twin).lanes[0].trials:
        by_id = {step.id: step for step in trial.steps}
        found += [(by_id[each.removesuffix(SUFFIX)], by_id[each]) for each in by_id if each.endswith(SUFFIX)]
    return found


def test_the_word_of_each_place_is_heard_when_its_light_is_seen() -> None:
    pairs = twins("four-choice", "sound")
    assert {(seen.target, heard.stimulus["say"]) for seen, heard in pairs} == {
        (place, place) for place in ("left", "right", "up", "down")
    }
    for seen, heard in pairs:
        assert heard.channel == "sound"
        assert (heard.after, heard.offset_ns, heard.role) == (seen.after, seen.offset_ns, seen.role)


def test_shapes_that_differ_are_called_by_their_names() -> None:
    words = {(seen.stimulus["shape"], heard.stimulus["say"]) for seen, heard in twins("go-no-go", "sound")}
    assert words == {("circle", "circle"), ("square", "square")}


def test_one_light_alone_has_a_tone() -> None:
    assert {repr(heard.stimulus) for _, heard in twins("hop-on-signal", "sound")} == {"{'tone': 'beep'}"}


def test_the_time_is_counted_from_the_drills_own_cue() -> None:
    plan = LIBRARY.load("four-choice").plan(1)
    before = [trial.reference for trial in plan.lanes[0].trials]
    assert [trial.reference for trial in twinned(plan, "sound").lanes[0].trials] == before


@pytest.mark.parametrize("name", sorted(LIBRARY.paths()))
@pytest.mark.parametrize("twin", ["sound", "screen"])
def test_every_drill_says_why_not_or_has_a_twin_for_every_cue(name: str, twin: Twin) -> None:
    file = LIBRARY.load(name)
    plan = file.plan(1)
    if why_not_twinned(file.drill, plan, twin):
        return
    channels = ("screen", "light") if twin == "sound" else ("sound",)
    for trial in twinned(plan, twin).lanes[0].trials:
        own = {step.id for step in trial.steps if step.channel in channels and not step.id.endswith(SUFFIX)}
        assert {step.id for step in trial.steps if step.id.endswith(SUFFIX)} == {
            each + SUFFIX for each in own
        }


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stroop", "the drill is about one sense"),
        ("pvt", "the drill is about one sense"),
        ("side-throw", "its cues are seen and heard already"),
        ("moving-target", "its cues move"),
    ],
)
def test_some_drills_are_never_given_twice(name: str, why: str) -> None:
    file = LIBRARY.load(name)
    said = {why_not_twinned(file.drill, file.plan(1), twin) for twin in ("sound", "screen")}
    assert why in said
    assert "" not in said
