"""No drill that is shipped asks for a colour alone: what is to be told apart has another shape, word or place too."""

from __future__ import annotations

from collections import defaultdict

import pytest

from reactdrill.drill.library import Library
from reactdrill.drill.trial import PlannedStep

LIBRARY = Library.standard()
SHOWN_BEFORE = "prime"
"""A cue of this role comes at a time of its own, which tells it from those that are answered."""


def all_but_colour(step: PlannedStep) -> tuple[str, ...]:
    told = step.stimulus
    looks = (told.get(key) for key in ("shape", "text", "image", "at", "motion", "counter"))
    return (step.channel, str(step.target), *map(str, looks))


def colour(step: PlannedStep) -> str:
    return str(step.stimulus.get("light") or step.stimulus.get("colour", "white"))


@pytest.mark.parametrize("name", sorted(LIBRARY.paths()))
def test_nothing_is_told_apart_by_its_colour_alone(name: str) -> None:
    colours: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for lane in LIBRARY.load(name).plan(1).lanes:
        for trial in lane.trials:
            for step in trial.steps:
                if step.channel != "sound" and step.role != SHOWN_BEFORE:
                    colours[all_but_colour(step)].add(colour(step))
    assert [looks for looks, seen in colours.items() if len(seen) > 1] == []
