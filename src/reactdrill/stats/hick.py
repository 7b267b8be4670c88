"""How reaction time grows with the number of alternatives (Hick 1952, Hyman 1953)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

import numpy as np

from reactdrill.stats.lines_fitted import fit_line, slope_interval
from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

FAMILY = "hick"
VERSION = 2

CONVENTIONS = (
    "one point for each number of alternatives: the median reaction time of its hits, all points alike",
    "fitted on log2(n) and, under its own name, on log2(n + 1): their slopes differ by about a third",
)
NO_REPEAT = "no stimulus followed itself: n is one less than the number of stimuli"


def hick(trials: Sequence[Trial], settings: Settings) -> Result:
    """Fit the medians on the bits to be decided."""
    times: dict[int, list[float]] = {}
    one_less = settings.no_repeat or any(trial.no_repeat for trial in trials)
    for trial in trials:
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.alternatives:
            times.setdefault(_effective(trial, trial.alternatives, settings), []).append(trial.rt_ms)
    counts = sorted(times)
    medians = [float(np.median(times[count])) for count in counts]
    bits = [log2(count) for count in counts]
    return Result(
        family=FAMILY,
        version=VERSION,
        title="alternatives",
        n=sum(map(len, times.values())),
        figures=(
            *_fitted("log2_n", bits, medians),
            *_fitted("log2_n_plus_1", [log2(count + 1) for count in counts], medians),
            *(
                figure(f"median_of_{count}_ms", middle, n=len(times[count]))
                for count, middle in zip(counts, medians, strict=True)
            ),
        ),
        conventions=(*CONVENTIONS, *((NO_REPEAT,) if one_less else ())),
    )


def _effective(trial: Trial, alternatives: int, settings: Settings) -> int:
    return max(1, alternatives - 1) if settings.no_repeat or trial.no_repeat else alternatives


def _fitted(name: str, bits: Sequence[float], medians: Sequence[float]) -> tuple[Figure, ...]:
    line = fit_line(bits, medians)
    points = len(bits)
    return (
        figure(f"intercept_{name}_ms", line.intercept, n=points),
        figure(f"slope_{name}_ms_per_bit", line.slope, n=points, interval=slope_interval(line)),
        figure(f"r_squared_{name}", line.r_squared, n=points),
    )
