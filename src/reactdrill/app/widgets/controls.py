"""Buttons, chips and cards: things that do something when accepted or clicked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Boxes, Part, Px, Share, columns, rows
from reactdrill.app.theme import Ground, Ink, Look, TextRole, mix
from reactdrill.app.widgets.base import Pressable, State, Value
from reactdrill.draw.text import TextBlock, fit, line_width, set_lines, text_height

ICON_SHARE = 0.8
"""Size of an icon beside text, as a share of the font size."""
CARD_ICON_SHARE = 0.062
PRESSED_SHARE = 0.25
"""How far a pressed control darkens."""


class Kind(StrEnum):
    """How much a button asks for attention. One primary button a screen."""

    PRIMARY = "primary"
    PLAIN = "plain"
    QUIET = "quiet"


_GROUNDS = {Kind.PRIMARY: Ground.ACCENT, Kind.PLAIN: Ground.RAISED, Kind.QUIET: Ground.PAGE}


@dataclass(frozen=True, slots=True)
class Button(Pressable):
    """Words, and an icon where it helps."""

    text: str
    icon: str | None = None
    kind: Kind = Kind.PLAIN
    enabled: bool = True
    role: TextRole = TextRole.BODY
    lines: int = 1

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Only while it can be used."""
        del box, look
        return self.enabled

    def height_for(self, look: Look, width: int) -> int:
        """Its lines with room around them."""
        del width
        words = text_height(look.text_px(self.role), bold=True, lines=self.lines)
        return words + 2 * look.px(0.021) + 2 * look.halo

    def width_for(self, look: Look) -> int:
        """What it needs to stand on one line."""
        size = look.text_px(self.role)
        words = line_width(self.text, size, bold=True)
        return words + self._icon_room(look, size) + 2 * look.px(0.03) + 2 * look.halo

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw it, its ring when focused."""
        look, frame = canvas.look, box.inset(canvas.look.halo)
        ground = _GROUNDS[self.kind] if self.enabled else Ground.PAGE
        if ground is not Ground.PAGE:
            fill = look.ground(ground)
            fill = mix(fill, look.ground(Ground.PAGE), PRESSED_SHARE) if state.pressed else fill
            canvas.rounded(frame, fill, look.radius)
        if self.kind is Kind.PLAIN:
            edge = look.theme.outline if self.enabled else look.theme.hairline
            canvas.outline(frame, edge, look.edge, look.radius)
        if state.focused:
            canvas.ring(box)
        self._draw_words(canvas, frame.inset(look.px(0.02), look.edge), ground)

    def _draw_words(self, canvas: Canvas, box: Box, ground: Ground) -> None:
        look = canvas.look
        ink = Ink.ON_COLOUR if ground is Ground.ACCENT else Ink.TEXT if self.enabled else Ink.MUTED
        wanted = look.text_px(self.role)
        room = self._icon_room(look, wanted)
        block = fit(
            self.text, max(1, box.w - room), box.h, wanted, look.min_text_px, bold=True, lines=self.lines
        )
        group = box.placed(block.width + room, box.h)
        if self.icon is not None:
            icon = round(block.size * ICON_SHARE)
            canvas.shape(self.icon, Box(group.x, group.y, icon, group.h), ink)
        words = Box(group.x + room, group.y, max(0, group.w - room), group.h)
        canvas.block(self.text, block, words, ink=ink, ground=ground, across=0.5)

    def _icon_room(self, look: Look, size: int) -> int:
        return 0 if self.icon is None else round(size * ICON_SHARE) + look.px(0.014)


@dataclass(frozen=True, slots=True)
class Chip(Pressable):
    """A filter or option that is on or off. Tells the scene the value it would have next."""

    text: str
    on: bool = False

    def told_value(self) -> Value:
        """What the chip becomes."""
        return not self.on

    def height_for(self, look: Look, width: int) -> int:
        """One small line with room around it."""
        del width
        return text_height(look.text_px(TextRole.SMALL)) + 2 * look.px(0.012) + 2 * look.halo

    def width_for(self, look: Look) -> int:
        """Its words and the place of its mark, the same whether on or off."""
        size = look.text_px(TextRole.SMALL)
        return line_width(self.text, size, bold=True) + size + 2 * look.px(0.022) + 2 * look.halo

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """A filled pill with a tick when on, an outlined one when off."""
        look, frame = canvas.look, box.inset(canvas.look.halo)
        ground = Ground.INFO if self.on else Ground.RAISED
        fill = look.ground(ground)
        fill = mix(fill, look.ground(Ground.PAGE), PRESSED_SHARE) if state.pressed else fill
        canvas.rounded(frame, fill, frame.h // 2)
        if not self.on:
            canvas.outline(frame, look.theme.outline, look.edge, frame.h // 2)
        if state.focused:
            canvas.ring(box, frame.h // 2)
        ink = Ink.ON_COLOUR if self.on else Ink.TEXT
        size = look.text_px(TextRole.SMALL)
        inner = frame.inset(look.px(0.018), look.edge)
        mark = Box(inner.x, inner.y, round(size * ICON_SHARE), inner.h)
        words = Box(inner.x + size, inner.y, max(0, inner.w - size), inner.h)
        if self.on:
            canvas.shape("check", mark, ink)
        else:
            canvas.shape("ring", mark.placed(round(size * 0.5), mark.h), Ink.MUTED)
        canvas.text(self.text, words, TextRole.SMALL, ink=ink, ground=ground, bold=True, lines=1)


@dataclass(frozen=True, slots=True)
class Card(Pressable):
    """A tile: an icon, a title, some words and a note at its foot."""

    title: str
    body: str = ""
    note: str = ""
    icon: str | None = None
    icon_ink: Ink = Ink.ACCENT
    action: bool = True
    """Whether it can be accepted; a card that cannot does not take the focus."""

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Only where accepting it does something."""
        del box, look
        return self.action

    def height_for(self, look: Look, width: int) -> int:
        """Everything it has, with its body wrapped at full size."""
        inner = max(1, width - 2 * look.halo - 2 * look.gap)
        parts = self._parts(look, inner, look.text_px(TextRole.SMALL))
        return sum(parts.values()) + (len(parts) - 1) * (look.gap // 2) + 2 * look.gap + 2 * look.halo

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw it, raised and ringed when focused. Where it is too low, the body goes first, then the note."""
        look, frame = canvas.look, box.inset(canvas.look.halo)
        ground = Ground.RAISED if state.focused or state.pressed else Ground.SURFACE
        canvas.card(frame, ground)
        if state.focused:
            canvas.ring(box)
        inner = frame.inset(look.gap)
        places = self._places(look, inner)
        self._draw_head(canvas, places["head"], ground)
        if "body" in places:
            canvas.text(self.body, places["body"], TextRole.SMALL, ink=Ink.MUTED, ground=ground, down=0.0)
        if "note" in places:
            canvas.text(self.note, places["note"], TextRole.SMALL, ink=Ink.INFO, ground=ground, lines=1)

    def _draw_head(self, canvas: Canvas, box: Box, ground: Ground) -> None:
        icon = canvas.look.px(CARD_ICON_SHARE) if self.icon is not None else 0
        parts = columns(box, {"icon": Px(icon), "title": Share()}, gap=canvas.look.gap if icon else 0)
        if self.icon is not None:
            canvas.shape(self.icon, parts["icon"], self.icon_ink)
        block = self._title(canvas.look, parts["title"].w)
        if block.height > box.h:
            canvas.text(self.title, parts["title"], ground=ground, bold=True)
        else:
            canvas.block(self.title, block, parts["title"], ground=ground)

    def _places(self, look: Look, inner: Box) -> Boxes:
        """Head, body and note from top to bottom, as far as there is room; the body may shrink to the least size."""
        gap, heights = look.gap // 2, self._parts(look, inner.w, look.min_text_px)
        for dropped in ("body", "note"):
            if sum(heights.values()) + gap * (len(heights) - 1) > inner.h:
                heights.pop(dropped, None)
        parts: dict[str, Part] = {
            "head": Px(heights["head"]),
            "body" if "body" in heights else "spare": Share(),
        }
        if "note" in heights:
            parts["note"] = Px(heights["note"])
        return rows(inner, parts, gap)

    def _parts(self, look: Look, width: int, body_size: int) -> dict[str, int]:
        icon = look.px(CARD_ICON_SHARE) if self.icon is not None else 0
        title = self._title(look, max(1, width - icon - (look.gap if icon else 0)))
        parts = {"head": max(icon, title.height)}
        if self.body:
            parts["body"] = set_lines(self.body, width, body_size).height
        if self.note:
            parts["note"] = text_height(look.text_px(TextRole.SMALL))
        return parts

    def _title(self, look: Look, width: int) -> TextBlock:
        """One line between heading and body size; where even that is too wide, lines of body size."""
        large, least = look.text_px(TextRole.HEADING), look.text_px(TextRole.BODY)
        block = fit(self.title, width, text_height(large), large, least, bold=True, lines=1)
        return set_lines(self.title, width, least, bold=True) if block.cut or len(block.lines) > 1 else block
