"""What people take out of the results and bring into them, as work for the background: each says what came of it.

Loads the statistics and the store, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.draw.card import card_png
from reactdrill.i18n import Texts, number
from reactdrill.live.clock import utc_now
from reactdrill.report.athlete_page import athlete_page
from reactdrill.report.card import card_of
from reactdrill.report.render import render
from reactdrill.report.run_page import run_page
from reactdrill.results.annotations import NOTES_SUFFIX, read_notes
from reactdrill.results.backup import make_backup
from reactdrill.results.export import write_export
from reactdrill.results.export_many import write_tables
from reactdrill.results.exports_known import remember
from reactdrill.results.privacy.belongings import belongings
from reactdrill.results.privacy.erase import Erasure, erase
from reactdrill.results.privacy.takeout import takeout
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.results.restore import RestorePlan, plan_restore, restore
from reactdrill.results.store.store import Store
from reactdrill.results.whose import athletes_of
from reactdrill.station.folders import documents_dir, private_folder

BACKUP = "backup-"
IMPORT = "import"
BYTES_PER_MB = 1_000_000


class Words(Texts):
    """Everything that is said of what was done."""

    WRITTEN = "Written: {path}"
    SKIPPED = "Left out: {problem}"
    NOTHING = "No trial was finished, so there is nothing to show."
    NO_RUNS = "There are no runs yet."
    BACKED_UP = "{files} files. It holds everybody's data: keep it where only you can read it."
    WHOLE = "{path} is whole. Made on {day}."
    BRINGS = "Athletes in it: {athletes}. Files: {new} are missing here, {longer} are longer in it, {same} are the same."
    STAYS = "Stays as it is here: {name}"
    BRING_BACK = "Bring it back"
    BROUGHT_BACK = "Brought back: {files} files, {athletes} athletes, {runs} runs."
    ERASED_STAY = "Left out, as those who did them were erased here: {runs}"
    TAKEN_IN = (
        "{new} new runs, {grown} longer than before, {same} known already; {notes} notes, {diaries} diaries."
    )
    ASIDE = "Another version of a run that is here, put aside: {path}"
    EMPTY = "No runs are in {path}."
    GOES = "{label} ({code}) goes from this station, for ever:"
    PROFILE = "The profile: name, groups, everything that was written there."
    RUNS = "Runs of this athlete alone: {own}. Runs of others too, of which this part goes: {shared}."
    FILES = "Diaries of circuits: {diaries}. Reports, cards and tables written earlier: {exports}."
    ERASE = "Erase for ever"
    GONE = "Runs deleted: {runs}. Others from which this part was taken: {shared}. Files deleted: {files}."
    PROOF = "Proof: neither name nor code is in {files} files ({size} MB) of this station."
    FOUND = "Still found: {text} in {path}"
    UNREAD = "Could not look into {path}: {problem}"
    IN_BACKUP = "Still in the backup {path}: delete it, or make a new one."
    LOST_BACKUP = "A backup was written to {path} and is not there now: delete it where it is."
    ELSEWHERE = "A file was written to {path}: look where it is now and delete it."
    BUSY = "Another program reads the results, so old pages may be left: close it and erase again."
    SERVER = (
        "On the server the rows are gone; its administrator still has to purge logs, replicas and backups."
    )


Work = Callable[[Checkpoint], "Done"]


@dataclass(frozen=True, slots=True)
class Then:
    """What may follow, when a person says so."""

    words: str
    """On the button."""
    work: Work
    code: str = ""
    """Has to be typed before; empty: nothing has."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of some work."""

    lines: tuple[str, ...]
    path: Path | None = None
    """A file that can be looked at."""
    then: Then | None = None
    changed: bool = False
    """Whether the results are others now."""
    gone: str = ""
    """Code of an athlete who is not here any more."""


def backups() -> tuple[Path, ...]:
    """Those in the folder for people, the newest first. Raises `FolderError`."""
    return tuple(sorted(documents_dir().glob(f"{BACKUP}*.zip"), reverse=True))


