"""Several athletes at one drill that was written for one: each has a lane, an order and a part of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reactdrill.drill.model import Drill, Lane
from reactdrill.drill.places import LIGHT_SIZE
from reactdrill.drill.planner import plan
from reactdrill.drill.trial import LanePlan, Mode, Plan, PlannedStep, PlannedTrial
from reactdrill.errors import PlanError

MOST_ATHLETES = 8
USED = 0.82
"""How much of a column's width its cues use: what is free keeps one athlete's cues off the next one's."""
_FILLS_THE_SCREEN = "field"


def plan_side_by_side(
    drill: Drill, seed: int, athletes: int, *, mode: Mode | None = None, sha256: str = ""
) -> Plan:
    """A drill's plan for several athletes at once, in the lanes `athlete-1`, `athlete-2` ….

    Each lane has all the drill's targets under their own names, draws its own order and waits, and shows its cues in
    its own column of the screen. Nobody is told how a trial went: the others are at theirs. Raises `PlanError` as `plan`, and for a drill that cannot be done so.
    """
    if athletes == 1:
        return plan(drill, seed, mode=mode, sha256=sha256)
    problem = why_not_side_by_side(drill, mode or drill.modes[0])
    if problem:
        raise PlanError(drill.name, problem, "let the athletes do it one after the other")
    if not 1 < athletes <= MOST_ATHLETES:
        raise PlanError(
            drill.name, f"{athletes} athletes at once", f"1 to {MOST_ATHLETES} can do a drill side by side"
        )
    targets = [target.name for target in drill.targets]
    lanes = [Lane(name=f"athlete-{number}", targets=targets) for number in range(1, athletes + 1)]
    planned = plan(drill.model_copy(update={"lanes": lanes}), seed, mode=mode, sha256=sha256)
    columns = tuple(_in_column(lane, place, athletes) for place, lane in enumerate(planned.lanes))
    return replace(planned, lanes=columns, feedback="none")


def why_not_side_by_side(drill: Drill, mode: Mode) -> str:
    """Why athletes cannot do a drill at the same time; empty when they can."""
    if drill.lanes:
        return f"it is made for {len(drill.lanes)} athletes already"
    if mode != "sensor":
        return "the coach's press can be for one athlete only"
    for trial in drill.trial:
        heard = any(step.sound is not None for step in trial.steps)
        if heard or (trial.sequence is not None and trial.sequence.sound is not None):
            return "its cues are heard, so each athlete would hear the others' cues"
        if any(_fills_the_screen(step.show) for step in trial.steps):
            return "its cues fill the whole screen"
    return ""


def _fills_the_screen(show: Any) -> bool:  # noqa: ANN401 - a table or none
    return show is not None and show.shape == _FILLS_THE_SCREEN


def _in_column(lane: LanePlan, place: int, athletes: int) -> LanePlan:
    return replace(lane, trials=tuple(_trial(trial, place, athletes) for trial in lane.trials))


def _trial(trial: PlannedTrial, place: int, athletes: int) -> PlannedTrial:
    return replace(trial, steps=tuple(_step(step, place, athletes) for step in trial.steps))


def _step(step: PlannedStep, place: int, athletes: int) -> PlannedStep:
    return replace(step, stimulus=_stimulus(step.stimulus, place, athletes))


def _stimulus(whole: Mapping[str, Any], place: int, athletes: int) -> dict[str, Any]:
    """A stimulus made as much smaller as its column is narrower than the screen, at its place within the column."""
    part = dict(whole)
    part["at"] = _at(whole.get("at", (0.0, 0.0)), place, athletes)
    part["size"] = USED * float(whole.get("size", LIGHT_SIZE)) / athletes
    if "motion" in whole:
        part["motion"] = {**whole["motion"], "to": _at(whole["motion"]["to"], place, athletes)}
    return part


def _at(at: Sequence[float], place: int, athletes: int) -> list[float]:
    """-1 to 1 across the whole becomes most of one column of it; heights stay."""
    middle = (2 * place + 1) / athletes - 1
    return [round(middle + USED * at[0] / athletes, 4), at[1]]
