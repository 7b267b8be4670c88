"""What an athlete has done over time, read from one row for each lane of a run: no trial is looked at.

Runs count when a person did them, they were finished, and nobody marked them bad. Points are compared with points of
the same `ComparisonKey` only. Everything here is reached through `Store`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import loads
from typing import Any

import sqlalchemy as sa

from reactdrill.results.comparison import ComparisonKey
from reactdrill.results.stated import PublishedChange, Stated, stated_of
from reactdrill.results.store.headline_rows import headline_of
from reactdrill.results.store.schema import RUN_LANES, RUNS
from reactdrill.stats.headline import Headline, SideKind, Sides
from reactdrill.stats.progress import PRACTICE_RUNS, Progress, progress_of
from reactdrill.stats.trend import Trend, trend
from reactdrill.stats.values import Value

SECONDS_A_DAY = 86_400
_L, _R = RUN_LANES.c, RUNS.c
_JOINED = RUN_LANES.join(RUNS, _R.id == _L.run_id)
_OF_RUN = [
    _R.title, _R.component, _R.drill_version, _R.drill_sha256, _R.status, _R.simulated, _R.bad, _R.note
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """One lane of one run on a history page."""

    run: str
    lane: str
    athlete: str
    """The code, or `guest`."""
    drill: str
    title: str
    component: str
    drill_version: int
    drill_sha256: str
    started_utc: str
    status: str
    """`complete`, `aborted`, `interrupted`."""
    simulated: bool
    bad: str | None
    """Why the run does not count; None: nobody marked it."""
    counts: bool
    """Whether it goes into bests, progress and leaderboards."""
    note: str
    timing: str
    """How far the times can be trusted, in one word, as `reactdrill.results.quality` says."""
    span_ns: int | None
    """From the run's start to its end."""
    key: ComparisonKey
    headline: Headline

    @property
    def value(self) -> float | None:
        """The number that the drill is judged by, in `headline.score_unit`; None where there is none."""
        return self.headline.score

    @property
    def lower_is_better(self) -> bool:
        """Of that number."""
        return self.headline.score_better == "lower"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One kind of comparable runs, and how many there are."""

    key: ComparisonKey
    runs: int
    """That count."""
    last_utc: str


@dataclass(frozen=True, slots=True)
class DrillUse:
    """A drill that an athlete has done."""

    drill: str
    title: str
    """As the newest run has it."""
    component: str
    runs: int
    """Lanes of runs that count."""
    first_utc: str
    last_utc: str


@dataclass(frozen=True, slots=True)
class SidePoint:
    """Left and right of one run."""

    run: str
    started_utc: str
    sides: Sides
    """Has a median on both sides; which is better and whether it is real stand in it."""


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Where an athlete stands with a drill, within one kind of comparable runs."""

    athlete: str
    drill: str
    key: ComparisonKey | None
    """None: there is no run that counts."""
    unit: str
    """Of all values: `ms`, `count`, or what the drill's entry says."""
    lower_is_better: bool
    points: tuple[HistoryPoint, ...]
    """Those that count and have a value, oldest first."""
    best: HistoryPoint | None
    progress: Progress
    """Its `said` is the sentence for people, in English; `word` is what to translate."""
    trend: Trend
    band: tuple[float, float] | None
    """Baseline minus and plus the minimal detectable change: the usual range; None while one is not known."""
    published: PublishedChange | None
    """The drill's published change that it is held against, while the own history is too short; None: it is not."""
    other_keys: tuple[KeyUse, ...]
    """Runs of this drill that may not be compared with these."""

    def sides(self, kind: SideKind) -> tuple[SidePoint, ...]:
        """Left and right, run by run, oldest first; only runs that have both."""
        every = ((point, point.headline.sides(kind)) for point in self.points)
        return tuple(
            SidePoint(point.run, point.started_utc, sides)
            for point, sides in every
            if sides.asymmetry_percent is not None
        )


def history(
    connection: sa.Connection,
    athlete: str,
    drill: str,
    key: ComparisonKey | None = None,
    *,
    every: bool = False,
) -> tuple[HistoryPoint, ...]:
    """Points of an athlete and a drill, oldest first; `every`: with those that do not count."""
    query = _points().where(_L.athlete == athlete, _L.drill == drill)
    if key is not None:
        query = query.where(_L.comparison_key == key.text)
    if not every:
        query = query.where(_L.counts == sa.true())
    query = query.order_by(_L.started_utc, _L.run_id, _L.lane)
    return tuple(_point(row) for row in connection.execute(query).mappings())


def points_of_run(connection: sa.Connection, run: str) -> tuple[HistoryPoint, ...]:
    """The points of a run, one a lane."""
    query = _points().where(_L.run_id == run).order_by(_L.lane)
    return tuple(_point(row) for row in connection.execute(query).mappings())


def athletes_seen(connection: sa.Connection) -> tuple[str, ...]:
    """The codes that have runs, in alphabetical order; `guest` is one."""
    return tuple(connection.execute(sa.select(_L.athlete).distinct().order_by(_L.athlete)).scalars())


