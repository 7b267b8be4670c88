from __future__ import annotations

import itertools
import statistics
import subprocess
import sys

import numpy as np
import pytest

from reactdrill.stats import intervals
from reactdrill.stats.intervals import median_interval


def test_few_values_are_flagged_and_one_has_none() -> None:
    assert median_interval([]).reason == "too few values: needs 2"
    assert median_interval([250.0]).low is None
    assert median_interval([250.0, 260.0] * 4 + [255.0]).small
    assert not median_interval([250.0, 260.0] * 5).small


def test_the_same_values_give_the_same_interval_in_any_order() -> None:
    values = [210.0, 250.0, 233.0, 480.0, 222.0, 241.0]
    first = median_interval(values)
    assert all(
        median_interval(list(order)) == first
        for order in itertools.islice(itertools.permutations(values), 20)
    )


def test_another_process_gives_the_same_interval() -> None:
    code = "from reactdrill.stats.intervals import median_interval as m; print(m([1.0, 2.0, 4.0, 8.0, 9.0]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(median_interval([1.0, 2.0, 4.0, 8.0, 9.0]))


def test_identical_values_have_an_interval_without_width() -> None:
    interval = median_interval([300.0] * 12)
    assert (interval.low, interval.high, interval.small) == (300, 300, False)


def test_it_agrees_with_the_exact_bootstrap_of_a_small_sample() -> None:
    """All 5^5 resamples of five values give the bootstrap distribution itself."""
    values = [1.0, 2.0, 4.0, 8.0, 16.0]
    medians = [statistics.median(draw) for draw in itertools.product(values, repeat=5)]
    low, high = np.quantile(medians, [0.025, 0.975])
    interval = median_interval(values)
    assert (interval.low, interval.high) == (low, high)


def test_it_covers_the_true_median_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(5)
    inside = 0
    for _ in range(120):
        interval = median_interval(random.lognormal(5.5, 0.3, 25).tolist())
        assert interval.low is not None
        assert interval.high is not None
        inside += interval.low <= np.exp(5.5) <= interval.high
    assert 0.88 <= inside / 120 <= 1  # a percentile interval of a median is a little wide or narrow at n = 25


def test_many_values_are_resampled_in_portions_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(300, 40, 500).tolist()
    whole = median_interval(values)
    monkeypatch.setattr(intervals, "_DRAWS_AT_ONCE", 10_000)
    assert median_interval(values) == whole
