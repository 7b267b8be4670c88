"""Somebody who says a name: as samples, as a WAV file, and through a microphone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reactdrill.results.clip import RATE_HZ, Wave, to_wav
from reactdrill.station.calibration.clicks import Piece, Recording

if TYPE_CHECKING:
    from pathlib import Path

    from reactdrill.live.ports import Clock


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


class FakeMicrophone:
    """A `Recorder` that hears what it is told to."""

    def __init__(self, clock: Clock) -> None:
        self.stopped = 0
        self._clock = clock
        self._heard: list[tuple[Wave, int]] = []

    @property
    def begun(self) -> bool:
        """As `Recorder`."""
        return bool(self._heard)

    def hear(self, sound: Wave) -> None:
        """A piece comes now."""
        self._heard.append((sound, self._clock.now_ns()))

    def stop(self) -> Recording:
        """As `Recorder`."""
        self.stopped += 1
        counts = np.cumsum([0, *(len(sound) for sound, _ in self._heard)])
        pieces = tuple(
            Piece(int(first), len(sound), at_ns)
            for first, (sound, at_ns) in zip(counts, self._heard, strict=False)
        )
        whole = np.concatenate([np.zeros(0), *(sound for sound, _ in self._heard)])
        return Recording(np.rint(whole * 32_767).astype(np.int16), pieces)