def import_folder() -> Path:
    """Where what is to be brought in is looked for. Raises `FolderError`."""
    return private_folder(documents_dir() / IMPORT)


def importable() -> tuple[Path, ...]:
    """Journals, zip files and folders that lie there. Raises `FolderError`."""
    every = sorted(import_folder().iterdir())
    return tuple(
        each
        for each in every
        if each.is_dir() or (each.suffix in (".zip", ".jsonl") and not each.name.endswith(NOTES_SUFFIX))
    )


def look_at(path: Path) -> None:
    """Open a file with the system's browser."""
    webbrowser.open(path.absolute().as_uri())


@dataclass(frozen=True, slots=True)
class Keeper:
    """Everything of the kind for one station. What is raised is a `ReactDrillError`."""

    archive: Archive

    # ---- a run

    def run_report(self, journal: Path, checkpoint: Checkpoint) -> Done:
        """The page of a run."""
        del checkpoint
        log, notes = read_journal(journal), read_notes(journal)
        page = run_page(log, notes, self.archive.store.people.labels())
        return self._written(_stem(log, ".html"), render("run.html", page).encode(), "report", _whose(log))

    def run_card(self, journal: Path, checkpoint: Checkpoint) -> Done:
        """The picture of a run."""
        del checkpoint
        log = read_journal(journal)
        card = card_of(log, read_notes(journal), self.archive.store.people.labels())
        if card is None:
            return Done((Words.NOTHING,))
        return self._written(_stem(log, ".png"), card_png(card), "card", _whose(log))

    # ---- an athlete

    def athlete_report(self, code: str, checkpoint: Checkpoint) -> Done:
        """How somebody came on."""
        del checkpoint
        page = render("athlete.html", athlete_page(self._caught_up(), code))
        return self._written(f"{code}-progress.html", page.encode(), "report", [code])

    def athlete_zip(self, code: str, checkpoint: Checkpoint) -> Done:
        """Everything that is kept of somebody."""
        del checkpoint
        data = takeout(self._caught_up(), self.archive.folders, code)
        return self._written(f"reactdrill-{code}.zip", data, "zip", [code], shown=False)

    def what_goes(self, code: str, checkpoint: Checkpoint) -> Done:
        """What erasing somebody would take; it can be done from there."""
        del checkpoint
        store = self._caught_up()
        found = belongings(self.archive.folders, code, runs=store.runs_folder)
        label = store.people.labels().get(code, code)
        lines = [
            Words.GOES.format(label=label, code=code),
            Words.PROFILE,
            Words.RUNS.format(own=len(found.own), shared=len(found.shared)),
            Words.FILES.format(diaries=len(found.diaries), exports=len(found.exports)),
        ]
        then = Then(Words.ERASE, lambda each: self.erase(code, each), code)
        return Done(tuple(lines), then=then)

    def erase(self, code: str, checkpoint: Checkpoint) -> Done:
        """Erase somebody, and tell the proof."""
        del checkpoint
        done = erase(self.archive.store, self.archive.folders, code)
        return Done(tuple(_of_erasure(done)), changed=True, gone=code)

    # ---- everything

    def backup(self, checkpoint: Checkpoint) -> Done:
        """Everything in one file."""
        path = documents_dir() / f"{BACKUP}{utc_now():%Y-%m-%d-%H%M%S}.zip"
        made = make_backup(self._caught_up(), self.archive.folders, path, checkpoint)
        return Done((Words.WRITTEN.format(path=path), Words.BACKED_UP.format(files=len(made.files))))

    def check_backup(self, path: Path, checkpoint: Checkpoint) -> Done:
        """What a backup would bring; it can be brought back from there."""
        plan = plan_restore(self._caught_up(), self.archive.folders, path, checkpoint)
        counts = {what: plan.count(what) for what in ("new", "longer", "same")}
        lines = (
            Words.WHOLE.format(path=path.name, day=plan.backup.made_utc[:10]),
            Words.BRINGS.format(athletes=plan.athletes, **counts),
            *(Words.STAYS.format(name=name) for name in plan.kept),
        )
        return Done(lines, then=Then(Words.BRING_BACK, lambda each: self.restore(plan, each)))

    def restore(self, plan: RestorePlan, checkpoint: Checkpoint) -> Done:
        """Bring it back."""
        done = restore(self.archive.store, self.archive.folders, plan, checkpoint)
        lines = [Words.BROUGHT_BACK.format(files=done.files, athletes=done.athletes, runs=done.runs)]
        lines += [Words.ERASED_STAY.format(runs=done.erased)] if done.erased else []
        return Done(tuple(lines), changed=True)

    def bring_in(self, sources: Sequence[Path], checkpoint: Checkpoint) -> Done:
        """Runs from elsewhere."""
        report = self.archive.store.import_from(sources, checkpoint)
        lines = [
            Words.TAKEN_IN.format(
                new=report.new,
                grown=report.grown,
                same=report.same,
                notes=report.notes,
                diaries=report.diaries,
            ),
            *([Words.ERASED_STAY.format(runs=report.erased)] if report.erased else []),
            *(Words.ASIDE.format(path=path) for _, path in report.aside),
            *(Words.SKIPPED.format(problem=problem) for _, problem in report.damaged),
            *(Words.EMPTY.format(path=each) for each in report.empty),
        ]
        return Done(tuple(lines), changed=True)

    def tables(self, checkpoint: Checkpoint) -> Done:
        """All runs as tables."""
        store = self._caught_up()
        journals = [store.journal_path(row) for row in reversed(store.runs())]
        if not journals:
            return Done((Words.NO_RUNS,))
        path = documents_dir() / f"runs-{utc_now():%Y-%m-%d-%H%M%S}.csv"
        taken = write_tables(journals, path, "csv", progress=checkpoint)
        remember(self.archive.folders.home, taken.files, "csv", taken.athletes)
        written = [Words.WRITTEN.format(path=each) for each in taken.files]
        return Done((*written, *(Words.SKIPPED.format(problem=each) for each in taken.skipped)))

    def _caught_up(self) -> Store:
        self.archive.store.ingest_folder()
        return self.archive.store

    def _written(
        self, name: str, data: bytes, kind: str, athletes: Iterable[str], *, shown: bool = True
    ) -> Done:
        path = documents_dir() / name
        write_export(path, data)
        remember(self.archive.folders.home, [path], kind, athletes)
        return Done((Words.WRITTEN.format(path=path),), path if shown else None)


def _stem(log: RunLog, suffix: str) -> str:
    return log.path.name.removesuffix(".jsonl") + suffix


def _whose(log: RunLog) -> Iterable[str]:
    return athletes_of(log.header, read_notes(log.path)).values()


def _of_erasure(done: Erasure) -> list[str]:
    proof = done.proof
    lines = [Words.GONE.format(runs=done.runs, shared=done.shared, files=len(done.exports))]
    if not proof.found and not proof.unread:
        lines.append(Words.PROOF.format(files=proof.files, size=number(proof.size / BYTES_PER_MB, 1)))
    lines += [Words.FOUND.format(text=each.text, path=each.path) for each in proof.found]
    lines += [Words.UNREAD.format(path=path, problem=problem) for path, problem in proof.unread]
    lines += [Words.IN_BACKUP.format(path=path) for path in done.backups]
    lines += [Words.LOST_BACKUP.format(path=path) for path in done.lost_backups]
    lines += [Words.ELSEWHERE.format(path=each.path) for each in done.elsewhere]
    lines += [Words.BUSY] if done.scrubbed == "busy" else []
    return [*lines, Words.SERVER] if done.scrubbed in ("server", "not_owner") else lines
