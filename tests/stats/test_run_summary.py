from __future__ import annotations

import statistics
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from journals import MS, lane as a_lane, nobody, plan as a_plan, played, response, simple_plan, trial
from reactdrill.engine.record import CueRecord, Outcome, StrayRecord, TrialRecord
from reactdrill.stats.summary import lanes_of, summarise, target_of

BASE = played(simple_plan(1))[1].records[0]


def record(index: int, outcome: Outcome = "hit", rt_ms: float | None = 250, **more: Any) -> TrialRecord:
    """A record of an attempt: only what a summary reads differs from a real one."""
    rt_ns = None if rt_ms is None else round(rt_ms * MS)
    return replace(BASE, trial=index, outcome=outcome, rt_ns=rt_ns, completed_ns=rt_ns, **more)


def hits(*times_ms: float) -> list[TrialRecord]:
    return [record(index, rt_ms=rt_ms) for index, rt_ms in enumerate(times_ms)]


def stray(lane: str | None = "main") -> StrayRecord:
    return StrayRecord(lane, 5, "left", "press", "keyboard", "key:left", "x11", 1, "late", 0)


MIXED = [
    *hits(200, 300, 250, 410),
    record(4, "miss", None),
    record(5, "false_start", 40, early=1),
    record(6, "wrong_target", 333, errors=1),
    record(7, "commission", 280, expected=()),
    record(8, "correct_rejection", None, expected=()),
    record(9, "aborted", None, reason="pause"),
    record(9, "hit", 500, attempt=2),
    record(10, "hit", 100, practice=True),
    record(11, "correct_rejection", None, catch=True, cues=(), expected=()),
    record(12, "false_start", None, catch=True, cues=(), expected=()),
]


def test_every_kind_of_trial_is_counted_where_it_belongs() -> None:
    summary = summarise(MIXED, [stray(), stray("other"), stray(None)], lane="main")
    counts = summary.counts
    assert (counts.presented, counts.hits, counts.misses, counts.false_starts) == (10, 5, 1, 1)
    assert (counts.wrong_targets, counts.commissions, counts.correct_rejections) == (1, 1, 1)
    assert (summary.practice, summary.aborted, summary.catch_trials, summary.catch_responses) == (1, 1, 2, 1)
    assert (summary.errors, summary.early, summary.strays, summary.marked_bad) == (1, 1, 1, 0)


def test_reaction_times_are_those_of_hits_that_count() -> None:
    rt = summarise(MIXED, lane="main").rt
    times = [200, 300, 250, 410, 500]
    assert rt.n == 5
    assert rt.median_ms.value == 300
    assert rt.mean_ms.value == statistics.mean(times)
    assert rt.sd_ms.value == pytest.approx(statistics.stdev(times))
    assert (rt.min_ms.value, rt.max_ms.value) == (200, 500)
    assert rt.speed_per_s.value == pytest.approx(statistics.mean(1000 / each for each in times))


def test_time_outs_and_false_starts_are_errors() -> None:
    assert summarise(MIXED, lane="main").accuracy.value == 6 / 10


def test_a_trial_marked_bad_is_left_out_and_counted() -> None:
    summary = summarise(MIXED, lane="main", bad={("main", 0, 1), ("main", 9, 2)})
    assert (summary.marked_bad, summary.counts.hits, summary.rt.n) == (2, 3, 3)
    assert summary.rt.median_ms.value == 300


def test_quartiles_are_type_7() -> None:
    rt = summarise(hits(1, 2, 3, 4, 10), lane="main").rt
    assert (rt.q1_ms.value, rt.q3_ms.value, rt.iqr_ms.value) == (2, 4, 2)
    rt = summarise(hits(1, 2, 3, 4), lane="main").rt
    assert (rt.q1_ms.value, rt.q3_ms.value) == (1.75, 3.25)


