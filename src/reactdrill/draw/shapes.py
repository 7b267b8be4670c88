"""Large, plain shapes for cues and icons, antialiased at every size.

A shape is data: polygons and discs in a square from -1 to 1 (y grows downwards), each filled or cut out. It is drawn
two or four times too large and scaled down, because pygame's own edges are jagged. Two shapes never differ by colour
or by size alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, pi, sin
from types import MappingProxyType

import pygame

from reactdrill.draw.colours import Colour

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed outline, filled or cut out."""

    points: tuple[Point, ...]
    solid: bool = True


@dataclass(frozen=True, slots=True)
class Disc:
    """A round, filled or cut out."""

    centre: Point
    radius: float
    solid: bool = True


Part = Polygon | Disc


def _polygon(*points: Point, solid: bool = True) -> Polygon:
    return Polygon(points, solid)


def _turned(points: Sequence[Point], degrees: float) -> tuple[Point, ...]:
    """Points turned clockwise (as seen on the screen) around the centre."""
    c, s = cos(degrees * pi / 180), sin(degrees * pi / 180)
    return tuple((x * c - y * s, x * s + y * c) for x, y in points)


def _bar(half_length: float, half_width: float, degrees: float, *, solid: bool = True) -> Polygon:
    corners = (
        (-half_length, -half_width),
        (half_length, -half_width),
        (half_length, half_width),
        (-half_length, half_width),
    )
    return Polygon(_turned(corners, degrees), solid)


def _arrow(degrees: float) -> tuple[Part, ...]:
    """An arrow; 0 degrees points up, 90 right."""
    up = ((0, -0.98), (0.78, -0.1), (0.3, -0.1), (0.3, 0.94), (-0.3, 0.94), (-0.3, -0.1), (-0.78, -0.1))
    return (Polygon(_turned(up, degrees)),)


def _star(tips: int, inner: float) -> Polygon:
    spokes = ((1.0 if i % 2 == 0 else inner, i * pi / tips - pi / 2) for i in range(2 * tips))
    return Polygon(tuple((r * cos(a), r * sin(a) + 0.06) for r, a in spokes))


def _chevron(degrees: float) -> tuple[Part, ...]:
    """An angle; 0 degrees points right."""
    right = ((-0.34, -0.95), (0.61, 0), (-0.34, 0.95), (-0.61, 0.68), (0.07, 0), (-0.61, -0.68))
    return (Polygon(_turned(right, degrees)),)


def _limb(*joints: Point, half_width: float = 0.085) -> tuple[Part, ...]:
    """Bars from joint to joint, round at every joint."""
    parts: list[Part] = [Disc(joint, half_width) for joint in joints]
    for (x, y), (ex, ey) in pairwise(joints):
        length = hypot(ex - x, ey - y)
        across = (-(ey - y) / length * half_width, (ex - x) / length * half_width)
        parts.append(
            _polygon(
                (x + across[0], y + across[1]),
                (ex + across[0], ey + across[1]),
                (ex - across[0], ey - across[1]),
                (x - across[0], y - across[1]),
            )
        )
    return tuple(parts)


def _figure(lean: float, stride: float, arms: float) -> tuple[Part, ...]:
    """A person from the front. `lean`: how far the head is over to the right; `stride`: how far the right foot is out.

    The left foot stays where it is, so that a lean alone is told from a step. `arms`: how far they hang out.
    """
    hip, neck = (lean * 0.35 + stride * 0.35, 0.12), (lean * 0.85 + stride * 0.45, -0.42)
    head = (lean + stride * 0.5, -0.72)
    left, right = (-0.26 - max(0.0, -stride), 0.9), (0.26 + max(0.0, stride), 0.9)
    return (
        Disc(head, 0.22),
        *_limb(neck, hip, half_width=0.13),
        *_limb(hip, ((hip[0] + left[0]) / 2 - 0.06, 0.52), left),
        *_limb(hip, ((hip[0] + right[0]) / 2 + 0.06, 0.52), right),
        *_limb(neck, (neck[0] - arms * 0.7, -0.12), (neck[0] - arms, 0.16), half_width=0.075),
        *_limb(neck, (neck[0] + arms * 0.7, -0.12), (neck[0] + arms, 0.16), half_width=0.075),
    )


