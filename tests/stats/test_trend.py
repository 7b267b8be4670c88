from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.stats.fatigue import theil_sen
from reactdrill.stats.trend import slope_of, trend


@settings(deadline=None)
@given(st.lists(st.floats(100, 900), min_size=5, max_size=40))
def test_the_slope_is_that_of_scipy(values: list[float]) -> None:
    days = [float(7 * place) for place in range(len(values))]
    weeks = [day / 7 for day in days]
    found = trend(days, values)
    slope, interval = theil_sen(weeks, values)
    assert found.per_week.value == pytest.approx(slope.value)
    assert found.per_week_interval.low == pytest.approx(interval.low)
    assert found.per_week_interval.high == pytest.approx(interval.high)


def test_a_steady_gain_is_found_with_runs_on_the_same_day() -> None:
    days = [0.0, 0.0, 7.0, 14.0, 21.0, 28.0]
    slope, interval = slope_of([day / 7 for day in days], [300, 302, 290, 280, 270, 260])
    assert slope.value == pytest.approx(-10, abs=0.6)
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low <= -10 <= interval.high


def test_too_few_runs_have_a_middle_and_no_slope() -> None:
    found = trend([0, 1, 2], [3, 1, 2])
    assert (found.middle.value, found.moving) == (2, (3, 2, 2))
    assert found.per_week.value is None
    assert "too few runs" in (found.per_week.reason or "")
    assert trend([], []).middle.value is None


def test_runs_at_one_moment_have_no_slope() -> None:
    assert trend([1] * 6, [1, 2, 3, 4, 5, 6]).per_week.value is None
