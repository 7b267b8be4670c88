"""Every screen in every language: nothing cut, nothing overlapping, nothing out of its place."""

from __future__ import annotations

import pygame
import pytest
from offscreen import SIZES, finish_background
from screens import lived_in, screens
from test_scene_geometry import NAMES, assert_tidy, settled

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.parts.setup import SetUp
from reactdrill.app.theme import DARK, Look
from reactdrill.app.widgets import State
from reactdrill.drill.library import Library
from reactdrill.drill.scene import drawing
from reactdrill.i18n import LANGUAGES, use_language

TRANSLATED = sorted(file.drill.name for file in Library.standard().drills() if file.drill.text.de is not None)
languages = pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = lived_in(tmp_path_factory.mktemp("lived-in"))
    finish_background(made)
    return made


@languages
@pytest.mark.parametrize("name", NAMES)
def test_every_screen_is_tidy_in_every_language(one: Program, name: str, language: str) -> None:
    use_language(language)
    for size in SIZES:
        scene = screens(one)[name]()
        assert_tidy(scene, settled(scene, size))


@languages
@pytest.mark.parametrize("drill", TRANSLATED)
def test_every_translated_briefing_is_tidy(one: Program, drill: str, language: str) -> None:
    use_language(language)
    file = one.library.load(drill)
    for size in SIZES:
        scene = BriefingScene(one, Brief(file))
        canvas = settled(scene, size)
        assert_tidy(scene, canvas)
        assert file.drill.title not in [each.text for each in canvas.texts]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Bildschirm", "Vor dem Bildschirm sitzen oder stehen, Hände an den Tasten."]),
        ("es", ["pantalla", "Sentado o de pie ante la pantalla, con las manos en las teclas."]),
    ],
)
def test_the_words_on_a_set_up_drawing_are_translated(one: Program, language: str, words: list[str]) -> None:
    use_language(language)
    drawing_of_floor = drawing(one.library.load("four-choice").drill)
    assert drawing_of_floor is not None
    look = Look(DARK, 720)
    canvas = Canvas(pygame.Surface((800, 600)), look)
    SetUp(drawing_of_floor).draw(canvas, Box(0, 0, 800, 600), State())
    assert [each for each in words if each not in [text.text for text in canvas.texts]] == []
