"""Families against other people's implementations, and against data whose truth is known."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from scipy import stats as scipy_stats

from reactdrill.stats import (
    asymmetry,
    bootstrap,
    ex_gaussian,
    fatigue,
    group_comparison,
    location,
    outliers,
    post_error,
    reliability,
    rhythm,
    stop_signal,
)
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.intervals import (
    Interval,
    bootstrap_interval,
    median_interval,
    rows_median,
    share_interval,
)
from reactdrill.stats.lines_fitted import fit_line, slope_interval
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NEEDS_SCIPY
from reactdrill.stats.trials import Trial

RNG = np.random.Generator(np.random.PCG64(7))
SKEWED = [float(one) for one in 250 + RNG.gamma(2.0, 60.0, size=57)]
OTHER = [float(one) for one in 280 + RNG.gamma(2.0, 40.0, size=31)]
SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def told(family: str, data: Any, **chosen: Any) -> Result:
    entry, settings = FAMILIES[family], Settings(**chosen)
    if entry.of_trials is not None:
        return entry.of_trials(data, settings)
    assert entry.of_values is not None
    return entry.of_values(data, settings)


def hits(times: Any, **more: Any) -> list[Trial]:
    return [Trial(outcome="hit", rt_ms=float(time), **more) for time in times]


def limits(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def measures(groups: dict[str, list[float]]) -> list[Measure]:
    return [
        Measure(value=value, athlete=f"{name} {number}", group=name)
        for name, values in groups.items()
        for number, value in enumerate(values)
    ]


def test_spread_is_as_scipy_has_it() -> None:
    assert location.mad(SKEWED).value == pytest.approx(scipy_stats.median_abs_deviation(SKEWED), abs=1e-9)
    assert location.trimmed_mean(SKEWED).value == pytest.approx(scipy_stats.trim_mean(SKEWED, 0.1), abs=1e-9)
    assert location.cv_percent(SKEWED).value == pytest.approx(
        100 * scipy_stats.variation(SKEWED, ddof=1), abs=1e-9
    )


def test_the_median_has_one_interval_whichever_function_makes_it() -> None:
    one, other = median_interval(SKEWED), bootstrap_interval([SKEWED], rows_median, of="the median")
    assert (one.low, one.high) == (other.low, other.high)


def test_bootstrap_intervals_are_those_of_scipy_up_to_chance() -> None:
    found = scipy_stats.bootstrap((SKEWED,), np.mean, n_resamples=4000, method="percentile", rng=3)
    ours = bootstrap_interval([SKEWED], lambda drawn: np.mean(drawn, axis=1), of="the mean")
    width = found.confidence_interval.high - found.confidence_interval.low
    assert ours.low == pytest.approx(found.confidence_interval.low, abs=0.1 * width)
    assert ours.high == pytest.approx(found.confidence_interval.high, abs=0.1 * width)


def test_rows_of_a_sample_stay_together() -> None:
    rows = [[value, 2 * value] for value in SKEWED]
    interval = bootstrap_interval(
        [rows], lambda drawn: (drawn[:, :, 1] / drawn[:, :, 0]).mean(axis=1), of="x"
    )
    assert limits(interval) == pytest.approx((2.0, 2.0))


@pytest.mark.parametrize(("part", "whole"), [(0, 8), (3, 8), (8, 8), (37, 61)])
def test_shares_have_wilsons_interval(part: int, whole: int) -> None:
    theirs = scipy_stats.binomtest(part, whole).proportion_ci(method="wilson")
    ours = share_interval(part, whole)
    assert ours.low == pytest.approx(theirs.low, abs=1e-9)
    assert ours.high == pytest.approx(theirs.high, abs=1e-9)


def test_lines_and_their_interval_are_those_of_linregress() -> None:
    x = list(range(len(SKEWED)))
    line, theirs = fit_line(x, SKEWED), scipy_stats.linregress(x, SKEWED)
    half = scipy_stats.t.ppf(0.975, len(x) - 2) * theirs.stderr
    interval = slope_interval(line)
    assert line.slope.value == pytest.approx(theirs.slope, abs=1e-9)
    assert line.intercept.value == pytest.approx(theirs.intercept, abs=1e-9)
    assert line.r_squared.value == pytest.approx(theirs.rvalue**2, abs=1e-9)
    assert limits(interval) == pytest.approx((theirs.slope - half, theirs.slope + half), abs=1e-9)


def test_theil_sen_is_the_median_of_slopes_and_not_moved_by_one_outlier() -> None:
    x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    y = [300 + 5 * each for each in x]
    y[6] = 3000.0
    slopes = sorted((y[j] - y[i]) / (x[j] - x[i]) for i in range(7) for j in range(i + 1, 7))
    value, interval = fatigue.theil_sen(x, y)
    assert value.value == pytest.approx(float(np.median(slopes)), abs=1e-9)
    assert value.value == pytest.approx(5.0)
    assert interval.low is not None
    assert fatigue.theil_sen([float(one) for one in range(4000)], [1.0] * 4000)[0].reason is not None


def test_groups_are_compared_as_scipy_does() -> None:
    result = told("groups", measures({"a": SKEWED, "b": OTHER}))
    theirs = scipy_stats.ttest_ind(OTHER, SKEWED, equal_var=False)
    between = theirs.confidence_interval()
    means = result["difference_of_means_ms"]
    assert means.value == pytest.approx(np.mean(OTHER) - np.mean(SKEWED), abs=1e-9)
    assert limits(means.interval) == pytest.approx((between.low, between.high), abs=1e-6)
    u = scipy_stats.mannwhitneyu(OTHER, SKEWED).statistic
    assert result["superiority"].value == pytest.approx(u / len(OTHER) / len(SKEWED), abs=1e-9)
    assert group_comparison.superiority([1, 2], [2, 3]) == pytest.approx(0.875)


def test_three_groups_want_a_choice() -> None:
    data = measures({"a": [1.0, 2.0], "b": [2.0, 3.0], "c": [4.0, 5.0]})
    assert "3 groups (a, b, c)" in str(told("groups", data)["hedges_g"].reason)
    assert told("groups", data, reference="c", compared="a")["difference_of_means_ms"].value == -3


def test_correlations_of_raters_have_the_published_intervals() -> None:
    """R's psych gives these limits for the table of Shrout & Fleiss."""
    data = [
        Measure(value=float(value), athlete=str(row), session=str(column))
        for row, values in enumerate(SHROUT_FLEISS)
        for column, value in enumerate(values)
    ]
    result = told("reliability", data)
    published = {"icc_1_1": (-0.13, 0.72), "icc_2_1": (0.019, 0.76), "icc_3_1": (0.34, 0.95)}
    for name, expected in published.items():
        assert limits(result[name].interval) == pytest.approx(expected, abs=0.006)


