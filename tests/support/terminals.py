"""Pseudo terminals, which stand in for a serial line: not every container has them."""

from __future__ import annotations

import os
import pty

import pytest


def need_terminals() -> None:
    """Skip a test where no pseudo terminal can be opened."""
    try:
        ends = pty.openpty()
    except OSError as error:
        pytest.skip(f"no pseudo terminals here: {error}")
    for end in ends:
        os.close(end)
