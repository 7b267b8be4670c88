"""The set-up drawing of a drill as plain shapes in metres, for whoever draws it: the program, the documentation.

The floor is seen from above: x to the right, y forwards (up in the picture). Symbols are no smaller than a share of the
scene, so that a cone can be seen in a field of twenty metres; what has a real extent (lines, ladders, walls) keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin
from typing import Literal

from reactdrill.drill.model import Drill, SceneItem

Point = tuple[float, float]
Tone = Literal["athlete", "partner", "coach", "target", "thing", "ground", "line", "path", "text"]
"""What a mark stands for; who draws it knows the colour."""

SYMBOL_SHARE = 1 / 22
"""Radius of a symbol, of the scene's longer side."""
MARGIN_SHARE = 0.12
LEAST_RATIO = 0.8
"""Of width to height: a long lane is not drawn as a slit."""
SCALE_BARS_M = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
LEAST_M = 1.2
"""A scene is taken to be at least this long: two feet on a mat are not blown up to fill a screen."""


@dataclass(frozen=True)
class Stroke:
    """A line along points."""

    points: tuple[Point, ...]
    tone: Tone
    dashed: bool = False
    arrow: bool = False
    """Ends in an arrow head."""
    heavy: bool = False


@dataclass(frozen=True)
class Area:
    """A polygon, filled."""

    points: tuple[Point, ...]
    tone: Tone
    edge: bool = False
    """Only its edge."""


@dataclass(frozen=True)
class Round:
    """A disc, or a ring."""

    centre: Point
    radius: float
    tone: Tone
    edge: bool = False


@dataclass(frozen=True)
class Words:
    """A word below a point."""

    at: Point
    text: str
    tone: Tone = "text"
    drop: float = 0.0
    """How far below, m."""


Mark = Stroke | Area | Round | Words


@dataclass(frozen=True)
class Drawing:
    """All marks, and what they cover, in metres."""

    marks: tuple[Mark, ...]
    left: float
    bottom: float
    width: float
    height: float
    unit: float
    """Radius of a symbol, m."""
    caption: str = ""


def drawing(drill: Drill) -> Drawing | None:
    """The set-up of a drill; None when its file describes none."""
    placed = [(target, target.floor_m) for target in drill.targets if target.floor_m is not None]
    items = list(drill.scene.items) if drill.scene is not None else []
    if not placed and not items:
        return None
    if not any(item.kind == "athlete" for item in items):
        items.append(SceneItem(kind="athlete", at=[0.0, 0.0]))
    points = [*(_point(at) for _, at in placed), *(point for item in items for point in _ends(item))]
    unit = max(LEAST_M, _span(points)) * SYMBOL_SHARE
    marks: list[Mark] = []
    for item in sorted(items, key=lambda each: _LAYERS.get(each.kind, 1)):
        marks += _marks(item, unit)
    for target, at in placed:
        marks.append(Round(_point(at), unit * 0.8, "target", edge=True))
        marks.append(Words(_point(at), target.title or target.name.replace("-", " "), drop=unit))
    return _framed(tuple(marks), points, unit, "" if drill.scene is None else drill.scene.caption or "")


def _framed(marks: tuple[Mark, ...], points: Sequence[Point], unit: float, caption: str) -> Drawing:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    margin = max(2.4 * unit, MARGIN_SHARE * max(right - left, top - bottom))
    foot = 1.5 * unit
    bottom -= margin + foot
    height = top + margin - bottom
    width = max(right - left + 2 * margin, height * LEAST_RATIO)
    left = (left + right - width) / 2
    scale = _scale_bar((left + unit, bottom + unit), width, unit)
    return Drawing((*marks, *scale), left, bottom, width, height, unit, caption)


def _scale_bar(corner: Point, width: float, unit: float) -> tuple[Mark, ...]:
    """A length in metres, in the lower left corner, at most a quarter of the picture wide."""
    length = max((each for each in SCALE_BARS_M if each <= width / 4), default=SCALE_BARS_M[0])
    x, y = corner
    end = (x + length, y)
    tick = unit * 0.25
    words = f"{length:g} m" if length >= 1 else f"{length * 100:g} cm"
    return (
        Stroke((corner, end), "line"),
        Stroke(((x, y - tick), (x, y + tick)), "line"),
        Stroke(((x + length, y - tick), (x + length, y + tick)), "line"),
        Words((x + length / 2, y), words, "line", drop=-unit * 1.1),
    )


def _span(points: Sequence[Point]) -> float:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _point(at: Sequence[float]) -> Point:
    return (at[0], at[1])


def _ends(item: SceneItem) -> Iterator[Point]:
    yield _point(item.at)
    if item.to is not None and item.kind not in _LOOKING:
        yield _point(item.to)


# ---- symbols


def _marks(item: SceneItem, unit: float) -> list[Mark]:
    marks = list(_DRAWN[item.kind](item, unit))
    if item.text is not None and item.kind != "label":
        end = _point(item.to or item.at) if item.kind not in _LOOKING else _point(item.at)
        middle = ((item.at[0] + end[0]) / 2, (item.at[1] + end[1]) / 2)
        marks.append(Words(middle, item.text, drop=unit * 1.1))
    return marks


def _person(tone: Tone) -> Callable[[SceneItem, float], Iterator[Mark]]:
    def marks(item: SceneItem, unit: float) -> Iterator[Mark]:
        """A body from above, with a nose that says where it looks."""
        x, y = item.at
        way = pi / 2 if item.to is None else atan2(item.to[1] - y, item.to[0] - x)
        yield Area(_oval((x, y), unit * 1.15, unit * 0.55, way - pi / 2), tone)
        yield Round((x, y), unit * 0.55, "ground")
        yield Round((x, y), unit * 0.45, tone)
        nose = (x + cos(way) * unit * 1.05, y + sin(way) * unit * 1.05)
        yield Area(_triangle(nose, unit * 0.38, way), tone)

    return marks


