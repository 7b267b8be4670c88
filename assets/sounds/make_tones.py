"""Synthesise the tones, clicks and feedback sounds: `python make_tones.py [--out FOLDER]`.

The same bytes come out at every run and on every machine: nothing is random but the noise burst, which takes
raw numbers from a seeded PCG64. The attack of every sound starts at its first sample.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import wavs

if TYPE_CHECKING:
    from collections.abc import Callable

    from wavs import Samples

RAMP_MS = 5.0
NOISE_SEED = 20_240_229


def sine(frequency_hz: float, duration_ms: float) -> Samples:
    """Return a sine of full amplitude that starts at phase zero."""
    times_s = np.arange(wavs.samples_in(duration_ms)) / wavs.SAMPLE_RATE
    return np.sin(2 * np.pi * frequency_hz * times_s)


def ramped(samples: Samples, ramp_ms: float = RAMP_MS) -> Samples:
    """Give a sound raised-cosine ramps at both ends, inside its duration."""
    ramp = wavs.ramp_up(wavs.samples_in(ramp_ms))
    envelope = np.ones(len(samples))
    envelope[: len(ramp)] = ramp
    envelope[-len(ramp) :] = ramp[::-1]
    return samples * envelope


def tone(frequency_hz: float, duration_ms: float) -> Samples:
    """Return a pure tone."""
    return wavs.level(ramped(sine(frequency_hz, duration_ms)))


def noise(duration_ms: float) -> Samples:
    """Return a burst of white noise, uniform in amplitude."""
    raw = np.random.PCG64(NOISE_SEED).random_raw(wavs.samples_in(duration_ms))
    return wavs.level(ramped((raw >> np.uint64(11)) * 2.0**-52 - 1))


def click(duration_ms: float) -> Samples:
    """Return one square cycle at the ceiling: full height from the first sample, and no direct current.

    A click is levelled by its peak, not its RMS: it is there to be found in a recording.
    """
    half = np.full(wavs.samples_in(duration_ms / 2), wavs.from_db(wavs.CEILING_DBFS))
    return np.concatenate([half, -half])


def pluck(frequency_hz: float, duration_ms: float, decay_ms: float) -> Samples:
    """Return a soft struck note: fundamental and a quiet octave, dying away by 1/e every `decay_ms`."""
    body = sine(frequency_hz, duration_ms) + 0.25 * sine(2 * frequency_hz, duration_ms)
    times_ms = np.arange(len(body)) * 1000 / wavs.SAMPLE_RATE
    return ramped(body * np.exp(-times_ms / decay_ms), ramp_ms=2.0)


def melody(frequencies_hz: tuple[float, ...], step_ms: float, decay_ms: float) -> Samples:
    """Return notes that start `step_ms` apart, each ringing on for twice a step."""
    step = wavs.samples_in(step_ms)
    notes = [pluck(frequency, 2 * step_ms, decay_ms) for frequency in frequencies_hz]
    mix = np.zeros(step * (len(notes) + 1))
    for number, note in enumerate(notes):
        mix[number * step : number * step + len(note)] += note
    return wavs.level(mix)


SOUNDS: dict[str, tuple[str, Callable[[], Samples]]] = {
    "low": ("tone-low.wav", lambda: tone(440, 150)),
    "mid": ("tone-mid.wav", lambda: tone(880, 150)),
    "high": ("tone-high.wav", lambda: tone(1760, 150)),
    "beep": ("beep.wav", lambda: tone(1000, 100)),
    "beep-long": ("beep-long.wav", lambda: tone(1000, 500)),
    "click": ("click.wav", lambda: click(1)),
    "noise": ("noise.wav", lambda: noise(100)),
    "tick": ("tick.wav", lambda: wavs.level(pluck(1500, 30, 8))),
    # C5 to G5: a small lift. E4 to B3: low and short, not a buzzer. C5 E5 G5 C6: an ending.
    "success": ("success.wav", lambda: melody((523.25, 783.99), 90, 60)),
    "error": ("error.wav", lambda: melody((329.63, 246.94), 110, 70)),
    "done": ("done.wav", lambda: melody((523.25, 659.26, 783.99, 1046.5), 150, 110)),
}


def main() -> None:
    """Write every sound and its index entry."""
    parser = argparse.ArgumentParser(description="Synthesise reactdrill's tones.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder for the wav files")
    out: Path = parser.parse_args().out
    entries = []
    for name, (file, make) in SOUNDS.items():
        wavs.write_wav(out / file, make())
        entries.append(wavs.describe(out, out / file, kind="tone", name=name, text=None, language=None))
    wavs.update_index(out, entries, "tone")
    print(f"{len(entries)} tones written to {out}")


if __name__ == "__main__":
    main()
