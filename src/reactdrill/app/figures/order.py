"""In which order the trials of a planned level come: what people may know before they start."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reactdrill.app.figures.words import name_words, place_words
from reactdrill.drill.model import Drill
from reactdrill.drill.trial import Plan, PlannedTrial, Side

SHOWN = 12
"""A longer round is not learnt by reading it."""
_BODILY = ("stance", "limb")


def orders(drill: Drill, plan: Plan) -> tuple[tuple[Side | None, tuple[str, ...]], ...]:
    """One round of each side's order, by side. Empty unless it is known before, and more than the same each time."""
    if drill.level != "planned":
        return ()
    found: dict[Side | None, tuple[str, ...]] = {}
    lane = plan.lanes[0]
    for planned in lane.sets:
        mine = lane.trials[planned.first : planned.first + planned.until.trials]
        whole = _round([_words(trial, lane.targets) for trial in mine])
        if not planned.practice and 1 < len(whole) <= SHOWN:
            found.setdefault(planned.side, whole)
    return tuple(sorted(found.items(), key=lambda each: each[0] or ""))


def _words(trial: PlannedTrial, targets: Collection[str]) -> str:
    """The first of what varies says where it goes; what follows from it is not said again."""
    values = (str(value) for name, value in trial.variables.items() if name not in _BODILY)
    name = next(values, trial.condition)
    return place_words(name) if name in targets else name_words(name)


def _round(names: Sequence[str]) -> tuple[str, ...]:
    """The shortest beginning that the whole repeats."""
    for length in range(1, len(names) + 1):
        if all(name == names[place % length] for place, name in enumerate(names)):
            return tuple(names[:length])
    return tuple(names)
