"""Asks the system to run this program before others, and gives that back.

Blocking threads only: a thread that spins under a real-time policy is stopped by the kernel for 50 ms of each second.
Linux is tried out; Windows and macOS are written by their documentation.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Undo = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Priority:
    """What the system granted."""

    granted: str
    """`round-robin 1`, `nice -10`, `high class`, `user-interactive`; empty: nothing."""
    why_not: str = ""
    """The system's own words, when something better than what was granted had been asked for."""


NOT_ASKED = Priority("", "not asked for")
NICE = -10
"""Below zero is before others; where no real-time policy is granted."""
_UNCHANGED = "this system has no way that is known here"


if sys.platform == "linux":

    def raise_priority() -> tuple[Priority, Undo]:
        """Raise every Python thread that there is; those begun by them later come with them. Never raises."""
        tids = [thread.native_id for thread in threading.enumerate() if thread.native_id is not None]
        return _raise(tids, above=0)

    def raise_server(pid: int) -> tuple[Priority, Undo]:
        """Raise the threads of a display server that show pictures and read keys. Never raises.

        They come before this program, which may be busy when a key goes down. Its others draw in software: they are kept
        from going before everyone.
        """
        return _raise([pid, *_input_threads(pid)], above=1)

    def _input_threads(pid: int) -> list[int]:
        """The thread in which an Xorg reads its devices; a virtual server has none."""
        found = []
        for name in Path(f"/proc/{pid}/task").glob("*/comm"):
            try:
                if name.read_text().strip() == "InputThread":
                    found.append(int(name.parent.name))
            except OSError:
                continue  # it has ended
        return found

    def _raise(tids: list[int], above: int) -> tuple[Priority, Undo]:
        level = os.sched_get_priority_min(os.SCHED_RR) + above
        try:
            return Priority(f"round-robin {level}"), _each(tids, lambda tid: _round_robin(tid, level))
        except OSError as error:
            refused = f"real time: {error.strerror}"
        try:
            return Priority(f"nice {NICE}", refused), _each(tids, _nice)
        except OSError as error:
            return Priority("", f"{refused}; nice: {error.strerror}"), _nothing

    def _each(tids: list[int], change: Callable[[int], Undo]) -> Undo:
        """Change every thread; where one cannot be, none is. A thread that has ended meanwhile is left out."""
        undone: list[Undo] = []

        def undo() -> None:
            for each in undone:
                try:
                    each()
                except ProcessLookupError:
                    continue  # it has ended

        try:
            for tid in tids:
                try:
                    undone.append(change(tid))
                except ProcessLookupError:
                    continue
        except OSError:
            undo()
            raise
        return undo

    def _round_robin(tid: int, level: int) -> Undo:
        policy, parameters = os.sched_getscheduler(tid), os.sched_getparam(tid)
        os.sched_setscheduler(tid, os.SCHED_RR, os.sched_param(level))
        return lambda: os.sched_setscheduler(tid, policy, parameters)

    def _nice(tid: int) -> Undo:
        before = os.getpriority(os.PRIO_PROCESS, tid)
        os.setpriority(os.PRIO_PROCESS, tid, min(before, NICE))
        return lambda: os.setpriority(os.PRIO_PROCESS, tid, before)

elif sys.platform == "win32":
    _HIGH = 0x80

    def raise_priority() -> tuple[Priority, Undo]:
        """Ask for the high class, and for waits of a millisecond instead of sixteen. Never raises."""
        kernel, timer = ctypes.windll.kernel32, ctypes.windll.winmm
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        own = ctypes.c_void_p(kernel.GetCurrentProcess())
        before = kernel.GetPriorityClass(own)
        fine = timer.timeBeginPeriod(1) == 0
        high = bool(kernel.SetPriorityClass(own, _HIGH))

        def undo() -> None:
            if high and before:
                kernel.SetPriorityClass(own, before)
            if fine:
                timer.timeEndPeriod(1)

        return (Priority("high class") if high else Priority("", "Windows refused")), undo

    def raise_server(_: int) -> tuple[Priority, Undo]:
        """Windows puts its own first."""
        return NOT_ASKED, _nothing

elif sys.platform == "darwin":
    _USER_INTERACTIVE = 0x21

    def raise_priority() -> tuple[Priority, Undo]:
        """Ask for the class of what a person waits for, for the calling thread. Never raises."""
        try:
            system = ctypes.CDLL(None)
            before = system.qos_class_self()
            refused = system.pthread_set_qos_class_self_np(_USER_INTERACTIVE, 0)
        except (OSError, AttributeError) as error:
            return Priority("", str(error)), _nothing
        if refused:
            return Priority("", os.strerror(refused)), _nothing
        return Priority("user-interactive"), lambda: system.pthread_set_qos_class_self_np(before, 0)

    def raise_server(_: int) -> tuple[Priority, Undo]:
        """The system puts its own first."""
        return NOT_ASKED, _nothing

else:

    def raise_priority() -> tuple[Priority, Undo]:
        """Nothing is known to ask for."""
        return Priority("", _UNCHANGED), _nothing

    def raise_server(_: int) -> tuple[Priority, Undo]:
        """Nothing is known to ask for."""
        return NOT_ASKED, _nothing


def _nothing() -> None:
    """Nothing was changed."""
