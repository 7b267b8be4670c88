"""What came of a run: one figure that is read from across the room, and everything behind it.

What to do next is up to the two kinds in `results`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from reactdrill.app.figures.lane import LaneFigures, Line, figures, lanes_in, summary_of
from reactdrill.app.figures.level import Suggestion, suggestion
from reactdrill.app.figures.said import said
from reactdrill.app.figures.standing import Standing
from reactdrill.app.figures.targetresults import result_picture
from reactdrill.app.figures.trial import OUTCOME_NAMES
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import MODE_NAMES, listed, moment, name_words
from reactdrill.app.layout import Box, Part, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Scene, Transition
from reactdrill.app.scenes.base import ProgramScene, chip_row, frame
from reactdrill.app.scenes.marking import Marking
from reactdrill.app.scenes.parts.closer import closer_look
from reactdrill.app.scenes.parts.foot import foot
from reactdrill.app.scenes.parts.headline import Headline, Tiles, fitted
from reactdrill.app.scenes.parts.resultmap import ResultMap
from reactdrill.app.scenes.parts.title import Badge
from reactdrill.app.scenes.parts.week import WeekCalendar
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets import Button, Chip, Paragraph, ScrollArea, Still
from reactdrill.drill.file import DrillFile, parse_drill
from reactdrill.drill.model import Drill
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.results.annotations import Notes
from reactdrill.results.header import GUEST
from reactdrill.results.titles import said_title
from reactdrill.results.whose import athletes_of


class Words(Texts):
    """Everything this screen says by itself."""

    SIMULATED = "SIMULATED"
    STOPPED = "STOPPED EARLY"
    INTERRUPTED = "BROKEN OFF"
    BAD = "MARKED BAD"
    NOTE = "Note"
    MARK_BAD, COUNT = "Mark bad", "Count it again"
    MAP = "Each target at its place"
    TRIALS, REMARKS = "Trials", "Remarks"
    LOOKING_BACK = "Looking at earlier runs"
    BAD_REASON = "Marked bad: {reason}"
    NOT_SAVED = "This run has not been saved."
    PRESENTED = "{done} of {planned} trials"
    EACH_RT = "Reaction time of each trial, ms"
    EACH_PRESS = "From cue to press in each trial, ms"


LEAST_MORE_SHARE = 0.2
"""Height that what can be looked at more closely is worth an opening of its own."""


class RunResultsScene(ProgramScene):
    """The results of any run."""

    def __init__(self, program: Program, view: RunView) -> None:
        super().__init__(program)
        self._remarking = False
        self._standing: Mapping[str, Standing] = {}
        self._marking = None if view.journal is None else Marking(program, view.journal)
        self._show(view)
        self.drill = _drill_of(view)
        self._look_back()

    goes_back = False
    """Whether there is a way back above."""
    pod_words: Mapping[str, str] = {}
    """What pods are for, by their buttons."""
    large: tuple[str, ...] = ()
    """Buttons that are larger than the others."""

    def _show(self, view: RunView) -> None:
        self.view = view
        self.lanes = lanes_in(view)
        self._lane = self.lanes[0]

    def buttons(self) -> dict[str, Button]:
        """What to do next."""
        if self.view.journal is None:
            return {}
        bad = Words.MARK_BAD if self.view.bad is None else Words.COUNT
        words = {"note": Words.NOTE, "bad": bad}
        words |= {"trials": Words.TRIALS} if self.view.trials else {}
        words["remarks"] = Words.REMARKS
        return {name: Button(each, role=TextRole.SMALL, lines=2) for name, each in words.items()}

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Headline and counts, and beside or below them what can be looked at more closely."""
        shown = figures(self.view, self._lane)
        title = said_title(self.view.header.drill)
        made = frame(
            look, box, title, back=self.goes_back, badges=self._badges() + self.pod_badges(self.pod_words)
        )
        chips = self._lane_chips()
        body, placed = chip_row(look, made.body, chips)
        body, feet = foot(look, body, self.buttons(), self.large, portrait=box.portrait)
        return [*made.placed, *placed, *feet, *self._body(look, body, shown, portrait=box.portrait)]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Show another lane, or what people add."""
        scenes, view = self.program.scenes, self.view
        if signal.id == "remarks":
            return self._open(lambda: scenes.remarks(view))
        if signal.id == "trials" and (journal := view.journal) is not None:
            return self._open(lambda: scenes.trials(journal, self._lane))
        if signal.id == "note" and self._marking is not None:
            return self._mark(self._marking.note())
        if signal.id == "bad" and self._marking is not None:
            return self._mark(self._marking.bad())
        if signal.id.startswith("lane "):
            self._lane = signal.id.removeprefix("lane ")
            self.refresh()
        return None

    def resumed(self, result: object) -> Transition | None:
        """From the remarks, the trials, a note or a reason: they may have changed everything."""
        if not self._remarking:
            return None
        self._remarking = False
        return None if self._marking is None else self._mark(self._marking.answer(result))

    def _mark(self, asked: Transition | None) -> Transition | None:
        """To what is asked; when nothing is, what was kept may have changed everything."""
        self._remarking = asked is not None
        if asked is None:
            self._read_again()
        return asked

    def _open(self, make: Callable[[], Scene]) -> Transition:
        """To a screen that adds to the run, or to why it cannot be read."""
        try:
            scene = make()
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self._remarking = True
        return Push(scene)

    def _read_again(self) -> None:
        assert self.view.journal is not None
        lane = self._lane
        with suppress(ReactDrillError):
            self._show(RunView.of_journal(self.view.journal))
            self._lane = lane if lane in self.lanes else self._lane
        self.program.catch_up()
        self._look_back()
        self.refresh()

    # ---- parts

    def _body(self, look: Look, box: Box, shown: LaneFigures, *, portrait: bool) -> list[Placed]:
        standing = self._standing.get(self._lane)
        lines = shown.lines if standing is None else (*shown.lines, *standing.lines)
        tiles = Tiles(shown.tiles)
        more = tuple(self._more(shown))
        low = tiles.height_for(look, box.w)
        if portrait:
            return _tall(look, box, Headline(shown.headline, lines), tiles, more)
        places = dict(rows(box, {"body": Share(), "tiles": Px(low)}, gap=look.gap))
        places |= columns(places["body"], {"headline": Share(0.85), "more": Share(1)}, gap=look.gap)
        headline, rest = fitted(look, shown.headline, lines, places["headline"])
        return [
            Placed("headline", places["headline"], headline),
            Placed("tiles", places["tiles"], tiles),
            Placed("more", places["more"], ScrollArea((*map(_plain, rest), *more))),
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

    @property
    def suggested(self) -> Suggestion | None:
        """Another level, where the drill's rule says so of the athlete whose lane is shown."""
        standing = self._standing.get(self._lane)
        if standing is None or self.drill is None or self.view.bad is not None:
            return None
        return suggestion(self.drill.level_rule, standing.visits)

    def drill_called(self, name: str) -> DrillFile | None:
        """A drill of the library; None while that is being read, and where it has none of this name."""
        job = self.program.catalogue
        if not job.finished:
            return None
        return next((each for each in job.result().drills if each.drill.name == name), None)

    def _level(self) -> Iterator[Still]:
        suggested = self.suggested
        other = None if suggested is None else self.drill_called(suggested.drill)
        if suggested is not None and other is not None:
            words = suggested.words(said(other.drill).title)
            yield Paragraph(words, TextRole.HEADING, ink=Ink.ACCENT, bold=True)
            yield Paragraph(suggested.why, TextRole.SMALL, ink=Ink.MUTED)

    def _more(self, shown: LaneFigures) -> Iterator[Still]:
        yield from self._level()
        yield from (Paragraph(note, TextRole.BODY, ink=Ink.WARN, bullet="diamond") for note in self._notes())
        standing = self._standing.get(self._lane)
        if standing is not None:
            yield WeekCalendar(standing.week)
        yield from self._map()
        caption = Words.EACH_RT if self.view.header.mode == "sensor" else Words.EACH_PRESS
        yield from closer_look(shown, OUTCOME_NAMES, caption)
        yield from (Paragraph(line, TextRole.SMALL, ink=Ink.MUTED) for line in shown.timing)
        yield Paragraph(self._about(), TextRole.SMALL, ink=Ink.MUTED)

    def _map(self) -> Iterator[Still]:
        """Where there are two targets or more to be compared."""
        if self.drill is None:
            return
        timed = self.view.header.mode == "sensor"
        picture = result_picture(self.drill, summary_of(self.view, self._lane), timed=timed)
        if picture is not None:
            yield Paragraph(Words.MAP, TextRole.SMALL, ink=Ink.MUTED)
            yield ResultMap(picture)

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