def test_what_cannot_be_computed_is_missing_with_a_reason() -> None:
    summary = summarise([record(0, "miss", None)], lane="main")
    rt = summary.rt
    for value in (rt.median_ms, rt.mean_ms, rt.sd_ms, rt.iqr_ms, rt.min_ms, rt.speed_per_s):
        assert value.value is None
        assert value.reason is not None
        assert "too few hits" in value.reason
    assert rt.interval_ms.low is None
    assert rt.interval_ms.reason == "too few values: needs 2"
    assert summary.movement.median_ms.value is None
    assert summary.uncertainty_ms.value is None
    assert summary.lapses.reason == "the drill sets no lapse threshold"
    assert summary.accuracy.value == 0  # one trial, and it was missed: that is known


def test_nothing_at_all_is_no_zero() -> None:
    summary = summarise([], lane="main")
    assert summary.accuracy.value is None
    assert summary.counts.presented == 0
    assert summary.per_target == ()


def test_one_hit_has_no_spread() -> None:
    rt = summarise(hits(250), lane="main").rt
    assert rt.median_ms.value == 250
    assert rt.sd_ms.reason == "too few hits: needs 2"
    assert rt.iqr_ms.value is None


def test_times_that_can_be_negative_have_no_speed() -> None:
    rt = summarise(hits(-20, 15, 30), lane="main").rt
    assert rt.median_ms.value == 15
    assert rt.speed_per_s.value is None
    assert "anticipated" in str(rt.speed_per_s.reason)


def test_lapses_need_a_threshold_and_hits() -> None:
    slow = [*hits(300, 310), record(2, rt_ms=520, flags=("lapse",))]
    summary = summarise(slow, lane="main", lapse_ns=500 * MS)
    assert (summary.lapses.value, summary.lapse_threshold_ms) == (1, 500)
    assert summarise(hits(300), lane="main", lapse_ns=500 * MS).lapses.value == 0
    assert summarise([], lane="main", lapse_ns=500 * MS).lapses.reason == "too few hits: needs 1"


def test_movement_and_uncertainty_are_medians_of_hits() -> None:
    trials = [
        record(0, movement_ns=300 * MS, rt_uncertainty_ns=8 * MS),
        record(1, movement_ns=340 * MS, rt_uncertainty_ns=2 * MS),
        record(2, movement_ns=None, rt_uncertainty_ns=3 * MS),
        record(3, "wrong_target", movement_ns=900 * MS, rt_uncertainty_ns=90 * MS),
    ]
    summary = summarise(trials, lane="main")
    assert (summary.movement.n, summary.movement.median_ms.value) == (2, 320)
    assert summary.uncertainty_ms.value == 3


def test_observed_trials_are_completed_and_never_reactions() -> None:
    trials = [
        replace(BASE, trial=index, mode="observer", outcome="completed", rt_ns=None, completed_ns=each * MS)
        for index, each in enumerate((900, 1100))
    ]
    summary = summarise(trials, lane="main")
    assert (summary.mode, summary.counts.completed, summary.rt.n) == ("observer", 2, 0)
    assert summary.completion.median_ms.value == 1000
    assert summary.accuracy.reason == "nothing is scored in this response mode"


def test_stop_trials_count_in_accuracy() -> None:
    trials = [record(0, "stopped", None), record(1, "stop_failed", 300), record(2)]
    summary = summarise(trials, lane="main")
    assert (summary.counts.stopped, summary.counts.stop_failed) == (1, 1)
    assert summary.accuracy.value == pytest.approx(2 / 3)


def test_groups_by_target_condition_side_and_set() -> None:
    trials = [
        record(0, rt_ms=200, side="left", set=0),
        record(1, rt_ms=220, expected=("right",), condition="far", side="right", set=1),
        record(2, "miss", None, expected=("right",), condition="far", side="right", set=1),
        record(3, rt_ms=400, expected=("left", "right"), set=10),
    ]
    summary = summarise(trials, lane="main")
    assert [group.name for group in summary.per_target] == ["left", "left+right", "right"]
    right = summary.per_target[2]
    assert (right.counts.presented, right.rt.median_ms.value, right.accuracy.value) == (2, 220, 0.5)
    assert [group.name for group in summary.per_condition] == ["far", "go"]
    assert [group.name for group in summary.per_side] == ["left", "right"]
    assert [group.name for group in summary.per_set] == ["1", "2", "11"]


