"""Rules of the families that data seldom reach by themselves."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from reactdrill.stats import diffusion, intervals, reliability, rhythm, score, speed_accuracy, staircase
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.intervals import bootstrap_interval, rows_median
from reactdrill.stats.measures import Measure
from reactdrill.stats.percentiles import rank_percent
from reactdrill.stats.progress import PRACTICE_RUNS, progress_of
from reactdrill.stats.result import Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NEEDS_SCIPY
from reactdrill.stats.trials import Trial

STEADY = [300.0, 310.0, 290.0, 300.0, 305.0, 295.0, 300.0]


def told(family: str, data: Any, **chosen: Any) -> Result:
    entry, settings = FAMILIES[family], Settings(**chosen)
    result: Result = (entry.of_trials or entry.of_values)(data, settings)  # type: ignore[misc]
    return result


def hits(*times: float, **more: Any) -> list[Trial]:
    return [Trial(outcome="hit", rt_ms=time, **more) for time in times]


# ---- progress


@pytest.mark.parametrize("runs", [1, 4, PRACTICE_RUNS])
def test_practice_runs_are_learning_whatever_they_come_to(runs: int) -> None:
    found = progress_of([500.0 - 20 * number for number in range(runs)])
    assert (found.word, found.said) == ("learning", f"learning run {runs} of 15")


@pytest.mark.parametrize(
    ("latest", "word", "said"),
    [(240.0, "improved", "improved"), (360.0, "worse", "worse"), (310.0, "usual", "within your usual range")],
)
def test_after_practice_the_change_is_held_against_the_athletes_own_error(
    latest: float, word: str, said: str
) -> None:
    found = progress_of([500.0, 450.0, *STEADY, latest], practice_runs=2)
    assert (found.word, found.said, found.mdc_source) == (word, said, "own")
    assert found.baseline.value == 300


def test_the_latest_run_does_not_widen_the_range_that_it_is_held_against() -> None:
    calm, wild = (
        progress_of([*STEADY, 300.0], practice_runs=0),
        progress_of([*STEADY, 900.0], practice_runs=0),
    )
    assert calm.mdc == wild.mdc


def test_where_more_is_better_a_rise_is_an_improvement() -> None:
    found = progress_of([*STEADY, 400.0], practice_runs=0, lower_is_better=False)
    assert (found.word, found.best.value) == ("improved", 400)


def test_a_published_change_stands_in_for_a_short_history_and_not_for_a_long_one() -> None:
    short = progress_of([300.0, 310.0, 290.0, 200.0], practice_runs=0, published_mdc=50.0)
    assert (short.word, short.mdc.value, short.mdc_source) == ("improved", 50, "published")
    assert progress_of([*STEADY, 280.0], practice_runs=0, published_mdc=1.0).mdc_source == "own"


@pytest.mark.parametrize(
    "values", [[300.0], [300.0, 200.0], [300.0, 310.0, 290.0], [300.0, 310.0, 290.0, 100.0]]
)
def test_without_enough_runs_nothing_is_said(values: list[float]) -> None:
    found = progress_of(values, practice_runs=0)
    assert (found.word, found.said, found.mdc_source) == ("unknown", "not known yet", "none")
    assert found.mdc.reason is not None


@pytest.mark.parametrize(
    "values",
    [[300.0] * 6, [300.0, 295.0, 290.0, 285.0, 280.0, 279.0], [4.0, 4.0, 4.0, 4.0, 4.0, 5.0], [0.0] * 5],
    ids=["equal", "drifting", "counts", "nought"],
)
def test_runs_without_any_spread_say_nothing_of_chance(values: list[float]) -> None:
    found = progress_of(values, practice_runs=0)
    assert (found.word, found.mdc.value) == ("unknown", None)
    assert found.mdc.reason is not None


def test_nothing_yet_is_learning() -> None:
    found = progress_of([])
    assert (found.said, found.best.reason) == ("learning run 0 of 15", "too few runs: needs 1")


def test_progress_of_a_table_names_its_unit_and_its_verdict() -> None:
    result = told("progress", [Measure(value=value) for value in (*STEADY, 200.0)], practice_runs=0, unit="s")
    assert result.labels == {"verdict": "improved", "mdc_source": "own"}
    assert result["change_s"].value == -100


# ---- ranks


def test_a_rank_counts_those_below_and_half_of_those_equal() -> None:
    assert rank_percent(3, [1, 3, 3, 5]).value == 50
    assert rank_percent(3, []).value is None


# ---- one number of a run


@pytest.mark.parametrize(
    ("take", "lower", "value"),
    [
        ("median", True, 220), ("mean", True, 240), ("sum", True, 1200), ("best", True, 200), ("best", False, 320),
        ("best_mean", True, 205), ("best_mean", False, 285),
    ],
)  # fmt: skip
def test_a_score_is_taken_as_the_drill_says(take: Any, lower: bool, value: float) -> None:
    assert (
        score.score([250.0, 200.0, 220.0, 320.0, 210.0], take, best=2, lower_is_better=lower).value == value
    )


def test_a_score_of_more_than_there_are_is_none() -> None:
    assert score.score([1.0], "best_mean", best=2).reason == "too few values: needs 2"
    assert score.score([], "sum").value is None


# ---- staircases


def climb(ratio: float) -> list[Trial]:
    """Down a step after each success, up after each failure; the steps in this ratio."""
    level, trials = 1000.0, []
    for number in range(30):
        right = number % 3 != 2
        trials.append(Trial(outcome="hit" if right else "miss", level_ms=level))
        level += -100 * ratio if right else 100
    return trials


@pytest.mark.parametrize(
    ("ratio", "up_after", "words"),
    [(0.5488, 2, "aim at 80.35 %"), (0.7393, 3, "aim at 83.15 %"), (1.0, 2, "where they aim is not known")],
)
def test_steps_reach_their_textbook_share_only_in_the_right_ratio(
    ratio: float, up_after: int, words: str
) -> None:
    result = told("staircase", climb(ratio), up_after=up_after, down_after=1)
    assert result["step_ratio"].value == pytest.approx(ratio)
    assert words in result.notes[0]
    assert told("staircase", climb(ratio)).notes == ()
    assert told("staircase", climb(ratio), up_after=2, down_after=2).notes == ()


def test_a_staircase_that_only_climbs_has_no_threshold() -> None:
    one_way = [Trial(outcome="hit", level_ms=100.0 - number) for number in range(9)]
    result = told("staircase", one_way)
    assert result["threshold_ms"].reason == "too few reversals: needs 4"
    assert result["step_ratio"].reason == "the staircase moved in one direction only"


@pytest.mark.parametrize(
    ("count", "dropped", "used"), [(3, 4, 0), (4, 4, 4), (5, 4, 4), (7, 4, 4), (9, 4, 4), (10, 4, 6)]
)
def test_an_even_number_of_reversals_is_used(count: int, dropped: int, used: int) -> None:
    assert len(staircase._used(list(map(float, range(count))), dropped)) == used


# ---- races


def run_of(lane: str, at: float, time: float | None) -> Trial:
    return Trial(outcome="miss" if time is None else "hit", rt_ms=time, lane=lane, at_ms=at)


def test_a_race_needs_cues_that_come_at_once() -> None:
    apart = [run_of("one", 0.0, 300.0), run_of("two", 50.0, 200.0)]
    result = told("race", apart)
    assert result.n == 0
    assert result["wins_of_one_share"].reason == "too few cues that came to several at once: needs 1"
    assert told("race", [run_of("one", 0.0, 300.0), run_of("two", 16.0, 200.0)]).n == 1
    assert told("race", [run_of("one", 0.0, 300.0), run_of("one", 1.0, 200.0)]).n == 0


def test_the_only_hit_wins_the_closest_tie_and_nobody_wins_without_one() -> None:
    pairs = [(300.0, None), (300.0, 300.4), (None, None), (250.0, 400.0)]
    trials = [
        run_of(lane, 1000.0 * n, time)
        for n, pair in enumerate(pairs)
        for lane, time in zip(("one", "two"), pair, strict=True)
    ]
    found = {each.name: each.value for each in told("race", trials).figures}
    assert found == {
        "wins_of_one_share": 0.5, "wins_of_two_share": 0.0, "ties_count": 1, "nobody_count": 1,
        "median_lead_ms": pytest.approx(75.2),
    }  # fmt: skip


# ---- the rest


def test_a_beat_that_is_kept_exactly_has_no_sources_of_variation() -> None:
    clock, motor, correlation = rhythm.sources([500.0] * 30)
    assert {each.reason for each in (clock, motor, correlation)} == {"all intervals are equal"}
    _, _, drifting = rhythm.sources([500.0 + (number // 5 % 2) * 20 for number in range(40)])
    assert drifting.value is not None
    assert rhythm.sources([500.0 + (number // 5 % 2) * 20 for number in range(40)])[0].reason is not None


def test_taps_of_several_beats_have_no_error_of_their_beat() -> None:
    taps = [Trial(outcome="hit", at_ms=500.0 * number, interval_ms=500.0 + number % 2) for number in range(9)]
    result = told("rhythm", taps)
    assert result["interval_error_ms"].reason == "the beat is not known"
    assert result.notes == ("there are several beats: their error is not known",)


def test_scores_without_errors_or_without_hits() -> None:
    assert speed_accuracy.lisas_ms(500, 80, 0).value == 500
    assert speed_accuracy.lisas_ms(500, 80, 1).reason == "no trial is right"
    assert speed_accuracy.inverse_efficiency_ms(500, 0).reason == "no trial is right"
    alone = told("accuracy", hits(300))
    assert alone["lisas_ms"].reason == "too few hits: needs 2"
    assert alone["throughput_per_min"].value == 200


def test_no_repeat_takes_one_alternative_away() -> None:
    trials = [*hits(300, alternatives=3), *hits(400, alternatives=5)]
    assert told("hick", trials, no_repeat=True)["slope_log2_n_ms_per_bit"].value == pytest.approx(100)
    assert "no stimulus followed itself" in told("hick", trials, no_repeat=True).conventions[-1]
    assert told("hick", hits(300, alternatives=2))["slope_log2_n_ms_per_bit"].value is None


@pytest.mark.parametrize(("share", "corrected"), [(0.0, 0.05), (0.5, 0.55), (1.0, 0.95), (0.7, 0.7)])
def test_edges_of_the_diffusion_model_are_moved_by_half_a_trial(share: float, corrected: float) -> None:
    assert diffusion.edge_corrected(share, 10) == pytest.approx(corrected)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_diffusion_model_refuses_what_it_has_no_answer_to(share: float) -> None:
    with pytest.raises(ValueError, match="must not be 0"):
        diffusion.ez(share, 0.1, 0.5)


def test_below_chance_the_drift_is_negative_and_edges_are_told() -> None:
    assert diffusion.ez(0.3, 0.1, 0.6).drift_rate_per_s < 0
    perfect = told("ez-diffusion", hits(*range(300, 320)))
    assert perfect.notes == ("the share right is 1: moved by half a trial",)
    assert perfect["drift_rate_per_s"].value is not None


def test_a_time_below_zero_that_the_model_gives_must_not_be_reported() -> None:
    wide = told(
        "ez-diffusion", [*hits(*[10.0 * number**2 for number in range(1, 14)]), Trial(outcome="wrong_target")]
    )
    assert (wide["non_decision_s"].reportable, wide["non_decision_s"].reason) == (
        False,
        "below zero: the model does not fit",
    )


def test_correlations_without_scipy_have_no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.special", None)
    table = [
        Measure(value=float(row * 3 + column), athlete=str(row), session=str(column))
        for row in range(4)
        for column in range(2)
    ]
    table[0] = Measure(value=1.5, athlete="0", session="0")
    result = told("reliability", table)
    interval = result["icc_2_1"].interval
    assert interval is not None
    assert interval.reason == NEEDS_SCIPY


def test_limits_that_leave_the_correlation_out_are_none() -> None:
    """With raters who contradict each other the formula of ICC(2,1) loses its footing."""
    table = [[1.0, 9.0], [9.0, 1.0], [5.0, 5.5]]
    data = [
        Measure(value=value, athlete=str(row), session=str(column))
        for row, values in enumerate(table)
        for column, value in enumerate(values)
    ]
    for name in ("icc_1_1", "icc_2_1", "icc_3_1"):
        each = told("reliability", data)[name]
        assert each.value is not None
        assert each.interval is not None
        if each.interval.low is None or each.interval.high is None:
            assert "no limits" in str(each.interval.reason)
        else:
            assert each.interval.low <= each.value <= each.interval.high


def test_athletes_who_are_all_alike_have_no_correlation() -> None:
    squares = reliability.anova([[1.0, 2.0], [1.0, 2.0]])
    assert {value.reason for value in reliability.icc(squares).values()} <= {reliability.NO_SPREAD, None}
    assert reliability.icc(squares)["icc_3_1"].reason == reliability.NO_SPREAD


def test_stop_trials_without_a_delay_are_left_out_and_told() -> None:
    trials = [
        *hits(400, 420),
        Trial(outcome="stopped", kind="stop"),
        Trial(outcome="stopped", kind="stop", delay_ms=200.0),
    ]
    assert told("stop-signal", trials).notes == (
        "rough: 1 stop trials; 50 are wanted",
        "1 stop trials without a known delay are left out",
    )


def test_a_figure_that_is_not_finite_is_none() -> None:
    assert figure("x_ms", float("nan")).reason == "these numbers give no finite result"
    assert figure("x_ms", float("nan")).unreportable("why").value is None
    with pytest.raises(KeyError):
        told("times", hits(300))["nothing"]


def test_many_values_are_resampled_less_often_and_the_method_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "MOST_DRAWS", 30_000)
    values = [float(number) for number in range(100)]
    assert "300 resamples" in bootstrap_interval([values], rows_median, of="the median").method
    assert "200 resamples" in bootstrap_interval([values * 10], rows_median, of="the median").method
    assert "50 resamples" in bootstrap_interval([values], rows_median, of="the median", resamples=50).method


def test_resamples_that_give_no_number_give_no_interval() -> None:
    interval = bootstrap_interval([[1.0, 2.0, 3.0]], lambda drawn: drawn[:, 0] * float("nan"), of="nothing")
    assert (interval.low, interval.reason) == (None, "some resamples give no number")
