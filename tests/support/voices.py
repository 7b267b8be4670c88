"""Recordings of somebody who says a name, as samples and as WAV files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reactdrill.results.clip import RATE_HZ, Wave, to_wav

if TYPE_CHECKING:
    from pathlib import Path


def spoken(pitch_hz: float = 180.0, seconds: float = 0.5) -> Wave:
    """Half a second of voice in two seconds of a quiet room."""
    room = np.random.default_rng(1).normal(0, 0.001, 2 * RATE_HZ)
    count = round(seconds * RATE_HZ)
    voice = 0.3 * np.sin(2 * np.pi * pitch_hz * np.arange(count) / RATE_HZ)
    room[RATE_HZ // 2 : RATE_HZ // 2 + count] += voice
    return room


def voice_file(path: Path, pitch_hz: float = 180.0) -> Path:
    """The same as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_wav(spoken(pitch_hz)))
    return path
