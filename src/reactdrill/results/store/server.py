"""A store on a PostgreSQL server: how it is reached, and what its faults mean in words."""

from __future__ import annotations

import contextlib
from pathlib import Path

import sqlalchemy as sa

from reactdrill.errors import StoreError
from reactdrill.results.disk import create_private
from reactdrill.results.header import new_run_id
from reactdrill.station.folders import advice, private_folder, reason

NEEDS = "pip install 'reactdrill[postgres]'"
CONNECT_S = 5
"""How long to wait for a server that does not answer, unless the address says `connect_timeout`."""
WRITERS_KEY = 0x72_64_73_74
"""Of the advisory lock that writers take: one station writes at a time, as in SQLite."""
_SESSION = {
    "application_name": "reactdrill",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",  # a station that died in the middle holds nobody up for longer
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
_SECRETS = ("password", "sslpassword")
AWAY = "the server is away; runs are kept in their journals, and taken in when it is back"
_HINTS = {
    "password authentication failed": "the user or the password is wrong: see REACTDRILL_STORE or [store] url",
    "no password supplied": "put the password into ~/.pgpass, or into REACTDRILL_STORE",
    "no pg_hba.conf entry": "the server lets nobody in from here: ask whoever runs it",
    "ssl": "see sslmode and sslrootcert in the address",
    "certificate": "see sslmode and sslrootcert in the address",
    "permission denied": "ask whoever runs the server for the rights: `reactdrill results postgres-roles` prints them",
    "must be owner": "the owner brings the tables up to date: run `reactdrill results list` once with the owner's address",
    "does not exist": "look at the names of the database and the user in the address",
    "lock timeout": "another station is writing for long: try again",
    "invalid connection option": "look at what follows the ? in the address",
}


class StoreAwayError(StoreError):
    """The server cannot be reached, or went away. Journals are kept, and taken in later."""


def with_driver(url: sa.URL) -> sa.URL:
    """`postgresql://…` by psycopg 3, which is the driver that is tested."""
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def without_secrets(url: sa.URL) -> str:
    """An address as it may be shown."""
    said = url.set(drivername=url.get_backend_name())
    return said.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def server_engine(url: sa.URL) -> sa.Engine:
    """Prepare connections to a server; none is made yet. Raises `StoreError` where the driver is missing.

    What the address says after its `?` goes to libpq as it is: `sslmode`, `sslrootcert`, `host`, `connect_timeout`.
    """
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    said = url.query.get("options")
    arguments = {"options": f"{options} {said}" if isinstance(said, str) else options}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = str(CONNECT_S)
    try:
        engine = sa.create_engine(
            url.difference_update_query(["options"]), connect_args=arguments, pool_pre_ping=True
        )
    except ImportError as error:
        raise StoreError(without_secrets(url), f"needs {error.name}", f"install it: {NEEDS}") from error
    sa.event.listen(engine, "begin", _begin)
    return engine


def fault(where: str, text: str, *, disconnected: bool) -> StoreError:
    """A server's fault in words, on one line; `where`: as `without_secrets` shows it."""
    told = " ".join(text.split())
    lower = told.casefold()
    hint = next((hint for word, hint in _HINTS.items() if word in lower), "")
    if hint:
        return StoreError(where, f"cannot be used ({told})", hint)
    if disconnected:
        return StoreAwayError(where, f"cannot be reached ({told})", AWAY)
    return StoreError(where, f"cannot be used ({told})")


def station_name(home: Path) -> str:
    """This station's own name in a store that several share, made when it is first asked for.

    It stands in the file `station-name` in the folder of the results. Raises `StoreError`.
    """
    path = home / "station-name"
    try:
        private_folder(home)
        with contextlib.suppress(FileExistsError):
            create_private(path, new_run_id().encode() + b"\n")
        name = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        told = error if isinstance(error, OSError) else OSError()
        raise StoreError(path, f"cannot be read ({reason(told)})", advice(told)) from error
    if not name:
        raise StoreError(path, "is empty", "delete it: a new one is made, and journals are looked at again")
    return name


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_KEY})")
