"""A drill file's plan refuses what would certainly flash too often; a list reads files without planning them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reactdrill.drill.file import load_drill, read_drill
from reactdrill.errors import DrillFileError, PlanError
from robot import DRILL

FLASHING = DRILL.replace(
    'steps = [{ light = { colour = "sky" }, target = "{place}" }]',
    "steps = ["
    + ", ".join(
        f'{{ light = {{ colour = "sky" }}, target = "{{place}}", offset_ms = {offset}, duration_ms = 50 }}'
        for offset in (0, 200, 400, 600)
    )
    + "]",
)


def test_certain_flashes_are_found_when_a_drill_is_loaded_and_when_it_is_planned(tmp_path: Path) -> None:
    path = tmp_path / "flashing.toml"
    path.write_text(FLASHING, encoding="utf-8")
    with pytest.raises(DrillFileError, match="4 flashes within 600 ms"):
        load_drill(path)
    with pytest.raises(PlanError, match=r"4 flashes within 600 ms.*no more than three flashes"):
        read_drill(path).plan(1)


def test_an_order_that_cannot_exist_is_found_when_it_is_planned(tmp_path: Path) -> None:
    path = tmp_path / "robot.toml"
    text = DRILL.replace('vary.place = ["left", "right", "up", "down"]', 'vary.place = ["left"]')
    path.write_text(
        text.replace('kind = "fixed" }\nfore', 'kind = "random", no_repeat = true }\nfore'), encoding="utf-8"
    )
    with pytest.raises(DrillFileError, match="the order cannot be made"):
        load_drill(path)
    with pytest.raises(PlanError, match="the order cannot be made"):
        read_drill(path).plan(1)
