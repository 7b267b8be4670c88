"""What to say of the trials of a run: the families that fit them, computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from statistics import median

from reactdrill.engine.record import TrialRecord
from reactdrill.stats.families import FAMILIES, Family
from reactdrill.stats.intervals import median_interval
from reactdrill.stats.pvt import BRIEF_LAPSE_MS, LAPSE_MS
from reactdrill.stats.race import race
from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.score import Entered, ScoreRule, run_score
from reactdrill.stats.settings import Settings
from reactdrill.stats.summary import TrialKey, lanes_of
from reactdrill.stats.trials import OTHER, SAME, Trial, from_records, hit_times_ms
from reactdrill.stats.values import NS_PER_MS, Value

VERSION = 6
"""Of the choice of families; the families have their own."""
ENOUGH_HITS = 15
"""For slopes over waits and minutes."""
ENOUGH_MS = 120_000
ENOUGH_ERRORS = 5
OVER_RUNS = (
    "each value is the median over runs of the run's own value, the first with its interval; n counts runs"
)

_SIDES = {"left", "right"}
_PVT = {LAPSE_MS: "pvt", BRIEF_LAPSE_MS: "pvt-b"}


def version() -> str:
    """Changes whenever the same records would be told of in other numbers."""
    return f"{VERSION}.{sum(family.version for family in FAMILIES.values())}"


def families_for(trials: Sequence[Trial], *, lapse_ms: float | None = None) -> tuple[Family, ...]:
    """The families that fit these trials, by what they hold; `lapse_ms` is the drill's threshold, if it has one.

    None fits trials that a coach timed, or nobody.
    """
    untimed = any(trial.outcome == "completed" for trial in trials)
    if untimed or not any(trial.right or trial.wrong for trial in trials):
        return ()
    names = [*_of_times(trials), *_of_paradigm(trials, lapse_ms), *_of_course(trials)]
    return tuple(FAMILIES[name] for name in names)


def tell(
    records: Iterable[TrialRecord],
    *,
    bad: Collection[TrialKey] = (),
    lapse_ns: int | None = None,
    score: ScoreRule | None = None,
    entered: Sequence[Entered] = (),
    slow: bool = False,
    no_repeat: bool = False,
    settings: Settings | None = None,
) -> dict[str, tuple[Result, ...]]:
    """What there is to say of a run, by lane.

    `slow`: with the families that load a slow library. `lapse_ns`: the drill's lapse threshold. `score`: how the
    drill makes its one number, where it says so; `entered`: the coach's numbers that it is made of, where it is.
    `no_repeat`: the drill lets no alternative follow itself.
    """
    known = list(records)
    lapse_ms = None if lapse_ns is None else lapse_ns / NS_PER_MS
    chosen = replace(settings or Settings(), lapse_ms=lapse_ms)
    raced = _raced(known, bad, chosen)
    return {
        lane: (
            *_told(
                from_records((one for one in known if one.lane == lane), bad, no_repeat=no_repeat),
                chosen,
                score=score,
                entered=entered,
                slow=slow,
            ),
            *raced,
        )
        for lane in lanes_of(known)
    }


def over_runs(told: Sequence[Sequence[Result]]) -> tuple[Result, ...]:
    """The same families over several runs: each figure's median over the runs that have it."""
    names = dict.fromkeys(result.family for results in told for result in results)
    return tuple(
        _joined([result for results in told for result in results if result.family == name]) for name in names
    )


def _raced(
    records: Sequence[TrialRecord], bad: Collection[TrialKey], settings: Settings
) -> tuple[Result, ...]:
    """The race between lanes, where cues came to several at once: the same for each of them."""
    if len(lanes_of(records)) < 2:
        return ()
    found = race(from_records(records, bad), settings)
    return (found,) if found.n else ()


