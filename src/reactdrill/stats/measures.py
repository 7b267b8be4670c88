"""One value of one athlete in one session: what statistics across athletes and over time are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A value in any unit, such as the median of a run."""

    value: float
    athlete: str = ""
    session: str = ""
    """Sessions are in the order in which they first come."""
    group: str = ""


def sessions_of(measures: Sequence[Measure]) -> list[str]:
    """The sessions in the order in which they first come."""
    return list(dict.fromkeys(each.session for each in measures))


def complete_table(measures: Sequence[Measure]) -> tuple[list[str], list[list[float]]]:
    """Athletes who have one value in every session, by name, and their values by session.

    Several values of an athlete in one session are taken as their mean.
    """
    sessions = sessions_of(measures)
    cells: dict[tuple[str, str], list[float]] = {}
    for each in measures:
        cells.setdefault((each.athlete, each.session), []).append(each.value)
    athletes = sorted({each.athlete for each in measures})
    whole = [one for one in athletes if all((one, session) in cells for session in sessions)]
    return whole, [[_mean(cells[one, session]) for session in sessions] for one in whole]


def _mean(values: Sequence[float]) -> float:
    return sum(sorted(values)) / len(values)
