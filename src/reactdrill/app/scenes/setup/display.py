"""Which display, how large the window, how far away people stand, and what can be read from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reactdrill.app.figures.legibility import WORD_ARCMIN, arcmin, picture_cm
from reactdrill.app.scene import Push, TakeOver, Transition
from reactdrill.app.scenes.setup.amount import Amount, AmountScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.theme import CAP_HEIGHT, Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.app.window import Window, display_sizes
from reactdrill.devices.refresh import measure_display
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Display"
    WHICH = "Display"
    WHICH_DETAIL = "Where the window opens."
    NTH = "Display {number}"
    PIXELS = "{width} x {height}"
    FULL = "Full screen"
    FULL_DETAIL = "F11 does the same everywhere."
    ON = "on"
    OFF = "off"
    HEIGHT = "Height of the screen"
    HEIGHT_DETAIL = "Of the whole picture. By its diagonal, or measured."
    OTHER = "Another height"
    DISTANCE = "Distance"
    DISTANCE_DETAIL = "From the screen to where the athlete stands."
    OTHER_DISTANCE = "Another distance"
    REFRESH = "Refresh"
    REFRESH_DETAIL = "How often the display shows a new picture: measure it."
    MEASURE = "measure"
    PACED = "{hz:.1f} Hz"
    UNPACED = "not paced"
    READ = "Can you read this from there?"
    SAMPLE: Mapping[TextRole, str] = {
        TextRole.FIGURE: "312",
        TextRole.TITLE: "Title",
        TextRole.HEADING: "Heading",
        TextRole.BODY: "What steps are written in",
        TextRole.SMALL: "What stands beside them",
    }
    LINE = "{words}: {arcmin:.0f} arc minutes"
    ENOUGH = "Capitals of {least:.0f} arc minutes are read without effort; smaller ones are for close by."


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What the flips of the window showed."""

    hz: float
    paced: bool


SCREENS: Mapping[float, str] = {
    16.2: '13"',
    19.4: '15.6"',
    29.9: '24"',
    33.6: '27"',
    39.9: '32"',
    53.5: '43"',
    68.5: '55"',
    80.9: '65"',
    124.5: '100"',
}
"""Heights of 16:9 pictures, cm (16:10 for the first), by their diagonals."""
DISTANCES = (0.6, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0)
OTHER = "other"


