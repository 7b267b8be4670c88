"""Every widget at every size and in every theme: nothing cut, nothing overlapping, nothing out of its place."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pygame
import pytest
from gallery import GALLERY

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import disjoint, screen
from reactdrill.app.page import Page
from reactdrill.app.theme import DARK, THEMES, Look, TextRole

SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (700, 900), (720, 1280))

sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
themes = pytest.mark.parametrize("theme", THEMES)
screens = pytest.mark.parametrize("name", GALLERY)


def drawn(
    name: str, size: tuple[int, int], theme: str = "dark", text_scale: float = 1.0
) -> tuple[Page, Canvas]:
    look, box, page = Look(THEMES[theme], min(size), text_scale), screen(*size), Page()
    page.lay(GALLERY[name](look, box), look)
    canvas = Canvas(pygame.Surface(size), look)
    canvas.clear()
    page.draw(canvas)
    return page, canvas


@sizes
@themes
@screens
def test_texts_fit_and_keep_apart(name: str, theme: str, size: tuple[int, int]) -> None:
    page, canvas = drawn(name, size, theme)
    assert canvas.texts
    assert disjoint(each.box for each in page.placed)
    assert [each for each in canvas.texts if each.cut] == []
    assert [each for each in canvas.texts if not each.room.holds(each.box)] == []
    assert [pair for pair in combinations(canvas.texts, 2) if pair[0].box.overlaps(pair[1].box)] == []
    assert min(each.size for each in canvas.texts) >= canvas.look.min_text_px


@screens
def test_larger_text_by_wish_still_fits(name: str) -> None:
    _, canvas = drawn(name, (1280, 720), text_scale=1.15)
    assert [each for each in canvas.texts if each.cut] == []


def test_a_cue_word_is_high_enough_for_five_metres() -> None:
    """Capitals of 11 % of the screen's height are read at five metres from a 24-inch screen."""
    _, canvas = drawn("cue_word", (1920, 1080))
    assert canvas.texts[0].size * 0.66 >= 0.11 * 1080


@screens
def test_every_widget_draws_inside_its_own_place(name: str) -> None:
    size = (700, 900)
    look, box = Look(DARK, min(size)), screen(*size)
    page = Page()
    page.lay(GALLERY[name](look, box), look)
    for each in page.placed:
        surface = pygame.Surface(size)
        surface.fill((1, 2, 3))
        state = page.state(each.id)
        each.widget.draw(Canvas(surface, look), each.box, state)
        pixels = pygame.surfarray.array3d(surface)
        pixels[each.box.x : each.box.right, each.box.y : each.box.bottom] = (1, 2, 3)
        assert (pixels == (1, 2, 3)).all(), each.id


@themes
@screens
def test_the_focus_is_seen_wherever_it_is(name: str, theme: str) -> None:
    """A ring in the theme's focus colour runs along the edge of what has the focus, and nowhere else."""
    size = (1280, 720)
    page, canvas = drawn(name, size, theme)
    for widget_id in page.focus.ids:
        page.focus_on(widget_id)
        canvas.clear()
        page.draw(canvas)
        pixels = pygame.surfarray.array3d(canvas.surface)
        ringed = (pixels == THEMES[theme].focus).all(axis=2)
        for each in page.placed:
            along_the_top = ringed[each.box.x : each.box.right, each.box.y : each.box.y + canvas.look.ring]
            assert (along_the_top.mean() > 0.4) == (each.id == widget_id), (widget_id, each.id)


def test_every_size_uses_the_same_proportions() -> None:
    _, small = drawn("cue_word", (1280, 720))
    _, large = drawn("cue_word", (3840, 2160))
    assert large.texts[0].size == pytest.approx(3 * small.texts[0].size, abs=3)
    assert np.isclose(large.look.text_px(TextRole.BODY), 3 * small.look.text_px(TextRole.BODY), atol=2)
