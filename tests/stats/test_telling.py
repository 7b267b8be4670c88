"""Which families speak of a run, and what they say of drills of the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import Any

import pytest

from journals import MS, lane as a_lane, nobody, plan as a_plan, played, simple_plan, trial
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan as expand
from reactdrill.drill.trial import PlannedTrial
from reactdrill.engine.events import CueShown
from reactdrill.engine.record import CueRecord, TrialRecord
from reactdrill.stats import telling
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.hick import hick
from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.telling import families_for, over_runs, tell
from reactdrill.stats.trials import Trial, from_records, side_in


def athlete(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
    """Answers the cue that counts, in uneven times, sometimes wrongly; holds back every other time it should."""
    if planned.reference is None or cue.step != planned.reference.step:
        return
    time_ms = planned.reference.offset_ns // MS + 230 + 37 * planned.index % 170
    targets = planned.expect.targets or ("left",)
    if planned.expect.match == "none":
        if planned.index % 2:
            yield 420, next((step.target for step in planned.steps if step.target), "left")
    elif planned.index % 7 == 3 and planned.index > 20:
        yield time_ms, "right" if targets[0] != "right" else "left"
    else:
        for number, target in enumerate(targets):
            yield time_ms + 60 * number, target


def records_of(drill: str, seed: int = 3) -> tuple[list[TrialRecord], int | None]:
    file = Library.standard().load(drill)
    planned = expand(file.drill, seed, sha256=file.sha256)
    lapses = [each.window.lapse_ns for lane in planned.lanes for each in lane.trials if each.window.lapse_ns]
    return played(planned, athlete)[1].records, min(lapses, default=None)


@pytest.mark.parametrize(
    ("drill", "family"),
    [
        ("simple-visual", "foreperiod"),
        ("two-choice", "ez-diffusion"),
        ("four-choice", "accuracy"),
        ("pvt", "pvt"),
        ("pvt-brief", "pvt-b"),
        ("go-no-go", "go-no-go"),
        ("stop-signal", "stop-signal"),
        ("stroop", "conflict"),
        ("simon-side", "conflict"),
        ("flanker", "conflict"),
        ("see-not-hear", "conflict"),
        ("ramp", "staircase"),
        ("moving-target", "timing-error"),
        ("next-beat", "timing-error"),
    ],
)
def test_a_paradigm_is_told_by_its_family(drill: str, family: str) -> None:
    records, lapse_ns = records_of(drill)
    (told,) = tell(records, lapse_ns=lapse_ns, settings=Settings(resamples=60)).values()
    named = {result.family: result for result in told}
    assert family in named
    assert named[family].n > 0
    assert any(each.value is not None for each in named[family].figures)
    assert all(each.value is None or isfinite(each.value) for result in told for each in result.figures)


def tapper(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
    """Taps 20 ms before each click, and goes on by itself 10 ms too fast."""
    if cue.step == "click-1":
        beat = planned.variables["beat"]
        at = [number * beat - 20 for number in range(1, 12)]
        at += [at[-1] + (beat - 10) * number for number in range(1, 14)]
        yield from ((time, "space") for time in at)


def test_a_beat_that_is_kept_is_told_as_rhythm() -> None:
    file = Library.standard().load("keep-the-beat")
    records = played(expand(file.drill, 3, sha256=file.sha256), tapper)[1].records
    told = {result.family: result for result in tell(records)["athlete"]}
    assert "times" not in told
    figures = told["rhythm"]
    assert figures["mean_asynchrony_ms"].value == pytest.approx(-20)
    assert figures["interval_error_ms"].value == pytest.approx(-10)
    assert figures["interval_sd_ms"].value == pytest.approx(0, abs=1e-6)


def test_the_delay_of_a_stop_is_the_one_that_was_achieved() -> None:
    records, _ = records_of("stop-signal")
    stops = [each for each in from_records(records) if each.kind == "stop"]
    assert len(stops) == 32
    assert all(each.delay_ms is not None and 50 <= each.delay_ms <= 1150 for each in stops)
    assert {each.outcome for each in stops} == {"stopped", "stop_failed"}


def a_record(**changes: Any) -> TrialRecord:
    record = played(simple_plan(1))[1].records[0]
    return replace(record, **changes)


def test_a_stop_that_was_answered_before_its_signal_has_the_planned_delay() -> None:
    stop = CueRecord("beep", "stop", "sound", None, 0, 0, None, None, None, 0, None, None)
    record = a_record(outcome="stop_failed", cues=(stop,), parameters={"delay": 250 * MS})
    assert from_records([record])[0].delay_ms == 250
    again = a_record(outcome="false_start", cues=(), parameters={"delay": 200 * MS})
    assert [each.kind for each in from_records([record, again])] == ["stop", "stop"]
    two = a_record(outcome="stop_failed", cues=(stop,), parameters={"a": 250 * MS, "b": 300 * MS})
    assert from_records([two])[0].delay_ms is None


def test_a_parameter_that_counts_is_a_length_and_no_time() -> None:
    one = from_records([a_record(parameters={"elements": 4})])[0]
    assert (one.length, one.level_ms) == (4, None)
    other = from_records([a_record(parameters={"time": 900 * MS})])[0]
    assert (other.length, other.level_ms) == (None, 900)
    names = [each.name for each in families_for([one, replace(one, length=5)])]
    assert "span" in names


def test_sides_are_compared_where_a_run_has_both() -> None:
    trials = [trial(index, side=("left", "right")[index % 2]) for index in range(8)]
    told = tell(played(a_plan(a_lane(trials)))[1].records)
    assert [result.labels["better_side"] for result in told["main"] if result.family == "asymmetry"] == [
        "left"
    ]


def test_the_leg_that_stands_and_the_limb_that_answers_are_told_apart() -> None:
    left = a_record(variables={"stance": "left leg", "limb": "right foot"}, rt_ns=250 * MS)
    right = a_record(variables={"stance": "right leg", "limb": "left foot"}, rt_ns=300 * MS, trial=1)
    told = {result.family: result for result in tell([left, right])["main"]}
    assert told["asymmetry-stance"].labels["better_side"] == "left"
    assert told["asymmetry-limb"].labels["better_side"] == "right"
    assert "asymmetry" not in told


@pytest.mark.parametrize(
    ("words", "side"),
    [("left leg", "left"), ("Right foot", "right"), ("both legs", None), (None, None), ("leftover", None)],
)
def test_a_side_is_read_from_words(words: object, side: str | None) -> None:
    assert side_in(words) == side


def test_leaving_home_and_reaching_are_told_apart() -> None:
    told = tell([a_record(movement_ns=300 * MS), a_record(movement_ns=320 * MS, trial=1)])
    assert "movement" in [result.family for result in told["main"]]


def test_two_tasks_are_compared_by_the_names_of_their_conditions() -> None:
    told = tell([a_record(condition="single"), a_record(condition="dual", rt_ns=300 * MS, trial=1)])
    (cost,) = [result for result in told["main"] if result.family == "dual-task"]
    assert cost["cost_percent"].value == 50


def test_what_takes_long_is_told_only_when_asked_for() -> None:
    records = played(simple_plan(60))[1].records
    quick, slow = tell(records)["main"], tell(records, slow=True)["main"]
    extra = {each.family for each in slow} - {each.family for each in quick}
    assert extra == {"ex-gaussian", "bootstrap"}
    assert all(FAMILIES[name].slow for name in extra)


def test_runs_of_one_two_and_four_places_together_give_the_price_of_a_bit() -> None:
    trials = [
        each
        for drill in ("simple-visual", "two-choice", "four-choice")
        for each in from_records(records_of(drill)[0], athlete="A1", session=drill)
    ]
    assert {(each.session, each.alternatives) for each in trials} == {
        ("simple-visual", 1),
        ("two-choice", 2),
        ("four-choice", 4),
    }
    assert {each.athlete for each in trials} == {"A1"}
    found = hick(trials, Settings())
    assert [each.name for each in found.figures[6:]] == ["median_of_1_ms", "median_of_2_ms", "median_of_4_ms"]
    assert found["slope_log2_n_ms_per_bit"].n == 3


def test_a_drill_without_repeats_has_one_alternative_less_to_choose_from() -> None:
    """Unless its answers come twice in a row all the same, because the rule is for something else."""
    records, _ = records_of("accumulator")
    assert {each.no_repeat for each in from_records(records)} == {False}
    ruled = from_records(records, no_repeat=True)
    assert {(each.alternatives, each.no_repeat) for each in ruled} == {(8, True)}
    found = hick(ruled, Settings())
    assert found.figures[-1].name == "median_of_7_ms"
    assert "n is one less" in found.conventions[-1]
    free = from_records(records_of("four-choice")[0], no_repeat=True)
    assert {each.no_repeat for each in free} == {False}


def test_a_run_whose_number_of_alternatives_varies_is_told_by_bits() -> None:
    shown = [("left", 1), ("left", 1), ("left", 2), ("right", 2), ("left", 2)]
    records = [
        a_record(
            trial=number, expected=(target,), variables={"alternatives": count}, rt_ns=(200 + 50 * count) * MS
        )
        for number, (target, count) in enumerate(shown)
    ]
    told = {result.family: result for result in tell(records)["main"]}
    assert told["hick"]["slope_log2_n_ms_per_bit"].value == pytest.approx(50)


def test_nothing_is_said_where_nothing_was_scored() -> None:
    observed = [
        replace(each, outcome="completed", rt_ns=None, mode="observer")
        for each in played(simple_plan(3))[1].records
    ]
    assert tell(observed) == {"main": ()}
    assert tell([]) == {}
    silent = tell(played(simple_plan(3), nobody)[1].records)["main"]
    assert {each.family for each in silent} == {"times", "accuracy"}


def test_attempts_marked_bad_are_left_out() -> None:
    records = played(simple_plan(6))[1].records
    (times, *_) = tell(records, bad={("main", 0, 1)})["main"]
    assert times.n == 5


def a_result(**values: float | None) -> Result:
    figures = tuple(
        Figure(name, None, "none here") if value is None else figure(name, value)
        for name, value in values.items()
    )
    return Result(family="times", version=3, title="x", n=9, figures=figures, conventions=("a rule",))


def test_over_runs_each_figure_is_the_median_of_the_runs_that_have_it() -> None:
    unfit = replace(a_result(a_ms=900.0), figures=(figure("a_ms", 900.0).unreportable("too few"),))
    (joined,) = over_runs(
        [[a_result(a_ms=1.0, b_ms=None)], [a_result(a_ms=3.0, b_ms=None)], [a_result(a_ms=8.0)], [unfit]]
    )
    assert (joined["a_ms"].value, joined["a_ms"].n, joined.n, joined.version) == (3.0, 3, 4, 3)
    assert joined["a_ms"].interval is not None
    assert (joined["b_ms"].value, joined["b_ms"].reason) == (None, "none here")
    assert joined.conventions == ("a rule", telling.OVER_RUNS)
    assert over_runs([]) == ()


def test_the_version_changes_with_that_of_any_family(monkeypatch: pytest.MonkeyPatch) -> None:
    before = telling.version()
    monkeypatch.setitem(FAMILIES, "times", replace(FAMILIES["times"], version=FAMILIES["times"].version + 1))
    assert telling.version() != before


def test_trials_know_the_moment_they_count_from() -> None:
    assert not from_records([a_record()])[0].foreseen
    record = a_record()
    assert record.reference_ns is not None
    assert from_records([replace(record, reference_ns=record.reference_ns + MS)])[0].foreseen


def test_conditions_of_a_flanker_follow_from_what_varies() -> None:
    row = {"condition": "row", "variables": {"middle": "left", "others": "right"}}
    assert from_records([a_record(**row)])[0].condition == "incongruent"
    same = {"condition": "same", "variables": {"side": "left", "voice": "right"}}
    assert from_records([a_record(**same)])[0].condition == "same"
    assert Trial(outcome="hit").right
