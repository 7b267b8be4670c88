"""The X server's milliseconds on our clock: bounds, drift, the jump back to zero, and which stamp a key gets."""

from __future__ import annotations

import pytest

from reactdrill.devices.stampers.x11_time import (
    ARRIVAL,
    KEPT,
    LEAST_NS,
    MOST_WAY_NS,
    SERVER,
    SET_AFTER,
    SLACK_NS,
    WAY_NS,
    WRAP,
    ServerTime,
    Waited,
)

MS = 1_000_000
US = 1_000
OFFSET_NS = 123_456_789
"""Our clock minus the server's."""
NEW_YEAR_MS = 5_000


def server_ms(at_ns: int) -> int:
    """What the server's clock shows at a moment of ours."""
    return (at_ns - OFFSET_NS) // MS % WRAP


def began_ns(at_ns: int) -> int:
    """Where the server's millisecond of a moment begins."""
    return (at_ns - OFFSET_NS) // MS * MS + OFFSET_NS


def asked(time: ServerTime, at_ns: int, way_ns: int = 80 * US) -> None:
    """One question, dealt with half-way."""
    time.answered(server_ms(at_ns + way_ns // 2), at_ns, at_ns + way_ns)


def settled(start_ns: int = NEW_YEAR_MS * MS, *, way_ns: int = 80 * US) -> ServerTime:
    """A clock that knows the server well: questions at every hundredth of its millisecond."""
    time = ServerTime()
    for number in range(KEPT):
        asked(time, start_ns + number * 250 * MS + number * 21 * US, way_ns)
    return time


def test_questions_fix_the_servers_millisecond_to_a_fraction_of_it() -> None:
    time = settled()
    assert abs(time.offset_ns - OFFSET_NS) <= time.offset_doubt_ns <= 60 * US
    assert time.restarts == 0


def test_an_arrival_in_the_servers_millisecond_counts_less_its_way() -> None:
    time = settled()
    pressed_ns = 20_000 * MS + OFFSET_NS + 400 * US
    stamp = time.stamp(server_ms(pressed_ns), pressed_ns + 80 * US)
    assert stamp == (pressed_ns, LEAST_NS, ARRIVAL)


def test_no_stamp_lies_before_or_after_the_servers_millisecond() -> None:
    time = settled()
    ends_ns = time.offset_ns + 20_001 * MS
    late = time.stamp(20_000, ends_ns + SLACK_NS)
    assert (late.at_ns, late.source) == (ends_ns, ARRIVAL)
    arrived_ns = time.offset_ns + 20_002 * MS + 5 * US
    early = time.stamp(20_002, arrived_ns)
    assert (early.at_ns, early.source) == (time.offset_ns + 20_002 * MS, ARRIVAL)
    assert early.at_ns <= arrived_ns


@pytest.mark.parametrize("stall_ms", [2, 5, 30, 300, 5_000])
def test_after_a_stall_the_servers_millisecond_counts(stall_ms: int) -> None:
    time = settled()
    for part in range(10):
        pressed_ns = 30_000 * MS + OFFSET_NS + part * 13 * MS + part * 100 * US
        stamp = time.stamp(server_ms(pressed_ns), pressed_ns + stall_ms * MS)
        assert stamp.source == SERVER
        assert abs(stamp.at_ns - pressed_ns) <= stamp.uncertainty_ns
        assert MS // 2 <= stamp.uncertainty_ns <= MS // 2 + 60 * US


def test_the_first_late_arrival_is_one_beyond_the_slack() -> None:
    time = settled()
    ends_ns = time.offset_ns + 20_001 * MS
    assert time.stamp(20_000, ends_ns + SLACK_NS).source == ARRIVAL
    assert time.stamp(20_000, ends_ns + SLACK_NS + 1).source == SERVER


def test_the_servers_clock_begins_again_after_49_days() -> None:
    start_ns = (WRAP - 6_000) * MS + OFFSET_NS
    time = settled(start_ns)
    for pressed_ns in (start_ns + 5_999 * MS, start_ns + 6_000 * MS, start_ns + 6_001 * MS + 300 * US):
        stamp = time.stamp(server_ms(pressed_ns), pressed_ns + 40 * MS)
        assert stamp.source == SERVER
        assert abs(stamp.at_ns - pressed_ns) <= stamp.uncertainty_ns
    assert server_ms(start_ns + 6_000 * MS) == 0
    assert time.restarts == 0


def test_an_event_from_before_the_jump_may_come_after_one_from_behind_it() -> None:
    start_ns = (WRAP - 20_000) * MS + OFFSET_NS
    time = settled(start_ns)
    jump_ns = start_ns + 20_000 * MS
    after = time.stamp(3, jump_ns + 30 * MS)
    before = time.stamp(WRAP - 2, jump_ns + 31 * MS)
    assert after.at_ns - before.at_ns == 5 * MS


def test_clocks_that_drift_apart_are_followed() -> None:
    time = settled()
    for number in range(1_200):  # five minutes in which the server's clock loses 200 millionths
        at_ns = 40_000 * MS + OFFSET_NS + number * 250 * MS + number * 37 * US
        shown = server_ms(at_ns - number * 50 * US)
        time.answered(shown, at_ns - 40 * US, at_ns + 40 * US)
    lost_ns = 1_199 * 50 * US
    assert abs(time.offset_ns - OFFSET_NS - lost_ns) <= 2 * MS


def test_clocks_that_were_set_begin_anew_and_say_so() -> None:
    time = settled()
    base_ns = 50_000 * MS + OFFSET_NS
    asked(time, base_ns)
    assert time.restarts == 0
    for number in range(SET_AFTER):
        at_ns = base_ns + (1 + number) * 250 * MS
        time.answered(server_ms(at_ns) - 900_000, at_ns, at_ns + 80 * US)
    assert time.restarts == 1
    assert abs(time.offset_ns - OFFSET_NS - 900_000 * MS) <= MS


def test_a_time_that_is_too_old_spoils_nothing() -> None:
    """The server does not look at its clock for a question while keys wait to be dealt with."""
    time = settled()
    offset_ns, doubt_ns = time.offset_ns, time.offset_doubt_ns
    for number in range(20):
        at_ns = 50_000 * MS + OFFSET_NS + number * 250 * MS
        stale_ms = 4 if number % SET_AFTER else 0
        time.answered(server_ms(at_ns) - stale_ms, at_ns, at_ns + 80 * US)
    assert time.restarts == 0
    assert abs(time.offset_ns - offset_ns) <= doubt_ns
    assert abs(time.offset_ns - OFFSET_NS) <= time.offset_doubt_ns


def test_a_spoilt_bound_goes_with_the_first_event_that_contradicts_it() -> None:
    time = ServerTime()
    start_ns = 1_000 * MS + OFFSET_NS
    time.fixed(server_ms(start_ns) - 5, start_ns, start_ns + 80 * US)
    pressed_ns = start_ns + 10 * MS + 500 * US
    stamp = time.stamp(server_ms(pressed_ns), pressed_ns + 40 * US)
    assert abs(stamp.at_ns - pressed_ns) <= MS
    asked(time, start_ns + 20 * MS)
    assert abs(time.offset_ns - OFFSET_NS) <= time.offset_doubt_ns
    assert time.restarts == 0


def test_an_arrival_before_its_own_millisecond_corrects_the_offset() -> None:
    time = ServerTime()
    time.fixed(1_000, 1_000 * MS + OFFSET_NS - 300 * US, 1_001 * MS + OFFSET_NS)
    pressed_ns = 1_010 * MS + OFFSET_NS
    stamp = time.stamp(1_010, pressed_ns + 20 * US)
    assert stamp.at_ns <= pressed_ns + 20 * US
    assert time.offset_ns <= OFFSET_NS + 20 * US


def test_the_doubt_grows_with_what_the_way_takes_at_worst() -> None:
    quiet, busy = settled(), settled()
    for number in range(5):
        asked(busy, 60_000 * MS + number * 1_000 * MS, way_ns=900 * US)
    assert quiet.arrival_doubt_ns == LEAST_NS
    assert busy.arrival_doubt_ns > 2 * LEAST_NS
    assert busy.way_ns == quiet.way_ns == 80 * US


def test_a_way_that_is_long_because_something_is_held_up_is_not_taken_off_whole() -> None:
    assert settled(way_ns=900 * US).way_ns == MOST_WAY_NS


def test_a_server_that_is_held_up_makes_its_own_stamps_less_sure() -> None:
    time = settled()
    sure_ns = time.server_doubt_ns
    for number in range(5):
        at_ns = 60_000 * MS + OFFSET_NS + number * 1_000 * MS
        time.answered(server_ms(at_ns + 4 * MS), at_ns, at_ns + 4 * MS + 50 * US)
    assert time.server_doubt_ns >= sure_ns + 3 * MS


def test_our_own_wait_for_a_processor_is_taken_off() -> None:
    time = settled()
    pressed_ns = 20_000 * MS + OFFSET_NS + 300 * US
    stamp = time.stamp(server_ms(pressed_ns), pressed_ns + 80 * US + 4 * MS, Waited(4 * MS, 0))
    assert stamp == (pressed_ns, LEAST_NS + MS, ARRIVAL)


@pytest.mark.parametrize("stalled_ms", [0, 40])
def test_a_wait_of_the_server_may_have_been_the_keys_or_not(stalled_ms: int) -> None:
    """It is taken off, and the stamp is true either way within its doubt."""
    time = settled()
    pressed_ns = 20_000 * MS + OFFSET_NS + 300 * US
    waited = Waited(0, 6 * MS)
    for dealt_with_ns in (pressed_ns, pressed_ns + 6 * MS):
        arrived_ns = dealt_with_ns + 80 * US + stalled_ms * MS
        stamp = time.stamp(server_ms(dealt_with_ns), arrived_ns, waited)
        assert abs(stamp.at_ns - pressed_ns) <= stamp.uncertainty_ns
        assert stamp.uncertainty_ns >= 3 * MS


def test_a_question_that_had_to_wait_says_nothing_of_the_way() -> None:
    time = settled()
    doubt_ns = time.arrival_doubt_ns
    for number in range(KEPT):
        at_ns = 70_000 * MS + OFFSET_NS + number * 250 * MS
        shown = server_ms(at_ns + 2 * MS)
        time.answered(shown, at_ns, at_ns + 80 * US + 5 * MS, Waited(3 * MS, 2 * MS))
    assert time.arrival_doubt_ns == doubt_ns
    assert time.way_ns == 80 * US


def test_before_anything_was_measured_the_doubt_is_a_cautious_guess() -> None:
    time = ServerTime()
    asked(time, NEW_YEAR_MS * MS)
    assert (time.way_ns, time.arrival_doubt_ns) == (WAY_NS, 2 * LEAST_NS)
