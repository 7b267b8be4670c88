"""Labels, paragraphs, icons and progress: things that only show."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Px, Share, columns
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets.base import State, Still
from reactdrill.draw.colours import Colour
from reactdrill.draw.text import line_width, set_lines, text_height


@dataclass(frozen=True, slots=True)
class Label(Still):
    """Words on one line where they fit; shrunk, then wrapped, where they do not."""

    text: str
    role: TextRole = TextRole.BODY
    ink: Ink = Ink.TEXT
    ground: Ground = Ground.PAGE
    bold: bool = False
    across: float = 0.0
    down: float = 0.5
    lines: int = 1

    def height_for(self, look: Look, width: int) -> int:
        """`lines` lines of its size."""
        del width
        return text_height(look.text_px(self.role), bold=self.bold, lines=self.lines)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Write it."""
        del state
        canvas.text(
            self.text,
            box.inset(canvas.look.halo, 0),
            self.role,
            ink=self.ink,
            ground=self.ground,
            bold=self.bold,
            across=self.across,
            down=self.down,
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True)
class Paragraph(Still):
    """Running text: wrapped at its size from the top; shrunk only where the box is too short."""

    text: str
    role: TextRole = TextRole.BODY
    ink: Ink = Ink.TEXT
    ground: Ground = Ground.PAGE
    bold: bool = False
    across: float = 0.0
    bullet: str | None = None
    """Name of a shape to set before the text, or a number such as `1`."""

    def height_for(self, look: Look, width: int) -> int:
        """All its lines at full size."""
        room = width - self._indent(look) - 2 * look.halo
        return set_lines(self.text, max(1, room), look.text_px(self.role), bold=self.bold).height

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Write it."""
        del state
        inner = box.inset(canvas.look.halo, 0)
        parts = columns(inner, {"bullet": Px(self._indent(canvas.look)), "text": Share()})
        block = canvas.text(
            self.text,
            parts["text"],
            self.role,
            ink=self.ink,
            ground=self.ground,
            bold=self.bold,
            across=self.across,
            down=0.0,
        )
        if self.bullet is not None:
            self._draw_bullet(canvas, parts["bullet"], block.size)

    def _indent(self, look: Look) -> int:
        return 0 if self.bullet is None else round(1.5 * look.text_px(self.role))

    def _draw_bullet(self, canvas: Canvas, box: Box, size: int) -> None:
        line = Box(box.x, box.y, box.w, min(box.h, text_height(size)))
        assert self.bullet is not None
        if self.bullet.isdigit():
            canvas.text(self.bullet, line, self.role, ink=Ink.ACCENT, ground=self.ground, bold=True)
        else:
            canvas.shape(self.bullet, line.placed(round(line.h * 0.45), line.h, across=0.0), Ink.ACCENT)


@dataclass(frozen=True, slots=True)
class Icon(Still):
    """One shape."""

    shape: str
    ink: Ink | Colour = Ink.TEXT

    def height_for(self, look: Look, width: int) -> int:
        """As tall as wide."""
        del look
        return width

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw it in the middle of the box."""
        del state
        canvas.shape(self.shape, box, self.ink)


@dataclass(frozen=True, slots=True)
class ProgressBar(Still):
    """How much of something is done, with words beside the bar."""

    done: float
    """0 to 1; values outside are taken as the nearer end."""
    text: str = ""
    ink: Ink = Ink.INFO

    def height_for(self, look: Look, width: int) -> int:
        """A line of small text."""
        del width
        return text_height(look.text_px(TextRole.SMALL))

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw the bar, and the words at its right."""
        del state
        look = canvas.look
        box = box.inset(look.halo, 0)
        words = min(box.w // 2, line_width(self.text, look.text_px(TextRole.SMALL))) if self.text else 0
        parts = columns(box, {"bar": Share(), "text": Px(words)}, gap=look.gap if self.text else 0)
        track = parts["bar"].placed(parts["bar"].w, look.px(0.018))
        canvas.rounded(track, look.theme.hairline, track.h // 2)
        width = round(track.w * min(1.0, max(0.0, self.done)))
        if width > 0:
            filled = Box(track.x, track.y, max(width, track.h), track.h)
            canvas.rounded(filled, look.ink(self.ink), track.h // 2)
        canvas.text(self.text, parts["text"], TextRole.SMALL, ink=Ink.MUTED, across=1.0, lines=1)
