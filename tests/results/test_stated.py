"""What a drill's text states for its history."""

from __future__ import annotations

import json

import pytest

from reactdrill.results.lines import to_json
from reactdrill.results.stated import PublishedChange, Stated, stated_in, stated_of
from reactdrill.stats.score import ScoreRule

TEXT = """
[progress]
practice_runs = 2
published = [
  { mdc = 31.5, device = "pod", source = "Smith 2020" },
  { mdc = 4, unit = "count", device = "mat", source = "Jones 2021" },
]
[dose]
text = "three days"
per_week = 3
minutes = 6.5
[order]
no_repeat = "corner"
[score]
trials = [2, 7]
"""


def test_a_text_states_practice_published_changes_and_dose() -> None:
    found = stated_in(TEXT)
    assert (found.practice_runs, found.per_week, found.minutes, found.no_repeat) == (2, 3, 6.5, True)
    pods = PublishedChange(mdc=31.5, unit="ms", device="pod", source="Smith 2020")
    assert found.published_for("pod", "ms") == pods
    assert found.score == ScoreRule(trials=(2, 7), unit="count")
    assert stated_of(json.loads(to_json(found))) == found


@pytest.mark.parametrize(("device", "unit"), [("keyboard", "ms"), ("pod", "count"), ("pod+keyboard", "ms")])
def test_a_published_change_is_for_its_own_device_and_unit(device: str, unit: str) -> None:
    assert stated_in(TEXT).published_for(device, unit) is None


@pytest.mark.parametrize(
    "text",
    ["", "dose = [", "progress = 3", "progress = { published = 3 }", "progress = { published = [3] }",
     'dose = { per_week = "often" }'],
)  # fmt: skip
def test_a_text_of_another_kind_states_nothing(text: str) -> None:
    assert stated_in(text) == Stated()


def test_json_of_another_kind_states_nothing() -> None:
    assert stated_of(None) == stated_of({"per_week": 3}) == stated_of([]) == Stated()
