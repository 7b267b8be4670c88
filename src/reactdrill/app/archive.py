"""The results of this station, as screens ask for them: everything that may take a while is a job's work.

The store's library and the statistics are slow to load, so they are loaded with the first job that needs them, never
before the first frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from reactdrill.app.background import Checkpoint
from reactdrill.app.figures.names import label
from reactdrill.errors import JournalError, StoreError
from reactdrill.live.clock import utc_now
from reactdrill.people.athlete import Athlete, admitted, is_unsaid
from reactdrill.people.roster import parse_roster
from reactdrill.results.header import GUEST, DrillInfo
from reactdrill.station.places import Folders

if TYPE_CHECKING:
    from reactdrill.app.figures.standing import Standing
    from reactdrill.app.figures.view import RunView
    from reactdrill.results.store.history import DrillUse
    from reactdrill.results.store.leaderboards import Leaderboard
    from reactdrill.results.store.rows import IngestReport, RunRow
    from reactdrill.results.store.store import Store
    from reactdrill.stats.per_drill import DrillSummary

NS_PER_MS = 1_000_000
NEWEST = 200
"""Runs listed at once."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run in a list."""

    row: RunRow
    median_ms: float | None
    """Of the hits of all its lanes; None without hits, and where nothing is timed."""


@dataclass(frozen=True, slots=True)
class Caught:
    """What a look at the journals brought."""

    report: IngestReport
    last: PastRun | None
    """The newest run of all."""
    drill: DrillInfo | None = None
    """What was done in it, as its journal has it; None where that cannot be read."""


@dataclass(frozen=True, slots=True)
class DrillTotal:
    """A drill that has runs."""

    drill: str
    title: str
    """As its newest run had it."""
    component: str
    runs: int
    last_utc: str


