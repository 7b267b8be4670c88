"""The one number of a run that a drill is judged by: a median, the best, the mean of the best ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import ScoreTake, Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "score"
VERSION = 1

ScoreOf = Literal["rt", "movement", "completed", "hits", "entry"]
_OF = {
    "rt": "reaction times of hits",
    "movement": "times from home to the target, of hits",
    "completed": "times from the cue to the last response of hits, or to the coach's press",
    "hits": "number of hits",
    "entry": "what the coach entered",
}
_TAKEN = {
    "median": "the median of all",
    "mean": "the mean of all",
    "best": "the best one",
    "best_mean": "the mean of the best {best}",
    "sum": "the sum of all",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRule:
    """How a drill makes its one number; in the words of its file."""

    of: ScoreOf = "rt"
    take: ScoreTake = "median"
    best: int = 1
    better: Literal["lower", "higher"] = "lower"
    per: Literal["run", "set", "side"] = "run"
    trials: tuple[int, int] | None = None
    """First and last trial of each set that count, from 1."""
    entry: str = ""
    """`of` an entry: its name."""
    unit: str = "ms"
    """Of that entry."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A number that the coach entered."""

    value: float
    set: int | None = None
    side: str | None = None


def score(values: Sequence[float], take: ScoreTake, *, best: int = 1, lower_is_better: bool = True) -> Value:
    """One number of several values; `best` is how many `best_mean` takes.

    There is none when fewer values are there than are wanted.
    """
    wanted = best if take == "best_mean" else 1
    if len(values) < wanted:
        return Value.none(needs(wanted, "values"))
    ordered = sorted(values, reverse=not lower_is_better)
    match take:
        case "median":
            return Value(float(np.median(ordered)))
        case "mean":
            return Value(float(np.mean(ordered)))
        case "sum":
            return Value(float(np.sum(ordered)))
        case "best":
            return Value(ordered[0])
        case "best_mean":
            return Value(float(np.mean(ordered[:best])))


def run_score(trials: Sequence[Trial], rule: ScoreRule, entered: Sequence[Entered] = ()) -> Result:
    """The score of a run: one, or one for each set or side. `entered` are the coach's numbers, where the rule asks."""
    counted = [trial for trial in trials if _counts(trial, rule)]
    unit = {"hits": "count", "entry": rule.unit}.get(rule.of, "ms")
    chosen = (
        "all trials" if rule.trials is None else f"trials {rule.trials[0]} to {rule.trials[1]} of each set"
    )
    taken = "" if rule.of == "hits" else f": {_TAKEN[rule.take].format(best=rule.best)}"
    return Result(
        family=FAMILY,
        version=VERSION,
        title="score",
        n=len(entered) if rule.of == "entry" else len(_values(counted, rule)),
        figures=_figures(counted, rule, entered, unit),
        labels={"better": rule.better},
        conventions=(f"{_OF[rule.of]}{taken}", chosen, f"{rule.better} is better"),
    )


def score_of(trials: Sequence[Trial], settings: Settings) -> Result:
    """The score of the reaction times of hits, by a rule made of settings."""
    better: Literal["lower", "higher"] = "lower" if settings.lower_is_better else "higher"
    return run_score(trials, ScoreRule(take=settings.take, best=settings.best, better=better))


def _counts(trial: Trial, rule: ScoreRule) -> bool:
    return rule.trials is None or rule.trials[0] <= trial.place <= rule.trials[1]


def _figures(
    trials: Sequence[Trial], rule: ScoreRule, entered: Sequence[Entered], unit: str
) -> tuple[Figure, ...]:
    if rule.per == "run":
        return (figure(f"score_{unit}", _scored(trials, rule, entered)),)
    if rule.per == "side":
        return tuple(
            figure(
                f"score_{side}_{unit}",
                _scored(
                    [trial for trial in trials if trial.side == side],
                    rule,
                    [each for each in entered if each.side == side],
                ),
            )
            for side in ("left", "right")
        )
    sets = sorted({trial.set for trial in trials} | {each.set for each in entered if each.set is not None})
    return tuple(
        figure(
            f"score_set_{number + 1}_{unit}",
            _scored(
                [trial for trial in trials if trial.set == number],
                rule,
                [each for each in entered if each.set == number],
            ),
        )
        for number in sets
    )


def _scored(trials: Sequence[Trial], rule: ScoreRule, entered: Sequence[Entered]) -> Value:
    if rule.of == "hits":
        return Value(float(len(_values(trials, rule)))) if trials else Value.none(needs(1, "trials"))
    values = [each.value for each in entered] if rule.of == "entry" else _values(trials, rule)
    if rule.of == "entry" and not values:
        return Value.none("the coach has entered nothing")
    return score(values, rule.take, best=rule.best, lower_is_better=rule.better == "lower")


def _values(trials: Sequence[Trial], rule: ScoreRule) -> list[float]:
    hits = [trial for trial in trials if trial.outcome == "hit"]
    match rule.of:
        case "hits":
            return [1.0 for _ in hits]
        case "movement":
            found = [trial.movement_ms for trial in hits]
        case "completed":
            found = [trial.completed_ms for trial in trials if trial.outcome in ("hit", "completed")]
        case _:
            found = [trial.rt_ms for trial in hits]
    return [value for value in found if value is not None]
