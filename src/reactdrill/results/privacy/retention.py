"""Lets go of what is older than the station keeps: runs, circuits, and athletes who have not been here since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from reactdrill.errors import JournalError
from reactdrill.live.clock import utc_now
from reactdrill.people.athlete import Athlete
from reactdrill.people.codes import tombstone
from reactdrill.results.annotations import Notes, read_notes
from reactdrill.results.exports_known import KnownExport, forget_exports, known_exports
from reactdrill.results.header import RunHeader, utc_text
from reactdrill.results.lines import parse_object
from reactdrill.results.locks import in_progress
from reactdrill.results.merging import ASIDE
from reactdrill.results.privacy.belongings import BACKUP, diaries, files_of, journals, put_aside
from reactdrill.results.privacy.erase import Erasure, delete_files, erase, is_as_written
from reactdrill.results.privacy.search import UNREADABLE, runs_named
from reactdrill.results.reader import read_header
from reactdrill.results.store import Store
from reactdrill.results.store.erasing import Scrubbed
from reactdrill.results.typed_json import LineError
from reactdrill.results.whose import athletes_of
from reactdrill.station.places import Folders


@dataclass(slots=True)
class Purge:
    """What is to go."""

    before_utc: str = ""
    """Older than this; empty: nothing is too old, as the settings do not say how long things are kept."""
    runs: list[tuple[Path, str]] = field(default_factory=list)
    """(journal, run) of those too old, and of those that were erased elsewhere."""
    diaries: list[Path] = field(default_factory=list)
    athletes: list[Athlete] = field(default_factory=list)
    """Whose profile and last run are too old."""
    aside: list[Path] = field(default_factory=list)
    """Other versions of runs and diaries that were put aside, of those that go or too old themselves."""
    exports: list[Path] = field(default_factory=list)
    """Files taken out earlier that are too old, or that name a run that goes."""
    backups: list[Path] = field(default_factory=list)
    """Known backups of that kind: a person has to delete them."""
    elsewhere: list[Path] = field(default_factory=list)
    """Known files of that kind that are folders, not there, or other files by now."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.runs or self.diaries or self.athletes or self.aside or self.exports)


@dataclass(frozen=True, slots=True)
class Purged:
    """What came of it."""

    scrubbed: Scrubbed
    erasures: list[Erasure]

    @property
    def complete(self) -> bool:
        """Whether nothing is left that the program could have taken."""
        return self.scrubbed not in ("busy", "not_owner") and all(each.complete for each in self.erasures)


def plan_purge(store: Store, folders: Folders, keep_days: int | None, now: datetime | None = None) -> Purge:
    """What would go; nothing is changed but that new journals are taken in first."""
    store.ingest_folder()
    before = None if keep_days is None else utc_text((now or utc_now()) - timedelta(days=keep_days))
    plan = Purge(before or "")
    tombs, erased_lanes = store.people.marks()
    marks, lanes = {mark for mark, _ in tombs}, set(erased_lanes)
    for journal in journals(store.runs_folder):
        if in_progress(journal):
            continue
        try:
            header = read_header(journal)
            erased = bool(marks) and _is_erased(header, read_notes(journal), marks, lanes)
        except JournalError:
            continue
        if erased or (before and header.started_utc < before):
            plan.runs.append((journal, header.run))
    plan.aside = _aside(folders, {run for _, run in plan.runs}, before or "")
    if before:
        plan.diaries = [path for path in diaries(folders.home) if _begun(path) < before]
        last = store.people.last_runs()
        plan.athletes = [
            each
            for each in store.people.all()
            if max(each.changed_utc, each.added_utc, last.get(each.code, "")) < before
        ]
    for export in known_exports(folders.home):
        if export.path not in plan.aside and _goes(export, plan):
            _sort_out(export, plan)
    return plan


def purge(store: Store, folders: Folders, plan: Purge) -> Purged:
    """Do it: the runs, what was made of them, then those athletes as `erase` does. Raises as `erase`."""
    store.people.forget_runs({run for _, run in plan.runs})
    delete_files([path for journal, _ in plan.runs for path in files_of(journal)])
    delete_files([*plan.diaries, *plan.aside, *plan.exports])
    forget_exports(folders.home, [*plan.aside, *plan.exports, *plan.elsewhere])
    erasures = [erase(store, folders, each.code) for each in plan.athletes]
    return Purged(store.people.scrub(), erasures)


def _aside(folders: Folders, runs: Collection[str], before: str) -> list[Path]:
    """What was put aside of these runs, or is too old itself."""
    every = sorted((folders.home / ASIDE).glob("*.jsonl"))
    return sorted({*put_aside(folders.home, runs), *(path for path in every if _begun(path) < before)})


def _goes(export: KnownExport, plan: Purge) -> bool:
    """Whether everything in a known file is too old, or it names a run that goes."""
    if export.at_utc < plan.before_utc:
        return True
    runs = {run for _, run in plan.runs}
    try:
        return bool(runs) and export.path.is_file() and bool(runs & runs_named(export.path))
    except UNREADABLE:
        return False


def _sort_out(export: KnownExport, plan: Purge) -> None:
    if export.kind == BACKUP:
        plan.backups.append(export.path)
    elif export.path.is_file() and is_as_written(export):
        plan.exports.append(export.path)
    else:
        plan.elsewhere.append(export.path)


def _is_erased(
    header: RunHeader, notes: Notes, marks: Collection[str], lanes: Collection[tuple[str, str]]
) -> bool:
    """Whether everybody who did a run was erased."""
    whose = athletes_of(header, notes)
    return all(tombstone(code) in marks or (header.run, lane) in lanes for lane, code in whose.items())


def _begun(path: Path) -> str:
    """When a circuit or a run was begun; never too old when that cannot be read."""
    try:
        with path.open("rb") as file:
            first = parse_object(file.readline())
    except (OSError, LineError):
        return "9999"
    return str(first.get("started_utc", "9999"))
