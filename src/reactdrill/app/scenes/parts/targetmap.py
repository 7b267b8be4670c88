"""The picture of a drill: the screen with its targets, what is seen there, and the keys that press them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.targets import CueLook, Picture, Sample, Spot
from reactdrill.app.layout import Box, Part, Px, Share, columns, grid, grid_across, rows
from reactdrill.app.scenes.parts.keycaps import cap_height, caps_width, draw_caps
from reactdrill.app.scenes.parts.spots import spread_out
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import State, Still
from reactdrill.draw.colours import PALETTE
from reactdrill.draw.text import line_width, text_height

CUE_SHARE = 0.075
FRAME_PAD_SHARE = 0.014
HEIGHT_SHARE = 0.5
SAMPLE_SHARE, SAMPLE_RATIO = 0.13, 1.8
QUOTED = "\u201c{}\u201d"
DETAILS = ((True, 4), (True, 1), (False, 4), (False, 1))
"""What is tried one after the other: with or without cues, and how many caps at each target."""


@dataclass(frozen=True, slots=True)
class TargetMap(Still):
    """Targets where their cues come, in a frame that stands for the screen; a list where they do not fit."""

    picture: Picture
    coach_words: str = ""
    """What the coach's key does."""

    def height_for(self, look: Look, width: int) -> int:
        """A landscape frame."""
        return min(width, look.px(HEIGHT_SHARE))

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """The frame, the targets in it, and the coach's key below."""
        del state
        look, inner = canvas.look, box.inset(canvas.look.halo, 0)
        foot = cap_height(look) if self.picture.coach else 0
        parts = rows(inner, {"frame": Share(), "coach": Px(foot)}, gap=look.gap // 2 if foot else 0)
        canvas.card(parts["frame"])
        canvas.outline(parts["frame"], look.theme.hairline, look.edge, look.radius)
        self._draw_spots(canvas, parts["frame"].inset(look.px(FRAME_PAD_SHARE)))
        if self.picture.coach:
            self._draw_coach(canvas, parts["coach"])

    def _draw_spots(self, canvas: Canvas, box: Box) -> None:
        """With as much at each target as all of them have room for; in a list where that is nothing."""
        if not self.picture.spots:
            _draw_samples(canvas, self.picture.samples, box)
            return
        for cues, keys in DETAILS:
            spots = tuple(_plainer(spot, cues=cues, keys=keys) for spot in self.picture.spots)
            places = _places(canvas.look, spots, box)
            if places:
                for spot, place in zip(spots, places, strict=True):
                    _draw_spot(canvas, spot, place)
                return
        _draw_list(canvas, tuple(_plainer(spot, cues=False, keys=1) for spot in self.picture.spots), box)

    def _draw_coach(self, canvas: Canvas, box: Box) -> None:
        look = canvas.look
        keys = min(box.w // 2, caps_width(look, self.picture.coach))
        words = min(box.w - keys - look.gap, line_width(self.coach_words, look.text_px(TextRole.SMALL)) + 2)
        line = box.placed(words + look.gap + keys, box.h)
        places = columns(line, {"words": Share(), "keys": Px(keys)}, gap=look.gap)
        canvas.text(self.coach_words, places["words"], TextRole.SMALL, ink=Ink.MUTED, lines=1)
        draw_caps(canvas, places["keys"], self.picture.coach, across=0.0)


def _plainer(spot: Spot, *, cues: bool, keys: int) -> Spot:
    return replace(spot, cues=spot.cues if cues else (), caps=spot.caps[:keys])


def _places(look: Look, spots: Sequence[Spot], box: Box) -> list[Box]:
    """Where each target's cues, title and caps stand; nowhere, when they do not fit."""
    small, least = look.text_px(TextRole.SMALL), look.min_text_px
    title = max((line_width(spot.title, small, bold=True) for spot in spots), default=0)
    short = max((line_width(spot.title, least, bold=True) for spot in spots), default=0)
    keys = max((caps_width(look, spot.caps) for spot in spots), default=0)
    seen = max((_cues_width(look, spot.cues) for spot in spots), default=0)
    height = _height(look, _parts(look, spots))
    wide, narrow = max(title, keys, seen) + 2, max(short, keys, seen) + 2
    return spread_out([spot.at for spot in spots], box, (wide, height), (narrow, height))


def _row_gap(look: Look) -> int:
    return look.px(0.006)


def _parts(look: Look, spots: Sequence[Spot]) -> dict[str, Part]:
    """What targets show from top to bottom."""
    parts: dict[str, Part] = {}
    if any(spot.cues for spot in spots):
        parts["cues"] = Px(look.px(CUE_SHARE))
    parts["title"] = Px(text_height(look.text_px(TextRole.SMALL)))
    if any(spot.caps for spot in spots):
        parts["caps"] = Px(cap_height(look))
    return parts


def _height(look: Look, parts: Mapping[str, Part]) -> int:
    return sum(part.length for part in parts.values() if isinstance(part, Px)) + (len(parts) - 1) * _row_gap(
        look
    )


def _cues_width(look: Look, cues: Sequence[CueLook]) -> int:
    return len(cues) * look.px(CUE_SHARE) + max(0, len(cues) - 1) * _row_gap(look)


def _draw_spot(canvas: Canvas, spot: Spot, box: Box) -> None:
    look = canvas.look
    parts = _parts(look, (spot,))
    places = rows(box.placed(box.w, _height(look, parts)), parts, gap=_row_gap(look))
    if "cues" in places:
        line = places["cues"].placed(_cues_width(look, spot.cues), places["cues"].h)
        for cue, cell in zip(
            spot.cues, grid(line, len(spot.cues), len(spot.cues), _row_gap(look)), strict=True
        ):
            canvas.shape(cue.shape, cell, PALETTE[cue.colour])
    canvas.text(
        spot.title, places["title"], TextRole.SMALL, ground=Ground.SURFACE, bold=True, across=0.5, lines=1
    )
    if "caps" in places:
        draw_caps(canvas, places["caps"], spot.caps)


def _draw_samples(canvas: Canvas, samples: Sequence[Sample], box: Box) -> None:
    """What may come, side by side: shapes as they look, words as they are read, sounds in quotation marks."""
    look = canvas.look
    cells = grid(box, len(samples), grid_across(box, len(samples), SAMPLE_RATIO, look.gap), look.gap)
    for sample, cell in zip(samples, cells, strict=True):
        if sample.look is not None:
            most = look.px(SAMPLE_SHARE)
            canvas.shape(sample.look.shape, cell.placed(most, most), PALETTE[sample.look.colour])
            continue
        words = QUOTED.format(sample.words) if sample.heard else sample.words
        ink = Ink.MUTED if sample.heard else Ink.TEXT
        canvas.text(
            words, cell, TextRole.BODY, ink=ink, ground=Ground.SURFACE, bold=True, across=0.5, lines=1
        )


def _draw_list(canvas: Canvas, spots: Sequence[Spot], box: Box) -> None:
    """Title and keys, line by line, in as many columns as make the lines high enough."""
    look = canvas.look
    line = max(cap_height(look), text_height(look.text_px(TextRole.SMALL)))
    down = max(1, box.h // (line + _row_gap(look)))
    across = -(-len(spots) // down) if spots else 1
    for spot, cell in zip(spots, grid(box, len(spots), across, look.gap // 2), strict=True):
        keys = min(cell.w // 2, caps_width(look, spot.caps))
        places = columns(cell, {"title": Share(), "caps": Px(keys)}, gap=look.gap // 2)
        canvas.text(spot.title, places["title"], TextRole.SMALL, ground=Ground.SURFACE, lines=1)
        if spot.caps:
            draw_caps(canvas, places["caps"], spot.caps, across=1.0)
