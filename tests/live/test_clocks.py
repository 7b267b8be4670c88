from __future__ import annotations

import sys
import threading
import time
from datetime import UTC
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from reactdrill.live.clock import StandstillError, SystemClock, VirtualClock, utc_now

if TYPE_CHECKING:
    from _typeshed import TraceFunction

MS = 1_000_000


def test_virtual_time_jumps_to_the_deadline_and_never_back() -> None:
    clock = VirtualClock(5)
    clock.wait(100)
    assert clock.now_ns() == 100
    clock.wait(40)
    clock.wake()
    assert clock.now_ns() == 100


def test_virtual_time_without_a_deadline_says_that_nothing_can_happen() -> None:
    with pytest.raises(StandstillError, match="virtual time stands still"):
        VirtualClock().wait(None)


def test_the_system_clock_is_the_performance_counter() -> None:
    before = time.perf_counter_ns()
    now = SystemClock().now_ns()
    assert before <= now <= time.perf_counter_ns()


def test_a_wait_lasts_until_its_deadline() -> None:
    clock = SystemClock()
    deadline_ns = clock.now_ns() + 3 * MS
    clock.wait(deadline_ns)
    assert clock.now_ns() >= deadline_ns - MS


def test_a_wait_for_the_past_returns_at_once() -> None:
    clock = SystemClock()
    clock.wait(clock.now_ns() - MS)


def test_a_wake_before_the_wait_is_not_lost() -> None:
    clock = SystemClock()
    clock.wake()
    clock.wait(None)


def test_a_wake_ends_one_wait_only() -> None:
    clock = SystemClock()
    clock.wake()
    clock.wait(None)
    deadline_ns = clock.now_ns() + 2 * MS
    clock.wait(deadline_ns)
    assert clock.now_ns() >= deadline_ns - MS


def test_a_wake_from_another_thread_ends_the_wait() -> None:
    clock = SystemClock()
    thread = threading.Thread(target=clock.wake)
    thread.start()
    clock.wait(None)
    thread.join()


def test_a_signal_handler_may_wake_the_thread_at_any_moment_of_its_wait() -> None:
    clock = SystemClock()
    waited = threading.Event()

    def handler(frame: FrameType, _event: str, _: object) -> TraceFunction:
        """Comes before every instruction, as a signal's handler may."""
        frame.f_trace_opcodes = True
        clock.wake()
        return handler

    def wait() -> None:
        before = sys.gettrace()
        sys.settrace(handler)
        clock.wait(None)
        clock.wait(clock.now_ns() + MS)
        sys.settrace(before)
        waited.set()

    threading.Thread(target=wait, daemon=True).start()
    assert waited.wait(60), "it waits for itself"


def test_the_wall_clock_is_utc() -> None:
    assert utc_now().tzinfo is UTC
