"""Where a run stands among the athlete's others: best, usual range, learning, and how much of the week is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.app.figures.known import norm_lines
from reactdrill.app.figures.lane import Line
from reactdrill.app.figures.words import counted, milliseconds
from reactdrill.i18n import Texts, number
from reactdrill.stats.level import Practised

if TYPE_CHECKING:
    from reactdrill.results.store.history import ProgressView
    from reactdrill.stats.norms import NormPlace


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
class Week:
    """The week that goes on, where this station stands, and one drill in it."""

    done: frozenset[int]
    """Days on which it was done: 0 is Monday."""
    today: int
    planned: int | None = None
    """How many days a week it is meant to be done; None where the drill does not say."""

    @property
    def words(self) -> str:
        """How much of it is done."""
        days = counted(len(self.done), "day", "days")
        if self.planned is None:
            return Words.WEEK.format(runs=days)
        return Words.WEEK_OF.format(runs=days, wanted=self.planned)


@dataclass(frozen=True, slots=True)
class Standing:
    """One lane's run among the others of the same athlete that may be compared with it."""

    run: str
    progress: ProgressView
    week: Week
    visits: tuple[Practised, ...] = ()
    """As the drill's level rule counts them, up to this run's."""
    norms: tuple[NormPlace, ...] = ()
    """What was published of the drill, beside this run."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """For the results screen."""
        published = (Line(text) for norm in self.norms for text in norm_lines(norm))
        return (*self.own_lines, *published)

    @property
    def own_lines(self) -> tuple[Line, ...]:
        """The same without what others were measured at."""
        return tuple(Line(text, plain=strong) for text, strong in self._said())

    def _said(self) -> list[tuple[str, bool]]:
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
        return said

    def _shown(self, value: float) -> str:
        if self.progress.unit == "ms":
            return milliseconds(value)
        return number(value, 0 if value == round(value) else 1)
