"""Names that are read from across the room: one below the other, as large as their place allows."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Part, Px, Share, rows
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import text_height


@dataclass(frozen=True, slots=True)
class Called(Still):
    """Who is called, under what is asked of them; below it a line for those who come after."""

    asked: str
    names: tuple[str, ...]
    after: str = ""

    def height_for(self, look: Look, width: int) -> int:
        """All lines at their full size."""
        del width
        heights = self._heights(look)
        return len(self.names) * heights["name"] + 2 * heights["line"] + (len(self.names) + 1) * look.gap // 2

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """The lines above and below take what they need, the names share the rest."""
        del state
        look, inner = canvas.look, box.inset(canvas.look.halo, 0)
        heights = self._heights(look)
        parts: dict[str, Part] = {"asked": Px(heights["line"])}
        parts |= {
            str(number): Px(self._name_height(look, inner, heights)) for number in range(len(self.names))
        }
        parts |= {"after": Px(2 * heights["line"]), "rest": Share()}
        places = rows(inner, parts, gap=look.gap // 2)
        canvas.text(self.asked, places["asked"], TextRole.HEADING, ink=Ink.ACCENT, bold=True, lines=1)
        for number, name in enumerate(self.names):
            canvas.text(name, places[str(number)], TextRole.FIGURE, bold=True, lines=1)
        if self.after:
            canvas.text(self.after, places["after"], TextRole.HEADING, ink=Ink.MUTED, lines=2)

    def _name_height(self, look: Look, box: Box, heights: dict[str, int]) -> int:
        left = box.h - 3 * heights["line"] - (len(self.names) + 2) * look.gap // 2
        return min(heights["name"], left // max(1, len(self.names)))

    def _heights(self, look: Look) -> dict[str, int]:
        return {
            "name": text_height(look.text_px(TextRole.FIGURE), bold=True),
            "line": text_height(look.text_px(TextRole.HEADING), bold=True),
        }
