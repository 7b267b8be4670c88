"""How long threads had to wait for a processor, as Linux tells it."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from reactdrill.devices.stampers.waits import OWN, Waits, Work, peer_schedstat


def test_the_second_number_counts(tmp_path: Path) -> None:
    file = tmp_path / "schedstat"
    file.write_text("123 456789 7\n", encoding="ascii")
    waits = Waits(file)
    told = [waits.total_ns()]
    file.write_text("200 456999 8\n", encoding="ascii")
    told.append(waits.total_ns())
    waits.close()
    waits.close()
    assert (*told, waits.total_ns()) == (456_789, 456_999, 0)


def test_what_was_done_since_an_earlier_look() -> None:
    assert Work(10, 200, 7).since(Work(4, 150, 5)) == Work(6, 50, 2)


@pytest.mark.parametrize("text", ["", "5\n", "a b c\n"])
def test_what_cannot_be_understood_is_no_wait(text: str, tmp_path: Path) -> None:
    file = tmp_path / "schedstat"
    file.write_text(text, encoding="ascii")
    waits = Waits(file)
    assert waits.work() == Work(0, 0, 0)
    waits.close()


def test_what_cannot_be_read_never_waits(tmp_path: Path) -> None:
    assert Waits(None).total_ns() == 0
    assert Waits(tmp_path / "nothing").total_ns() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_linux_tells_of_ourselves_and_of_a_local_servers_process() -> None:
    own = Waits(OWN)
    assert own.total_ns() >= 0
    own.close()
    ours, theirs = socket.socketpair()
    assert peer_schedstat(ours) == Path(f"/proc/{os.getpid()}/schedstat")
    ours.close()
    theirs.close()


def test_a_server_on_another_machine_is_not_asked() -> None:
    with socket.socket(socket.AF_INET) as far:
        assert peer_schedstat(far) is None
