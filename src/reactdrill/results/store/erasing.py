"""Takes runs out of the database so that not even their free pages are left."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from typing import Literal

import sqlalchemy as sa

from reactdrill.results.store.database import writing
from reactdrill.results.store.schema import DRILL_STATISTICS, JOURNALS, METADATA, RUNS

MANY = 500
"""Names in one statement; SQLite has a limit."""

Scrubbed = Literal["clean", "busy", "server", "not_owner"]
"""`busy`: another program reads the database, so old pages may stand in its log. `server`: see docs/people.md.
`not_owner`: a server's tables were not written anew, since that is their owner's to do."""

_OWNS = sa.text(
    "SELECT bool_and(pg_has_role(current_user, relowner, 'USAGE')) FROM pg_class WHERE relkind = 'r' "
    "AND relnamespace = current_schema()::regnamespace AND relname IN :names"
).bindparams(sa.bindparam("names", expanding=True))


def forget_runs(engine: sa.Engine, runs: Collection[str]) -> None:
    """Take runs out, with what was computed of them; their journals are looked at again when they are there."""
    names = sorted(runs)
    with writing(engine).begin() as connection:
        for first in range(0, len(names), MANY):
            some = names[first : first + MANY]
            journals = sa.select(RUNS.c.journal).where(RUNS.c.id.in_(some))
            connection.execute(JOURNALS.delete().where(JOURNALS.c.path.in_(journals)))
            connection.execute(RUNS.delete().where(RUNS.c.id.in_(some)))
        connection.execute(DRILL_STATISTICS.delete())


def scrub(engine: sa.Engine) -> Scrubbed:
    """Write the database anew without what was deleted, and empty its log.

    A server does so for the owner of the tables only: `not_owner` for anybody else, whose rows are gone all the same.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.execute(
                _OWNS, {"names": [table.name for table in METADATA.sorted_tables]}
            ).scalar():
                return "not_owner"
            for table in METADATA.sorted_tables:
                connection.execute(sa.text(f'VACUUM (FULL, ANALYZE) "{table.name}"'))
        return "server"
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return "busy" if busy else "clean"
