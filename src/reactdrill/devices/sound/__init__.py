"""Cues one hears. `open_sound` gives the best way there is on this machine.

| way | where | onset known by |
|---|---|---|
| `pulse-stream` | Linux with PulseAudio or PipeWire | the sound server's statements of what it plays |
| `portaudio-stream` | Windows, macOS, Linux without a sound server, when the package `sounddevice` is there | the driver's statements |
| `mixer-N` | everywhere | the time of the call, and the delay that was measured for a buffer of N samples |

`output` holds the seams, `stream` the cue device on a stream, `voices` the mixing, `dac` the arithmetic of stamps,
`pulse` and `portaudio` the streams, `mixer` the fallback. What happens behind a stream's end (sound card, television,
Bluetooth) no software sees: that is a matter of calibration.
"""

from __future__ import annotations

import os
import sys
from typing import Literal

from reactdrill.devices.sound.mixer import MixerSound
from reactdrill.devices.sound.output import NobodyHearsError, OpenOutput, OutputFacts, SoundDevice
from reactdrill.devices.sound.portaudio import open_portaudio
from reactdrill.devices.sound.pulse import open_pulse
from reactdrill.devices.sound.samples import needs_sound
from reactdrill.devices.sound.stream import StreamSound
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

__all__ = ["OutputFacts", "SoundDevice", "SoundPath", "needs_sound", "open_sound"]

SoundPath = Literal["auto", "stream", "mixer"]


def open_sound(
    clock: Clock,
    *,
    path: SoundPath = "auto",
    buffer: int = 256,
    volume: float = 1.0,
    correction_ns: int = 0,
    correction_uncertainty_ns: int = 0,
    language: str = "en",
) -> SoundDevice:
    """Open the sound: a stream where there is one, else the mixer with `buffer` samples.

    `language` is that of spoken words. `correction_ns` is the calibrated delay from the output to the ear. With SDL_AUDIODRIVER in the environment
    `auto` is the mixer: that variable chooses where SDL plays to. Raises `DeviceUnavailableError` when nothing can
    be opened.
    """
    if path == "stream" or (path == "auto" and "SDL_AUDIODRIVER" not in os.environ):
        try:
            return _stream(clock, volume, correction_ns, correction_uncertainty_ns, language)
        except NobodyHearsError:
            raise
        except DeviceUnavailableError:
            if path == "stream":
                raise
    return MixerSound(
        clock,
        buffer=buffer,
        volume=volume,
        correction_ns=correction_ns,
        correction_uncertainty_ns=correction_uncertainty_ns,
        language=language,
    )


def _stream(
    clock: Clock, volume: float, correction_ns: int, correction_uncertainty_ns: int, language: str
) -> StreamSound:
    """The first stream that can be opened; raises with the reasons of all."""
    problems: list[str] = []
    hint = ""
    for open_output in _streams(clock):
        try:
            return StreamSound(
                clock,
                open_output,
                volume=volume,
                correction_ns=correction_ns,
                correction_uncertainty_ns=correction_uncertainty_ns,
                language=language,
            )
        except NobodyHearsError:
            raise
        except DeviceUnavailableError as error:
            problems.append(error.problem)
            hint = error.hint
    raise DeviceUnavailableError("sound", "; ".join(problems), hint)


def _streams(clock: Clock) -> tuple[OpenOutput, ...]:
    speaks_pulse = sys.platform.startswith("linux")
    return (open_pulse(clock), open_portaudio(clock)) if speaks_pulse else (open_portaudio(clock),)
