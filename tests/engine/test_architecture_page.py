"""docs/architecture.md is true: its diagram, its folders, its parts, its outcomes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from reactdrill.engine import states
from reactdrill.engine.record import Outcome

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TREE = PAGE.split("```")[1]


def test_the_state_diagram_is_the_table() -> None:
    drawn = PAGE.split("```mermaid\n")[1].split("\n```")[0]
    assert drawn == states.mermaid(), "put what `states.mermaid()` returns into docs/architecture.md"


def test_every_room_of_the_package_is_named_and_every_named_one_exists() -> None:
    package = ROOT / "src" / "reactdrill"
    rooms = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    files = {path.name for path in package.glob("*.py") if not path.name.startswith("__")}
    assert set(re.findall(r"^  (\S+)", TREE, re.MULTILINE)) == rooms | files


def test_every_named_folder_exists() -> None:
    named = re.findall(r"^(\S+)/ ", TREE, re.MULTILINE)
    assert len(named) >= 7
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_every_named_part_of_the_engine_exists_and_every_outcome_is_explained() -> None:
    parts = PAGE.split("| part | task |")[1].split("\n\n")[0]
    named = {name for row in parts.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert len(named) >= 12
    assert [name for name in named if not (ROOT / "src/reactdrill/engine" / f"{name}.py").is_file()] == []
    outcomes = PAGE.split("| outcome | |")[1].split("\n\n")[0]
    explained = {
        name
        for row in outcomes.splitlines()
        for name in re.findall(r"`(\w+)`", row.partition("|")[2].split("|")[0])
    }
    assert explained == set(get_args(Outcome))


def test_every_file_that_the_page_points_at_exists() -> None:
    for name in re.findall(r"`((?:\w+/)+\w+\.py)`", PAGE):
        assert any((folder / name).is_file() for folder in (ROOT, ROOT / "src" / "reactdrill")), name
    for link in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
