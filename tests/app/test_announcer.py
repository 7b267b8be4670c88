"""The voice outside of runs: words and recorded names out of the sound card, heard as SDL writes them to a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest

from reactdrill.app.announcer import Announcer, Silence
from reactdrill.live.clock import SystemClock
from reactdrill.results.clip import RATE_HZ, clip
from reactdrill.station.settings import SoundSettings
from voices import spoken

GIVE_UP_NS = 60_000_000_000


def heard(path: Path) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    raw = np.fromfile(path, dtype="<i2")
    return raw[: len(raw) // 2 * 2].reshape(-1, 2)


def test_a_recorded_name_is_played_on_both_sides_as_loud_as_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "played.raw"))
    clock = SystemClock()
    voice = Announcer(SoundSettings(volume=0.5), clock)
    name = clip(spoken())
    assert voice.play(name) == len(name) * 1_000_000_000 // RATE_HZ
    gives_up_ns = clock.now_ns() + GIVE_UP_NS
    while pygame.mixer.get_busy() and clock.now_ns() < gives_up_ns:
        clock.wait(clock.now_ns() + 5_000_000)
    voice.rest()
    frames = heard(tmp_path / "played.raw")
    assert np.array_equal(frames[:, 0], frames[:, 1])
    assert np.abs(frames).max() == pytest.approx(np.abs(name).max() * 0.5 * 32_767, abs=2)


def test_where_nothing_can_be_heard_a_name_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no such driver")
    voice = Announcer(SoundSettings(), SystemClock())
    assert voice.play(spoken()) == 0
    voice.say("one")
    voice.rest()
    assert Silence().play(spoken()) == 0
