"""The buttons at the foot of a screen that people come back to out of breath: what they most likely want is large."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reactdrill.app.layout import Box, Part, Px, Share, columns, rows
from reactdrill.app.page import Placed
from reactdrill.app.theme import Look
from reactdrill.app.widgets import Button

LARGER = 1.8
"""Width of a large button, in others."""


def foot(
    look: Look, body: Box, buttons: Mapping[str, Button], large: Collection[str], *, portrait: bool
) -> tuple[Box, list[Placed]]:
    """Buttons below a body, and what they leave of it.

    In one row, or on a tall screen the large ones above the others.
    """
    if not buttons:
        return body, []
    above = [name for name in buttons if name in large] if portrait else []
    lines = [line for line in (above, [name for name in buttons if name not in above]) if line]
    heights = {
        str(n): max(buttons[name].height_for(look, 0) for name in line) for n, line in enumerate(lines)
    }
    gap = look.gap // 3
    tall = sum(heights.values()) + (len(lines) - 1) * gap
    parts: dict[str, Part] = {name: Px(height) for name, height in heights.items()}
    places = rows(Box(body.x, body.bottom - tall, body.w, tall), parts, gap=gap)
    placed = []
    for number, line in enumerate(lines):
        shares: dict[str, Part] = {name: Share(LARGER if name in large else 1.0) for name in line}
        cells = columns(places[str(number)], shares, gap=gap)
        placed += [Placed(name, cells[name], buttons[name]) for name in line]
    return Box(body.x, body.y, body.w, body.h - tall - look.gap // 2), placed
