"""Keys as people see them on a keyboard: a cap with its letter, word or arrow."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.controls import Cap
from reactdrill.app.layout import Box, Px, columns
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.draw.text import line_width, text_height

PAD_SHARE = 0.011


def cap_height(look: Look) -> int:
    """Of every cap."""
    return text_height(look.text_px(TextRole.SMALL)) + look.px(0.008)


def cap_width(look: Look, cap: Cap) -> int:
    """At least square."""
    if cap.shape is not None:
        return cap_height(look)
    words = line_width(cap.text, look.text_px(TextRole.SMALL), bold=True) + 2 * look.px(PAD_SHARE)
    return max(cap_height(look), words)


def caps_width(look: Look, caps: Sequence[Cap]) -> int:
    """Of a row of caps."""
    return sum(cap_width(look, cap) for cap in caps) + max(0, len(caps) - 1) * gap(look)


def gap(look: Look) -> int:
    """Between two caps."""
    return look.px(0.007)


def draw_caps(canvas: Canvas, box: Box, caps: Sequence[Cap], across: float = 0.5) -> None:
    """A row of caps inside `box`."""
    look = canvas.look
    line = box.placed(caps_width(look, caps), cap_height(look), across)
    parts = {str(i): Px(cap_width(look, cap)) for i, cap in enumerate(caps)}
    for cap, place in zip(caps, columns(line, parts, gap(look)).values(), strict=True):
        _draw_cap(canvas, place, cap)


def _draw_cap(canvas: Canvas, box: Box, cap: Cap) -> None:
    look = canvas.look
    radius = look.px(0.008)
    canvas.rounded(box, look.ground(Ground.RAISED), radius)
    canvas.outline(box, look.theme.outline, look.edge, radius)
    if cap.shape is not None:
        canvas.shape(cap.shape, box.inset(round(box.h * 0.24)), Ink.TEXT)
        return
    inside = box.inset(min(look.px(PAD_SHARE), box.w // 8), 0)
    canvas.text(cap.text, inside, TextRole.SMALL, ground=Ground.RAISED, bold=True, across=0.5, lines=1)
