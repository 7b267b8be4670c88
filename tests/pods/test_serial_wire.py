"""Serial ports on pseudo terminals: connect, unplug, reconnect, and every reason why a port cannot be had."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from ptyboard import PtyBoard
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock
from reactdrill.pods.controller import Controller, Gone, Ready, Stage
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.port import WireLostError
from reactdrill.pods.wire.serial_port import SerialWire, serial_ports, unavailable
from terminals import need_terminals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a Unix thing")
GIVE_UP_S = 20.0


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


@pytest.fixture
def boards() -> Iterator[list[PtyBoard]]:
    need_terminals()
    made: list[PtyBoard] = []
    yield made
    for board in made:
        with suppress(OSError):
            board.unplug()


def poll_until(controller: Controller, clock: SystemClock, kind: type) -> object:
    """Turn the controller until it tells something of a kind."""
    ends_ns = clock.now_ns() + round(GIVE_UP_S * 1e9)
    while clock.now_ns() < ends_ns:
        for event in controller.poll():
            if isinstance(event, kind):
                return event
        due_ns = controller.deadline_ns
        limit_ns = clock.now_ns() + 20_000_000
        clock.wait(limit_ns if due_ns is None else min(due_ns, limit_ns))
    raise AssertionError(f"no {kind.__name__} came; {controller.stage}, {controller.problem}")


def test_a_board_is_found_lost_and_found_again(
    tmp_path: Path, clock: SystemClock, boards: list[PtyBoard]
) -> None:
    port = tmp_path / "port"
    boards.append(PtyBoard(port, SimulatedBoard(3, start_ns=clock.now_ns()), clock))
    controller = Controller("pods port", lambda: SerialWire(str(port), clock), clock)
    poll_until(controller, clock, Ready)
    assert controller.hello is not None
    assert controller.hello.pods == 3

    boards.pop().unplug()
    gone = poll_until(controller, clock, Gone)
    assert isinstance(gone, Gone)
    assert not controller.ready

    boards.append(PtyBoard(port, SimulatedBoard(3, start_ns=clock.now_ns(), boot_id=2), clock))
    poll_until(controller, clock, Ready)
    assert controller.hello.boot_id == 2
    controller.close()
    controller.close()


def test_another_board_on_the_same_cable_is_not_taken_for_the_first(
    tmp_path: Path, clock: SystemClock, boards: list[PtyBoard]
) -> None:
    port = tmp_path / "port"
    boards.append(PtyBoard(port, SimulatedBoard(3, start_ns=clock.now_ns(), board_id=1), clock))
    controller = Controller("pods port", lambda: SerialWire(str(port), clock), clock)
    poll_until(controller, clock, Ready)
    boards.pop().unplug()
    poll_until(controller, clock, Gone)
    boards.append(PtyBoard(port, SimulatedBoard(3, start_ns=clock.now_ns(), board_id=2), clock))
    ends_ns = clock.now_ns() + round(GIVE_UP_S * 1e9)
    while controller.stage is not Stage.REFUSED and clock.now_ns() < ends_ns:
        assert not any(isinstance(event, Ready) for event in controller.poll())
        clock.wait(clock.now_ns() + 20_000_000)
    assert controller.problem is not None
    assert "another board is on this cable" in controller.problem.problem
    assert controller.deadline_ns is None
    controller.close()


def test_a_port_that_is_in_use_says_so(tmp_path: Path, clock: SystemClock, boards: list[PtyBoard]) -> None:
    port = tmp_path / "port"
    boards.append(PtyBoard(port, SimulatedBoard(1, start_ns=clock.now_ns()), clock))
    first = SerialWire(str(port), clock)
    with pytest.raises(DeviceUnavailableError, match="another program has the pods"):
        SerialWire(str(port), clock)
    first.close()
    first.close()
    SerialWire(str(port), clock).close()


def test_a_port_that_went_away_is_lost_for_reading_and_writing(
    tmp_path: Path, clock: SystemClock, boards: list[PtyBoard]
) -> None:
    port = tmp_path / "port"
    boards.append(PtyBoard(port, SimulatedBoard(1, start_ns=clock.now_ns()), clock))
    wire = SerialWire(str(port), clock)
    boards.pop().unplug()
    wire._thread.join(GIVE_UP_S)
    wire._came.clear()  # what had come before is told first
    with pytest.raises(WireLostError, match="pulled out"):
        wire.read()
    wire.close()
    with pytest.raises(WireLostError):
        wire.write(b"x")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EAGAIN, "another program has the pods"),
        (errno.EBUSY, "another program has the pods"),
        (errno.EACCES, "sudo usermod -aG"),
        (errno.ENOENT, "there is no such port now"),
        (errno.EINVAL, "cannot be opened"),
    ],
)
def test_every_reason_is_a_line_with_what_to_do(number: int, words: str) -> None:
    error = unavailable("/dev/reactdrill-nothing", OSError(number, os.strerror(number)))
    assert words in str(error)
    assert error.device == "pods /dev/reactdrill-nothing"
    assert error.hint


def test_without_permission_the_group_to_join_is_named() -> None:
    assert "dialout" in unavailable("/dev/reactdrill-nothing", PermissionError(errno.EACCES, "no")).hint


def test_ports_can_be_listed() -> None:
    assert all(port.path for port in serial_ports())
