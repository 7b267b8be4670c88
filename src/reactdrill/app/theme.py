"""Colours and text sizes as data: themes, the roles text plays, and the contrast they are held to.

Nothing here draws. Colours are sRGB triples; sizes are shares of min(width, height) of the window, so that one
theme serves every window. Text may only be drawn in an (ink, ground) pair of `TEXT_PAIRS`: the pairs are what the
contrast tests cover, which makes every text on every screen legible by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from reactdrill.draw.colours import BACKGROUND, PALETTE, Colour

MIN_TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: text against what is behind it."""
MIN_PART_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11: outlines, rings and marks against what is behind them."""
CAP_HEIGHT = 0.668
"""Height of a capital as a share of the font size, in Atkinson Hyperlegible Next."""


class Ink(StrEnum):
    """What is drawn: text, icons, marks of a plot."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    """Orange: the thing to do now."""
    INFO = "info"
    """Sky: data and links to more."""
    GOOD = "good"
    WARN = "warn"
    SPECIAL = "special"
    """Purple: errors and destructive choices; red and vermillion are not used."""
    ON_COLOUR = "on_colour"
    """Text on a filled colour."""


class Ground(StrEnum):
    """What it is drawn on."""

    PAGE = "page"
    SURFACE = "surface"
    """Cards, lists and fields."""
    RAISED = "raised"
    """Buttons, chips and the focused row."""
    ACCENT = "accent"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    SPECIAL = "special"


NEUTRAL_GROUNDS = (Ground.PAGE, Ground.SURFACE, Ground.RAISED)
COLOURED_GROUNDS = (Ground.ACCENT, Ground.INFO, Ground.GOOD, Ground.WARN, Ground.SPECIAL)
TEXT_PAIRS: frozenset[tuple[Ink, Ground]] = frozenset(
    {(ink, ground) for ink in Ink if ink is not Ink.ON_COLOUR for ground in NEUTRAL_GROUNDS}
    | {(Ink.ON_COLOUR, ground) for ground in COLOURED_GROUNDS}
)


class TextRole(StrEnum):
    """What a text is for; each has one size in a theme."""

    SMALL = "small"
    BODY = "body"
    HEADING = "heading"
    TITLE = "title"
    FIGURE = "figure"
    """A number that is the point of the screen."""
    CUE = "cue"
    """One word or number that fills the screen."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: every colour and every size the toolkit draws with."""

    name: str
    inks: Mapping[Ink, Colour]
    grounds: Mapping[Ground, Colour]
    outline: Colour
    """Edge of a control on any neutral ground."""
    hairline: Colour
    """Rules and grid lines that carry no meaning of their own."""
    outlined: bool
    """Cards get an outline: their ground does not stand out from the page."""
    focus: Colour
    text_shares: Mapping[TextRole, float]
    min_text_share: float
    """No text is shrunk below this."""
    gap_share: float
    radius_share: float
    ring_share: float
    """Thickness of the focus ring."""
    edge_share: float
    """Thickness of outlines."""


_SHARES: Mapping[TextRole, float] = MappingProxyType(
    {
        TextRole.SMALL: 0.031,
        TextRole.BODY: 0.038,
        TextRole.HEADING: 0.052,
        TextRole.TITLE: 0.084,
        TextRole.FIGURE: 0.17,
        TextRole.CUE: 0.42,
    }
)


def _coloured(neutral: Mapping[Ground, Colour]) -> Mapping[Ground, Colour]:
    filled = {
        Ground.ACCENT: PALETTE["orange"],
        Ground.INFO: PALETTE["sky"],
        Ground.GOOD: PALETTE["green"],
        Ground.WARN: PALETTE["yellow"],
        Ground.SPECIAL: PALETTE["purple"],
    }
    return MappingProxyType({**neutral, **filled})


DARK = Theme(
    name="dark",
    inks=MappingProxyType(
        {
            Ink.TEXT: (0xFF, 0xFF, 0xFF),
            Ink.MUTED: (0xB9, 0xC2, 0xD0),
            Ink.ACCENT: PALETTE["orange"],
            Ink.INFO: PALETTE["sky"],
            Ink.GOOD: (0x2F, 0xBF, 0x94),  # the palette's green, lifted: as text on a raised ground it is 3.9
            Ink.WARN: PALETTE["yellow"],
            Ink.SPECIAL: (0xD9, 0x91, 0xB8),  # lifted for the same reason
            Ink.ON_COLOUR: (0x10, 0x12, 0x18),
        }
    ),
    grounds=_coloured(
        {
            Ground.PAGE: BACKGROUND,
            Ground.SURFACE: (0x1A, 0x1E, 0x28),
            Ground.RAISED: (0x28, 0x2E, 0x3C),
        }
    ),
    outline=(0x7C, 0x88, 0x9E),
    hairline=(0x33, 0x3A, 0x4A),
    outlined=False,
    focus=PALETTE["white"],
    text_shares=_SHARES,
    min_text_share=0.025,
    gap_share=0.024,
    radius_share=0.02,
    ring_share=0.0065,
    edge_share=0.003,
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    inks=MappingProxyType(
        {
            **dict.fromkeys(Ink, PALETTE["white"]),
            Ink.ACCENT: PALETTE["yellow"],
            Ink.WARN: PALETTE["yellow"],
            Ink.INFO: (0x8C, 0xD3, 0xFF),
            Ink.GOOD: (0x5C, 0xE0, 0xB8),
            Ink.SPECIAL: (0xF0, 0xB4, 0xD6),
            Ink.ON_COLOUR: (0x00, 0x00, 0x00),
        }
    ),
    grounds=MappingProxyType(
        {
            **dict.fromkeys(NEUTRAL_GROUNDS, (0, 0, 0)),
            Ground.ACCENT: PALETTE["yellow"],
            Ground.WARN: PALETTE["yellow"],
            Ground.INFO: (0x8C, 0xD3, 0xFF),
            Ground.GOOD: (0x5C, 0xE0, 0xB8),
            Ground.SPECIAL: (0xF0, 0xB4, 0xD6),
        }
    ),
    outline=PALETTE["white"],
    hairline=(0x8A, 0x8A, 0x8A),
    outlined=True,
    focus=PALETTE["yellow"],
    text_shares=MappingProxyType({**_SHARES, TextRole.SMALL: 0.035, TextRole.BODY: 0.042}),
    min_text_share=0.029,
    gap_share=0.024,
    radius_share=0.012,
    ring_share=0.011,
    edge_share=0.005,
)