def test_typical_error_of_two_sessions_is_that_of_the_differences() -> None:
    before, after = RNG.normal(300, 30, 12), RNG.normal(305, 30, 12)
    table = np.column_stack([before, after]).tolist()
    assert reliability.anova(table).error ** 0.5 == pytest.approx(np.std(after - before, ddof=1) / 2**0.5)


def test_an_athlete_who_missed_a_session_is_left_out_and_said() -> None:
    data = [
        Measure(value=float(10 * row + column), athlete=str(row), session=str(column))
        for row in range(3)
        for column in range(2)
    ]
    result = told("reliability", [*data, Measure(value=1.0, athlete="late", session="0")])
    assert result.n == 3
    assert result.notes == ("1 athletes missed a session and are left out",)


@pytest.mark.parametrize("seed", range(5))
def test_the_ssrt_of_simulated_racers_is_found(seed: int) -> None:
    """Go times race against a stop process of 200 ms whose delay follows the athlete by 50 ms."""
    rng = np.random.Generator(np.random.PCG64(seed))
    delay, trials = 250.0, []
    for number in range(2000):
        time = float(300 + rng.gamma(4.0, 40.0))
        if number % 4:
            trials.append(Trial(outcome="hit", rt_ms=time))
            continue
        stopped = time > delay + rng.normal(200, 15)
        trials.append(
            Trial(
                outcome="stopped" if stopped else "stop_failed",
                kind="stop",
                delay_ms=delay,
                rt_ms=None if stopped else time,
            )
        )
        delay = min(max(delay + (50 if stopped else -50), 50.0), 1150.0)
    result = told("stop-signal", trials)
    found = result["ssrt_ms"]
    assert found.value == pytest.approx(200, abs=12)
    assert found.reportable
    assert found.remark == ""
    low, high = limits(found.interval)
    assert low < 200 < high
    assert result["p_respond"].value == pytest.approx(0.5, abs=0.05)


