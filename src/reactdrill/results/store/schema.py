"""The store's tables, for SQLite and PostgreSQL alike.

Times are whole nanoseconds of a run's own clock (`*_ns`), dates are UTC text as `utc_text` writes it, and JSON is
text. A change here needs a migration beside it; a test compares the two.
"""

from __future__ import annotations

import sqlalchemy as sa

HEAD = "0005"
"""The revision these tables stand at."""

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, nullable=False, server_default=""),
    sa.Column("journal", sa.Text, nullable=False),
    sa.Column("lines", sa.BigInteger, nullable=False),
    sa.Column("notes", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("drill", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("component", sa.Text, nullable=False),
    sa.Column("drill_version", sa.BigInteger, nullable=False),
    sa.Column("drill_sha256", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("simulated", sa.Boolean, nullable=False),
    sa.Column("athlete", sa.Text, nullable=False),
    sa.Column("bad", sa.Text),
    sa.Column("started_utc", sa.Text, nullable=False),
    sa.Column("started_ns", sa.BigInteger),
    sa.Column("ended_ns", sa.BigInteger),
    sa.Column("seed", sa.Text),
    sa.Column("planned", sa.BigInteger, nullable=False),
    sa.Column("presented", sa.BigInteger, nullable=False),
    sa.Column("lapse_ns", sa.BigInteger),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
    sa.Index(None, "drill", "started_utc"),
    sa.Index(None, "athlete", "drill", "started_utc"),
    sa.Index(None, "started_utc"),
)


def _run_id() -> sa.Column[str]:
    return sa.Column("run_id", sa.Text, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


TRIALS = sa.Table(
    "trials",
    METADATA,
    _run_id(),
    sa.Column("lane", sa.Text, primary_key=True),
    sa.Column("trial", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("attempt", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("set_index", sa.BigInteger, nullable=False),
    sa.Column("side", sa.Text),
    sa.Column("condition", sa.Text, nullable=False),
    sa.Column("practice", sa.Boolean, nullable=False),
    sa.Column("is_catch", sa.Boolean, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("rt_ns", sa.BigInteger),
    sa.Column("rt_uncertainty_ns", sa.BigInteger),
    sa.Column("movement_ns", sa.BigInteger),
    sa.Column("completed_ns", sa.BigInteger),
    sa.Column("errors", sa.BigInteger, nullable=False),
    sa.Column("early", sa.BigInteger, nullable=False),
    sa.Column("foreperiod_ns", sa.BigInteger, nullable=False),
    sa.Column("ended_ns", sa.BigInteger, nullable=False),
    sa.Column("bad", sa.Text),
)

RUN_LINES = sa.Table(
    "run_lines",
    METADATA,
    _run_id(),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)
"""A run's trial lines as they stand in its journal, packed as `reactdrill.results.store.packing` says."""


def _sides(kind: str) -> list[sa.Column[float]]:
    return [sa.Column(f"{kind}_{name}", sa.Double) for name in ("left_ms", "right_ms", "within_percent")]


RUN_LANES = sa.Table(
    "run_lanes",
    METADATA,
    _run_id(),
    sa.Column("lane", sa.Text, primary_key=True),
    sa.Column("algorithm", sa.Text, nullable=False),
    sa.Column("athlete", sa.Text, nullable=False),
    sa.Column("drill", sa.Text, nullable=False),
    sa.Column("started_utc", sa.Text, nullable=False),
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Column("comparison_key", sa.Text, nullable=False),
    sa.Column("timing", sa.Text, nullable=False),
    sa.Column("span_ns", sa.BigInteger),
    sa.Column("trials", sa.BigInteger, nullable=False),
    sa.Column("hits", sa.BigInteger, nullable=False),
    sa.Column("misses", sa.BigInteger, nullable=False),
    sa.Column("false_starts", sa.BigInteger, nullable=False),
    sa.Column("errors", sa.BigInteger, nullable=False),
    sa.Column("lapses", sa.BigInteger, nullable=False),
    sa.Column("completed", sa.BigInteger, nullable=False),
    sa.Column("accuracy", sa.Double),
    sa.Column("median_ms", sa.Double),
    sa.Column("mean_ms", sa.Double),
    sa.Column("low_ms", sa.Double),
    sa.Column("high_ms", sa.Double),
    sa.Column("sd_ms", sa.Double),
    sa.Column("speed_per_s", sa.Double),
    sa.Column("score", sa.Double),
    sa.Column("score_unit", sa.Text, nullable=False),
    sa.Column("score_better", sa.Text, nullable=False),
    sa.Column("score_left", sa.Double),
    sa.Column("score_right", sa.Double),
    *_sides("side"),
    *_sides("limb"),
    *_sides("stance"),
    sa.Index(None, "athlete", "drill", "started_utc"),
    sa.Index(None, "athlete", "started_utc"),
    sa.Index(
        "ix_run_lanes_leaderboard", "drill", "counts", "comparison_key", "athlete", "score", "started_utc"
    ),
    sa.Index(None, "algorithm"),
)
"""One row for each lane of a run: what a history page shows."""

STRAYS = sa.Table(
    "strays",
    METADATA,
    _run_id(),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("lane", sa.Text),
    sa.Column("at_ns", sa.BigInteger, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("control", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("uncertainty_ns", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("after_trial", sa.BigInteger),
)

ANNOTATIONS = sa.Table(
    "annotations",
    METADATA,
    _run_id(),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("at_utc", sa.Text, nullable=False),
    sa.Column("lane", sa.Text),
    sa.Column("trial", sa.BigInteger),
    sa.Column("attempt", sa.BigInteger),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, server_default=""),
    sa.Column("set_index", sa.BigInteger),
    sa.Column("side", sa.Text),
)

JOURNALS = sa.Table(
    "journals",
    METADATA,
    sa.Column("station", sa.Text, primary_key=True, server_default=""),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("notes_size", sa.BigInteger, nullable=False),
    sa.Column("notes_mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

DRILL_STATISTICS = sa.Table(
    "drill_statistics",
    METADATA,
    sa.Column("drill", sa.Text, primary_key=True),
    sa.Column("mode", sa.Text, primary_key=True),
    sa.Column("simulated", sa.Boolean, primary_key=True),
    sa.Column("algorithm", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("computed_utc", sa.Text, nullable=False),
    sa.Column("runs", sa.BigInteger, nullable=False),
    sa.Column("values_json", sa.Text, nullable=False),
)

# ---- people: no index of journals, so they are never emptied to be made again

ATHLETES = sa.Table(
    "athletes",
    METADATA,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("birth_year", sa.BigInteger),
    sa.Column("dominant_side", sa.Text),
    sa.Column("involved_side", sa.Text),
    sa.Column("restrictions", sa.Text, nullable=False),
    sa.Column("guardian_consent", sa.Boolean, nullable=False),
    sa.Column("leaderboard", sa.Boolean, nullable=False),
    sa.Column("added_utc", sa.Text, nullable=False),
    sa.Column("changed_utc", sa.Text, nullable=False),
)
"""The only table with a name in it."""

ATHLETE_GROUPS = sa.Table("athlete_groups", METADATA, sa.Column("name", sa.Text, primary_key=True))

MEMBERSHIPS = sa.Table(
    "memberships",
    METADATA,
    sa.Column(
        "group_name",
        sa.Text,
        sa.ForeignKey("athlete_groups.name", ondelete="CASCADE", onupdate="CASCADE"),
        primary_key=True,
    ),
    sa.Column(
        "athlete", sa.Text, sa.ForeignKey("athletes.code", ondelete="CASCADE"), primary_key=True, index=True
    ),
)

TOMBSTONES = sa.Table(
    "tombstones",
    METADATA,
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("erased_utc", sa.Text, nullable=False),
)
"""Athletes that were erased. `mark` is made of the code, which stands nowhere any more."""

ERASED_LANES = sa.Table(
    "erased_lanes",
    METADATA,
    sa.Column("run_id", sa.Text, primary_key=True),
    sa.Column("lane", sa.Text, primary_key=True),
)
"""Lanes of runs that went with an athlete, whatever a copy of the run says of whose they are."""
