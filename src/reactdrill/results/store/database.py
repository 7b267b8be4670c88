"""Opens the database, brings it up to date, and turns its faults into words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import exc

from reactdrill.errors import JournalError, StoreError
from reactdrill.live.clock import utc_now
from reactdrill.results.locks import hold, release
from reactdrill.results.store.schema import HEAD
from reactdrill.results.store.server import fault, server_engine, with_driver, without_secrets
from reactdrill.station.folders import FILE_MODE, FolderError, advice, private_folder, reason

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_S = 30.0
"""How long to wait for another process that is writing."""
CACHE_KB = 32_768
"""A club's indexes fit into it: runs have random names, so that writing touches all of an index."""
REBUILD = "`reactdrill results rebuild` makes it again from the journals"

_ADDRESSES = "write sqlite:///FILE or postgresql://USER@HOST/NAME"
_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_DAMAGED = ("file is not a database", "malformed", "file is encrypted")
_HINTS = {
    "disk is full": "make some space",
    "readonly": "give yourself the right to write it",
    "unable to open": "give yourself the right to write it and its folder",
    "locked": "another program is writing it: try again when it is done",
    "disk I/O error": "the disk reports a fault: copy your data to another one",
}


class StoreDamagedError(StoreError):
    """The database file cannot be read as one. Nothing is lost: it is made from the journals."""


@contextlib.contextmanager
def guarded(where: str) -> Iterator[None]:
    """Turn faults of the database into `StoreError`s about `where`."""
    try:
        yield
    except exc.DBAPIError as error:
        text = str(error.orig)
        if type(error.orig).__module__.startswith("psycopg"):
            away = error.connection_invalidated or isinstance(error, exc.OperationalError)
            raise fault(where, text, disconnected=away) from error
        if any(word in text for word in _DAMAGED):
            raise StoreDamagedError(where, f"is damaged ({text})", REBUILD) from error
        hint = next((hint for word, hint in _HINTS.items() if word in text), "")
        raise StoreError(where, f"cannot be used ({text})", hint) from error
    except exc.SQLAlchemyError as error:
        raise StoreError(where, f"cannot be used ({error})") from error


def open_database(where: str | Path) -> sa.Engine:
    """Open the store at a file or a database URL, made or upgraded where needed.

    Raises `StoreError` when it cannot be opened or comes from a newer version (then nothing is changed), and
    `StoreDamagedError` when the file is no database.
    """
    url = _url(where)
    if url.get_backend_name() != "sqlite":
        return _prepared(server_engine(url), contextlib.nullcontext())
    path = Path(url.database or "")
    _make_private_file(path)
    return _prepared(_sqlite_engine(url), _only_one(path))


def _prepared(engine: sa.Engine, alone: AbstractContextManager[None]) -> sa.Engine:
    """Bring the tables up to date; `alone` keeps other processes from doing so at the same time."""
    try:
        with guarded(shown(engine.url)):
            if not _is_current(engine):
                _refuse_what_is_not_ours(engine)
                with alone:
                    _bring_up_to_date(engine)
    except StoreError:
        engine.dispose()
        raise
    return engine


def shown(url: sa.URL) -> str:
    """What a person is told of where the store is: never a password."""
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return without_secrets(url)


def set_aside(path: Path) -> Path:
    """Move a damaged database file out of the way and return its new name. Raises `StoreError`."""
    stamp = utc_now().strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}.damaged-{stamp}")
    try:
        path.replace(target)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).replace(target.with_name(target.name + suffix))
    except OSError as error:
        raise StoreError(path, f"cannot be moved aside ({reason(error)})", advice(error)) from error
    return target


def sqlite_file(where: str | Path) -> Path | None:
    """The file of a store in SQLite; None for a store on a server."""
    url = _url(where)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _url(where: str | Path) -> sa.URL:
    if isinstance(where, Path):
        return sa.URL.create("sqlite", database=str(where.absolute()))
    if "://" not in where:  # it may hold a password all the same
        raise StoreError("REACTDRILL_STORE", "holds no address of a store", _ADDRESSES)
    try:
        url = with_driver(sa.make_url(where))
        url.get_dialect()
    except (exc.ArgumentError, exc.NoSuchModuleError, ValueError) as error:
        raise StoreError(
            where.partition("://")[0] + "://…", "is no address of a store", _ADDRESSES
        ) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(where.partition("://")[0] + "://…", "is no kind of store", _ADDRESSES)
    return url


def _make_private_file(path: Path) -> None:
    try:
        private_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
    except FolderError as error:
        raise StoreError(error.path, error.problem, error.hint) from error
    except OSError as error:
        raise StoreError(path, f"cannot be opened ({reason(error)})", advice(error)) from error


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_S})
    sa.event.listen(engine, "connect", _set_up_connection)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, so that writers do not collide half-way
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"cache_size=-{CACHE_KB}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing(engine: sa.Engine) -> sa.Engine:
    """The same database, for transactions that write: they wait for each other at their beginning."""
    return engine.execution_options(writes=True)


@contextlib.contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Let one process at a time make or upgrade the database."""
    try:
        lock = hold(path, wait_s=BUSY_S)
    except JournalError as error:
        raise StoreError(path, error.problem, error.hint) from error
    try:
        yield
    finally:
        release(lock)


def _is_current(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return _revision(connection) == HEAD


def _bring_up_to_date(engine: sa.Engine) -> None:
    if engine.dialect.name == "sqlite":
        with contextlib.closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode=WAL")
    with writing(engine).begin() as connection:
        if _revision(connection) != HEAD:
            upgrade(connection)


def _refuse_what_is_not_ours(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        revision = _revision(connection)
        strange = revision is None and bool(sa.inspect(connection).get_table_names())
    if strange:
        raise StoreError(shown(engine.url), "is the database of another program", "name another file")
    if revision is not None and revision not in _known_revisions():
        problem = f"comes from a newer reactdrill (revision {revision}, this one knows up to {HEAD})"
        raise StoreError(shown(engine.url), problem, "update reactdrill; nothing has been changed")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _known_revisions() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow to load, and needed for an upgrade only

    return {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the tables to a revision, within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - as above

    command.upgrade(_migrations(connection), revision)


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Bring the tables back to an earlier revision, within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - as above

    command.downgrade(_migrations(connection), revision)


def _migrations(connection: sa.Connection) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
