"""Frames to nanoseconds, from what a stream states of itself."""

from __future__ import annotations

import random

import pytest

from reactdrill.devices.sound.dac import KEPT, NEAREST, RATE_HZ, UNKNOWN_NS, DacClock, frames_ns

MS = 1_000_000
ZERO_NS = 5_000 * MS


def stated(count: int, *, every: int = 480, zero_ns: int = ZERO_NS, first: int = 0) -> DacClock:
    clock = DacClock()
    for number in range(count):
        frame = first + number * every
        clock.state(frame, zero_ns + frames_ns(frame))
    return clock


def test_before_anything_is_stated_nothing_is_known() -> None:
    clock = DacClock()
    assert (clock.is_running, clock.newest, clock.frame_at(ZERO_NS)) == (False, -1, 0)
    assert clock.stamp(100).uncertainty_ns == UNKNOWN_NS


def test_a_frame_between_statements_is_stamped_to_the_nanosecond() -> None:
    clock = stated(30)
    for frame in (0, 1, 479, 480, 7_777, 13_919):
        assert clock.stamp(frame) == (ZERO_NS + frames_ns(frame), 0)
    assert clock.newest == 29 * 480


@pytest.mark.parametrize("frame", [0, 1, 13_999, 48_000, 4_800_001])
def test_frame_and_time_are_inverse(frame: int) -> None:
    clock = stated(30)
    assert clock.frame_at(clock.stamp(frame).at_ns) == frame


def test_what_all_statements_may_be_wrong_by_is_added() -> None:
    clock = stated(30)
    clock.floor_ns = 250_000
    assert clock.stamp(5_000).uncertainty_ns == 250_000


def test_a_stamp_beyond_the_last_statement_grows_unsure_as_a_clock_may_drift() -> None:
    clock = stated(30)
    last = clock.newest
    assert clock.stamp(last).uncertainty_ns == 0
    assert clock.stamp(last + RATE_HZ).uncertainty_ns == 300_000


def test_scatter_is_the_uncertainty_and_covers_it() -> None:
    chance = random.Random(1)
    clock = DacClock()
    for number in range(KEPT):
        clock.state(number * 480, ZERO_NS + frames_ns(number * 480) + round(chance.gauss(0, 0.2) * MS))
    at_ns, uncertainty_ns = clock.stamp(60 * 480)
    assert abs(at_ns - ZERO_NS - frames_ns(60 * 480)) < uncertainty_ns
    assert 0.2 * MS < uncertainty_ns < 0.8 * MS


def test_one_wild_statement_changes_nothing() -> None:
    clock = stated(30)
    clock.state(30 * 480, ZERO_NS + frames_ns(30 * 480) + 80 * MS)
    assert clock.stamp(30 * 480) == (ZERO_NS + frames_ns(30 * 480), 0)
    assert clock.frame_at(ZERO_NS + frames_ns(15_000)) == 15_000


def test_a_jump_makes_the_frames_around_it_unsure_and_no_others() -> None:
    clock = stated(40)
    for number in range(40, 80):
        frame = number * 480
        clock.state(frame, ZERO_NS + frames_ns(frame) + 20 * MS)
    assert clock.stamp(5 * 480) == (ZERO_NS + frames_ns(5 * 480), 0)
    assert clock.stamp(40 * 480).uncertainty_ns >= 20 * MS
    assert clock.stamp(75 * 480) == (ZERO_NS + frames_ns(75 * 480) + 20 * MS, 0)


def test_a_clock_that_drifts_is_followed() -> None:
    clock = DacClock()
    for number in range(KEPT):
        frame = number * 480
        clock.state(frame, ZERO_NS + frames_ns(frame) * 1_000_100 // 1_000_000)  # 100 parts in a million slow
    at_ns, uncertainty_ns = clock.stamp(90 * 480)
    assert abs(at_ns - ZERO_NS - frames_ns(90 * 480) * 1_000_100 // 1_000_000) <= uncertainty_ns <= 20_000


def test_frames_that_left_while_the_stream_was_dry_are_doubted() -> None:
    clock = stated(60)
    clock.doubt(4_800, 9_600, 30 * MS)
    uncertain = [clock.stamp(frame).uncertainty_ns for frame in (4_799, 4_800, 9_600, 9_601)]
    assert uncertain == [0, 30 * MS, 30 * MS, 0]


def test_only_the_last_statements_are_kept() -> None:
    clock = stated(KEPT + 50)
    assert clock.newest == (KEPT + 49) * 480
    assert clock.stamp(0).uncertainty_ns == 0
    clock.forget()
    assert not clock.is_running
    clock.state(100, ZERO_NS)
    assert clock.stamp(100).at_ns == ZERO_NS
    assert NEAREST < KEPT
