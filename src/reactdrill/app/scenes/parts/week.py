"""This week as a small calendar: the days on which a drill was done, and how many are planned."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.standing import Week
from reactdrill.app.layout import Box, Part, Px, Share, grid, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import text_height
from reactdrill.i18n import Texts

DAYS_A_WEEK = 7
CELL_SHARE = 0.085
"""Width of a day."""
TICK_SHARE = 0.7


class Words(Texts):
    """Everything this part says by itself."""

    DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True)
class WeekCalendar(Still):
    """A cell a day, Monday first: ticked when something was done, framed today; and the count in words above."""

    week: Week

    def height_for(self, look: Look, width: int) -> int:
        """The words and the cells."""
        del width
        return text_height(look.text_px(TextRole.BODY)) + self._cells_height(look) + look.gap // 3

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw it."""
        del state
        look, inner = canvas.look, box.inset(canvas.look.halo, 0)
        parts: dict[str, Part] = {
            "words": Px(text_height(look.text_px(TextRole.BODY))),
            "days": Px(self._cells_height(look)),
            "rest": Share(),
        }
        places = rows(inner, parts, gap=look.gap // 3)
        canvas.text(self.week.words, places["words"], TextRole.BODY, lines=1)
        wide = min(inner.w, DAYS_A_WEEK * look.px(CELL_SHARE))
        line = places["days"].placed(wide, places["days"].h, across=0.0)
        for day, cell in enumerate(grid(line, DAYS_A_WEEK, DAYS_A_WEEK, look.gap // 4)):
            self._draw_day(canvas, day, cell)

    def _draw_day(self, canvas: Canvas, day: int, box: Box) -> None:
        look = canvas.look
        name = text_height(look.min_text_px)
        parts = rows(box, {"name": Px(name), "mark": Share()}, gap=look.px(0.004))
        done, today = day in self.week.done, day == self.week.today
        canvas.text(
            Words.DAYS[day],
            parts["name"],
            ink=Ink.TEXT if today else Ink.MUTED,
            bold=today,
            across=0.5,
            size=look.min_text_px,
            lines=1,
        )
        ground = Ground.INFO if done else Ground.SURFACE
        canvas.rounded(parts["mark"], look.ground(ground), look.radius)
        edge = look.ink(Ink.TEXT) if today else look.theme.hairline
        canvas.outline(parts["mark"], edge, look.edge, look.radius)
        if done:
            side = round(parts["mark"].unit * TICK_SHARE)
            canvas.shape("check", parts["mark"].placed(side, side), Ink.ON_COLOUR)

    def _cells_height(self, look: Look) -> int:
        return text_height(look.min_text_px) + look.px(CELL_SHARE * 0.7)
