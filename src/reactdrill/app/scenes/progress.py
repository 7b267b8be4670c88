"""One athlete over time, drill by drill; and a group's leaderboards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reactdrill.app.archive import Board, Trained
from reactdrill.app.background import Checkpoint
from reactdrill.app.coach.coaching import figure_words
from reactdrill.app.figures.known import known_lines, norm_lines
from reactdrill.app.figures.lane import Line
from reactdrill.app.figures.standing import Standing
from reactdrill.app.figures.words import COMPONENT_ICONS, NONE, counted, day, moment
from reactdrill.app.layout import Box, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.archived import ArchiveScene
from reactdrill.app.scenes.base import frame
from reactdrill.app.scenes.parts.headline import Headline
from reactdrill.app.scenes.parts.sides import side_lines, side_tables
from reactdrill.app.scenes.parts.week import WeekCalendar
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import (
    Column,
    ListView,
    Middle,
    Paragraph,
    Row,
    ScrollArea,
    Still,
    Table,
    Told,
    TrialMark,
    TrialStrip,
)
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, tr_n

if TYPE_CHECKING:
    from reactdrill.results.store.history import HistoryPoint, ProgressView


class Words(Texts):
    """Everything these screens say by themselves."""

    READING = "Reading the results"
    NOTHING = "No run of this drill counts yet."
    INTERVAL = "95 % interval {low} to {high}"
    TREND = "Each run in the order of time, and the median with its interval"
    TREND_BAND = "Each run in the order of time, and the usual range"
    DAY, RESULT = "Day", "Result"
    OTHERS = "Measured in another way, and not compared with these: {runs}"
    BOARD = "Leaderboard: {group}"
    NOBODY = "Nobody of this group who wants to be on leaderboards has a run that counts."
    PLACE, ATHLETE = "Place", "Athlete"


SHOWN = 30
"""Newest runs in the table."""


class AthleteHistoryScene(ArchiveScene):
    """An athlete's drills, the one done last first."""

    def __init__(self, program: Program, athlete: Trained, titles: dict[str, str]) -> None:
        super().__init__(program)
        self._athlete, self._titles = athlete, titles

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The list."""
        made = frame(look, box, self._athlete.name, back=True)
        every = (
            Row(
                use.drill,
                self._titles.get(use.drill, use.title),
                moment(use.last_utc),
                counted(use.runs, "run", "runs"),
                COMPONENT_ICONS.get(use.component, "circle"),
            )
            for use in self._athlete.drills
        )
        return [*made.placed, Placed("list", made.body, ListView(tuple(every)))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """To the drill, or back."""
        if signal.id == "back":
            return Pop()
        if signal.told is Told.ACTIVATED:
            use = next(each for each in self._athlete.drills if each.drill == signal.value)
            title = self._titles.get(use.drill, use.title)
            return Push(ProgressScene(self.program, self._athlete, use.drill, title))
        return None


class ProgressScene(ArchiveScene):
    """Where an athlete stands with a drill."""

    def __init__(self, program: Program, athlete: Trained, drill: str, title: str) -> None:
        super().__init__(program)
        self._athlete, self._drill, self._title = athlete, drill, title
        self._standing: Standing | None = None
        self._job = program.background.add(Words.READING, self._read)
        self.wait_for(self._job, self._take)

    @property
    def first(self) -> str | None:
        """The way back."""
        return "back"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Where they stand on one side, run by run on the other."""
        made = frame(look, box, f"{self._title} · {self._athlete.name}", back=True)
        if self.waiting or self.problem:
            return [*made.placed, self.placeholder(look, made.body)]
        if self._standing is None:
            return [*made.placed, Placed("nothing", made.body, ScrollArea((Paragraph(Words.NOTHING),)))]
        split = rows if box.portrait else columns
        halves = split(made.body, {"standing": Share(1), "runs": Share(1.1)}, look.gap)
        return [
            *made.placed,
            Placed("standing", halves["standing"], ScrollArea(tuple(_standing(self._standing)))),
            Placed("runs", halves["runs"], ScrollArea(tuple(_runs(self._standing.progress)))),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Back."""
        return Pop() if signal.id == "back" else None

    def _read(self, checkpoint: Checkpoint) -> Standing | None:
        del checkpoint
        return self.program.archive.progress(self._athlete.code, self._drill)

    def _take(self) -> None:
        try:
            self._standing = self._job.result()
        except ReactDrillError as error:
            self.problem = str(error)


class LeaderboardScene(ArchiveScene):
    """A group's best, drill by drill: those who agreed to it."""

    def __init__(self, program: Program, group: str, titles: dict[str, str]) -> None:
        super().__init__(program)
        self._group, self._titles = group, titles
        self._boards: tuple[Board, ...] = ()
        self._chosen: str | None = None
        self._job = program.background.add(Words.READING, self._read)
        self.wait_for(self._job, self._take)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The drills, and the board of the chosen one beside or below them."""
        made = frame(look, box, Words.BOARD.format(group=self._group), back=True)
        if self.waiting or self.problem:
            return [*made.placed, self.placeholder(look, made.body)]
        if not self._boards:
            return [*made.placed, Placed("nothing", made.body, ScrollArea((Paragraph(Words.NOBODY),)))]
        split = rows if box.portrait else columns
        halves = split(made.body, {"list": Share(1), "board": Share(1.3)}, look.gap)
        listed = ListView(tuple(self._row(each) for each in self._boards))
        now = next((each for each in self._boards if each.total.drill == self._chosen), self._boards[0])
        return [
            *made.placed,
            Placed("list", halves["list"], listed),
            Placed("board", halves["board"], ScrollArea((_table(now),))),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Another drill, or back."""
        if signal.id == "back":
            return Pop()
        if signal.id == "list":
            self._chosen = str(signal.value)
            self.refresh()
        return None

    def _row(self, board: Board) -> Row:
        total = board.total
        title = self._titles.get(total.drill, total.title)
        return Row(total.drill, title, icon=COMPONENT_ICONS.get(total.component, "circle"))

    def _read(self, checkpoint: Checkpoint) -> tuple[Board, ...]:
        del checkpoint
        return self.program.archive.boards(self._group)

    def _take(self) -> None:
        try:
            self._boards = self._job.result()
        except ReactDrillError as error:
            self.problem = str(error)


def _standing(standing: Standing) -> Iterator[Still]:
    """The median as large as possible, and what is to be said of the newest run."""
    view = standing.progress
    middle, interval = view.trend.middle.value, view.trend.interval
    lines = [Line(tr_n("median of {n} run", "median of {n} runs", len(view.points)), strong=True)]
    if interval.low is not None and interval.high is not None:
        low, high = (figure_words(each, view.unit) for each in (interval.low, interval.high))
        lines.append(Line(Words.INTERVAL.format(low=low, high=high)))
    yield Headline(NONE if middle is None else figure_words(middle, view.unit), tuple(lines))
    yield WeekCalendar(standing.week)
    for line in standing.own_lines:
        yield Paragraph(line.text, TextRole.BODY, bold=line.plain)
    for text in (*known_lines(view), *(text for place in standing.norms for text in norm_lines(place))):
        yield Paragraph(text, TextRole.SMALL)
    yield from side_lines(view)
    if view.other_keys:
        runs = counted(sum(each.runs for each in view.other_keys), "run", "runs")
        yield Paragraph(Words.OTHERS.format(runs=runs), TextRole.SMALL, ink=Ink.MUTED)


def _runs(view: ProgressView) -> Iterator[Still]:
    yield Paragraph(Words.TREND if view.band is None else Words.TREND_BAND, TextRole.SMALL, ink=Ink.MUTED)
    yield _strip(view)
    yield from side_tables(view)
    heads = (Column(Words.DAY, 1.5, figures=False), Column(Words.RESULT))
    yield Table(heads, tuple(_cells(each, view.unit) for each in reversed(view.points[-SHOWN:])))


def _strip(view: ProgressView) -> TrialStrip:
    """Every run, and the band that one may expect the next in: the usual range, else the median's interval."""
    marks = tuple(TrialMark(n, "hit", point.value) for n, point in enumerate(view.points, start=1))
    middle, interval = view.trend.middle.value, view.trend.interval
    low, high = view.band or (interval.low, interval.high)
    if middle is None or low is None or high is None:
        return TrialStrip(marks)
    return TrialStrip(marks, Middle(middle, low, high, figure_words(middle, view.unit)))


def _cells(point: HistoryPoint, unit: str) -> tuple[str, ...]:
    return day(point.started_utc), NONE if point.value is None else figure_words(point.value, unit)


def _table(board: Board) -> Table:
    heads = (Column(Words.PLACE, 0.6), Column(Words.ATHLETE, 2.0, figures=False), Column(Words.RESULT))
    cells = (
        (
            str(each.place),
            board.names.get(each.athlete, each.athlete),
            figure_words(each.value, board.board.unit),
        )
        for each in board.board.standings
    )
    return Table(heads, tuple(cells), TextRole.BODY)
