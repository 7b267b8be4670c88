"""The summary of one lane of a run.

What counts: practice trials, catch trials, aborted attempts and attempts marked bad are counted on their own and
left out of every other number. Reaction times are those of hits. Time-outs and false starts are errors. The order
of the records changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reactdrill.engine.record import ERRORS, StrayRecord, TrialRecord
from reactdrill.stats.spread import Middle, Spread, middle, spread
from reactdrill.stats.values import NS_PER_MS, Value, needs

ALGORITHM = "summary"
VERSION = 1

CORRECT: frozenset[str] = frozenset({"hit", "correct_rejection", "stopped"})
ANY_TARGET = "any"

TrialKey = tuple[str, int, int]
"""Lane, trial, attempt."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Trials by outcome; the outcomes add up to `presented`."""

    presented: int
    hits: int
    misses: int
    false_starts: int
    wrong_targets: int
    commissions: int
    correct_rejections: int
    stopped: int
    stop_failed: int
    completed: int
    """Done in observer or cue-only mode, where nothing is scored."""


@dataclass(frozen=True, slots=True)
class Group:
    """The trials that share a target, a condition, a side or a set."""

    name: str
    counts: Counts
    rt: Middle
    accuracy: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One lane of one run. Times in ms, shares from 0 to 1."""

    algorithm: str = ALGORITHM
    version: int = VERSION
    lane: str
    mode: str
    simulated: bool
    """The athlete was a program."""
    counts: Counts
    practice: int
    catch_trials: int
    catch_responses: int
    """Catch trials that were answered although nothing came: false starts of their own."""
    aborted: int
    marked_bad: int
    strays: int
    """Responses that belong to no trial."""
    rt: Spread
    movement: Middle
    """From leaving home to reaching the target, in hits."""
    completion: Middle
    """From the cue to the last needed response in hits; in observer mode, to the coach's press."""
    accuracy: Value
    """Hits, correct rejections and stops, of all trials that are scored."""
    lapses: Value
    """Hits at or above the drill's lapse threshold."""
    lapse_threshold_ms: float | None
    errors: int
    """Wrong targets within trials, those that did not end the trial too."""
    early: int
    """Responses before the cue, or too soon after it to be one."""
    uncertainty_ms: Value
    """Median over hits of the 95 % half-width of a reaction time."""
    per_target: tuple[Group, ...]
    per_condition: tuple[Group, ...]
    per_side: tuple[Group, ...]
    per_set: tuple[Group, ...]


def summarise(
    records: Iterable[TrialRecord],
    strays: Iterable[StrayRecord] = (),
    *,
    lane: str,
    bad: Collection[TrialKey] = (),
    simulated: bool = False,
    lapse_ns: int | None = None,
) -> Summary:
    """Summarise the records of `lane`; those of other lanes are ignored.

    `bad`: attempts marked bad. `lapse_ns`: the drill's lapse threshold, None when it has none.
    """
    attempts = [record for record in records if record.lane == lane]
    good = [record for record in attempts if key_of(record) not in bad]
    whole = [record for record in good if record.outcome != "aborted"]
    tested = [record for record in whole if not record.practice]
    catch = [record for record in tested if record.catch]
    scored = scored_trials(good)
    hits = [record for record in scored if record.outcome == "hit"]
    return Summary(
        lane=lane,
        mode=attempts[0].mode if attempts else "",
        simulated=simulated,
        counts=count(scored),
        practice=len(whole) - len(tested),
        catch_trials=len(catch),
        catch_responses=sum(record.outcome == "false_start" for record in catch),
        aborted=len(good) - len(whole),
        marked_bad=len(attempts) - len(good),
        strays=sum(stray.lane == lane for stray in strays),
        rt=spread(reaction_times_ms(scored)),
        movement=middle(_ms(record.movement_ns for record in hits), "hits with a departure from home"),
        completion=middle(
            _ms(record.completed_ns for record in scored if _is_done(record)), "completed trials"
        ),
        accuracy=accuracy(scored),
        lapses=_lapses(hits, lapse_ns),
        lapse_threshold_ms=None if lapse_ns is None else lapse_ns / NS_PER_MS,
        errors=sum(record.errors for record in scored),
        early=sum(record.early for record in scored),
        uncertainty_ms=_uncertainty(hits),
        per_target=groups(scored, target_of),
        per_condition=groups(scored, lambda record: record.condition),
        per_side=groups(scored, lambda record: record.side),
        per_set=_in_order_of_sets(scored),
    )


