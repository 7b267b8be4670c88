"""The order that people know before they start."""

from __future__ import annotations

import pytest

from reactdrill.app.figures.order import orders
from reactdrill.drill.library import Library
from reactdrill.i18n import ENGLISH, use_language

LIBRARY = Library.standard()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("box-planned", ((None, ("Front left", "Front right", "Back right", "Back left")),)),
        ("shuttle-planned", ((None, ("Left", "Right")),)),
        (
            "quadrant-hop-planned",
            (
                ("left", ("Front left", "Front right", "Back right", "Back left")),
                ("right", ("Front right", "Front left", "Back left", "Back right")),
            ),
        ),
        ("jump-and-hold", ()),
        ("box-home", ()),
    ],
)
def test_one_round_of_a_planned_level_is_told_and_nothing_of_another(name: str, expected: object) -> None:
    file = LIBRARY.load(name)
    for seed in (0, 5):
        assert orders(file.drill, file.plan(seed)) == expected


def test_a_place_is_no_call_to_go_there_in_another_language() -> None:
    file = LIBRARY.load("lean-and-touch-planned")
    try:
        use_language("de")
        ((_, names),) = orders(file.drill, file.plan(0))
    finally:
        use_language(ENGLISH)
    assert names[::2] == ("Oben", "Rechts", "Unten", "Links")
