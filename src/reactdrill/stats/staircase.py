"""The threshold that a staircase came to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "staircase"
VERSION = 1
FEWEST = 4
"""Reversals that a threshold needs."""
RIGHT_RATIOS = {2: (0.5488, 80.35), 3: (0.7393, 83.15)}
"""Successes in a row before it gets harder: the ratio of the harder step to the easier one at which fixed steps aim at the
share of successes beside it (García-Pérez, Vision Research 1998)."""

CONVENTIONS = (
    "threshold: mean of the levels at which the direction turned, an even number of them",
    "levels that did not change between two trials count as one",
    "step ratio: step after successes / step after failures; only the right one aims where textbooks say",
)


def reversals(levels: Sequence[float]) -> list[float]:
    """The levels at which a series turned round, in their order."""
    moves = [level for index, level in enumerate(levels) if index == 0 or level != levels[index - 1]]
    turns = zip(moves, moves[1:], moves[2:], strict=False)
    return [middle for before, middle, after in turns if (middle - before) * (after - middle) < 0]


def threshold(levels: Sequence[float], dropped: int = FEWEST) -> Value:
    """Mean of the last reversals, an even number, without the first `dropped` (fewer where too few would stay)."""
    used = _used(reversals(levels), dropped)
    if not used:
        return Value.none(needs(FEWEST, "reversals"))
    return Value(float(np.mean(used)))


def staircase(trials: Sequence[Trial], settings: Settings) -> Result:
    """The threshold of trials in their order, and whether the staircase settled."""
    steps = [trial for trial in trials if trial.level_ms is not None]
    levels = [trial.level_ms for trial in steps if trial.level_ms is not None]
    turns = reversals(levels)
    used = _used(turns, settings.dropped_reversals)
    sd = Value(float(np.std(used, ddof=1))) if len(used) > 1 else Value.none(needs(FEWEST, "reversals"))
    right = sum(trial.right for trial in steps)
    ratio = step_ratio(steps)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="staircase",
        n=len(levels),
        figures=(
            figure("threshold_ms", threshold(levels, settings.dropped_reversals), n=len(used)),
            figure("reversal_sd_ms", sd, n=len(used)),
            Figure("reversals_count", float(len(turns))),
            figure("last_level_ms", Value(levels[-1]) if levels else Value.none(needs(1, "trials"))),
            figure("success_share", Value(right / len(steps)) if steps else Value.none(needs(1, "trials"))),
            figure("step_ratio", ratio),
        ),
        conventions=(
            *CONVENTIONS,
            f"the first {settings.dropped_reversals} reversals are left out, as far as {FEWEST} stay",
        ),
        notes=_notes(ratio, settings),
    )


def step_ratio(steps: Sequence[Trial]) -> Value:
    """The step after successes over the step after failures, each as the median of its kind."""
    moves = [
        (before.right, abs(after.level_ms - before.level_ms))
        for before, after in pairwise(steps)
        if before.level_ms is not None and after.level_ms is not None and after.level_ms != before.level_ms
    ]
    harder, easier = ([size for right, size in moves if right is kind] for kind in (True, False))
    if not harder or not easier:
        return Value.none("the staircase moved in one direction only")
    return Value(float(np.median(harder)) / float(np.median(easier)))


def _used(turns: Sequence[float], dropped: int) -> list[float]:
    left = list(turns[min(dropped, max(0, len(turns) - FEWEST)) :])
    left = left[len(left) % 2 :]
    return left if len(left) >= FEWEST else []


def _notes(ratio: Value, settings: Settings) -> tuple[str, ...]:
    rule = RIGHT_RATIOS.get(settings.up_after or 0)
    if rule is None or ratio.value is None or settings.down_after not in (None, 1):
        return ()
    wanted, aim = rule
    if abs(ratio.value - wanted) < 0.02:
        return (f"these steps aim at {aim:g} % successes",)
    return (f"the ratio of the steps is {ratio.value:.2f}, not {wanted:g}: where they aim is not known",)
