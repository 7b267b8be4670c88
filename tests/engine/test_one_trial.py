"""What one trial comes to: simple, no-go, stop, catch; thresholds to the millisecond; what ends it."""

from __future__ import annotations

from typing import Any

import pytest

from lab import Echo, play, press, release, tap
from plans import MS, NOTHING, cue, plan_of, simple_plan, trial, want
from reactdrill.drill.trial import Reference
from reactdrill.engine.commands import ClearCue, ShowCue

NO_GO = {"expect": NOTHING, "condition": "no-go"}
STOP = (cue("go"), cue("stop", None, role="stop", channel="sound", after="go", offset=250))


@pytest.mark.parametrize(
    ("at", "outcome", "rt"),
    [
        (500, "false_start", None),
        (999, "false_start", None),
        (1001, "false_start", 1),
        (1099, "false_start", 99),
        (1100, "hit", 100),
        (1101, "hit", 101),
        (1499, "hit", 499),
        (1500, "hit", 500),
        (1501, "miss", None),
    ],
)
def test_a_press_is_classed_exactly_at_the_thresholds(at: float, outcome: str, rt: float | None) -> None:
    (record,) = play(simple_plan(1), press(at)).records
    assert (record.outcome, record.rt_ns) == (outcome, None if rt is None else rt * MS)


@pytest.mark.parametrize(("at", "flags"), [(1399, ()), (1400, ("lapse",)), (1401, ("lapse",))])
def test_a_hit_at_or_above_the_limit_is_a_lapse(at: float, flags: tuple[str, ...]) -> None:
    (record,) = play(simple_plan(1, lapse=400), press(at)).records
    assert (record.outcome, record.flags) == ("hit", flags)


@pytest.mark.parametrize(
    ("settings", "at", "outcome"),
    [
        (NO_GO, None, "correct_rejection"),
        (NO_GO, 1300, "commission"),
        (NO_GO, 1500, "commission"),
        (NO_GO, 1501, "correct_rejection"),
        (NO_GO, 1050, "false_start"),
        (NO_GO, 800, "false_start"),
        ({"catch": True}, None, "correct_rejection"),
        ({"catch": True}, 400, "false_start"),
        ({"catch": True}, 1500, "false_start"),
        ({"catch": True}, 1501, "correct_rejection"),
        ({"catch": True, "false_start": "continue"}, 1200, "false_start"),
        ({"catch": True, "false_start": "continue"}, None, "correct_rejection"),
        ({}, None, "miss"),
    ],
)
def test_waiting_is_right_where_nothing_is_wanted(
    settings: dict[str, Any], at: float | None, outcome: str
) -> None:
    presses = () if at is None else (press(at),)
    (record,) = play(simple_plan(1, **settings), *presses).records
    assert record.outcome == outcome


@pytest.mark.parametrize(
    ("at", "outcome", "rt"),
    [
        (None, "stopped", None),
        (1200, "stop_failed", 200),
        (1400, "stop_failed", 400),
        (1099, "false_start", 99),
    ],
)
def test_a_stop_trial(at: float | None, outcome: str, rt: float | None) -> None:
    chosen = plan_of(trial(*STOP, expect=NOTHING))
    (record,) = play(chosen, *(() if at is None else (press(at),))).records
    assert (record.outcome, record.rt_ns) == (outcome, None if rt is None else rt * MS)
    assert record.reference_ns == 1000 * MS


def test_a_catch_trial_lasts_as_long_as_its_foreperiod_and_window() -> None:
    lab = play(simple_plan(1, catch=True))
    assert (lab.records[0].ended_ns, lab.records[0].cues, lab.of(ShowCue)) == (1500 * MS, (), [])
    assert lab.records[0].reference_ns is None


def test_a_catch_trial_keeps_every_response_it_went_on_after() -> None:
    (record,) = play(simple_plan(1, catch=True, false_start="continue"), tap(300), tap(900)).records
    assert (record.outcome, record.early, record.ended_ns) == ("false_start", 2, 1500 * MS)
    assert [response.verdict for response in record.responses] == ["early", "early"]


@pytest.mark.parametrize(
    ("rule", "outcomes", "early", "rt"),
    [("end", ["false_start"], 1, None), ("continue", ["hit"], 1, 300)],
)
def test_a_false_start_ends_the_trial_or_not(
    rule: str, outcomes: list[str], early: int, rt: float | None
) -> None:
    lab = play(simple_plan(1, false_start=rule), tap(700), tap(1300))
    (record,) = lab.records
    assert (lab.outcomes, record.early) == (outcomes, early)
    assert record.rt_ns == (None if rt is None else rt * MS)


def test_a_press_too_soon_after_the_cue_goes_on_too_where_false_starts_do() -> None:
    (record,) = play(simple_plan(1, false_start="continue"), tap(1050), tap(1300)).records
    assert (record.outcome, record.rt_ns, record.early) == ("hit", 300 * MS, 1)
    assert [response.verdict for response in record.responses] == ["early", "correct"]


