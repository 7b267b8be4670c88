"""What the watchdog tells: standstills, sleep, and clocks that were set; and what a run makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakeroom import Room, rescored
from lab import tap
from plans import MS, simple_plan
from reactdrill.drill.trial import Plan
from reactdrill.engine.events import Event, Pause, Resume, Tick, TimingNote
from reactdrill.engine.run import Run
from reactdrill.live.clock import HostClocks, read_host_clocks
from reactdrill.live.watchdog import GAP_NS, Watchdog, gap_limit_ns
from reactdrill.results.lines import RunEnd, decode_line, trial_lines
from troubled_clock import TroubledClock

STILL = HostClocks(10**18, 0, 1000)


def watchdog(*readings: HostClocks) -> Watchdog:
    """One that has turned at 0 and reads these clocks, the last one for ever."""
    left = [STILL, *(readings or (STILL,))]
    made = Watchdog(read_clocks=lambda: left.pop(0) if len(left) > 1 else left[0])
    made.turn_begins(0)
    made.turn_ends(watching=True)
    return made


def told(notes: list[TimingNote]) -> list[tuple[str, float, float, float]]:
    return [(each.kind, each.at_ns / MS, each.until_ns / MS, each.size_ns / MS) for each in notes]


@pytest.mark.parametrize(
    ("idle", "deadline", "woken", "expected"),
    [
        (1, 100, 100, []),
        (1, 100, 125, []),
        (1, 100, 130, [("gap", 100, 130, 30)]),
        (1, 100, 40, []),  # woken early by a reader
        (1, None, 900, []),  # nothing was due
        (30, 100, 100, [("gap", 1e-6, 30, 30)]),
        (30, 100, 130, [("gap", 1e-6, 30, 30), ("gap", 100, 130, 30)]),
        (30, 20, 40, [("gap", 1e-6, 40, 40)]),  # the work went on past the deadline
        (30, None, 900, [("gap", 1e-6, 30, 30)]),
    ],
)
def test_a_standstill_is_what_keeps_something_waiting(
    idle: float, deadline: float | None, woken: float, expected: list[tuple[str, float, float, float]]
) -> None:
    dog = watchdog()
    dog.waits(round(idle * MS), None if deadline is None else round(deadline * MS))
    assert told(dog.turn_begins(round(woken * MS))) == expected


def test_turning_without_a_wait_counts_from_the_turn_before() -> None:
    dog = watchdog()
    assert told(dog.turn_begins(40 * MS)) == [("gap", 1e-6, 40, 40)]


def test_what_was_meant_to_take_its_time_is_no_standstill() -> None:
    dog = watchdog()
    dog.excuse(40 * MS)
    dog.waits(41 * MS, 30 * MS)
    assert dog.turn_begins(42 * MS) == []
    assert dog.longest_ns == 2 * MS


def test_nothing_is_told_while_nothing_goes_on() -> None:
    dog = watchdog(replace(STILL, wall_ns=STILL.wall_ns + 10**12))
    dog.turn_ends(watching=False)
    assert dog.turn_begins(900 * MS) == []
    dog.turn_ends(watching=True)
    assert dog.turn_begins(901 * MS) == []
    assert dog.longest_ns == 1 * MS


def test_the_longest_standstill_is_remembered_told_or_not() -> None:
    dog = watchdog()
    for begun, ended in ((0, 7), (7, 20), (20, 23)):
        dog.waits(round(begun * MS), round(begun * MS))
        assert dog.turn_begins(round(ended * MS)) == []
        dog.turn_ends(watching=True)
    assert dog.longest_ns == 13 * MS


def test_the_limit_follows_a_slower_display() -> None:
    assert gap_limit_ns(16_666_667) == 25_000_000
    assert gap_limit_ns(6_900_000) == GAP_NS
    assert gap_limit_ns(41_666_667) == 62_500_000


@pytest.mark.parametrize("ms", [-3_600_000, -11, 11, 3_600_000])
def test_a_wall_clock_that_is_set_is_told(ms: int) -> None:
    dog = watchdog(replace(STILL, wall_ns=STILL.wall_ns + ms * MS))
    dog.waits(0, 5 * MS)
    assert told(dog.turn_begins(5 * MS)) == [("clock_step", 1e-6, 5, ms)]


def test_a_wall_clock_that_is_put_right_slowly_is_not() -> None:
    dog = watchdog(replace(STILL, wall_ns=STILL.wall_ns + 19 * MS))
    dog.waits(0, 10_000 * MS)
    assert dog.turn_begins(10_000 * MS) == []


def test_sleep_is_told_once_and_not_as_a_clock_that_was_set() -> None:
    after = HostClocks(STILL.wall_ns + 60_000 * MS, 60_000 * MS, 1000)
    dog = watchdog(after)
    dog.waits(0, 5 * MS)
    assert told(dog.turn_begins(6 * MS)) == [("suspended", 1e-6, 6, 60_000)]
    dog.turn_ends(watching=True)
    assert dog.turn_begins(7 * MS) == []


def test_a_reading_that_was_interrupted_is_left_to_the_next() -> None:
    torn = HostClocks(STILL.wall_ns + 40 * MS, 40 * MS, 80 * MS)
    dog = watchdog(torn, STILL)
    for at in (1, 2):
        assert dog.turn_begins(at * MS) == []
        dog.turn_ends(watching=True)


def test_a_machine_without_a_clock_that_sleeps_still_tells_of_the_other() -> None:
    deaf = replace(STILL, asleep_ns=None)
    dog = watchdog(deaf, replace(deaf, wall_ns=deaf.wall_ns + 50 * MS))
    dog.turn_begins(1 * MS)
    dog.turn_ends(watching=True)
    assert [each.kind for each in dog.turn_begins(2 * MS)] == ["clock_step"]


def test_the_machines_own_clocks_can_be_read() -> None:
    one, other = read_host_clocks(), read_host_clocks()
    assert one.doubt_ns >= 0
    assert one.asleep_ns is None or other.asleep_ns is None or one.asleep_ns - other.asleep_ns < 10**9


# ---- in a run


def troubled(plan: Plan, clock: TroubledClock) -> Room:
    return Room(plan, clock=clock, watchdog=Watchdog(read_clocks=clock.read))


def journaled(room: Room) -> list[Event]:
    items = [decode_line(line) for line in room.journal.lines]
    return [item for item in items if isinstance(item, Event)]


def same_again(room: Room, plan: Plan) -> bool:
    return rescored(room.journal, Run(plan)) == list(trial_lines(room.journal.lines))


@pytest.mark.parametrize(
    ("at", "length", "flagged"),
    [
        (1000, 25, []),
        (1000, 30, [0]),
        (1000, 150, [0]),
        (1000, 300, [0]),  # the response came meanwhile
        (1200, 30, [0]),
        (1200, 199, [0]),
        (1200, 200, [0, 1]),  # the next trial opened meanwhile
        (1200, 300, [0, 1]),
        (1400, 60, [1]),
        (2400, 300, [1]),
    ],
)
def test_a_stall_flags_the_trials_it_touched_and_changes_nothing_else(
    at: float, length: float, flagged: list[int]
) -> None:
    plan = simple_plan(2)
    clock = TroubledClock()
    clock.stall(at, length)
    room = troubled(plan, clock)
    room.keys.at(tap(1200), tap(2650))
    room.play()
    assert [number for number, each in enumerate(room.records) if each.flags == ("gap",)] == flagged
    assert [(each.outcome, each.rt_ns) for each in room.records] == [("hit", 200 * MS), ("hit", 250 * MS)]
    assert same_again(room, plan)


def test_a_run_without_a_watchdog_holds_no_notes() -> None:
    clock = TroubledClock()
    clock.stall(1010, 300)
    room = Room(simple_plan(1), clock=clock).play()
    assert not [each for each in journaled(room) if isinstance(each, TimingNote)]


@pytest.mark.parametrize("ms", [-86_400_000, 3_600_000])
def test_a_clock_that_is_set_in_a_run_flags_the_trial_and_no_time_is_wrong(ms: float) -> None:
    clock = TroubledClock()
    clock.set_wall_clock(1100, ms)
    room = troubled(simple_plan(2), clock)
    room.keys.at(tap(1300), tap(2800))
    room.play()
    assert [(each.rt_ns, each.flags) for each in room.records] == [
        (300 * MS, ("clock_step",)),
        (300 * MS, ()),
    ]
    assert same_again(room, simple_plan(2))


def test_a_machine_that_sleeps_holds_the_run_and_the_trial_comes_again() -> None:
    plan = simple_plan(1)
    clock = TroubledClock()
    clock.sleep(1100, 3_600_000)
    room = troubled(plan, clock)
    room.keys.at(tap(1250))
    room.play(until_ms=1400)
    (cut,) = room.records
    assert (cut.outcome, cut.reason, cut.flags) == ("aborted", "suspended", ("suspended",))
    assert [each.reason for each in journaled(room) if isinstance(each, Pause)] == ["suspended"]
    clock.wait(2000 * MS)
    room.loop.post(Resume(2000 * MS))
    room.keys.at(tap(4300))
    room.play()
    again = room.records[1]
    assert (again.attempt, again.outcome, again.rt_ns, again.flags) == (2, "hit", 300 * MS, ())
    assert same_again(room, plan)


def test_the_longest_standstill_is_the_last_thing_before_the_end() -> None:
    clock = TroubledClock()
    clock.stall(1300, 7)
    room = troubled(simple_plan(1), clock)
    room.keys.at(tap(1300))
    room.play()
    *_, note, end = [decode_line(line) for line in room.journal.lines]
    assert isinstance(end, RunEnd)
    assert note == TimingNote(end.at_ns, "longest_gap", end.at_ns, 7 * MS)
    assert not [each for each in journaled(room) if isinstance(each, Tick)]
