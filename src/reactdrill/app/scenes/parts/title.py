"""A screen's title and the small marks beside it."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import TextBlock, fit, line_width, set_lines, text_height

LEAST_SHRUNK = 0.78
"""A title is set on more lines rather than smaller than this share of its size."""


@dataclass(frozen=True, slots=True)
class Title(Still):
    """Large enough to be read from where the athlete stands: wrapped before it would get small."""

    text: str
    ink: Ink = Ink.TEXT
    role: TextRole = TextRole.TITLE

    def height_for(self, look: Look, width: int) -> int:
        """Of the lines it needs."""
        return self._block(look, width).height

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Write it, from the top."""
        del state
        block, room = self._block(canvas.look, box.w), box.inset(canvas.look.halo, 0)
        if block.height <= box.h:
            canvas.block(self.text, block, room, ink=self.ink)
        else:
            canvas.text(self.text, room, self.role, ink=self.ink, bold=True)

    def _block(self, look: Look, width: int) -> TextBlock:
        width = max(1, width - 2 * look.halo)
        full = look.text_px(self.role)
        least = round(full * LEAST_SHRUNK)
        one = fit(self.text, width, text_height(full), full, least, bold=True, lines=1)
        if not one.cut and len(one.lines) == 1:
            return one
        return set_lines(self.text, width, least, bold=True)


@dataclass(frozen=True, slots=True)
class Badge(Still):
    """A word that must not be overlooked, on a colour of its own."""

    text: str
    ground: Ground = Ground.WARN

    def width_for(self, look: Look) -> int:
        """Its words and some room."""
        words = line_width(self.text, look.text_px(TextRole.SMALL), bold=True)
        return words + 2 * look.px(0.018) + 2 * look.halo

    def height_for(self, look: Look, width: int) -> int:
        """One small line with room around it."""
        del width
        return text_height(look.text_px(TextRole.SMALL)) + 2 * look.px(0.008)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """A filled pill."""
        del state
        look = canvas.look
        frame = box.placed(box.w, self.height_for(look, box.w)).inset(look.halo, 0)
        canvas.rounded(frame, look.ground(self.ground), frame.h // 2)
        canvas.text(
            self.text,
            frame.inset(look.px(0.012), 0),
            TextRole.SMALL,
            ink=Ink.ON_COLOUR,
            ground=self.ground,
            bold=True,
            across=0.5,
            lines=1,
        )
