"""What the athlete does, step by step, in letters that are read from where they will stand."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import line_width, set_lines

SHRINK = 0.94
NUMBER_SHARE = 1.1
"""Room for a step's number, as a share of the font size."""
GAP_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class Steps(Still):
    """Numbered steps, all of one size."""

    steps: tuple[str, ...]
    size: int
    """Font size, px: see `steps_for`."""
    numbered: bool = True
    """Whether a number stands before each."""

    def height_for(self, look: Look, width: int) -> int:
        """All of them."""
        places = self._places(look, Box(0, 0, width, 0))
        return places[-1].bottom if places else 0

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """A number and its step, one below the other."""
        del state
        indent = self._indent()
        for number, (step, place) in enumerate(
            zip(self.steps, self._places(canvas.look, box), strict=True), start=1
        ):
            block = set_lines(step, max(1, place.w - indent), self.size)
            canvas.block(step, block, Box(place.x + indent, place.y, place.w - indent, place.h), down=0.0)
            if not self.numbered:
                continue
            mark = set_lines(str(number), indent, self.size, bold=True)
            canvas.block(str(number), mark, Box(place.x, place.y, indent, place.h), ink=Ink.ACCENT, down=0.0)

    def _places(self, look: Look, box: Box) -> list[Box]:
        x, width, y = box.x + look.halo, max(1, box.w - 2 * look.halo), box.y
        places: list[Box] = []
        for step in self.steps:
            height = set_lines(step, max(1, width - self._indent()), self.size).height
            places.append(Box(x, y, width, height))
            y += height + round(GAP_SHARE * self.size)
        return places

    def _indent(self) -> int:
        if not self.numbered:
            return 0
        number = line_width(str(len(self.steps)), self.size, bold=True)
        return number + round((NUMBER_SHARE - 0.5) * self.size)


def steps_for(steps: tuple[str, ...], look: Look, width: int, height: int, *, numbered: bool = True) -> Steps:
    """Steps as large as fit into `width` by `height`: between title and heading size, and never below that."""
    size, least = float(look.text_px(TextRole.TITLE)), look.text_px(TextRole.HEADING)
    while size > least:
        one = Steps(steps, round(size), numbered)
        if one.height_for(look, width) <= height:
            return one
        size *= SHRINK
    return Steps(steps, least, numbered)
