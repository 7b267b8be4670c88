"""Rectangles, and nothing but rectangles: where things stand on a screen of any size.

Every function takes a box and gives boxes back that lie inside it and do not overlap, whatever its size; when the
fixed lengths asked for do not fit, they shrink together. Whole pixels throughout. No pygame.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels: the right and bottom edges are outside it."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """Centre, across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Centre, down."""
        return self.y + self.h / 2

    @property
    def unit(self) -> int:
        """min(width, height): what sizes are shares of."""
        return min(self.w, self.h)

    @property
    def portrait(self) -> bool:
        """Whether it is taller than wide."""
        return self.h > self.w

    @property
    def empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.w <= 0 or self.h <= 0

    def has(self, x: float, y: float) -> bool:
        """Whether a point is in the box."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether all of `other` is in the box."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a pixel."""
        return not self.meet(other).empty

    def meet(self, other: Box) -> Box:
        """What the two have in common; an empty box when that is nothing."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, max(0, right - x), max(0, bottom - y))

    def moved(self, dx: int = 0, dy: int = 0) -> Box:
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def inset(self, across: int, down: int | None = None) -> Box:
        """The box without a margin on every side; never less than nothing, and then at its centre."""
        dx = min(across, self.w // 2)
        dy = min(across if down is None else down, self.h // 2)
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def placed(self, w: int, h: int, across: float = 0.5, down: float = 0.5) -> Box:
        """A box of at most `w` by `h` inside: 0 is left or top, 0.5 the centre, 1 right or bottom."""
        w, h = min(w, self.w), min(h, self.h)
        return Box(self.x + round((self.w - w) * across), self.y + round((self.h - h) * down), w, h)

    def fitted(self, ratio: float, across: float = 0.5, down: float = 0.5) -> Box:
        """The largest box of width / height = `ratio` inside."""
        if self.w >= self.h * ratio:
            return self.placed(max(1, round(self.h * ratio)), self.h, across, down)
        return self.placed(self.w, max(1, round(self.w / ratio)), across, down)


@dataclass(frozen=True, slots=True)
class Px:
    """A fixed length of a split, in pixels."""

    length: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what the fixed lengths of a split leave over, in proportion to the other shares."""

    weight: float = 1.0


Part = Px | Share
Boxes = Mapping[str, Box]


def screen(width: int, height: int) -> Box:
    """The whole of a window."""
    return Box(0, 0, width, height)


def rows(box: Box, parts: Mapping[str, Part], gap: int = 0) -> Boxes:
    """Split from top to bottom into named boxes."""
    spans = _spans(box.h, tuple(parts.values()), gap)
    return {
        name: Box(box.x, box.y + start, box.w, length)
        for name, (start, length) in zip(parts, spans, strict=True)
    }


def columns(box: Box, parts: Mapping[str, Part], gap: int = 0) -> Boxes:
    """Split from left to right into named boxes."""
    spans = _spans(box.w, tuple(parts.values()), gap)
    return {
        name: Box(box.x + start, box.y, length, box.h)
        for name, (start, length) in zip(parts, spans, strict=True)
    }


def along(box: Box, parts: Mapping[str, Part], gap: int = 0) -> Boxes:
    """Columns when the box is wider than tall, rows when it is taller than wide."""
    return rows(box, parts, gap) if box.portrait else columns(box, parts, gap)


def grid(box: Box, count: int, across: int, gap: int = 0) -> tuple[Box, ...]:
    """`count` equal cells in reading order, `across` in a row; the last row may be short."""
    if count <= 0:
        return ()
    down = -(-count // across)
    lines = _spans(box.h, (Share(),) * down, gap)
    cells = _spans(box.w, (Share(),) * across, gap)
    every = (Box(box.x + x, box.y + y, w, h) for y, h in lines for x, w in cells)
    return tuple(cell for cell, _ in zip(every, range(count), strict=False))


def grid_across(box: Box, count: int, ratio: float, gap: int = 0) -> int:
    """How many cells in a row make the cells of `grid` come nearest to width / height = `ratio`.

    Places left empty in the last row count against it.
    """

    def misfit(across: int) -> float:
        cell = grid(box, count, across, gap)[0]
        if cell.empty:
            return float("inf")
        unused = across * -(-count // across) / count
        return unused * max(cell.w / cell.h / ratio, ratio * cell.h / cell.w)

    return min(range(1, max(1, count) + 1), key=misfit)


def flow(box: Box, widths: Sequence[int], height: int, gap: int = 0) -> tuple[Box, ...]:
    """Boxes of the given widths set like words in a paragraph.

    The only function whose boxes may run past the bottom of `box`: compare `flow_height`, or scroll.
    """
    boxes: list[Box] = []
    x, y = box.x, box.y
    for wanted in widths:
        width = min(wanted, box.w)
        if x > box.x and x + width > box.right:
            x, y = box.x, y + height + gap
        boxes.append(Box(x, y, width, height))
        x += width + gap
    return tuple(boxes)


def flow_height(width: int, widths: Sequence[int], height: int, gap: int = 0) -> int:
    """What `flow` needs from top to bottom."""
    boxes = flow(Box(0, 0, width, 0), widths, height, gap)
    return boxes[-1].bottom if boxes else 0


def disjoint(boxes: Iterable[Box]) -> bool:
    """Whether no two of the boxes share a pixel."""
    every = list(boxes)
    return not any(a.overlaps(b) for i, a in enumerate(every) for b in every[i + 1 :])


def _spans(length: int, parts: Sequence[Part], gap: int) -> list[tuple[int, int]]:
    """Start and length of each part: cumulative rounding, so that the parts add up to the pixel."""
    if not parts:
        return []
    gap = max(0, min(gap, length // (2 * len(parts))))
    room = max(0, length - gap * (len(parts) - 1))
    fixed = sum(part.length for part in parts if isinstance(part, Px))
    weights = sum(part.weight for part in parts if isinstance(part, Share))
    squeeze = min(1.0, room / fixed) if fixed else 1.0
    spare = max(0.0, room - fixed) / weights if weights else 0.0
    sizes = (part.length * squeeze if isinstance(part, Px) else part.weight * spare for part in parts)
    edges = [round(edge) for edge in accumulate(sizes, initial=0.0)]
    return [(start + i * gap, end - start) for i, (start, end) in enumerate(pairwise(edges))]
