"""A result as one upright picture, to send to a phone. It needs no window and no display."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from reactdrill.draw.colours import BACKGROUND, PALETTE, Colour
from reactdrill.draw.shapes import shape_surface
from reactdrill.draw.text import TextBlock, fit, font, line_surface, line_width, rise

WIDTH, HEIGHT = 1080, 1350
EDGE = 84
RAISED: Colour = (0x1E, 0x24, 0x30)
QUIET: Colour = (0xB9, 0xC2, 0xD0)
WHITE = PALETTE["white"]
NO_LETTER = "\uffff"
SMALLEST = 26
"""Of a text, px: it can still be read on a phone that shows the picture four fingers wide."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark of the strip: a name of a shape and of a colour, and how high it stands from 0 to 1."""

    shape: str
    colour: str
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the picture says. Every text is for people."""

    title: str
    who: str
    code: str = ""
    """In the place of `who` where the program's font has not all of its letters."""
    day: str
    headline: str
    unit: str
    caption: str
    limits: str
    facts: Sequence[tuple[str, str]]
    """At most four are shown."""
    dots: Sequence[Dot] = ()
    middle: float | None = None
    """Of the strip, from 0 to 1."""
    strip_words: str = ""
    warning: str = ""
    foot: str = ""


def card_png(card: Card) -> bytes:
    """The picture, 1080 by 1350 pixels, as a PNG file."""
    surface = pygame.Surface((WIDTH, HEIGHT))
    surface.fill(BACKGROUND)
    pygame.draw.rect(surface, PALETTE["sky"], (0, 0, WIDTH, 14))
    below = _head(surface, card)
    _headline(surface, card, below)
    _facts(surface, card.facts[:4], 690)
    _strip(surface, card, pygame.Rect(EDGE, 960, WIDTH - 2 * EDGE, 230))
    _line(surface, fit(card.foot, WIDTH - 2 * EDGE, 80, 28, SMALLEST, lines=1), (EDGE, HEIGHT - 84), QUIET)
    file = io.BytesIO()
    pygame.image.save(surface, file, "card.png")
    return file.getvalue()


def has_letters(text: str) -> bool:
    """Whether the program's font has every letter of a text: what it lacks is drawn as an empty box."""
    drawn = font(SMALLEST).metrics("".join(text.split()) + NO_LETTER)
    return drawn[-1] not in drawn[:-1]


def _head(surface: pygame.Surface, card: Card) -> int:
    title = fit(card.title, WIDTH - 2 * EDGE, 190, 76, 40, bold=True, lines=1)
    y = _line(surface, title, (EDGE, 84), WHITE) + 18
    who = card.who if not card.code or has_letters(card.who) else card.code
    y = _line(surface, fit(who, WIDTH - 2 * EDGE, 60, 44, SMALLEST, lines=1), (EDGE, y), WHITE) + 8
    y = _line(surface, fit(card.day, WIDTH - 2 * EDGE, 50, 34, SMALLEST, lines=1), (EDGE, y), QUIET) + 14
    if card.warning:
        y = _line(
            surface,
            fit(card.warning, WIDTH - 2 * EDGE, 84, 34, SMALLEST, bold=True),
            (EDGE, y),
            PALETTE["yellow"],
        )
    return y


def _headline(surface: pygame.Surface, card: Card, below: int) -> None:
    size = 210 if below < 360 else 160
    y = max(below + 16, 330)
    number = fit(card.headline, WIDTH - 2 * EDGE - 150, size + 60, size, 60, bold=True, lines=1)
    bottom = _line(surface, number, (EDGE - 6, y), PALETTE["sky"])
    if card.unit:
        unit = fit(card.unit, 150, 90, 70, SMALLEST, lines=1)
        _line(surface, unit, (EDGE + number.width + 18, bottom - unit.height - 32), QUIET)
    bottom = _line(surface, fit(card.caption, WIDTH - 2 * EDGE, 84, 38, SMALLEST), (EDGE, bottom + 2), WHITE)
    _line(surface, fit(card.limits, WIDTH - 2 * EDGE, 44, 34, SMALLEST, lines=1), (EDGE, bottom + 4), QUIET)


def _facts(surface: pygame.Surface, facts: Sequence[tuple[str, str]], top: int) -> None:
    wide, high, gap = (WIDTH - 2 * EDGE - 24) // 2, 112, 20
    for number, (name, value) in enumerate(facts):
        box = pygame.Rect(EDGE + (number % 2) * (wide + 24), top + (number // 2) * (high + gap), wide, high)
        pygame.draw.rect(surface, RAISED, box, border_radius=18)
        below = _line(
            surface, fit(name, wide - 48, 36, 28, SMALLEST, lines=1), (box.x + 24, box.y + 16), QUIET
        )
        _line(
            surface,
            fit(value, wide - 48, 50, 40, SMALLEST, bold=True, lines=1),
            (box.x + 24, below + 4),
            WHITE,
        )


def _strip(surface: pygame.Surface, card: Card, box: pygame.Rect) -> None:
    if not card.dots:
        return
    if card.middle is not None:
        y = round(box.bottom - card.middle * box.height)
        pygame.draw.line(surface, QUIET, (box.left, y), (box.right, y), 3)
    step = box.width / len(card.dots)
    size = max(10, min(26, round(step * 0.9)))
    for number, dot in enumerate(card.dots):
        mark = shape_surface(dot.shape, size, PALETTE[dot.colour])
        at = box.bottom - min(max(dot.height, 0.0), 1.0) * box.height
        surface.blit(mark, mark.get_rect(center=(round(box.left + (number + 0.5) * step), round(at))))
    words = fit(card.strip_words, box.width, 40, 28, SMALLEST, lines=1)
    _line(surface, words, (box.left, box.bottom + 14), QUIET)


def _line(surface: pygame.Surface, block: TextBlock, at: tuple[int, int], colour: Colour) -> int:
    """Set a text with its upper left corner at a place; returns where it ends."""
    x, y = at
    for number, line in enumerate(block.lines):
        if line and line_width(line, block.size, bold=block.bold):
            drawn = line_surface(line, block.size, block.bold, colour)
            surface.blit(drawn, (x, y + number * block.line_height - rise(block.size, bold=block.bold)))
    return y + block.height
