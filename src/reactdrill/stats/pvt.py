"""The psychomotor vigilance test: its outcomes as Basner & Dinges (Sleep 2011) define them, and the PVT-B's.

PVT-B: Basner, Mollicone & Dinges, Acta Astronautica 2011.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np

from reactdrill.stats.intervals import Floats, bootstrap_interval, rows_median, share_interval
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY, BRIEF = "pvt", "pvt-b"
VERSION = 1
LAPSE_MS, BRIEF_LAPSE_MS = 500.0, 355.0
TENTH = 0.1

_TIMES = (
    "speed_per_s", "slowest_tenth_speed_per_s", "fastest_tenth_ms", "median_ms", "mean_ms", "sd_ms",
)  # fmt: skip


def pvt(trials: Sequence[Trial], settings: Settings) -> Result:
    """The PVT's outcomes; a lapse is a response of 500 ms or more."""
    return _pvt(trials, settings, FAMILY, settings.lapse_ms or LAPSE_MS)


def pvt_brief(trials: Sequence[Trial], settings: Settings) -> Result:
    """The PVT-B's outcomes; a lapse is a response of 355 ms or more."""
    return _pvt(trials, settings, BRIEF, settings.lapse_ms or BRIEF_LAPSE_MS)


def _pvt(trials: Sequence[Trial], settings: Settings, family: str, lapse_ms: float) -> Result:
    too_soon = [trial for trial in trials if _is_early(trial, settings.false_start_ms)]
    valid = [trial for trial in trials if not _is_early(trial, settings.false_start_ms)]
    early = sum(max(1, trial.early) for trial in too_soon) + sum(trial.early for trial in valid)
    times = sorted(trial.rt_ms for trial in valid if trial.rt_ms is not None)
    timeouts = len(valid) - len(times)
    lapses = sum(time >= lapse_ms for time in times) + timeouts
    notes = (f"{timeouts} time-outs count as lapses and have no reaction time",) if timeouts else ()
    return Result(
        family=family,
        version=VERSION,
        title="psychomotor vigilance" + (", brief" if family == BRIEF else ""),
        n=len(valid),
        figures=(*_speed_figures(times, settings), *_count_figures(lapses, early, len(valid))),
        conventions=_conventions(lapse_ms, settings),
        notes=notes,
    )


def _is_early(trial: Trial, false_start_ms: float) -> bool:
    if trial.outcome == "false_start":
        return True
    return trial.rt_ms is not None and trial.rt_ms < false_start_ms


def _speed_figures(times: Sequence[float], settings: Settings) -> tuple[Figure, ...]:
    if not times:
        return missing(_TIMES, needs(1, "responses"))
    ordered = np.asarray(times)
    if ordered[0] <= 0:
        return missing(_TIMES, "some times are zero or less")
    tenth = ceil(TENTH * len(ordered))
    speed = bootstrap_interval([times], _mean_speed, of="the mean of 1000 / RT", resamples=settings.resamples)
    middle = bootstrap_interval([times], rows_median, of="the median", resamples=settings.resamples)
    sd = Value(float(np.std(ordered, ddof=1))) if len(ordered) > 1 else Value.none(needs(2, "responses"))
    return (
        figure("speed_per_s", float(np.mean(1000 / ordered)), n=len(times), interval=speed),
        figure("slowest_tenth_speed_per_s", float(np.mean(1000 / ordered[-tenth:])), n=tenth),
        figure("fastest_tenth_ms", float(np.mean(ordered[:tenth])), n=tenth),
        figure("median_ms", float(np.median(ordered)), n=len(times), interval=middle),
        figure("mean_ms", float(np.mean(ordered)), n=len(times)),
        figure("sd_ms", sd, n=len(times)),
    )


def _count_figures(lapses: int, early: int, valid: int) -> tuple[Figure, ...]:
    none = Value.none(needs(1, "stimuli"))
    whole = valid + early
    lapse_share = Value(lapses / valid) if valid else none
    return (
        Figure("lapses_count", float(lapses)),
        Figure("false_starts_count", float(early)),
        figure("lapse_probability", lapse_share, n=valid, interval=share_interval(lapses, valid)),
        figure("performance_score", Value(1 - (lapses + early) / whole) if whole else none, n=whole),
    )


def _mean_speed(drawn: Floats) -> Floats:
    speeds: Floats = np.mean(1000 / drawn, axis=1)
    return speeds


def _conventions(lapse_ms: float, settings: Settings) -> tuple[str, ...]:
    return (
        f"lapse: RT of {lapse_ms:g} ms or more, or no response at all",
        f"false start: a response without a stimulus, or sooner than {settings.false_start_ms:g} ms after it",
        "response speed: mean of 1000 / RT, not 1000 over the mean",
        "fastest and slowest tenth: n / 10 rounded up, because the paper leaves it open; the slowest as speed",
        "lapse probability: lapses / stimuli without false starts",
        "performance score: 1 - (lapses + false starts) / (stimuli including false starts)",
    )
