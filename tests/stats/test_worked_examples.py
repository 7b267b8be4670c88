from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reactdrill.stats.families import FAMILIES

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "statistics_table.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("statistics_table", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(SCRIPT.parent))  # as Python does for a script
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(SCRIPT.parent))
    return module


TABLE: Any = loaded()


@pytest.mark.parametrize("example", TABLE.EXAMPLES, ids=lambda each: f"{each.family}-{each.what}")
def test_a_worked_example_comes_out_as_published(example: Any) -> None:
    row = TABLE.row_of(example)
    assert row.agrees, f"{row.computed} instead of {row.expected}"


def test_every_family_has_a_worked_example() -> None:
    assert {example.family for example in TABLE.EXAMPLES} == set(FAMILIES)


def test_the_table_says_when_something_differs(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = TABLE.Example("times", "median", "by hand", 241, TABLE.of("times", "median_ms", TABLE.FIVE))
    assert "| NO |" in TABLE.table([TABLE.row_of(wrong)])
