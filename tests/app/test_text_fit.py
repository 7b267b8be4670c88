from __future__ import annotations

import pygame
import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.draw import text
from reactdrill.draw.text import ELLIPSIS, SOFT_HYPHEN, fit, line_surface, set_lines, shorten, wrap

words = st.lists(st.text("abcdefgäß", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)
sentences = st.text("abcdeÄÖgjpq -/…", max_size=60)


@given(words, st.integers(1, 30))
def test_wrapped_lines_are_never_too_wide_and_lose_nothing(sentence: str, width: int) -> None:
    lines, torn = wrap(sentence, width, len)
    assert all(len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")
    assert torn == any(len(word) > width for word in sentence.split())
    if not torn:
        assert " ".join(lines) == sentence


def test_lines_break_after_hyphens_and_slashes() -> None:
    assert wrap("left-right/front", 11, len) == (("left-right/", "front"), False)
    assert wrap("go/no-go", 6, len) == (("go/no-", "go"), False)


def test_a_soft_hyphen_is_seen_only_where_a_line_ends() -> None:
    word = f"Reaktions{SOFT_HYPHEN}zeit"
    assert wrap(word, 20, len) == (("Reaktionszeit",), False)
    assert wrap(word, 10, len) == (("Reaktions-", "zeit"), False)


def test_newlines_stay_and_empty_lines_too() -> None:
    assert wrap("one\n\ntwo", 10, len)[0] == ("one", "", "two")
    assert wrap("", 10, len) == (("",), False)


def test_a_character_wider_than_the_line_stands_alone() -> None:
    assert wrap("ab", 0, len) == (("a", "b"), True)


@given(st.text("abcd ", min_size=1, max_size=20), st.integers(1, 20))
def test_shortened_text_fits_and_begins_as_it_did(sentence: str, width: int) -> None:
    short = shorten(sentence, width, len)
    assert short.endswith(ELLIPSIS)
    assert len(short) <= width
    assert sentence.startswith(short.removesuffix(ELLIPSIS))


@settings(max_examples=60, deadline=None)
@given(sentences, st.integers(1, 400), st.integers(1, 160), st.booleans())
def test_a_block_fits_its_box_or_says_that_it_was_cut(
    sentence: str, width: int, height: int, bold: bool
) -> None:
    block = fit(sentence, width, height, 40, 12, bold=bold)
    assert 12 <= block.size <= 40
    if not block.cut:
        assert block.width <= width
        assert block.height <= height
        shown = "".join(block.lines).replace(" ", "")
        assert shown == sentence.replace(" ", "")


def test_a_text_keeps_its_size_where_there_is_room() -> None:
    block = fit("Start", 400, 60, 40, 12)
    assert (block.lines, block.size, block.cut) == (("Start",), 40, False)


def test_a_label_is_shrunk_before_it_gets_more_lines() -> None:
    wide = fit("Reaction and cognition", 300, 200, 40, 12, lines=1)
    assert len(wide.lines) == 1
    assert 12 < wide.size < 40
    narrow = fit("Reaction and cognition", 100, 200, 40, 30, lines=1)
    assert len(narrow.lines) > 1
    assert not narrow.cut


def test_a_paragraph_is_wrapped_before_it_is_shrunk() -> None:
    block = fit("Reaction and cognition", 300, 200, 40, 12)
    assert block.size == 40
    assert len(block.lines) == 2


def test_what_cannot_fit_ends_in_an_ellipsis_and_says_so() -> None:
    block = fit("a long story that goes on and on without an end in sight", 120, 30, 20, 18)
    assert block.cut
    assert block.lines[-1].endswith(ELLIPSIS)
    assert block.width <= 120


def test_more_lines_are_as_tall_as_their_block_says() -> None:
    block = set_lines("one two three four five six", 90, 24)
    assert len(block.lines) > 2
    assert block.height == text.text_height(24) + (len(block.lines) - 1) * block.line_height


@pytest.mark.parametrize("size", [18, 27, 61, 120])
@pytest.mark.parametrize("bold", [False, True])
def test_no_glyph_leaves_the_measured_height(size: int, bold: bool) -> None:
    """The height is tighter than the font's own line box: accents and tails have to be inside all the same."""
    surface = line_surface("ÄÉÑŠÜgjpqç|Qß", size, bold, (255, 255, 255))
    ink = surface.get_bounding_rect()
    top = text.rise(size, bold=bold)
    assert ink.top >= top
    assert ink.bottom <= top + text.text_height(size, bold=bold)


def test_fonts_live_on_after_pygame_was_quit_and_started_again() -> None:
    before = fit("again", 300, 60, 30, 12)
    line_surface("again", 30, False, (255, 255, 255))
    pygame.quit()
    assert fit("again", 300, 60, 30, 12) == before
    assert line_surface("again", 30, False, (255, 255, 255)).get_width() > 0


def test_umlauts_and_spanish_letters_have_glyphs() -> None:
    metrics = text.font(30).metrics("ÄÖÜäöüßñáéíóú¿¡…·")
    assert all(each is not None for each in metrics)
