from __future__ import annotations

import itertools

import pytest

from reactdrill.live.clock import VirtualClock
from reactdrill.station.doctor.clocks import (
    READS,
    WAITS,
    clock,
    has_nice_right,
    lateness_ns,
    linux_priority,
    priority,
    punctuality,
    resolution,
    smallest_step_ns,
)


class SteppingClock(VirtualClock):
    """Counts in steps, one for every third reading, and wakes late."""

    def __init__(self, step_ns: int, late_ns: int = 0) -> None:
        super().__init__()
        self._step_ns = step_ns
        self._late_ns = late_ns
        self._readings = itertools.count()

    def now_ns(self) -> int:
        return super().now_ns() + next(self._readings) // 3 * self._step_ns

    def wait(self, deadline_ns: int | None) -> None:
        assert deadline_ns is not None
        super().wait(deadline_ns + self._late_ns)


def test_the_smallest_step_is_that_of_the_clock_not_of_the_readings() -> None:
    assert smallest_step_ns(SteppingClock(500)) == 500
    assert smallest_step_ns(VirtualClock()) == 0
    assert READS > 3


def test_lateness_is_what_came_after_the_deadline() -> None:
    assert lateness_ns(SteppingClock(0, late_ns=300_000)) == [300_000] * WAITS


@pytest.mark.parametrize(
    ("source", "step_ns", "level"),
    [("tsc", 40, "ok"), ("hpet", 40, "note"), ("acpi_pm", 279, "note"), ("", 100, "ok"), ("", 1001, "note")],
)
def test_slow_and_coarse_clocks_are_noted(source: str, step_ns: int, level: str) -> None:
    assert resolution(source, step_ns).level == level


def test_one_late_wake_in_twenty_is_what_counts() -> None:
    punctual = [60_000] * 60
    assert punctuality(punctual).level == "ok"
    assert punctuality([*punctual[:58], 9_000_000, 9_000_000]).level == "ok"
    late = punctuality([*punctual[:56], *[9_000_000] * 4])
    assert late.level == "note"
    assert late.text == "this machine wakes late: 0.06 ms in the middle, 9.00 ms in one of twenty"


def test_the_real_clock_can_be_judged() -> None:
    assert [found.check for found in clock()] == ["clock", "clock"]


@pytest.mark.parametrize(
    ("right", "nice", "realtime", "level", "word"),
    [
        (True, 0, 0, "ok", "real-time"),
        (False, 0, 20, "ok", "real-time"),
        (False, 31, 0, "ok", "nice -11"),
        (False, 20, 0, "note", "may not"),
        (False, 0, 0, "note", "may not"),
    ],
)
def test_priority_follows_right_and_limits(
    right: bool, nice: int, realtime: int, level: str, word: str
) -> None:
    found = linux_priority(may_everything=right, nice_limit=nice, realtime_limit=realtime)
    assert (found.level, word in found.text) == (level, True)


def test_the_right_to_be_nice_is_bit_23() -> None:
    assert has_nice_right("Name:\tx\nCapInh:\t0\nCapEff:\t0000000000800000\n")
    assert not has_nice_right("CapEff:\t000001ffff7fffff\n")
    assert not has_nice_right("")


def test_this_machine_can_be_asked_for_priority() -> None:
    assert [found.check for found in priority()] == ["priority"]
