"""Set-up drawings: what a file describes, as marks in metres and as SVG."""

from __future__ import annotations

from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from drill_text import drill_of
from reactdrill.drill.library import Library
from reactdrill.drill.model import SceneKind
from reactdrill.drill.scene import Area, Drawing, Point, Round, Stroke, Words, drawing
from reactdrill.drill.scene_svg import svg

PLACED = '[{ name = "left", floor_m = [-3.0, 4.0] }, { name = "right", floor_m = [3.0, 4.0], title = "Right gate" }]'


def of(scene: str | None = None, targets: str = '[{ name = "left" }, { name = "right" }]') -> Drawing | None:
    return drawing(drill_of(scene=scene, targets=targets).drill)


def points(drawn: Drawing) -> list[Point]:
    found: list[Point] = []
    for mark in drawn.marks:
        match mark:
            case Stroke() | Area():
                found += mark.points
            case Round():
                x, y = mark.centre
                found += [(x - mark.radius, y - mark.radius), (x + mark.radius, y + mark.radius)]
            case Words():
                found.append(mark.at)
    return found


def test_a_drill_that_says_nothing_has_no_drawing() -> None:
    assert of() is None


def test_targets_on_the_floor_are_drawn_around_the_athlete() -> None:
    drawn = of(targets=PLACED)
    assert drawn is not None
    assert [mark.text for mark in drawn.marks if isinstance(mark, Words) and mark.tone == "text"] == [
        "left",
        "Right gate",
    ]
    rings = [mark.centre for mark in drawn.marks if isinstance(mark, Round) and mark.tone == "target"]
    assert rings == [(-3.0, 4.0), (3.0, 4.0)]
    assert any(mark.tone == "athlete" for mark in drawn.marks)


@pytest.mark.parametrize("kind", get_args(SceneKind))
def test_every_kind_of_thing_is_drawn_within_the_picture(kind: str) -> None:
    drawn = of(f'{{ items = [{{ kind = "{kind}", at = [1.0, 2.0], to = [4.0, 7.0], text = "here" }}] }}')
    assert drawn is not None
    assert len(drawn.marks) > 4
    assert any(isinstance(mark, Words) and mark.text == "here" for mark in drawn.marks)
    for x, y in points(drawn):
        assert drawn.left <= x <= drawn.left + drawn.width
        assert drawn.bottom <= y <= drawn.bottom + drawn.height


@pytest.mark.parametrize(("far", "length"), [(0.3, "10 cm"), (3.0, "50 cm"), (12.0, "2 m"), (40.0, "10 m")])
def test_the_scale_says_how_long_something_is(far: float, length: str) -> None:
    drawn = of(f'{{ items = [{{ kind = "cone", at = [{far}, 0.0] }}] }}')
    assert drawn is not None
    assert length in [mark.text for mark in drawn.marks if isinstance(mark, Words)]


def test_the_picture_can_be_read_and_is_told_to_those_who_hear() -> None:
    drawn = of(
        '{ caption = "Gates.", items = [{ kind = "path", at = [0.0, 0.0], to = [0.0, 5.0], text = "a < b" }] }'
    )
    assert drawn is not None
    root = ET.fromstring(svg(drawn, "Run & turn"))
    assert root.get("role") == "img"
    assert root[0].text == "Run & turn"
    assert any(element.text == "a < b" for element in root)


@pytest.mark.parametrize("path", sorted(Library.standard().paths().values()), ids=lambda path: path.stem)
def test_every_drawing_of_the_library_is_sound(path: object) -> None:
    drill = Library.standard().load(str(path)).drill
    drawn = drawing(drill)
    if drawn is not None:
        ET.fromstring(svg(drawn, drill.title))
        assert 1 / 12 < drawn.width / drawn.height < 12