def drills_of(connection: sa.Connection, athlete: str) -> tuple[DrillUse, ...]:
    """The drills of an athlete that have runs that count, the one done last first."""
    grouped = (
        sa.select(
            _L.drill,
            sa.func.count().label("runs"),
            sa.func.min(_L.started_utc).label("first_utc"),
            sa.func.max(_L.started_utc).label("last_utc"),
        )
        .where(_L.athlete == athlete, _L.counts == sa.true())
        .group_by(_L.drill)
        .subquery()
    )
    newest = (
        sa.select(_R.title, _R.component, grouped)
        .select_from(
            grouped.join(RUNS, (_R.drill == grouped.c.drill) & (_R.started_utc == grouped.c.last_utc))
        )
        .order_by(grouped.c.last_utc.desc(), grouped.c.drill, _R.id)
    )
    found: dict[str, DrillUse] = {}
    for row in connection.execute(newest):
        use = DrillUse(row.drill, row.title, row.component, row.runs, row.first_utc, row.last_utc)
        found.setdefault(row.drill, use)
    return tuple(found.values())


def keys_of(
    connection: sa.Connection, drill: str, athletes: Collection[str] | None = None
) -> tuple[KeyUse, ...]:
    """The kinds of comparable runs of a drill that count, the commonest first; `athletes`: None for everybody's."""
    uses = sa.func.count().label("uses")
    query = (
        sa.select(_L.comparison_key, uses, sa.func.max(_L.started_utc).label("last_utc"))
        .where(_L.drill == drill, _L.counts == sa.true())
        .group_by(_L.comparison_key)
    )
    if athletes is not None:
        query = query.where(_L.athlete.in_(athletes))
    found = [
        KeyUse(ComparisonKey.parse(row.comparison_key), row.uses, row.last_utc)
        for row in connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda use: (-use.runs, use.key)))


def personal_best(points: Sequence[HistoryPoint]) -> HistoryPoint | None:
    """The best of points that may be compared; of equal ones the first. None where none has a value."""
    valued = [point for point in points if point.value is not None and point.counts]
    if not valued:
        return None
    pick = min if valued[-1].lower_is_better else max
    return pick(valued, key=lambda point: point.value or 0.0)


def progress(
    connection: sa.Connection,
    athlete: str,
    drill: str,
    key: ComparisonKey | None = None,
    *,
    until_utc: str | None = None,
) -> ProgressView:
    """Where an athlete stands; `key`: None for that of the newest run. `until_utc`: as if no run had begun after it.

    How many runs are practice, and what change was published for this class of device, the newest run's drill says.
    """
    every = [
        point
        for point in history(connection, athlete, drill)
        if point.value is not None and (until_utc is None or point.started_utc <= until_utc)
    ]
    chosen = key or (every[-1].key if every else None)
    alike = [point for point in every if point.key == chosen]
    points = tuple(point for point in alike if _judged(point) == _judged(alike[-1]))
    values = [point.value for point in points if point.value is not None]
    lower = points[-1].lower_is_better if points else True
    unit = points[-1].headline.score_unit if points else "ms"
    stated = stated_by(connection, points[-1].run) if points else Stated()
    published = None if chosen is None else stated.published_for(chosen.device, unit)
    told = progress_of(
        values,
        practice_runs=PRACTICE_RUNS if stated.practice_runs is None else stated.practice_runs,
        published_mdc=None if published is None else published.mdc,
        lower_is_better=lower,
    )
    return ProgressView(
        athlete,
        drill,
        chosen,
        unit,
        lower,
        points,
        personal_best(points),
        told,
        trend([_days(point.started_utc) for point in points], values),
        _band(told.baseline, told.mdc),
        published if told.mdc_source == "published" else None,
        tuple(use for use in keys_of(connection, drill, [athlete]) if use.key != chosen),
    )


def stated_by(connection: sa.Connection, run: str) -> Stated:
    """What the drill of a run states; nothing where the run was taken in before that was kept."""
    details = connection.execute(sa.select(_R.details).where(_R.id == run)).scalar()
    return Stated() if details is None else stated_of(loads(details).get("stated"))


def newest_stated(connection: sa.Connection, athlete: str, drill: str) -> Stated:
    """What a drill states, as it was when the athlete last did it."""
    query = sa.select(_L.run_id).where(_L.athlete == athlete, _L.drill == drill)
    run = connection.execute(query.order_by(_L.started_utc.desc(), _L.run_id).limit(1)).scalar()
    return Stated() if run is None else stated_by(connection, run)


def _judged(point: HistoryPoint) -> tuple[str, str]:
    """What its value is: a drill that was changed without a new version may be judged by something else since."""
    return point.headline.score_unit, point.headline.score_better


def _points() -> sa.Select[Any]:
    return sa.select(RUN_LANES, *_OF_RUN).select_from(_JOINED)


def _point(row: sa.RowMapping) -> HistoryPoint:
    named = {column.name: row[column.name] for column in _OF_RUN}
    own = ("lane", "athlete", "drill", "started_utc", "counts", "timing", "span_ns")
    return HistoryPoint(
        run=row["run_id"],
        key=ComparisonKey.parse(row["comparison_key"]),
        headline=headline_of(row),
        **{name: row[name] for name in own},
        **named,
    )


def _days(started_utc: str) -> float:
    return datetime.fromisoformat(started_utc).astimezone(UTC).timestamp() / SECONDS_A_DAY


def _band(baseline: Value, mdc: Value) -> tuple[float, float] | None:
    if baseline.value is None or mdc.value is None:
        return None
    return baseline.value - mdc.value, baseline.value + mdc.value
