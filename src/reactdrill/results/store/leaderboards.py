"""Who is best at a drill, within one kind of comparable runs. Everything here is reached through `Store`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from reactdrill.results.comparison import ComparisonKey
from reactdrill.results.store.history import KeyUse, keys_of
from reactdrill.results.store.schema import RUN_LANES

_L = RUN_LANES.c


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
