"""Colours, contrast, size of texts and motion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.theme import Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.i18n import Texts, TextTable

THEME_NAMES = TextTable(
    {"dark": "Dark", "light": "Light", "high-contrast": "High contrast", "colour-safe": "Colour-safe"}
)


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Look"
    THEME = "Colours"
    THEMES: Mapping[str, str] = {
        "dark": "For every room.",
        "light": "For bright rooms. Runs stay dark: the cues' colours need it.",
        "high-contrast": "Black and white with few colours, thicker edges.",
        "colour-safe": "Five colours that everybody tells apart.",
    }
    THEME_DETAIL = "Of the menus, and of what stands around a run."
    SIZE = "Size of texts"
    SIZE_DETAIL = "By distance: as far as you stand."
    SIZES: Mapping[str, str] = {"distance": "By distance", "normal": "Normal", "large": "Large"}
    MOTION = "Little motion"
    MOTION_DETAIL = "Drills whose cues move say so before they start."
    FLASH = "Never more than three flashes a second"
    FLASH_DETAIL = "Always: it cannot be switched off."
    ON = "on"
    OFF = "off"
    ALWAYS = "always"
    ABOUT = (
        "Nothing here depends on colour alone: every cue, mark and warning has a shape or a word of its own.",
        "Nothing moves in the menus. In a run only cues change, and only when they mean something.",
    )


class LookScene(RowsScene):
    """Changes are seen at once."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be chosen."""
        display = self.program.settings.display
        motion = Words.ON if display.reduced_motion else Words.OFF
        return [
            Row("theme", Words.THEME, Words.THEME_DETAIL, THEME_NAMES[display.theme]),
            Row("text_size", Words.SIZE, Words.SIZE_DETAIL, Words.SIZES[display.text_size]),
            Row("motion", Words.MOTION, Words.MOTION_DETAIL, motion),
            Row("flash", Words.FLASH, Words.FLASH_DETAIL, Words.ALWAYS),
        ]

    def aside(self, look: Look) -> AnyWidget:
        """What holds for every look."""
        del look
        return ScrollArea(tuple(Paragraph(line, TextRole.BODY, bullet="circle") for line in Words.ABOUT))

    def chosen(self, row: str) -> Transition | None:
        """Choose among values, or switch."""
        display = self.program.settings.display
        if row == "motion":
            return self.change("display", reduced_motion=not display.reduced_motion)
        if row == "theme":
            choices = [Choice(name, THEME_NAMES[name], Words.THEMES[name]) for name in THEME_NAMES]
            return Push(ChoiceScene(self.program, Words.THEME, choices, display.theme))
        if row == "text_size":
            choices = [Choice(name, words) for name, words in Words.SIZES.items()]
            return Push(ChoiceScene(self.program, Words.SIZE, choices, display.text_size))
        return None

    def resumed(self, result: object) -> Transition | None:
        """From the choice."""
        if not isinstance(result, int):
            return None
        key = "theme" if self.row == "theme" else "text_size"
        values = list(THEME_NAMES if key == "theme" else Words.SIZES)
        return self.change("display", **{key: values[result]})
