from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from pydantic import TypeAdapter, ValidationError

from reactdrill.drill.model import Colour, Shape
from reactdrill.drill.values import (
    ARROWS,
    COLOURS,
    SHAPES,
    Milliseconds,
    Slug,
    TargetName,
    Variable,
    is_placeholder,
    nearest,
    nearest_hint,
    to_ns,
)


def accepts(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def complaint(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value, strict=True)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_is_a_colour(colour: str) -> None:
    assert accepts(Colour, colour)


def test_a_misspelt_colour_names_the_nearest_and_a_strange_one_names_all() -> None:
    assert complaint(Colour, "oragne") == "'oragne' is not known here; did you mean 'orange'?"
    assert "it can be white, orange, sky" in complaint(Colour, "crimson")


def test_arrows_are_shapes() -> None:
    assert set(ARROWS) <= set(SHAPES)
    assert len(ARROWS) == 8


@pytest.mark.parametrize("value", ["{side}", "arrow-{side}"])
def test_a_choice_may_be_filled_in_later(value: str) -> None:
    assert accepts(Shape, value)


@pytest.mark.parametrize("value", ["{Side}", "{}", "{a b}", "arrow-side"])
def test_what_only_looks_like_a_placeholder_is_a_wrong_choice(value: str) -> None:
    assert "is not known here" in complaint(Shape, value)


@pytest.mark.parametrize("value", [0, 0.5, 86_400_000, "{beat}"])
def test_milliseconds_are_numbers_or_filled_in_later(value: object) -> None:
    assert accepts(Milliseconds, value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "a number is wanted, not True"),
        ("500", "a number is wanted, not '500'"),
        (-1, "-1 is outside 0 to 8.64e+07"),
        (86_400_001, "86400001 is outside"),
        (float("nan"), "nan is outside"),
        (float("inf"), "inf is outside"),
    ],
)
def test_other_milliseconds_are_refused_in_words(value: object, words: str) -> None:
    assert words in complaint(Milliseconds, value)


@pytest.mark.parametrize("name", ["a", "pod-3", "front-left", "5-10-5"])
def test_names(name: str) -> None:
    assert accepts(Slug, name)
    assert accepts(TargetName, name)


@pytest.mark.parametrize("name", ["", "Left", "front_left", "-left", "left-", "a--b", "a b", "é", "x" * 61])
def test_what_is_no_name(name: str) -> None:
    assert not accepts(Slug, name)
    assert not accepts(TargetName, name)


@pytest.mark.parametrize("name", ["{place}", "far-{side}", "{side}-{row}", "pod{n}"])
def test_a_target_may_be_filled_in_later(name: str) -> None:
    assert accepts(TargetName, name)
    assert not accepts(Slug, name)


@pytest.mark.parametrize("name", ["far side", "{Place}", "-{side}", "{side}-"])
def test_what_is_no_target(name: str) -> None:
    assert not accepts(TargetName, name)


def test_a_variable_can_stand_between_braces() -> None:
    for name in ("side", "first_side", "a2"):
        assert accepts(Variable, name)
        assert is_placeholder(f"{{{name}}}")
    for name in ("first-side", "2a", "Side"):
        assert not accepts(Variable, name)


def test_nearest_is_best_first_and_empty_when_nothing_is_close() -> None:
    known = ["front-left", "front-right", "back-left"]
    assert nearest("front-lef", known, n=3)[0] == "front-left"
    assert nearest("zzz", known) == ()
    assert nearest_hint("front-lef", known) == "did you mean 'front-left'?"
    assert nearest_hint("zzz", known) == "known are front-left, front-right, back-left"
    assert nearest_hint("zzz", []) == ""


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=86_400_000_000))
def test_whole_microseconds_survive_the_way_into_nanoseconds(microseconds: int) -> None:
    assert to_ns(microseconds / 1000) == microseconds * 1000
