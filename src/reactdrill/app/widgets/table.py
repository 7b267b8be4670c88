"""Figures in rows and columns, all in one size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Share, columns, grid
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets.base import State, Still
from reactdrill.draw.text import fit, text_height

ROW_SHARE = 0.7
"""Height of the space around a row's text, as a share of the font size."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its part of the width."""

    title: str
    weight: float = 1.0
    figures: bool = True
    """Figures stand at the right, words at the left."""


@dataclass(frozen=True, slots=True)
class Table(Still):
    """Rows of cells under headings; as many cells in each row as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    role: TextRole = TextRole.SMALL

    def __post_init__(self) -> None:
        """Raise `ValueError` when a row has another number of cells than there are columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"a row of {len(row)} cells in a table of {len(self.columns)} columns: {row}"
                )

    def height_for(self, look: Look, width: int) -> int:
        """Headings and every row."""
        del width
        size = look.text_px(self.role)
        return (len(self.rows) + 1) * (text_height(size) + round(ROW_SHARE * size))

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw headings, a rule under each row, and the cells."""
        del state
        look = canvas.look
        lines = grid(box.inset(look.halo, 0), len(self.rows) + 1, 1)
        size = self._common_size(look, lines[0])
        for number, (line, cells) in enumerate(zip(lines, self._every_row(), strict=True)):
            for cell, column, place in zip(cells, self.columns, self._cells(look, line), strict=True):
                canvas.text(
                    cell,
                    place,
                    ink=Ink.TEXT if number else Ink.MUTED,
                    bold=number > 0 and place.x == line.x,
                    across=1.0 if column.figures else 0.0,
                    lines=1,
                    size=size,
                )
            rule = look.theme.hairline if number else look.theme.outline
            canvas.fill(Box(line.x, line.bottom - look.hair, line.w, look.hair), rule)

    def _every_row(self) -> Iterator[tuple[str, ...]]:
        yield tuple(column.title for column in self.columns)
        yield from self.rows

    def _cells(self, look: Look, line: Box) -> tuple[Box, ...]:
        shares = {str(i): Share(column.weight) for i, column in enumerate(self.columns)}
        inner = Box(line.x, line.y, line.w, max(0, line.h - look.hair))
        return tuple(columns(inner, shares, gap=look.gap).values())

    def _common_size(self, look: Look, line: Box) -> int:
        """The size at which the widest cell fits: one size for all, so that figures compare."""
        wanted, least = look.text_px(self.role), look.min_text_px
        places = self._cells(look, line)
        return min(
            fit(cell, place.w, place.h, wanted, least, bold=True, lines=1).size
            for cells in self._every_row()
            for cell, place in zip(cells, places, strict=True)
        )
