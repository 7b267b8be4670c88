"""What can be read from where somebody stands, and what a briefing says of it."""

from __future__ import annotations

import pygame
import pytest

from reactdrill.app.figures.comfort import comfort, twin_words
from reactdrill.app.figures.legibility import SHAPE_ARCMIN, arcmin, picture_cm, reach_m, too_small
from reactdrill.app.program import changed
from reactdrill.drill.library import Library
from reactdrill.station.settings import DisplaySettings, Settings

FULL_HD = (1920, 1080)


def test_a_moon_is_half_a_degree() -> None:
    assert arcmin(3474e5, 384400e3) == pytest.approx(31.1, abs=0.1)
    assert reach_m(1.0, arcmin(1.0, 4.2)) == pytest.approx(4.2)


def test_a_window_has_its_share_of_the_screen() -> None:
    display = DisplaySettings(screen_height_cm=60)
    assert picture_cm(display, 540, 1080) == 30
    assert picture_cm(display, 2000, 1080) == 60
    assert picture_cm(display, 540, 0) == 60


def test_every_shipped_drill_can_be_read_at_three_metres_from_a_24_inch_screen() -> None:
    library = Library.standard()
    small = {
        name: found
        for name in library.paths()
        if (found := too_small(library.load(name).plan(0), FULL_HD, 29.9, 3.0)) is not None
    }
    assert small == {}


def test_a_cue_too_small_for_the_distance_is_told_with_where_to_stand() -> None:
    four = Library.standard().load("four-choice").plan(0)
    found = too_small(four, FULL_HD, 29.9, 30.0)
    assert found is not None
    assert (found.what, found.least) == ("shape", SHAPE_ARCMIN)
    assert too_small(four, FULL_HD, 29.9, found.within_m * 0.99) is None
    assert too_small(four, FULL_HD, 29.9, 30.0, lights=False) is None or found.arcmin < SHAPE_ARCMIN


def test_the_briefing_says_so_before_it_starts() -> None:
    pygame.display.init()
    file = Library.standard().load("four-choice")
    far = changed(Settings(), "display", {"viewing_distance_m": 30.0, "reduced_motion": True})
    said = list(comfort(file.drill, file.plan(0), far, FULL_HD))
    assert len(said) == 1
    assert said[0].startswith("From 30 m its smallest cue is")
    assert list(comfort(file.drill, file.plan(0), Settings(), FULL_HD)) == []
    moving = Library.standard().load("moving-target")
    near = changed(Settings(), "display", {"viewing_distance_m": 1.0, "reduced_motion": True})
    assert "Its cues move across the screen." in list(comfort(moving.drill, moving.plan(0), near, FULL_HD))


def test_the_briefing_says_whether_cues_come_twice() -> None:
    wanted = changed(Settings(), "sound", {"twin": "sound"})
    library = Library.standard()
    four, stroop = library.load("four-choice"), library.load("stroop")
    assert list(twin_words(four.drill, four.plan(0), Settings())) == []
    assert list(twin_words(four.drill, four.plan(0), wanted)) == [
        "Cues are seen and heard at once: such runs are kept apart from others."
    ]
    assert list(twin_words(stroop.drill, stroop.plan(0), wanted)) == [
        "Cues come once here: the drill is about one sense."
    ]
