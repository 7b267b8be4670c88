"""The seam that every wire fits, and what goes wrong on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reactdrill.errors import ReactDrillError


class WireLostError(ReactDrillError):
    """The wire is gone: pulled out, or closed by the system. `reason` is in a person's words."""

    exit_code = 3

    def __init__(self, wire: str, reason: str) -> None:
        self.wire = wire
        self.reason = reason
        super().__init__(f"{wire}: {reason}")


class Wire(Protocol):
    """Carries bytes both ways. Nothing blocks."""

    name: str
    """What a person calls it, such as `ttyACM0`."""

    @property
    def deadline_ns(self) -> int | None:
        """When bytes will be there to be read; None where the clock is woken instead."""

    def read(self) -> list[tuple[bytes, int]]:
        """What has come, each portion with the time of its last byte. Raises `WireLostError`."""

    def write(self, data: bytes) -> None:
        """Send bytes at once. Raises `WireLostError`."""

    def close(self) -> None:
        """Let go of it. May be called twice."""


OpenWire = Callable[[], Wire]
"""Opens a wire. Raises `DeviceUnavailableError` when it is not there or not to be had."""
