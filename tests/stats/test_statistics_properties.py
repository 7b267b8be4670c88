"""What must hold of any data: order, scale and place in time change only what they should."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from reactdrill.stats.families import FAMILIES
from reactdrill.stats.measures import Measure
from reactdrill.stats.progress import progress_of
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.staircase import reversals
from reactdrill.stats.trials import Trial

IN_ORDER = {"staircase", "post-error", "progress"}
"""Families that are about the order."""
SLOW = {"ex-gaussian", "bootstrap"}
OF_TRIALS = [name for name, family in FAMILIES.items() if family.of_trials is not None and name not in SLOW]

PATIENT = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])

times = st.integers(1200, 20_000).map(lambda tenths: tenths / 10)
outcomes = st.sampled_from(["hit", "hit", "hit", "wrong_target", "miss", "false_start"])


@st.composite
def trials(draw: st.DrawFn, *, least: int = 0) -> list[Trial]:
    made = []
    for number in range(draw(st.integers(least, 25))):
        kind: Any = draw(st.sampled_from(["go", "go", "no_go", "stop"]))
        outcome = draw(outcomes)
        if kind != "go":
            wrong = outcome != "hit"
            outcome = {"no_go": ("correct_rejection", "commission"), "stop": ("stopped", "stop_failed")}[
                kind
            ][wrong]
        silent = outcome in ("miss", "stopped", "correct_rejection")
        made.append(
            Trial(
                outcome=outcome,
                rt_ms=None if silent else draw(times),
                kind=kind,
                condition=draw(st.sampled_from(["congruent", "incongruent", "single", "dual"])),
                side=draw(st.sampled_from(["left", "right"])),
                foreperiod_ms=draw(times),
                at_ms=1000.0 * number + draw(st.integers(0, 900)),
                movement_ms=draw(times),
                delay_ms=draw(times) if kind == "stop" else None,
                level_ms=draw(times),
                interval_ms=500.0,
                alternatives=draw(st.integers(1, 4)),
                length=draw(st.integers(1, 5)),
                athlete=draw(st.sampled_from(["a", "b", "c"])),
                lane=draw(st.sampled_from(["one", "two"])),
                number=number,
            )
        )
    return made


def same(one: float | None, other: float | None, tolerance: float = 1e-9) -> bool:
    """Whether both are missing, or nearly equal."""
    if one is None or other is None:
        return one is other
    return bool(one == pytest.approx(other, rel=tolerance, abs=tolerance))


def told(family: str, data: Any, **chosen: Any) -> Result:
    entry = FAMILIES[family]
    result: Result = (entry.of_trials or entry.of_values)(data, Settings(resamples=40, **chosen))  # type: ignore[misc]
    return result


@pytest.mark.parametrize("family", [name for name in OF_TRIALS if name not in IN_ORDER])
@settings(PATIENT, max_examples=15)
@given(data=trials(), seed=st.integers(0, 1000))
def test_the_order_of_trials_changes_nothing(family: str, data: list[Trial], seed: int) -> None:
    shuffled = list(data)
    Random(seed).shuffle(shuffled)
    one, other = told(family, data), told(family, shuffled)
    assert [each.name for each in one.figures] == [each.name for each in other.figures]
    assert (one.n, one.labels, one.notes) == (other.n, other.labels, other.notes)
    for before, after in zip(one.figures, other.figures, strict=True):
        assert before.reason == after.reason
        assert same(before.value, after.value)
        assert (before.interval is None) is (after.interval is None)
        if before.interval is not None and after.interval is not None:
            assert same(before.interval.low, after.interval.low)


@pytest.mark.parametrize("family", ["times", "stop-signal", "conflict", "movement", "timing-error"])
@settings(PATIENT, max_examples=15)
@given(data=trials(least=3), factor=st.sampled_from([0.5, 2.0, 3.0]))
def test_times_that_are_longer_give_figures_that_are_longer(
    family: str, data: list[Trial], factor: float
) -> None:
    def longer(time: float | None) -> float | None:
        return None if time is None else factor * time

    scaled = [
        replace(
            each,
            rt_ms=longer(each.rt_ms),
            movement_ms=longer(each.movement_ms),
            delay_ms=longer(each.delay_ms),
        )
        for each in data
    ]
    one, other = told(family, data), told(family, scaled)
    for before, after in zip(one.figures, other.figures, strict=True):
        if before.name.endswith("_ms") and before.value is not None:
            assert after.value == pytest.approx(factor * before.value, rel=1e-6, abs=1e-6)


@settings(PATIENT, max_examples=15)
@given(data=trials(least=3), later=st.integers(0, 10**9))
def test_when_a_run_was_changes_no_slope(data: list[Trial], later: int) -> None:
    moved = [replace(each, at_ms=(each.at_ms or 0) + later) for each in data]
    before, after = told("fatigue", data)["slope_ms_per_min"], told("fatigue", moved)["slope_ms_per_min"]
    assert same(before.value, after.value, 1e-4)


@settings(PATIENT, max_examples=50)
@given(data=trials(least=1))
def test_shares_are_shares_and_intervals_hold_their_value(data: list[Trial]) -> None:
    for family in ("accuracy", "pvt", "go-no-go", "stop-signal"):
        for each in told(family, data).figures:
            if each.value is not None and each.name.endswith(
                ("_share", "_rate", "_probability", "p_respond")
            ):
                assert 0 <= each.value <= 1
                if (
                    each.interval is not None
                    and each.interval.low is not None
                    and each.interval.high is not None
                ):
                    assert each.interval.low - 1e-9 <= each.value <= each.interval.high + 1e-9


@settings(PATIENT, max_examples=50)
@given(data=trials(least=1))
def test_slower_thresholds_give_fewer_lapses(data: list[Trial]) -> None:
    counts = [
        told("pvt", data, lapse_ms=threshold)["lapses_count"].value for threshold in (200.0, 500.0, 900.0)
    ]
    assert counts == sorted(counts, reverse=True, key=float)  # type: ignore[arg-type]


@settings(PATIENT, max_examples=50)
@given(levels=st.lists(st.integers(0, 5).map(float), max_size=40))
def test_a_staircase_turns_as_often_upside_down(levels: list[float]) -> None:
    assert [-one for one in reversals([-level for level in levels])] == reversals(levels)
    assert reversals(levels[::-1])[::-1] == reversals(levels)


@settings(PATIENT, max_examples=50)
@given(values=st.lists(st.integers(200, 400).map(float), max_size=30), practice=st.integers(0, 5))
def test_progress_is_told_only_beyond_the_detectable_change(values: list[float], practice: int) -> None:
    found = progress_of(values, practice_runs=practice)
    if found.word in ("improved", "worse"):
        assert len(values) > practice
        assert found.mdc.value is not None
        assert found.change.value is not None
        assert abs(found.change.value) > found.mdc.value
        assert (found.change.value < 0) is (found.word == "improved")
    mirrored = progress_of([-each for each in values], practice_runs=practice, lower_is_better=False)
    assert mirrored.word == found.word


@settings(PATIENT, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(100, 900), st.integers(100, 900)), min_size=3, max_size=12),
    st.integers(-50, 50),
)
def test_a_shift_of_all_changes_no_error_of_measurement(pairs: list[tuple[int, int]], shift: int) -> None:
    def table(by: int) -> list[Measure]:
        return [
            Measure(value=float(value + by), athlete=str(row), session=str(column))
            for row, values in enumerate(pairs)
            for column, value in enumerate(values)
        ]

    one, other = told("reliability", table(0)), told("reliability", table(shift))
    for name in ("typical_error_ms", "mdc95_ms", "icc_3_1", "change_of_mean_ms"):
        assert same(one[name].value, other[name].value, 1e-6)
