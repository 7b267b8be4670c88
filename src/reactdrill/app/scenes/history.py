"""What was done: every run, newest first, and each drill over all its runs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from reactdrill.app.archive import DrillRecord, DrillTotal, Past, PastRun, Trained
from reactdrill.app.background import Checkpoint, Job
from reactdrill.app.figures.drill import drill_figures, kind_name
from reactdrill.app.figures.said import said
from reactdrill.app.figures.words import COMPONENT_ICONS, MODE_NAMES, counted, listed, milliseconds, moment
from reactdrill.app.layout import Box, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.archived import ArchiveScene
from reactdrill.app.scenes.base import chip_row, frame
from reactdrill.app.scenes.parts.closer import closer_look
from reactdrill.app.scenes.parts.headline import Headline, Tiles
from reactdrill.app.scenes.progress import AthleteHistoryScene, LeaderboardScene
from reactdrill.app.theme import Ink, Look
from reactdrill.app.widgets import (
    Chip,
    ListView,
    Paragraph,
    Row,
    ScrollArea,
    Still,
    Told,
)
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import ENGLISH, Texts, language

if TYPE_CHECKING:
    from reactdrill.stats.per_drill import DrillSummary


T = TypeVar("T")


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE = "Results"
    NEWEST = "Newest"
    BY_DRILL = "By drill"
    BY_ATHLETE = "By athlete"
    BOARDS = "Leaderboards"
    OPENING = "Opening the results"
    NOTHING = "Nothing yet: your first run will stand here."
    SIMULATED = "simulated"
    DONE = "{done} of {planned} trials"
    STATUS: Mapping[str, str] = {"complete": "", "aborted": "stopped early", "interrupted": "broken off"}
    BAD = "marked bad"
    TREND = "The median of each run, in the order of time"
    NO_STATISTICS = "No statistics: every run of this drill is marked bad."


NEWEST, BY_DRILL, BY_ATHLETE, BOARDS = "newest", "by drill", "by athlete", "boards"
"""The lists that there are, and their chips."""


class _ReadScene(ArchiveScene, Generic[T]):
    """Reads the results beside the screen, and again when something over it has been left."""

    def read(self) -> None:
        """Read; what is known is shown meanwhile."""
        self._job: Job[T] = self.program.background.add(Words.OPENING, self._read)
        self.wait_for(self._job, self._take)

    def resumed(self, result: object) -> Transition | None:
        """What was opened may have been marked."""
        self.read()
        return super().resumed(result)

    @abstractmethod
    def _read(self, checkpoint: Checkpoint) -> T:
        """Off the main thread."""

    @abstractmethod
    def _take(self) -> None:
        """Keep what came of it, or why nothing did."""


class HistoryScene(_ReadScene[tuple[Past, tuple[Trained, ...], tuple[str, ...]]]):
    """All runs, or all drills that have any."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._past: Past | None = None
        self._trained: tuple[Trained, ...] = ()
        self._groups: tuple[str, ...] = ()
        self._list = NEWEST
        self.read()

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """A choice of lists, and the list."""
        made = frame(look, box, Words.TITLE, back=True)
        if self._past is None:
            return [*made.placed, self.placeholder(look, made.body)]
        titles = {NEWEST: Words.NEWEST, BY_DRILL: Words.BY_DRILL}
        titles |= {BY_ATHLETE: Words.BY_ATHLETE} if self._trained else {}
        titles |= {BOARDS: Words.BOARDS} if self._groups else {}
        chips = {name: Chip(title, on=name == self._list) for name, title in titles.items()}
        body, placed = chip_row(look, made.body, chips)
        return [*made.placed, *placed, Placed("list", body, ListView(self._rows(self._past), Words.NOTHING))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Open what was accepted, or show the other list."""
        if signal.id == "back":
            return Pop()
        if signal.id in (NEWEST, BY_DRILL, BY_ATHLETE, BOARDS):
            self._list = signal.id
            self.refresh()
        elif signal.id == "list" and signal.told is Told.ACTIVATED and self._past is not None:
            return self._open(self._past, str(signal.value))
        return None

    def _open(self, past: Past, name: str) -> Transition:
        if self._list == BY_ATHLETE:
            athlete = next(each for each in self._trained if each.code == name)
            return Push(AthleteHistoryScene(self.program, athlete, self._titles()))
        if self._list == BOARDS:
            return Push(LeaderboardScene(self.program, name, self._titles()))
        if self._list == BY_DRILL:
            total = next(each for each in past.drills if each.drill == name)
            title = self._titles().get(total.drill, total.title)
            return Push(self.program.scenes.drill_history(total.drill, title))
        return self.open_run(next(each for each in past.runs if each.row.id == name))

    def _rows(self, past: Past) -> tuple[Row, ...]:
        if self._list == BY_ATHLETE:
            return tuple(map(_athlete_row, self._trained))
        if self._list == BOARDS:
            return tuple(Row(each, each, icon="star") for each in self._groups)
        titles, by_drill = self._titles(), self._list == BY_DRILL
        rows = map(_drill_row, past.drills) if by_drill else map(_run_row, past.runs)
        drills = [each.drill for each in (past.drills if by_drill else (run.row for run in past.runs))]
        return tuple(
            replace(row, title=titles.get(drill, row.title)) for row, drill in zip(rows, drills, strict=True)
        )

    def _titles(self) -> dict[str, str]:
        """Titles of drills in the present language, once the drills have been read; in English runs have them."""
        if language() == ENGLISH or not self.program.catalogue.finished:
            return {}
        return {each.drill.name: said(each.drill).title for each in self.program.catalogue.result().drills}

    def _read(self, checkpoint: Checkpoint) -> tuple[Past, tuple[Trained, ...], tuple[str, ...]]:
        del checkpoint
        archive = self.program.archive
        return archive.past(), archive.trained(), archive.everybody().groups

    def _take(self) -> None:
        try:
            self._past, self._trained, self._groups = self._job.result()
        except ReactDrillError as error:
            self.problem = str(error)


class DrillHistoryScene(_ReadScene[DrillRecord]):
    """One drill: its statistics over all runs, and the runs."""

    def __init__(self, program: Program, drill: str, title: str) -> None:
        super().__init__(program)
        self._drill, self._title = drill, title
        self._record: DrillRecord | None = None
        self._kind = 0
        self.read()

    @property
    def first(self) -> str | None:
        """The way back; the list has the focus once it is there."""
        return "back"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Statistics on one side, runs on the other."""
        made = frame(look, box, self._title, back=True)
        if self._record is None:
            return [*made.placed, self.placeholder(look, made.body)]
        body, placed = chip_row(look, made.body, self._kind_chips(self._record.summaries))
        split = rows if box.portrait else columns
        halves = split(body, {"statistics": Share(1.1), "list": Share(1)}, look.gap)
        shown = tuple(self._statistics(self._record.summaries))
        return [
            *made.placed,
            *placed,
            Placed("statistics", halves["statistics"], ScrollArea(shown)),
            Placed("list", halves["list"], ListView(tuple(map(_short_row, self._runs())), Words.NOTHING)),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Open a run, or show the statistics of another response mode."""
        if signal.id == "back":
            return Pop()
        if signal.id.startswith("kind "):
            self._kind = int(signal.id.removeprefix("kind "))
            self.refresh()
        elif signal.id == "list" and signal.told is Told.ACTIVATED and self._record is not None:
            return self.open_run(next(each for each in self._record.runs if each.row.id == signal.value))
        return None

    def _runs(self) -> tuple[PastRun, ...]:
        """Those that the statistics are about; all of them where there are none."""
        if self._record is None or not self._record.summaries:
            return () if self._record is None else self._record.runs
        summary = self._record.summaries[self._kind]
        kind = (summary.mode, summary.simulated)
        return tuple(each for each in self._record.runs if (each.row.mode, each.row.simulated) == kind)

    def _kind_chips(self, summaries: Sequence[DrillSummary]) -> dict[str, Chip]:
        if len(summaries) < 2:
            return {}
        return {f"kind {i}": Chip(kind_name(each), on=i == self._kind) for i, each in enumerate(summaries)}

    def _statistics(self, summaries: Sequence[DrillSummary]) -> Iterator[Still]:
        if not summaries or not summaries[self._kind].runs:
            yield Paragraph(Words.NO_STATISTICS, ink=Ink.MUTED)
            return
        shown = drill_figures(summaries[self._kind])
        yield Headline(shown.headline, shown.lines)
        yield Tiles(shown.tiles)
        yield from closer_look(shown, {}, Words.TREND)

    def _read(self, checkpoint: Checkpoint) -> DrillRecord:
        del checkpoint
        return self.program.archive.drill(self._drill)

    def _take(self) -> None:
        try:
            self._record = self._job.result()
            self._kind = min(self._kind, max(0, len(self._record.summaries) - 1))
        except ReactDrillError as error:
            self.problem = str(error)


def _run_row(run: PastRun) -> Row:
    """A run in a list of many drills."""
    detail = listed([moment(run.row.started_utc), MODE_NAMES[run.row.mode], *_flaws(run)])
    return replace(_short_row(run), title=run.row.title, detail=detail)


def _short_row(run: PastRun) -> Row:
    """A run in a list of one drill."""
    row = run.row
    done = Words.DONE.format(done=row.presented, planned=row.planned)
    return Row(
        row.id,
        moment(row.started_utc),
        listed([done, *_flaws(run)]),
        _figure(run),
        COMPONENT_ICONS.get(row.component, "circle"),
        Ink.SPECIAL if row.simulated else Ink.ACCENT,
    )


def _flaws(run: PastRun) -> Iterator[str]:
    """What has to be known of a run before its figure is believed."""
    if run.row.simulated:
        yield Words.SIMULATED
    yield Words.STATUS[run.row.status]
    if run.row.bad is not None:
        yield Words.BAD


def _figure(run: PastRun) -> str:
    if run.median_ms is not None:
        return milliseconds(run.median_ms)
    return counted(run.row.presented, "trial", "trials")


def _athlete_row(athlete: Trained) -> Row:
    last = max(each.last_utc for each in athlete.drills)
    drills = counted(len(athlete.drills), "drill", "drills")
    return Row(athlete.code, athlete.name, moment(last), drills, "circle")


def _drill_row(total: DrillTotal) -> Row:
    return Row(
        total.drill,
        total.title,
        moment(total.last_utc),
        counted(total.runs, "run", "runs"),
        COMPONENT_ICONS.get(total.component, "circle"),
    )
