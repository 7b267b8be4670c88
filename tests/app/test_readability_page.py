"""The table of docs/readability.md is what the program's sizes give."""

from __future__ import annotations

from pathlib import Path

from reactdrill.app.figures.legibility import SHAPE_ARCMIN, WORD_ARCMIN, arcmin
from reactdrill.app.program import text_scale
from reactdrill.app.theme import CAP_HEIGHT, DARK, Look, TextRole
from reactdrill.devices.stimuli import LIGHT_SIZE
from reactdrill.station.settings import DisplaySettings

PAGE = (Path(__file__).parents[2] / "docs" / "readability.md").read_text(encoding="utf-8")
SCREENS = {'13"': 16.2, '24"': 29.9, '55"': 68.5}
ROLES = (
    TextRole.SMALL,
    TextRole.BODY,
    TextRole.HEADING,
    TextRole.TITLE,
    TextRole.FIGURE,
    TextRole.CUE,
)
LINES = 1080
WORD_SIZE = 0.5


def row(inches: str, height_cm: float, distance_m: float) -> str:
    scale = text_scale(DisplaySettings(viewing_distance_m=distance_m, screen_height_cm=height_cm))
    look = Look(DARK, LINES, scale)
    caps = [look.text_px(role) * CAP_HEIGHT / LINES * height_cm for role in ROLES]
    heights = [*caps, WORD_SIZE * CAP_HEIGHT * height_cm, LIGHT_SIZE * height_cm]
    angles = " | ".join(f"{arcmin(each, distance_m):.0f}" for each in heights)
    return f"| {inches} | {distance_m:g} m | {scale:.2f} | {angles} |"


def test_every_row_is_what_the_sizes_give() -> None:
    for inches, height_cm in SCREENS.items():
        for distance_m in (3.0, 5.0):
            assert row(inches, height_cm, distance_m) in PAGE.splitlines()


def test_the_rule_on_the_page_is_the_one_in_the_program() -> None:
    assert f"height of a capital | {WORD_ARCMIN:.0f} |" in PAGE
    assert f"| shapes, lights and pictures | {SHAPE_ARCMIN:.0f} |" in PAGE
