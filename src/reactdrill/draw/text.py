"""Text that fits: fonts by size, wrapping to a width, and blocks that say when something had to be left out.

A text is set as large as its box allows, down to a minimum; only when even that is too much does it end in an
ellipsis, and then the block says so (`cut`). Nothing ever runs out of its box in silence. Sizes are pixels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from math import ceil

import pygame

from reactdrill.assets import font_path
from reactdrill.draw.colours import Colour

Measure = Callable[[str], int]

ELLIPSIS = "…"
SOFT_HYPHEN = "\u00ad"
SHRINK_STEP = 0.94
"""Each smaller size that `fit` tries: the eye does not see the difference of one step."""
ABOVE_SHARE = 0.9
BELOW_SHARE = 0.25
"""What a line covers above and below its baseline, as shares of the font size: the highest accent on a capital
reaches 0.88 and the lowest tail 0.19 in the program's font; its own line box is a fifth taller. Capitals stand in
the middle of a line so measured."""
LEADING = {False: 1.3, True: 1.18}
"""From baseline to baseline, by boldness: bold lines are headings and stand closer."""

_BREAKS = re.compile(rf"(?<=[-/{SOFT_HYPHEN}])(?=.)")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines of one size, measured."""

    lines: tuple[str, ...]
    size: int
    bold: bool
    width: int
    """Of the longest line."""
    height: int
    """Of all lines together, from the first accent to the last tail."""
    line_height: int
    """From one line to the next."""
    cut: bool
    """Something was left out: the text did not fit at the smallest size."""


def font(size: int, *, bold: bool = False) -> pygame.font.Font:
    """The program's font at a size, loaded once."""
    if not pygame.font.get_init():
        pygame.font.init()
        forget_fonts()
    return _loaded(size, bold)


def forget_fonts() -> None:
    """Drop every font and rendered line: those made before `pygame.quit` are dead afterwards."""
    for cached in (_loaded, _measured, _fitted, _set, line_surface):
        cached.cache_clear()


def line_width(text: str, size: int, *, bold: bool = False) -> int:
    """Width of one line of text."""
    return _measured(text, size, bold)


def text_height(size: int, *, bold: bool = False, lines: int = 1) -> int:
    """Height of so many lines of a size."""
    return ceil((ABOVE_SHARE + BELOW_SHARE) * size) + _leading(size, bold=bold) * (lines - 1)


def rise(size: int, *, bold: bool = False) -> int:
    """How far above the top of a line's measured height its surface begins: empty rows of the font's line box."""
    return font(size, bold=bold).get_ascent() - ceil(ABOVE_SHARE * size)


@lru_cache(maxsize=512)
def line_surface(text: str, size: int, bold: bool, colour: Colour) -> pygame.Surface:
    """One line drawn on nothing. Shared: blit it, do not draw on it."""
    return font(size, bold=bold).render(text, True, colour)


def fit(
    text: str,
    width: int,
    height: int,
    size: int,
    minimum: int,
    *,
    bold: bool = False,
    lines: int | None = None,
) -> TextBlock:
    """Set `text` in a box of `width` by `height` as large as possible between `minimum` and `size`.

    `lines` is how many lines are wanted: the text is shrunk to the minimum before more are used. Words are broken
    only at the minimum, and only then is text left out.
    """
    sizes = tuple(_sizes(size, min(size, minimum)))
    return _fitted(text, (width, height), sizes, bold=bold, lines=lines)


def set_lines(text: str, width: int, size: int, *, bold: bool = False) -> TextBlock:
    """Wrap `text` to a width at one size, however tall that gets."""
    return _set(text, width, size, bold)


def wrap(text: str, width: int, measure: Measure) -> tuple[tuple[str, ...], bool]:
    """Break `text` into lines no wider than `width`, and say whether some word is too wide for one.

    Lines end at spaces, after hyphens and slashes, and at soft hyphens; a newline in the text stays one. A single
    character wider than `width` stands alone on its line.
    """
    lines: list[str] = []
    torn = False
    for paragraph in text.split("\n"):
        current = ""
        for piece, glue in _pieces(paragraph):
            joined = _joined(current, piece, glue)
            if current and measure(_shown(joined)) > width:
                lines.append(_shown(current))
                joined = piece
            while measure(_shown(joined)) > width and len(joined) > 1:
                head = _longest_head(joined, width, measure)
                lines.append(joined[:head])
                joined, torn = joined[head:], True
            torn = torn or measure(_shown(joined)) > width
            current = joined
        lines.append(_shown(current))
    return tuple(lines), torn


