"""Backups, and runs from elsewhere.

Loads the store, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep import done
from reactdrill.app.keep.done import Done, Then, import_folder
from reactdrill.i18n import Texts
from reactdrill.live.clock import utc_now
from reactdrill.results.annotations import NOTES_SUFFIX
from reactdrill.results.backup import make_backup
from reactdrill.results.found_files import ENDINGS
from reactdrill.results.restore import RestorePlan, plan_restore, restore as bring_back
from reactdrill.station.folders import documents_dir

BACKUP = "backup-"


class Words(Texts):
    """What is said of it."""

    BACKED_UP = "{files} files. It holds everybody's data: keep it where only you can read it."
    WHOLE = "{path} is whole. Made on {day}."
    BRINGS = "Athletes in it: {athletes}. Files: {new} are missing here, {longer} are longer in it, {same} are the same."
    STAYS = "Stays as it is here: {name}"
    BRING_BACK = "Bring it back"
    BROUGHT_BACK = "Brought back: {files} files, {athletes} athletes, {runs} runs."
    TAKEN_IN = (
        "{new} new runs, {grown} longer than before, {same} known already; {notes} notes, {diaries} diaries."
    )
    ASIDE = "Another version of a run that is here, put aside: {path}"
    EMPTY = "No runs are in {path}."


def backups() -> tuple[Path, ...]:
    """Those in the folder for people, the newest first. Raises `FolderError`."""
    return tuple(sorted(documents_dir().glob(f"{BACKUP}*.zip"), reverse=True))


def importable() -> tuple[Path, ...]:
    """Journals, exported runs, zip files and folders that lie in the import folder. Raises `FolderError`."""
    every = sorted(import_folder().iterdir())
    return tuple(
        each
        for each in every
        if each.is_dir() or (each.name.endswith((".zip", *ENDINGS)) and not each.name.endswith(NOTES_SUFFIX))
    )


def backup(archive: Archive, checkpoint: Checkpoint) -> Done:
    """Everything in one file."""
    path = documents_dir() / f"{BACKUP}{utc_now():%Y-%m-%d-%H%M%S}.zip"
    made = make_backup(archive.caught_up(), archive.folders, path, checkpoint)
    skipped = (done.Words.SKIPPED.format(problem=each) for each in made.left_out)
    return Done(
        (done.Words.WRITTEN.format(path=path), Words.BACKED_UP.format(files=len(made.files)), *skipped)
    )


def check_backup(archive: Archive, path: Path, checkpoint: Checkpoint) -> Done:
    """What a backup would bring; it can be brought back from there."""
    plan = plan_restore(archive.caught_up(), archive.folders, path, checkpoint)
    counts = {what: plan.count(what) for what in ("new", "longer", "same")}
    lines = (
        Words.WHOLE.format(path=path.name, day=plan.backup.made_utc[:10]),
        Words.BRINGS.format(athletes=plan.athletes, **counts),
        *(Words.STAYS.format(name=name) for name in plan.kept),
    )
    return Done(lines, then=Then(Words.BRING_BACK, partial(restore, archive, plan)))


def restore(archive: Archive, plan: RestorePlan, checkpoint: Checkpoint) -> Done:
    """Bring it back."""
    back = bring_back(archive.store, archive.folders, plan, checkpoint)
    lines = [Words.BROUGHT_BACK.format(files=back.files, athletes=back.athletes, runs=back.runs)]
    lines += [done.Words.ERASED_STAY.format(runs=back.erased)] if back.erased else []
    return Done(tuple(lines), changed=True)


def bring_in(archive: Archive, sources: Sequence[Path], checkpoint: Checkpoint) -> Done:
    """Runs from elsewhere."""
    report = archive.store.import_from(sources, checkpoint)
    lines = [
        Words.TAKEN_IN.format(
            new=report.new,
            grown=report.grown,
            same=report.same,
            notes=report.notes,
            diaries=report.diaries,
        ),
        *([done.Words.ERASED_STAY.format(runs=report.erased)] if report.erased else []),
        *(Words.ASIDE.format(path=path) for _, path in report.aside),
        *(done.Words.SKIPPED.format(problem=problem) for _, problem in report.damaged),
        *(Words.EMPTY.format(path=each) for each in report.empty),
    ]
    return Done(tuple(lines), changed=True)
