"""The level rule of a drill over an athlete's visits."""

from __future__ import annotations

import pytest

from reactdrill.stats.level import Practised, Step, next_step

GOOD, FAIR, POOR = Practised(36, 40), Practised(30, 40), Practised(20, 40)
TICKED = Practised(40, 40, clean=False)
EMPTY = Practised(0, 0)


@pytest.mark.parametrize(
    ("visits", "step"),
    [
        ((), None),
        ((GOOD,), None),
        ((GOOD, GOOD), "up"),
        ((POOR, GOOD, GOOD), "up"),
        ((GOOD, FAIR, GOOD), None),
        ((GOOD, GOOD, FAIR), None),
        ((GOOD, EMPTY, GOOD, EMPTY), "up"),
        ((GOOD, TICKED), None),
        ((GOOD, GOOD, POOR), "down"),
        ((POOR, FAIR), None),
        ((POOR,), "down"),
        ((EMPTY,), None),
    ],
)
def test_visits_in_a_row_lead_up_and_a_poor_one_leads_down(
    visits: tuple[Practised, ...], step: Step | None
) -> None:
    assert next_step(visits, needed=2, criterion=0.9, poor=0.6, clean=True) == step


def test_a_ticked_checklist_keeps_nobody_back_where_the_rule_says_so() -> None:
    assert next_step((GOOD, TICKED), needed=2, criterion=0.9, poor=0.6, clean=False) == "up"
