"""How late display, sound and inputs are: what is known, values taken in, and a film of finger and light counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.calibrate.pattern import FilmPattern, Press
from reactdrill.app.calibrate.tasks import LoopbackTask
from reactdrill.app.program import Program
from reactdrill.app.raw import pads_there
from reactdrill.app.scene import Push, TakeOver, Transition
from reactdrill.app.scenes.setup.amount import Amount, AmountScene
from reactdrill.app.scenes.setup.counts import Counted, CountsScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.setup.podtask import TaskScene
from reactdrill.app.scenes.setup.sensing import SensorScene
from reactdrill.app.theme import Ink, Look, TextRole, run_theme
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.app.window import Window
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.setup import display_now, sound_told
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, number
from reactdrill.station.calibration.entry import KEYBOARD, Entry, Measured, Part, event_uncertainty_ms
from reactdrill.station.calibration.file import add_entry, forget_entry, load_entries
from reactdrill.station.calibration.film import film_latencies, measured_film
from reactdrill.station.calibration.setup import Facts, keyboard_facts, pad_facts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Calibration"
    ENTER = "Take in a value"
    ENTER_DETAIL = "That somebody has measured or published."
    FILM = "Film finger and light"
    FILM_DETAIL = "With a phone in slow motion: keys and display in one."
    LOOPBACK = "Microphone at the loudspeaker"
    LOOPBACK_DETAIL = "Thirty clicks are played and heard again: the sound."
    IN_PLACE = "Is the microphone at the loudspeaker?"
    IN_PLACE_DETAIL = "Switch noise suppression off and be quiet for half a minute."
    BEGIN = "Begin"
    BACK = "Back"
    SENSOR = "Sensors of a pod controller"
    SENSOR_DETAIL = "Display, sound or keyboard, one at a time."
    WHAT = "What was measured?"
    DISPLAY = "Display"
    SOUND = "Sound"
    KEYBOARD = "Keyboard"
    MEAN = "How late is it on average?"
    SD = "Its standard deviation"
    COUNT = "How many measurements?"
    MEAN_DETAIL = "From the picture, the sound or the touch to the light, the ear or the computer."
    SD_DETAIL = "How much single values differ; it makes the uncertainty of each time."
    COUNT_DETAIL = "Two at least."
    SOURCE = "entered on the set-up screen"
    VALUE = "{mean} ms ±{doubt}"
    HOW = "{method}, {date}, n {n}. Choose it to take it out of use."
    FORGET = "Take it out of use?"
    YES = "Take it out"
    NO = "Keep it"
    SPEED = "Pictures a second of the film"
    FPS = "{fps} a second"
    FILM_SOURCE = "{fps} pictures a second"
    NOTHING = "Nothing is calibrated: times hold for this station only, and say so."
    STEPS = (
        "Hold the phone so that it sees the key under your finger and the middle of the screen, and start the film.",
        "Press the space bar about twenty times, a second apart: each turns the screen white and shows its number.",
        "Press Escape. For each press count the pictures from the pushed-down key to the first brighter one.",
    )
    NOT_THERE = "It is not there, so nothing can be kept for it."


SPEEDS = (120, 240, 480, 960)
PARTS: tuple[Part, ...] = ("display", "sound", "input")


@dataclass(frozen=True, slots=True)
class Filmed:
    """What was pressed for a film, on what."""

    device: str
    facts: Facts
    presses: tuple[Press, ...]


class CalibrationScene(RowsScene):
    """Each question is a screen of its own; the answers gather here until they are all there."""

    frees_pods = True

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._choices: Sequence[Choice] = ()
        self._part: tuple[Part, str] | None = None
        self._numbers: list[float] = []
        self._filmed: Filmed | None = None
        self._forget: str | None = None

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be done, and every measurement that is in use."""
        rows = [
            Row("enter", Words.ENTER, Words.ENTER_DETAIL),
            Row("film", Words.FILM, Words.FILM_DETAIL),
            Row("loopback", Words.LOOPBACK, Words.LOOPBACK_DETAIL),
            Row("sensor", Words.SENSOR, Words.SENSOR_DETAIL),
        ]
        return [*rows, *(_row(each) for each in load_entries().standing)]

    def aside(self, look: Look) -> AnyWidget:
        """What is wrong with the file, or how a film is made."""
        del look
        kept = load_entries()
        lines = [Paragraph(each.render(kept.path), ink=Ink.WARN, bullet="diamond") for each in kept.problems]
        if not kept.standing:
            lines.append(Paragraph(Words.NOTHING, TextRole.BODY))
        lines += [
            Paragraph(each, TextRole.SMALL, bullet=str(place))
            for place, each in enumerate(Words.STEPS, start=1)
        ]
        return ScrollArea(tuple(lines))

    def chosen(self, row: str) -> Transition | None:
        """Begin, or ask whether a measurement is to be forgotten."""
        self._part, self._filmed, self._forget, self._numbers = None, None, None, []
        if row == "film":
            return TakeOver(self._film)
        if row == "enter":
            pads = pads_there(self.program.settings.bindings.overrides().profiles)
            self._choices = [
                Choice("display", Words.DISPLAY),
                Choice("sound", Words.SOUND),
                Choice(KEYBOARD, Words.KEYBOARD),
                *(Choice(pad.name, pad.name) for pad in pads),
            ]
            return Push(ChoiceScene(self.program, Words.WHAT, self._choices, None))
        if row == "sensor":
            return Push(SensorScene(self.program))
        if row == "loopback":
            asked = self.program.scenes.confirm
            return Push(asked(Words.IN_PLACE, yes=Words.BEGIN, no=Words.BACK, detail=Words.IN_PLACE_DETAIL))
        self._forget = row
        return Push(self.program.scenes.confirm(Words.FORGET, yes=Words.YES, no=Words.NO, detail=row))

    def resumed(self, result: object) -> Transition | None:
        """From whichever question it was to the next one."""
        try:
            return self._after(result)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def _after(self, result: object) -> Transition | None:
        if isinstance(result, Filmed):
            return self._ask_speed(result)
        if isinstance(result, Counted):
            return self._keep_film(result)
        if result is True and self._forget is not None:
            forget_entry(self._forget)
        elif result is True:
            return self._listen()
        elif type(result) is int and self._filmed is not None:
            speed = float(str(self._choices[result].value))
            program_ms = tuple(press.program_ms for press in self._filmed.presses)
            return Push(CountsScene(self.program, speed, program_ms))
        elif type(result) is int:
            name = str(self._choices[result].value)
            self._part = (name, "") if name in ("display", "sound") else ("input", name)  # type: ignore[assignment]
            return self._ask_number()
        elif isinstance(result, float):
            self._numbers.append(result)
            return self._ask_number()
        self.refresh()
        return None

    def _listen(self) -> Transition:
        self.program.voice.rest()
        task = LoopbackTask(self.program.settings.sound, type(self.program.clock)())
        return Push(TaskScene(self.program, Words.LOOPBACK, task))

    # ---- a value

    def _ask_number(self) -> Transition | None:
        amounts = (
            Amount(Words.MEAN, "ms", 20.0, -50.0, 2000.0, 1.0, Words.MEAN_DETAIL),
            Amount(Words.SD, "ms", 2.0, 0.0, 500.0, 0.5, Words.SD_DETAIL),
            Amount(Words.COUNT, "", 20.0, 2.0, 1_000_000.0, 1.0, Words.COUNT_DETAIL),
        )
        if len(self._numbers) < len(amounts):
            return Push(AmountScene(self.program, amounts[len(self._numbers)]))
        return self._keep_value()

    def _keep_value(self) -> Transition | None:
        assert self._part is not None
        part, device = self._part
        mean_ms, sd_ms, count = self._numbers
        facts = self._facts(part, device)
        if facts is None:
            return Push(self.program.scenes.message(Words.TITLE, [Words.NOT_THERE]))
        n = round(count)
        result = Measured(
            max(0.0, mean_ms) if part != "sound" else mean_ms, sd_ms, n, event_uncertainty_ms(sd_ms, n)
        )
        add_entry(part, result, method="entered", device=device, source=Words.SOURCE, setup=facts)
        self.refresh()
        return None

    def _facts(self, part: Part, device: str) -> Facts | None:
        settings = self.program.settings
        if part == "display":
            return display_now(settings.display.display, fullscreen=settings.display.fullscreen)
        if part == "sound":
            self.program.voice.rest()
            return sound_told(settings.sound, self.program.clock)
        if device == KEYBOARD:
            return keyboard_facts()
        pads = pads_there(settings.bindings.overrides().profiles)
        return next((pad_facts(pad.guid) for pad in pads if pad.name == device), None)

    # ---- a film

    def _film(self, window: Window) -> Filmed:
        settings, clock = self.program.settings, self.program.clock
        inputs = Inputs(clock, settings.bindings.overrides(), stamper=settings.timing.stamper)
        try:
            presses = FilmPattern(window, inputs, clock, run_theme(settings.display.theme)).play()
            names = {pad.name: pad for pad in inputs.pads}
        finally:
            inputs.close()
        used = presses[0].device if presses else KEYBOARD
        mine = tuple(press for press in presses if press.device == used)
        shown = display_now(window.display, fullscreen=window.fullscreen) or {}
        if used in names:
            facts = names[used].facts
            return Filmed(facts.name, {**shown, **pad_facts(facts.guid)}, mine)
        return Filmed(KEYBOARD, {**shown, **keyboard_facts()}, mine)

    def _ask_speed(self, filmed: Filmed) -> Transition | None:
        if not filmed.presses:
            return None
        self._filmed = filmed
        self._choices = [Choice(fps, Words.FPS.format(fps=fps)) for fps in SPEEDS]
        return Push(ChoiceScene(self.program, Words.SPEED, self._choices, 240))

    def _keep_film(self, counted: Counted) -> Transition | None:
        filmed = self._filmed
        assert filmed is not None
        program_ms = tuple(press.program_ms for press in filmed.presses)
        latencies = film_latencies(counted.frames, counted.fps, program_ms)
        add_entry(
            "input",
            measured_film(latencies, counted.fps),
            method="film",
            device=filmed.device,
            includes="display",
            source=Words.FILM_SOURCE.format(fps=number(counted.fps)),
            samples_ms=latencies,
            setup=filmed.facts,
        )
        self.refresh()
        return None


def _row(entry: Entry) -> Row:
    how = Words.HOW.format(method=entry.method, date=entry.at_utc[:10], n=entry.n)
    value = Words.VALUE.format(mean=number(entry.mean_ms, 1), doubt=number(entry.uncertainty_ms, 1))
    return Row(entry.name, entry.about, how, value, "check")
