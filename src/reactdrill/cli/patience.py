"""A word on the terminal when something takes longer than a second."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

SAID_AFTER_S = 1.0


@contextmanager
def patience(doing: str) -> Iterator[None]:
    """Say on standard error what is going on, once it has taken a second."""
    timer = threading.Timer(SAID_AFTER_S, click.echo, [f"{doing} …"], {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
