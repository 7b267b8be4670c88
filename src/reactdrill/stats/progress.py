"""Better, worse or as usual: what one athlete's runs of one drill allow to be said.

Runs have to be comparable: the same drill, device class, response mode, cues and state of calibration. The caller
sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Literal

import numpy as np

from reactdrill.stats.measures import Measure
from reactdrill.stats.reliability import mdc95
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.values import Value, needs

FAMILY = "progress"
VERSION = 2
PRACTICE_RUNS = 15
"""Light panels get faster with practice alone for up to so many tests."""
BASELINE_RUNS = 3
"""Runs after practice that later ones are compared with."""
FEWEST_DIFFERENCES = 3
SAME = 1e-9
"""Of the largest value: below it differences are all the same, and their spread is rounding."""

Word = Literal["improved", "usual", "worse", "learning", "unknown"]
WORDS: dict[Word, str] = {
    "improved": "improved",
    "usual": "within your usual range",
    "worse": "worse",
    "learning": "learning",
    "unknown": "not known yet",
}

CONVENTIONS = (
    "one value a run, in the order of time; the first runs are practice and count for nothing",
    f"baseline: median of the first {BASELINE_RUNS} runs after practice",
    "typical error: SD of the differences between runs that follow each other / sqrt(2), without the latest run",
    "MDC95 = 1.96 x sqrt(2) x typical error; a published MDC where the own history is too short",
    "improved or worse: the latest run differs from the baseline by more than the MDC; anything else is usual",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an athlete stands with a drill. In the unit of the values."""

    runs: int
    practice_runs: int
    word: Word
    said: str
    """For people: `learning run 4 of 15`, `improved`, `within your usual range`."""
    best: Value
    """Of all runs, practice too."""
    baseline: Value
    typical_error: Value
    error_runs: int
    """Runs that it is made of: those after practice, without the latest."""
    mdc: Value
    change: Value
    """Latest minus baseline."""
    mdc_source: Literal["own", "published", "none"]


def typical_error(values: Sequence[float]) -> Value:
    """From the differences between neighbours, so that a slow trend does not count as error."""
    differences = [after - before for before, after in pairwise(values)]
    if len(differences) < FEWEST_DIFFERENCES:
        return Value.none(needs(FEWEST_DIFFERENCES + 1, "runs after practice"))
    error = float(np.std(differences, ddof=1)) / sqrt(2)
    scale = max(map(abs, values))
    if error <= SAME * scale:
        return Value.none("runs too much alike to tell chance from change")
    return Value(error)


def progress_of(
    values: Sequence[float],
    *,
    practice_runs: int = PRACTICE_RUNS,
    published_mdc: float | None = None,
    lower_is_better: bool = True,
) -> Progress:
    """Judge the latest of an athlete's runs, oldest first; one value a run."""
    counted = values[practice_runs:]
    error = typical_error(counted[:-1])
    mdc = _mdc(error, published_mdc)
    baseline = _baseline(counted)
    judged = len(counted) > BASELINE_RUNS and baseline.value is not None
    change = (
        Value(counted[-1] - baseline.value)
        if judged and baseline.value is not None
        else Value.none(needs(practice_runs + BASELINE_RUNS + 1, "runs"))
    )
    word: Word = (
        "learning" if len(values) <= practice_runs else _word(change, mdc, lower_is_better=lower_is_better)
    )
    pick = min if lower_is_better else max
    return Progress(
        runs=len(values),
        practice_runs=practice_runs,
        word=word,
        said=_said(word, len(values), practice_runs),
        best=Value(pick(values)) if values else Value.none(needs(1, "runs")),
        baseline=baseline,
        typical_error=error,
        error_runs=len(counted[:-1]),
        mdc=mdc,
        change=change,
        mdc_source="own" if error.value is not None else "none" if mdc.value is None else "published",
    )


def progress(measures: Sequence[Measure], settings: Settings) -> Result:
    """The same as a result, of one athlete's values in the order they come."""
    found = progress_of(
        [each.value for each in measures],
        practice_runs=settings.practice_runs,
        published_mdc=settings.mdc,
        lower_is_better=settings.lower_is_better,
    )
    unit = settings.unit
    return Result(
        family=FAMILY,
        version=VERSION,
        title="progress",
        n=found.runs,
        figures=(
            figure(f"best_{unit}", found.best),
            figure(f"baseline_{unit}", found.baseline),
            figure(f"change_{unit}", found.change),
            figure(f"mdc95_{unit}", found.mdc),
            figure(f"typical_error_{unit}", found.typical_error, n=found.error_runs),
        ),
        labels={"verdict": found.said, "mdc_source": found.mdc_source},
        conventions=(*CONVENTIONS, f"practice: {found.practice_runs} runs"),
    )


def _mdc(error: Value, published: float | None) -> Value:
    if error.value is not None:
        return Value(mdc95(error.value))
    return Value(published) if published is not None else Value.none(error.reason or "")


def _baseline(counted: Sequence[float]) -> Value:
    if len(counted) < BASELINE_RUNS:
        return Value.none(needs(BASELINE_RUNS, "runs after practice"))
    return Value(float(np.median(counted[:BASELINE_RUNS])))


def _word(change: Value, mdc: Value, *, lower_is_better: bool) -> Word:
    if change.value is None or mdc.value is None:
        return "unknown"
    gain = -change.value if lower_is_better else change.value
    if abs(gain) <= mdc.value:
        return "usual"
    return "improved" if gain > 0 else "worse"


def _said(word: Word, runs: int, practice_runs: int) -> str:
    return f"learning run {runs} of {practice_runs}" if word == "learning" else WORDS[word]
