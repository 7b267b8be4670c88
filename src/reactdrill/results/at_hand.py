"""Which journals of runs stand on this station: a store that several share knows runs whose journals are elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reactdrill.errors import UsageError

if TYPE_CHECKING:
    from reactdrill.results.store import RunRow, Store


@dataclass(slots=True)
class AtHand:
    """What a file made here can hold, and what it cannot."""

    journals: list[Path] = field(default_factory=list)
    """In the order of the runs; those of this station, whether they are still there or not."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """How many runs stand at which other station."""

    def lines(self) -> list[str]:
        """What is missing and what to do, a line for each other station."""
        hint = "not in this file; make it there too, or bring them here with `reactdrill results import`"
        return [
            f"{count} {'run stands' if count == 1 else 'runs stand'} at the station {station}: {hint}"
            for station, count in sorted(self.elsewhere.items())
        ]


def journal_here(store: Store, row: RunRow) -> Path:
    """The journal of a run. Raises `UsageError` when it stands at another station."""
    if at_hand(store, [row]).elsewhere:
        where = f"run {row.id[:8]} was recorded by the station {row.station} and its journal stands there"
        raise UsageError(f"{where}; do it there, or bring the run here with `reactdrill results import`")
    return store.journal_path(row)


def at_hand(store: Store, rows: Iterable[RunRow]) -> AtHand:
    """Sort runs by where their journals stand."""
    found = AtHand()
    for row in rows:
        journal = store.journal_path(row)
        if row.station in ("", store.station) or journal.is_file():
            found.journals.append(journal)
        else:
            found.elsewhere[row.station] += 1
    return found
