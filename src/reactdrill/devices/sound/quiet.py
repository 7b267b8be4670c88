"""Keeps what sound libraries write to the terminal by themselves away from people."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

STDERR = 2


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send what the whole process writes to standard error nowhere, for as long as a device is being opened.

    ALSA writes a dozen lines there when there is no sound card; what is wrong is said by the error that is raised.
    Only on Linux, and only where there is a standard error.
    """
    if sys.platform != "linux":
        yield
        return
    try:
        kept = os.dup(STDERR)
    except OSError:
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, STDERR)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
