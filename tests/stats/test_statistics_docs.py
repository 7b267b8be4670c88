"""`docs/statistics.md` names every family, figure and setting."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from reactdrill.stats.families import FAMILIES
from reactdrill.stats.measures import Measure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

TEXT = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text("utf-8")
VARIED = re.compile(r"^(rank_of|median_of|wins_of)_.*?(_percent|_ms|_share)?$")


def section(family: str) -> set[str]:
    """The words in code style below the heading that names a family."""
    parts = re.split(r"\n#{2,3} ", TEXT)
    part = next(part for part in parts if f"`{family}`" in part.partition("\n")[0])
    return set(re.findall(r"`([^`\n]+)`", part))


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda each: each.name)
def test_every_figure_of_a_family_is_explained(family: Any) -> None:
    words = section(family.name)
    data: list[Any] = [Trial(outcome="hit", rt_ms=300.0, alternatives=2, athlete=name) for name in "ab"]
    if family.of_values is not None:
        data = [Measure(value=1.0, athlete=name, group=name) for name in "ab"]
    figures = (family.of_trials or family.of_values)(data, Settings(unit="…")).figures
    for each in figures:
        name = VARIED.sub(lambda found: f"{found[1]}_…{found[2] or ''}", each.name)
        known = {name, name.replace("_log2_n_plus_1", "_log2_n"), re.sub(r"^p\d\d_…", "p05_…", name)}
        assert known & words, each.name


def test_every_setting_is_explained() -> None:
    general = {"resamples", "down_after", "unit", "lower_is_better"}
    words = set(re.findall(r"`([^`\n]+)`", TEXT))
    assert {each.name for each in fields(Settings)} - words <= general
    assert {name for family in FAMILIES.values() for name in family.chosen} <= {
        each.name for each in fields(Settings)
    }