def stop_trials(
    responded: int, stopped: int, *, delays: tuple[float, ...] = (200.0, 250.0), rt: float = 300.0
) -> list[Trial]:
    go = hits([340, 360, 380, 400, 420, 440])
    failed = [
        Trial(outcome="stop_failed", kind="stop", delay_ms=delays[n % len(delays)], rt_ms=rt)
        for n in range(responded)
    ]
    held = [Trial(outcome="stopped", kind="stop", delay_ms=delays[n % len(delays)]) for n in range(stopped)]
    return [*go, *failed, *held]


def test_an_ssrt_that_must_not_be_reported_says_why() -> None:
    slow = told("stop-signal", stop_trials(5, 5, rt=900.0))["ssrt_ms"]
    assert (slow.reportable, slow.value is not None) == (False, True)
    assert "not faster than going" in str(slow.reason)
    lost = told("stop-signal", stop_trials(9, 1))["ssrt_ms"]
    assert (lost.reportable, lost.remark) == (False, "rough")
    assert "90 % of stops failed" in str(lost.reason)
    assert told("stop-signal", stop_trials(9, 1, delays=(200.0, 208.0)))["ssrt_ms"].reportable
    below = told("stop-signal", stop_trials(5, 5, delays=(700.0,)))["ssrt_ms"]
    assert (below.reportable, below.reason) == (False, "it is not above zero")
    assert told("stop-signal", stop_trials(0, 10))["ssrt_ms"].value is None
    assert told("stop-signal", stop_trials(5, 5))["ssrt_ms"].reportable


@pytest.mark.parametrize(
    ("responded", "reportable"), [(4, False), (5, True), (10, True), (15, True), (16, False)]
)
def test_a_tracked_delay_must_leave_between_a_quarter_and_three_quarters(
    responded: int, reportable: bool
) -> None:
    found = told("stop-signal", stop_trials(responded, 20 - responded))["ssrt_ms"]
    assert found.value is not None
    assert found.reportable is reportable
    told_why = f"{5 * responded} % of stops failed: the delay did not track the athlete"
    assert found.reason == (None if reportable else told_why)


def test_go_trials_without_a_time_keep_their_place_or_are_named() -> None:
    """A press before the go signal is the quickest there is, an omission the slowest; an answer without a time is neither."""
    trials = stop_trials(5, 5)
    whole = told("stop-signal", [*trials, *hits([340, 440])])["ssrt_ms"]
    early = Trial(outcome="false_start", early=1)
    kept = told("stop-signal", [*trials, early, Trial(outcome="miss")])
    assert kept["ssrt_ms"].value == whole.value
    assert kept["go_mean_ms"].value == 390
    lost = told("stop-signal", [*trials, Trial(outcome="wrong_target")])
    assert lost["ssrt_ms"].value == told("stop-signal", trials)["ssrt_ms"].value
    assert "1 answered go trials without a time are left out" in lost.notes


def test_the_resampled_ssrt_is_the_same_formula() -> None:
    go, stops = (
        np.asarray([[300.0, 350, 420, 500, 390]]),
        np.asarray([[[100.0, 1], [200, 0], [150, 1], [200, 0], [50, 1]]]),
    )
    race = stop_signal.Race(
        tuple(go[0]), tuple(go[0]), 0, (100.0, 200, 150, 200, 50), (True, False, True, False, True), (300.0,)
    )
    assert stop_signal._integrated(go, stops)[0] == pytest.approx(stop_signal.ssrt_ms(race).value)


@pytest.mark.parametrize(("mu", "sigma", "tau"), [(300, 25, 80), (250, 40, 40), (400, 10, 150)])
def test_the_ex_gaussian_is_found_again(mu: float, sigma: float, tau: float) -> None:
    rng = np.random.Generator(np.random.PCG64(11))
    found = ex_gaussian.fit((rng.normal(mu, sigma, 4000) + rng.exponential(tau, 4000)).tolist())
    assert (found.mu_ms, found.sigma_ms, found.tau_ms) == pytest.approx((mu, sigma, tau), abs=6)


def test_the_ex_gaussian_keeps_to_what_it_can_say() -> None:
    assert "needs 40" in str(told("ex-gaussian", hits(SKEWED[:39]))["tau_ms"].reason)
    assert told("ex-gaussian", hits(SKEWED))["tau_ms"].remark == "rough"
    assert "skew" in str(told("ex-gaussian", hits([500 - (one - 250) for one in SKEWED]))["mu_ms"].reason)
    assert "equal" in str(told("ex-gaussian", hits([300] * 50))["mu_ms"].reason)