def test_a_false_start_cancels_the_cue_that_was_asked_for() -> None:
    lab = play(simple_plan(1), press(700))
    (clear,) = lab.of(ClearCue)
    assert (clear.step, clear.due_ns) == ("cue", 700 * MS)
    assert lab.records[0].cues[0].onset_ns is None
    assert lab.records[0].foreperiod_achieved_ns is None


@pytest.mark.parametrize(
    ("settings", "at", "ended", "verdicts"),
    [
        ({"light_out": "either"}, (1300,), 1300, ["correct"]),
        ({"light_out": "either"}, (), 1500, []),
        ({"light_out": "timeout"}, (1300,), 1500, ["correct"]),
        ({"light_out": "timeout"}, (1300, 1400, 1500), 1500, ["correct", "extra", "extra"]),
        ({"light_out": "timeout", "response": None}, (1300,), 1300, ["correct"]),
        ({"light_out": "hit"}, (4000,), 4000, ["correct"]),
        ({"light_out": "hit", "response": None}, (9000,), 9000, ["correct"]),
        ({"light_out": "hit", "expect": NOTHING}, (), 1500, []),
    ],
)
def test_the_light_goes_out_by_its_rule(
    settings: dict[str, Any], at: tuple[float, ...], ended: float, verdicts: list[str]
) -> None:
    lab = play(simple_plan(1, **settings), *[tap(each) for each in at])
    (record,) = lab.records
    assert record.ended_ns == ended * MS
    assert [response.verdict for response in record.responses] == verdicts
    assert [clear.due_ns for clear in lab.of(ClearCue)] == [ended * MS]


def test_the_outcome_of_a_lit_trial_is_that_of_its_first_response() -> None:
    (record,) = play(simple_plan(1, light_out="timeout"), tap(1300), tap(1400, "right")).records
    assert (record.outcome, record.rt_ns, record.errors) == ("hit", 300 * MS, 0)


@pytest.mark.parametrize(
    ("at", "outcome", "rt"),
    [
        (1899, "false_start", -301),
        (1900, "hit", -300),
        (2190, "hit", -10),
        (2200, "hit", 0),
        (2210, "hit", 10),
        (2700, "hit", 500),
        (2701, "miss", None),
    ],
)
def test_time_from_an_instant_may_be_negative(at: float, outcome: str, rt: float | None) -> None:
    arrival = Reference("cue", 1200 * MS, 300 * MS)
    (record,) = play(simple_plan(1, reference=arrival), tap(at)).records
    assert (record.outcome, record.rt_ns) == (outcome, None if rt is None else rt * MS)
    assert record.reference_ns == 2200 * MS
    assert record.foreperiod_achieved_ns == 1000 * MS


def test_a_window_that_would_end_before_its_cue_ends_at_the_onset() -> None:
    (record,) = play(simple_plan(1, reference=Reference("cue", -900 * MS), response=500)).records
    assert (record.outcome, record.ended_ns) == ("miss", 1000 * MS)


def test_reaction_time_is_counted_from_the_measured_onset() -> None:
    lab = play(simple_plan(1), press(1300, unsure=3), echo={"cue": Echo(late=12, unsure=4)})
    (record,) = lab.records
    assert (record.rt_ns, record.rt_uncertainty_ns) == (288 * MS, 5 * MS)
    assert (record.foreperiod_ns, record.foreperiod_achieved_ns) == (1000 * MS, 1012 * MS)
    (shown,) = record.cues
    assert (shown.requested_ns, shown.due_ns, shown.onset_ns) == (1000 * MS, 1000 * MS, 1012 * MS)


def test_a_record_says_everything_of_its_attempt() -> None:
    (record,) = play(simple_plan(1), press(1300), release(1350)).records
    assert (record.lane, record.trial, record.attempt, record.set) == ("main", 0, 1, 0)
    assert (record.begin_ns, record.reference_ns, record.ended_ns) == (0, 1000 * MS, 1300 * MS)
    assert (record.expected, record.reason, record.parameters) == (("left",), None, {})
    (response,) = record.responses
    assert (response.at_ns, response.target, response.action) == (1300 * MS, "left", "press")
    assert (response.device, response.control, response.verdict) == ("keys", "key:left", "correct")


def test_any_target_counts_where_any_is_wanted() -> None:
    (record,) = play(simple_plan(1, expect=want("any")), press(1300, "home")).records
    assert record.outcome == "hit"


@pytest.mark.parametrize(
    ("feedback", "told"), [("none", []), ("outcome", [("hit", None)]), ("rt", [("hit", 300 * MS)])]
)
def test_feedback_is_what_the_drill_allows(feedback: str, told: list[tuple[str, int | None]]) -> None:
    from reactdrill.engine.commands import Feedback

    lab = play(plan_of(trial(), feedback=feedback), press(1300))
    assert [(each.outcome, each.rt_ns) for each in lab.of(Feedback)] == told
