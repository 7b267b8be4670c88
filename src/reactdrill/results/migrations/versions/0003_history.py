"""A row for each lane of a run, trial lines packed by run, and which station a journal stands on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from reactdrill.results.store.packing import pack, unpack

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JOURNALS = ("size", "mtime_ns", "notes_size", "notes_mtime_ns")


def upgrade() -> None:
    """Runs that are there keep their trials; their lanes are made again from the journals at the next ingest."""
    op.add_column("runs", sa.Column("station", sa.Text(), nullable=False, server_default=""))
    _journals("station", "path")
    _run_lines()
    _run_lanes()
    _pack()
    op.drop_column("trials", "line")


def downgrade() -> None:
    """Give every trial its line back."""
    op.add_column("trials", sa.Column("line", sa.Text(), nullable=False, server_default=""))
    _unpack()
    op.drop_table("run_lanes")
    op.drop_table("run_lines")
    _journals("path")
    op.drop_column("runs", "station")


def _journals(*key: str) -> None:
    """Make the table again, empty: it only says which journals need no second look."""
    op.drop_table("journals")
    op.create_table(
        "journals",
        *(sa.Column(name, sa.Text(), nullable=False, server_default=_default(name)) for name in key),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _JOURNALS),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_journals")),
    )


def _default(name: str) -> str | None:
    return "" if name == "station" else None


def _run_lines() -> None:
    op.create_table(
        "run_lines",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_run_lines_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_lines")),
    )


def _run_lanes() -> None:
    texts = ("algorithm", "athlete", "drill", "started_utc", "comparison_key", "timing")
    counts = ("trials", "hits", "misses", "false_starts", "errors", "lapses", "completed")
    numbers = ("accuracy", "median_ms", "low_ms", "high_ms", "sd_ms", "speed_per_s", "score")
    sides = [
        f"{kind}_{name}" for kind in ("side", "limb") for name in ("left_ms", "right_ms", "within_percent")
    ]
    op.create_table(
        "run_lanes",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("span_ns", sa.BigInteger()),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        *(sa.Column(name, sa.Double()) for name in numbers),
        sa.Column("score_unit", sa.Text(), nullable=False),
        sa.Column("score_better", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Double()) for name in ("score_left", "score_right", *sides)),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name=op.f("fk_run_lanes_run_id_runs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "lane", name=op.f("pk_run_lanes")),
    )
    for columns in (
        ["athlete", "drill", "started_utc"],
        ["athlete", "started_utc"],
        ["algorithm"],
    ):
        op.create_index(op.f("ix_run_lanes_" + "_".join(columns)), "run_lanes", columns)
    compared = ["drill", "counts", "comparison_key", "athlete", "score", "started_utc"]
    op.create_index(op.f("ix_run_lanes_leaderboard"), "run_lanes", compared)


def _pack() -> None:
    """Put each run's lines together, run by run, so that a large store fits into memory."""
    connection = op.get_bind()
    lines = sa.text("SELECT line FROM trials WHERE run_id = :run ORDER BY position")
    keep = sa.text("INSERT INTO run_lines (run_id, packed) VALUES (:run, :packed)")
    for run in connection.execute(sa.text("SELECT id FROM runs")).scalars().all():
        found = connection.execute(lines, {"run": run}).scalars()
        connection.execute(keep, {"run": run, "packed": pack(line.encode() for line in found)})


def _unpack() -> None:
    connection = op.get_bind()
    places = sa.text("SELECT lane, trial, attempt FROM trials WHERE run_id = :run ORDER BY position")
    give = sa.text(
        "UPDATE trials SET line = :line"
        " WHERE run_id = :run AND lane = :lane AND trial = :trial AND attempt = :attempt"
    )
    for run, packed in connection.execute(sa.text("SELECT run_id, packed FROM run_lines")).all():
        rows = connection.execute(places, {"run": run}).all()
        for row, line in zip(rows, unpack(packed), strict=True):
            key = {"lane": row.lane, "trial": row.trial, "attempt": row.attempt}
            connection.execute(give, {"run": run, "line": line.decode(), **key})
