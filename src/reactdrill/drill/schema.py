"""Writes the JSON Schemas that editors use: `python -m reactdrill.drill.schema [--check]`."""

from __future__ import annotations

import json
import sys

from pydantic import BaseModel

from reactdrill.assets import data_dir
from reactdrill.drill.circuit_model import Circuit
from reactdrill.drill.model import Drill
from reactdrill.drill.script import Script
from reactdrill.drill.variant import EXTENDS

OF_A_VARIANT = ("format", "name", "title")
"""What a file that extends another one must say itself."""
MODELS: dict[str, type[BaseModel]] = {
    "circuit.schema.json": Circuit,
    "drill.schema.json": Drill,
    "script.schema.json": Script,
}


def schema_text(model: type[BaseModel]) -> str:
    """The schema of a model as it is committed."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    if EXTENDS in model.model_fields:
        schema["anyOf"] = [{"required": [EXTENDS, *OF_A_VARIANT]}, {"required": schema.pop("required")}]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def stale() -> list[str]:
    """Names of committed schemas that do not fit the models any more."""
    folder = data_dir("schemas")
    return [
        name
        for name, model in MODELS.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != schema_text(model)
    ]


def main() -> int:
    """Write the schemas, or with `--check` only say whether they are current (exit 1 when not)."""
    if "--check" in sys.argv[1:]:
        old = stale()
        for name in old:
            sys.stderr.write(f"schemas/{name} is not current; run python -m reactdrill.drill.schema\n")
        return 1 if old else 0
    for name, model in MODELS.items():
        (data_dir("schemas") / name).write_text(schema_text(model), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
