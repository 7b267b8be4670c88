from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.drill.foreperiod import draw_foreperiod_ns, limits_ns
from reactdrill.drill.model import Foreperiod

FIXED = Foreperiod(kind="fixed", ms=750.5)
UNIFORM = Foreperiod(kind="uniform", min_ms=1000, max_ms=3000)
EXPONENTIAL = Foreperiod(kind="exponential", min_ms=1000, max_ms=9000, tau_ms=2000)
US = st.floats(min_value=0, max_value=1, exclude_max=True)


def sample(spec: Foreperiod, n: int = 20_000) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    uniform = np.random.Generator(np.random.PCG64(11)).random
    return np.array([draw_foreperiod_ns(spec, uniform) / 1e6 for _ in range(n)])


@settings(deadline=None)
@given(US)
def test_whole_microseconds_within_the_limits(u: float) -> None:
    for spec in (FIXED, UNIFORM, EXPONENTIAL):
        low, high = limits_ns(spec)
        drawn = draw_foreperiod_ns(spec, lambda: u)
        assert low <= drawn <= high
        assert drawn % 1000 == 0


@pytest.mark.parametrize("spec", [FIXED, UNIFORM, EXPONENTIAL], ids=lambda spec: spec.kind)
def test_each_takes_exactly_one_double(spec: Foreperiod) -> None:
    doubles = iter([0.5, 0.6])
    draw_foreperiod_ns(spec, doubles.__next__)
    assert list(doubles) == [0.6]


def test_fixed_is_always_the_same() -> None:
    assert set(sample(FIXED, 20)) == {750.5}
    assert limits_ns(FIXED) == (750_500_000, 750_500_000)


def test_uniform_is_even() -> None:
    counts, _ = np.histogram(sample(UNIFORM), bins=10, range=(1000, 3000))
    assert np.all(np.abs(counts - 2000) < 5 * 2000**0.5)


def test_exponential_has_a_near_constant_chance_to_come_now() -> None:
    """Hazard by half seconds: constant in theory but for what the upper limit adds."""
    waits = sample(EXPONENTIAL)
    edges = np.arange(1000, 5001, 500)
    hazards = []
    for start, end in pairwise(edges):
        waiting = np.count_nonzero(waits >= start)
        hazards.append(np.count_nonzero((waits >= start) & (waits < end)) / waiting)
    constant = 1 - exp(-500 / 2000)
    assert all(abs(hazard - constant) < 0.05 for hazard in hazards)
    uniform = sample(Foreperiod(kind="uniform", min_ms=1000, max_ms=9000))
    late = np.count_nonzero((uniform >= 8000) & (uniform < 8500)) / np.count_nonzero(uniform >= 8000)
    assert late > 0.4, "a uniform wait gives itself away"


def test_exponential_has_the_mean_of_the_truncated_distribution() -> None:
    span, tau = 8000, 2000
    mean = 1000 + tau - span * exp(-span / tau) / (1 - exp(-span / tau))
    assert abs(sample(EXPONENTIAL).mean() - mean) < 5 * 1900 / 20_000**0.5


def test_exponential_median_is_exact() -> None:
    span, tau = 8000, 2000
    median = 1000 - tau * log(1 - 0.5 * (1 - exp(-span / tau)))
    assert draw_foreperiod_ns(EXPONENTIAL, lambda: 0.5) == round(median * 1000) * 1000


def test_equal_limits_are_no_trouble() -> None:
    spec = Foreperiod(kind="exponential", min_ms=500, max_ms=500, tau_ms=100)
    assert draw_foreperiod_ns(spec, lambda: 0.7) == 500_000_000
