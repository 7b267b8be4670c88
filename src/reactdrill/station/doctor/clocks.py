"""The clock that times everything, how punctually this machine wakes, and which priority it grants."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Protocol

from reactdrill.live.clock import SystemClock
from reactdrill.station.doctor.finding import Finding, note, ok
from reactdrill.station.doctor.tools import text_of

SOURCE = Path("/sys/devices/system/clocksource/clocksource0/current_clocksource")
SLOW_SOURCES = ("acpi_pm", "hpet", "jiffies", "refined-jiffies")
COARSE_NS = 1_000
LATE_NS = 2_000_000
WAITS = 60
WAIT_NS = 2_000_000
READS = 2_000


class WaitingClock(Protocol):
    """What of a clock is looked at here."""

    def now_ns(self) -> int:
        """Nanoseconds."""

    def wait(self, deadline_ns: int | None) -> None:
        """Return at the deadline."""


def clock() -> Sequence[Finding]:
    """How finely the program's clock counts and how late a wait ends."""
    system = SystemClock()
    return (
        resolution(text_of(SOURCE), smallest_step_ns(system)),
        punctuality(sorted(lateness_ns(system))),
    )


def resolution(source: str, step_ns: int) -> Finding:
    """Judge the clock by the kernel's source (empty where it does not tell) and its smallest step."""
    name = source or time.get_clock_info("perf_counter").implementation
    if source in SLOW_SOURCES or step_ns > COARSE_NS:
        return note(
            "clock",
            "the clock ({source}) counts in steps of {step:.2f} us",
            "times are still far finer than a screen; on Linux, see whether `tsc` can be the clock source",
            source=name,
            step=step_ns / 1000,
        )
    return ok(
        "clock", "the clock ({source}) counts in steps of {step:.2f} us", source=name, step=step_ns / 1000
    )


def smallest_step_ns(clock: WaitingClock) -> int:
    """The smallest step seen between readings; 0 when it never moved."""
    stamps = [clock.now_ns() for _ in range(READS)]
    steps = [later - earlier for earlier, later in pairwise(stamps) if later > earlier]
    return min(steps, default=0)


def lateness_ns(clock: WaitingClock) -> list[int]:
    """How late each of `WAITS` short waits ended."""
    late = []
    for _ in range(WAITS):
        due_ns = clock.now_ns() + WAIT_NS
        clock.wait(due_ns)
        late.append(clock.now_ns() - due_ns)
    return late


def punctuality(late_ns: Sequence[int]) -> Finding:
    """Judge sorted lateness: cues begin, and devices are polled, no more punctually than this."""
    middle_ms, worst_ms = median(late_ns) / 1e6, late_ns[len(late_ns) * 95 // 100] / 1e6
    if worst_ms * 1e6 > LATE_NS:
        return note(
            "clock",
            "this machine wakes late: {median:.2f} ms in the middle, {worst:.2f} ms in one of twenty",
            "end other programs and plug the computer in; every trial records its own lateness",
            median=middle_ms,
            worst=worst_ms,
        )
    return ok(
        "clock",
        "waits end {median:.2f} ms late in the middle, {worst:.2f} ms in one of twenty",
        median=middle_ms,
        worst=worst_ms,
    )


# ---- priority


def priority() -> Sequence[Finding]:
    """Whether this account may put a run before other programs."""
    if sys.platform == "win32":
        return (ok("priority", "Windows lets a run go before other programs"),)
    import resource  # noqa: PLC0415 - not there on Windows

    if not hasattr(resource, "RLIMIT_NICE"):
        return (ok("priority", "this system decides by itself what goes first"),)
    return (
        linux_priority(
            may_everything=has_nice_right(text_of(Path("/proc/self/status"))),
            nice_limit=_top(resource.getrlimit(resource.RLIMIT_NICE)[0], resource.RLIM_INFINITY, 40),
            realtime_limit=_top(resource.getrlimit(resource.RLIMIT_RTPRIO)[0], resource.RLIM_INFINITY, 99),
        ),
    )


def _top(limit: int, infinity: int, top: int) -> int:
    return top if limit == infinity else min(limit, top)


def has_nice_right(status: str) -> bool:
    """Whether /proc/self/status grants CAP_SYS_NICE, which no limit holds back."""
    for line in status.splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> 23 & 1)
    return False


def linux_priority(*, may_everything: bool, nice_limit: int, realtime_limit: int) -> Finding:
    """Judge the limits: `nice_limit` as the kernel counts (20 is ordinary, 40 is nice -20)."""
    if may_everything or realtime_limit > 0:
        return ok("priority", "a run may go before all other programs (real-time priority)")
    if nice_limit > 20:
        return ok("priority", "a run may go before other programs (nice {nice})", nice=20 - nice_limit)
    return note(
        "priority",
        "a run may not go before other programs",
        "on a busy machine times scatter more; to allow it, put `@audio - rtprio 20` into "
        "/etc/security/limits.d/reactdrill.conf, join that group with `sudo usermod -aG audio $USER`, and log in "
        "again",
    )
