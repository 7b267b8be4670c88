"""How the body is held in a drill: pictures in a row, in the order of the movement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import Look
from reactdrill.app.widgets import State, Still
from reactdrill.assets import image_path

HEIGHT_SHARE = 0.26
"""Of the screen's shorter side: a posture is made out from where one stands."""


@dataclass(frozen=True, slots=True)
class Postures(Still):
    """Named pictures, as large as their row allows."""

    names: tuple[str, ...]

    def height_for(self, look: Look, width: int) -> int:
        """As tall as the pictures are when they share the width, within a share of the screen."""
        return max((size[1] for size in self._sizes(look, width, look.px(HEIGHT_SHARE))), default=0)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """One beside the other, from the left."""
        del state
        x = box.x + canvas.look.halo
        for name, size in zip(self.names, self._sizes(canvas.look, box.w, box.h), strict=True):
            canvas.surface.blit(_scaled(name, size), (x, box.y))
            x += size[0] + _gap(canvas.look)

    def _sizes(self, look: Look, width: int, height: int) -> Sequence[tuple[int, int]]:
        wholes = [_picture(name).get_size() for name in self.names]
        room = width - 2 * look.halo - _gap(look) * (len(wholes) - 1)
        least = min((height / size[1] for size in wholes), default=1.0)
        scale = max(0.0, min(least, room / max(1, sum(size[0] for size in wholes))))
        return [(max(1, int(size[0] * scale)), max(1, int(size[1] * scale))) for size in wholes]


def _gap(look: Look) -> int:
    return look.gap // 3


@lru_cache(maxsize=64)
def _picture(name: str) -> pygame.Surface:
    return pygame.image.load(image_path(f"postures/{name}.png"))


@lru_cache(maxsize=64)
def _scaled(name: str, size: tuple[int, int]) -> pygame.Surface:
    return pygame.transform.smoothscale(_picture(name), size)
