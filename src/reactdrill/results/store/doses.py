"""How much of a drill was done, week by week, and how much is planned. Everything here is reached through `Store`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa

from reactdrill.results.header import utc_text
from reactdrill.results.store.schema import RUN_LANES, RUNS

NS_A_MINUTE = 60_000_000_000
_WEEK = timedelta(weeks=1)
_Row = Any
"""A row of a query; each is read by the names of its columns."""
_L, _R = RUN_LANES.c, RUNS.c


@dataclass(frozen=True, slots=True)
class WeekDose:
    """What was done in one week, Monday to Sunday, where the station stands. Runs that broke off count: the work was done."""

    monday: date
    done: tuple[date, ...]
    """Days with a run, in order."""
    runs: int
    trials: int
    minutes: float
    """Sum of the runs' lengths."""

    @property
    def days(self) -> int:
        """Number of days with a run."""
        return len(self.done)


@dataclass(frozen=True, slots=True)
class Dose:
    """What is planned of a drill, and what was done of it."""

    per_week: int | None
    """On how many days a week the drill is meant to be done; None where it does not say, and for all drills together."""
    minutes: float | None
    """How long it is meant to take each time; None likewise."""
    weeks: tuple[WeekDose, ...]
    """Oldest first, those without a run too; the last one goes on."""

    @property
    def kept(self) -> int | None:
        """Weeks in which it was done as often as planned; None without a plan."""
        planned = self.per_week
        return None if planned is None else sum(week.days >= planned for week in self.weeks)


def weeks_done(
    connection: sa.Connection,
    athlete: str,
    *,
    drill: str | None,
    weeks: int,
    until: date,
    zone: tzinfo | None,
) -> tuple[WeekDose, ...]:
    """The last weeks up to the one of `until`, oldest first. `zone`: where days begin; None for this machine's own."""
    last = until - timedelta(days=until.weekday())
    mondays = [last - back * _WEEK for back in reversed(range(weeks))]
    query = sa.select(_L.run_id, _L.started_utc, _L.trials, _L.span_ns)
    query = query.select_from(RUN_LANES.join(RUNS, _R.id == _L.run_id)).where(
        _L.athlete == athlete,
        _L.started_utc >= _midnight(mondays[0], zone),
        _L.started_utc < _midnight(last + _WEEK, zone),
        _R.simulated == sa.false(),
        _R.bad.is_(None),
    )
    if drill is not None:
        query = query.where(_L.drill == drill)
    by_week: dict[date, list[tuple[date, _Row]]] = {monday: [] for monday in mondays}
    for row in connection.execute(query):
        day = local_day(row.started_utc, zone)
        by_week[day - timedelta(days=day.weekday())].append((day, row))
    return tuple(_week(monday, rows) for monday, rows in by_week.items())


def local_day(utc: str, zone: tzinfo | None = None) -> date:
    """The day of an instant in a time zone; None: where this machine stands."""
    return datetime.fromisoformat(utc).astimezone(zone).date()


def _midnight(day: date, zone: tzinfo | None) -> str:
    """The instant at which a day begins."""
    begun = datetime.combine(day, time(), tzinfo=zone)
    return utc_text(begun.astimezone(UTC))


def _week(monday: date, rows: Sequence[tuple[date, _Row]]) -> WeekDose:
    spans_ns = {row.run_id: row.span_ns or 0 for _, row in rows}
    return WeekDose(
        monday,
        tuple(sorted({day for day, _ in rows})),
        len(spans_ns),
        sum(row.trials for _, row in rows),
        sum(spans_ns.values()) / NS_A_MINUTE,
    )