def test_clock_and_motor_of_a_simulated_tapper_are_found() -> None:
    rng = np.random.Generator(np.random.PCG64(5))
    clock, motor = rng.normal(500, 20, 6000), rng.normal(0, 8, 6001)
    taps = np.cumsum(np.concatenate([[0.0], clock])) + motor
    found_clock, found_motor, correlation = rhythm.sources(np.diff(taps).tolist())
    assert found_clock.value == pytest.approx(20, abs=1)
    assert found_motor.value == pytest.approx(8, abs=1)
    assert correlation.value is not None
    assert -0.5 < correlation.value < 0


def test_a_tap_that_was_left_out_is_a_gap_and_no_interval() -> None:
    taps = [Trial(outcome="hit", at_ms=at, interval_ms=500.0) for at in (0.0, 500.0, 1000.0, 2000.0, 2500.0)]
    result = told("rhythm", taps)
    assert (result["mean_interval_ms"].value, result["gaps_count"].value) == (500.0, 1.0)
    assert result["clock_sd_ms"].reason == "there are gaps"


@pytest.mark.parametrize(
    ("rule", "left"), [("none", 12), ("window", 10), ("sd", 11), ("mad", 10), ("iqr", 10)]
)
def test_outliers_go_only_by_a_rule_that_is_named(rule: Any, left: int) -> None:
    times = [300.0, 310, 290, 305, 295, 300, 300, 310, 290, 300, 50, 5000]
    settings = Settings(outliers=rule, high_ms=2000)
    assert len(outliers.kept(times, settings)) == left
    result = told("times", hits(times), outliers=rule, high_ms=2000)
    assert (result.n, result["implausible_count"].value) == (left, 2)
    assert bool(result.notes) is (left < 12)
    assert any("implausible: below 100 ms or above 2000 ms" in each for each in result.conventions)


def test_sides_differ_really_only_beyond_their_own_variation() -> None:
    steady = [*hits([250, 251, 249], side="left"), *hits([300, 301, 299], side="right")]
    assert told("asymmetry", steady).labels == {"better_side": "left", "real": "yes"}
    loose = [*hits([150, 251, 349], side="left"), *hits([200, 301, 399], side="right")]
    assert told("asymmetry", loose).labels == {"better_side": "left", "real": "no"}
    assert asymmetry.asymmetry_percent(300, 250) == asymmetry.asymmetry_percent(250, 300)


def test_slowing_takes_only_errors_between_two_hits() -> None:
    wrong = Trial(outcome="wrong_target", rt_ms=300.0)
    trials = [wrong, *hits([400]), wrong, *hits([450]), wrong, wrong, *hits([500])]
    assert post_error.pairs_ms(trials) == [50.0]


def test_bca_intervals_are_those_of_scipy() -> None:
    ours = bootstrap.bca_interval(SKEWED, bootstrap._mean, resamples=2000)
    theirs = scipy_stats.bootstrap((SKEWED,), np.mean, n_resamples=2000, method="BCa", rng=5)
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=3)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=3)


@pytest.mark.parametrize(
    ("family", "name"),
    [("ex-gaussian", "mu_ms"), ("fatigue", "theil_sen_ms_per_min")],
)
def test_without_scipy_a_figure_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, family: str, name: str
) -> None:
    for module in ("scipy.stats", "scipy.special"):
        monkeypatch.setitem(sys.modules, module, None)
    trials = [Trial(outcome="hit", rt_ms=time, at_ms=20_000.0 * n) for n, time in enumerate(SKEWED)]
    assert told(family, trials)[name].reason == NEEDS_SCIPY


def test_without_scipy_intervals_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("scipy.stats", "scipy.special"):
        monkeypatch.setitem(sys.modules, module, None)
    trials = [Trial(outcome="hit", rt_ms=time, at_ms=20_000.0 * n) for n, time in enumerate(SKEWED)]
    slope = told("fatigue", trials)["slope_ms_per_min"]
    assert slope.value is not None
    assert slope.interval is not None
    assert slope.interval.reason == NEEDS_SCIPY
    for result in (
        told("bootstrap", trials)["mean_ms"],
        told("groups", measures({"a": SKEWED, "b": OTHER}))["difference_of_means_ms"],
    ):
        assert result.interval is not None
        assert result.interval.reason == NEEDS_SCIPY
