"""What holds during a run, and that all of it is put back."""

from __future__ import annotations

import errno
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reactdrill.live import priority
from reactdrill.live.discipline import SWITCH_INTERVAL_S, run_discipline
from reactdrill.live.priority import NOT_ASKED, Priority

linux = pytest.mark.skipif(sys.platform != "linux", reason="how Linux does it")


def state() -> tuple[bool, float, int]:
    return gc.isenabled(), sys.getswitchinterval(), gc.get_freeze_count()


def test_garbage_waits_and_threads_change_quickly() -> None:
    before = state()
    with run_discipline(priority=False) as held:
        assert not gc.isenabled()
        assert gc.get_freeze_count() > 0
        assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL_S)
        assert held.priority == NOT_ASKED
    assert state() == before


def test_all_is_put_back_after_an_error() -> None:
    before = state()
    with pytest.raises(KeyboardInterrupt), run_discipline(priority=False):
        raise KeyboardInterrupt
    assert state() == before


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with run_discipline(priority=False):
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_machine_is_asked_and_what_it_grants_is_known_and_given_back() -> None:
    before = _scheduling()
    with run_discipline() as held:
        assert held.priority.granted or held.priority.why_not
    assert _scheduling() == before


def _scheduling() -> tuple[int, int]:
    if sys.platform != "linux":
        return 0, 0
    return os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)


# ---- Linux, with a kernel that does as the test says


class Kernel:
    """Scheduling of threads in memory; `refuses` names the calls that are not permitted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *refuses: str) -> None:
        self.policy: dict[int, tuple[int, int]] = {}
        self.nice: dict[int, int] = {}
        self.gone: set[int] = set()
        self._refuses = refuses
        for name in ("sched_setscheduler", "setpriority"):
            monkeypatch.setattr(os, name, self._permitted(name, getattr(self, f"_{name}")))
        monkeypatch.setattr(os, "sched_getscheduler", lambda tid: self.policy.get(tid, (0, 0))[0])
        monkeypatch.setattr(os, "sched_getparam", lambda tid: os.sched_param(self.policy.get(tid, (0, 0))[1]))
        monkeypatch.setattr(os, "getpriority", lambda _, tid: self.nice.get(tid, 0))

    def _permitted(self, name: str, call: Callable[..., None]) -> Callable[..., None]:
        def made(*arguments: Any) -> None:
            if name in self._refuses:
                raise PermissionError(errno.EPERM, "Operation not permitted")
            if (arguments[1] if name == "setpriority" else arguments[0]) in self.gone:
                raise ProcessLookupError(errno.ESRCH, "No such process")
            call(*arguments)

        return made

    def _sched_setscheduler(self, tid: int, policy: int, parameters: Any) -> None:
        self.policy[tid] = (policy, parameters.sched_priority)

    def _setpriority(self, _: int, tid: int, nice: int) -> None:
        self.nice[tid] = nice


@pytest.fixture
def reader() -> Iterator[threading.Thread]:
    """A thread that blocks, as the readers of the devices do."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield thread
    over.set()
    thread.join()


@linux
def test_every_thread_is_raised_and_put_back(
    reader: threading.Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(monkeypatch)
    granted, undo = priority.raise_priority()
    assert granted == Priority("round-robin 1")
    assert reader.native_id is not None
    for tid in (threading.get_native_id(), reader.native_id):
        assert kernel.policy[tid] == (os.SCHED_RR, 1)
    undo()
    assert set(kernel.policy.values()) == {(0, 0)}


@linux
def test_the_display_server_is_raised_as_well_and_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(monkeypatch)
    server = 1 << 30  # a process that is not there has no further threads
    with run_discipline(server=server) as held:
        assert held.server == Priority("round-robin 2")
        assert kernel.policy[server] == (os.SCHED_RR, 2)
    assert kernel.policy[server] == (0, 0)


@linux
def test_a_display_server_of_somebody_else_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(monkeypatch, "sched_setscheduler", "setpriority")
    with run_discipline(server=1 << 30) as held:
        assert held.server.granted == ""
        assert "Operation not permitted" in held.server.why_not
    assert not kernel.policy


def test_without_a_display_server_nothing_is_asked_for_it() -> None:
    with run_discipline(priority=False, server=1 << 30) as held:
        assert held.server == NOT_ASKED


@linux
def test_without_the_right_to_real_time_niceness_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(monkeypatch, "sched_setscheduler")
    kernel.nice[threading.get_native_id()] = -15
    granted, undo = priority.raise_priority()
    assert granted == Priority("nice -10", "real time: Operation not permitted")
    assert kernel.nice[threading.get_native_id()] == -15  # what is better already stays
    undo()
    assert kernel.nice[threading.get_native_id()] == -15


@linux
def test_without_any_right_the_run_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel(monkeypatch, "sched_setscheduler", "setpriority")
    with run_discipline() as held:
        assert held.priority.granted == ""
        assert held.priority.why_not == "real time: Operation not permitted; nice: Operation not permitted"
    assert not kernel.policy
    assert not kernel.nice


@linux
def test_a_thread_that_has_ended_troubles_nobody(
    reader: threading.Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Kernel(monkeypatch)
    assert reader.native_id is not None
    kernel.gone.add(reader.native_id)
    granted, undo = priority.raise_priority()
    assert granted.granted == "round-robin 1"
    kernel.gone.add(threading.get_native_id())
    undo()
