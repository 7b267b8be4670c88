"""How loud it is, whether left is left, what it comes out of, and cues that come twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.app.background import Job
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.soundcheck import Heard, SoundCheck, where
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Sound"
    VOLUME = "How loud"
    VOLUME_DETAIL = "As loud as needed to hear every word from the place."
    LEFT = "Left"
    LEFT_DETAIL = "Hear a word on the left side only."
    RIGHT = "Right"
    RIGHT_DETAIL = "Hear a word on the right side only."
    OUTPUT = "It comes out of"
    OUTPUT_DETAIL = "Of what the system does not know itself."
    OUTPUTS: Mapping[str, str] = {
        "speakers": "Loudspeakers or headphones",
        "tv": "Television",
        "bluetooth": "Bluetooth",
    }
    OUTPUT_SHORT: Mapping[str, str] = {"speakers": "speakers", "tv": "television", "bluetooth": "Bluetooth"}
    TWIN = "Cues that come twice"
    TWIN_DETAIL = "Seen and heard together. Such runs are kept apart from others."
    TWINS: Mapping[str, str] = {
        "off": "As the drill says",
        "sound": "What is seen is heard as well",
        "screen": "What is heard is seen as well",
    }
    TWIN_SHORT: Mapping[str, str] = {"off": "off", "sound": "with sound", "screen": "with words"}
    TWIN_ABOUT = (
        "People answer sooner to what they see and hear at once. So these runs are a condition of their own, and are "
        "never compared with others. Drills about one sense do not take part."
    )
    COUNTDOWN = "Spoken countdown"
    COUNTDOWN_DETAIL = "Three, two, one. The numbers are always seen as well."
    ON = "on"
    OFF = "off"
    PLAYS_TO = "It plays to {device}."
    UNNAMED = "It plays; the system does not say where to."
    SILENT = "Nothing can be heard: {why}."
    ASKING = "Looking where the sound goes"
    NOT_TRIED = "Try left and right: then it is said here where the sound goes."
    LATE: Mapping[str, str] = {
        "tv": "Through a television sound comes late by what it does to it: use loudspeakers with a cable for drills that "
        "give their cues by sound, or measure it (Calibration).",
        "bluetooth": "Bluetooth sound comes 100 to 300 ms late, never twice the same: use a cable for drills that give "
        "their cues by sound, or measure it (Calibration).",
        "speakers": "",
    }


VOLUMES = tuple(range(0, 101, 10))


class SoundScene(RowsScene):
    """What is tried out is heard at once."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._check = SoundCheck(program.clock)
        self._problem: str | None = None
        self._heard: Heard | None = None
        self._asked: Job[Heard] | None = None

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def leave(self) -> None:
        """Let go of the sound card."""
        self._check.close()

    def listed(self) -> Sequence[Row]:
        """What can be set and tried."""
        sound, run = self.program.settings.sound, self.program.settings.run
        spoken = Words.ON if run.spoken_countdown else Words.OFF
        return [
            Row("volume", Words.VOLUME, Words.VOLUME_DETAIL, f"{round(sound.volume * 100)} %"),
            Row("left", Words.LEFT, Words.LEFT_DETAIL, icon="arrow-left"),
            Row("right", Words.RIGHT, Words.RIGHT_DETAIL, icon="arrow-right"),
            Row("output", Words.OUTPUT, Words.OUTPUT_DETAIL, Words.OUTPUT_SHORT[sound.output]),
            Row("twin", Words.TWIN, Words.TWIN_DETAIL, Words.TWIN_SHORT[sound.twin]),
            Row("countdown", Words.COUNTDOWN, Words.COUNTDOWN_DETAIL, spoken),
        ]

    def aside(self, look: Look) -> AnyWidget:
        """Where it plays to, what is to be known of that, and of cues that come twice."""
        del look
        sound = self.program.settings.sound
        ink = Ink.WARN if self._problem else Ink.TEXT
        lines = [Paragraph(self._told(), TextRole.BODY, ink=ink)]
        kind = sound.output
        if kind == "speakers" and self._heard is not None:
            kind = self._heard.kind
        if Words.LATE[kind]:
            lines.append(Paragraph(Words.LATE[kind], TextRole.BODY, ink=Ink.WARN, bullet="diamond"))
        lines.append(Paragraph(Words.TWIN_ABOUT, TextRole.SMALL, ink=Ink.MUTED))
        return ScrollArea(tuple(lines))

    def chosen(self, row: str) -> Transition | None:
        """Choose, switch, or let it be heard."""
        sound = self.program.settings.sound
        if row in ("left", "right"):
            self._try(row)
            return None
        if row == "countdown":
            return self.change("run", spoken_countdown=not self.program.settings.run.spoken_countdown)
        title, choices, current = {
            "volume": (
                Words.VOLUME,
                [Choice(each / 100, f"{each} %") for each in VOLUMES],
                round(sound.volume, 1),
            ),
            "output": (Words.OUTPUT, _choices(Words.OUTPUTS), sound.output),
            "twin": (Words.TWIN, _choices(Words.TWINS), sound.twin),
        }[row]
        return Push(ChoiceScene(self.program, title, choices, current))

    def resumed(self, result: object) -> Transition | None:
        """From a choice."""
        if not isinstance(result, int):
            return None
        if self.row == "volume":
            return self.change("sound", volume=VOLUMES[result] / 100)
        key, values = ("output", Words.OUTPUTS) if self.row == "output" else ("twin", Words.TWINS)
        return self.change("sound", **{key: list(values)[result]})

    def _try(self, side: str) -> None:
        self.program.voice.rest()
        self._problem = self._check.play(side, self.program.settings.sound)
        if self._asked is None and self._problem is None:
            self._asked = self.program.background.add(Words.ASKING, lambda _: where())
            self.wait_for(self._asked, self._take)
        self.refresh()

    def _take(self) -> None:
        if self._asked is not None and self._asked.finished:
            self._heard = self._asked.result()

    def _told(self) -> str:
        if self._problem is not None:
            return Words.SILENT.format(why=self._problem)
        if self._heard is None:
            return Words.NOT_TRIED
        return Words.PLAYS_TO.format(device=self._heard.device) if self._heard.device else Words.UNNAMED


def _choices(texts: Mapping[str, str]) -> list[Choice]:
    return [Choice(name, words) for name, words in texts.items()]
