"""A serial port as a wire: a thread blocks on it and stamps what comes."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import serial
from serial.tools import list_ports

from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.pods.messages import BAUD
from reactdrill.pods.wire.port import WireLostError

READ_S = 0.5
"""How long the thread waits at most before it looks whether it shall stop."""
WRITE_S = 1.0
"""A port that takes nothing for so long is gone: its buffer holds seconds of what is sent. A busy machine takes its time."""
JOIN_S = 2.0
PULLED_OUT = "it was pulled out or switched off"
IN_USE = frozenset({errno.EAGAIN, errno.EBUSY, errno.EWOULDBLOCK})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
NO_PORT = f"({errno.ENOTTY},"
"""pyserial hides the number of this error in its text."""
GONE = frozenset({errno.ENOENT, errno.ENXIO, errno.ENODEV, errno.EIO})


@dataclass(frozen=True, slots=True)
class PortInfo:
    """A serial port that the system lists."""

    path: str
    text: str
    """What the system says it is."""
    usb: bool


def serial_ports() -> list[PortInfo]:
    """Every serial port that could be a board, USB ones first. Pseudo terminals are never listed."""
    found = [
        PortInfo(one.device, one.description or "", one.vid is not None) for one in list_ports.comports()
    ]
    return sorted(found, key=lambda one: (not one.usb, one.path))


class SerialWire:
    """A port opened for us alone."""

    deadline_ns = None

    def __init__(self, path: str, clock: Clock) -> None:
        """Raises `DeviceUnavailableError` with what to do."""
        self.name = Path(path).name
        self._clock = clock
        self._came: deque[tuple[bytes, int]] = deque()
        self._lost: str | None = None
        self._stopping = False
        try:
            self._port = serial.Serial(path, BAUD, timeout=READ_S, write_timeout=WRITE_S, exclusive=True)
        except (serial.SerialException, OSError, ValueError) as error:
            raise unavailable(path, error) from error
        with suppress(ValueError, OSError, AttributeError, NotImplementedError):
            self._port.set_low_latency_mode(True)  # an FTDI chip waits 16 ms otherwise
        self._thread = threading.Thread(target=self._listen, name=f"pods {self.name}", daemon=True)
        self._thread.start()

    def read(self) -> list[tuple[bytes, int]]:
        """What the thread has got."""
        came = []
        while self._came:
            came.append(self._came.popleft())
        if not came and self._lost is not None:
            raise WireLostError(self.name, self._lost)
        return came

    def write(self, data: bytes) -> None:
        """Hand it to the system."""
        try:
            self._port.write(data)
        except Exception as error:
            raise WireLostError(self.name, PULLED_OUT) from error

    def close(self) -> None:
        """Stop the thread and let go of the port."""
        if self._stopping:
            return
        self._stopping = True
        with suppress(Exception):
            self._port.cancel_read()
        self._thread.join(JOIN_S)
        with suppress(Exception):
            self._port.close()

    def _listen(self) -> None:
        port, now_ns = self._port, self._clock.now_ns
        while not self._stopping:
            try:
                data = port.read(1)
                if data and port.in_waiting:
                    data += port.read(port.in_waiting)
            except Exception:  # noqa: BLE001 - SerialException, OSError, termios.error, TypeError at a close
                self._lost = PULLED_OUT
                self._clock.wake()
                return
            if data:
                self._came.append((data, now_ns()))
                self._clock.wake()


def unavailable(path: str, error: Exception) -> DeviceUnavailableError:
    """Why a port could not be opened, and what to do."""
    number = getattr(error, "errno", None)
    device = f"pods {path}"
    if number in IN_USE or (
        sys.platform == "win32" and isinstance(error, serial.SerialException) and "denied" in str(error)
    ):
        return DeviceUnavailableError(
            device,
            "another program has the pods",
            "close it (the Arduino serial monitor, or a second reactdrill)",
        )
    if number in FORBIDDEN:
        group = _group_of(path)
        return DeviceUnavailableError(
            device,
            "you may not use this port",
            f"join the group {group}: sudo usermod -aG {group} $USER, then log out and in again",
        )
    if number in GONE:
        return DeviceUnavailableError(
            device, "there is no such port now", "plug the cable in; `reactdrill pods list` shows the ports"
        )
    if number == errno.ENOTTY or NO_PORT in str(error):
        return DeviceUnavailableError(
            device, "this is no serial port", "`reactdrill pods list` shows the ports"
        )
    return DeviceUnavailableError(
        device, f"cannot be opened ({error})", "`reactdrill pods list` shows the ports"
    )


def _group_of(path: str) -> str:
    """The group that owns a port; `dialout` where that cannot be told."""
    try:
        import grp  # noqa: PLC0415 - not on Windows

        return grp.getgrgid(os.stat(path).st_gid).gr_name  # noqa: PTH116 - a device, not a file
    except (ImportError, OSError, KeyError):
        return "dialout"
