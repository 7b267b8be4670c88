"""Scripted responses and faults, played through the real loop in virtual time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plans import MS, a_set, cue, lane, plan, plan_of, simple_plan, trial, want
from reactdrill.drill.trial import COACH, Begin, Plan
from reactdrill.engine.commands import Paused
from reactdrill.engine.events import Response
from reactdrill.testing import (
    MemoryJournal,
    ScriptedFault,
    ScriptedResponder,
    ScriptedResponse,
    VirtualClock,
    VirtualCues,
    Watcher,
    run_headless,
)

Responses = Mapping[tuple[str, int, int], Sequence[ScriptedResponse]]
Faults = Mapping[tuple[str, int, int], Sequence[ScriptedFault]]


def play(chosen: Plan, responses: Responses, faults: Faults | None = None) -> Watcher:
    clock = VirtualClock()
    responder = ScriptedResponder(clock, responses, faults)
    watcher = Watcher()
    journal = MemoryJournal()
    run_headless(
        chosen,
        clock,
        cues=VirtualCues(clock),
        inputs=[responder],
        journal=journal,
        observers=[responder, watcher],
    )
    return watcher


def press(target: str = "left", ms: float = 250, **more: object) -> ScriptedResponse:
    return ScriptedResponse(target, round(ms * MS), **more)  # type: ignore[arg-type]


def outcomes(watcher: Watcher) -> list[tuple[str, float | None]]:
    return [(one.outcome, None if one.rt_ns is None else one.rt_ns / MS) for one in watcher.records]


def test_responses_come_exactly_when_the_script_says() -> None:
    watcher = play(
        simple_plan(4),
        {
            ("main", 0, 1): [press(ms=250)],
            ("main", 1, 1): [press("right", 300)],
            ("main", 2, 1): [press(after="start", ms=400)],
        },
    )
    assert outcomes(watcher) == [("hit", 250), ("wrong_target", 300), ("false_start", None), ("miss", None)]


def test_a_response_after_a_response_counts_from_it() -> None:
    chosen = plan_of(trial(expect=want("left", "right", match="order"), response=2000))
    watcher = play(chosen, {("main", 0, 1): [press(ms=300), press("right", 200, after="response")]})
    assert outcomes(watcher) == [("hit", 300)]
    assert watcher.records[0].completed_ns == 500 * MS


def test_a_late_response_within_the_window_is_a_hit() -> None:
    watcher = play(simple_plan(2), {("main", 0, 1): [press(ms=499, late_ns=16 * MS)]})
    assert outcomes(watcher) == [("hit", 499), ("miss", None)]


def test_what_follows_a_late_response_is_played_on_time() -> None:
    chosen = plan_of(*[trial(iti=0, foreperiod=100)] * 2)
    responses = {
        ("main", 0, 1): [press(ms=400, late_ns=60 * MS)],
        ("main", 1, 1): [press("right", 40, after="start")],
    }
    watcher = play(chosen, responses)
    assert outcomes(watcher) == [("hit", 400), ("false_start", None)]
    assert watcher.records[1].responses[0].at_ns - watcher.records[0].ended_ns == 40 * MS
    assert watcher.strays == []


def test_a_duplicate_changes_nothing_but_is_told() -> None:
    once = play(simple_plan(1), {("main", 0, 1): [press()]})
    twice = play(simple_plan(1), {("main", 0, 1): [press(duplicate=True)]})
    assert twice.records == once.records
    assert sum(isinstance(item, Response) for item in twice.items) == 2


def test_a_hold_is_taken_where_the_trial_waits_and_let_go_by_the_script() -> None:
    hold = press("home", 50, after="start", hold_ns=1_500 * MS)
    chosen = plan_of(trial(begin=Begin("hold", "home"), expect=want("home", action="release")))
    watcher = play(chosen, {("main", 0, 1): [hold]})
    assert outcomes(watcher) == [("hit", 500)]
    assert watcher.records[0].begin_ns == 50 * MS


def test_the_coach_can_be_scripted() -> None:
    chosen = plan_of(trial(begin=Begin("coach")))
    watcher = play(chosen, {("main", 0, 1): [press(COACH, 700, after="start"), press(ms=222)]})
    assert outcomes(watcher) == [("hit", 222)]
    assert watcher.records[0].begin_ns == 700 * MS


def test_a_lost_device_interrupts_the_attempt_and_loses_its_responses() -> None:
    faults = {("main", 0, 1): [ScriptedFault("scripted", 100 * MS, 2_000 * MS)]}
    responses = {("main", 0, 1): [press(ms=250)], ("main", 0, 2): [press(ms=275)]}
    watcher = play(simple_plan(1), responses, faults)
    assert [(one.attempt, one.outcome) for one in watcher.records] == [(1, "aborted"), (2, "hit")]
    assert watcher.records[0].reason == "device_lost: scripted"
    assert watcher.strays == []
    assert next(item.devices for item in watcher.items if isinstance(item, Paused)) == ("scripted",)


def test_another_lost_device_leaves_the_scripts_own_responses_alone() -> None:
    faults = {("main", 0, 1): [ScriptedFault("pad0", 100 * MS, 500 * MS)]}
    watcher = play(simple_plan(1), {("main", 0, 1): [press(ms=250)]}, faults)
    assert [stray.reason for stray in watcher.strays] == ["paused"]


def test_lanes_with_the_same_targets_are_told_apart() -> None:
    chosen = plan(
        lane(a_set(trial(foreperiod=1000)), name="a", targets=("left",)),
        lane(a_set(trial(foreperiod=1400)), name="b", targets=("left",)),
    )
    watcher = play(chosen, {("a", 0, 1): [press(ms=200)], ("b", 0, 1): [press(ms=300)]})
    assert [(one.lane, one.rt_ns) for one in watcher.records] == [("a", 200 * MS), ("b", 300 * MS)]


def test_only_the_first_cue_of_a_trial_is_answered() -> None:
    prime = cue("prime", None, role="prime", offset=-400, lasts=50)
    watcher = play(plan_of(trial(prime, cue(), reference="cue")), {("main", 0, 1): [press(ms=600)]})
    assert outcomes(watcher) == [("hit", 200)]
