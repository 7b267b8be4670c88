"""An athlete's visits to a drill, by the days of the place where this station stands."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reactdrill.app.figures.standing import Week
from reactdrill.live.clock import utc_now
from reactdrill.results.annotations import read_notes
from reactdrill.results.observations import ticked
from reactdrill.stats.level import Practised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reactdrill.results.store.history import HistoryPoint
    from reactdrill.results.store.store import Store

VISITS = 20
"""The most that a level rule can ask for."""


def visits_until(store: Store, point: HistoryPoint) -> tuple[Practised, ...]:
    """The athlete's last visits up to that of `point`, oldest first, done in the same mode and version of the drill.

    The runs of a day are one visit. Cues that nobody answered say nothing of a level. Raises `StoreError` and `JournalError`.
    """
    from reactdrill.results.store.doses import local_day  # noqa: PLC0415 - loads the store

    if point.key.mode == "cue_only":
        return ()
    alike = [
        each
        for each in store.history(point.athlete, point.drill)
        if each.started_utc <= point.started_utc and _kind(each) == _kind(point)
    ]
    days = [tuple(runs) for _, runs in groupby(alike, lambda each: local_day(each.started_utc))]
    return tuple(_visit(store, runs) for runs in days[-VISITS:])


def week_of(store: Store, athlete: str, drill: str) -> Week:
    """The week that goes on, and what is planned of the drill. Raises `StoreError`."""
    dose = store.dose(athlete, drill, weeks=1)
    done = frozenset(day.weekday() for day in dose.weeks[-1].done)
    return Week(done, utc_now().astimezone().weekday(), dose.per_week)


def _kind(point: HistoryPoint) -> tuple[int, str]:
    return point.key.version, point.key.mode


def _visit(store: Store, runs: Sequence[HistoryPoint]) -> Practised:
    trials = sum(each.headline.trials for each in runs)
    wanted = trials - sum(each.headline.errors for each in runs)
    return Practised(wanted, trials, not any(_anything_ticked(store, each.run) for each in runs))


def _anything_ticked(store: Store, run: str) -> bool:
    journal = store.journal_path(store.run(run))
    return any(ticked(read_notes(journal)).values())
