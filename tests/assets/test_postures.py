"""The pictures of postures: as their script draws them, and as drill files name them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pygame
import pytest

from reactdrill.assets import data_dir, image_path
from reactdrill.drill.values import POSTURES

FOLDER = data_dir("assets") / "images" / "postures"
SCRIPT = FOLDER.parent / "make_postures.py"


def test_drill_files_know_the_pictures_that_are_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(POSTURES)
    assert {path.stem for path in FOLDER.glob("*.png")} == set(POSTURES)
    assert list(POSTURES) == sorted(POSTURES)


def test_the_pictures_are_what_the_script_draws(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), "--out", str(tmp_path)], check=True, capture_output=True)
    for name in POSTURES:
        drawn, kept = (folder / f"{name}.svg" for folder in (tmp_path, FOLDER))
        assert drawn.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), name


@pytest.mark.parametrize("name", POSTURES)
def test_a_posture_lies_on_a_card_and_touches_no_edge(name: str) -> None:
    picture = pygame.image.load(image_path(f"postures/{name}.png"))
    wide, high = picture.get_size()
    card = tuple(picture.get_at((wide // 2, 12)))
    edge = [(x, y) for x in range(20, wide - 20) for y in (2, high - 3)]
    edge += [(x, y) for y in range(20, high - 20) for x in (2, wide - 3)]
    assert {tuple(picture.get_at(place)) for place in edge} == {card}
    body = pygame.mask.from_threshold(picture, (0x56, 0xB4, 0xE9), (6, 6, 6, 255))
    assert body.count() > 0.03 * wide * high
