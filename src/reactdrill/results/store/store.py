"""The store as the rest of the program sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import UsageError
from reactdrill.results.annotations import Notes
from reactdrill.results.lines import decode_line
from reactdrill.results.merging import Merger, MergeReport
from reactdrill.results.observations import numbers_for
from reactdrill.results.reader import RunLog
from reactdrill.results.store.copying import copy_database
from reactdrill.results.store.database import (
    StoreDamagedError,
    guarded,
    open_database,
    set_aside,
    shown,
    sqlite_file,
    writing,
)
from reactdrill.results.store.erased import what_may_be_kept
from reactdrill.results.store.ingest import Progress, find_journals, ingest
from reactdrill.results.store.packing import unpack
from reactdrill.results.store.past import Past
from reactdrill.results.store.people import People
from reactdrill.results.store.rescue import rescue_people
from reactdrill.results.store.rows import IngestReport, RunRow, notes_in
from reactdrill.results.store.schema import (
    ANNOTATIONS,
    DRILL_STATISTICS,
    JOURNALS,
    RUN_LINES,
    RUNS,
    STRAYS,
    TRIALS,
)
from reactdrill.results.store.server import station_name
from reactdrill.results.store.statistics import basis_of, save_summary, saved_summary
from reactdrill.station.folders import runs_dir, store_path
from reactdrill.stats.per_drill import DrillSummary, RunTrials, summarise_drill
from reactdrill.stats.result import Result
from reactdrill.stats.score import Entered, ScoreRule
from reactdrill.stats.summary import Summary, TrialKey, lanes_of, summarise
from reactdrill.stats.telling import tell

LAST = "last"


class Store(Past):
    """The results store at a file or database URL (the station's own file when none is given).

    Every method raises `StoreError` when the database cannot be used. What athletes did over time: see `Past`.
    """

    def __init__(self, where: str | Path | None = None, *, runs: Path | None = None) -> None:
        self.runs_folder = (runs or runs_dir()).absolute()
        self._engine = open_database(where or store_path())
        shared = self._engine.dialect.name != "sqlite"
        self.station = station_name(self.runs_folder.parent) if shared else ""
        """This station's name in a store that several share; empty in one of its own."""
        self._where = shown(self._engine.url)
        self.people = People(self._engine)
        """The athletes and groups, and who was erased."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def copy_to(self, target: Path) -> None:
        """Copy the database to an SQLite file that is not there yet, while others may be writing."""
        with guarded(self._where):
            copy_database(self._engine, target)

    # ---- in

    def ingest_file(self, path: Path) -> IngestReport:
        """Bring one journal into the store."""
        with guarded(self._where):
            return ingest(self._engine, self.runs_folder, [path], station=self.station)

    def ingest_folder(self, progress: Progress | None = None) -> IngestReport:
        """Bring every journal of the runs folder that is new or has changed into the store.

        A damaged one is reported and stops no other; a run in progress is left alone.
        """
        with guarded(self._where):
            journals = find_journals(self.runs_folder)
            return ingest(self._engine, self.runs_folder, journals, progress, station=self.station)

    def rebuild(self, progress: Progress | None = None) -> IngestReport:
        """Empty the store and fill it again from the journals; what other stations brought stays."""
        with guarded(self._where), writing(self._engine).begin() as connection:
            for table in (RUNS, JOURNALS):
                connection.execute(table.delete().where(table.c.station == self.station))
            connection.execute(DRILL_STATISTICS.delete())
        return self.ingest_folder(progress)

    def import_from(self, sources: Iterable[Path], progress: Progress | None = None) -> MergeReport:
        """Merge journals, notes and diaries from elsewhere into this station's, and take in what came.

        Raises `JournalError` when something here cannot be read or written.
        """
        merger = Merger(self.runs_folder, self._journal_here, self._may_keep, self.people.is_erased)
        self.ingest_folder()
        report = merger.merge(sources, progress)
        self.ingest_folder()
        return report

    def _journal_here(self, run_id: str) -> Path | None:
        query = sa.select(RUNS.c.journal).where(RUNS.c.id == run_id, RUNS.c.station == self.station)
        with guarded(self._where), self._engine.connect() as connection:
            journal = connection.execute(query).scalar()
        path = None if journal is None else self.runs_folder / journal
        return path if path is not None and path.is_file() else None

    def _may_keep(self, log: RunLog, notes: Notes) -> tuple[RunLog, Notes] | None:
        with guarded(self._where), self._engine.connect() as connection:
            return what_may_be_kept(connection, log, notes)

    # ---- out

    def runs(self, drill: str | None = None, limit: int | None = None) -> list[RunRow]:
        """Runs, the newest first."""
        query = sa.select(RUNS).order_by(RUNS.c.started_utc.desc(), RUNS.c.id)
        if drill is not None:
            query = query.where(RUNS.c.drill == drill)
        return self._runs(query.limit(limit))

    def run(self, name: str) -> RunRow:
        """One run by its id, the beginning of it, or `last`.

        Raises `UsageError` when there is none or there are several.
        """
        if name == LAST:
            found = self.runs(limit=1)
            hint = "play a drill first, or look with `reactdrill results rebuild`"
        else:
            wanted = name.strip().lower()
            matches = RUNS.c.id.startswith(wanted, autoescape=True)
            found = self._runs(sa.select(RUNS).where(matches).order_by(RUNS.c.id).limit(6)) if wanted else []
            found = [run for run in found if run.id == wanted] or found
            hint = "`reactdrill results list` shows them"
        if not found:
            raise UsageError(f"no run {name!r} in the results; {hint}")
        if len(found) > 1:
            raise UsageError(f"several runs begin with {name!r}: {', '.join(run.id[:12] for run in found)}")
        return found[0]

    def trials(self, run_id: str) -> tuple[TrialRecord, ...]:
        """A run's records in the order of its journal."""
        query = sa.select(RUN_LINES.c.packed).where(RUN_LINES.c.run_id == run_id)
        with guarded(self._where), self._engine.connect() as connection:
            packed = connection.execute(query).scalar()
        return () if packed is None else tuple(_record(line) for line in unpack(packed))

    def strays(self, run_id: str) -> tuple[StrayRecord, ...]:
        """A run's strays in the order of its journal."""
        names = list(StrayRecord.__dataclass_fields__)
        query = sa.select(*[STRAYS.c[name] for name in names])
        query = query.where(STRAYS.c.run_id == run_id).order_by(STRAYS.c.position)
        with guarded(self._where), self._engine.connect() as connection:
            return tuple(StrayRecord(*row) for row in connection.execute(query))

    def bad_trials(self, run_id: str) -> dict[TrialKey, str]:
        """The attempts of a run that are marked bad, with the reason."""
        query = sa.select(TRIALS.c.lane, TRIALS.c.trial, TRIALS.c.attempt, TRIALS.c.bad)
        query = query.where(TRIALS.c.run_id == run_id, TRIALS.c.bad.is_not(None))
        with guarded(self._where), self._engine.connect() as connection:
            return {(row.lane, row.trial, row.attempt): row.bad for row in connection.execute(query)}

    def notes(self, run_id: str) -> Notes:
        """What people added to a run, at whichever station, as far as it was taken in."""
        query = sa.select(ANNOTATIONS).where(ANNOTATIONS.c.run_id == run_id).order_by(ANNOTATIONS.c.position)
        with guarded(self._where), self._engine.connect() as connection:
            return notes_in(connection.execute(query).mappings())

    def hit_times_ns(self, run_ids: Sequence[str]) -> dict[str, list[int]]:
        """The reaction times of hits that count, of several runs at once."""
        times: dict[str, list[int]] = {run: [] for run in run_ids}
        columns = TRIALS.c
        query = sa.select(columns.run_id, columns.rt_ns).where(
            columns.run_id.in_(run_ids),
            columns.outcome == "hit",
            columns.rt_ns.is_not(None),
            columns.bad.is_(None),
            columns.practice == sa.false(),
            columns.is_catch == sa.false(),
        )
        with guarded(self._where), self._engine.connect() as connection:
            for row in connection.execute(query):
                times[row.run_id].append(row.rt_ns)
        return times

    def summaries(self, run: RunRow) -> tuple[Summary, ...]:
        """The summary of each lane of a run."""
        records, strays, bad = self.trials(run.id), self.strays(run.id), self.bad_trials(run.id)
        return tuple(
            summarise(
                records, strays, lane=lane, bad=bad.keys(), simulated=run.simulated, lapse_ns=run.lapse_ns
            )
            for lane in lanes_of(records)
        )

    def families(self, run: RunRow, *, slow: bool = False) -> dict[str, tuple[Result, ...]]:
        """What the families of statistics that fit a run say of it, by lane; `slow`: those that take long too."""
        bad = self.bad_trials(run.id)
        stated = run.stated
        return tell(
            self.trials(run.id),
            bad=bad.keys(),
            lapse_ns=run.lapse_ns,
            score=stated.score,
            entered=self._entered(run, stated.score),
            slow=slow,
            no_repeat=stated.no_repeat,
        )

    def journal_path(self, run: RunRow) -> Path:
        """Where a run's journal stands (or stood)."""
        return self.runs_folder / run.journal

    # ---- per drill

    def drill_names(self) -> list[str]:
        """The drills that have runs, in alphabetical order."""
        query = sa.select(RUNS.c.drill).distinct().order_by(RUNS.c.drill)
        with guarded(self._where), self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def drill_summaries(self, drill: str) -> tuple[DrillSummary, ...]:
        """Statistics over all runs of a drill: one for each response mode, people and simulations apart.

        They are saved, and computed again when their runs or the algorithm have changed.
        """
        kinds = sorted({(run.simulated, run.mode) for run in self.runs(drill)})
        return tuple(self._drill_summary(drill, mode, simulated=simulated) for simulated, mode in kinds)

    def _drill_summary(self, drill: str, mode: str, *, simulated: bool) -> DrillSummary:
        kind = (mode, simulated, None)
        runs = [run for run in self.runs(drill) if (run.mode, run.simulated, run.bad) == kind]
        basis = basis_of(runs)
        with guarded(self._where):
            saved = saved_summary(self._engine, drill, mode, basis, simulated=simulated)
        if saved is not None:
            return saved
        computed = summarise_drill(map(self._trials_of, runs), drill=drill, mode=mode, simulated=simulated)
        with guarded(self._where):
            save_summary(self._engine, computed, basis)
        return computed

    def _trials_of(self, run: RunRow) -> RunTrials:
        bad = frozenset(self.bad_trials(run.id))
        score = run.stated.score
        return RunTrials(
            run.id,
            run.started_utc,
            run.drill_version,
            self.trials(run.id),
            bad,
            run.lapse_ns,
            score,
            self._entered(run, score),
        )

    def _entered(self, run: RunRow, score: ScoreRule | None) -> tuple[Entered, ...]:
        """The coach's numbers, looked up where a score is made of them."""
        return numbers_for(self.notes(run.id), score) if score is not None and score.of == "entry" else ()

    def _runs(self, query: sa.Select[*tuple[object, ...]]) -> list[RunRow]:
        with guarded(self._where), self._engine.connect() as connection:
            return [RunRow(**row) for row in connection.execute(query).mappings()]


def _record(line: bytes) -> TrialRecord:
    record = decode_line(line)
    assert isinstance(record, TrialRecord)
    return record


def rebuild_store(
    where: str | Path | None = None, *, runs: Path | None = None, progress: Progress | None = None
) -> tuple[IngestReport, Path | None]:
    """Make the store again from the journals, and a damaged database file too; its people are saved as far as possible.

    Returns the report, and where a damaged file was moved to. Raises `StoreError`; a database from a newer
    version is left as it is.
    """
    place = where or store_path()
    try:
        with Store(place, runs=runs) as store:
            return store.rebuild(progress), None
    except StoreDamagedError:
        file = sqlite_file(place)
        if file is None:
            raise
        aside = set_aside(file)
    with Store(place, runs=runs) as store:
        saved = rescue_people(aside, store.people)
        report = store.rebuild(progress)
    report.people = saved
    return report, aside