_LIGHT_INKS: Mapping[Ink, Colour] = MappingProxyType(
    {
        Ink.TEXT: (0x10, 0x12, 0x18),
        Ink.MUTED: (0x46, 0x50, 0x60),
        Ink.ACCENT: (0x8A, 0x4B, 0x00),
        Ink.INFO: (0x00, 0x5A, 0x9C),
        Ink.GOOD: (0x00, 0x6B, 0x4A),
        Ink.WARN: (0x6B, 0x58, 0x00),
        Ink.SPECIAL: (0x8A, 0x2F, 0x6B),
        Ink.ON_COLOUR: (0xFF, 0xFF, 0xFF),
    }
)

LIGHT = replace(
    DARK,
    name="light",
    inks=_LIGHT_INKS,
    grounds=MappingProxyType(
        {
            Ground.PAGE: (0xF4, 0xF6, 0xFA),
            Ground.SURFACE: (0xFF, 0xFF, 0xFF),
            Ground.RAISED: (0xE4, 0xE9, 0xF2),
            **{ground: _LIGHT_INKS[Ink(ground.value)] for ground in COLOURED_GROUNDS},
        }
    ),
    outline=(0x5C, 0x68, 0x7C),
    hairline=(0xC4, 0xCC, 0xD8),
    outlined=True,
    focus=(0x0B, 0x2A, 0x6B),
)

_SAFE_INKS: Mapping[Ink, Colour] = MappingProxyType(
    {
        **DARK.inks,
        Ink.ACCENT: (0xDD, 0x97, 0x02),
        Ink.INFO: (0xAB, 0xE8, 0xFE),
        Ink.GOOD: (0x0F, 0xAF, 0x78),
        Ink.WARN: (0xF5, 0xEE, 0x9C),
        Ink.SPECIAL: (0xFE, 0x3F, 0xF7),
    }
)

COLOUR_SAFE = replace(
    DARK,
    name="colour-safe",
    inks=_SAFE_INKS,
    grounds=MappingProxyType(
        {**DARK.grounds, **{ground: _SAFE_INKS[Ink(ground.value)] for ground in COLOURED_GROUNDS}}
    ),
)
"""Its five colours lie at least 25 apart (CIE 1976) for every common kind of colour blindness; those of `dark` 10."""

THEMES: Mapping[str, Theme] = MappingProxyType(
    {theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST, COLOUR_SAFE)}
)


def run_theme(name: str) -> Theme:
    """The theme that a run is shown in: never a light one, for the colours of cues are made for a dark ground."""
    theme = THEMES[name]
    return DARK if luminance(theme.grounds[Ground.PAGE]) > luminance(theme.inks[Ink.TEXT]) else theme


@dataclass(frozen=True, slots=True)
class Look:
    """A theme at the size of one window: shares become pixels here and nowhere else."""

    theme: Theme
    unit: int
    """min(width, height) of the window, px."""
    text_scale: float = 1.0
    """The person's own wish, or what the viewing distance asks for; multiplies text only."""

    def px(self, share: float) -> int:
        """A share of the unit in whole pixels, at least 1."""
        return max(1, round(share * self.unit))

    def text_px(self, role: TextRole) -> int:
        """Font size of a role."""
        return self.px(self.theme.text_shares[role] * self.text_scale)

    @property
    def min_text_px(self) -> int:
        """Font size below which no text is drawn."""
        return self.px(self.theme.min_text_share * self.text_scale)

    @property
    def gap(self) -> int:
        """The one distance between things."""
        return self.px(self.theme.gap_share)

    @property
    def radius(self) -> int:
        """Corner radius of cards and buttons."""
        return self.px(self.theme.radius_share)

    @property
    def ring(self) -> int:
        """Thickness of the focus ring, at least 2 px."""
        return max(2, self.px(self.theme.ring_share))

    @property
    def edge(self) -> int:
        """Thickness of an outline."""
        return self.px(self.theme.edge_share)

    @property
    def hair(self) -> int:
        """Thickness of rules and grid lines."""
        return self.px(0.0018)

    @property
    def halo(self) -> int:
        """What a control leaves free inside its box for the focus ring and the dark gap within it."""
        return 2 * self.ring

    def ink(self, ink: Ink) -> Colour:
        """The colour of an ink."""
        return self.theme.inks[ink]

    def ground(self, ground: Ground) -> Colour:
        """The colour of a ground."""
        return self.theme.grounds[ground]


def luminance(colour: Colour) -> float:
    """Relative luminance by WCAG 2.2, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """WCAG contrast ratio of two colours, 1 to 21, whichever is the lighter."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second` in it."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
