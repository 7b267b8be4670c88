"""Brings a backup back into a station: what is missing is added, and nothing that is newer here is changed."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reactdrill.errors import JournalError
from reactdrill.results.annotations import NOTES_SUFFIX, notes_path, parse_notes, read_notes
from reactdrill.results.backup import CIRCUITS, RUNS, Backup, BackupError, Progress, check_backup
from reactdrill.results.disk import replace_private
from reactdrill.results.lines import to_json
from reactdrill.results.locks import in_progress
from reactdrill.results.merged_notes import merge_notes, missing_notes
from reactdrill.results.privacy.belongings import files_of
from reactdrill.results.privacy.erase import delete_files
from reactdrill.results.reader import read_journal
from reactdrill.results.recorded_names import NAMES, RecordedNames
from reactdrill.results.store import Store
from reactdrill.results.store.copying import copy_people
from reactdrill.station.folders import advice, private_folder, reason
from reactdrill.station.places import STORE_NAME, Folders

What = Literal["new", "longer", "same", "ours"]
"""`new`: it is not here. `longer`: here is the beginning of it, or it has notes that are not here. `same`: nothing to
do. `ours`: here is more, or other."""


@dataclass(slots=True)
class RestorePlan:
    """What a backup would bring."""

    backup: Backup
    files: dict[str, What] = field(default_factory=dict)
    """By the name in the backup."""
    athletes: int = 0
    """In the backup."""

    def count(self, what: What) -> int:
        """How many files are to be treated so."""
        return sum(each == what for each in self.files.values())

    @property
    def kept(self) -> list[str]:
        """Files that stay as they are here though the backup has others."""
        return [name for name, what in self.files.items() if what == "ours"]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    files: int
    """Brought back, and still there."""
    athletes: int
    erased: int
    """Journals that were not brought back, as those who did them were erased here."""
    runs: int
    """New or longer in the store."""


def plan_restore(store: Store, folders: Folders, path: Path, progress: Progress | None = None) -> RestorePlan:
    """Check a backup and compare it with what is here. Raises `BackupError` and `StoreError`; changes nothing."""
    plan = RestorePlan(check_backup(path, progress))
    with zipfile.ZipFile(path) as archive:
        for name in (name for folder in (RUNS, CIRCUITS, NAMES) for name in plan.backup.below(folder)):
            plan.files[name] = _compared(archive.read(name), _target(store, folders, name))
    with _people_of(plan.backup, folders) as other:
        plan.athletes = 0 if other is None else len(other.people.all())
    return plan


def restore(store: Store, folders: Folders, plan: RestorePlan, progress: Progress | None = None) -> Restored:
    """Bring back what `plan_restore` found. Doing it again changes nothing more.

    Raises `BackupError`, `StoreError` and `JournalError`; doing it again then goes on.
    """
    with _people_of(plan.backup, folders) as other:
        athletes = 0 if other is None else copy_people(other.people, store.people)
    wanted = [name for name, what in plan.files.items() if what in ("new", "longer")]
    with zipfile.ZipFile(plan.backup.path) as archive:
        for number, name in enumerate(wanted, start=1):
            _bring(_target(store, folders, name), archive.read(name), plan.files[name])
            if progress is not None:
                progress(number, len(wanted))
    RecordedNames(folders.home).tidy(store.people)
    erased = sum(_let_go(store, path) for path in _journals(store, folders, wanted))
    files = sum(_target(store, folders, name).exists() for name in wanted)
    return Restored(files, athletes, erased, store.ingest_folder().changed)


def _compared(data: bytes, here: Path) -> What:
    try:
        mine = here.read_bytes()
    except FileNotFoundError:
        return "new"
    except OSError as error:
        raise BackupError(here, f"cannot be read ({reason(error)})", advice(error)) from error
    if mine == data:
        return "same"
    if here.name.endswith(NOTES_SUFFIX):
        return _compared_notes(data, mine, here)
    return "longer" if data.startswith(mine) and not in_progress(here) else "ours"


def _compared_notes(data: bytes, mine: bytes, here: Path) -> What:
    """Notes are merged, so they are `same` where there is nothing to add."""
    try:
        more = missing_notes(parse_notes(here, mine), parse_notes(here, data))
    except JournalError:
        return "ours"  # damaged there or here: told as what stays
    return "longer" if more else "same"


def _bring(path: Path, data: bytes, what: What) -> None:
    if what == "longer" and path.name.endswith(NOTES_SUFFIX):
        merge_notes(path.with_name(path.name.removesuffix(NOTES_SUFFIX) + ".jsonl"), parse_notes(path, data))
    else:
        _put(path, data)


def _target(store: Store, folders: Folders, name: str) -> Path:
    folder, _, rest = name.partition("/")
    return (store.runs_folder if folder == RUNS else folders.home / folder) / rest


def _put(path: Path, data: bytes) -> None:
    private_folder(path.parent)
    try:
        replace_private(path, data)
    except OSError as error:
        raise BackupError(path, f"cannot be written ({reason(error)})", advice(error)) from error


def _journals(store: Store, folders: Folders, names: Iterable[str]) -> set[Path]:
    """The journals among files, and those that annotations among them belong to."""
    found = set()
    for name in names:
        if name.startswith(f"{RUNS}/"):
            path = _target(store, folders, name)
            stem = path.name.removesuffix(NOTES_SUFFIX).removesuffix(".jsonl")
            found.add(path.with_name(f"{stem}.jsonl"))
    return found


def _let_go(store: Store, journal: Path) -> bool:
    """Take those who were erased out of a journal that came back; whether nothing of it was left."""
    try:
        log, notes = read_journal(journal), read_notes(journal)
    except JournalError:
        return False  # a damaged one is told of when it is taken in
    kept = store.people.may_keep(log, notes)
    if kept is None:
        delete_files(files_of(journal))
        return True
    if kept != (log, notes):
        _put(journal, b"".join(kept[0].lines))
        _put(notes_path(journal), b"".join(to_json(each) + b"\n" for each in kept[1].written))
    return False


@contextmanager
def _people_of(backup: Backup, folders: Folders) -> Iterator[Store | None]:
    """The store that lies in a backup, unpacked for as long as it is needed; None when there is none."""
    if STORE_NAME not in backup.files:
        yield None
        return
    with tempfile.TemporaryDirectory(dir=private_folder(folders.home), prefix=".restore-") as place:
        file = Path(place) / STORE_NAME
        with zipfile.ZipFile(backup.path) as archive:
            replace_private(file, archive.read(STORE_NAME))
        with Store(file, runs=Path(place) / RUNS) as store:
            yield store
