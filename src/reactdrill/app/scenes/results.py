"""What came of a run: one figure that is read from across the room, and everything behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from reactdrill.app.figures.lane import LaneFigures, Line, figures, lanes_in
from reactdrill.app.figures.said import said_title
from reactdrill.app.figures.standing import Standing, dose_per_week
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import MODE_NAMES, listed, moment, name_words
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box, Part, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Pop, Push, Replace, Reset, Transition
from reactdrill.app.scenes.base import ProgramScene, chip_row, frame
from reactdrill.app.scenes.parts.closer import closer_look
from reactdrill.app.scenes.parts.headline import Headline, Tiles
from reactdrill.app.scenes.parts.title import Badge
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import Button, Chip, Kind, Paragraph, ScrollArea, Still
from reactdrill.errors import PlanError, ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.results.annotations import Notes, read_notes
from reactdrill.results.header import GUEST
from reactdrill.results.reader import read_journal
from reactdrill.results.whose import athletes_of


class Words(Texts):
    """Everything this screen says by itself."""

    SIMULATED = "SIMULATED"
    STOPPED = "STOPPED EARLY"
    INTERRUPTED = "BROKEN OFF"
    BAD = "MARKED BAD"
    AGAIN = "Again"
    YOUR_TURN = "Your turn"
    DRILLS = "Drills"
    HOME = "Home"
    REMARKS = "Remarks"
    LOOKING_BACK = "Looking at earlier runs"
    BAD_REASON = "Marked bad: {reason}"
    NOT_SAVED = "This run has not been saved."
    PRESENTED = "{done} of {planned} trials"
    EACH_RT = "Reaction time of each trial, ms"
    EACH_PRESS = "From cue to press in each trial, ms"
    OUTCOMES: Mapping[str, str] = {
        "hit": "Hit",
        "wrong_target": "Wrong",
        "miss": "Miss",
        "false_start": "False start",
        "commission": "Not held back",
        "correct_rejection": "Held back",
        "stopped": "Stopped",
        "stop_failed": "Not stopped",
        "completed": "Done",
        "aborted": "Interrupted",
    }


class RunResultsScene(ProgramScene):
    """The results of any run; what to do next is up to the two kinds below."""

    def __init__(self, program: Program, view: RunView) -> None:
        super().__init__(program)
        self._remarking = False
        self._standing: Mapping[str, Standing] = {}
        self._show(view)
        self._look_back()

    goes_back = False
    """Whether there is a way back above."""

    def _show(self, view: RunView) -> None:
        self.view = view
        self.lanes = lanes_in(view)
        self._lane = self.lanes[0]

    def buttons(self) -> dict[str, Button]:
        """What to do next."""
        return {"remarks": Button(Words.REMARKS)} if self.view.journal is not None else {}

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Headline and counts, and beside or below them what can be looked at more closely."""
        shown = figures(self.view, self._lane)
        title, buttons = said_title(self.view.header.drill), self.buttons()
        made = frame(look, box, title, back=self.goes_back, badges=self._badges(), buttons=buttons)
        chips = self._lane_chips()
        body, placed = chip_row(look, made.body, chips)
        return [*made.placed, *placed, *self._body(look, body, shown, portrait=box.portrait)]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Show another lane, or what people add."""
        if signal.id == "remarks":
            return self._remark()
        if signal.id.startswith("lane "):
            self._lane = signal.id.removeprefix("lane ")
            self.refresh()
        return None

    def resumed(self, result: object) -> Transition | None:
        """From the remarks: they may have changed everything."""
        del result
        if self._remarking:
            self._remarking = False
            self._read_again()
        return None

    def _remark(self) -> Transition | None:
        assert self.view.journal is not None
        try:
            scene = self.program.scenes.remarks(self.view)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self._remarking = True
        return Push(scene)

    def _read_again(self) -> None:
        assert self.view.journal is not None
        lane = self._lane
        with suppress(ReactDrillError):
            self._show(RunView.of_log(read_journal(self.view.journal), read_notes(self.view.journal)))
            self._lane = lane if lane in self.lanes else self._lane
        self.program.catch_up()
        self._look_back()
        self.refresh()

    # ---- parts

    def _body(self, look: Look, box: Box, shown: LaneFigures, *, portrait: bool) -> list[Placed]:
        lines = (*shown.lines, *self._standing_lines())
        headline, tiles = Headline(shown.headline, lines), Tiles(shown.tiles)
        more = ScrollArea(tuple(self._more(shown)))
        wide: dict[str, Part] = {"body": Share(), "tiles": Px(tiles.height_for(look, box.w))}
        halves = rows(box, wide, gap=look.gap)
        if portrait:
            tall = Px(min(headline.height_for(look, box.w), round(box.h * 0.6)))
            high: dict[str, Part] = {"headline": tall, "tiles": wide["tiles"], "more": Share()}
            places = dict(rows(box, high, gap=look.gap))
        else:
            split = columns(halves["body"], {"headline": Share(0.85), "more": Share(1)}, gap=look.gap)
            places = {**split, "tiles": halves["tiles"]}
        return [
            Placed("headline", places["headline"], headline),
            Placed("tiles", places["tiles"], tiles),
            Placed("more", places["more"], more),
        ]

    def _look_back(self) -> None:
        """Ask where this run stands among the athlete's others, once the results have it."""
        run = self.view.header.run
        if self.view.journal is None or set(athletes_of(self.view.header, Notes()).values()) == {GUEST}:
            return
        job = self.program.background.add(Words.LOOKING_BACK, lambda _: self.program.archive.standing(run))

        def taken() -> None:
            with suppress(ReactDrillError):
                self._standing = job.result()

        self.wait_for(job, taken)

    def _standing_lines(self) -> tuple[Line, ...]:
        standing = self._standing.get(self._lane)
        return () if standing is None else standing.lines(dose_per_week(self.view.header.drill.text))

    def _more(self, shown: LaneFigures) -> Iterator[Still]:
        yield from (Paragraph(note, TextRole.BODY, ink=Ink.WARN, bullet="diamond") for note in self._notes())
        caption = Words.EACH_RT if self.view.header.mode == "sensor" else Words.EACH_PRESS
        yield from closer_look(shown, Words.OUTCOMES, caption)
        yield from (Paragraph(line, TextRole.SMALL, ink=Ink.MUTED) for line in shown.timing)
        yield Paragraph(self._about(), TextRole.SMALL, ink=Ink.MUTED)

    def _notes(self) -> Iterator[str]:
        if self.view.bad is not None:
            yield Words.BAD_REASON.format(reason=self.view.bad)
        yield from self.view.notes
        if self.view.journal is None:
            yield Words.NOT_SAVED

    def _about(self) -> str:
        header = self.view.header
        done = sum(each.outcome != "aborted" for each in self.view.trials)
        planned = header.plan.trial_count
        count = Words.PRESENTED.format(done=done, planned=planned) if done != planned else ""
        athlete = "" if header.athlete == GUEST else header.athlete
        return listed([moment(header.started_utc), athlete, MODE_NAMES[header.mode], count])

    def _badges(self) -> tuple[Badge, ...]:
        badges = []
        if self.view.header.simulated:
            badges.append(Badge(Words.SIMULATED, Ground.WARN))
        if self.view.status != "complete":
            early = self.view.status == "aborted"
            badges.append(Badge(Words.STOPPED if early else Words.INTERRUPTED, Ground.INFO))
        if self.view.bad is not None:
            badges.append(Badge(Words.BAD, Ground.SPECIAL))
        return tuple(badges)

    def _lane_chips(self) -> dict[str, Chip]:
        if len(self.lanes) < 2:
            return {}
        return {f"lane {lane}": Chip(name_words(lane), on=lane == self._lane) for lane in self.lanes}


