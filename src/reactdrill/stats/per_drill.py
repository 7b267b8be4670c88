"""One drill over all its runs. Runs of simulated athletes and of other response modes are never mixed in.

The unit is a lane of a run: the interval is that of the median of their medians, because trials of one run are
not independent of each other. Runs marked bad are left out by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reactdrill.engine.record import TrialRecord
from reactdrill.stats import summary as one_run, telling
from reactdrill.stats.race import FAMILY as RACE
from reactdrill.stats.result import Result
from reactdrill.stats.score import Entered, ScoreRule
from reactdrill.stats.settings import Settings
from reactdrill.stats.spread import Spread, spread
from reactdrill.stats.summary import Counts, Group, TrialKey
from reactdrill.stats.values import Value, needs

ALGORITHM = "per_drill"
VERSION = f"2.{one_run.VERSION}.{telling.version()}"
"""Changes with its own definitions and with those of the summary and the families that it rests on."""

OF_THE_RUN = {RACE}
"""Families that say the same of every lane of a run."""
_RUNS = "runs with hits"
_DEPENDENT = "trials of one run depend on each other: see the medians of the runs"


@dataclass(frozen=True, slots=True)
class RunTrials:
    """What is needed of one run."""

    run: str
    started_utc: str
    drill_version: int
    records: Sequence[TrialRecord]
    bad: frozenset[TrialKey] = frozenset()
    lapse_ns: int | None = None
    """The drill's lapse threshold."""
    score: ScoreRule | None = None
    """How the drill makes its one number, where it says so."""
    entered: Sequence[Entered] = ()
    """What that number is made of, where the coach enters it."""


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One lane of one run, in short."""

    run: str
    lane: str
    started_utc: str
    counts: Counts
    median_ms: Value
    accuracy: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillSummary:
    """A drill over its runs. Times in ms."""

    algorithm: str = ALGORITHM
    version: str = VERSION
    drill: str
    mode: str
    simulated: bool
    runs: int
    drill_versions: tuple[int, ...]
    """Which versions of the drill file the runs used."""
    first_utc: str | None
    last_utc: str | None
    counts: Counts
    pooled: Spread
    """All hits of all runs together; without an interval, because trials of one run depend on each other."""
    run_medians: Spread
    """The medians of the runs, each as one value: their median, interval and spread from run to run."""
    fastest_ms: Value
    """The lowest median of a run."""
    per_target: tuple[Group, ...]
    families: tuple[Result, ...]
    """What fits the drill's paradigm: each figure as the median of the runs' own."""
    points: tuple[RunPoint, ...]
    """In the order of time."""


def summarise_drill(runs: Iterable[RunTrials], *, drill: str, mode: str, simulated: bool) -> DrillSummary:
    """Summarise the runs of one drill, all of the same response mode and all simulated or all not."""
    ordered = sorted(runs, key=lambda each: (each.started_utc, each.run))
    points = tuple(point for each in ordered for point in _points(each))
    scored = [record for each in ordered for record in one_run.scored_trials(each.records, each.bad)]
    medians = [point.median_ms.value for point in points if point.median_ms.value is not None]
    return DrillSummary(
        drill=drill,
        mode=mode,
        simulated=simulated,
        runs=len(ordered),
        drill_versions=tuple(sorted({each.drill_version for each in ordered})),
        first_utc=ordered[0].started_utc if ordered else None,
        last_utc=ordered[-1].started_utc if ordered else None,
        counts=one_run.count(scored),
        pooled=spread(one_run.reaction_times_ms(scored), dependent=_DEPENDENT),
        run_medians=spread(medians, _RUNS),
        fastest_ms=Value(min(medians)) if medians else Value.none(needs(1, _RUNS)),
        per_target=one_run.groups(scored, one_run.target_of),
        families=telling.over_runs([results for each in ordered for results in _told(each)]),
        points=points,
    )


def _told(run: RunTrials) -> Iterable[tuple[Result, ...]]:
    """What each lane's families say; without intervals, because the runs are the unit."""
    quick = Settings(resamples=0)
    first, *others = telling.tell(
        run.records,
        bad=run.bad,
        lapse_ns=run.lapse_ns,
        score=run.score,
        entered=run.entered,
        settings=quick,
    ).values() or ((),)
    shared = {result.family for result in first} & OF_THE_RUN
    return [first, *(tuple(each for each in results if each.family not in shared) for results in others)]


def _points(run: RunTrials) -> Iterator[RunPoint]:
    scored = one_run.scored_trials(run.records, run.bad)
    for each in one_run.groups(scored, lambda record: record.lane):
        yield RunPoint(run.run, each.name, run.started_utc, each.counts, each.rt.median_ms, each.accuracy)
