from __future__ import annotations

import colorsys
from itertools import combinations
from math import dist

import pytest
from hypothesis import given, strategies as st

from reactdrill.app.theme import (
    COLOURED_GROUNDS,
    DARK,
    MIN_PART_CONTRAST,
    MIN_TEXT_CONTRAST,
    NEUTRAL_GROUNDS,
    TEXT_PAIRS,
    THEMES,
    Ground,
    Ink,
    Look,
    TextRole,
    Theme,
    contrast,
    luminance,
    mix,
    run_theme,
)
from reactdrill.draw.colours import PALETTE, Colour
from reactdrill.drill.values import COLOURS

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
colours = st.tuples(*[st.integers(0, 255)] * 3)


@themes
@pytest.mark.parametrize(("ink", "ground"), sorted(TEXT_PAIRS))
def test_every_text_that_may_be_drawn_is_legible(theme: Theme, ink: Ink, ground: Ground) -> None:
    assert contrast(theme.inks[ink], theme.grounds[ground]) >= MIN_TEXT_CONTRAST


@themes
def test_edges_and_the_focus_ring_stand_out_from_every_neutral_ground(theme: Theme) -> None:
    for ground in NEUTRAL_GROUNDS:
        assert contrast(theme.outline, theme.grounds[ground]) >= MIN_PART_CONTRAST
        assert contrast(theme.focus, theme.grounds[ground]) >= 2 * MIN_PART_CONTRAST


@themes
def test_a_theme_has_every_colour_and_size(theme: Theme) -> None:
    assert set(theme.inks) == set(Ink)
    assert set(theme.grounds) == set(Ground)
    assert set(theme.text_shares) == set(TextRole)
    assert theme.min_text_share <= min(theme.text_shares.values())


@themes
def test_nothing_is_red_or_vermillion(theme: Theme) -> None:
    for colour in (*theme.inks.values(), *theme.grounds.values(), *PALETTE.values()):
        hue, _, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in colour))
        reddish = hue * 360 < 30 or hue * 360 > 340
        assert not (reddish and saturation > 0.5), colour


def seen(colour: Colour, kind: str | None) -> tuple[float, ...]:
    """CIELAB of a colour as somebody with a kind of colour blindness sees it (matrices of Machado 2009)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in colour)]
    if kind is not None:
        linear = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in BLINDNESS[kind]]
    red, green, blue = (min(1.0, max(0.0, each)) for each in linear)
    cie = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in cie)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


BLINDNESS = {
    "protan": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deutan": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9688)),
    "tritan": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}


@pytest.mark.parametrize("kind", [None, *BLINDNESS])
@pytest.mark.parametrize(("name", "least"), [("colour-safe", 25.0), ("dark", 9.9)])
def test_inks_that_mean_something_are_told_apart_by_everybody(
    name: str, least: float, kind: str | None
) -> None:
    meaning = (Ink.ACCENT, Ink.INFO, Ink.GOOD, Ink.WARN, Ink.SPECIAL)
    points = [seen(THEMES[name].inks[ink], kind) for ink in meaning]
    assert min(dist(a, b) for a, b in combinations(points, 2)) >= least


def test_a_run_is_never_shown_on_a_light_ground() -> None:
    """The cues' colours are made for a dark one."""
    for name in THEMES:
        page = run_theme(name).grounds[Ground.PAGE]
        assert all(contrast(colour, page) >= MIN_PART_CONTRAST for colour in PALETTE.values())


def test_cue_colours_are_those_of_drill_files_and_seen_on_the_page() -> None:
    assert set(PALETTE) == set(COLOURS)
    page = DARK.grounds[Ground.PAGE]
    assert all(contrast(colour, page) >= MIN_PART_CONTRAST for colour in PALETTE.values())


def test_high_contrast_is_at_least_as_strong_everywhere() -> None:
    strong = THEMES["high-contrast"]
    for ink, ground in TEXT_PAIRS:
        assert contrast(strong.inks[ink], strong.grounds[ground]) >= 7.0
    assert strong.ring_share > DARK.ring_share
    assert strong.outlined


def test_contrast_agrees_with_published_values() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(first: Colour, second: Colour) -> None:
    assert contrast(first, second) == contrast(second, first)
    assert 1.0 <= contrast(first, second) <= 21.0


@given(colours, colours)
def test_a_mixture_begins_with_one_and_ends_with_the_other(first: Colour, second: Colour) -> None:
    assert mix(first, second, 0) == first
    assert mix(first, second, 1) == second


@themes
def test_sizes_grow_with_the_window_and_text_with_the_wish(theme: Theme) -> None:
    small, large = Look(theme, 480), Look(theme, 2160)
    for role in TextRole:
        assert large.text_px(role) == pytest.approx(4.5 * small.text_px(role), rel=0.05)
        assert Look(theme, 720, 1.5).text_px(role) == pytest.approx(
            1.5 * Look(theme, 720).text_px(role), abs=1
        )
    assert Look(theme, 720, 1.5).gap == Look(theme, 720).gap


def test_no_size_ever_vanishes() -> None:
    tiny = Look(DARK, 1)
    assert min(tiny.gap, tiny.edge, tiny.radius, tiny.hair, tiny.min_text_px) >= 1
    assert tiny.ring >= 2


def test_text_on_a_colour_and_colour_on_a_colour_never_mix() -> None:
    for ink, ground in TEXT_PAIRS:
        assert (ink is Ink.ON_COLOUR) == (ground in COLOURED_GROUNDS)
