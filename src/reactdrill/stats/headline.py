"""A lane of a run in a few numbers: what a history page shows of it without looking at its trials again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, get_args

import numpy as np

from reactdrill.engine.record import ERRORS, TrialRecord
from reactdrill.stats import score as scores, summary
from reactdrill.stats.asymmetry import asymmetry_percent
from reactdrill.stats.intervals import median_interval
from reactdrill.stats.score import Entered, ScoreRule, run_score
from reactdrill.stats.summary import CORRECT, TrialKey, scored_trials
from reactdrill.stats.trials import from_records, side_in
from reactdrill.stats.values import NS_PER_MS

VERSION = f"2.{summary.VERSION}.{scores.VERSION}"
"""Changes whenever the same records would give other numbers."""
FEWEST_TO_SPREAD = 2
SideKind = Literal["side", "limb", "stance"]
SIDE_KINDS: tuple[SideKind, ...] = get_args(SideKind)
"""By the side that was trained, the limb that answered, and the leg that was stood on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Left and right of one run. Medians of hits, ms; None where a side has none."""

    left_ms: float | None = None
    right_ms: float | None = None
    within_percent: float | None = None
    """The larger of the two sides' own coefficients of variation; None with fewer than two hits on a side."""

    @property
    def asymmetry_percent(self) -> float | None:
        """100 - 100 x the smaller / the larger; None unless both sides have a median above zero."""
        if self.left_ms is None or self.right_ms is None or min(self.left_ms, self.right_ms) <= 0:
            return None
        return asymmetry_percent(self.left_ms, self.right_ms)

    @property
    def better_side(self) -> str | None:
        """The faster one: `left`, `right`, or `neither`; None where one has no median."""
        if self.left_ms is None or self.right_ms is None:
            return None
        if self.left_ms == self.right_ms:
            return "neither"
        return "left" if self.left_ms < self.right_ms else "right"

    @property
    def real(self) -> bool | None:
        """Whether the asymmetry exceeds the variation within the sides; None where that is not known."""
        found = self.asymmetry_percent
        return None if found is None or self.within_percent is None else found > self.within_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One lane of one run. Times in ms, of hits; None where there is no such number, never 0."""

    trials: int
    """Those that count: not practice, catch, aborted or marked bad."""
    hits: int
    misses: int
    false_starts: int
    errors: int
    """Trials that went wrong in whatever way; misses and false starts are among them."""
    lapses: int
    completed: int
    """Done in observer or cue-only mode."""
    accuracy: float | None
    """From 0 to 1; None where nothing is scored."""
    median_ms: float | None
    mean_ms: float | None
    low_ms: float | None
    """Of the median's 95 % interval, as `median_interval` makes it."""
    high_ms: float | None
    sd_ms: float | None
    speed_per_s: float | None
    """Mean of 1000 / RT."""
    score: float | None
    """The drill's one number: the median where it names no other; the mean of its sets or sides where it scores
    each of them."""
    score_unit: str
    score_better: str
    """`lower` or `higher`."""
    score_left: float | None = None
    """Where a drill scores each side."""
    score_right: float | None = None
    side: Sides
    """By the side that was trained."""
    limb: Sides
    """By the limb that answered."""
    stance: Sides
    """By the leg that was stood on."""

    def sides(self, kind: SideKind) -> Sides:
        """Left and right by one of the three."""
        return {"side": self.side, "limb": self.limb, "stance": self.stance}[kind]


def headline(
    records: Sequence[TrialRecord],
    *,
    bad: Collection[TrialKey] = (),
    rule: ScoreRule | None = None,
    entered: Sequence[Entered] = (),
) -> Headline:
    """Sum up the records of one lane. `bad`: attempts marked bad. `rule`: how the drill makes its one number."""
    scored = scored_trials(records, bad)
    hits = [each for each in scored if each.outcome == "hit"]
    times = sorted(_times_ms(hits))
    interval = median_interval(times)
    said = rule or ScoreRule()
    figures = _scores(records, bad, said, entered, times)
    return Headline(
        trials=len(scored),
        hits=len(hits),
        misses=sum(each.outcome == "miss" for each in scored),
        false_starts=sum(each.outcome == "false_start" for each in scored),
        errors=sum(each.outcome in ERRORS for each in scored),
        lapses=sum("lapse" in each.flags for each in hits),
        completed=sum(each.outcome == "completed" for each in scored),
        accuracy=_accuracy(scored),
        median_ms=_median(times),
        mean_ms=float(np.mean(times)) if times else None,
        low_ms=interval.low,
        high_ms=interval.high,
        sd_ms=float(np.std(times, ddof=1)) if len(times) >= FEWEST_TO_SPREAD else None,
        speed_per_s=float(np.mean(1000 / np.asarray(times))) if times and times[0] > 0 else None,
        score=sum(figures.values()) / len(figures) if figures else None,
        score_unit={"hits": "count", "entry": said.unit}.get(said.of, "ms"),
        score_better=said.better,
        score_left=figures.get("left"),
        score_right=figures.get("right"),
        side=_sides(hits, lambda record: record.side),
        limb=_sides(hits, lambda record: side_in(record.variables.get("limb"))),
        stance=_sides(hits, lambda record: side_in(record.variables.get("stance"))),
    )


def _scores(
    records: Sequence[TrialRecord],
    bad: Collection[TrialKey],
    rule: ScoreRule,
    entered: Sequence[Entered],
    times: Sequence[float],
) -> dict[str, float]:
    """The numbers that the rule makes, by side where it scores sides."""
    if rule == ScoreRule():
        middle = _median(times)
        return {} if middle is None else {"": middle}
    result = run_score(from_records(records, bad), rule, entered)
    return {
        side_in(each.name.replace("_", " ")) or each.name: each.value
        for each in result.figures
        if each.value is not None
    }


def _sides(hits: Sequence[TrialRecord], side_of: Callable[[TrialRecord], str | None]) -> Sides:
    left, right = (
        sorted(_times_ms([each for each in hits if side_of(each) == side])) for side in ("left", "right")
    )
    spreads = [_cv_percent(times) for times in (left, right)]
    known = [each for each in spreads if each is not None]
    return Sides(
        left_ms=_median(left),
        right_ms=_median(right),
        within_percent=max(known) if len(known) == len(spreads) else None,
    )


def _times_ms(hits: Sequence[TrialRecord]) -> list[float]:
    return [each.rt_ns / NS_PER_MS for each in hits if each.rt_ns is not None]


def _median(ordered: Sequence[float]) -> float | None:
    return median(ordered) if ordered else None


def _cv_percent(times: Sequence[float]) -> float | None:
    if len(times) < FEWEST_TO_SPREAD:
        return None
    mean = float(np.mean(times))
    return 100 * float(np.std(times, ddof=1)) / mean if mean > 0 else None


def _accuracy(scored: Sequence[TrialRecord]) -> float | None:
    right = sum(each.outcome in CORRECT for each in scored)
    wrong = sum(each.outcome in ERRORS for each in scored)
    return right / (right + wrong) if right + wrong else None
