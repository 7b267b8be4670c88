"""Where the targets of a picture stand in a box so that none covers another: pure geometry.

Places come from the drill and may be anything; the box may be any size. Every target is given the same room, as much
as the nearest two leave each other. Where that is too little to write in, there is no picture but a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from reactdrill.app.layout import Box

Place = tuple[float, float]


def spread_out(at: Sequence[Place], box: Box, wanted: tuple[int, int], least: tuple[int, int]) -> list[Box]:
    """A box around each place, none overlapping, all inside `box`; empty when they would be smaller than `least`.

    `wanted` and `least` are width and height, px.
    """
    width, height = min(wanted[0], box.w), min(wanted[1], box.h)
    if width < least[0] or height < least[1]:
        return []
    for tall in _heights(height, least[1]):
        wide = _widest(at, box, width, tall)
        if wide >= least[0]:
            return [_around(place, box, wide, tall) for place in at]
    return []


def _heights(most: int, least: int) -> list[int]:
    """From the tallest to the least, a tenth of the way at a time."""
    return sorted({most, least, *(least + (most - least) * part // 10 for part in range(10))}, reverse=True)


def _widest(at: Sequence[Place], box: Box, most: int, tall: int) -> int:
    """The greatest width at which boxes of a height keep apart."""
    wide = most
    while wide > 0:
        boxes = [_around(place, box, wide, tall) for place in at]
        if not any(first.overlaps(second) for first, second in combinations(boxes, 2)):
            return wide
        wide = wide * 19 // 20
    return 0


def _around(place: Place, box: Box, width: int, height: int) -> Box:
    """Centred on the place, whose range of -1 to 1 spans the whole of `box`; pushed inside at the edges."""
    x, y = place
    left = round(box.cx + x * box.w / 2 - width / 2)
    top = round(box.cy - y * box.h / 2 - height / 2)
    return Box(
        min(max(left, box.x), box.right - width), min(max(top, box.y), box.bottom - height), width, height
    )
