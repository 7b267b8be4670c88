"""What the small plots share: the median with its interval, and numbers under an axis."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import Ground, Ink, Look, TextRole, mix
from reactdrill.app.widgets.axis import Axis, round_range, ticks
from reactdrill.draw.colours import Colour
from reactdrill.draw.text import line_width

BAND_SHARE = 0.72
"""How much of the page shows through the interval band."""


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of a run and its interval."""

    median_ms: float
    low_ms: float
    high_ms: float
    text: str
    """What stands beside the line, such as `312 ms`."""


def band_colour(look: Look) -> Colour:
    """Colour of the interval band."""
    return mix(look.ink(Ink.INFO), look.ground(Ground.PAGE), BAND_SHARE)


def draw_ticks(
    canvas: Canvas, foot: Box, along: Axis, ends: tuple[float, float], *, least_step: float
) -> None:
    """Numbers under an axis between two ends, as many as stand apart."""
    look, (low, high) = canvas.look, ends
    width = line_width(f"{high:g}", look.text_px(TextRole.SMALL)) + look.gap
    most = max(1, abs(along.end - along.start) // (2 * width))
    _, _, step = round_range(low, high, most)
    for value in ticks(low, high, max(step, least_step)):
        left = along.at(value) - width // 2
        place = Box(max(foot.x, min(left, foot.right - width)), foot.y, width, foot.h)
        canvas.text(f"{value:g}", place, TextRole.SMALL, ink=Ink.MUTED, across=0.5, lines=1)
