"""Whose a run is, lane by lane."""

from __future__ import annotations

from collections.abc import Mapping

from reactdrill.results.annotations import ATHLETE_MOVED, Notes
from reactdrill.results.header import RunHeader

LANE_ATHLETES = "athletes"
"""Name in a run's options of a table from lane to athlete, where several do a drill at once."""

SEVERAL = "several"


def athlete_of(header: RunHeader, notes: Notes, lane: str) -> str:
    """The code of whoever a lane belongs to, moves counted, or `guest`."""
    moves = [
        str(each.value) for each in notes.standing if each.type == ATHLETE_MOVED and each.lane in (None, lane)
    ]
    seated = header.options.get(LANE_ATHLETES)
    mine = seated.get(lane) if isinstance(seated, Mapping) else None
    return moves[-1] if moves else str(mine or header.athlete)


def athletes_of(header: RunHeader, notes: Notes) -> dict[str, str]:
    """From each lane of the plan, in its order, to whose it is."""
    return {lane.name: athlete_of(header, notes, lane.name) for lane in header.plan.lanes}


def named_in(header: RunHeader, notes: Notes) -> frozenset[str]:
    """Everybody who is named anywhere in a run, those it was moved away from too."""
    seated = header.options.get(LANE_ATHLETES)
    lanes = seated.values() if isinstance(seated, Mapping) else ()
    moves = (each.value for each in notes.written if each.type == ATHLETE_MOVED)
    return frozenset(str(each) for each in (header.athlete, *lanes, *moves))


def athlete_of_run(header: RunHeader, notes: Notes) -> str:
    """Whose all of a run is; `several` when its lanes belong to different athletes."""
    whose = set(athletes_of(header, notes).values())
    return next(iter(whose)) if len(whose) == 1 else SEVERAL if whose else header.athlete
