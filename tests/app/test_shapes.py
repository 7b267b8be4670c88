from __future__ import annotations

from itertools import combinations

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from reactdrill.draw.shapes import CUE_SHAPES, SHAPES, shape_surface
from reactdrill.drill.values import SHAPES as DRILL_SHAPES

ORANGE = (0xE6, 0x9F, 0x00)


def alpha(name: str, size: int = 96) -> NDArray[np.float64]:
    surface = shape_surface(name, size, ORANGE)
    raw = np.frombuffer(pygame.image.tobytes(surface, "RGBA"), dtype=np.uint8)
    return raw.reshape(size, size, 4)[:, :, 3].astype(np.float64) / 255


def test_a_drill_can_show_exactly_the_shapes_its_file_may_name() -> None:
    assert set(CUE_SHAPES) == set(DRILL_SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_large_and_keeps_inside_its_square(name: str) -> None:
    covered = alpha(name)
    assert covered.mean() > 0.12
    down, across = np.nonzero(covered > 0.5)
    assert max(np.ptp(down), np.ptp(across)) > 0.6 * 96
    if name != "field":
        assert covered[0].max() < 0.9
        assert covered.mean() < 0.8


@pytest.mark.parametrize(("first", "second"), list(combinations(sorted({*SHAPES} - {"field"}), 2)))
def test_no_two_shapes_look_alike(first: str, second: str) -> None:
    correlation = np.corrcoef(alpha(first).ravel(), alpha(second).ravel())[0, 1]
    assert correlation < 0.85


@pytest.mark.parametrize("name", ["circle", "triangle", "arrow-up-left", "star"])
@pytest.mark.parametrize("size", [24, 200, 700])
def test_edges_are_smooth_and_of_the_shapes_own_colour(name: str, size: int) -> None:
    surface = shape_surface(name, size, ORANGE)
    raw = np.frombuffer(pygame.image.tobytes(surface, "RGBA"), dtype=np.uint8).reshape(-1, 4)
    edge = raw[(raw[:, 3] > 8) & (raw[:, 3] < 247)]
    assert len(edge) > size / 2
    assert np.abs(edge[:, :3].astype(int) - ORANGE).max() <= 1
    solid = raw[raw[:, 3] > 247]
    assert (solid == (*ORANGE, 255)).all()


@pytest.mark.parametrize(
    ("first", "second", "turns"),
    [
        ("arrow-up", "arrow-left", 1),
        ("arrow-up", "arrow-down", 2),
        ("arrow-up-right", "arrow-up-left", 1),
        ("arrow-up-right", "arrow-down-left", 2),
    ],
)
def test_arrows_are_one_arrow_turned(first: str, second: str, turns: int) -> None:
    assert np.abs(np.rot90(alpha(first), turns) - alpha(second)).mean() < 0.01


def test_an_arrow_points_where_its_name_says() -> None:
    up = alpha("arrow-up")
    assert up[:48].sum() != pytest.approx(up[48:].sum(), rel=0.01)
    assert np.count_nonzero(up[10] > 0.5) < np.count_nonzero(up[50] > 0.5)
    right = alpha("arrow-right")
    assert np.count_nonzero(right[:, 86] > 0.5) < np.count_nonzero(right[:, 50] > 0.5)


def test_a_shape_is_drawn_once() -> None:
    assert shape_surface("ring", 64, ORANGE) is shape_surface("ring", 64, ORANGE)
    assert shape_surface("ring", 64, ORANGE) is not shape_surface("ring", 65, ORANGE)


def test_an_unknown_name_or_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no shape is called 'blob'; known are circle"):
        shape_surface("blob", 10, ORANGE)
    with pytest.raises(ValueError, match="0 px"):
        shape_surface("ring", 0, ORANGE)
