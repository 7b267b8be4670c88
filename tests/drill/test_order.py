from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from reactdrill.drill.order import (
    InfeasibleOrderError,
    Uniform,
    balanced_counts,
    cycle_counts,
    draw_weighted,
    drawn,
    positions,
    shuffled,
)

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
COUNTS = st.lists(st.integers(min_value=0, max_value=6), min_size=1, max_size=6)


def uniform_of(seed: int) -> Uniform:
    return np.random.Generator(np.random.PCG64(seed)).random


def feasible(counts: Sequence[int], keys: Sequence[str]) -> bool:
    """By trying: whether some order of these counts has no equal keys side by side."""
    items = [key for key, count in zip(keys, counts, strict=True) for _ in range(count)]
    orders = islice(dict.fromkeys(permutations(items)), 100_000)
    return any(all(one != other for one, other in pairwise(order)) for order in orders)


@settings(deadline=None)
@given(COUNTS, SEEDS)
def test_shuffling_keeps_the_counts(counts: list[int], seed: int) -> None:
    order = shuffled(counts, None, uniform_of(seed))
    assert Counter(order) == Counter({index: count for index, count in enumerate(counts) if count})


@settings(deadline=None)
@given(COUNTS, SEEDS)
def test_no_repeat_is_kept_whenever_it_can_be(counts: list[int], seed: int) -> None:
    total, most = sum(counts), max(counts)
    keys = [str(index) for index in range(len(counts))]
    if most > (total + 1) // 2:
        with pytest.raises(InfeasibleOrderError, match=f"comes {most} times in {total} trials"):
            shuffled(counts, keys, uniform_of(seed))
        return
    order = shuffled(counts, keys, uniform_of(seed))
    assert Counter(order) == Counter({index: count for index, count in enumerate(counts) if count})
    assert all(one != other for one, other in pairwise(order))


@settings(deadline=None)
@given(
    st.lists(st.integers(min_value=0, max_value=2), min_size=2, max_size=4),
    st.lists(st.sampled_from("ab"), min_size=4, max_size=4),
    SEEDS,
)
def test_it_fails_exactly_when_every_order_repeats(counts: list[int], letters: list[str], seed: int) -> None:
    keys = letters[: len(counts)]
    try:
        order = shuffled(counts, keys, uniform_of(seed))
    except InfeasibleOrderError:
        assert not feasible(counts, keys)
    else:
        assert feasible(counts, keys)
        assert all(keys[one] != keys[other] for one, other in pairwise(order))


@settings(deadline=None)
@given(COUNTS, SEEDS)
def test_it_never_begins_with_what_came_before(counts: list[int], seed: int) -> None:
    keys = [str(index) for index in range(len(counts))]
    assume(sum(counts) > 0)
    try:
        order = shuffled(counts, keys, uniform_of(seed), after="0")
    except InfeasibleOrderError:
        assert counts[0] > sum(counts) // 2 or max(counts) > (sum(counts) + 1) // 2
    else:
        assert order[0] != 0
        assert all(one != other for one, other in pairwise(order))


def test_every_order_that_keeps_the_wish_can_come() -> None:
    uniform = uniform_of(1)
    found = {tuple(shuffled([2, 2, 1], ["a", "b", "c"], uniform)) for _ in range(2000)}
    possible = {
        order
        for order in permutations([0, 0, 1, 1, 2])
        if all(one != other for one, other in pairwise(order))
    }
    assert found == possible


def test_a_free_shuffle_is_fair() -> None:
    uniform = uniform_of(2)
    n = 6000
    found = Counter(tuple(shuffled([2, 2], None, uniform)) for _ in range(n))
    assert len(found) == 6
    assert all(abs(count - n / 6) < 5 * (n / 6) ** 0.5 for count in found.values())


WEIGHTS = st.lists(st.floats(min_value=0.01, max_value=100), min_size=1, max_size=8)


@settings(deadline=None)
@given(WEIGHTS, st.integers(min_value=0, max_value=500), SEEDS)
def test_counts_go_by_weight_within_one(weights: list[float], n: int, seed: int) -> None:
    counts = balanced_counts(weights, n, uniform_of(seed))
    assert sum(counts) == n
    for count, weight in zip(counts, weights, strict=True):
        assert abs(count - n * weight / sum(weights)) < 1 + 1e-6


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=12), st.integers(min_value=0, max_value=200), SEEDS)
def test_equal_weights_are_balanced_within_one(kinds: int, n: int, seed: int) -> None:
    counts = balanced_counts([1.0] * kinds, n, uniform_of(seed))
    assert max(counts) - min(counts) <= 1
    assert max(counts) - min(counts) == (n % kinds > 0)


