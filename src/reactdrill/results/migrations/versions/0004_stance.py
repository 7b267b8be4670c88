"""The mean of each lane, and its left and right by the leg that was stood on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEW = ("mean_ms", "stance_left_ms", "stance_right_ms", "stance_within_percent")


def upgrade() -> None:
    """They are filled in from the journals at the next ingest."""
    for name in _NEW:
        op.add_column("run_lanes", sa.Column(name, sa.Double()))


def downgrade() -> None:
    """Take them away again."""
    for name in _NEW:
        op.drop_column("run_lanes", name)
