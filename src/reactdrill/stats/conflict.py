"""What a distractor that disagrees costs: Stroop, Simon, flanker, seen against heard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import OTHER, SAME, Trial, hit_times_ms
from reactdrill.stats.values import Value, needs

FAMILY, DUAL = "conflict", "dual-task"
VERSION = 1
_NAMES = ("effect_median_ms", "effect_mean_ms", "cost_percent", "error_effect_points")

CONVENTIONS = (
    "reaction times of hits; an effect is the compared condition minus the reference: above zero is slower",
    "cost: the difference of medians as a percentage of the reference's median",
    "error effect: difference of error shares in percentage points; time-outs and false starts are errors",
    "interval: each condition is drawn again by itself",
)


def conflict(trials: Sequence[Trial], settings: Settings) -> Result:
    """Compare trials whose distractor disagrees with those whose distractor agrees."""
    wanted = (_chosen(settings.reference, SAME), _chosen(settings.compared, OTHER))
    return _compared(trials, wanted, settings, FAMILY, "cost of conflict")


def dual_task(trials: Sequence[Trial], settings: Settings) -> Result:
    """Compare trials under a second task with those without one."""
    wanted = (_chosen(settings.reference, {"single"}), _chosen(settings.compared, {"dual"}))
    return _compared(trials, wanted, settings, DUAL, "cost of a second task")


def _chosen(name: str | None, usual: frozenset[str] | set[str]) -> frozenset[str]:
    return frozenset(usual) if name is None else frozenset({name.casefold()})


def _compared(
    trials: Sequence[Trial],
    wanted: tuple[frozenset[str], frozenset[str]],
    settings: Settings,
    family: str,
    title: str,
) -> Result:
    base, other = ([trial for trial in trials if trial.condition.casefold() in names] for names in wanted)
    before, after = sorted(hit_times_ms(base)), sorted(hit_times_ms(other))
    empty = [_named(names) for names, times in zip(wanted, (before, after), strict=True) if not times]
    short = f"{needs(1, 'hits')} in {' and '.join(empty)}"
    return Result(
        family=family,
        version=VERSION,
        title=title,
        n=len(base) + len(other),
        figures=_figures(base, other, settings) if before and after else missing(_NAMES, short),
        labels={"reference": _present(base, wanted[0]), "compared": _present(other, wanted[1])},
        conventions=CONVENTIONS,
    )


def _figures(base: Sequence[Trial], other: Sequence[Trial], settings: Settings) -> tuple[Figure, ...]:
    before, after = sorted(hit_times_ms(base)), sorted(hit_times_ms(other))
    interval = bootstrap_interval(
        [before, after], _median_gap, of="the difference of medians", resamples=settings.resamples
    )
    return (
        figure("effect_median_ms", float(np.median(after) - np.median(before)), interval=interval),
        figure("effect_mean_ms", float(np.mean(after) - np.mean(before))),
        figure("cost_percent", _cost(before, after)),
        figure("error_effect_points", 100 * (_error_share(other) - _error_share(base))),
    )


def _present(trials: Sequence[Trial], names: frozenset[str]) -> str:
    """The names that these trials bear; those that were looked for where there are none."""
    return " or ".join(sorted({trial.condition for trial in trials})) or _named(names)


def _named(names: frozenset[str]) -> str:
    return " or ".join(sorted(names))


def _error_share(trials: Sequence[Trial]) -> float:
    return sum(trial.wrong for trial in trials) / len(trials)


def _cost(before: Sequence[float], after: Sequence[float]) -> Value:
    middle = float(np.median(before))
    if middle <= 0:
        return Value.none("the reference's median is not above zero")
    return Value(100 * (float(np.median(after)) - middle) / middle)


def _median_gap(before: Floats, after: Floats) -> Floats:
    gap: Floats = np.median(after, axis=1) - np.median(before, axis=1)
    return gap
