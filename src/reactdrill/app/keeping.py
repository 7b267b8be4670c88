"""Erasing an athlete, as work for the background: what would go, and then the proof that it has gone.

Loads the store, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

from functools import partial

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep.done import Done, Then
from reactdrill.i18n import Texts, number
from reactdrill.results.privacy.belongings import belongings
from reactdrill.results.privacy.erase import Erasure, erase as erase_now

BYTES_PER_MB = 1_000_000


class Words(Texts):
    """What is said of it."""

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


def what_goes(archive: Archive, code: str, checkpoint: Checkpoint) -> Done:
    """What erasing somebody would take; it can be done from there."""
    del checkpoint
    store = archive.caught_up()
    found = belongings(archive.folders, code, runs=store.runs_folder)
    label = store.people.labels().get(code, code)
    lines = [
        Words.GOES.format(label=label, code=code),
        Words.PROFILE,
        Words.RUNS.format(own=len(found.own), shared=len(found.shared)),
        Words.FILES.format(diaries=len(found.diaries), exports=len(found.exports)),
    ]
    then = Then(Words.ERASE, partial(erase, archive, code), code)
    return Done(tuple(lines), then=then)


def erase(archive: Archive, code: str, checkpoint: Checkpoint) -> Done:
    """Erase somebody, and tell the proof."""
    del checkpoint
    done = erase_now(archive.store, archive.folders, code)
    return Done(tuple(_of_erasure(done)), changed=True, gone=code)


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
