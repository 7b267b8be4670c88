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
from reactdrill.results.diary import read_diary
from reactdrill.results.header import RunHeader, utc_text
from reactdrill.results.locks import in_progress
from reactdrill.results.privacy.belongings import diaries, files_of, journals
from reactdrill.results.privacy.erase import Erasure, delete_files, erase
from reactdrill.results.reader import read_header
from reactdrill.results.store import Store
from reactdrill.results.store.erasing import Scrubbed
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

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.runs or self.diaries or self.athletes)


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
    if before:
        plan.diaries = [path for path in diaries(folders.home) if _begun(path) < before]
        last = store.people.last_runs()
        plan.athletes = [
            each
            for each in store.people.all()
            if max(each.changed_utc, each.added_utc, last.get(each.code, "")) < before
        ]
    return plan


def purge(store: Store, folders: Folders, plan: Purge) -> tuple[Scrubbed, list[Erasure]]:
    """Do it: the runs, then those athletes as `erase` does. Raises as `erase`."""
    store.people.forget_runs({run for _, run in plan.runs})
    delete_files([path for journal, _ in plan.runs for path in files_of(journal)])
    delete_files(plan.diaries)
    erasures = [erase(store, folders, each.code) for each in plan.athletes]
    return store.people.scrub(), erasures


def _is_erased(
    header: RunHeader, notes: Notes, marks: Collection[str], lanes: Collection[tuple[str, str]]
) -> bool:
    """Whether everybody who did a run was erased."""
    whose = athletes_of(header, notes)
    return all(tombstone(code) in marks or (header.run, lane) in lanes for lane, code in whose.items())


def _begun(diary: Path) -> str:
    """When a circuit was begun; never too old when its diary cannot be read."""
    try:
        lines = read_diary(diary)
    except JournalError:
        return "9999"
    return str(lines[0].get("started_utc", "9999")) if lines else "9999"
