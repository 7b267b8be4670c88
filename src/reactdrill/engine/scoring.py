"""What a response is, and what a trial came to: decisions of one trial, nothing across trials."""

from __future__ import annotations

from typing import Literal

from reactdrill.drill.trial import ANY_TARGET, COACH, Expect, Mode, PlannedTrial
from reactdrill.engine.events import Response
from reactdrill.engine.record import Outcome

Verdict = Literal["correct", "part", "departure", "wrong", "early", "commission", "extra", "observed"]
SCORED: frozenset[Verdict] = frozenset({"correct", "part", "departure"})
"""Verdicts that steps can hang on (`after = "response"`)."""


def is_home(trial: PlannedTrial, target: str) -> bool:
    """Whether a target is where the athlete stands or holds: stepping onto it is never a response."""
    if target == trial.expect.home:
        return True
    begin = trial.begin
    return begin.kind == "hold" and target == begin.target and target not in trial.expect.targets


def is_heard(trial: PlannedTrial, response: Response) -> bool:
    """Whether a response is of the kind the trial listens to: presses and taps, or releases."""
    if trial.expect.action == "release":
        return response.action == "release"
    return response.action != "release" and not is_home(trial, response.target)


def is_false_start(trial: PlannedTrial, response: Response) -> bool:
    """Whether a response before the reference cue is an answer to it (letting go of a hold is one besides)."""
    expect = trial.expect
    if expect.action == "release":
        return response.action == "release" and response.target in expect.targets
    if expect.action == "leave_reach" and response.action == "release":
        return response.target == expect.home
    return is_heard(trial, response)


def judge(
    trial: PlannedTrial, mode: Mode, done: tuple[str, ...], *, departed: bool, response: Response, rt_ns: int
) -> Verdict | None:
    """What a response within the window is; None when the trial does not listen to its kind.

    `done`: targets already scored in this attempt. `rt_ns`: response minus reference.
    """
    if mode != "sensor":
        pressed = response.target == COACH and response.action != "release"
        return "observed" if pressed and mode == "observer" else None
    expect = trial.expect
    if response.target == COACH:
        return None
    if expect.action == "leave_reach" and response.action == "release":
        if departed or response.target != expect.home:
            return None
        return "departure" if _is_credible(trial, rt_ns) else "early"
    if not is_heard(trial, response):
        return None
    if not departed and not done and not _is_credible(trial, rt_ns):
        return "early"
    return "commission" if expect.match == "none" else _match(expect, done, response.target)


def _is_credible(trial: PlannedTrial, rt_ns: int) -> bool:
    early_ns = trial.reference.early_ns if trial.reference is not None else 0
    return rt_ns >= (-early_ns if early_ns else trial.window.min_rt_ns)


def _match(expect: Expect, done: tuple[str, ...], target: str) -> Verdict:
    wanted = expect.targets
    if expect.match in ("any", "count"):
        if target not in wanted and ANY_TARGET not in wanted:
            return "wrong"
        return "correct" if expect.match == "any" or len(done) + 1 == expect.count else "part"
    if expect.match == "all":
        if target in done:
            return "extra"
        ok = target in wanted
    else:
        ok = target == wanted[len(done)]
    if not ok:
        return "wrong"
    return "correct" if len(done) + 1 == len(wanted) else "part"


def outcome_when_over(trial: PlannedTrial, mode: Mode, early: int) -> Outcome:
    """The outcome of a trial whose time is over with nothing decided. `early`: false starts it went on after."""
    if mode == "cue_only":
        return "completed"
    if trial.catch:
        return "false_start" if early else "correct_rejection"
    if trial.expect.match == "none":
        return "stopped" if _has_stop(trial) else "correct_rejection"
    return "miss"


def outcome_of(verdict: Verdict, trial: PlannedTrial) -> Outcome:
    """The outcome that a deciding verdict gives."""
    match verdict:
        case "correct":
            return "hit"
        case "early":
            return "false_start"
        case "observed" if trial.expect.match != "none":
            return "completed"
        case "commission" | "observed":
            return "stop_failed" if _has_stop(trial) else "commission"
        case _:
            return "wrong_target"


def waits_for_hit(trial: PlannedTrial, mode: Mode) -> bool:
    """Whether only a response puts the cue out, so that the trial has no end by time."""
    return trial.window.light_out == "hit" and trial.expect.match != "none" and mode != "cue_only"


def _has_stop(trial: PlannedTrial) -> bool:
    return any(step.role == "stop" for step in trial.steps)