def test_what_is_left_over_is_not_always_given_to_the_same() -> None:
    uniform = uniform_of(3)
    first = Counter(balanced_counts([1.0, 1.0, 1.0], 4, uniform).index(2) for _ in range(3000))
    assert all(abs(count - 1000) < 150 for count in first.values())


@settings(deadline=None)
@given(WEIGHTS, st.integers(min_value=1, max_value=60), SEEDS, SEEDS)
def test_whether_an_order_exists_does_not_depend_on_the_seed(
    weights: list[float], n: int, one: int, other: int
) -> None:
    keys = [index // 2 for index in range(len(weights))]

    def can_be_made(seed: int) -> bool:
        uniform = uniform_of(seed)
        try:
            shuffled(balanced_counts(weights, n, uniform, keys), keys, uniform)
        except InfeasibleOrderError:
            return False
        return True

    assert can_be_made(one) == can_be_made(other)


def test_what_is_left_over_goes_where_no_repeat_stays_possible() -> None:
    for seed in range(50):
        assert balanced_counts([55.0, 45.0], 10, uniform_of(seed), ["a", "b"]) == [5, 5]


@pytest.mark.parametrize(
    ("weights", "cycle"),
    [
        ([1.0, 1.0], [1, 1]),
        ([3.0, 1.0], [3, 1]),
        ([3.0, 2.0], [3, 2]),
        ([2 / 3, 0.25], [8, 3]),
        ([0.1, 0.1, 0.3], [1, 1, 3]),
        ([1.0, 1.0000001], [1, 1]),
        ([1.0, 1000.0], [1, 1000]),
    ],
)
def test_cycles_keep_the_weights(weights: list[float], cycle: list[int]) -> None:
    assert cycle_counts(weights) == cycle


@settings(deadline=None)
@given(WEIGHTS)
def test_every_alternative_is_in_the_cycle(weights: list[float]) -> None:
    counts = cycle_counts(weights)
    assert min(counts) >= 1
    smallest = min(weights)
    for count, weight in zip(counts, weights, strict=True):
        assert abs(count / counts[weights.index(smallest)] - weight / smallest) <= 0.5 + 1e-9


@settings(deadline=None)
@given(st.lists(st.floats(min_value=0, max_value=10), min_size=1, max_size=6), SEEDS)
def test_what_weighs_nothing_is_never_drawn(weights: list[float], seed: int) -> None:
    assume(sum(weights) > 0)
    uniform = uniform_of(seed)
    for _ in range(20):
        assert weights[draw_weighted(weights, uniform)] > 0


def test_the_very_edges_of_a_draw() -> None:
    assert draw_weighted([1.0, 2.0], lambda: 0.0) == 0
    assert draw_weighted([1.0, 2.0], lambda: 1 / 3) == 1
    assert draw_weighted([0.0, 1.0, 0.0], lambda: np.nextafter(1.0, 0.0)) == 1


@settings(deadline=None)
@given(WEIGHTS, st.integers(min_value=0, max_value=100), SEEDS)
def test_draws_without_repeats(weights: list[float], n: int, seed: int) -> None:
    keys = [index // 2 for index in range(len(weights))]
    if len(set(keys)) < 2 <= n:
        with pytest.raises(InfeasibleOrderError, match="only 0 to present, so it must repeat"):
            drawn(weights, keys, n, uniform_of(seed))
        return
    order = drawn(weights, keys, n, uniform_of(seed))
    assert len(order) == n
    assert all(keys[one] != keys[other] for one, other in pairwise(order))


def test_draws_go_by_weight() -> None:
    counts = Counter(drawn([1.0, 3.0], None, 8000, uniform_of(4)))
    assert abs(counts[1] / 8000 - 0.75) < 0.02


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=0, max_value=60), st.data(), SEEDS)
def test_positions_are_different_and_within(n: int, data: st.DataObject, seed: int) -> None:
    chosen = data.draw(st.integers(min_value=0, max_value=n))
    found = positions(n, chosen, uniform_of(seed))
    assert len(found) == chosen
    assert found <= set(range(n))


def test_every_position_is_as_likely() -> None:
    uniform = uniform_of(5)
    counts = Counter(place for _ in range(4000) for place in positions(8, 2, uniform))
    assert all(abs(count - 1000) < 140 for count in counts.values())


def test_a_long_order_takes_no_time_to_speak_of() -> None:
    order = shuffled([2500] * 4, ["a", "b", "c", "d"], uniform_of(6))
    assert len(order) == 10_000
    assert all(one != other for one, other in pairwise(order))