def shorten(text: str, width: int, measure: Measure) -> str:
    """The longest beginning of `text` that fits with an ellipsis behind it."""
    for end in range(len(text), 0, -1):
        candidate = text[:end].rstrip() + ELLIPSIS
        if measure(candidate) <= width:
            return candidate
    return ELLIPSIS


def _pieces(paragraph: str) -> Iterator[tuple[str, str]]:
    """Parts that may not be broken, each with what joins it to the part before."""
    for word in paragraph.split(" "):
        if not word:
            continue
        glue = " "
        for piece in _BREAKS.split(word):
            yield piece, glue
            glue = ""


def _joined(current: str, piece: str, glue: str) -> str:
    return piece if not current else current + glue + piece


def _shown(line: str) -> str:
    """Soft hyphens are seen at the end of a line only."""
    ends = line.endswith(SOFT_HYPHEN)
    return line.replace(SOFT_HYPHEN, "") + ("-" if ends else "")


def _longest_head(word: str, width: int, measure: Measure) -> int:
    return max((n for n in range(1, len(word)) if measure(word[:n]) <= width), default=1)


@lru_cache(maxsize=128)
def _loaded(size: int, bold: bool) -> pygame.font.Font:
    if _loaded.cache_info().currsize == 0:
        pygame.register_quit(forget_fonts)
    return pygame.font.Font(str(font_path(bold=bold)), size)


@lru_cache(maxsize=4096)
def _measured(text: str, size: int, bold: bool) -> int:
    return font(size, bold=bold).size(text)[0]


@lru_cache(maxsize=1024)
def _set(text: str, width: int, size: int, bold: bool) -> TextBlock:
    wrapped, _ = wrap(text, width, partial(_measured, size=size, bold=bold))
    return _block(wrapped, size, bold=bold, cut=False)


@lru_cache(maxsize=1024)
def _fitted(
    text: str, room: tuple[int, int], sizes: tuple[int, ...], *, bold: bool, lines: int | None
) -> TextBlock:
    width, height = room
    for wanted in (lines, None) if lines is not None else (None,):
        for size in sizes:
            wrapped, torn = wrap(text, width, partial(_measured, size=size, bold=bold))
            most = _room(height, size, bold=bold)
            if not torn and len(wrapped) <= min(most, wanted or most):
                return _block(wrapped, size, bold=bold, cut=False)
    return _last_resort(text, width, height, sizes[-1], bold=bold)


def _last_resort(text: str, width: int, height: int, size: int, *, bold: bool) -> TextBlock:
    """The smallest size, with words torn apart; lines that are still too many go behind an ellipsis."""
    measure = partial(_measured, size=size, bold=bold)
    wrapped, _ = wrap(text, width, measure)
    room = _room(height, size, bold=bold)
    if len(wrapped) <= room:
        return _block(wrapped, size, bold=bold, cut=any(measure(line) > width for line in wrapped))
    last = max(0, room - 1)
    kept = wrapped if len(wrapped) == 1 else (*wrapped[:last], shorten(wrapped[last], width, measure))
    return _block(kept, size, bold=bold, cut=True)


def _sizes(size: int, minimum: int) -> Iterator[int]:
    current = float(size)
    while round(current) > minimum:
        yield round(current)
        current *= SHRINK_STEP
    yield minimum


def _room(height: int, size: int, *, bold: bool) -> int:
    """How many lines of a size fit into a height."""
    spare = height - text_height(size)
    return 0 if spare < 0 else 1 + spare // _leading(size, bold=bold)


def _leading(size: int, *, bold: bool) -> int:
    return max(1, round(LEADING[bold] * size))


def _block(lines: tuple[str, ...], size: int, *, bold: bool, cut: bool) -> TextBlock:
    return TextBlock(
        lines=lines,
        size=size,
        bold=bold,
        width=max((_measured(line, size, bold) for line in lines), default=0),
        height=text_height(size, bold=bold, lines=len(lines)),
        line_height=_leading(size, bold=bold),
        cut=cut,
    )
