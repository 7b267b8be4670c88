"""A run as the results screen takes it, whether it has just ended or comes out of a journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reactdrill.app.play.request import RunOutcome
from reactdrill.engine.events import TimingNote
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import JournalError
from reactdrill.results.annotations import Notes, read_notes
from reactdrill.results.header import RunHeader
from reactdrill.results.quality import RunTiming, run_timing
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.stats.summary import TrialKey

Status = Literal["complete", "aborted", "interrupted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """Everything that is known of one run."""

    header: RunHeader
    trials: tuple[TrialRecord, ...]
    strays: tuple[StrayRecord, ...] = ()
    status: Status
    bad: str | None = None
    """Why the run does not count."""
    bad_trials: Mapping[TrialKey, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What a person must know of it."""
    journal: Path | None = None
    disturbances: tuple[TimingNote, ...] = ()
    """What disturbed the timing."""

    @property
    def timing(self) -> RunTiming:
        """How far the times can be trusted."""
        return run_timing(self.header, self.trials, self.disturbances)

    @classmethod
    def of_outcome(cls, outcome: RunOutcome) -> RunView:
        """A run that has just ended. Raises `ValueError` for one that was cancelled: nothing was kept of it."""
        if outcome.header is None or outcome.ending == "cancelled":
            raise ValueError("a cancelled run has no results")
        return cls(
            header=outcome.header,
            trials=outcome.trials,
            strays=outcome.strays,
            status=outcome.ending,
            notes=outcome.notes,
            journal=outcome.path,
            disturbances=_disturbances_in(outcome.path),
        )

    @classmethod
    def of_log(cls, log: RunLog, notes: Notes) -> RunView:
        """A run out of its journal, with what people have added to it."""
        return cls(
            header=log.header,
            trials=log.trials,
            strays=log.strays,
            status=_status(log),
            bad=notes.run_bad,
            bad_trials=notes.bad_trials(log.trials),
            notes=tuple(str(each.value) for each in notes.standing if each.type == "note"),
            journal=log.path,
            disturbances=_disturbances(log),
        )

    @classmethod
    def of_journal(cls, journal: Path) -> RunView:
        """The same of a journal that has to be read. Raises `JournalError` when it is gone or damaged."""
        return cls.of_log(read_journal(journal), read_notes(journal))


def _disturbances_in(journal: Path | None) -> tuple[TimingNote, ...]:
    """Out of the run's journal; none where it could not be saved."""
    try:
        return () if journal is None else _disturbances(read_journal(journal))
    except JournalError:
        return ()


def _disturbances(log: RunLog) -> tuple[TimingNote, ...]:
    return tuple(event for event in log.events if isinstance(event, TimingNote))


def _status(log: RunLog) -> Status:
    if log.end is None:
        return "interrupted"
    return "complete" if all(lane.reason == "complete" for lane in log.end.lanes) else "aborted"
