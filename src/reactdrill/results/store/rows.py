"""What goes into the store's tables, and what comes out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from json import loads
from typing import Any, Literal

from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.results.annotations import Annotation, Notes, fold
from reactdrill.results.lines import to_json
from reactdrill.results.quality import RunTiming
from reactdrill.results.stated import Stated, stated_in, stated_of
from reactdrill.results.store.taken import Taken
from reactdrill.results.whose import athlete_of_run

Row = dict[str, Any]
_TIMING_FIELDS = {each.name for each in fields(RunTiming)}
_SAME = [each.name for each in fields(Annotation) if each.name not in ("value", "set")]
"""What an annotation and its row have alike."""
RunStatus = Literal["complete", "aborted", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run as the store lists it."""

    id: str
    station: str
    """Which station took it in; empty in a store of one station."""
    journal: str
    """Its path below that station's runs folder, or in full when it stands elsewhere."""
    lines: int
    """Whole lines of the journal when it was read."""
    notes: int
    """Annotations, those taken back too."""
    status: RunStatus
    drill: str
    title: str
    component: str
    drill_version: int
    drill_sha256: str
    mode: str
    origin: str
    simulated: bool
    athlete: str
    """Who it belongs to now, moves counted; `several` when its lanes are of different athletes."""
    bad: str | None
    """Why it does not count."""
    started_utc: str
    started_ns: int | None
    ended_ns: int | None
    """The last moment known, on the same clock as `started_ns`."""
    seed: str | None
    planned: int
    presented: int
    """Trials with a record that is not an aborted one, practice too."""
    lapse_ns: int | None
    note: str
    details: str
    """JSON: station, calibration, devices, software, display, options, timing, stated."""

    @property
    def timing(self) -> RunTiming | None:
        """How far the times can be trusted; None for a run that was taken in before that was kept."""
        told = loads(self.details).get("timing")
        return None if told is None or told.keys() != _TIMING_FIELDS else RunTiming(**told)

    @property
    def stated(self) -> Stated:
        """What the drill's text states; nothing for a run that was taken in before that was kept."""
        return stated_of(loads(self.details).get("stated"))


@dataclass(slots=True)
class IngestReport:
    """What became of the journals that were looked at; each counts once among the first six."""

    new: int = 0
    grown: int = 0
    """Known runs that had changed: more lines, or more annotations."""
    unchanged: int = 0
    in_progress: int = 0
    damaged: list[tuple[str, str]] = field(default_factory=list)
    """(path as the store names it, what is wrong as one whole line) of files that were skipped."""
    erased: list[str] = field(default_factory=list)
    """Paths, as the store names them, of runs that were not taken in: those who did them were erased."""
    people: str = ""
    """What became of the athletes in a database that was damaged; empty: it was not."""
    interrupted: int = 0
    """Of the new and grown ones: runs that broke off, recovered with all finished trials."""

    @property
    def changed(self) -> int:
        """Runs that were written to the store."""
        return self.new + self.grown


def run_row(taken: Taken, notes: Notes, journal: str, station: str = "") -> Row:
    """The row of a run."""
    header = taken.header
    return _row_of(
        RunRow(
            id=header.run,
            station=station,
            journal=journal,
            lines=taken.line_count,
            notes=len(notes.written),
            status=_status(taken),
            drill=header.drill.name,
            title=header.drill.title,
            component=header.drill.component,
            drill_version=header.drill.version,
            drill_sha256=header.drill.sha256,
            mode=header.mode,
            origin=header.origin,
            simulated=header.simulated,
            athlete=athlete_of_run(header, notes),
            bad=notes.run_bad,
            started_utc=header.started_utc,
            started_ns=taken.started_ns,
            ended_ns=_ended_ns(taken),
            seed=None if header.seed is None else str(header.seed),
            planned=taken.planned,
            presented=sum(trial.outcome != "aborted" for trial in taken.trials),
            lapse_ns=taken.lapse_ns,
            note=header.note,
            details=_details(taken),
        )
    )


def trial_rows(run: str, trials: Iterable[TrialRecord], bad: dict[tuple[str, int, int], str]) -> list[Row]:
    """The rows of a run's trials."""
    return [
        {
            "run_id": run,
            "lane": trial.lane,
            "trial": trial.trial,
            "attempt": trial.attempt,
            "position": position,
            "set_index": trial.set,
            "side": trial.side,
            "condition": trial.condition,
            "practice": trial.practice,
            "is_catch": trial.catch,
            "outcome": trial.outcome,
            "rt_ns": trial.rt_ns,
            "rt_uncertainty_ns": trial.rt_uncertainty_ns,
            "movement_ns": trial.movement_ns,
            "completed_ns": trial.completed_ns,
            "errors": trial.errors,
            "early": trial.early,
            "foreperiod_ns": trial.foreperiod_ns,
            "ended_ns": trial.ended_ns,
            "bad": bad.get((trial.lane, trial.trial, trial.attempt)),
        }
        for position, trial in enumerate(trials)
    ]


def stray_rows(run: str, strays: Iterable[StrayRecord]) -> list[Row]:
    """The rows of a run's strays."""
    return [{"run_id": run, "position": position, **_row_of(stray)} for position, stray in enumerate(strays)]


def annotation_rows(run: str, notes: Notes) -> list[Row]:
    """The rows of a run's annotations, those taken back too."""
    return [
        {
            "run_id": run,
            "position": position,
            **_row_of(each),
            "value": to_json(each.value).decode(),
            "set_index": each.set,
        }
        for position, each in enumerate(notes.written)
    ]


def notes_in(rows: Iterable[Mapping[Any, Any]]) -> Notes:
    """The annotations of these rows, which stand in the order of their positions."""
    written = tuple(_annotation(row) for row in rows)
    return Notes(written, fold(written))


def _annotation(row: Mapping[Any, Any]) -> Annotation:
    plain = {name: row[name] for name in _SAME}
    return Annotation(**plain, value=loads(row["value"]), set=row["set_index"])


def _row_of(item: RunRow | StrayRecord | Annotation) -> Row:
    """The fields as they are: `asdict` copies each, which takes longer than all else that is done for a run's row."""
    return {each.name: getattr(item, each.name) for each in fields(item)}


def _status(taken: Taken) -> RunStatus:
    if taken.end is None:
        return "interrupted"
    return "complete" if all(lane.reason == "complete" for lane in taken.end.lanes) else "aborted"


def _ended_ns(taken: Taken) -> int | None:
    if taken.end is not None:
        return taken.end.at_ns
    return max((trial.ended_ns for trial in taken.trials), default=taken.started_ns)


def _details(taken: Taken) -> str:
    header = taken.header
    return to_json(
        {
            "station": header.station,
            "calibration": header.calibration,
            "devices": header.devices,
            "software": header.software,
            "display": header.display,
            "options": header.options,
            "timing": taken.timing,
            "stated": stated_in(header.drill.text),
        }
    ).decode()
