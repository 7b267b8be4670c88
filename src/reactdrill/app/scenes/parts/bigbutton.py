"""The entries of the menu: large enough to be read and hit from wherever somebody stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Part, Px, Share, columns, grid, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole, mix
from reactdrill.app.widgets import Kind, State
from reactdrill.app.widgets.base import Pressable
from reactdrill.draw.text import TextBlock, fit, set_lines, text_height

ICON_SHARE = 0.085
PAD_SHARE = 0.034
PRESSED_SHARE = 0.25
PATTERN_SHARE = 0.4
"""Of the width, at most."""
PATTERN_INK = 0.14
"""How far the pattern stands out."""


@dataclass(frozen=True, slots=True)
class BigButton(Pressable):
    """An icon, a title, and a few words about it."""

    title: str
    detail: str = ""
    icon: str = "play"
    kind: Kind = Kind.PLAIN
    pattern: tuple[str, ...] = ()
    """Shapes that fade into the ground at its right, where there is room beside the words."""

    def height_for(self, look: Look, width: int) -> int:
        """Icon above, the words in full."""
        inner = max(1, width - 2 * look.halo - 2 * look.px(PAD_SHARE))
        words = set_lines(self.detail, inner, look.text_px(TextRole.BODY)).height if self.detail else 0
        title = text_height(look.text_px(TextRole.TITLE))
        return look.px(ICON_SHARE) + title + words + 2 * look.gap + 2 * (look.halo + look.px(PAD_SHARE))

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Filled when it is the one to press, a card otherwise; raised and ringed when focused."""
        look, frame = canvas.look, box.inset(canvas.look.halo)
        ground = self._ground(state)
        fill = look.ground(ground)
        if state.pressed:
            fill = mix(fill, look.ground(Ground.PAGE), PRESSED_SHARE)
        canvas.rounded(frame, fill, look.radius)
        if self.kind is not Kind.PRIMARY:
            canvas.outline(frame, look.theme.outline, look.edge, look.radius)
        if state.focused:
            canvas.ring(box)
        inner = frame.inset(look.px(PAD_SHARE))
        lying = inner.h < look.px(ICON_SHARE) + text_height(look.text_px(TextRole.TITLE)) + 2 * look.gap
        (self._draw_lying if lying else self._draw_standing)(canvas, inner, ground)

    def _ground(self, state: State) -> Ground:
        if self.kind is Kind.PRIMARY:
            return Ground.ACCENT
        return Ground.RAISED if state.focused or state.pressed else Ground.SURFACE

    def _draw_standing(self, canvas: Canvas, box: Box, ground: Ground) -> None:
        """Icon, title and words from top to bottom, in the middle; the pattern at the right."""
        look = canvas.look
        box = self._draw_pattern(canvas, box, ground)
        parts: dict[str, Part] = {"icon": Px(look.px(ICON_SHARE))}
        room = box.h - look.px(ICON_SHARE) - look.gap
        title = self._title(look, box.w, room)
        parts["title"] = Px(title.height)
        left = room - title.height - look.gap
        words = fit(self.detail, box.w, max(0, left), look.text_px(TextRole.BODY), look.min_text_px)
        if self.detail and not words.cut:
            parts["words"] = Px(words.height)
        height = sum(part.length for part in parts.values() if isinstance(part, Px))
        group = box.placed(box.w, height + (len(parts) - 1) * look.gap)
        places = rows(group, parts, gap=look.gap)
        icon = places["icon"]
        canvas.shape(self.icon, Box(icon.x, icon.y, icon.h, icon.h), self._icon_ink(ground))
        canvas.block(self.title, title, places["title"], ink=_ink(ground), ground=ground)
        if "words" in places:
            canvas.block(self.detail, words, places["words"], ink=_quiet(ground), ground=ground, down=0.0)

    def _draw_pattern(self, canvas: Canvas, box: Box, ground: Ground) -> Box:
        """Draw it, and give back what it leaves for the words."""
        if not self.pattern:
            return box
        look = canvas.look
        side = min(box.h, round(box.w * PATTERN_SHARE))
        square = box.placed(side, side, across=1.0)
        across = ceil(sqrt(len(self.pattern)))
        colour = mix(look.ground(ground), look.ink(_ink(ground)), PATTERN_INK)
        for shape, cell in zip(self.pattern, grid(square, len(self.pattern), across, look.gap), strict=True):
            canvas.shape(shape, cell, colour)
        return Box(box.x, box.y, box.w - side - look.gap, box.h)

    def _title(self, look: Look, width: int, height: int) -> TextBlock:
        wanted, least = look.text_px(TextRole.TITLE), look.min_text_px
        return fit(self.title, width, height, wanted, least, bold=True, lines=1)

    def _draw_lying(self, canvas: Canvas, box: Box, ground: Ground) -> None:
        """The icon beside the title; words only where they find room."""
        look = canvas.look
        icon = min(look.px(ICON_SHARE), box.h)
        parts = columns(box, {"icon": Px(icon), "title": Share()}, gap=look.gap)
        canvas.shape(self.icon, parts["icon"], self._icon_ink(ground))
        title = self._title(look, parts["title"].w, box.h)
        room = parts["title"].h - title.height - look.gap // 2
        words = set_lines(self.detail, parts["title"].w, look.text_px(TextRole.SMALL)).height
        if not self.detail or words > room:
            canvas.block(self.title, title, parts["title"], ink=_ink(ground), ground=ground)
            return
        group = parts["title"].placed(parts["title"].w, title.height + look.gap // 2 + words)
        lines = rows(group, {"title": Px(title.height), "words": Px(words)}, gap=look.gap // 2)
        canvas.block(self.title, title, lines["title"], ink=_ink(ground), ground=ground)
        canvas.text(self.detail, lines["words"], TextRole.SMALL, ink=_quiet(ground), ground=ground, down=0.0)

    def _icon_ink(self, ground: Ground) -> Ink:
        if self.kind is Kind.QUIET:
            return Ink.MUTED
        return Ink.ON_COLOUR if ground is Ground.ACCENT else Ink.ACCENT


def _ink(ground: Ground) -> Ink:
    return Ink.ON_COLOUR if ground is Ground.ACCENT else Ink.TEXT


def _quiet(ground: Ground) -> Ink:
    return Ink.ON_COLOUR if ground is Ground.ACCENT else Ink.MUTED
