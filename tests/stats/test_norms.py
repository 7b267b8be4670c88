"""A norm is told with its source, and compared with only where it holds."""

from __future__ import annotations

from typing import Any

import pytest

from reactdrill.drill.library import Library
from reactdrill.stats.norms import NORMS, norms_for, place

(WOODS,) = NORMS
HOLDS: dict[str, Any] = {"device": "mouse", "cues": "screen", "corrected": True}


def test_a_norm_is_of_a_drill_of_the_library_and_of_no_other() -> None:
    assert {norm.drill for norm in NORMS} <= set(Library.standard().paths())
    assert norms_for("simple-visual") == (WOODS,)
    assert norms_for("four-choice") == ()


def test_without_an_age_the_mean_of_all_is_held_against() -> None:
    found = place(WOODS, 250, **HOLDS)
    assert (found.expected_ms, found.difference_ms.value, found.against) == (213, 37, None)
    assert "213 ms 18 to 65 years (n = 1469, Woods DL" in found.said
    assert found.said.endswith("this run's mean is 37 ms slower")


@pytest.mark.parametrize(("age", "expected"), [(18, 200.075), (41, 212.725), (65, 225.925)])
def test_it_rises_with_age_around_the_middle_of_the_ages(age: int, expected: float) -> None:
    found = place(WOODS, 200, age=age, **HOLDS)
    assert found.expected_ms == pytest.approx(expected)
    assert f"at {age} years" in found.said
    assert found.said.endswith("faster")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"device": "keyboard"}, "measured with a mouse, this with: keyboard"),
        ({"cues": "pod"}, "cues came from the screen, these from: pod"),
        ({"corrected": False}, "own delay is not measured"),
        ({"age": 17}, "from 18 to 65 years"),
        ({"age": 66}, "from 18 to 65 years"),
    ],
)
def test_where_it_does_not_hold_it_is_not_compared_with(changed: dict[str, Any], why: str) -> None:
    found = place(WOODS, 250, **{**HOLDS, **changed})
    assert found.difference_ms.value is None
    assert why in str(found.difference_ms.reason)
    assert (
        found.against
        == {"device": "device", "cues": "cues", "corrected": "delay", "age": "age"}[next(iter(changed))]
    )
    assert f"not compared: {found.difference_ms.reason}" in found.said


def test_a_run_without_a_time_has_no_difference() -> None:
    found = place(WOODS, None, **HOLDS)
    assert (found.difference_ms.reason, found.against) == ("no hit was timed", "untimed")
