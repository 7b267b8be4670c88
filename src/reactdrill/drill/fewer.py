"""A plan without some of its targets: when a pod is lost or flat, training goes on with those that are left.

A run with fewer targets is easier to answer, so it is a condition of its own, and kept with the run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from reactdrill.drill.model import Drill
from reactdrill.drill.trial import ANY_TARGET, LanePlan, Plan, PlannedSet, PlannedTrial

FEWEST = 2
"""Targets that a lane must keep: one alone is another drill."""

Place = tuple[str, str]
"""Lane and target."""


def without_targets(drill: Drill, plan: Plan, lost: Collection[Place]) -> Plan | None:
    """The plan without the trials that need one of `lost`; the others stay in their order.

    None where the drill does not allow it: its order is its point, its athletes wait for each other, or too little
    would be left of a lane or of a set.
    """
    if drill.order.kind == "fixed" or any(_waits(trial) for lane in plan.lanes for trial in lane.trials):
        return None
    lanes = [_lane(lane, {target for name, target in lost if name == lane.name}) for lane in plan.lanes]
    left = [lane for lane in lanes if lane is not None]
    return replace(plan, lanes=tuple(left)) if len(left) == len(lanes) else None


def _waits(trial: PlannedTrial) -> bool:
    return trial.begin.kind == "together" or trial.begin.lane is not None


def _lane(lane: LanePlan, lost: set[str]) -> LanePlan | None:
    if not lost:
        return lane
    sets: list[PlannedSet] = []
    trials: list[PlannedTrial] = []
    for one in lane.sets:
        first = len(trials)
        planned = lane.trials[one.first : one.first + one.until.trials]
        for trial in planned:
            if lost.isdisjoint(_used(trial)):
                trials.append(replace(trial, index=len(trials)))
        if len(trials) == first:
            return None
        sets.append(replace(one, first=first, until=replace(one.until, trials=len(trials) - first)))
    wanted = {target for trial in trials for target in trial.expect.targets if target != ANY_TARGET}
    if len(wanted) < FEWEST:
        return None
    targets = tuple(target for target in lane.targets if target not in lost)
    return replace(lane, targets=targets, sets=tuple(sets), trials=tuple(trials))


def _used(trial: PlannedTrial) -> Iterator[str]:
    """Every target that a trial cannot do without."""
    yield from (step.target for step in trial.steps if step.target is not None)
    yield from trial.expect.targets
    yield from (each for each in (trial.expect.home, trial.begin.target) if each is not None)
