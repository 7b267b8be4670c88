"""What an annotation's number or tick is about: the name of the entry, the set and the side."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """They are filled in from the notes at the next ingest."""
    op.add_column("annotations", sa.Column("key", sa.Text(), nullable=False, server_default=""))
    op.add_column("annotations", sa.Column("set_index", sa.BigInteger()))
    op.add_column("annotations", sa.Column("side", sa.Text()))


def downgrade() -> None:
    """Take them away again."""
    for name in ("key", "set_index", "side"):
        op.drop_column("annotations", name)
