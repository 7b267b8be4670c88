"""How each target went, written where it is: on the floor as it is drawn, or on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.targetresults import ResultPicture, TargetResult
from reactdrill.app.layout import Box, Part, Px, grid, rows
from reactdrill.app.scenes.parts.setup import Place, SetUp
from reactdrill.app.scenes.parts.spots import spread_out
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.text import line_width, text_height

HEIGHT_SHARE = 0.46
PAD_SHARE = 0.01
LIST_WIDTH_SHARE = 0.3
SAID = (("title", "figure", "detail"), ("title", "figure"), ("figure",))
"""What is tried at every target, one after the other."""


@dataclass(frozen=True, slots=True)
class ResultMap(Still):
    """A card for each target at its place; a list where cards do not fit."""

    picture: ResultPicture

    def height_for(self, look: Look, width: int) -> int:
        """As the set-up drawing, or a landscape frame."""
        most = look.px(HEIGHT_SHARE)
        floor = self.picture.floor
        return min(width * 2 // 3, most) if floor is None else min(SetUp(floor).height_for(look, width), most)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """The ground, and the cards on it."""
        del state
        look, frame = canvas.look, box.inset(canvas.look.halo, 0)
        canvas.card(frame)
        inside = frame.inset(look.px(PAD_SHARE))
        floor = self.picture.floor
        if floor is not None:
            place = Place.of(floor, inside)
            SetUp(floor).draw_marks(canvas, place)
            inside = place.box
        for said in SAID:
            every = tuple(_shortened(each, said) for each in self.picture.targets)
            places = _places(look, every, inside)
            if places:
                for target, at in zip(every, places, strict=True):
                    _draw_card(canvas, target, at)
                return
        self._draw_list(canvas, frame.inset(look.px(PAD_SHARE)))

    def _draw_list(self, canvas: Canvas, box: Box) -> None:
        """Title and figure, line by line in columns."""
        look, every = canvas.look, self.picture.targets
        across = max(1, box.w // look.px(LIST_WIDTH_SHARE))
        canvas.rounded(box, look.ground(Ground.SURFACE), look.radius)
        for target, cell in zip(every, grid(box, len(every), across, look.gap // 3), strict=True):
            words = f"{target.title}: {target.figure}"
            canvas.text(words, cell, TextRole.SMALL, ink=_ink(target), ground=Ground.SURFACE, lines=1)


def _shortened(target: TargetResult, said: Sequence[str]) -> TargetResult:
    return replace(
        target,
        **{name: "" for name in ("title", "detail") if name not in said},  # type: ignore[arg-type]
    )


def _lines(look: Look, target: TargetResult) -> list[tuple[str, int, bool]]:
    """Text, size in px, and whether it is bold, from top to bottom."""
    small, body = look.min_text_px, look.text_px(TextRole.SMALL)
    lines = [(target.title, small, False), (target.figure, body, True), (target.detail, small, False)]
    return [line for line in lines if line[0]]


def _size(look: Look, target: TargetResult) -> tuple[int, int]:
    lines = _lines(look, target)
    pad = look.px(PAD_SHARE)
    wide = max(line_width(text, size, bold=bold) for text, size, bold in lines)
    return wide + 2 * pad + 2, sum(text_height(size, bold=bold) for _, size, bold in lines) + pad


def _places(look: Look, targets: Sequence[TargetResult], box: Box) -> list[Box]:
    sizes = [_size(look, target) for target in targets]
    most = (max(wide for wide, _ in sizes), max(tall for _, tall in sizes))
    return spread_out([target.at for target in targets], box, most, most)


def _draw_card(canvas: Canvas, target: TargetResult, box: Box) -> None:
    look = canvas.look
    canvas.rounded(box, look.ground(Ground.RAISED), look.radius)
    canvas.outline(box, look.ink(_ink(target)), look.hair, look.radius)
    lines = _lines(look, target)
    heights: dict[str, Part] = {
        str(n): Px(text_height(size, bold=bold)) for n, (_, size, bold) in enumerate(lines)
    }
    inner = box.inset(look.px(PAD_SHARE) // 2)
    tall = sum(part.length for part in heights.values() if isinstance(part, Px))
    places = rows(inner.placed(inner.w, tall), heights)
    for number, (text, size, bold) in enumerate(lines):
        ink = _ink(target) if bold else Ink.TEXT
        place = places[str(number)]
        canvas.text(text, place, ink=ink, ground=Ground.RAISED, bold=bold, across=0.5, lines=1, size=size)


def _ink(target: TargetResult) -> Ink:
    return Ink.WARN if target.faulty else Ink.TEXT