def _tall(look: Look, box: Box, headline: Headline, tiles: Tiles, more: tuple[Still, ...]) -> list[Placed]:
    """One below the other; all of it scrolls where that would leave too little for what can be looked at closely."""
    parts = {"headline": headline.height_for(look, box.w), "tiles": tiles.height_for(look, box.w)}
    if box.h - sum(parts.values()) - 2 * look.gap < look.px(LEAST_MORE_SHARE):
        return [Placed("more", box, ScrollArea((headline, tiles, *more)))]
    heights: dict[str, Part] = {name: Px(height) for name, height in parts.items()}
    places = rows(box, {**heights, "more": Share()}, gap=look.gap)
    widgets: dict[str, Still | ScrollArea] = {
        "headline": headline,
        "tiles": tiles,
        "more": ScrollArea(more),
    }
    return [Placed(name, places[name], widget) for name, widget in widgets.items()]


def _plain(line: Line) -> Still:
    """A line that found no room below the figure."""
    return Paragraph(line.text, TextRole.BODY, ink=Ink.TEXT if line.plain else Ink.MUTED, bold=line.plain)


def _drill_of(view: RunView) -> Drill | None:
    """The drill as it was run; None when this version cannot read it any more."""
    try:
        return parse_drill(view.header.drill.text).drill
    except ReactDrillError:
        return None
