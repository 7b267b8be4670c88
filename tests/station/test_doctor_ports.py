from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reactdrill.station.doctor.ports import (
    SerialPort,
    locked_by,
    parse_ports,
    port_finding,
    serial_ports,
)

BLANKS = " " * 8  # paths are filled up to twenty characters
LISTING = f"""\
/dev/ttyACM0{BLANKS}
    desc: Arduino Uno
    hwid: USB VID:PID=2341:0043 SER=85430353531351B0D1C1 LOCATION=1-2:1.0
/dev/ttyS0{BLANKS}
    desc: n/a
    hwid: n/a
COM3{BLANKS}
    desc: USB-SERIAL CH340 (COM3)
    hwid: USB VID:PID=1A86:7523 SER= LOCATION=1-4
"""
UNO = SerialPort("/dev/ttyACM0", "Arduino Uno", 0x2341, 0x0043)


def test_the_listing_is_read() -> None:
    assert parse_ports(LISTING) == (
        UNO,
        SerialPort("/dev/ttyS0", "n/a"),
        SerialPort("COM3", "USB-SERIAL CH340 (COM3)", 0x1A86, 0x7523),
    )
    assert parse_ports("") == ()


def test_a_port_that_may_be_opened_is_fine() -> None:
    found = port_finding(UNO, None)
    assert (found.level, found.text) == ("ok", "/dev/ttyACM0 (Arduino Uno) 2341:0043 can be opened")


def test_the_group_to_join_is_named() -> None:
    found = port_finding(UNO, "dialout")
    assert found.level == "problem"
    assert found.hint == "run `sudo usermod -aG dialout $USER`, then log out and in again"


def test_a_built_in_port_without_rights_is_no_problem() -> None:
    assert port_finding(SerialPort("/dev/ttyS0", "n/a"), "dialout").level == "note"


def test_nobody_is_told_to_join_root() -> None:
    found = port_finding(UNO, "root")
    assert found.level == "problem"
    assert "usermod" not in found.hint


@pytest.mark.skipif(sys.platform == "win32", reason="rights are POSIX")
def test_the_group_is_that_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import grp

    port = tmp_path / "ttyUSB0"
    port.touch()
    assert locked_by(port) is None
    monkeypatch.setattr(os, "access", lambda *_: False)
    port.chmod(0o660)
    assert locked_by(port) == grp.getgrgid(port.stat().st_gid).gr_name
    port.chmod(0o600)
    assert locked_by(port) == "root"
    assert locked_by(tmp_path / "gone") == "root"


def test_this_machine_is_really_asked() -> None:
    found = serial_ports()
    assert {each.check for each in found} == {"serial"}
    assert all("does not list" not in each.text for each in found)