def _told(
    trials: Sequence[Trial],
    settings: Settings,
    *,
    score: ScoreRule | None,
    entered: Sequence[Entered],
    slow: bool,
) -> tuple[Result, ...]:
    chosen = families_for(trials, lapse_ms=settings.lapse_ms)
    told = (
        family.of_trials(trials, settings)
        for family in chosen
        if family.of_trials is not None and (slow or not family.slow)
    )
    return (*((run_score(trials, score, entered),) if score is not None and trials else ()), *told)


def _of_times(trials: Sequence[Trial]) -> list[str]:
    if any(trial.taps_ms for trial in trials):
        return ["rhythm"]
    if any(trial.foreseen for trial in trials):
        return ["timing-error"]
    hits = len(hit_times_ms(trials))
    return ["times", "accuracy", *(["ex-gaussian", "bootstrap"] if hits >= ENOUGH_HITS else [])]


def _of_paradigm(trials: Sequence[Trial], lapse_ms: float | None) -> list[str]:
    kinds = {trial.kind for trial in trials}
    conditions = {trial.condition.casefold() for trial in trials}
    levels = {trial.level_ms for trial in trials if trial.kind != "stop"} - {None}
    fits = {
        _PVT.get(lapse_ms or 0.0, ""): lapse_ms in _PVT and len({trial.target for trial in trials}) == 1,
        "stop-signal": "stop" in kinds,
        "go-no-go": "no_go" in kinds,
        "conflict": bool(conditions & SAME) and bool(conditions & OTHER),
        "dual-task": {"single", "dual"} <= conditions,
        "staircase": len(levels) > 1,
        "span": any(trial.length for trial in trials),
        "movement": any(trial.movement_ms is not None for trial in trials),
        "asymmetry": {trial.side for trial in trials} >= _SIDES,
        "asymmetry-stance": {trial.stance for trial in trials} >= _SIDES,
        "asymmetry-limb": {trial.limb for trial in trials} >= _SIDES,
    }
    return [name for name, fit in fits.items() if fit]


def _of_course(trials: Sequence[Trial]) -> list[str]:
    """What happens over a run: waits, errors, minutes."""
    hits = [trial for trial in trials if trial.outcome == "hit" and trial.rt_ms is not None]
    if any(trial.foreseen or trial.taps_ms for trial in trials):
        return []
    waits = {trial.foreperiod_ms for trial in hits if trial.foreperiod_ms is not None}
    at = [trial.at_ms for trial in hits if trial.at_ms is not None]
    wrong = sum(trial.outcome == "wrong_target" for trial in trials)
    targets = {trial.target for trial in trials} - {None}
    choice_of_two = len(targets) == 2 and all(trial.kind == "go" for trial in trials)
    fits = {
        "foreperiod": len(hits) >= ENOUGH_HITS and len(waits) > 1,
        "post-error": wrong >= ENOUGH_ERRORS,
        "hick": len({trial.alternatives for trial in hits} - {None}) > 1,
        "ez-diffusion": wrong > 0 and choice_of_two and len(hits) >= ENOUGH_HITS,
        "fatigue": len(hits) >= ENOUGH_HITS and bool(at) and max(at) - min(at) >= ENOUGH_MS,
    }
    return [name for name, fit in fits.items() if fit]


def _joined(results: Sequence[Result]) -> Result:
    last = results[-1]
    names = list(dict.fromkeys(each.name for result in results for each in result.figures))
    return Result(
        family=last.family,
        version=last.version,
        title=last.title,
        n=len(results),
        figures=tuple(_over(name, results, leads=name == names[0]) for name in names),
        conventions=(*last.conventions, OVER_RUNS),
    )


def _over(name: str, results: Sequence[Result], *, leads: bool) -> Figure:
    found = [each for result in results for each in result.figures if each.name == name]
    values = sorted(each.value for each in found if each.value is not None and each.reportable)
    if not values:
        reason = next((each.reason for each in reversed(found) if each.reason), "no run has it")
        return figure(name, Value.none(reason), n=0)
    return figure(name, median(values), n=len(values), interval=median_interval(values) if leads else None)
