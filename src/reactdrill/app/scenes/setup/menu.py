"""Everything about this station that a person sets, in one list."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.setup.look import THEME_NAMES
from reactdrill.app.widgets import Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import LANGUAGES, Texts, chosen_language, tr_in, use_language
from reactdrill.i18n.choice import AUTO


class Words(Texts):
    """Everything this screen says by itself."""

    DEVICES = "Devices"
    DEVICES_DETAIL = "Keyboards, gamepads and mats, and what their buttons do."
    DISPLAY = "Display"
    DISPLAY_DETAIL = "Which one, how large, and how far away you stand."
    SOUND = "Sound"
    SOUND_DETAIL = "How loud, left and right, and cues that come twice."
    LOOK = "Look"
    LOOK_DETAIL = "Colours, contrast and motion."
    PODS = "Pods"
    PODS_DETAIL = "LED pods: look for faults, say where each stands."
    NONE = "none"
    DATA = "Data"
    DATA_DETAIL = "Back up, restore, import, export, erase."
    OWN = "Your own drills"
    OWN_DETAIL = "Make new ones, send them, install a pack."
    CALIBRATION = "Calibration"
    CALIBRATION_DETAIL = "How late display, sound and keys are."
    LANGUAGE = "Language"
    LANGUAGE_DETAIL = "Of everything that is read here."
    AUTO = "As the system"


PORTS_LONGEST = 14
"""Longer names of ports are left to their own screen."""


class SetUpScene(RowsScene):
    """Each row leads to its own screen."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return tr_in("station", "Set-up")

    def listed(self) -> Sequence[Row]:
        """The parts, with what is set now."""
        settings = self.program.settings
        distance = f"{settings.display.viewing_distance_m:g} m"
        volume = f"{round(settings.sound.volume * 100)} %"
        pods = ", ".join(settings.pods.ports) or Words.NONE
        return [
            Row("devices", Words.DEVICES, Words.DEVICES_DETAIL, icon="square"),
            Row("display", Words.DISPLAY, Words.DISPLAY_DETAIL, distance, "diamond"),
            Row("sound", Words.SOUND, Words.SOUND_DETAIL, volume, "triangle"),
            Row("look", Words.LOOK, Words.LOOK_DETAIL, THEME_NAMES[settings.display.theme], "star"),
            Row(
                "language",
                Words.LANGUAGE,
                Words.LANGUAGE_DETAIL,
                _language(settings.language.interface),
                "ring",
            ),
            Row("calibration", Words.CALIBRATION, Words.CALIBRATION_DETAIL, icon="plus"),
            Row("pods", Words.PODS, Words.PODS_DETAIL, pods if len(pods) < PORTS_LONGEST else "", "circle"),
            Row("own", Words.OWN, Words.OWN_DETAIL, icon="plus"),
            Row("data", Words.DATA, Words.DATA_DETAIL, icon="check"),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Go there."""
        scenes = self.program.scenes
        if row == "language":
            current = self.program.settings.language.interface
            return Push(ChoiceScene(self.program, Words.LANGUAGE, _languages(), current))
        makes = {
            "devices": scenes.set_up_devices,
            "display": scenes.set_up_display,
            "sound": scenes.set_up_sound,
            "look": scenes.set_up_look,
            "calibration": scenes.set_up_calibration,
            "pods": scenes.set_up_pods,
            "own": scenes.own_drills,
            "data": scenes.set_up_data,
        }
        return Push(makes[row]())

    def resumed(self, result: object) -> Transition | None:
        """From the choice of a language."""
        if type(result) is not int:
            return None
        chosen = _languages()[result].value
        try:
            use_language(chosen_language(str(chosen)))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        return self.change("language", interface=chosen)


def _languages() -> list[Choice]:
    return [Choice(AUTO, Words.AUTO), *(Choice(code, name) for code, name in LANGUAGES.items())]


def _language(told: str) -> str:
    return LANGUAGES.get(told, Words.AUTO)
