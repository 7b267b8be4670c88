"""The first screen: what one can do here, and what was done last."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.archive import Caught, PastRun
from reactdrill.app.figures.words import counted, listed, milliseconds, moment
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Quit, Transition
from reactdrill.app.scenes.base import ProgramScene, button_height, frame
from reactdrill.app.scenes.parts.bigbutton import BigButton
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Button, Kind, Label, ProgressBar
from reactdrill.draw.text import text_height
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, tr_in
from reactdrill.results.titles import said_title


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "reactdrill"
    DRILLS = "Drills"
    DRILLS_DETAIL = "Pick a drill, read what to do, and start."
    CIRCUITS = "Circuits"
    CIRCUITS_DETAIL = "Drills and exercises in a row, by the clock."
    GROUP = "Group"
    GROUP_DETAIL = "One after the other, or side by side."
    RESULTS = "Results"
    QUIT = "Quit"
    LAST = "Last run: {run}"
    NO_RUNS = "Your runs will be kept here."
    LOOKING = "Looking for your last run."
    BROKEN = "The results cannot be read."
    SIMULATED = "simulated"
    NOTICES_TITLE = "Please look at this"
    LEAVE = "Leave reactdrill?"
    LEAVE_DETAIL = "Your results are saved."
    YES = "Leave"
    NO = "Stay"


CUES = ("circle", "square", "triangle", "diamond")
"""Shapes of cues, as a pattern on the way to the drills."""


class HomeScene(ProgramScene):
    """Drills, results, and the way out."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._last = Words.LOOKING
        self._notices = list(program.notices)
        self.wait_for(program.latest, self._take_last)

    @property
    def first(self) -> str | None:
        """The drills."""
        return "drills"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Large entries; below them what goes on in the background, or what has to be told."""
        made = frame(look, box, Words.TITLE)
        entries: dict[str, AnyWidget] = {
            "drills": BigButton(Words.DRILLS, Words.DRILLS_DETAIL, "play", Kind.PRIMARY, CUES),
            "circuits": BigButton(Words.CIRCUITS, Words.CIRCUITS_DETAIL, "ring"),
            "group": BigButton(Words.GROUP, Words.GROUP_DETAIL, "plus"),
            "results": BigButton(Words.RESULTS, self._last, "check"),
            "setup": BigButton(tr_in("station", "Set-up"), "", "square", Kind.QUIET),
            "quit": BigButton(Words.QUIT, "", "cross", Kind.QUIET),
        }
        foot = button_height(look) if self._notices else text_height(look.text_px(TextRole.SMALL))
        parts = rows(made.body, {"entries": Share(), "foot": Px(foot)}, gap=look.gap)
        placed = [
            Placed(name, place, entries[name]) for name, place in _places(look, parts["entries"]).items()
        ]
        return [*made.placed, *placed, *self._foot(parts["foot"])]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Go there."""
        scenes = self.program.scenes
        if signal.id == "drills":
            return Push(scenes.drills())
        if signal.id == "circuits":
            return Push(scenes.circuits())
        if signal.id == "group":
            return Push(scenes.group())
        if signal.id == "results":
            return Push(scenes.history())
        if signal.id == "setup":
            return Push(scenes.set_up())
        if signal.id == "notices":
            return Push(scenes.message(Words.NOTICES_TITLE, self._notices, bullet="diamond"))
        return Quit() if signal.id == "quit" else None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK on the first screen is easily pressed by mistake: ask."""
        if action is UiAction.BACK:
            ask = self.program.scenes.confirm
            return Push(ask(Words.LEAVE, yes=Words.YES, no=Words.NO, detail=Words.LEAVE_DETAIL))
        return None

    def resumed(self, result: object) -> Transition | None:
        """From the question."""
        return Quit() if result is True else None

    def _foot(self, box: Box) -> tuple[Placed, ...]:
        doing = self.program.background.doing
        if doing is not None:
            return (Placed("doing", box, ProgressBar(doing.share, doing.words)),)
        if self._notices:
            words = counted(len(self._notices), "thing to look at", "things to look at")
            return (Placed("notices", box, Button(words, "diamond", Kind.QUIET)),)
        return (Placed("doing", box, Label("", TextRole.SMALL, ink=Ink.MUTED)),)

    def _take_last(self) -> None:
        try:
            caught = self.program.latest.result()
        except ReactDrillError as error:
            self._last = Words.BROKEN
            self._notices = [*self.program.notices, str(error)]
            return
        self._notices = [*self.program.notices, *(reason for _, reason in caught.report.damaged)]
        self._last = _last_words(caught)


def _places(look: Look, box: Box) -> dict[str, Box]:
    """The way to the drills is the largest."""
    gap = look.gap // 2
    if box.portrait:
        heights = {"drills": 1.3, "circuits": 1.1, "group": 1.1, "results": 1.4, "foot": 1.1}
        places = dict(rows(box, {name: Share(height) for name, height in heights.items()}, gap))
    else:
        halves = columns(box, {"do": Share(1.1), "rest": Share(1)}, gap)
        places = {
            **rows(halves["do"], {"drills": Share(2), "circuits": Share(1)}, gap),
            **rows(halves["rest"], {"results": Share(2), "group": Share(0.9), "foot": Share(0.9)}, gap),
        }
    foot = columns(places.pop("foot"), {"setup": Share(1.2), "quit": Share()}, gap)
    return {**places, **foot}


def _last_words(caught: Caught) -> str:
    if caught.last is None:
        return Words.NO_RUNS
    title = caught.last.row.title if caught.drill is None else said_title(caught.drill)
    return Words.LAST.format(run=_run_words(caught.last, title))


def _run_words(run: PastRun, title: str) -> str:
    """A run on two lines: its drill, and how and when it went."""
    row = run.row
    time = "" if run.median_ms is None else milliseconds(run.median_ms)
    simulated = Words.SIMULATED if row.simulated else ""
    return f"{title}\n{listed([time, simulated, moment(row.started_utc)])}"
