"""How long a thread was ready to run and had to wait for a processor: Linux counts it, to the nanosecond.

Under load most of what makes a stamp late is such a wait, the X server's or the reader's own, and what is known can be
taken off. It makes onsets unsure, too: a flip is answered by a server that had to wait before it copied the picture, or
after. Where it cannot be read (another system, a server on another machine or of another container) it counts as
nothing.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
from pathlib import Path
from typing import NamedTuple

OWN = Path("/proc/thread-self/schedstat")
"""Of the thread that opens it."""
_CREDENTIALS = struct.Struct("@3i")


class Work(NamedTuple):
    """What a thread has done, altogether or since an earlier look."""

    ran_ns: int
    waited_ns: int
    """Ready to run, and no processor was free."""
    turns: int
    """How often it was given a processor."""

    def since(self, before: Work) -> Work:
        """What came after an earlier look."""
        return Work(*(after - then for after, then in zip(self, before, strict=True)))


NO_WORK = Work(0, 0, 0)


class Waits:
    """The waits of one thread so far. Cheap to ask: 0.6 µs were measured."""

    def __init__(self, path: Path | None) -> None:
        """`path`: the thread's `schedstat`; None, or one that cannot be read: it never waits."""
        self._handle: int | None = None
        if path is not None:
            with contextlib.suppress(OSError):
                self._handle = os.open(path, os.O_RDONLY)

    def total_ns(self) -> int:
        """All its waits together."""
        return self.work().waited_ns

    def work(self) -> Work:
        """All that it did and waited so far; nothing when it has ended."""
        if self._handle is None:
            return NO_WORK
        try:
            ran, waited, turns = os.pread(self._handle, 96, 0).split()
            return Work(int(ran), int(waited), int(turns))
        except (OSError, ValueError):  # it has ended
            return NO_WORK

    def close(self) -> None:
        """Let go. May be called twice."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def peer_schedstat(link: socket.socket) -> Path | None:
    """Where the main thread of the process at the other end of a local connection has its waits; None: unknown."""
    if sys.platform != "linux" or link.family != socket.AF_UNIX:
        return None
    try:
        told = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    except OSError:
        return None
    process = _CREDENTIALS.unpack(told)[0]
    return schedstat_of(process) if process > 0 else None


def schedstat_of(process: int) -> Path:
    """Where the waits of a process's main thread are told."""
    return Path(f"/proc/{process}/schedstat")
