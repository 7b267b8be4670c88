"""What `docs/drill-files.md` says of drill files is what they are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from drive import Answering, play
from reactdrill.drill import model
from reactdrill.drill.file import parse_drill
from reactdrill.drill.values import COLOURS
from reactdrill.engine.record import Outcome

PAGE = (Path(__file__).parents[2] / "docs" / "drill-files.md").read_text(encoding="utf-8")

TABLES: dict[str, type[BaseModel]] = {
    "The file itself": model.Drill,
    "`[text]`": model.Text,
    "`[text.de]` and `[text.es]`": model.Translation,
    "`[observer]`": model.Observer,
    "`[[observer.entries]]`": model.Entry,
    "`[dose]`": model.Dose,
    "`[[sources]]`": model.Source,
    "`[level_rule]`": model.LevelRule,
    "`[scene]`": model.Scene,
    "`[[scene.items]]`": model.SceneItem,
    "`[[targets]]`": model.Target,
    "`[[lanes]]`": model.Lane,
    "`[score]`": model.Score,
    "`[progress]`": model.Progress,
    "`[[progress.published]]`": model.PublishedChange,
    "`[task]`": model.Task,
    "`[until]`": model.Until,
    "`[sets]`": model.Sets,
    "`[practice]`": model.Practice,
    "`[order]`": model.Order,
    "`[foreperiod]`": model.Foreperiod,
    "`[catch]`": model.Catch,
    "`[window]`": model.Window,
    "`[[trial]]`": model.Trial,
    "Steps": model.Step,
    "`light`": model.Light,
    "`show`": model.Show,
    "`sound`": model.Sound,
    "`motion`": model.Motion,
    "`expect`": model.Expect,
    "`sequence`": model.Sequence,
    "`reference`": model.Reference,
    "`[adaptive.NAME]`": model.Staircase,
    "`[growing.NAME]`": model.Growing,
}


class Row(NamedTuple):
    key: str
    default: str
    meaning: str
    example: str


def sections() -> dict[str, str]:
    found = re.split(r"^#{2,3} (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def rows(heading: str) -> Iterator[Row]:
    for line in sections()[heading].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 4 and cells[0].startswith("`"):
            yield Row(cells[0].strip("`"), *cells[1:])


EVERY_KEY = [
    pytest.param(field, row, id=f"{table.__name__}.{row.key}")
    for heading, table in TABLES.items()
    for row in rows(heading)
    for field in [table.model_fields.get(row.key)]
]


@pytest.mark.parametrize(("heading", "table"), TABLES.items(), ids=TABLES)
def test_every_key_is_on_the_page_in_the_order_of_the_model(heading: str, table: type[BaseModel]) -> None:
    assert [row.key for row in rows(heading)] == list(table.model_fields)


@pytest.mark.parametrize(("field", "row"), EVERY_KEY)
def test_the_default_on_the_page_is_the_default(field: FieldInfo, row: Row) -> None:
    if field.is_required():
        assert row.default == "required"
    elif row.default.startswith("`") and row.key not in ("id", "weight"):
        assert tomllib.loads(f"x = {row.default.strip('`')}")["x"] == field.default
    else:
        assert row.default != "required"
        assert field.default is None or isinstance(field.default, BaseModel | str | list | dict)


@pytest.mark.parametrize(("field", "row"), EVERY_KEY)
def test_the_example_on_the_page_is_taken(field: FieldInfo, row: Row) -> None:
    if row.example.startswith("see "):
        return
    value = tomllib.loads(row.example.strip("`"))[row.key]
    annotation: Any = field.annotation
    kind: Any = Annotated[annotation, *field.metadata] if field.metadata else annotation
    TypeAdapter(kind).validate_python(value, strict=True)


def test_links_lead_to_headings_of_the_page() -> None:
    anchors = {re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-") for heading in sections()}
    linked = set(re.findall(r"\(#([^)]+)\)", PAGE))
    assert linked <= anchors


EXAMPLES = [block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "#:schema" in block]


def test_there_are_three_whole_examples() -> None:
    assert [parse_drill(text).drill.name for text in EXAMPLES] == ["my-four", "my-reach", "my-stop"]


@pytest.mark.parametrize("text", EXAMPLES, ids=["my-four", "my-reach", "my-stop"])
def test_the_examples_can_be_played(text: str) -> None:
    file = parse_drill(text)
    for mode in file.drill.modes:
        plan = file.plan(1, mode)
        records = play(plan, Answering(plan)).records
        assert len(records) == plan.trial_count
        assert {record.outcome for record in records} <= {"hit", "completed", "stopped"}


@pytest.mark.parametrize("part", re.findall(r"```toml\n(vary.*?)```", PAGE, re.DOTALL))
def test_the_shorter_examples_are_toml(part: str) -> None:
    assert model.Trial.model_validate({"name": "t", **tomllib.loads(part)}).vary


def test_every_choice_is_on_the_page() -> None:
    choices = [*COLOURS, *model.COMPONENT_TITLES, *get_args(Outcome)]
    for kind in (model.Trains, model.Goal, model.Impact):
        choices += get_args(kind)
    assert not [choice for choice in choices if f"`{choice}`" not in PAGE]
