"""A copy of the database in a file of its own, made while others may be writing."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from reactdrill.results.store.database import open_database
from reactdrill.results.store.people import People


def copy_database(engine: sa.Engine, target: Path) -> None:
    """Copy a store to an SQLite file that is not there yet.

    Of a store on a server only the people are copied: the rest is made from journals.
    """
    if engine.dialect.name == "sqlite":
        with (
            contextlib.closing(engine.raw_connection()) as connection,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            source = connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    other = open_database(target)
    try:
        copy_people(People(engine), People(other))
    finally:
        other.dispose()


def copy_people(source: People, target: People) -> int:
    """Bring people, groups and the marks of the erased from one store into another; returns how many were written.

    Whoever was erased in either stays so, and nobody's newer state is changed.
    """
    tombs, lanes = source.marks()
    target.take_marks(tombs, lanes)
    for group in source.groups():
        target.add_group(group)
    return len(target.put_back(source.all()))