def cue(target: str | None) -> CueRecord:
    return replace(BASE.cues[0], target=target)


@pytest.mark.parametrize(
    ("expected", "cued", "target"),
    [
        (("left",), "right", "left"),
        (("left", "right"), None, "left+right"),
        (("any",), "pod-3", "pod-3"),
        (("any",), None, "any"),
        ((), "left", "left"),
        ((), None, None),
    ],
)
def test_the_target_of_a_trial(expected: tuple[str, ...], cued: str | None, target: str | None) -> None:
    assert target_of(replace(BASE, expected=expected, cues=(cue(cued),))) == target


def test_lanes_are_summarised_on_their_own() -> None:
    lanes = (
        a_lane([trial(0), trial(1)], "one", ("left",)),
        a_lane([trial(0, "right")], "two", ("right",)),
    )
    _, player = played(a_plan(*lanes))
    assert lanes_of(player.records) == ("one", "two")
    assert [summarise(player.records, lane=each).counts.hits for each in ("one", "two")] == [2, 1]


def test_a_real_run_gives_what_its_athlete_did() -> None:
    plan = a_plan(a_lane([trial(0), trial(1, "right"), trial(2, no_go=True), trial(3, catch=True)]))
    _, player = played(plan)
    summary = summarise(player.records, player.strays, lane="main")
    assert (summary.counts.hits, summary.counts.correct_rejections, summary.catch_trials) == (2, 1, 1)
    assert summary.rt.median_ms.value == 205  # the athlete answers after 200 and 210 ms
    assert summary.accuracy.value == 1
    _, idle = played(simple_plan(3), nobody, extra=[response(100 * MS, "left", "tap")])
    summary = summarise(idle.records, idle.strays, lane="main")
    assert (summary.counts.misses, summary.counts.false_starts) == (2, 1)
    assert summary.accuracy.value == 0


OUTCOMES: list[Outcome] = [
    "hit",
    "hit",
    "hit",
    "miss",
    "false_start",
    "wrong_target",
    "commission",
    "correct_rejection",
    "aborted",
]
outcomes = st.sampled_from(OUTCOMES)


@st.composite
def some_records(draw: st.DrawFn) -> list[TrialRecord]:
    return [
        record(
            index,
            draw(outcomes),
            draw(st.floats(100, 2000)),
            set=draw(st.integers(0, 2)),
            side=draw(st.sampled_from([None, "left", "right"])),
            condition=draw(st.sampled_from(["near", "far"])),
            expected=(draw(st.sampled_from(["left", "right"])),),
            practice=draw(st.booleans()),
            catch=draw(st.sampled_from([False, False, True])),
            rt_uncertainty_ns=draw(st.integers(0, 10**7)),
        )
        for index in range(draw(st.integers(0, 14)))
    ]


@settings(max_examples=60, deadline=None)
@given(some_records(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(records: list[TrialRecord], random: Any) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)
    assert summarise(shuffled, lane="main") == summarise(records, lane="main")


@settings(max_examples=100, deadline=None)
@given(some_records())
def test_outcomes_and_groups_add_up(records: list[TrialRecord]) -> None:
    summary = summarise(records, lane="main")
    counts = summary.counts
    assert counts.presented == (
        counts.hits
        + counts.misses
        + counts.false_starts
        + counts.wrong_targets
        + counts.commissions
        + counts.correct_rejections
    )
    left_out = summary.practice + summary.catch_trials + summary.aborted + summary.marked_bad
    assert counts.presented + left_out == len(records)
    for groups in (summary.per_target, summary.per_condition, summary.per_set):
        assert sum(group.counts.presented for group in groups) == counts.presented
        assert sum(group.rt.n for group in groups) == summary.rt.n
