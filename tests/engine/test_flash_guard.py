"""No more than three flashes in any second, whatever is asked for."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given, settings, strategies as st

from plans import MS, SECOND
from reactdrill.engine.flash import FlashGuard

TIMES = st.integers(0, 6000).map(lambda ms: ms * MS)


def most_in_a_second(onsets: list[int]) -> int:
    """Onsets of one instant are one flash."""
    distinct = sorted(set(onsets))
    return max(
        (place - bisect_left(distinct, at - SECOND + 1) + 1 for place, at in enumerate(distinct)), default=0
    )


def test_the_first_three_come_when_wanted_and_the_fourth_waits() -> None:
    guard = FlashGuard()
    assert [guard.admit(at * MS, 0) for at in (0, 300, 600, 900)] == [0, 300 * MS, 600 * MS, 1050 * MS]


def test_a_flash_between_others_moves_past_them() -> None:
    guard = FlashGuard()
    for at in (0, 800, 1000):
        guard.admit(at * MS, 0)
    assert guard.admit(500 * MS, 0) == 1050 * MS


def test_one_instant_is_one_flash() -> None:
    guard = FlashGuard()
    assert {guard.admit(500 * MS, 0) for _ in range(10)} == {500 * MS}
    assert guard.admit(600 * MS, 0) == 600 * MS


def test_an_unexpected_flash_counts() -> None:
    guard = FlashGuard()
    for at in (0, 100, 200):
        guard.happened(at * MS)
    assert guard.admit(300 * MS, 0) == 1050 * MS


def test_what_did_not_happen_does_not_count() -> None:
    guard = FlashGuard()
    for at in (0, 100, 200):
        guard.admit(at * MS, 0)
    guard.cancelled(100 * MS)
    guard.cancelled(555 * MS)
    assert guard.admit(300 * MS, 0) == 300 * MS


def test_an_onset_counts_when_it_really_came() -> None:
    guard = FlashGuard()
    for at in (0, 100, 200):
        guard.admit(at * MS, 0)
    guard.moved(0, 40 * MS)
    assert guard.admit(300 * MS, 0) == 1090 * MS


def test_lights_switched_together_stay_one_flash() -> None:
    guard = FlashGuard()
    for _ in range(4):
        guard.admit(500 * MS, 0)
    for late in (0, 1, 4, 5):
        guard.moved(500 * MS, (500 + late) * MS)
    assert guard.admit(600 * MS, 0) == 600 * MS


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TIMES, TIMES, st.booleans()), max_size=40))
def test_the_limit_holds_and_nothing_is_advanced(asked: list[tuple[int, int, bool]]) -> None:
    guard = FlashGuard()
    flashes: list[int] = []
    now_ns = 0
    for step_ns, ahead_ns, cancelled in asked:
        now_ns += step_ns // 4
        wanted_ns = now_ns + ahead_ns
        due_ns = guard.admit(wanted_ns, now_ns)
        assert due_ns >= wanted_ns
        if cancelled:
            guard.cancelled(due_ns)
        else:
            flashes.append(due_ns)
    assert most_in_a_second(flashes) <= 3


@given(st.lists(TIMES, max_size=30))
def test_nothing_is_delayed_without_need(asked: list[int]) -> None:
    guard = FlashGuard()
    flashes: list[int] = []
    for wanted_ns in sorted(asked):
        due_ns = guard.admit(wanted_ns, wanted_ns)
        if due_ns != wanted_ns:
            assert most_in_a_second([*flashes, wanted_ns]) > 3 or _crowded(flashes, wanted_ns)
        flashes.append(due_ns)


def _crowded(flashes: list[int], at_ns: int) -> bool:
    """Three flashes before it within the margin that late onsets need."""
    return len({each for each in flashes if abs(each - at_ns) < SECOND + 50 * MS}) >= 3


def test_old_flashes_are_forgotten() -> None:
    guard = FlashGuard()
    for second in range(200):
        guard.admit(second * SECOND, second * SECOND)
    assert len(guard) < 10
