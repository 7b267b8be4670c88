"""Rights on a PostgreSQL server, as SQL for whoever runs it: each role can do what it has to, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from reactdrill.results.store.schema import ATHLETE_GROUPS, ATHLETES, MEMBERSHIPS, METADATA

STATION, READER = "reactdrill_station", "reactdrill_reader"
_CHANGED = {ATHLETES.name, ATHLETE_GROUPS.name, MEMBERSHIPS.name}
"""Tables of which rows change; all others are an index whose rows come and go."""

_HEAD = """\
-- Rights for reactdrill on PostgreSQL. Run it in the database of the results, as the owner of its tables, once they are
-- there: `REACTDRILL_STORE=postgresql://OWNER@HOST/NAME reactdrill results list` makes them, and brings them up to date
-- after an update of reactdrill. Then run this again: it may be run as often as you like.
--
-- {station}: takes in runs, keeps athletes and groups. It can neither make nor drop a table.
-- {reader}: reads results. It cannot see names.
--
-- Then make a login for each station and each person, for example:
--   CREATE ROLE gym_1 LOGIN PASSWORD '...' IN ROLE {station};
--   CREATE ROLE analyst LOGIN PASSWORD '...' IN ROLE {reader};
"""

_ROLE = """\
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
    CREATE ROLE {role} NOLOGIN;
  END IF;
END $$;
"""


def roles_sql() -> str:
    """The whole script."""
    tables = sorted(METADATA.tables)
    changed = [name for name in tables if name in _CHANGED]
    index = [name for name in tables if name not in _CHANGED]
    seen = [name for name in tables if name != ATHLETES.name]
    return "\n".join(
        [
            _HEAD.format(station=STATION, reader=READER),
            _ROLE.format(role=STATION),
            _ROLE.format(role=READER),
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
            f"GRANT USAGE ON SCHEMA public TO {STATION}, {READER};",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {STATION}, {READER};",
            _grant("SELECT, INSERT, DELETE", index, STATION),
            _grant("SELECT, INSERT, UPDATE, DELETE", changed, STATION),
            _grant("SELECT", ["alembic_version"], f"{STATION}, {READER}"),
            _grant("SELECT", seen, READER),
            "",
        ]
    )


def _grant(rights: str, tables: Iterable[str], role: str) -> str:
    return f"GRANT {rights} ON\n  {', '.join(tables)}\n  TO {role};"
