"""Every family of statistics by name: what it computes and what it has to be told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from reactdrill.stats import (
    asymmetry,
    bootstrap,
    conflict,
    diffusion,
    ex_gaussian,
    fatigue,
    foreperiod,
    group_comparison,
    hick,
    location,
    movement,
    percentiles,
    post_error,
    progress,
    pvt,
    race,
    reliability,
    rhythm,
    score,
    signal_detection,
    span,
    speed_accuracy,
    staircase,
    stop_signal,
    timing_error,
)
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

OfTrials = Callable[[Sequence[Trial], Settings], Result]
OfMeasures = Callable[[Sequence[Measure], Settings], Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family: what it computes, and what it has to be told."""

    name: str
    version: int
    about: str
    needs: tuple[str, ...]
    """What must be known of every trial (`trials`), or of every value (`values`)."""
    also: tuple[str, ...] = ()
    """What is used where it is known."""
    chosen: tuple[str, ...] = ()
    """The settings that matter to it."""
    of_trials: OfTrials | None = None
    of_values: OfMeasures | None = None
    slow: bool = False
    """Loads a slow library: not for a screen that opens after each run."""

    @property
    def over(self) -> Literal["trials", "values"]:
        """What it is computed of."""
        return "trials" if self.of_trials is not None else "values"


