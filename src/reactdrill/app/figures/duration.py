"""How long a plan will take, roughly: what a person wants to know before they start."""

from __future__ import annotations

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.timeline import Part, timeline
from reactdrill.drill.trial import Plan, PlannedSet, PlannedTrial
from reactdrill.errors import PlanError

MS = 1_000_000
ANSWER_NS = 500 * MS
"""A usual reaction."""
REACH_NS = 1_500 * MS
"""Leaving home and reaching a target."""
OBSERVED_NS = 2_500 * MS
"""Until a coach has seen that a movement is done."""
TAKE_PLACE_NS = 1_000 * MS
"""Until somebody stands on a target again, or has pressed to go on."""


SEED = 0
"""Any: how long a drill takes hardly depends on it."""


def circuit_ns(file: CircuitFile, *, match_day: bool = False) -> int:
    """How long a circuit takes. Each of its drills is planned: tens of milliseconds."""
    return sum(_part_ns(part) for part in timeline(file, match_day=match_day))


def _part_ns(part: Part) -> int:
    if part.kind == "drill" and part.seconds is None:
        assert part.drill is not None
        try:
            return expected_ns(part.drill.plan(SEED))
        except PlanError:
            return 0
    return round((part.seconds or 0) * 1e9)


def expected_ns(plan: Plan) -> int:
    """The longest lane's sets with their rests. Every trial is taken for a hit: strikes are not foreseen."""
    return max(
        (sum(_set_ns(plan, each, lane.trials) for each in lane.sets) for lane in plan.lanes), default=0
    )


def _set_ns(plan: Plan, one: PlannedSet, trials: tuple[PlannedTrial, ...]) -> int:
    until = one.until
    count = until.trials if until.hits is None else min(until.trials, until.hits)
    mine = trials[one.first : one.first + count]
    length_ns = sum(_trial_ns(plan, trial) for trial in mine)
    if until.time_ns is not None:
        length_ns = min(length_ns, until.time_ns)
    return one.rest_before_ns + length_ns


def _trial_ns(plan: Plan, trial: PlannedTrial) -> int:
    waiting_ns = 0 if trial.begin.kind == "auto" else TAKE_PLACE_NS
    return waiting_ns + trial.foreperiod_ns + _answer_ns(plan, trial) + trial.window.iti_ns


def _answer_ns(plan: Plan, trial: PlannedTrial) -> int:
    """Nobody answers a no-go or catch trial, nor any trial that only gives cues: it lasts its whole window."""
    window_ns = trial.window.response_ns
    quiet = trial.catch or trial.expect.match == "none" or plan.mode == "cue_only"
    if window_ns is not None and (quiet or trial.window.light_out == "timeout"):
        return window_ns
    if plan.mode == "observer":
        usual_ns = OBSERVED_NS
    else:
        usual_ns = REACH_NS if trial.expect.action == "leave_reach" else ANSWER_NS
        usual_ns *= max(1, len(trial.expect.targets) if trial.expect.match in ("all", "order") else 1)
    return usual_ns if window_ns is None else min(usual_ns, window_ns)
