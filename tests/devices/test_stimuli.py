"""Every stimulus, at every size of screen: large, whole, in its place and in its colour."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from reactdrill.devices.stimuli import COUNTED_MS, MIN_TEXT_SHARE, Sprite, sprite
from reactdrill.draw.colours import PALETTE
from reactdrill.draw.shapes import CUE_SHAPES
from reactdrill.drill.values import COLOURS, SHAPES
from reactdrill.errors import AssetMissingError

SIZES = [(1280, 720), (1920, 1080), (700, 900), (3840, 2160)]
each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")


def box(one: Sprite) -> pygame.Rect:
    """Where it lies on the screen."""
    return one.surface.get_rect(topleft=one.place(0))


def ink(one: Sprite) -> pygame.Rect:
    """Where it has colour, within its own surface."""
    mask = pygame.mask.from_surface(one.surface, 127)
    rects = mask.get_bounding_rects()
    return rects[0].unionall(rects[1:])


def test_drill_files_and_drawing_know_the_same_shapes_and_colours() -> None:
    assert set(SHAPES) == set(CUE_SHAPES)
    assert set(COLOURS) == set(PALETTE)


@each_size
@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_as_large_as_asked_and_wholly_on_the_screen(name: str, size: tuple[int, int]) -> None:
    one = sprite({"shape": name, "colour": "orange", "size": 0.5, "at": [0.9, -0.9]}, size)
    screen = pygame.Rect(0, 0, *size)
    assert screen.contains(box(one))
    if name == "field":
        assert box(one) == screen
    else:
        assert 0.7 * 0.5 * min(size) <= max(ink(one).size) <= 0.5 * min(size)


@each_size
@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_is_the_palettes_own(colour: str, size: tuple[int, int]) -> None:
    one = sprite({"shape": "square", "colour": colour, "size": 0.3}, size)
    middle = one.surface.get_rect().center
    assert tuple(one.surface.get_at(middle))[:3] == PALETTE[colour]


@each_size
@pytest.mark.parametrize("text", ["GO", "STOP", "12", "LEFT", "switch sides", "Wijzigingsvoorstellen"])
def test_a_word_fits_whole_and_is_never_too_small(text: str, size: tuple[int, int]) -> None:
    one = sprite({"text": text, "colour": "white", "size": 0.5, "at": [0, 0]}, size)
    assert pygame.Rect(0, 0, *size).contains(box(one))
    assert ink(one).width > min(size) * 0.2
    assert ink(one).height >= min(size) * MIN_TEXT_SHARE * 0.6
    left, right = ink(one).left, one.surface.get_width() - ink(one).right
    assert abs(left - right) <= one.surface.get_width() * 0.08


def test_a_short_word_is_as_high_as_asked() -> None:
    one = sprite({"text": "GO", "size": 0.5}, (1280, 720))
    assert ink(one).height == pytest.approx(0.5 * 720 * 0.7, rel=0.12)


@each_size
def test_places_are_in_the_largest_centred_square_with_y_up(size: tuple[int, int]) -> None:
    for x, y in ((0, 0), (0.5, 0), (0, 0.5), (-0.5, -0.5)):
        one = sprite({"shape": "circle", "size": 0.1, "at": [x, y]}, size)
        wanted = (size[0] / 2 + x * min(size) / 2, size[1] / 2 - y * min(size) / 2)
        assert box(one).center == pytest.approx(wanted, abs=1)


def test_a_light_is_a_disc_at_its_place() -> None:
    one = sprite({"light": "sky", "shape": "circle", "at": [0.66, 0]}, (1280, 720))
    assert tuple(one.surface.get_at(one.surface.get_rect().center))[:3] == PALETTE["sky"]
    assert box(one).centerx > 640 + 200
    assert ink(one).width == pytest.approx(0.3 * 720, rel=0.1)


def test_a_picture_keeps_its_proportions() -> None:
    one = sprite({"image": "icon-64.png", "size": 0.25, "at": [0, 0]}, (1280, 720))
    assert one.surface.get_size() == (180, 180)
    with pytest.raises(AssetMissingError):
        sprite({"image": "nothing.png"}, (1280, 720))


def test_a_moving_stimulus_goes_there_evenly_and_stays() -> None:
    motion: dict[str, Any] = {"kind": "linear", "to": [0.5, 0], "ms": 400}
    one = sprite({"shape": "circle", "size": 0.1, "at": [-0.5, 0], "motion": motion}, (1280, 720))
    ms = 1_000_000
    places = [one.place(since * ms)[0] for since in (-10, 0, 100, 200, 400, 900)]
    first = places[0]
    assert [place - first for place in places] == [0, 0, 90, 180, 360, 360]


@each_size
def test_a_counter_counts_milliseconds_in_a_field_that_holds_five_digits(size: tuple[int, int]) -> None:
    one = sprite({"counter": "ms", "colour": "orange", "size": 0.3}, size)
    assert pygame.Rect(0, 0, *size).contains(box(one))
    assert one.moves
    assert one.place(0) == one.place(400_000_000)
    counted = [one.counted_ms(since) for since in (-5, 0, 400_000, 312_400_000, 10**12)]
    assert counted == [0, 0, 0, 312, COUNTED_MS]
    pictures = {pygame.image.tobytes(one.picture(ms * 1_000_000), "RGBA") for ms in (0, 7, 111, 112, 99_999)}
    assert len(pictures) == 5
    assert all(one.picture(ms * 1_000_000).get_size() == one.surface.get_size() for ms in (0, 99_999))


def test_what_is_no_counter_counts_nothing() -> None:
    assert sprite({"shape": "circle", "size": 0.3}, SIZES[0]).counted_ms(312_000_000) == 0
