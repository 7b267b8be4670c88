"""The pods that a command talks to: which ports, and how they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.pods.desk import PodDesk
    from reactdrill.pods.field import Pod

PORTS = click.option(
    "--ports",
    "--pods",
    metavar="PORT[,PORT]|sim:N",
    help="Where the controllers are; else as the settings say, else every USB serial port.",
)


@contextmanager
def open_desk(ports: str | None, *, partly: bool = False) -> Iterator[PodDesk]:
    """The pods, opened for a command. Raises `DeviceUnavailableError` when they are not to be had."""
    from reactdrill.devices.pods.opening import opened_desk
    from reactdrill.errors import DeviceUnavailableError
    from reactdrill.live.clock import SystemClock
    from reactdrill.station.settings import load_settings

    said = [ports] if ports is not None else load_settings().settings.pods.ports or usb_ports()
    if not said:
        hint = "plug one in, or name its port with --ports (`reactdrill pods list` shows them); --ports sim:6 needs none"
        raise DeviceUnavailableError("pods", "no controller is there", hint)
    with opened_desk(said, SystemClock(), partly=partly) as desk:
        yield desk


def usb_ports() -> list[str]:
    """Paths of the serial ports that are on USB."""
    from reactdrill.pods.wire.serial_port import serial_ports

    return [port.path for port in serial_ports() if port.usb]


def chosen_pods(desk: PodDesk, number: int | None) -> list[Pod]:
    """The pod of a number, or all. Raises `click.UsageError` when there is no such pod."""
    if number is None:
        return list(desk.field.pods)
    pod = desk.field.pod(number)
    if pod is None:
        raise click.UsageError(f"there is no pod {number}: {len(desk.field.pods)} pods are there")
    return [pod]
