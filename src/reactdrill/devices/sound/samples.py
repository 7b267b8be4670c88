"""Samples of a drill's sounds, loaded once, at the volume and on the side that is asked for."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reactdrill.assets import Sound as SoundFile, tone_sound, word_sound
from reactdrill.drill.trial import Plan

Frames = NDArray[np.float32]
Stimulus = Mapping[str, Any]
"""What a drill says of a sound: `say` or `tone`, and `side` and `volume`. `language`: of a word, as the station says."""


def name_of(stimulus: Stimulus) -> str:
    """The same for stimuli that sound the same."""
    return repr(sorted(stimulus.items()))


def spoken_in(stimulus: Stimulus, language: str) -> Stimulus:
    """A stimulus whose words are said in a language; a tone as it is."""
    return {**stimulus, "language": language} if "say" in stimulus else stimulus


def sound_file(stimulus: Stimulus) -> SoundFile:
    """The file of a stimulus. An unknown word or tone raises `AssetMissingError`."""
    if "say" in stimulus:
        return word_sound(stimulus["say"], stimulus.get("language", "en"))
    return tone_sound(stimulus["tone"])


def samples_of(stimulus: Stimulus, volume: float) -> NDArray[np.int16]:
    """Frames of left and right, int16 (n, 2), at the station's volume times the stimulus's own."""
    own = float(stimulus.get("volume", 1.0))
    return stereo(sound_file(stimulus).path, volume * own, str(stimulus.get("side", "both")))


def stereo(path: Path, volume: float, side: str) -> NDArray[np.int16]:
    """A mono wav as frames of left and right samples, int16, at a volume, on one side or both."""
    with wave.open(str(path)) as file:
        mono = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    scaled = np.round(mono * volume).astype(np.int16)
    silent = np.zeros_like(scaled)
    left, right = (silent if side == "right" else scaled), (silent if side == "left" else scaled)
    return np.ascontiguousarray(np.column_stack([left, right]))


def sounds_in(plan: Plan) -> Iterator[Stimulus]:
    """The stimulus of every step of a plan that is heard."""
    for lane in plan.lanes:
        for trial in lane.trials:
            for step in trial.steps:
                if step.channel == "sound":
                    yield step.stimulus


def needs_sound(plan: Plan) -> bool:
    """Whether any cue of the plan is heard."""
    return any(True for _ in sounds_in(plan))