CUE_SHAPES: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "circle": (Disc((0, 0), 0.96),),
        "ring": (Disc((0, 0), 0.96), Disc((0, 0), 0.6, solid=False)),
        "square": (_polygon((-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84)),),
        "triangle": (_polygon((0, -0.92), (1, 0.84), (-1, 0.84)),),
        "diamond": (_polygon((0, -1), (0.76, 0), (0, 1), (-0.76, 0)),),
        "star": (_star(5, 0.42),),
        "cross": (_bar(1.16, 0.26, 45), _bar(1.16, 0.26, -45)),
        "plus": (_bar(0.96, 0.3, 0), _bar(0.96, 0.3, 90)),
        "field": (_polygon((-1, -1), (1, -1), (1, 1), (-1, 1)),),
        "x": (
            Disc((0, 0), 0.96),
            _bar(0.6, 0.15, 45, solid=False),
            _bar(0.6, 0.15, -45, solid=False),
        ),
        "figure": _figure(0.0, 0.0, 0.34),
        "figure-lean-left": _figure(-0.3, 0.0, 0.4),
        "figure-lean-right": _figure(0.3, 0.0, 0.4),
        "figure-go-left": _figure(-0.22, -0.5, 0.42),
        "figure-go-right": _figure(0.22, 0.5, 0.42),
        "arrow-up": _arrow(0),
        "arrow-up-right": _arrow(45),
        "arrow-right": _arrow(90),
        "arrow-down-right": _arrow(135),
        "arrow-down": _arrow(180),
        "arrow-down-left": _arrow(225),
        "arrow-left": _arrow(270),
        "arrow-up-left": _arrow(315),
    }
)
"""What a drill may show, under the names drill files use.

`figure` is a person who stands; one that leans has both feet where they were, one that goes has stepped to its side
(seen from the front, so that its left is the watcher's left). `cross` stands on its corner, `plus` stands upright, `x` is a disc with a cross cut out, `field` fills its place.
"""

ICON_SHAPES: Mapping[str, tuple[Part, ...]] = MappingProxyType(
    {
        "check": (
            _polygon((-0.94, 0.1), (-0.66, -0.2), (-0.3, 0.18), (0.64, -0.76), (0.94, -0.46), (-0.3, 0.78)),
        ),
        "play": (_polygon((-0.6, -0.88), (0.9, 0), (-0.6, 0.88)),),
        "pause": (
            _polygon((-0.72, -0.84), (-0.2, -0.84), (-0.2, 0.84), (-0.72, 0.84)),
            _polygon((0.2, -0.84), (0.72, -0.84), (0.72, 0.84), (0.2, 0.84)),
        ),
        "search": (
            Disc((-0.22, -0.22), 0.7),
            Disc((-0.22, -0.22), 0.46, solid=False),
            _polygon((0.14, 0.38), (0.38, 0.14), (0.96, 0.72), (0.72, 0.96)),
        ),
        "chevron-right": _chevron(0),
        "chevron-down": _chevron(90),
        "chevron-left": _chevron(180),
        "chevron-up": _chevron(270),
    }
)
"""What only the program itself shows, on buttons and rows."""

SHAPES: Mapping[str, tuple[Part, ...]] = MappingProxyType({**CUE_SHAPES, **ICON_SHAPES})


@lru_cache(maxsize=96)
def shape_surface(name: str, size_px: int, colour: Colour) -> pygame.Surface:
    """A square, transparent surface of `size_px` with one of `SHAPES` on it.

    The surface is shared: blit it, do not draw on it. Raises `ValueError` for a name that is not in `SHAPES` and for
    a size below 1.
    """
    parts = SHAPES.get(name)
    if parts is None:
        raise ValueError(f"no shape is called {name!r}; known are {', '.join(SHAPES)}")
    if size_px < 1:
        raise ValueError(f"a shape of {size_px} px cannot be drawn")
    return _drawn(parts, size_px, colour)


def _drawn(parts: Sequence[Part], size_px: int, colour: Colour) -> pygame.Surface:
    large = size_px * _oversampling(size_px)
    surface = pygame.Surface((large, large), pygame.SRCALPHA)
    # Transparent pixels carry the colour too: scaling averages the channels one by one.
    surface.fill((*colour, 0))
    for part in parts:
        paint = (*colour, 255 if part.solid else 0)
        if isinstance(part, Disc):
            pygame.draw.circle(surface, paint, _at(part.centre, large), part.radius * large / 2)
        else:
            pygame.draw.polygon(surface, paint, [_at(point, large) for point in part.points])
    return pygame.transform.smoothscale(surface, (size_px, size_px))


def _oversampling(size_px: int) -> int:
    """Powers of two only: scaling by three takes a shade off the whole shape. Less for large ones, for memory."""
    return 4 if size_px <= 480 else 2


def _at(point: Point, size: int) -> tuple[float, float]:
    return ((point[0] + 1) * size / 2, (point[1] + 1) * size / 2)