class ResultsScene(RunResultsScene):
    """Straight after a run."""

    def __init__(self, program: Program, request: RunRequest, view: RunView) -> None:
        super().__init__(program, view)
        self._request = request

    @property
    def first(self) -> str | None:
        """Once more."""
        return "again"

    def buttons(self) -> dict[str, Button]:
        """Again, or one's own turn after a simulated athlete's."""
        again = Words.YOUR_TURN if self._shows_how else Words.AGAIN
        return {
            "again": Button(again, "play", Kind.PRIMARY),
            **super().buttons(),
            "drills": Button(Words.DRILLS),
            "home": Button(Words.HOME),
        }

    def on_signal(self, signal: Signal) -> Transition | None:
        """Again, to the drills, or home."""
        scenes = self.program.scenes
        if signal.id == "again":
            return self._again()
        if signal.id == "drills":
            return Reset(scenes.drills())
        if signal.id == "home":
            return Reset(scenes.home())
        return super().on_signal(signal)

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leads to the drills: the run itself is over."""
        return Reset(self.program.scenes.drills()) if action is UiAction.BACK else None

    def resumed(self, result: object) -> Transition | None:
        """From another run to its results; one that was called off before it began leaves these standing."""
        if self._remarking:
            return super().resumed(result)
        if isinstance(result, RunOutcome) and result.ending == "cancelled" and not result.quit:
            return None
        return None if result is None else self.program.scenes.after_run(result)

    @property
    def _shows_how(self) -> bool:
        return self._request.responder == "simulated"

    def _again(self) -> Transition:
        scenes, request = self.program.scenes, self._request
        if self._shows_how:
            return Replace(scenes.briefing(Brief(request.drill, request.plan.mode)))
        try:
            return self.program.take_over(self.program.again(request))
        except PlanError as error:
            return Push(scenes.error(error))


class PastResultsScene(RunResultsScene):
    """A run out of the results; leaves to where it was opened."""

    goes_back = True

    @property
    def first(self) -> str | None:
        """The way back."""
        return "back"

    def on_signal(self, signal: Signal) -> Transition | None:
        """Back."""
        return Pop() if signal.id == "back" else super().on_signal(signal)
