"""Saves the people of a damaged database file as far as they can still be read; everything else is in journals."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from reactdrill.people.athlete import Athlete
from reactdrill.people.codes import is_code
from reactdrill.results.store.people import People
from reactdrill.results.store.schema import ATHLETES, ERASED_LANES, MEMBERSHIPS, TOMBSTONES

RESTORE = "`reactdrill results restore FILE` brings them back from a backup"


def rescue_people(file: Path, people: People) -> str:
    """Bring what can be read of athletes, groups and the erased into another store; returns what came of it.

    Raises `StoreError` when the other store cannot be written.
    """
    broken: list[str] = []
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".rescue-") as place:
        copy = _copied(file, Path(place))
        with contextlib.closing(sqlite3.connect(copy)) as database:

            def rows(table: str, columns: Iterable[str]) -> list[tuple[Any, ...]]:
                return _rows(database, f"SELECT {', '.join(columns)} FROM {table}", table, broken)  # noqa: S608 - names of our own

            tombs = rows(TOMBSTONES.name, TOMBSTONES.columns.keys())
            lanes = rows(ERASED_LANES.name, ERASED_LANES.columns.keys())
            athletes = _athletes(rows)
    people.take_marks(
        [(str(mark), str(at)) for mark, at in tombs], [(str(run), str(lane)) for run, lane in lanes]
    )
    saved = len(people.put_back(athletes))
    if not broken:
        return f"{saved} athletes were brought over from it"
    return f"{saved} athletes could be read in it ({', '.join(broken)} cannot be read whole); {RESTORE}"


def _copied(file: Path, place: Path) -> Path:
    """The file and its log in a place of their own, so that reading changes neither."""
    for suffix in ("", "-wal"):
        source = file.with_name(file.name + suffix)
        if source.exists():
            shutil.copyfile(source, place / f"copy{suffix}")
    return place / "copy"


def _rows(database: sqlite3.Connection, query: str, table: str, broken: list[str]) -> list[tuple[Any, ...]]:
    """Every row up to the first that cannot be read."""
    found: list[tuple[Any, ...]] = []
    try:
        found.extend(database.execute(query))
    except sqlite3.Error:
        broken.append(table)
    return found


def _athletes(rows: Callable[[str, Iterable[str]], list[tuple[Any, ...]]]) -> list[Athlete]:
    columns = ATHLETES.columns.keys()
    groups: dict[str, list[str]] = {}
    for group, code in rows(MEMBERSHIPS.name, ("group_name", "athlete")):
        groups.setdefault(str(code), []).append(str(group))
    found = []
    for row in rows(ATHLETES.name, columns):
        told = dict(zip(columns, row, strict=True))
        if isinstance(told["code"], str) and is_code(told["code"]) and isinstance(told["name"], str):
            flags = {name: bool(told[name]) for name in ("guardian_consent", "leaderboard")}
            whose = tuple(sorted(groups.get(told["code"], ())))
            found.append(Athlete(**{**told, **flags}, groups=whose))
    return found
