"""Every screen in every language: nothing cut, nothing overlapping, nothing out of its place."""

from __future__ import annotations

import pytest
from offscreen import finish_background
from screens import lived_in, screens
from test_scene_geometry import NAMES, assert_tidy, settled

from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.drill.library import Library
from reactdrill.i18n import LANGUAGES, use_language

SIZES = ((1280, 720), (700, 900), (720, 1280))
"""Wide, square and tall: a larger screen of the same shape has larger letters and the same lines."""
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
