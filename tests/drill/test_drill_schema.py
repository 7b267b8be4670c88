from __future__ import annotations

import json
from typing import Any

import pytest

from reactdrill.assets import data_dir
from reactdrill.drill import schema
from reactdrill.drill.model import Drill
from reactdrill.drill.values import COLOURS, SHAPES


def drill_schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((data_dir("schemas") / "drill.schema.json").read_text("utf-8"))
    return loaded


def test_the_committed_schemas_are_current() -> None:
    assert schema.stale() == []


def test_the_check_says_so_with_its_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("sys.argv", ["schema", "--check"])
    assert schema.main() == 0
    monkeypatch.setattr(schema, "data_dir", lambda _: tmp_path)
    assert schema.main() == 1
    monkeypatch.setattr("sys.argv", ["schema"])
    assert schema.main() == 0
    monkeypatch.setattr("sys.argv", ["schema", "--check"])
    assert schema.main() == 0


def test_every_key_of_a_drill_is_known_to_editors() -> None:
    found = drill_schema()
    assert set(found["properties"]) == set(Drill.model_fields)
    assert found["additionalProperties"] is False
    assert found["$schema"].endswith("2020-12/schema")


def test_choices_are_offered_and_placeholders_allowed() -> None:
    definitions = drill_schema()["$defs"]
    colour = definitions["Light"]["properties"]["colour"]["anyOf"]
    assert colour[0]["enum"] == list(COLOURS)
    assert "pattern" in colour[1]
    shape = definitions["Light"]["properties"]["shape"]["anyOf"]
    assert shape[0]["enum"] == list(SHAPES)


def test_drill_files_name_their_schema() -> None:
    for path in data_dir("drills").rglob("*.toml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#:schema ")
        assert (path.parent / first.removeprefix("#:schema ")).resolve().parent == data_dir(
            "schemas"
        ).resolve()
