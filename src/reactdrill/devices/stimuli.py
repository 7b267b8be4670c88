"""Draws the stimuli of a drill as sprites, before the run needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pygame

from reactdrill.assets import image_path
from reactdrill.draw import text as setting
from reactdrill.draw.colours import PALETTE, Colour
from reactdrill.draw.shapes import shape_surface
from reactdrill.drill import places

LIGHT_SIZE = places.LIGHT_SIZE
MIN_TEXT_SHARE = 0.06
"""A word is never drawn smaller than this share of the shorter side: legible from 3 m on a 24" screen."""
FIELD = "field"
COUNTED_MS = 99_999
"""A counter stops here: five digits."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """A stimulus ready to be put on the screen."""

    surface: pygame.Surface
    centre: tuple[int, int]
    moves_to: tuple[int, int] | None = None
    moving_ns: int = 0
    digits: tuple[pygame.Surface, ...] = ()
    """Of a counter: 0 to 9, all as wide as the widest; `surface` is the empty field that they are put on."""

    @property
    def moves(self) -> bool:
        """Whether it changes while it is shown."""
        return self.moving_ns > 0

    def counted_ms(self, since_ns: int) -> int:
        """What a counter says so long after its onset; 0 for anything else."""
        return min(COUNTED_MS, max(0, round(since_ns / 1_000_000))) if self.digits else 0

    def picture(self, since_ns: int) -> pygame.Surface:
        """How it looks so long after its onset."""
        if not self.digits:
            return self.surface
        picture, number = self.surface.copy(), str(self.counted_ms(since_ns))
        wide = self.digits[0].get_width()
        left = (picture.get_width() - wide * len(number)) // 2
        picture.blits([(self.digits[int(each)], (left + n * wide, 0)) for n, each in enumerate(number)])
        return picture

    def place(self, since_ns: int) -> tuple[int, int]:
        """Its top left corner, so long after its onset."""
        x, y = self.centre
        if self.moves_to is not None:
            share = min(1.0, max(0.0, since_ns / self.moving_ns))
            x += round((self.moves_to[0] - x) * share)
            y += round((self.moves_to[1] - y) * share)
        return x - self.surface.get_width() // 2, y - self.surface.get_height() // 2


def sprite(stimulus: Mapping[str, Any], size: tuple[int, int]) -> Sprite:
    """Draw one stimulus for a screen of `size` px. Raises `AssetMissingError` for an image that is not there."""
    unit = min(size)
    if "counter" in stimulus:
        return _counter(stimulus, unit, size)
    surface = _drawn(stimulus, unit, size)
    motion = stimulus.get("motion")
    return Sprite(
        surface,
        pixel_of(stimulus.get("at", (0.0, 0.0)), size, surface.get_size()),
        None if motion is None else pixel_of(motion["to"], size, surface.get_size()),
        0 if motion is None else round(motion["ms"] * 1_000_000),
    )


def _counter(stimulus: Mapping[str, Any], unit: int, size: tuple[int, int]) -> Sprite:
    """As tall as its size says, smaller where five digits would not fit."""
    widest = "0" * len(str(COUNTED_MS))
    px = setting.fit(
        widest,
        round(size[0] * 0.95),
        unit,
        max(1, round(unit * stimulus.get("size", 0.5))),
        round(unit * MIN_TEXT_SHARE),
        bold=True,
        lines=1,
    ).size
    colour = PALETTE[stimulus.get("colour", "white")]
    drawn = [setting.line_surface(digit, px, True, colour) for digit in "0123456789"]
    cell = (max(each.get_width() for each in drawn), setting.text_height(px, bold=True))
    digits = tuple(_in_cell(each, cell, setting.rise(px, bold=True)) for each in drawn)
    field = pygame.Surface((cell[0] * len(widest), cell[1]), pygame.SRCALPHA)
    place = pixel_of(stimulus.get("at", (0.0, 0.0)), size, field.get_size())
    return Sprite(field, place, moving_ns=COUNTED_MS * 1_000_000, digits=digits)


def _in_cell(digit: pygame.Surface, cell: tuple[int, int], above: int) -> pygame.Surface:
    surface = pygame.Surface(cell, pygame.SRCALPHA)
    surface.blit(digit, ((cell[0] - digit.get_width()) // 2, -above))
    return surface


def _drawn(stimulus: Mapping[str, Any], unit: int, size: tuple[int, int]) -> pygame.Surface:
    if "light" in stimulus:
        px = max(1, round(unit * stimulus.get("size", LIGHT_SIZE)))
        return _shape(stimulus.get("shape", "circle"), px, PALETTE[stimulus["light"]], size)
    px = max(1, round(unit * stimulus.get("size", 0.5)))
    colour = PALETTE[stimulus.get("colour", "white")]
    if "text" in stimulus:
        return _words(str(stimulus["text"]), px, unit, size[0], colour)
    if "image" in stimulus:
        return _image(str(stimulus["image"]), px)
    return _shape(stimulus["shape"], px, colour, size)


def _shape(name: str, px: int, colour: Colour, size: tuple[int, int]) -> pygame.Surface:
    if name != FIELD:
        return shape_surface(name, px, colour)
    field = pygame.Surface(size)
    field.fill(colour)
    return field


def _words(text: str, px: int, unit: int, width: int, colour: Colour) -> pygame.Surface:
    """As large as `px` says, smaller where the screen is too narrow."""
    smallest = round(unit * MIN_TEXT_SHARE)
    block = setting.fit(text, round(width * 0.95), unit, px, smallest, bold=True, lines=1)
    lines = [setting.line_surface(line, block.size, True, colour) for line in block.lines]
    surface = pygame.Surface((max(line.get_width() for line in lines), block.height), pygame.SRCALPHA)
    surface.fill((*colour, 0))
    above = setting.rise(block.size, bold=True)
    for number, line in enumerate(lines):
        x = (surface.get_width() - line.get_width()) // 2
        surface.blit(line, (x, number * block.line_height - above))
    return surface


def _image(name: str, px: int) -> pygame.Surface:
    picture = pygame.image.load(str(image_path(name)))
    longest = max(picture.get_size())
    width, height = (max(1, round(side * px / longest)) for side in picture.get_size())
    return pygame.transform.smoothscale(picture.convert_alpha(), (width, height))


def pixel_of(at: Sequence[float], size: tuple[int, int], extent: tuple[int, int]) -> tuple[int, int]:
    """The pixel of a place on a screen of `size`: -1 to 1 across the largest centred square.

    It is moved as far as needed for something of `extent` px to stay on the screen.
    """
    half = min(size) / 2
    x = round(size[0] / 2 + at[0] * half)
    y = round(size[1] / 2 - at[1] * half)
    return _kept(x, extent[0], size[0]), _kept(y, extent[1], size[1])


def _kept(centre: int, length: int, room: int) -> int:
    if length >= room:
        return room // 2
    return min(max(centre, length - length // 2), room - length + length // 2)
