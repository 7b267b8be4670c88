"""The bar at the right of whatever scrolls."""

from __future__ import annotations

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import Pointer
from reactdrill.app.layout import Box
from reactdrill.app.scroll import Scroll
from reactdrill.app.theme import Look

BAR_SHARE = 0.012
SHORTEST_THUMB_SHARE = 0.06


def bar_room(look: Look) -> int:
    """Width to leave free for the bar and the space beside it."""
    return look.px(BAR_SHARE) + look.gap // 2


def draw_bar(canvas: Canvas, box: Box, scroll: Scroll) -> None:
    """Draw the bar at the right edge of `box`; nothing where nothing is out of sight."""
    if not scroll.needed:
        return
    look, track = canvas.look, _track(box, canvas.look)
    canvas.rounded(track, look.theme.hairline, track.w // 2)
    thumb = scroll.thumb(track, look.px(SHORTEST_THUMB_SHARE))
    canvas.rounded(thumb, look.theme.outline, thumb.w // 2)


def on_bar(box: Box, look: Look, event: Pointer) -> bool:
    """Whether the pointer is on the bar of `box`, or in the space beside it: a thin bar is hard to hit."""
    return box.has(event.x, event.y) and event.x >= box.right - bar_room(look)


def drag_bar(box: Box, look: Look, began: Scroll, distance: int) -> Scroll:
    """Where the content stands after its bar was dragged `distance` px from where it began."""
    return began.dragged(_track(box, look), look.px(SHORTEST_THUMB_SHARE), distance)


def _track(box: Box, look: Look) -> Box:
    width = look.px(BAR_SHARE)
    return Box(box.right - width, box.y + look.halo, width, max(0, box.h - 2 * look.halo))
