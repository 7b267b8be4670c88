"""Keeps data of athletes who were erased from coming back with a copy of a run."""

from __future__ import annotations

import sqlalchemy as sa

from reactdrill.people.codes import tombstone
from reactdrill.results.annotations import Notes
from reactdrill.results.privacy.lanes import notes_without, without
from reactdrill.results.reader import RunLog
from reactdrill.results.store.schema import ERASED_LANES, TOMBSTONES
from reactdrill.results.whose import athletes_of, named_in


def what_may_be_kept(connection: sa.Connection, log: RunLog, notes: Notes) -> tuple[RunLog, Notes] | None:
    """A run without the lanes of those who were erased; None when none is left."""
    named = {tombstone(code): code for code in named_in(log.header, notes)}
    buried = connection.execute(sa.select(TOMBSTONES.c.mark).where(TOMBSTONES.c.mark.in_(named))).scalars()
    codes = {named[mark] for mark in buried}
    query = sa.select(ERASED_LANES.c.lane).where(ERASED_LANES.c.run_id == log.header.run)
    listed = set(connection.execute(query).scalars())
    if not codes and not listed:
        return log, notes
    whose = athletes_of(log.header, notes)
    lanes = {lane for lane, athlete in whose.items() if athlete in codes or lane in listed}
    if lanes == whose.keys():
        return None
    return without(log, lanes, codes), notes_without(notes, lanes, codes)
