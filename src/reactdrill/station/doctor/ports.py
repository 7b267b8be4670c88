"""Serial ports, behind which pods may be, and whether this account may open them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reactdrill.station.doctor.finding import Finding, note, ok, problem
from reactdrill.station.doctor.tools import asked


@dataclass(frozen=True, slots=True)
class SerialPort:
    """One port that pyserial lists."""

    path: str
    description: str
    vendor: int | None = None
    product: int | None = None

    @property
    def is_usb(self) -> bool:
        """Pods come by USB; other ports are seldom theirs."""
        return self.vendor is not None


def serial_ports() -> Sequence[Finding]:
    """What pyserial lists, and the rights on it."""
    listing = asked(sys.executable, "-m", "serial.tools.list_ports", "--verbose")
    if listing is None:
        return (note("serial", "pyserial does not list the serial ports", "install reactdrill again"),)
    ports = parse_ports(listing)
    if not ports:
        return (ok("serial", "no serial port is there: no pods are plugged in"),)
    return [port_finding(port, locked_by(Path(port.path))) for port in ports]


def parse_ports(listing: str) -> tuple[SerialPort, ...]:
    """Read the verbose listing of `serial.tools.list_ports`: a path, then indented `desc:` and `hwid:` lines."""
    ports = []
    for block in re.split(r"\n(?=\S)", listing.strip()):
        lines = [line.strip() for line in block.splitlines()]
        if not lines or not lines[0]:
            continue
        words = dict(re.findall(r"^(desc|hwid): (.*)$", "\n".join(lines[1:]), re.MULTILINE))
        ids = re.search(r"VID:PID=([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})", words.get("hwid", ""))
        vendor, product = (int(number, 16) for number in ids.groups()) if ids else (None, None)
        ports.append(SerialPort(lines[0], words.get("desc", "n/a"), vendor, product))
    return tuple(ports)


def port_finding(port: SerialPort, group: str | None) -> Finding:
    """Judge one port; `group` is whom one must belong to where it may not be opened, None where it may."""
    name = port.path if port.description in ("n/a", "") else f"{port.path} ({port.description})"
    ids = f" {port.vendor:04x}:{port.product:04x}" if port.vendor is not None else ""
    if group is None:
        return ok("serial", "{port}" + ids + " can be opened", port=name)
    judge = problem if port.is_usb else note
    if group == "root":
        return judge(
            "serial",
            "{port}" + ids + " may be opened by the system only",
            "unplug it and plug it in again; if that does not help, ask whoever looks after this computer",
            port=name,
        )
    return judge(
        "serial",
        "{port}" + ids + " may not be opened by this account",
        "run `sudo usermod -aG {group} $USER`, then log out and in again",
        port=name,
        group=group,
    )


def locked_by(path: Path) -> str | None:
    """The group that one must join to open a port; None where it may be opened, or where rights are not like that."""
    if sys.platform == "win32" or os.access(path, os.R_OK | os.W_OK):
        return None
    import grp  # noqa: PLC0415 - not there on Windows

    try:
        status = path.stat()
        return grp.getgrgid(status.st_gid).gr_name if status.st_mode & 0o020 else "root"
    except (OSError, KeyError):
        return "root"