def lanes_of(records: Iterable[TrialRecord]) -> tuple[str, ...]:
    """The lanes that have records, in alphabetical order."""
    return tuple(sorted({record.lane for record in records}))


def scored_trials(records: Iterable[TrialRecord], bad: Collection[TrialKey] = ()) -> list[TrialRecord]:
    """The trials that count: presented, not aborted, not practice, not catch, not marked bad."""
    return [
        record
        for record in records
        if record.outcome != "aborted"
        and not record.practice
        and not record.catch
        and key_of(record) not in bad
    ]


def key_of(record: TrialRecord) -> TrialKey:
    """Lane, trial and attempt."""
    return record.lane, record.trial, record.attempt


def count(scored: Sequence[TrialRecord]) -> Counts:
    """Count trials by outcome."""
    by = Counter[str](record.outcome for record in scored)
    return Counts(
        presented=len(scored),
        hits=by["hit"],
        misses=by["miss"],
        false_starts=by["false_start"],
        wrong_targets=by["wrong_target"],
        commissions=by["commission"],
        correct_rejections=by["correct_rejection"],
        stopped=by["stopped"],
        stop_failed=by["stop_failed"],
        completed=by["completed"],
    )


def reaction_times_ms(scored: Iterable[TrialRecord]) -> list[float]:
    """The reaction times of hits."""
    return _ms(record.rt_ns for record in scored if record.outcome == "hit")


def accuracy(scored: Sequence[TrialRecord]) -> Value:
    """Share of right outcomes; time-outs and false starts are errors."""
    right = sum(record.outcome in CORRECT for record in scored)
    wrong = sum(record.outcome in ERRORS for record in scored)
    if right + wrong:
        return Value(right / (right + wrong))
    return Value.none("nothing is scored in this response mode" if scored else needs(1, "trials"))


def groups(scored: Iterable[TrialRecord], name_of: Callable[[TrialRecord], str | None]) -> tuple[Group, ...]:
    """Split trials by a name, in alphabetical order; those without one are left out."""
    members: dict[str, list[TrialRecord]] = {}
    for record in scored:
        name = name_of(record)
        if name is not None:
            members.setdefault(name, []).append(record)
    return tuple(group(name, members[name]) for name in sorted(members))


def group(name: str, members: Sequence[TrialRecord]) -> Group:
    """Describe the trials of one group."""
    return Group(name, count(members), middle(reaction_times_ms(members)), accuracy(members))


def target_of(record: TrialRecord) -> str | None:
    """Where a trial wanted the athlete to respond, or not to: `left`, or `left+right` for several."""
    if record.expected and record.expected != (ANY_TARGET,):
        return "+".join(record.expected)
    cued = [cue.target for cue in record.cues if cue.target is not None]
    if cued:
        return cued[0]
    return ANY_TARGET if record.expected else None


def _in_order_of_sets(scored: Sequence[TrialRecord]) -> tuple[Group, ...]:
    sets = sorted({record.set for record in scored})
    return tuple(
        group(str(index + 1), [record for record in scored if record.set == index]) for index in sets
    )


def _is_done(record: TrialRecord) -> bool:
    return record.outcome in ("hit", "completed")


def _lapses(hits: Sequence[TrialRecord], lapse_ns: int | None) -> Value:
    if lapse_ns is None:
        return Value.none("the drill sets no lapse threshold")
    if not hits:
        return Value.none(needs(1, "hits"))
    return Value(float(sum("lapse" in record.flags for record in hits)))


def _uncertainty(hits: Sequence[TrialRecord]) -> Value:
    stated = _ms(record.rt_uncertainty_ns for record in hits)
    return Value(float(np.median(stated))) if stated else Value.none(needs(1, "hits"))


def _ms(times_ns: Iterable[int | None]) -> list[float]:
    return [time_ns / NS_PER_MS for time_ns in times_ns if time_ns is not None]
