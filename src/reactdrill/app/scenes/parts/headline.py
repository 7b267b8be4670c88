"""The result that is read from across the room, with what belongs to it; and the counts below."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.lane import Line, Tile
from reactdrill.app.layout import Box, Part, Px, Share, grid, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import fit, line_width, set_lines, text_height

_TONES = {"good": Ink.GOOD, "bad": Ink.WARN, "plain": Ink.TEXT}
TILE_PAD_SHARE = 0.012
VALUE_SHARE = 1.25
"""Size of a tile's number, as a share of a heading."""


@dataclass(frozen=True, slots=True)
class Headline(Still):
    """One figure as large as its place allows, and a few lines under it."""

    figure: str
    lines: tuple[Line, ...]

    def height_for(self, look: Look, width: int) -> int:
        """The figure on one line and the wrapped lines."""
        inner = max(1, width - 2 * look.halo)
        return self._figure_height(look) + sum(
            self._line_height(look, line, inner) + look.gap // 3 for line in self.lines
        )

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """The figure first; the lines take what they need below."""
        del state
        look, inner = canvas.look, box.inset(canvas.look.halo, 0)
        heights = {str(i): self._line_height(look, line, inner.w) for i, line in enumerate(self.lines)}
        parts: dict[str, Part] = {"figure": Px(self._figure_height(look))}
        parts |= {name: Px(height) for name, height in heights.items()}
        places = rows(inner, parts, gap=look.gap // 3)
        canvas.text(self.figure, places["figure"], TextRole.FIGURE, bold=True, lines=1)
        for number, line in enumerate(self.lines):
            ink = Ink.TEXT if line.strong or line.plain else Ink.MUTED
            canvas.text(line.text, places[str(number)], _role(line), ink=ink, bold=line.strong, down=0.0)

    def _figure_height(self, look: Look) -> int:
        return text_height(look.text_px(TextRole.FIGURE), bold=True)

    def _line_height(self, look: Look, line: Line, width: int) -> int:
        return set_lines(line.text, width, look.text_px(_role(line)), bold=line.strong).height


def fitted(look: Look, figure: str, lines: tuple[Line, ...], box: Box) -> tuple[Headline, tuple[Line, ...]]:
    """As many of the lines as find room in a box below the figure, and the others."""
    count = len(lines)
    while count > 1 and Headline(figure, lines[:count]).height_for(look, box.w) > box.h:
        count -= 1
    return Headline(figure, lines[:count]), lines[count:]


def _role(line: Line) -> TextRole:
    return TextRole.HEADING if line.strong or line.plain else TextRole.BODY


@dataclass(frozen=True, slots=True)
class Tiles(Still):
    """Counts side by side, each with its name under it."""

    tiles: tuple[Tile, ...]

    def height_for(self, look: Look, width: int) -> int:
        """Of its rows."""
        down = -(-len(self.tiles) // self._across(look, width))
        return down * self._height(look) + (down - 1) * (look.gap // 2)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """A card for each."""
        del state
        look = canvas.look
        across = self._across(look, box.w)
        cells = grid(box.inset(look.halo, 0), len(self.tiles), across, look.gap // 2)
        insides = [cell.inset(look.px(TILE_PAD_SHARE), look.px(0.01)) for cell in cells]
        heights: dict[str, Part] = {"value": Px(self._value_height(look)), "name": Share()}
        places = [rows(inside, heights) for inside in insides]
        value_size, name_size = self._sizes(look, insides[0].w if insides else 1)
        for tile, cell, place in zip(self.tiles, cells, places, strict=True):
            canvas.card(cell)
            surface, ink = Ground.SURFACE, _TONES[tile.tone]
            canvas.text(
                tile.value, place["value"], ink=ink, ground=surface, bold=True, across=0.5, size=value_size
            )
            canvas.text(
                tile.name, place["name"], ink=Ink.MUTED, ground=surface, across=0.5, size=name_size, lines=1
            )

    def _across(self, look: Look, width: int) -> int:
        """All in a row where every name can be read there, else in as few rows as that takes."""
        widest = max((line_width(each.name, look.min_text_px) for each in self.tiles), default=0)
        room = width - 2 * look.halo + look.gap // 2
        fitting = room // (widest + 2 * look.px(TILE_PAD_SHARE) + look.gap // 2 + 1)
        rows_needed = -(-len(self.tiles) // max(1, fitting))
        return max(1, -(-len(self.tiles) // max(1, rows_needed)))

    def _sizes(self, look: Look, width: int) -> tuple[int, int]:
        """One size for all numbers and one for all names, so that they compare."""
        value, name = round(VALUE_SHARE * look.text_px(TextRole.HEADING)), look.text_px(TextRole.SMALL)
        least = look.min_text_px

        def common(texts: list[str], size: int, *, bold: bool) -> int:
            height = text_height(size)
            return min(
                (fit(text, width, height, size, least, bold=bold, lines=1).size for text in texts),
                default=size,
            )

        return (
            common([tile.value for tile in self.tiles], value, bold=True),
            common([tile.name for tile in self.tiles], name, bold=False),
        )

    def _value_height(self, look: Look) -> int:
        return text_height(round(VALUE_SHARE * look.text_px(TextRole.HEADING)))

    def _height(self, look: Look) -> int:
        small = text_height(look.text_px(TextRole.SMALL))
        return self._value_height(look) + small + 2 * look.px(0.01)
