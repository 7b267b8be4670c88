"""What an athlete has done over time, read from one row for each lane of a run: no trial is looked at.

Runs count when a person did them, they were finished, and nobody marked them bad. Points are compared with points of
the same `ComparisonKey` only. Everything here is reached through `Store`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from reactdrill.results.comparison import ComparisonKey
from reactdrill.results.store.headline_rows import headline_of
from reactdrill.results.store.schema import RUN_LANES, RUNS
from reactdrill.stats.headline import Headline
from reactdrill.stats.progress import Progress, progress_of
from reactdrill.stats.trend import Trend, trend
from reactdrill.stats.values import Value

SECONDS_A_DAY = 86_400
NS_A_MINUTE = 60_000_000_000
_Row = Any
"""A row of a query; each is read by the names of its columns."""
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
    other_keys: tuple[KeyUse, ...]
    """Runs of this drill that may not be compared with these."""


@dataclass(frozen=True, slots=True)
class WeekDose:
    """What was done in one week, Monday to Sunday, UTC. Runs that broke off count: the work was done."""

    monday: date
    days: int
    """Days with a run."""
    runs: int
    trials: int
    minutes: float
    """Sum of the runs' lengths."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A place on a leaderboard."""

    place: int
    """From 1; equal values share one."""
    athlete: str
    value: float
    run: str
    """The run that it was reached in."""
    started_utc: str
    runs: int
    """Of the athlete, that count."""


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Who is best at a drill, within one kind of comparable runs."""

    drill: str
    key: ComparisonKey | None
    """None: nobody has a run that counts."""
    unit: str
    lower_is_better: bool
    standings: tuple[Standing, ...]
    keys: tuple[KeyUse, ...]
    """Every kind of comparable runs there is, the commonest first."""


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
    practice_runs: int | None = None,
    published_mdc: float | None = None,
    until_utc: str | None = None,
) -> ProgressView:
    """Where an athlete stands; `key`: None for that of the newest run. `until_utc`: as if no run had begun after it.

    `practice_runs`: how many first runs count as practice, None for the usual number. `published_mdc`: the drill's
    published minimal detectable change, for a history that is too short for its own.
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
    more = {} if practice_runs is None else {"practice_runs": practice_runs}
    told = progress_of(values, published_mdc=published_mdc, lower_is_better=lower, **more)
    return ProgressView(
        athlete,
        drill,
        chosen,
        points[-1].headline.score_unit if points else "ms",
        lower,
        points,
        personal_best(points),
        told,
        trend([_days(point.started_utc) for point in points], values),
        _band(told.baseline, told.mdc),
        tuple(use for use in keys_of(connection, drill, [athlete]) if use.key != chosen),
    )


def _judged(point: HistoryPoint) -> tuple[str, str]:
    """What its value is: a drill that was changed without a new version may be judged by something else since."""
    return point.headline.score_unit, point.headline.score_better


def weekly_dose(
    connection: sa.Connection, athlete: str, *, drill: str | None = None, weeks: int = 8, until: date
) -> tuple[WeekDose, ...]:
    """The last weeks up to the one of `until`, oldest first, those without a run too."""
    last = until - timedelta(days=until.weekday())
    mondays = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
    query = sa.select(_L.run_id, _L.started_utc, _L.trials, _L.span_ns).select_from(_JOINED)
    query = query.where(
        _L.athlete == athlete,
        _L.started_utc >= mondays[0].isoformat(),
        _L.started_utc < (last + timedelta(weeks=1)).isoformat(),
        _R.simulated == sa.false(),
        _R.bad.is_(None),
    )
    if drill is not None:
        query = query.where(_L.drill == drill)
    rows = connection.execute(query).all()
    return tuple(
        _week(monday, [row for row in rows if _monday(row.started_utc) == monday]) for monday in mondays
    )


def leaderboard(
    connection: sa.Connection, athletes: Collection[str], drill: str, key: ComparisonKey | None = None
) -> Leaderboard:
    """The best value of each of these athletes; `key`: None for the commonest kind of comparable runs."""
    keys = keys_of(connection, drill, athletes)
    chosen = key or (keys[0].key if keys else None)
    if chosen is None:
        return Leaderboard(drill, None, "ms", True, (), keys)
    counted = (
        _L.drill == drill,
        _L.counts == sa.true(),
        _L.comparison_key == chosen.text,
        _L.athlete.in_(athletes),
        _L.score.is_not(None),
    )
    kind = connection.execute(
        sa.select(_L.score_unit, _L.score_better).where(*counted).order_by(_L.started_utc.desc()).limit(1)
    ).one_or_none()
    if kind is None:
        return Leaderboard(drill, chosen, "ms", True, (), keys)
    alike = (*counted, _L.score_unit == kind.score_unit, _L.score_better == kind.score_better)
    lower = kind.score_better == "lower"
    return Leaderboard(
        drill, chosen, kind.score_unit, lower, _standings(connection, alike, lower=lower), keys
    )


def _standings(
    connection: sa.Connection, counted: Sequence[sa.ColumnElement[bool]], *, lower: bool
) -> tuple[Standing, ...]:
    """The best of each athlete, and the first run that it was reached in."""
    take_best = sa.func.min if lower else sa.func.max
    best = (
        sa.select(_L.athlete, take_best(_L.score).label("score"), sa.func.count().label("runs"))
        .where(*counted)
        .group_by(_L.athlete)
        .subquery()
    )
    reached = (_L.athlete == best.c.athlete) & (_L.score == best.c.score)
    query = sa.select(_L.athlete, _L.score, _L.run_id, _L.started_utc, best.c.runs)
    query = query.select_from(RUN_LANES.join(best, reached)).where(*counted)
    rows = connection.execute(query.order_by(_L.started_utc, _L.run_id, _L.lane)).all()
    first = list({row.athlete: row for row in reversed(rows)}.values())
    first.sort(key=lambda row: (row.score if lower else -row.score, row.started_utc, row.athlete))
    scores = [row.score for row in first]
    return tuple(
        Standing(scores.index(row.score) + 1, row.athlete, row.score, row.run_id, row.started_utc, row.runs)
        for row in first
    )


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


def _monday(started_utc: str) -> date:
    day = date.fromisoformat(started_utc[:10])
    return day - timedelta(days=day.weekday())


def _week(monday: date, rows: Sequence[_Row]) -> WeekDose:
    spans_ns = {row.run_id: row.span_ns or 0 for row in rows}
    return WeekDose(
        monday,
        len({row.started_utc[:10] for row in rows}),
        len(spans_ns),
        sum(row.trials for row in rows),
        sum(spans_ns.values()) / NS_A_MINUTE,
    )
