"""`docs/data.md` names every field that is kept: a new one must be described there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from journals import header_of, played, simple_plan
from reactdrill.engine.events import Event
from reactdrill.engine.record import CueRecord, Outcome, ResponseRecord, StrayRecord, TrialRecord
from reactdrill.results.annotations import Annotation, Notes
from reactdrill.results.columns import RunContext, columns_for
from reactdrill.results.cue_columns import CUE_COLUMNS
from reactdrill.results.header import DrillInfo, RunHeader, software_versions
from reactdrill.results.lines import _TYPES, LaneEnd, RunEnd
from reactdrill.results.reader import read_journal
from reactdrill.results.response_columns import RESPONSE_COLUMNS
from reactdrill.results.store.schema import METADATA

TEXT = (Path(__file__).parents[2] / "docs" / "data.md").read_text("utf-8")


def section(title: str) -> set[str]:
    """The words in code style below a heading, up to the next heading of its level or above."""
    level = title.count("#")
    start = TEXT.index(f"{title}\n")
    following = re.search(rf"\n#{{1,{level}}} ", TEXT[start + 1 :])
    part = TEXT[start : start + 1 + following.start()] if following else TEXT[start:]
    return set(re.findall(r"`([^`\n]+)`", part))


def names(cls: type) -> set[str]:
    return {field.name for field in fields(cls)}


@pytest.mark.parametrize(
    ("title", "classes"),
    [
        ("### `header`", [RunHeader, DrillInfo]),
        ("### `trial`", [TrialRecord, CueRecord, ResponseRecord]),
        ("### `stray`", [StrayRecord]),
        ("### `end`", [RunEnd, LaneEnd]),
        ("## Notes", [Annotation]),
    ],
)
def test_every_field_is_described(title: str, classes: list[type]) -> None:
    assert set().union(*map(names, classes)) <= section(title)


def test_every_event_is_described_with_its_fields() -> None:
    rows = {line.split("|")[1].strip(" `"): line for line in TEXT.splitlines() if line.startswith("| `")}
    for name, cls in _TYPES.items():
        if cls in get_args(Event):
            assert names(cls) <= set(re.findall(r"`(\w+)`", rows[name])), name


def test_every_outcome_and_software_is_described() -> None:
    assert set(get_args(Outcome)) <= section("### `trial`")
    assert set(software_versions()) <= section("### `header`")


def test_every_table_of_the_store_is_described_with_its_columns() -> None:
    rows = {line.split("|")[1].strip(" `"): line for line in TEXT.splitlines() if line.startswith("| `")}
    for table in METADATA.tables.values():
        assert set(table.columns.keys()) <= set(re.findall(r"`(\w+)`", rows[table.name])), table.name


def test_every_column_of_the_exports_is_described(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(played(simple_plan(1))[0].data)
    columns = {column.name for column in columns_for(RunContext(read_journal(path), Notes()))}
    columns = {"var_…" if name.startswith("var_") else name for name in columns}
    assert columns <= section("### Table of attempts")
    assert set(RESPONSE_COLUMNS) <= section("### Table of responses")
    assert set(CUE_COLUMNS) <= section("### Table of cues")


def test_the_format_is_the_one_described() -> None:
    assert f"| `format` | of this file: {header_of(simple_plan()).format} |" in TEXT
