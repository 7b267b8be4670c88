"""Erasing an athlete, as work for the background: what would go, and then the proof that it has gone.

Loads the store, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

from functools import partial

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep.done import Done, Then
from reactdrill.i18n import Texts
from reactdrill.results.privacy.belongings import belongings
from reactdrill.results.privacy.erase import erase as erase_now
from reactdrill.results.privacy.telling import erasure_lines


class Words(Texts):
    """What is said of it."""

    GOES = "{label} ({code}) goes from this station, for ever:"
    PROFILE = "The profile: name, groups, everything that was written there."
    RUNS = "Runs of this athlete alone: {own}. Runs of others too, of which this part goes: {shared}."
    FILES = "Diaries of circuits: {diaries}. Reports, cards and tables written earlier: {exports}."
    ERASE = "Erase for ever"


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
    return Done(tuple(erasure_lines(done)), changed=True, gone=code)
