"""Journals as they are found on the disk, before the database is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from reactdrill.results.annotations import Notes
from reactdrill.results.store.taken import Taken

Status = Literal["ok", "in_progress", "interrupted", "damaged"]
Row = dict[str, Any]


class Stamp(NamedTuple):
    """What tells a journal with its notes from an earlier look at it."""

    size: int
    mtime_ns: int
    notes_size: int
    notes_mtime_ns: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """A journal as it was found."""

    key: str
    """Its path as the store names it."""
    stamp: Stamp
    status: Status
    reason: str = ""
    taken: Taken | None = None
    notes: Notes = field(default_factory=Notes)

    def row(self, station: str) -> Row:
        """Its row in the table of journals."""
        return {
            "station": station,
            "path": self.key,
            **self.stamp._asdict(),
            "status": self.status,
            "reason": self.reason,
        }