class DisplayScene(RowsScene):
    """Changes hold at once; the sample beside the list follows them."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    _refreshed: Refreshed | None = None
    _choices: Sequence[Choice] = ()
    _fullscreen: bool | None = None

    def listed(self) -> Sequence[Row]:
        """What can be set."""
        display, sizes = self.program.settings.display, display_sizes()
        here = sizes[display.display] if display.display < len(sizes) else sizes[0]
        full = display.fullscreen if self._fullscreen is None else self._fullscreen
        return [
            Row("distance", Words.DISTANCE, Words.DISTANCE_DETAIL, f"{display.viewing_distance_m:g} m"),
            Row("height", Words.HEIGHT, Words.HEIGHT_DETAIL, _height_words(display.screen_height_cm)),
            Row("fullscreen", Words.FULL, Words.FULL_DETAIL, Words.ON if full else Words.OFF),
            Row("display", Words.WHICH, Words.WHICH_DETAIL, _pixels(here)),
            Row("refresh", Words.REFRESH, Words.REFRESH_DETAIL, self._refresh_words()),
        ]

    def aside(self, look: Look) -> AnyWidget:
        """A line in each size that the program writes in, and how large it is seen from there."""
        display = self.program.settings.display
        cm_per_px = picture_cm(display, self.box.h, display_sizes()[0][1]) / self.box.h
        lines: list[Paragraph] = [Paragraph(Words.READ, TextRole.BODY, bold=True)]
        for role, words in Words.SAMPLE.items():
            cap = look.text_px(role) * CAP_HEIGHT * cm_per_px
            angle = arcmin(cap, display.viewing_distance_m)
            lines.append(Paragraph(words, role))
            ink = Ink.GOOD if angle >= WORD_ARCMIN else Ink.WARN
            said = Words.LINE.format(words=_cm_words(cap), arcmin=angle)
            lines.append(
                Paragraph(said, TextRole.SMALL, ink=ink, bullet="check" if ink is Ink.GOOD else "diamond")
            )
        lines.append(Paragraph(Words.ENOUGH.format(least=WORD_ARCMIN), TextRole.SMALL, ink=Ink.MUTED))
        return ScrollArea(tuple(lines), gap_share=0.012)

    def chosen(self, row: str) -> Transition | None:
        """Choose, switch, or measure."""
        display = self.program.settings.display
        if row == "refresh":
            return TakeOver(self._measure)
        if row == "fullscreen":
            return TakeOver(_toggle)
        self._choices = self._choices_of(row)
        current = {
            "distance": display.viewing_distance_m,
            "height": display.screen_height_cm,
            "display": display.display,
        }
        title = {"distance": Words.DISTANCE, "height": Words.HEIGHT, "display": Words.WHICH}[row]
        return Push(ChoiceScene(self.program, title, self._choices, current[row]))

    def resumed(self, result: object) -> Transition | None:
        """From a choice, a number, a measurement or the window."""
        if isinstance(result, Refreshed):
            self._refreshed = result
            self.refresh()
        elif isinstance(result, bool):
            self._fullscreen = result
            return self.change("display", fullscreen=result)
        elif isinstance(result, float):
            return self._set(result)
        elif isinstance(result, int):
            value = self._choices[result].value
            if value == OTHER:
                return Push(AmountScene(self.program, self._amount()))
            return self._set(value)
        return None

    def _set(self, value: object) -> Transition | None:
        if self.row == "display":
            assert isinstance(value, int)
            failed = self.change("display", display=value)
            return failed or TakeOver(lambda window: window.reopen(display=value))
        key = "viewing_distance_m" if self.row == "distance" else "screen_height_cm"
        return self.change("display", **{key: value})

    def _choices_of(self, row: str) -> list[Choice]:
        if row == "distance":
            near = [Choice(each, f"{each:g} m") for each in DISTANCES]
            return [*near, Choice(OTHER, Words.OTHER_DISTANCE)]
        if row == "height":
            known = [Choice(cm, inches, f"{cm:g} cm") for cm, inches in SCREENS.items()]
            return [*known, Choice(OTHER, Words.OTHER)]
        return [
            Choice(number, Words.NTH.format(number=number + 1), _pixels(size))
            for number, size in enumerate(display_sizes())
        ]

    def _amount(self) -> Amount:
        display = self.program.settings.display
        if self.row == "distance":
            return Amount(
                Words.DISTANCE, "m", display.viewing_distance_m, 0.3, 30.0, 0.1, Words.DISTANCE_DETAIL
            )
        return Amount(Words.HEIGHT, "cm", display.screen_height_cm, 5.0, 1000.0, 1.0, Words.HEIGHT_DETAIL)

    def _measure(self, window: Window) -> Refreshed:
        found = measure_display(window, self.program.clock, copied=window.copied)
        return Refreshed(1e9 / max(1, found.median_ns), found.paced)

    def _refresh_words(self) -> str:
        if self._refreshed is None:
            return Words.MEASURE
        return Words.PACED.format(hz=self._refreshed.hz) if self._refreshed.paced else Words.UNPACED


def _toggle(window: Window) -> bool:
    window.toggle_fullscreen()
    return window.fullscreen


def _pixels(size: tuple[int, int]) -> str:
    return Words.PIXELS.format(width=size[0], height=size[1])


def _height_words(cm: float) -> str:
    return SCREENS.get(cm, f"{cm:g} cm")


def _cm_words(cm: float) -> str:
    return f"{cm * 10:.0f} mm"