def _cone(item: SceneItem, unit: float) -> Iterator[Mark]:
    yield Area(_triangle(_point(item.at), unit * 0.75, pi / 2), "thing")


def _line(item: SceneItem, unit: float) -> Iterator[Mark]:
    del unit
    yield Stroke((_point(item.at), _end(item)), "line")


def _path(item: SceneItem, unit: float) -> Iterator[Mark]:
    del unit
    yield Stroke((_point(item.at), _end(item)), "path", dashed=True, arrow=True)


def _wall(item: SceneItem, unit: float) -> Iterator[Mark]:
    del unit
    yield Stroke((_point(item.at), _end(item)), "line", heavy=True)


def _posts(item: SceneItem, unit: float) -> Iterator[Mark]:
    """A goal or a net: a line between two posts."""
    yield Stroke((_point(item.at), _end(item)), "line", dashed=True)
    for post in (_point(item.at), _end(item)):
        yield Round(post, unit * 0.35, "thing")


def _screen(item: SceneItem, unit: float) -> Iterator[Mark]:
    x, y = item.at
    half = unit * 1.5
    yield Area(((x - half, y - unit * 0.2), (x + half, y - unit * 0.2), (x + half, y + unit * 0.2), (x - half, y + unit * 0.2)), "coach")  # fmt: skip


def _pod(item: SceneItem, unit: float) -> Iterator[Mark]:
    yield Round(_point(item.at), unit * 0.8, "target", edge=True)


def _ball(item: SceneItem, unit: float) -> Iterator[Mark]:
    yield Round(_point(item.at), unit * 0.5, "path")


def _disc(item: SceneItem, unit: float) -> Iterator[Mark]:
    yield Round(_point(item.at), unit * 1.5, "thing", edge=True)


def _mat(size: float) -> Callable[[SceneItem, float], Iterator[Mark]]:
    def marks(item: SceneItem, unit: float) -> Iterator[Mark]:
        x, y = item.at
        half = unit * size
        corners = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
        yield Area(corners, "thing", edge=True)

    return marks


def _bench(item: SceneItem, unit: float) -> Iterator[Mark]:
    x, y = item.at
    wide, deep = unit * 2, unit * 0.7
    yield Area(((x - wide, y - deep), (x + wide, y - deep), (x + wide, y + deep), (x - wide, y + deep)), "thing", edge=True)  # fmt: skip


def _hurdle(item: SceneItem, unit: float) -> Iterator[Mark]:
    x, y = item.at
    yield Stroke(((x - unit * 1.2, y), (x + unit * 1.2, y)), "thing", heavy=True)


def _ladder(item: SceneItem, unit: float) -> Iterator[Mark]:
    """Two rails and a rung about every half metre."""
    (x, y), (ex, ey) = _point(item.at), _end(item)
    length = hypot(ex - x, ey - y) or 1.0
    along, across = ((ex - x) / length, (ey - y) / length), (-(ey - y) / length, (ex - x) / length)
    half = max(0.25, unit * 0.6)
    rails = [((x + side * across[0], y + side * across[1]), (ex + side * across[0], ey + side * across[1])) for side in (-half, half)]  # fmt: skip
    yield from (Stroke(rail, "thing") for rail in rails)
    rungs = max(2, min(20, round(length / 0.5)))
    for number in range(rungs + 1):
        at = length * number / rungs
        centre = (x + along[0] * at, y + along[1] * at)
        ends = tuple((centre[0] + side * across[0], centre[1] + side * across[1]) for side in (-half, half))
        yield Stroke(ends, "thing")


def _label(item: SceneItem, unit: float) -> Iterator[Mark]:
    del unit
    yield Words(_point(item.at), item.text or "")


def _end(item: SceneItem) -> Point:
    return _point(item.to or item.at)


def _oval(centre: Point, wide: float, deep: float, turned: float) -> tuple[Point, ...]:
    c, s = cos(turned), sin(turned)
    around = [(wide * cos(2 * pi * n / 24), deep * sin(2 * pi * n / 24)) for n in range(24)]
    return tuple((centre[0] + x * c - y * s, centre[1] + x * s + y * c) for x, y in around)


def _triangle(centre: Point, radius: float, way: float) -> tuple[Point, ...]:
    turns = (way, way + 2 * pi / 3, way - 2 * pi / 3)
    return tuple((centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns)


_LOOKING = ("athlete", "partner", "coach")
"""Of these `to` is where they look, not where they end."""
_LAYERS = {"foam": 0, "mat": 0, "disc": 0, "wobble-board": 0, "line": 0, "ladder": 0, "path": 2, "athlete": 3, "partner": 3, "coach": 3, "label": 4}  # fmt: skip
_DRAWN: dict[str, Callable[[SceneItem, float], Iterator[Mark]]] = {
    "athlete": _person("athlete"),
    "partner": _person("partner"),
    "coach": _person("coach"),
    "cone": _cone,
    "line": _line,
    "path": _path,
    "screen": _screen,
    "wall": _wall,
    "goal": _posts,
    "net": _posts,
    "pod": _pod,
    "mat": _mat(1.0),
    "box": _mat(1.2),
    "foam": _mat(1.6),
    "ladder": _ladder,
    "hurdle": _hurdle,
    "ball": _ball,
    "wobble-board": _disc,
    "disc": _disc,
    "bench": _bench,
    "label": _label,
}