@dataclass(frozen=True, slots=True)
class Past:
    """The newest runs of all drills, and every drill that has any, the one done last first."""

    runs: tuple[PastRun, ...] = ()
    drills: tuple[DrillTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """A drill's runs, newest first, and its statistics over all of them."""

    runs: tuple[PastRun, ...]
    summaries: tuple[DrillSummary, ...]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Who is known here."""

    athletes: tuple[Athlete, ...] = ()
    """In the order of their names."""
    groups: tuple[str, ...] = ()
    sounds: Mapping[str, Path] = field(default_factory=dict)
    """Names as somebody says them, by code."""
    problems: tuple[str, ...] = ()
    """A line for each file that was put down as a recorded name and cannot be taken."""


@dataclass(frozen=True, slots=True)
class Trained:
    """An athlete who has runs that count."""

    code: str
    name: str
    """The code, where there is no name here."""
    drills: tuple[DrillUse, ...]
    """The one done last first."""


@dataclass(frozen=True, slots=True)
class Board:
    """A drill's leaderboard in a group, and what those on it are called."""

    total: DrillTotal
    board: Leaderboard
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a list of new athletes."""

    athletes: tuple[Athlete, ...] = ()
    problems: tuple[str, ...] = ()
    """A line each for those who could not be taken."""
    unnamed: int = 0
    """How many have no name here: for want of consent, or as nothing says that they are of age."""


class Archive:
    """Opens the store once. Every method raises `StoreError` when it cannot be used."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self._store: Store | None = None

    def catch_up(self, checkpoint: Checkpoint) -> Caught:
        """Bring in every journal that is new, has grown or was left unfinished by a crash."""
        from reactdrill.results.reader import read_header  # noqa: PLC0415 - slow to load, see above

        store = self._opened()
        report = store.ingest_folder(checkpoint)
        newest = self._past(store.runs(limit=1))
        if not newest:
            return Caught(report, None)
        drill = None
        with suppress(JournalError, StoreError):
            drill = read_header(store.journal_path(newest[0].row)).drill
        return Caught(report, newest[0], drill)

    def past(self) -> Past:
        """What was done."""
        every = self._opened().runs()
        return Past(self._past(every[:NEWEST]), _totals(every))

    def last_used(self, count: int) -> tuple[str, ...]:
        """Names of the drills that were done last, the newest first."""
        return tuple(dict.fromkeys(row.drill for row in self._opened().runs()))[:count]

    def drill(self, name: str) -> DrillRecord:
        """The newest runs of a drill and its statistics."""
        store = self._opened()
        return DrillRecord(self._past(store.runs(name, limit=NEWEST)), store.drill_summaries(name))

    def view(self, row: RunRow) -> RunView:
        """A run out of its journal. Raises `JournalError` when that is gone or damaged."""
        from reactdrill.app.figures.view import RunView  # noqa: PLC0415 - loads the statistics

        return RunView.of_journal(self._opened().journal_path(row))

    def standing(self, run: str) -> dict[str, Standing]:
        """Where a run that counts stands among its athletes' others, by lane. Guests have no others."""
        from reactdrill.app.figures.standing import Standing  # noqa: PLC0415 - loads the statistics
        from reactdrill.app.visits import visits_until, week_of  # noqa: PLC0415 - the same

        store = self._opened()
        found = {}
        for point in store.points_of_run(run):
            if point.counts and point.athlete != GUEST:
                progress = store.progress(point.athlete, point.drill, point.key, until_utc=point.started_utc)
                week = week_of(store, point.athlete, point.drill)
                visits, norms = visits_until(store, point), store.norms(point)
                found[point.lane] = Standing(run, progress, week, visits, norms)
        return found

    def trained(self) -> tuple[Trained, ...]:
        """Athletes who have runs that count, in the order of their names. Guests are nobody."""
        store, names = self._opened(), self._names()
        seen = (code for code in store.athletes_seen() if code != GUEST)
        every = (Trained(code, names.get(code, code), store.drills_of(code)) for code in seen)
        return tuple(sorted((each for each in every if each.drills), key=lambda each: each.name.casefold()))

    def progress(self, athlete: str, drill: str) -> Standing | None:
        """Where an athlete stands with a drill; None without a run that counts."""
        from reactdrill.app.figures.standing import Standing  # noqa: PLC0415 - loads the statistics
        from reactdrill.app.visits import visits_until, week_of  # noqa: PLC0415 - the same

        store = self._opened()
        view = store.progress(athlete, drill)
        if not view.points:
            return None
        newest = view.points[-1]
        week = week_of(store, athlete, drill)
        return Standing(newest.run, view, week, visits_until(store, newest), store.norms(newest))

    def boards(self, group: str) -> tuple[Board, ...]:
        """Leaderboards of a group: the drills that somebody has done who agreed to be on one."""
        store, names = self._opened(), self._names()
        every = (
            Board(total, store.leaderboard(group, total.drill), names) for total in _totals(store.runs())
        )
        return tuple(each for each in every if each.board.standings)

    def _names(self) -> dict[str, str]:
        return {each.code: label(each) for each in self._opened().people.all()}

    def everybody(self) -> Everybody:
        """Who can train here; names that were put down as files are taken in first. Raises `FolderError` too."""
        from reactdrill.results.recorded_names import RecordedNames  # noqa: PLC0415 - loads what reads sounds

        people, names = self._opened().people, RecordedNames(self.folders.home)
        problems = names.take_new(people)
        names.tidy(people)
        return Everybody(people.all(), tuple(people.groups()), names.all(), problems)

    def undated(self, text: str) -> int:
        """How many of a typed name or a pasted list have no birth year and no consent. Raises as `add_people`."""
        return len(parse_roster(text, utc_now().year, known=self._opened().people.all()).undated)

    def add_people(self, text: str, *, adults: bool) -> Added:
        """New athletes out of a typed name or a pasted list. Raises `UsageError` when there is nothing in it.

        `adults`: a person has said that whoever has no birth year is of age; else they come in without a name.
        """
        people = self._opened().people
        found = parse_roster(text, utc_now().year, known=people.all(), adults=adults)
        unnamed = sum(not each.name for each in found.athletes)
        return Added(people.add_all(found.athletes), tuple(map(str, found.problems)), unnamed)

    def rebuild(self, checkpoint: Checkpoint) -> tuple[IngestReport, Path | None]:
        """Make the store again from the journals; gives where a damaged one was moved to."""
        from reactdrill.results.store.store import rebuild_store  # noqa: PLC0415 - slow to load, see above

        self.close()
        self._store = None
        return rebuild_store(self.folders.results_store, runs=self.folders.runs, progress=checkpoint)

    def change_person(self, athlete: Athlete) -> Athlete:
        """Keep what changed of an athlete; given back as kept. Raises `UsageError` for what cannot be.

        Without a birth year or consent a name stays only where one was kept before: somebody said then that it may.
        """
        from reactdrill.results.recorded_names import RecordedNames  # noqa: PLC0415 - loads what reads sounds

        people = self._opened().people
        before = people.get(athlete.code)
        said_before = before is not None and bool(before.name) and is_unsaid(before)
        kept = people.change(admitted(athlete, adults=said_before))
        RecordedNames(self.folders.home).tidy(people)
        return kept

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()

    @property
    def store(self) -> Store:
        """The store itself, for work that takes out of it or brings into it."""
        return self._opened()

    def caught_up(self) -> Store:
        """The store with every journal that is there by now."""
        store = self._opened()
        store.ingest_folder()
        return store

    def _opened(self) -> Store:
        from reactdrill.results.store.store import Store  # noqa: PLC0415 - slow to load, see above

        if self._store is None:
            self._store = Store(self.folders.results_store, runs=self.folders.runs)
        return self._store

    def _past(self, rows: Sequence[RunRow]) -> tuple[PastRun, ...]:
        timed = [row.id for row in rows if row.mode == "sensor"]
        times = self._opened().hit_times_ns(timed) if timed else {}
        return tuple(PastRun(row, _median_ms(times.get(row.id, []))) for row in rows)


def _totals(rows: Sequence[RunRow]) -> tuple[DrillTotal, ...]:
    """Rows are newest first."""
    by_drill: dict[str, list[RunRow]] = {}
    for row in rows:
        by_drill.setdefault(row.drill, []).append(row)
    return tuple(
        DrillTotal(drill, mine[0].title, mine[0].component, len(mine), mine[0].started_utc)
        for drill, mine in by_drill.items()
    )


def _median_ms(times_ns: Sequence[int]) -> float | None:
    return median(times_ns) / NS_PER_MS if times_ns else None
