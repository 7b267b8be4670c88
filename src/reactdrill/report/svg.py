"""Figures as SVG text, by hand: small, sharp in print, and coloured by the page's style sheet in light and in dark.

Every text is escaped here and nowhere else. Sizes are the units of the figure's own box; the page scales it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from xml.sax.saxutils import escape

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places along one side of a figure. `low` and `high` must differ."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value stands; one beyond the ends stands at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round numbers within the scale."""
        step = round_step((self.high - self.low) / about)
        first = ceil(self.low / step - 1e-9)
        return [step * number for number in range(first, floor(self.high / step + 1e-9) + 1)]


def round_step(rough: float) -> float:
    """The nearest step of 1, 2 or 5 times a power of ten that is not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough * 0.999)


def span(values: Iterable[float], *, share: float = 0.06, least: float = 20.0) -> tuple[float, float]:
    """Limits that hold all values with some room; `least` is how far apart they stand at least."""
    known = [value for value in values if isfinite(value)]
    if not known:
        return 0.0, least
    low, high = min(known), max(known)
    room = max((high - low) * share, (least - (high - low)) / 2, 0.0)
    return low - room, high + room


class Svg:
    """A figure that grows mark by mark."""

    def __init__(self, name: str, title: str, about: str, width: float = 720, height: float = 260) -> None:
        """`name` is unique on the page; `title` and `about` are what a screen reader tells."""
        self.width, self.height = width, height
        box, told = f"0 0 {_n(width)} {_n(height)}", f"{name}-t {name}-d"
        self._parts = [
            f'<svg class="figure" viewBox="{box}" role="img" aria-labelledby="{told}" xmlns="http://www.w3.org/2000/svg">',
            f'<title id="{name}-t">{escape(title)}</title>',
            f'<desc id="{name}-d">{escape(about)}</desc>',
        ]

    def __str__(self) -> str:
        return "\n".join([*self._parts, "</svg>"])

    def line(self, one: Point, other: Point, look: str) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{_n(one[0])}" y1="{_n(one[1])}" x2="{_n(other[0])}" y2="{_n(other[1])}" class="{look}"/>'
        )

    def polyline(self, points: Sequence[Point], look: str) -> None:
        """A line along points."""
        self._parts.append(f'<polyline points="{_points(points)}" class="{look}"/>')

    def polygon(self, points: Sequence[Point], look: str) -> None:
        """A filled shape."""
        self._parts.append(f'<polygon points="{_points(points)}" class="{look}"/>')

    def rect(
        self, left: float, top: float, width: float, height: float, look: str, *, round_: float = 0
    ) -> None:
        """A rectangle; one without an extent is not drawn."""
        if width > 0 and height > 0:
            corner = f' rx="{_n(round_)}"' if round_ else ""
            self._parts.append(
                f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}"{corner} class="{look}"/>'
            )

    def circle(self, at: Point, radius: float, look: str, tip: str = "") -> None:
        """A disc; `tip` is shown where a pointer rests on it."""
        shape = f'<circle cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(radius)}" class="{look}"'
        self._parts.append(f"{shape}><title>{escape(tip)}</title></circle>" if tip else f"{shape}/>")

    def text(self, at: Point, words: str, look: str = "", anchor: str = "start") -> None:
        """A word on its baseline."""
        self._parts.append(
            f'<text x="{_n(at[0])}" y="{_n(at[1])}" text-anchor="{anchor}" class="{look}">{escape(words)}</text>'
        )

    def mark(self, kind: str, at: Point, size: float, look: str) -> None:
        """A small shape: `circle`, `diamond`, `square`, `cross`, `triangle`, `plus`, `ring`."""
        x, y = at
        if kind == "circle":
            self.circle(at, size, look)
        elif kind == "ring":
            self.circle(at, size, f"{look} open")
        elif kind in _CORNERS:
            self.polygon([(x + dx * size, y + dy * size) for dx, dy in _CORNERS[kind]], look)
        else:
            for (ax, ay), (bx, by) in _STROKES[kind]:
                self.line((x + ax * size, y + ay * size), (x + bx * size, y + by * size), f"{look} stroke")


_CORNERS: dict[str, tuple[Point, ...]] = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((0, -1.3), (1.2, 1), (-1.2, 1)),
}
_STROKES: dict[str, tuple[tuple[Point, Point], ...]] = {
    "cross": (((-1, -1), (1, 1)), ((-1, 1), (1, -1))),
    "plus": (((0, -1.2), (0, 1.2)), ((-1.2, 0), (1.2, 0))),
}


def frame(
    svg: Svg,
    across: Scale,
    up: Scale,
    *,
    x_title: str,
    y_title: str,
    x_ticks: Sequence[tuple[float, str]] | None = None,
) -> None:
    """Grid, ticks and titles of a plot with values on both sides; its box is where the scales begin and end."""
    for value in up.ticks():
        y = up(value)
        svg.line((across.start, y), (across.end, y), "grid")
        svg.text((across.start - 8, y + 4), number(value), "tick", "end")
    for value, words in x_ticks if x_ticks is not None else [(one, number(one)) for one in across.ticks(8)]:
        svg.text((across(value), up.start + 18), words, "tick", "middle")
    svg.line((across.start, up.start), (across.end, up.start), "axis")
    svg.text(((across.start + across.end) / 2, up.start + 36), x_title, "axis-title", "middle")
    svg.text((across.start - 44, 14), y_title, "axis-title")


def number(value: float) -> str:
    """A tick's number, without digits it does not need."""
    text = f"{value:.6g}"
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
