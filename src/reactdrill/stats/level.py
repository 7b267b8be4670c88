"""When an athlete is ready for the next level of a drill, or better goes one back: the rule of its file, evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Step = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Practised:
    """All runs of a drill in one visit."""

    wanted: int
    """Trials done as wanted."""
    trials: int
    """That count."""
    clean: bool = True
    """Whether nothing was ticked on the checklist."""

    @property
    def share(self) -> float | None:
        """Of trials done as wanted; None without a trial."""
        return self.wanted / self.trials if self.trials else None


def next_step(
    visits: Sequence[Practised], *, needed: int, criterion: float, poor: float, clean: bool
) -> Step | None:
    """Whether the last visits lead up or down; None: stay. `visits`: oldest first, those without a trial count for nothing.

    `needed`: visits in a row at the `criterion` (a share) that lead up. `poor`: the last one below this share leads
    down. `clean`: whether a visit at the criterion has nothing ticked.
    """
    tried = [each for each in visits if each.trials]
    if not tried:
        return None
    last = tried[-needed:]
    if len(last) == needed and all(_reaches(each, criterion, clean=clean) for each in last):
        return "up"
    share = tried[-1].share
    return "down" if share is not None and share < poor else None


def _reaches(visit: Practised, criterion: float, *, clean: bool) -> bool:
    share = visit.share
    return share is not None and share >= criterion and (visit.clean or not clean)