_HITS = ("outcome",)
_TABLE = (
    Family(
        name=location.FAMILY,
        version=location.VERSION,
        about="median, mean, spread, speed",
        needs=("rt",),
        also=_HITS,
        chosen=("resamples", "low_ms", "high_ms", "outliers"),
        of_trials=location.times,
    ),
    Family(
        name=bootstrap.FAMILY,
        version=bootstrap.VERSION,
        about="BCa intervals of median, mean, SD and speed",
        needs=("rt",),
        also=_HITS,
        chosen=("resamples",),
        of_trials=bootstrap.bootstrapped,
        slow=True,
    ),
    Family(
        name=ex_gaussian.FAMILY,
        version=ex_gaussian.VERSION,
        about="mu, sigma and tau of the distribution",
        needs=("rt",),
        also=_HITS,
        of_trials=ex_gaussian.ex_gaussian,
        slow=True,
    ),
    Family(
        name=speed_accuracy.FAMILY,
        version=speed_accuracy.VERSION,
        about="accuracy, inverse efficiency, LISAS, throughput",
        needs=("rt", "outcome"),
        of_trials=speed_accuracy.speed_accuracy,
    ),
    Family(
        name=pvt.FAMILY,
        version=pvt.VERSION,
        about="psychomotor vigilance, 10 minutes: lapses from 500 ms",
        needs=("rt",),
        also=_HITS,
        chosen=("resamples", "false_start_ms", "lapse_ms"),
        of_trials=pvt.pvt,
    ),
    Family(
        name=pvt.BRIEF,
        version=pvt.VERSION,
        about="psychomotor vigilance, 3 minutes: lapses from 355 ms",
        needs=("rt",),
        also=_HITS,
        chosen=("resamples", "false_start_ms", "lapse_ms"),
        of_trials=pvt.pvt_brief,
    ),
    Family(
        name=signal_detection.FAMILY,
        version=signal_detection.VERSION,
        about="go and no-go: rates, d', criterion",
        needs=("kind", "outcome"),
        also=("rt",),
        of_trials=signal_detection.go_no_go,
    ),
    Family(
        name=stop_signal.FAMILY,
        version=stop_signal.VERSION,
        about="SSRT by integration, and whether it may be reported",
        needs=("kind", "rt", "delay"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=stop_signal.stop_signal,
    ),
    Family(
        name=conflict.FAMILY,
        version=conflict.VERSION,
        about="Stroop, Simon, flanker: what disagreement costs",
        needs=("rt", "condition"),
        also=_HITS,
        chosen=("resamples", "reference", "compared"),
        of_trials=conflict.conflict,
    ),
    Family(
        name=conflict.DUAL,
        version=conflict.VERSION,
        about="what a second task costs",
        needs=("rt", "condition"),
        also=_HITS,
        chosen=("resamples", "reference", "compared"),
        of_trials=conflict.dual_task,
    ),
    Family(
        name=staircase.FAMILY,
        version=staircase.VERSION,
        about="threshold from the reversals",
        needs=("level", "outcome"),
        chosen=("dropped_reversals", "up_after", "down_after"),
        of_trials=staircase.staircase,
    ),
    Family(
        name=timing_error.FAMILY,
        version=timing_error.VERSION,
        about="constant, variable, absolute and total error of timing",
        needs=("error",),
        also=("outcome", "interval"),
        chosen=("resamples",),
        of_trials=timing_error.timing_error,
    ),
    Family(
        name=rhythm.FAMILY,
        version=rhythm.VERSION,
        about="intervals of a series of taps, clock and motor variation",
        needs=("time",),
        also=("interval",),
        of_trials=rhythm.rhythm,
    ),
    Family(
        name=foreperiod.FAMILY,
        version=foreperiod.VERSION,
        about="effect of the wait before the cue",
        needs=("rt", "foreperiod"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=foreperiod.foreperiod,
    ),
    Family(
        name=fatigue.FAMILY,
        version=fatigue.VERSION,
        about="slope over the run, least squares and Theil-Sen",
        needs=("rt", "time"),
        also=_HITS,
        of_trials=fatigue.fatigue,
        slow=True,
    ),
    Family(
        name=hick.FAMILY,
        version=hick.VERSION,
        about="reaction time per bit of choice",
        needs=("rt", "alternatives"),
        also=_HITS,
        chosen=("no_repeat",),
        of_trials=hick.hick,
    ),
    Family(
        name=post_error.FAMILY,
        version=post_error.VERSION,
        about="slowing after errors",
        needs=("rt", "outcome"),
        chosen=("resamples",),
        of_trials=post_error.post_error,
    ),
    Family(
        name=diffusion.FAMILY,
        version=diffusion.VERSION,
        about="drift, boundary and non-decision time of choices between two",
        needs=("rt", "outcome"),
        of_trials=diffusion.ez_diffusion,
    ),
    Family(
        name=asymmetry.FAMILY,
        version=asymmetry.VERSION,
        about="left against right",
        needs=("rt", "side"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=asymmetry.asymmetry,
    ),
    Family(
        name=asymmetry.BY_STANCE,
        version=asymmetry.VERSION,
        about="left against right leg, stood on",
        needs=("rt", "stance"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=asymmetry.asymmetry_of_stance,
    ),
    Family(
        name=asymmetry.BY_LIMB,
        version=asymmetry.VERSION,
        about="left against right limb that answers",
        needs=("rt", "limb"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=asymmetry.asymmetry_of_limb,
    ),
    Family(
        name=movement.FAMILY,
        version=movement.VERSION,
        about="leaving home and reaching the target, apart",
        needs=("rt", "movement"),
        also=_HITS,
        chosen=("resamples",),
        of_trials=movement.movement,
    ),
    Family(
        name=span.FAMILY,
        version=span.VERSION,
        about="memory span: longest, half right, mean",
        needs=("length", "outcome"),
        of_trials=span.span,
    ),
    Family(
        name=race.FAMILY,
        version=race.VERSION,
        about="who was first at cues that came to several at once",
        needs=("rt", "time", "lane"),
        also=_HITS,
        of_trials=race.race,
    ),
    Family(
        name=score.FAMILY,
        version=score.VERSION,
        about="one number: median, mean, best, mean of the best, sum",
        needs=("rt",),
        also=_HITS,
        chosen=("take", "best", "lower_is_better"),
        of_trials=score.score_of,
    ),
    Family(
        name=reliability.FAMILY,
        version=reliability.VERSION,
        about="typical error, MDC, ICC of athletes over sessions",
        needs=("athlete", "session", "value"),
        of_values=reliability.reliability,
    ),
    Family(
        name=progress.FAMILY,
        version=progress.VERSION,
        about="one athlete's runs: improved, within the usual range, or worse",
        needs=("value",),
        chosen=("practice_runs", "mdc", "lower_is_better"),
        of_values=progress.progress,
    ),
    Family(
        name=group_comparison.FAMILY,
        version=group_comparison.VERSION,
        about="two groups of athletes",
        needs=("value", "group"),
        also=("athlete",),
        chosen=("resamples", "reference", "compared"),
        of_values=group_comparison.compare_groups,
    ),
    Family(
        name=percentiles.FAMILY,
        version=percentiles.VERSION,
        about="percentiles of a group and the rank of each athlete",
        needs=("value",),
        also=("athlete",),
        of_values=percentiles.percentiles,
    ),
)
FAMILIES = {family.name: family for family in _TABLE}
