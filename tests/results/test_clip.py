"""Names out of recordings: where the voice begins and ends, how loud it is, and files of every kind."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from reactdrill.errors import UsageError
from reactdrill.results.clip import (
    RATE_HZ,
    NothingHeardError,
    TooLongError,
    Wave,
    clip,
    from_pcm,
    read_wav,
    to_wav,
)


def tone(seconds: float, loud: float = 0.2, rate_hz: int = RATE_HZ) -> Wave:
    """Something like a voice: a low tone."""
    return loud * np.sin(2 * np.pi * 220 * np.arange(round(seconds * rate_hz)) / rate_hz)


def hiss(seconds: float, loud: float = 0.002) -> Wave:
    return np.random.default_rng(1).normal(0, loud, round(seconds * RATE_HZ))


def around(said: Wave, before_s: float, after_s: float) -> Wave:
    """A voice in a room that is never quite still."""
    return np.concatenate([hiss(before_s), said + hiss(len(said) / RATE_HZ), hiss(after_s)])


def file_of(path: Path, sound: Wave, rate_hz: int, width: int, channels: int = 1) -> Path:
    whole = np.rint(np.repeat(sound[:, None], channels, axis=1) * (2 ** (8 * width - 1) - 1)).astype("<i4")
    if width == 1:
        data = (whole + 128).astype(np.uint8).tobytes()
    else:
        data = np.ascontiguousarray(whole).view(np.uint8).reshape(-1, 4)[:, :width].tobytes()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(data)
    return path


def level(sound: Wave) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(sound**2))))


@pytest.mark.parametrize("loud", [0.05, 0.2, 0.9])
def test_the_silence_around_a_name_goes_and_its_level_comes(loud: float) -> None:
    said = clip(around(tone(0.6, loud), 0.7, 0.7))
    assert 0.6 <= len(said) / RATE_HZ <= 0.85
    assert level(said) == pytest.approx(-17, abs=1.5)
    assert np.abs(said).max() < 1
    assert said[0] == 0


def test_a_pause_within_a_name_stays() -> None:
    two = np.concatenate([tone(0.3), hiss(0.4), tone(0.2, 0.05)])
    assert 0.9 <= len(clip(around(two, 0.3, 0.3))) / RATE_HZ <= 1.15


@pytest.mark.parametrize("sound", [np.zeros(0), np.zeros(RATE_HZ), hiss(2.0), np.full(RATE_HZ, 0.5)])
def test_where_nobody_speaks_there_is_no_name(sound: Wave) -> None:
    with pytest.raises(NothingHeardError):
        clip(sound)


def test_a_speech_is_no_name() -> None:
    with pytest.raises(TooLongError, match=r"speaks for 5\.\d s"):
        clip(around(tone(5.0), 0.5, 0.5))


@pytest.mark.parametrize(
    ("rate_hz", "width", "channels"),
    [(48_000, 2, 1), (44_100, 2, 2), (8_000, 1, 1), (96_000, 3, 1), (16_000, 4, 2)],
)
def test_every_kind_of_wav_is_read(tmp_path: Path, rate_hz: int, width: int, channels: int) -> None:
    path = file_of(tmp_path / "name.wav", tone(0.5, rate_hz=rate_hz), rate_hz, width, channels)
    read = read_wav(path)
    assert len(read) == RATE_HZ // 2
    middle = slice(RATE_HZ // 10, -RATE_HZ // 10)
    assert np.abs(read - tone(0.5))[middle].max() < (0.01 if width == 1 else 0.002)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(to_wav(tone(0.3)))
    assert np.abs(read_wav(tmp_path / "a.wav") - tone(0.3)).max() < 1e-4
    assert from_pcm(np.array([-32_768, 16_384], np.int16)).tolist() == [-1.0, 0.5]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not at all", "is no WAV file"),
        (b"", "is no WAV file that can be read .it is cut off"),
        (to_wav(np.ones(9))[:20], "is no WAV file"),
        (to_wav(np.zeros(0)), "there is no sound in it"),
        (to_wav(np.zeros(61 * RATE_HZ)), "is longer than 60 s"),
    ],
    ids=["text", "empty", "cut", "silent", "long"],
)
def test_what_is_no_name_is_told_with_its_path(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(UsageError, match=rf"a\.wav: {said}"):
        read_wav(tmp_path / "a.wav")


def test_a_file_that_is_not_there_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.wav: cannot be read"):
        read_wav(tmp_path / "gone.wav")
