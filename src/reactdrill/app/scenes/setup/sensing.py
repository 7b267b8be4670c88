"""Display, sound and keys measured with the sensors of a pod controller."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reactdrill.app.calibrate.flashes import fill, sense_display
from reactdrill.app.calibrate.pattern import PLAN
from reactdrill.app.calibrate.tasks import COUNT, SoundSensorTask, measured_words
from reactdrill.app.scene import Push, TakeOver, Transition
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.scenes.setup.podtask import TaskScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.app.window import Window
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.pods.opening import opened_desk
from reactdrill.devices.sensed import ended, keep_sensed, sense_keys
from reactdrill.devices.setup import display_now
from reactdrill.errors import CalibrationError, DeviceUnavailableError, ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.pods.desk import PodDesk
from reactdrill.station.calibration.entry import KEYBOARD, Entry
from reactdrill.station.calibration.setup import keyboard_facts

Sense = Callable[[Window, Inputs, PodDesk], Entry]


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Sensors of a pod controller"
    DISPLAY = "Display"
    DISPLAY_DETAIL = "Hold the light sensor to the middle of the screen; it turns white {count} times."
    SOUND = "Sound"
    SOUND_DETAIL = "Hold the sound sensor before the loudspeaker; {count} tones are played."
    KEYBOARD = "Keyboard"
    KEYBOARD_DETAIL = "Fix the switch of pod 1 on the space bar and press through it {count} times."
    ESCAPE = "Display and keyboard have a dark screen of their own. Escape ends it."
    NO_PODS = "No pod controller is chosen: Set-up, Pods, Where they are."
    KEPT = "Measured and kept"


class SensorScene(RowsScene):
    """One row for each part. The sound is measured in the background; what needs the window takes it over."""

    frees_pods = True

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be measured, and how."""
        return [
            Row("display", Words.DISPLAY, Words.DISPLAY_DETAIL.format(count=COUNT)),
            Row("sound", Words.SOUND, Words.SOUND_DETAIL.format(count=COUNT)),
            Row("keyboard", Words.KEYBOARD, Words.KEYBOARD_DETAIL.format(count=COUNT)),
        ]

    def aside(self, look: Look) -> AnyWidget:
        """How it is ended, and what is missing."""
        del look
        lines = [Paragraph(Words.ESCAPE, TextRole.BODY)]
        if not self._ports:
            lines.insert(0, Paragraph(Words.NO_PODS, TextRole.BODY, ink=Ink.WARN, bullet="diamond"))
        return ScrollArea(tuple(lines))

    def chosen(self, row: str) -> Transition | None:
        """Measure it."""
        if not self._ports:
            return Push(self.program.scenes.message(Words.TITLE, [Words.NO_PODS]))
        if row == "sound":
            self.program.voice.rest()
            clock = type(self.program.clock)()
            task = SoundSensorTask(self._ports, clock, self.program.settings.sound)
            return Push(TaskScene(self.program, Words.SOUND, task))
        sense = _display if row == "display" else _keyboard
        return TakeOver(lambda window: self._sensed(window, sense))

    def resumed(self, result: object) -> Transition | None:
        """From a measurement that had the window."""
        if isinstance(result, ReactDrillError):
            return Push(self.program.scenes.error(result))
        if isinstance(result, Entry):
            return Push(self.program.scenes.message(Words.KEPT, [measured_words(result)]))
        return None

    @property
    def _ports(self) -> Sequence[str]:
        return self.program.settings.pods.ports

    def _sensed(self, window: Window, sense: Sense) -> Entry | ReactDrillError:
        settings, clock = self.program.settings, self.program.clock
        inputs = Inputs(clock, settings.bindings.overrides(), stamper=settings.timing.stamper)
        try:
            fill(window, 0)
            with opened_desk(self._ports, clock) as desk:
                inputs.start(PLAN)
                return sense(window, inputs, desk)
        except ReactDrillError as error:
            return error
        finally:
            inputs.close()


def _display(window: Window, inputs: Inputs, desk: PodDesk) -> Entry:
    facts = display_now(window.display, fullscreen=window.fullscreen)
    if facts is None:
        raise DeviceUnavailableError(
            "display", "there is none here, so nothing can be measured", "run this on the station"
        )

    def begins(_count: int) -> None:
        if ended(inputs, inputs.poll().events):
            raise CalibrationError("it was ended with Escape: nothing was kept")

    return keep_sensed("display", sense_display(window, desk, COUNT, begins), facts)


def _keyboard(window: Window, inputs: Inputs, desk: PodDesk) -> Entry:
    def came(count: int) -> None:
        fill(window, 60 * (count % 2))

    return keep_sensed("input", sense_keys(desk, inputs, COUNT, came), keyboard_facts(), device=KEYBOARD)
