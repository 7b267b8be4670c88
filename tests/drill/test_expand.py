from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from drill_text import drill_of
from reactdrill.drill.expand import (
    ExpandError,
    all_alternatives,
    alternatives,
    both_ways,
    fill,
    mirror_value,
    mirrored,
    rows,
)
from reactdrill.drill.model import Trial

Make = Callable[..., Trial]


def trial(**keys: object) -> Trial:
    return Trial.model_validate({"name": "t", **keys})


def test_a_table_of_lists_makes_every_combination_in_order() -> None:
    found = rows(trial(vary={"a": [1, 2], "b": ["x", "y"]}))
    assert found == [{"a": 1, "b": "x"}, {"a": 1, "b": "y"}, {"a": 2, "b": "x"}, {"a": 2, "b": "y"}]


def test_a_list_of_tables_is_taken_as_it_stands() -> None:
    assert rows(trial(vary=[{"a": 1}, {"a": 3}])) == [{"a": 1}, {"a": 3}]


@pytest.mark.parametrize("vary", [None, {}, []])
def test_nothing_varied_is_one_alternative(vary: object) -> None:
    assert rows(trial(vary=vary)) == [{}]


def test_a_whole_placeholder_keeps_its_type_and_a_part_becomes_text() -> None:
    template = trial(
        vary={"beat": [450.5], "side": ["left"]},
        steps=[{"show": {"text": "{side} {beat}"}, "offset_ms": "{beat}", "target": "far-{side}"}],
    )
    step = fill(template, 0, {"beat": 450.5, "side": "left"}).steps[0]
    assert step.offset_ms == 450.5
    assert step.target == "far-left"
    assert step.show is not None
    assert step.show.text == "left 450.5"


def test_places_in_lists_are_filled() -> None:
    template = trial(vary={"a": ["x"]}, expect={"match": "order", "targets": ["{a}", "y", "{a}"]})
    filled = fill(template, 0, {"a": "x"})
    assert filled.expect is not None
    assert filled.expect.targets == ["x", "y", "x"]


@pytest.mark.parametrize("text", ["{nobody}", "go {Side}", "{ side }", "{}"])
def test_braces_that_nobody_fills_are_a_mistake(text: str) -> None:
    with pytest.raises(ExpandError, match="is not given a value by vary"):
        fill(trial(vary={"side": ["left"]}, steps=[{"show": {"text": text}}]), 0, {"side": "left"})


def test_a_value_that_does_not_fit_its_place_is_a_mistake() -> None:
    template = trial(steps=[{"light": {"colour": "{c}"}}])
    with pytest.raises(ExpandError) as caught:
        fill(template, 3, {"c": "crimson"})
    assert caught.value.template == 3
    assert caught.value.variables == {"c": "crimson"}


def test_the_weight_of_a_trial_is_shared_by_its_alternatives() -> None:
    drill = drill_of(
        """
[[trial]]
name = "go"
weight = 3
vary.place = ["left", "right"]
steps = [{ light = {}, target = "{place}" }]
[[trial]]
name = "no-go"
steps = [{ role = "no_go", light = { shape = "square" }, target = "left" }]
"""
    ).drill
    assert [(each.trial.name, each.weight) for each in all_alternatives(drill)] == [
        ("go", 1.5),
        ("go", 1.5),
        ("no-go", 1.0),
    ]
    assert [each.variables for each in alternatives(drill, 0)] == [{"place": "left"}, {"place": "right"}]


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("left", "right"),
        ("back-left", "back-right"),
        ("left-hand", "right-hand"),
        ("upright", "upright"),
        ("front", "front"),
        (3, 3),
        (0.5, 0.5),
    ],
)
def test_left_and_right_change_places(value: str | float, other: str | float) -> None:
    assert mirror_value(value, {}) == other
    assert mirror_value(other, {}) == value


def test_a_mirror_table_comes_first_and_reads_both_ways() -> None:
    mirror = both_ways({"inside": "outside"})
    assert mirrored({"a": "inside", "b": "outside", "c": "left"}, mirror) == {
        "a": "outside",
        "b": "inside",
        "c": "right",
    }


NAMES = st.lists(st.sampled_from(["left", "right", "front", "back", "far", "1"]), min_size=1, max_size=4)


@settings(deadline=None)
@given(NAMES)
def test_mirroring_twice_changes_nothing(parts: list[str]) -> None:
    name = "-".join(parts)
    assert mirror_value(mirror_value(name, {}), {}) == name
