"""People: athletes, their groups, and the marks of erased ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _athletes()
    _groups()
    _erased()


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("erased_lanes")
    op.drop_table("tombstones")
    op.drop_index(op.f("ix_memberships_athlete"), "memberships")
    op.drop_table("memberships")
    op.drop_table("athlete_groups")
    op.drop_table("athletes")


def _athletes() -> None:
    op.create_table(
        "athletes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.BigInteger()),
        sa.Column("dominant_side", sa.Text()),
        sa.Column("involved_side", sa.Text()),
        sa.Column("restrictions", sa.Text(), nullable=False),
        sa.Column("guardian_consent", sa.Boolean(), nullable=False),
        sa.Column("leaderboard", sa.Boolean(), nullable=False),
        sa.Column("added_utc", sa.Text(), nullable=False),
        sa.Column("changed_utc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_athletes")),
    )


def _groups() -> None:
    op.create_table(
        "athlete_groups",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_athlete_groups")),
    )
    op.create_table(
        "memberships",
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("athlete", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_name"],
            ["athlete_groups.name"],
            name=op.f("fk_memberships_group_name_athlete_groups"),
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["athlete"], ["athletes.code"], name=op.f("fk_memberships_athlete_athletes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_name", "athlete", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_athlete"), "memberships", ["athlete"])


def _erased() -> None:
    op.create_table(
        "tombstones",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("erased_utc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_tombstones")),
    )
    op.create_table(
        "erased_lanes",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "lane", name=op.f("pk_erased_lanes")),
    )
