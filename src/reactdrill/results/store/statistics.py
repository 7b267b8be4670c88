"""Statistics per drill: computed from the store's runs, saved in it, and computed again when they are stale."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import orjson
import sqlalchemy as sa

from reactdrill.live.clock import utc_now
from reactdrill.results.header import utc_text
from reactdrill.results.lines import to_json
from reactdrill.results.store.database import writing
from reactdrill.results.store.rows import RunRow
from reactdrill.results.store.schema import DRILL_STATISTICS
from reactdrill.results.typed_json import LineError, build
from reactdrill.stats import per_drill
from reactdrill.stats.per_drill import DrillSummary


def basis_of(runs: Sequence[RunRow]) -> str:
    """Changes with the runs that a statistic rests on, and with every line and annotation of theirs."""
    parts = sorted(f"{run.id} {run.lines} {run.notes}" for run in runs)
    return sha256("\n".join(parts).encode()).hexdigest()


def saved_summary(
    engine: sa.Engine, drill: str, mode: str, basis: str, *, simulated: bool
) -> DrillSummary | None:
    """What was saved for a drill; None when it rests on other runs or was made by another algorithm."""
    columns = DRILL_STATISTICS.c
    query = sa.select(columns.values_json).where(
        *_key(drill, mode, simulated=simulated),
        columns.version == per_drill.VERSION,
        columns.basis == basis,
    )
    with engine.connect() as connection:
        text = connection.execute(query).scalar()
    if text is None:
        return None
    try:
        return build(DrillSummary, orjson.loads(text))
    except (LineError, orjson.JSONDecodeError):
        return None  # changed by hand: made again


def save_summary(engine: sa.Engine, summary: DrillSummary, basis: str) -> None:
    """Keep a summary in the place of the one before."""
    key = _key(summary.drill, summary.mode, simulated=summary.simulated)
    row = {
        "drill": summary.drill,
        "mode": summary.mode,
        "simulated": summary.simulated,
        "algorithm": summary.algorithm,
        "version": summary.version,
        "basis": basis,
        "computed_utc": utc_text(utc_now()),
        "runs": summary.runs,
        "values_json": to_json(summary).decode(),
    }
    with writing(engine).begin() as connection:
        connection.execute(DRILL_STATISTICS.delete().where(*key))
        connection.execute(DRILL_STATISTICS.insert(), row)


def _key(drill: str, mode: str, *, simulated: bool) -> tuple[sa.ColumnElement[bool], ...]:
    columns = DRILL_STATISTICS.c
    return (
        columns.drill == drill,
        columns.mode == mode,
        columns.simulated == simulated,
        columns.algorithm == per_drill.ALGORITHM,
    )
