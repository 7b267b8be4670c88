"""The people of a store: athletes, their groups, and the marks of those who were erased.

The name stands in one table. None of this is made from journals, so nothing here is emptied to be made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from difflib import get_close_matches
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from reactdrill.errors import UsageError
from reactdrill.live.clock import utc_now
from reactdrill.people.athlete import Athlete, allowed, checked, lacks_consent
from reactdrill.people.codes import GUEST, is_code, new_code, tombstone
from reactdrill.people.text import clean_name, folded
from reactdrill.results.annotations import ATHLETE_MOVED, Notes
from reactdrill.results.header import utc_text
from reactdrill.results.lines import to_json
from reactdrill.results.reader import RunLog
from reactdrill.results.store.database import guarded, shown, writing
from reactdrill.results.store.erased import what_may_be_kept
from reactdrill.results.store.erasing import Scrubbed, forget_runs, scrub
from reactdrill.results.store.schema import (
    ANNOTATIONS,
    ATHLETE_GROUPS,
    ATHLETES,
    ERASED_LANES,
    MEMBERSHIPS,
    RUN_LANES,
    RUNS,
    TOMBSTONES,
)

TRIES = 20
"""At keeping new athletes: another station may take the same code at the same moment."""
_COLUMNS = [column.name for column in ATHLETES.columns]


class People:
    """Reached as `Store.people`. Every method raises `StoreError` when the database cannot be used."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._where = shown(engine.url)

    # ---- athletes

    def all(self, group: str | None = None) -> tuple[Athlete, ...]:
        """Everybody, or those of a group, in the order of their names. Raises `UsageError` for an unknown group."""
        if group is not None and group not in self.groups():
            raise UsageError(f"no group is called {group!r}{_near(group, self.groups())}")
        with guarded(self._where), self._engine.connect() as connection:
            groups = _groups_by_code(connection)
            rows = connection.execute(sa.select(ATHLETES)).mappings().all()
        everybody = [_athlete(row, groups.get(row["code"], ())) for row in rows]
        found = [each for each in everybody if group is None or group in each.groups]
        return tuple(sorted(found, key=lambda each: (folded(each.label), each.code)))

    def get(self, code: str) -> Athlete | None:
        """The athlete of a code; None when it is nobody's."""
        with guarded(self._where), self._engine.connect() as connection:
            return _one(connection, code)

    def find(self, text: str) -> Athlete:
        """One athlete by code, by name, or by the beginning of a name.

        Raises `UsageError` when there is none or there are several.
        """
        everybody = self.all()
        by_code = [each for each in everybody if each.code == text.strip().upper()]
        wanted = folded(text)
        exact = [each for each in everybody if each.name and folded(each.name) == wanted]
        begun = [each for each in everybody if each.name and wanted and folded(each.name).startswith(wanted)]
        found = by_code or exact or begun
        if len(found) == 1:
            return found[0]
        if found:
            codes = ", ".join(f"{each.code} ({each.birth_year or 'no birth year'})" for each in found)
            raise UsageError(f"several athletes are called {text!r}: {codes}; name one by the code")
        hint = _near(text, [name for each in everybody for name in (each.code, each.name) if name])
        raise UsageError(f"no athlete is called {text!r}{hint or '; `reactdrill athletes list` shows them'}")

    def code_of(self, text: str) -> str:
        """The code of whom `find` finds; `guest` for guest."""
        return GUEST if text.strip().lower() == GUEST else self.find(text).code

    def labels(self) -> dict[str, str]:
        """From every code to what that athlete is called on screens."""
        return {each.code: each.label for each in self.all()}

    def add(self, athlete: Athlete) -> Athlete:
        """Keep a new athlete under a code of their own, as far as they may be kept; returns them as kept.

        Raises `UsageError` for what cannot be kept.
        """
        return self.add_all([athlete])[0]

    def add_all(self, athletes: Sequence[Athlete]) -> tuple[Athlete, ...]:
        """As `add`, all of them or none."""
        now = _now()
        good = [checked(each, _year()) for each in athletes]
        with guarded(self._where):
            for _ in range(TRIES):
                with suppress(exc.IntegrityError), writing(self._engine).begin() as connection:
                    return self._insert(connection, good, now)
            with writing(
                self._engine
            ).begin() as connection:  # a code taken at the same moment is no longer why
                return self._insert(connection, good, now)

    def _insert(
        self, connection: sa.Connection, athletes: Iterable[Athlete], now: str
    ) -> tuple[Athlete, ...]:
        taken = set(connection.execute(sa.select(ATHLETES.c.code)).scalars())
        buried = set(connection.execute(sa.select(TOMBSTONES.c.mark)).scalars())
        kept = []
        for athlete in athletes:
            code = new_code(taken)
            while tombstone(code) in buried:
                code = new_code(taken)
            taken.add(code)
            whole = replace(athlete, code=code, added_utc=now, changed_utc=now)
            connection.execute(ATHLETES.insert(), _row(whole))
            _set_groups(connection, whole)
            kept.append(whole)
        return tuple(kept)

    def change(self, athlete: Athlete) -> Athlete:
        """Keep what changed of an athlete, found by the code; returns them as kept.

        Raises `UsageError` when the code is nobody's (any more), or for what cannot be kept.
        """
        good = replace(checked(athlete, _year()), changed_utc=_now())
        with guarded(self._where), writing(self._engine).begin() as connection:
            if _one(connection, good.code) is None:
                raise UsageError(f"no athlete has the code {good.code!r}")
            _save(connection, good)
        return good

    def put_back(self, athletes: Iterable[Athlete]) -> tuple[Athlete, ...]:
        """Keep athletes of a backup under their own codes, unless they were erased or a newer state is there.

        Returns those that were written.
        """
        written = []
        with guarded(self._where), writing(self._engine).begin() as connection:
            for each in athletes:
                there = _one(connection, each.code)
                older = there is None or there.changed_utc < each.changed_utc
                if older and is_code(each.code) and not _is_buried(connection, each.code):
                    _save(connection, allowed(each, _year()))
                    written.append(each)
        return tuple(written)

    def without_consent(self) -> tuple[Athlete, ...]:
        """Those who may be under age and have no consent: they have no name here."""
        return tuple(each for each in self.all() if lacks_consent(each, _year()))

    # ---- groups

    def groups(self) -> dict[str, int]:
        """From each group to how many are in it, in alphabetical order."""
        query = (
            sa.select(ATHLETE_GROUPS.c.name, sa.func.count(MEMBERSHIPS.c.athlete))
            .select_from(ATHLETE_GROUPS.outerjoin(MEMBERSHIPS))
            .group_by(ATHLETE_GROUPS.c.name)
        )
        with guarded(self._where), self._engine.connect() as connection:
            return dict(sorted((row[0], row[1]) for row in connection.execute(query)))

    def add_group(self, name: str) -> str:
        """Make a group with nobody in it, unless it is there; returns its clean name. Raises `UsageError`."""
        clean = clean_name(name, "group's name")
        if not clean:
            raise UsageError("a group needs a name")
        with guarded(self._where), writing(self._engine).begin() as connection:
            _make_groups(connection, [clean])
        return clean

    def rename_group(self, name: str, new: str) -> None:
        """Call a group otherwise. Raises `UsageError` when it is not there, or the new name is taken or empty."""
        clean = clean_name(new, "group's name")
        groups = self.groups()
        if name not in groups:
            raise UsageError(f"no group is called {name!r}{_near(name, groups)}")
        if not clean or (clean != name and clean in groups):
            raise UsageError("a group needs a name" if not clean else f"there is a group {clean!r} already")
        with guarded(self._where), writing(self._engine).begin() as connection:
            connection.execute(
                ATHLETE_GROUPS.update().where(ATHLETE_GROUPS.c.name == name).values(name=clean)
            )

    def drop_group(self, name: str) -> None:
        """Take a group away; its athletes stay. Raises `UsageError` when it is not there."""
        with guarded(self._where), writing(self._engine).begin() as connection:
            gone = connection.execute(ATHLETE_GROUPS.delete().where(ATHLETE_GROUPS.c.name == name))
        if not gone.rowcount:
            raise UsageError(f"no group is called {name!r}{_near(name, self.groups())}")

    # ---- those who were erased

    def is_erased(self, code: str) -> bool:
        """Whether an athlete of this code was here and was erased."""
        with guarded(self._where), self._engine.connect() as connection:
            return _is_buried(connection, code)

    def bury(self, code: str, lanes: Collection[tuple[str, str]]) -> None:
        """Forget an athlete and leave a mark of the code, and of their (run, lane) pairs. Doing it again is fine."""
        with guarded(self._where), writing(self._engine).begin() as connection:
            connection.execute(ATHLETES.delete().where(ATHLETES.c.code == code))
            _bury(connection, [(tombstone(code), _now())], lanes)

    def may_keep(self, log: RunLog, notes: Notes) -> tuple[RunLog, Notes] | None:
        """A run without the lanes of those who were erased; None when none is left."""
        with guarded(self._where), self._engine.connect() as connection:
            return what_may_be_kept(connection, log, notes)

    def forget_runs(self, runs: Collection[str]) -> None:
        """Take runs out of the store, so that their journals, where they still are, are read anew."""
        with guarded(self._where):
            forget_runs(self._engine, runs)

    def lanes_of(self, code: str) -> set[tuple[str, str]]:
        """(run, lane) of all that an athlete has done, on whatever station."""
        query = sa.select(RUN_LANES.c.run_id, RUN_LANES.c.lane).where(RUN_LANES.c.athlete == code)
        with guarded(self._where), self._engine.connect() as connection:
            return {(row.run_id, row.lane) for row in connection.execute(query)}

    def runs_naming(self, code: str) -> set[str]:
        """Runs that name an athlete anywhere: those that were moved away again too."""
        moves = sa.select(ANNOTATIONS.c.run_id).where(
            ANNOTATIONS.c.type == ATHLETE_MOVED, ANNOTATIONS.c.value == to_json(code).decode()
        )
        with guarded(self._where), self._engine.connect() as connection:
            return set(
                connection.execute(moves.union(sa.select(RUNS.c.id).where(RUNS.c.athlete == code))).scalars()
            )

    def last_runs(self) -> dict[str, str]:
        """From each athlete that has runs to when the last one began."""
        query = sa.select(RUN_LANES.c.athlete, sa.func.max(RUN_LANES.c.started_utc))
        with guarded(self._where), self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query.group_by(RUN_LANES.c.athlete))}

    def scrub(self) -> Scrubbed:
        """Write the database anew, so that what was deleted is nowhere in its file."""
        with guarded(self._where):
            return scrub(self._engine)

    def marks(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """(mark, date) of everybody who was erased, and the (run, lane) pairs that went with them."""
        with guarded(self._where), self._engine.connect() as connection:
            tombs = connection.execute(sa.select(TOMBSTONES).order_by(TOMBSTONES.c.mark)).all()
            lanes = connection.execute(sa.select(ERASED_LANES).order_by(*ERASED_LANES.c)).all()
        return tuple((row.mark, row.erased_utc) for row in tombs), tuple(
            (row.run_id, row.lane) for row in lanes
        )

    def take_marks(self, tombs: Iterable[tuple[str, str]], lanes: Collection[tuple[str, str]]) -> None:
        """Keep another store's marks too, and forget whom they name."""
        marks = list(tombs)
        with guarded(self._where), writing(self._engine).begin() as connection:
            _bury(connection, marks, lanes)
            known = {mark for mark, _ in marks}
            codes = connection.execute(sa.select(ATHLETES.c.code)).scalars().all()
            gone = [code for code in codes if tombstone(code) in known]
            connection.execute(ATHLETES.delete().where(ATHLETES.c.code.in_(gone)))


def _athlete(row: sa.RowMapping, groups: Sequence[str]) -> Athlete:
    return Athlete(**{name: row[name] for name in _COLUMNS}, groups=tuple(sorted(groups)))


def _row(athlete: Athlete) -> dict[str, Any]:
    return {name: value for name, value in asdict(athlete).items() if name in _COLUMNS}


def _one(connection: sa.Connection, code: str) -> Athlete | None:
    row = connection.execute(sa.select(ATHLETES).where(ATHLETES.c.code == code)).mappings().one_or_none()
    if row is None:
        return None
    query = sa.select(MEMBERSHIPS.c.group_name).where(MEMBERSHIPS.c.athlete == code)
    return _athlete(row, connection.execute(query).scalars().all())


def _save(connection: sa.Connection, athlete: Athlete) -> None:
    row = _row(athlete)
    changed = connection.execute(ATHLETES.update().where(ATHLETES.c.code == athlete.code).values(row))
    if not changed.rowcount:
        connection.execute(ATHLETES.insert(), row)
    _set_groups(connection, athlete)


def _groups_by_code(connection: sa.Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in connection.execute(sa.select(MEMBERSHIPS)):
        found.setdefault(row.athlete, []).append(row.group_name)
    return found


def _set_groups(connection: sa.Connection, athlete: Athlete) -> None:
    _make_groups(connection, athlete.groups)
    connection.execute(MEMBERSHIPS.delete().where(MEMBERSHIPS.c.athlete == athlete.code))
    for group in athlete.groups:
        connection.execute(MEMBERSHIPS.insert(), {"group_name": group, "athlete": athlete.code})


def _make_groups(connection: sa.Connection, names: Iterable[str]) -> None:
    there = set(connection.execute(sa.select(ATHLETE_GROUPS.c.name)).scalars())
    for name in names:
        if name not in there:
            connection.execute(ATHLETE_GROUPS.insert(), {"name": name})


def _is_buried(connection: sa.Connection, code: str) -> bool:
    query = sa.select(TOMBSTONES.c.mark).where(TOMBSTONES.c.mark == tombstone(code))
    return connection.execute(query).first() is not None


def _bury(
    connection: sa.Connection, tombs: Iterable[tuple[str, str]], lanes: Iterable[tuple[str, str]]
) -> None:
    had = set(connection.execute(sa.select(TOMBSTONES.c.mark)).scalars())
    for mark, erased_utc in tombs:
        if mark not in had:
            connection.execute(TOMBSTONES.insert(), {"mark": mark, "erased_utc": erased_utc})
    there = {(row.run_id, row.lane) for row in connection.execute(sa.select(ERASED_LANES))}
    for run, lane in sorted(set(lanes) - there):
        connection.execute(ERASED_LANES.insert(), {"run_id": run, "lane": lane})


def _near(text: str, names: Iterable[str]) -> str:
    near = get_close_matches(text, list(names), n=2)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _now() -> str:
    return utc_text(utc_now())


def _year() -> int:
    return utc_now().year
