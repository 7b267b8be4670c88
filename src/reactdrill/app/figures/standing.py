"""Where a run stands among the athlete's others: best, usual range, learning, and how much of the week is done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.app.figures.lane import Line
from reactdrill.app.figures.words import counted, milliseconds
from reactdrill.i18n import Texts, number

if TYPE_CHECKING:
    from reactdrill.results.store.history import ProgressView, WeekDose


class Words(Texts):
    """Everything said of it."""

    NEW_BEST = "Your best so far"
    BEST = "Best so far: {best}"
    USUAL = "Usual range: {low} to {high}"
    LEARNING = "Learning run {run} of {of}"
    IMPROVED = "Better than your usual range"
    WORSE = "Worse than your usual range"
    WITHIN = "Within your usual range"
    UNKNOWN = "Your usual range is not known yet"
    WEEK = "This week: {runs}"
    WEEK_OF = "This week: {runs}, {wanted} planned"


@dataclass(frozen=True, slots=True)
class Standing:
    """One lane's run among the others of the same athlete that may be compared with it."""

    run: str
    progress: ProgressView
    week: WeekDose | None

    def lines(self, per_week: int | None) -> tuple[Line, ...]:
        """For the results screen; `per_week`: how often the drill is meant to be done."""
        return tuple(Line(text, plain=strong) for text, strong in self._said(per_week))

    def _said(self, per_week: int | None) -> list[tuple[str, bool]]:
        progress, best = self.progress.progress, self.progress.best
        said: list[tuple[str, bool]] = []
        if best is not None and best.value is not None and progress.runs > 1:
            mine = best.run == self.run
            words = Words.NEW_BEST if mine else Words.BEST.format(best=self._shown(best.value))
            said.append((words, mine))
        match progress.word:
            case "learning":
                said.append((Words.LEARNING.format(run=progress.runs, of=progress.practice_runs), False))
            case "improved":
                said.append((Words.IMPROVED, True))
            case "worse":
                said.append((Words.WORSE, False))
            case "usual":
                said.append((Words.WITHIN, False))
            case "unknown":
                said.append((Words.UNKNOWN, False))
        if self.progress.band is not None:
            low, high = self.progress.band
            said.append((Words.USUAL.format(low=self._shown(low), high=self._shown(high)), False))
        if self.week is not None and self.week.runs:
            said.append((self._week(self.week, per_week), False))
        return said

    def _week(self, week: WeekDose, per_week: int | None) -> str:
        done = counted(week.days, "day", "days")
        return (
            Words.WEEK.format(runs=done)
            if per_week is None
            else Words.WEEK_OF.format(runs=done, wanted=per_week)
        )

    def _shown(self, value: float) -> str:
        if self.progress.unit == "ms":
            return milliseconds(value)
        return number(value, 0 if value == round(value) else 1)


def dose_per_week(text: str) -> int | None:
    """How often a week the drill of this text is meant to be done; None where it does not say."""
    try:
        dose = tomllib.loads(text).get("dose", {})
    except tomllib.TOMLDecodeError:
        return None
    wanted = dose.get("per_week") if isinstance(dose, dict) else None
    return wanted if isinstance(wanted, int) else None
