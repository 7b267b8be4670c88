"""The committed fonts and icons can be used by pygame as they are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pygame
import pytest

from reactdrill.assets import data_dir, font_path, image_path

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?()[]%+-…“”„«»÷±≤≥≈°€·½²Δ"
    "ÄÖÜäöüßẞ¿¡ÁÉÍÓÚÑáéíóúñàâçèêëîïôùûœæøåãõőűąćęłńśźżčďěňřšťůžğış"
    "\N{EN DASH}\N{EM DASH}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{MULTIPLICATION SIGN}\N{MINUS SIGN}"
)
SKY, ORANGE, DARK = (0x56, 0xB4, 0xE9), (0xE6, 0x9F, 0x00), (0x10, 0x12, 0x18)


@pytest.fixture(autouse=True)
def font_module() -> Iterator[None]:
    pygame.font.init()
    yield
    pygame.font.quit()


def drawn(font: pygame.font.Font, text: str) -> bytes:
    return pygame.image.tobytes(font.render(text, True, "white", "black"), "RGB")


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_the_program_writes(bold: bool) -> None:
    # pygame gives a missing letter the metrics of the box it draws instead, so the drawings are compared.
    font = pygame.font.Font(font_path(bold=bold), 40)
    box = drawn(font, "\ue123")

    assert [letter for letter in LETTERS if drawn(font, letter) == box] == []
    assert [letter for letter in "←↑→↓✓" if drawn(font, letter) != box] == [], "SOURCES.md says it has none"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("letters", ["uü", "aá", "oő", "nñ", "sß", "?¿", "zž"])
def test_accented_letters_are_drawn_as_themselves(bold: bool, letters: str) -> None:
    font = pygame.font.Font(font_path(bold=bold), 80)

    assert drawn(font, letters[0]) != drawn(font, letters[1])


def ink_of(font: pygame.font.Font, text: str) -> int:
    return pygame.mask.from_surface(font.render(text, True, "white")).count()


def test_bold_is_bolder() -> None:
    regular, bold = (pygame.font.Font(font_path(bold=bold), 80) for bold in (False, True))

    assert ink_of(bold, "Links") > 1.1 * ink_of(regular, "Links")


def test_the_font_ships_with_its_licence_and_a_known_hash() -> None:
    licence = (font_path().parent / "OFL.txt").read_text(encoding="utf-8")
    sources = (data_dir("assets") / "SOURCES.md").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright 2020-2024 The Atkinson Hyperlegible Next Project Authors" in licence
    for bold in (False, True):
        assert hashlib.sha256(font_path(bold=bold).read_bytes()).hexdigest() in sources


def shares(icon: pygame.Surface) -> dict[tuple[int, int, int], float]:
    """Give the share of the pixels within a few steps of each of the mark's colours."""
    area = icon.get_width() * icon.get_height()
    masks = {
        colour: pygame.mask.from_threshold(icon, colour, (6, 6, 6, 255)) for colour in (SKY, ORANGE, DARK)
    }
    return {colour: mask.count() / area for colour, mask in masks.items()}


@pytest.mark.parametrize("size_px", [256, 64, 32])
def test_an_icon_shows_ring_and_bolt_at_its_size(size_px: int) -> None:
    icon = pygame.image.load(image_path(f"icon-{size_px}.png"))
    share = shares(icon)

    assert icon.get_size() == (size_px, size_px)
    assert icon.get_at((0, 0)).a == 0
    assert icon.get_at((size_px // 2, size_px // 2))[:3] == ORANGE
    assert share[SKY] > 0.09
    assert share[ORANGE] > 0.06
    assert share[DARK] > 0.35


def test_the_icon_is_the_drawing() -> None:
    drawing = pygame.image.load(image_path("icon.svg"))
    icon = pygame.image.load(image_path("icon-256.png"))

    assert drawing.get_size() == icon.get_size()
    for colour, share in shares(drawing).items():
        assert shares(icon)[colour] == pytest.approx(share, abs=0.01)
