"""Athletes over time, as the store tells it: the part of `Store` that history pages and reports ask."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, tzinfo

import sqlalchemy as sa

from reactdrill.live.clock import utc_now
from reactdrill.results.comparison import CALIBRATED, ComparisonKey
from reactdrill.results.stated import Stated
from reactdrill.results.store import doses, history, leaderboards
from reactdrill.results.store.database import guarded
from reactdrill.results.store.doses import Dose
from reactdrill.results.store.history import DrillUse, HistoryPoint, KeyUse, ProgressView
from reactdrill.results.store.leaderboards import Leaderboard
from reactdrill.results.store.schema import ATHLETES, MEMBERSHIPS
from reactdrill.stats.norms import NormPlace, norms_for, place


class Past:
    """Every method raises `StoreError` when the database cannot be used; an athlete who is not known has no points."""

    _engine: sa.Engine
    _where: str

    def history(
        self, athlete: str, drill: str, key: ComparisonKey | None = None, *, every: bool = False
    ) -> tuple[HistoryPoint, ...]:
        """Points of an athlete and a drill, oldest first; `every`: with those that do not count.

        `key`: only those that may be compared; None for all.
        """
        with guarded(self._where), self._engine.connect() as connection:
            return history.history(connection, athlete, drill, key, every=every)

    def points_of_run(self, run_id: str) -> tuple[HistoryPoint, ...]:
        """The points of a run, one a lane; such as for the key that its history is asked for with."""
        with guarded(self._where), self._engine.connect() as connection:
            return history.points_of_run(connection, run_id)

    def athletes_seen(self) -> tuple[str, ...]:
        """The codes that have runs, in alphabetical order; `guest` is one."""
        with guarded(self._where), self._engine.connect() as connection:
            return history.athletes_seen(connection)

    def drills_of(self, athlete: str) -> tuple[DrillUse, ...]:
        """The drills of an athlete that have runs that count, the one done last first."""
        with guarded(self._where), self._engine.connect() as connection:
            return history.drills_of(connection, athlete)

    def keys_of(self, athlete: str | None, drill: str) -> tuple[KeyUse, ...]:
        """An athlete's kinds of comparable runs of a drill, the commonest first; None: everybody's."""
        with guarded(self._where), self._engine.connect() as connection:
            return history.keys_of(connection, drill, None if athlete is None else [athlete])

    def personal_best(
        self, athlete: str, drill: str, key: ComparisonKey | None = None
    ) -> HistoryPoint | None:
        """The best point; `key`: None for the kind of the newest run. None where there is none."""
        points = self.history(athlete, drill, key)
        chosen = key or (points[-1].key if points else None)
        return history.personal_best([point for point in points if point.key == chosen])

    def progress(
        self,
        athlete: str,
        drill: str,
        key: ComparisonKey | None = None,
        *,
        until_utc: str | None = None,
    ) -> ProgressView:
        """Where an athlete stands with a drill; `key`: None for the kind of the newest run.

        `until_utc`: as if no run had begun after it.
        """
        with guarded(self._where), self._engine.connect() as connection:
            return history.progress(connection, athlete, drill, key, until_utc=until_utc)

    def dose(
        self,
        athlete: str,
        drill: str | None = None,
        *,
        weeks: int = 8,
        until: date | None = None,
        zone: tzinfo | None = None,
    ) -> Dose:
        """What was done in each of the last weeks, and what is planned of a drill; `drill`: None for all together.

        `until`: a day of the last week, None for today. `zone`: where days begin, None for this machine's time zone.
        """
        last = until or utc_now().astimezone(zone).date()
        with guarded(self._where), self._engine.connect() as connection:
            stated = Stated() if drill is None else history.newest_stated(connection, athlete, drill)
            done = doses.weeks_done(connection, athlete, drill=drill, weeks=weeks, until=last, zone=zone)
        return Dose(stated.per_week, stated.minutes, done)

    def norms(self, point: HistoryPoint) -> tuple[NormPlace, ...]:
        """Where a run stands beside what was published of its drill; by the athlete's age, where the year is known."""
        known = norms_for(point.drill)
        if not known or point.simulated:
            return ()
        query = sa.select(ATHLETES.c.birth_year).where(ATHLETES.c.code == point.athlete)
        with guarded(self._where), self._engine.connect() as connection:
            born = connection.execute(query).scalar()
        age = None if born is None else int(point.started_utc[:4]) - born
        return tuple(
            place(
                norm,
                point.headline.mean_ms,
                device=point.key.device,
                cues=point.key.cues,
                corrected=point.key.calibration == CALIBRATED,
                age=age,
            )
            for norm in known
        )

    def leaderboard(self, group: str, drill: str, key: ComparisonKey | None = None) -> Leaderboard:
        """The best values of a group's members who want to be on leaderboards, and may.

        `key`: None for the commonest kind of comparable runs.
        """
        members = (
            sa.select(MEMBERSHIPS.c.athlete)
            .join(ATHLETES, ATHLETES.c.code == MEMBERSHIPS.c.athlete)
            .where(MEMBERSHIPS.c.group_name == group, ATHLETES.c.leaderboard == sa.true())
        )
        with guarded(self._where), self._engine.connect() as connection:
            athletes = connection.execute(members).scalars().all()
            return leaderboards.leaderboard(connection, athletes, drill, key)

    def leaderboard_of(
        self, athletes: Collection[str], drill: str, key: ComparisonKey | None = None
    ) -> Leaderboard:
        """The same of athletes who are named: the caller sees to it that they agreed."""
        with guarded(self._where), self._engine.connect() as connection:
            return leaderboards.leaderboard(connection, athletes, drill, key)
