"""The committed sounds are what their index, their makers and SOURCES.md say they are."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

SOUNDS = Path(__file__).parents[2] / "assets" / "sounds"
ENTRIES: list[dict[str, Any]] = json.loads((SOUNDS / "index.json").read_text(encoding="utf-8"))["sounds"]
NEEDED_WORDS = """
    left right up down forward back front go stop ready set home jump squat lunge land switch rest pause resume
    finished your-turn get-ready orange blue sky green yellow purple white front-left front-right back-left
    back-right next last-one ten-seconds middle centre plank throw catch cut hold press wait again correct wrong
    left-leg right-leg left-side right-side one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
each_sound = pytest.mark.parametrize("entry", ENTRIES, ids=[entry["file"] for entry in ENTRIES])


def samples_of(path: Path) -> NDArray[np.float64]:
    with wave.open(str(path), "rb") as sound:
        assert (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (48_000, 2, 1)
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32768


def dbfs(amplitude: float) -> float:
    return float(20 * np.log10(amplitude))


def test_the_index_lists_every_file_and_no_other() -> None:
    files = {path.relative_to(SOUNDS).as_posix() for path in SOUNDS.rglob("*.wav")}

    assert {entry["file"] for entry in ENTRIES} == files
    assert len(ENTRIES) == len(files)


def test_every_needed_word_is_spoken() -> None:
    spoken = {entry["name"] for entry in ENTRIES if entry["language"] == "en"}

    assert set(NEEDED_WORDS.split()) - spoken == set()


@each_sound
def test_the_entry_describes_its_file(entry: dict[str, Any]) -> None:
    path = SOUNDS / entry["file"]
    samples = samples_of(path)

    assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
    assert len(samples) / 48 == pytest.approx(entry["duration_ms"], abs=0.01)
    assert dbfs(np.sqrt(np.mean(samples**2))) == pytest.approx(entry["rms_dbfs"], abs=0.01)


@each_sound
def test_the_level_is_right_and_nothing_clips(entry: dict[str, Any]) -> None:
    samples = samples_of(SOUNDS / entry["file"])
    wanted_rms = -1 if entry["name"] == "click" else -16

    assert dbfs(np.max(np.abs(samples))) < -0.99
    assert dbfs(np.sqrt(np.mean(samples**2))) == pytest.approx(wanted_rms, abs=0.5)


@each_sound
def test_the_sound_starts_with_its_file(entry: dict[str, Any]) -> None:
    samples = samples_of(SOUNDS / entry["file"])
    onset_ms = np.argmax(np.abs(samples) >= 0.01 * np.max(np.abs(samples))) / 48

    assert onset_ms == pytest.approx(entry["onset_ms"], abs=0.01)
    assert onset_ms <= (0 if entry["kind"] == "word" else 1)
    assert np.flatnonzero(samples)[0] / 48 < 0.25


@each_sound
def test_the_sound_ends_softly(entry: dict[str, Any]) -> None:
    samples = samples_of(SOUNDS / entry["file"])

    if entry["name"] != "click":
        assert abs(samples[-1]) < 0.02 * np.max(np.abs(samples))


@pytest.mark.parametrize(
    ("file", "frequency_hz", "duration_ms"),
    [
        ("tone-low.wav", 440, 150),
        ("tone-mid.wav", 880, 150),
        ("tone-high.wav", 1760, 150),
        ("beep.wav", 1000, 100),
        ("beep-long.wav", 1000, 500),
    ],
)
def test_a_tone_has_its_pitch_and_length(file: str, frequency_hz: float, duration_ms: float) -> None:
    samples = samples_of(SOUNDS / file)
    spectrum = np.abs(np.fft.rfft(samples, n=48_000))

    assert np.argmax(spectrum) == pytest.approx(frequency_hz, abs=2)
    assert len(samples) == duration_ms * 48


def test_the_click_is_full_height_from_its_first_sample() -> None:
    samples = samples_of(SOUNDS / "click.wav")

    assert len(samples) == 48
    assert samples[0] == np.max(np.abs(samples))
    assert np.sum(samples) == 0


def test_the_tones_come_out_the_same_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", SOUNDS / "make_tones.py", "--out", tmp_path], check=True)

    tones = [entry for entry in ENTRIES if entry["kind"] == "tone"]
    assert json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))["sounds"] == tones
    for entry in tones:
        assert (tmp_path / entry["file"]).read_bytes() == (SOUNDS / entry["file"]).read_bytes(), entry["file"]


def speaks_as_documented() -> bool:
    if shutil.which("espeak-ng") is None:
        return False
    run = subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True)
    return "text-to-speech: 1.51 " in run.stdout


@pytest.mark.skipif(not speaks_as_documented(), reason="espeak-ng 1.51 is not installed")
def test_the_words_come_out_the_same_again(tmp_path: Path) -> None:
    names = ["left", "squat", "front-left", "jump"]
    options = ["en", "--out", str(tmp_path), "--only", *names]
    subprocess.run([sys.executable, "-B", SOUNDS / "make_words.py", *options], check=True)

    for name in names:
        file = f"en/word-{name}.wav"
        assert (tmp_path / file).read_bytes() == (SOUNDS / file).read_bytes(), file
