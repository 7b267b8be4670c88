"""A surface to draw on, and the record of every text that was drawn.

Widgets and scenes draw through a canvas only. It knows the look, keeps text inside its box, refuses pairs of colours
that are not held to a contrast, and lists what it wrote, so that a test can ask of any screen whether a text
overlaps another, was cut or left its box.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import pygame

from reactdrill.app.layout import Box
from reactdrill.app.theme import TEXT_PAIRS, Ground, Ink, Look, TextRole
from reactdrill.draw import text as setting
from reactdrill.draw.colours import Colour
from reactdrill.draw.shapes import shape_surface
from reactdrill.draw.text import TextBlock

OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class DrawnText:
    """One text as it stands on the surface."""

    text: str
    box: Box
    """What the lines cover, as far as it is seen."""
    room: Box
    """What the text was given."""
    ink: Ink
    ground: Ground
    size: int
    cut: bool
    """The text did not fit and ends in an ellipsis."""


class Canvas:
    """Draws in one look on one surface. Made anew for each frame."""

    def __init__(self, surface: pygame.Surface, look: Look) -> None:
        self.surface = surface
        self.look = look
        self.texts: list[DrawnText] = []

    @property
    def box(self) -> Box:
        """The whole surface."""
        return Box(0, 0, self.surface.get_width(), self.surface.get_height())

    def clear(self, ground: Ground = Ground.PAGE) -> None:
        """Fill the surface and forget what was written."""
        self.surface.fill(self.look.ground(ground))
        self.texts.clear()

    @contextmanager
    def clipped(self, box: Box) -> Iterator[None]:
        """Draw nothing outside `box` meanwhile."""
        before = self._clip
        self.surface.set_clip(_rect(before.meet(box)))
        try:
            yield
        finally:
            self.surface.set_clip(_rect(before))

    def seen(self, box: Box) -> bool:
        """Whether any of `box` would be seen."""
        return self._clip.overlaps(box)

    def fill(self, box: Box, colour: Colour) -> None:
        """A plain rectangle."""
        self.surface.fill(colour, _rect(box))

    def rounded(self, box: Box, colour: Colour, radius: int) -> None:
        """A filled rectangle with round corners."""
        radius = min(radius, box.w // 2, box.h // 2)
        if radius < 1:
            self.fill(box, colour)
            return
        self._corners(box, _disc(radius, colour), radius)
        self.fill(Box(box.x + radius, box.y, box.w - 2 * radius, box.h), colour)
        self.fill(Box(box.x, box.y + radius, radius, box.h - 2 * radius), colour)
        self.fill(Box(box.right - radius, box.y + radius, radius, box.h - 2 * radius), colour)

    def outline(self, box: Box, colour: Colour, thickness: int, radius: int) -> None:
        """The edge of a rounded rectangle, `thickness` px inside `box`; what it surrounds is left alone."""
        radius = min(max(radius, thickness), box.w // 2, box.h // 2)
        if radius < 1:
            return
        self._corners(box, _hoop(radius, thickness, colour), radius)
        across, down = box.w - 2 * radius, box.h - 2 * radius
        for y in (box.y, box.bottom - thickness):
            self.fill(Box(box.x + radius, y, across, thickness), colour)
        for x in (box.x, box.right - thickness):
            self.fill(Box(x, box.y + radius, thickness, down), colour)

    def card(self, box: Box, ground: Ground = Ground.SURFACE) -> None:
        """What groups things: a panel on the page."""
        self.rounded(box, self.look.ground(ground), self.look.radius)
        if self.look.theme.outlined:
            self.outline(box, self.look.theme.hairline, self.look.edge, self.look.radius)

    def ring(self, box: Box, radius: int | None = None) -> None:
        """The focus ring, along the inner edge of `box`."""
        outer = (self.look.radius if radius is None else radius) + self.look.halo
        self.outline(box, self.look.theme.focus, self.look.ring, outer)

    def shape(self, name: str, box: Box, ink: Ink | Colour) -> None:
        """A shape as large as the box allows, in its middle."""
        colour = self.look.ink(ink) if isinstance(ink, Ink) else ink
        square = box.fitted(1.0)
        if not square.empty and self.seen(square):
            self.surface.blit(shape_surface(name, square.w, colour), (square.x, square.y))

    def text(
        self,
        text: str,
        box: Box,
        role: TextRole = TextRole.BODY,
        *,
        ink: Ink = Ink.TEXT,
        ground: Ground = Ground.PAGE,
        bold: bool = False,
        across: float = 0.0,
        down: float = 0.5,
        lines: int | None = None,
        size: int | None = None,
    ) -> TextBlock:
        """Write `text` inside `box`, as large as its role (or `size`, px) and the box allow.

        `across` and `down` place it: 0 is left or top, 1 right or bottom. Raises `ValueError` when `ink` on `ground`
        is not one of `TEXT_PAIRS`.
        """
        wanted = size or self.look.text_px(role)
        block = setting.fit(text, box.w, box.h, wanted, self.look.min_text_px, bold=bold, lines=lines)
        self.block(text, block, box, ink=ink, ground=ground, across=across, down=down)
        return block

    def block(
        self,
        text: str,
        block: TextBlock,
        box: Box,
        *,
        ink: Ink = Ink.TEXT,
        ground: Ground = Ground.PAGE,
        across: float = 0.0,
        down: float = 0.5,
    ) -> None:
        """Write a text that was set before. `text` is what a reader of the record looks for."""
        if (ink, ground) not in TEXT_PAIRS:
            raise ValueError(f"text in {ink} on {ground} is not among the pairs held to a contrast")
        if not text.strip():
            return
        colour = self.look.ink(ink)
        top = box.y + max(0, round((box.h - block.height) * down))
        above = setting.rise(block.size, bold=block.bold)
        with self.clipped(box):
            for number, line in enumerate(block.lines):
                surface = setting.line_surface(line, block.size, block.bold, colour)
                x = box.x + max(0, round((box.w - surface.get_width()) * across))
                self.surface.blit(surface, (x, top - above + number * block.line_height))
        left = box.x + max(0, round((box.w - block.width) * across))
        covered = Box(left, top, block.width, block.height)
        cut = block.cut or not box.holds(covered)
        seen = covered.meet(self._clip)
        if not seen.empty or box.empty:
            self.texts.append(DrawnText(text, seen, box, ink, ground, block.size, cut))

    @property
    def _clip(self) -> Box:
        clip = self.surface.get_clip()
        return Box(clip.x, clip.y, clip.w, clip.h)

    def _corners(self, box: Box, disc: pygame.Surface, radius: int) -> None:
        for x, left in ((box.x, 0), (box.right - radius, radius)):
            for y, top in ((box.y, 0), (box.bottom - radius, radius)):
                self.surface.blit(disc, (x, y), pygame.Rect(left, top, radius, radius))


def _rect(box: Box) -> pygame.Rect:
    return pygame.Rect(box.x, box.y, box.w, box.h)


@lru_cache(maxsize=256)
def _disc(radius: int, colour: Colour) -> pygame.Surface:
    return _hoop(radius, radius, colour)


@lru_cache(maxsize=256)
def _hoop(radius: int, thickness: int, colour: Colour) -> pygame.Surface:
    """A circle's edge, antialiased, on a square of twice the radius."""
    large = radius * OVERSAMPLING
    surface = pygame.Surface((2 * large, 2 * large), pygame.SRCALPHA)
    surface.fill((*colour, 0))
    pygame.draw.circle(surface, (*colour, 255), (large, large), large)
    if thickness < radius:
        pygame.draw.circle(surface, (*colour, 0), (large, large), large - thickness * OVERSAMPLING)
    return pygame.transform.smoothscale(surface, (2 * radius, 2 * radius))
