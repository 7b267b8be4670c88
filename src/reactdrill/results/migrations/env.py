"""Alembic runs this; the connection, with its transaction, comes from whoever upgrades."""

from __future__ import annotations

from alembic import context

from reactdrill.results.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
