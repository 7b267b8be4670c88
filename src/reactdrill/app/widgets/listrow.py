"""One line of a list: its words, its icon, and how tall all lines of a list have to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Part, Px, Share, columns, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.draw.colours import Colour
from reactdrill.draw.text import fit, line_width, set_lines, text_height

PAD_SHARE = 0.02
GAP_SHARE = 0.006
ICON_SHARE = 0.05
NOTE_LIMIT = 0.34
"""The most of a row that a note takes."""
DETAIL_LINES = 2
"""The most lines of detail a row has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. Ids are unique in it."""

    id: str
    title: str
    detail: str = ""
    note: str = ""
    """Stands at the right: a count, a level, a setting's value."""
    icon: str | None = None
    icon_ink: Ink | Colour = Ink.ACCENT


@dataclass(frozen=True, slots=True)
class RowShape:
    """What all rows of a list have in common, px."""

    icon: int
    note: int
    title: int
    """Height of the title's line."""
    detail: int
    """Height of the detail's lines; 0 where no row has one."""
    gap: int
    """Between title and detail."""
    pad: int
    halo: int

    @property
    def height(self) -> int:
        """Height of a row with its ring."""
        return self.title + self.gap + self.detail + 2 * self.pad + 2 * self.halo

    def draw(self, canvas: Canvas, row: Row, box: Box, *, chosen: bool, focused: bool) -> None:
        """Draw one row; `box` may be a little taller or shorter than `height`."""
        frame = box.inset(self.halo)
        ground = Ground.RAISED if chosen else Ground.SURFACE
        canvas.card(frame, ground)
        if focused:
            canvas.ring(box)
        parts = columns(frame.inset(self.pad, 0), self._columns(), gap=canvas.look.gap)
        if row.icon is not None:
            canvas.shape(row.icon, parts["icon"].inset(0, self.pad // 2), row.icon_ink)
        self._draw_words(canvas, row, parts["words"], ground)
        if row.note:
            note = parts["note"]
            canvas.text(row.note, note, TextRole.SMALL, ink=Ink.INFO, ground=ground, across=1.0, lines=1)

    def _columns(self) -> dict[str, Part]:
        wanted: dict[str, Part] = {"icon": Px(self.icon), "words": Share(), "note": Px(self.note)}
        return {name: part for name, part in wanted.items() if not isinstance(part, Px) or part.length}

    def _draw_words(self, canvas: Canvas, row: Row, box: Box, ground: Ground) -> None:
        if not row.detail:
            canvas.text(row.title, box, ground=ground, bold=True, lines=1)
            return
        look = canvas.look
        small = look.text_px(TextRole.SMALL)
        block = fit(row.detail, box.w, min(self.detail, box.h - self.title), small, look.min_text_px)
        group = box.placed(box.w, self.title + self.gap + block.height)
        lines = rows(group, {"title": Px(self.title), "gap": Px(self.gap), "detail": Share()})
        canvas.text(row.title, lines["title"], ground=ground, bold=True, lines=1)
        canvas.block(row.detail, block, lines["detail"], ink=Ink.MUTED, ground=ground)


def row_shape(every: Sequence[Row], look: Look, width: int) -> RowShape:
    """The shape that serves all rows of a list of a width: as many lines of detail as the longest needs."""
    small = look.text_px(TextRole.SMALL)
    icon = look.px(ICON_SHARE) if any(row.icon for row in every) else 0
    notes = max((line_width(row.note, small) for row in every), default=0)
    note = min(round(width * NOTE_LIMIT), notes)
    pad = look.px(PAD_SHARE)
    words = width - 2 * look.halo - 2 * pad - sum(part + look.gap for part in (icon, note) if part)
    details = [set_lines(row.detail, max(1, words), small) for row in every if row.detail]
    lines = min(DETAIL_LINES, max((len(block.lines) for block in details), default=0))
    return RowShape(
        icon=icon,
        note=note,
        title=text_height(look.text_px(TextRole.BODY), bold=True),
        detail=text_height(small, lines=lines) if lines else 0,
        gap=look.px(GAP_SHARE) if lines else 0,
        pad=pad,
        halo=look.halo,
    )
