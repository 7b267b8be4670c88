"""Which process shows the window and hands on its keys, where that is a local X server."""

from __future__ import annotations

import os
import re
import socket
import struct
from functools import cache
from pathlib import Path

import pygame

from reactdrill.devices.stampers.waits import Waits, Work, schedstat_of

_LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
_CREDENTIALS = struct.Struct("3i")
"""Process, user and group of the other end of a socket."""


def display_server() -> int | None:
    """The process of the X server that the window is on; None where there is none, or it is not to be known."""
    if not pygame.display.get_init() or pygame.display.get_driver() != "x11":
        return None
    return local_server(os.environ.get("DISPLAY", ""))


def server_work() -> Work:
    """What the main thread of the window's X server has done so far; nothing where that is not to be known."""
    return _waits(os.environ.get("DISPLAY", "")).work()


@cache
def _waits(display: str) -> Waits:
    """Of this display's server, open for good: nothing is opened while a response is awaited."""
    server = local_server(display)
    return Waits(None if server is None else schedstat_of(server))


def local_server(display: str) -> int | None:
    """The process that listens for this display, if it is an X server of this machine.

    Under some desktops it is the desktop itself that listens: that is left alone.
    """
    match = _LOCAL.fullmatch(display)
    if match is None or not hasattr(socket, "SO_PEERCRED"):
        return None
    path = f"/tmp/.X11-unix/X{match[1]}"  # noqa: S108 - where X servers listen
    for address in ("\0" + path, path):
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(1.0)
                link.connect(address)
                credentials = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            pid = int(_CREDENTIALS.unpack(credentials)[0])
            return pid if _is_x_server(pid) else None
        except OSError:
            continue
    return None


def _is_x_server(pid: int) -> bool:
    """By its name: Xorg, Xvfb, Xwayland, Xtigervnc. Raises `OSError` when there is no such process here."""
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").startswith("X")
