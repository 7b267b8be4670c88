"""The set-up seen from above, as a picture on a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.colours import PALETTE, Colour
from reactdrill.draw.text import line_width, text_height
from reactdrill.drill.scene import Area, Drawing, Mark, Point, Round, Stroke, Tone, Words
from reactdrill.i18n import tr

OVERSAMPLING = 3
LINE_SHARE = 0.007
ARROW_SHARE = 0.03
DASH_SHARE = 0.03
HEIGHT_SHARE = 0.5
TONES: Mapping[Tone, str] = MappingProxyType(
    {
        "athlete": "sky",
        "partner": "green",
        "coach": "grey",
        "target": "orange",
        "thing": "yellow",
        "line": "grey",
        "path": "white",
        "text": "white",
    }
)


@dataclass(frozen=True, slots=True)
class SetUp(Still):
    """A drill's set-up drawing, as large as its box allows, with its caption below."""

    drawing: Drawing

    def height_for(self, look: Look, width: int) -> int:
        """As tall as the drawing is for its width, within a share of the screen."""
        return min(round(width * self.drawing.height / self.drawing.width), look.px(HEIGHT_SHARE))

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """The card, the marks, the words on them, the caption."""
        del state
        look, inner = canvas.look, box.inset(canvas.look.halo, 0)
        caption = tr(self.drawing.caption) if self.drawing.caption else ""
        foot = text_height(look.text_px(TextRole.SMALL), lines=2) if caption else 0
        parts = rows(inner, {"picture": Share(), "caption": Px(foot)}, gap=look.gap // 3 if foot else 0)
        canvas.card(parts["picture"])
        place = Place.of(self.drawing, parts["picture"])
        if place.scale > 0:
            self.draw_marks(canvas, place)
            self._draw_words(canvas, place)
        if caption:
            canvas.text(caption, parts["caption"], TextRole.SMALL, ink=Ink.MUTED, across=0.5, lines=2)

    def draw_marks(self, canvas: Canvas, place: Place) -> None:
        """Everything but the words. Drawn too large and scaled down: pygame's own edges are jagged."""
        area = place.box
        large = pygame.Surface((area.w * OVERSAMPLING, area.h * OVERSAMPLING), pygame.SRCALPHA)
        pen = Pen(large, place, max(1, round(area.unit * LINE_SHARE)) * OVERSAMPLING, _colours(canvas))
        for mark in self.drawing.marks:
            pen.draw(mark)
        canvas.surface.blit(pygame.transform.smoothscale(large, (area.w, area.h)), (area.x, area.y))

    def _draw_words(self, canvas: Canvas, place: Place) -> None:
        size = canvas.look.min_text_px
        taken: list[Box] = []
        for mark in self.drawing.marks:
            if not isinstance(mark, Words):
                continue
            x, y = place.at((mark.at[0], mark.at[1] - mark.drop))
            said = tr(mark.text)
            wide, tall = line_width(said, size) + 2, text_height(size)
            left = min(max(round(x - wide / 2), place.box.x), max(place.box.x, place.box.right - wide))
            spot = Box(left, round(y), wide, tall).meet(place.box)
            if spot.h == tall and spot.w == wide and not any(spot.overlaps(each) for each in taken):
                taken.append(spot)
                canvas.text(said, spot, ground=Ground.SURFACE, across=0.5, lines=1, size=size)


@dataclass(frozen=True, slots=True)
class Place:
    """From metres to pixels."""

    box: Box
    """What the drawing covers on the surface."""
    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, drawing: Drawing, room: Box) -> Place:
        """The largest place for a drawing in a box."""
        scale = min(room.w / drawing.width, room.h / drawing.height)
        box = room.placed(round(drawing.width * scale), round(drawing.height * scale))
        return cls(box, scale, drawing.left, drawing.bottom + drawing.height)

    def at(self, point: Point) -> tuple[float, float]:
        """A point on the surface, px."""
        return (
            self.box.x + (point[0] - self.left) * self.scale,
            self.box.y + (self.top - point[1]) * self.scale,
        )


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws marks on a surface that is OVERSAMPLING times as large."""

    surface: pygame.Surface
    place: Place
    line: int
    colours: Mapping[Tone, Colour]

    def draw(self, mark: Mark) -> None:
        """One mark; words are not its matter."""
        match mark:
            case Stroke():
                self._stroke(mark)
            case Area():
                points = [self._xy(point) for point in mark.points]
                pygame.draw.polygon(
                    self.surface, self.colours[mark.tone], points, self.line if mark.edge else 0
                )
            case Round():
                radius = mark.radius * self.place.scale * OVERSAMPLING
                width = self.line if mark.edge else 0
                pygame.draw.circle(
                    self.surface, self.colours[mark.tone], self._xy(mark.centre), radius, width
                )
            case Words():
                return

    def _stroke(self, stroke: Stroke) -> None:
        colour, width = self.colours[stroke.tone], self.line * (3 if stroke.heavy else 1)
        points = [pygame.Vector2(self._xy(point)) for point in stroke.points]
        for start, end in pairwise(points):
            for one, other in self._dashes(start, end) if stroke.dashed else [(start, end)]:
                pygame.draw.line(self.surface, colour, one, other, width)
        if stroke.arrow and points[-1] != points[-2]:
            self._head(points[-2], points[-1], colour)

    def _dashes(
        self, start: pygame.Vector2, end: pygame.Vector2
    ) -> list[tuple[pygame.Vector2, pygame.Vector2]]:
        length = (end - start).length()
        dash = max(2.0, self.surface.get_height() * DASH_SHARE)
        count = int(length // (2 * dash)) + 1
        step = (end - start) / length if length else pygame.Vector2()
        return [
            (start + step * (2 * n * dash), start + step * min(length, (2 * n + 1) * dash))
            for n in range(count)
        ]

    def _head(self, start: pygame.Vector2, end: pygame.Vector2, colour: Colour) -> None:
        size = self.surface.get_height() * ARROW_SHARE
        along = (end - start).normalize() * size
        across = along.rotate(90) * 0.6
        pygame.draw.polygon(self.surface, colour, [end, end - along + across, end - along - across])

    def _xy(self, point: Point) -> tuple[float, float]:
        x, y = self.place.at(point)
        return ((x - self.place.box.x) * OVERSAMPLING, (y - self.place.box.y) * OVERSAMPLING)


def _colours(canvas: Canvas) -> dict[Tone, Colour]:
    return {
        **{tone: PALETTE[name] for tone, name in TONES.items()},
        "ground": canvas.look.ground(Ground.SURFACE),
    }
