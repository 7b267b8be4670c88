"""What the sound makers share: levelling, measuring and writing 48 kHz 16-bit mono wav files.

Samples are float64 arrays, 1.0 being full scale. A level in dBFS is 20 log10(rms) with a full-scale square
wave at 0 dBFS, over the whole file. Uses numpy and the standard library only.
"""

from __future__ import annotations

import hashlib
import json
import math
import wave
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

SAMPLE_RATE = 48_000
RMS_DBFS = -16.0
CEILING_DBFS = -1.0
# A sound has begun at the first sample that reaches this share of the file's peak (-40 dB): below it
# espeak-ng leaves only numerical dust and resampling ripple, above it lie even soft f and h.
ONSET_SHARE = 0.01
LIMITER_MS = 5.0
LOUDNESS_MS = 10.0
LOUD_SHARE = 0.5


def samples_in(ms: float) -> int:
    """Return the number of samples in `ms` milliseconds."""
    return round(ms * SAMPLE_RATE / 1000)


def from_db(level_db: float) -> float:
    """Return the amplitude ratio of a level in dB."""
    return float(10 ** (level_db / 20))


def rms(samples: Samples) -> float:
    """Return the root mean square over all samples."""
    return math.sqrt(float(np.mean(np.square(samples))))


def ramp_up(length: int) -> Samples:
    """Return a raised-cosine ramp from just above 0 to just below 1."""
    return 0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 1) / (length + 1))


def limit(samples: Samples, ceiling: float) -> Samples:
    """Keep every sample within ±ceiling by turning the gain down smoothly around each peak.

    The gain a sample needs is held for `LIMITER_MS` on both sides and then averaged over the same width,
    so it never exceeds what any peak needs and never jumps.
    """
    reach = samples_in(LIMITER_MS)
    needed = np.minimum(1.0, ceiling / np.maximum(np.abs(samples), ceiling))
    padded = np.pad(needed, 2 * reach, mode="edge")
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    smooth = np.hanning(2 * reach + 3)[1:-1]
    return samples * np.convolve(held, smooth / smooth.sum(), mode="valid")


def level(samples: Samples, rms_dbfs: float = RMS_DBFS, ceiling_dbfs: float = CEILING_DBFS) -> Samples:
    """Scale to the wanted RMS, limiting peaks at the ceiling.

    Limiting takes energy away, so the gain is raised until the limited sound has the wanted RMS.
    Raises ValueError if the sound is silent or its peaks leave too little energy under the ceiling.
    """
    wanted, ceiling = from_db(rms_dbfs), from_db(ceiling_dbfs)
    if rms(samples) == 0:
        raise ValueError("a silent sound cannot be levelled")
    gain = wanted / rms(samples)
    for _ in range(50):
        levelled = limit(gain * samples, ceiling)
        error = wanted / rms(levelled)
        if abs(error - 1) < 0.001:
            return levelled
        gain *= error
    raise ValueError(f"peaks leave no room for {rms_dbfs} dBFS under {ceiling_dbfs} dBFS")


def to_pcm(samples: Samples) -> NDArray[np.int16]:
    """Round to 16 bits, without dither so that the bytes are reproducible."""
    return np.rint(samples * 32767).astype("<i2")


def write_wav(path: Path, samples: Samples) -> None:
    """Write one 48 kHz 16-bit mono wav; raises ValueError if a sample lies outside full scale."""
    if np.max(np.abs(samples)) > 1:
        raise ValueError(f"{path.name} would clip")
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(to_pcm(samples).tobytes())


def onset_sample(samples: Samples) -> int:
    """Return the index of the first sample that reaches `ONSET_SHARE` of the peak."""
    loud = np.abs(samples) >= ONSET_SHARE * np.max(np.abs(samples))
    return int(np.argmax(loud))


def rise_sample(samples: Samples) -> int:
    """Return where the level over `LOUDNESS_MS` first reaches half (-6 dB) of its maximum.

    This is the centre of the averaging window: where the sound becomes loud rather than merely audible.
    """
    width = samples_in(LOUDNESS_MS) + 1
    window = np.full(width, 1 / width)
    loudness = np.sqrt(np.maximum(np.convolve(np.square(samples), window, mode="same"), 0))
    return int(np.argmax(loudness >= LOUD_SHARE * loudness.max()))


def describe(root: Path, path: Path, **facts: str | None) -> dict[str, Any]:
    """Measure a written wav: the index entry of `path`, whose `facts` are its kind, name, text, language."""
    with wave.open(str(path), "rb") as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32768
    return {
        "file": path.relative_to(root).as_posix(),
        **facts,
        "duration_ms": round(len(samples) * 1000 / SAMPLE_RATE, 2),
        "onset_ms": round(onset_sample(samples) * 1000 / SAMPLE_RATE, 2),
        "rise_ms": round(rise_sample(samples) * 1000 / SAMPLE_RATE, 2),
        "rms_dbfs": round(20 * math.log10(rms(samples)), 2),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def update_index(root: Path, entries: list[dict[str, Any]], kind: str, language: str | None = None) -> None:
    """Replace the entries of one kind and language in `root/index.json`; one sound to a line."""
    index = root / "index.json"
    known = json.loads(index.read_text(encoding="utf-8"))["sounds"] if index.exists() else []
    kept = [entry for entry in known if (entry["kind"], entry["language"]) != (kind, language)]
    lines = [
        json.dumps(entry, ensure_ascii=False) for entry in sorted(kept + entries, key=lambda e: e["file"])
    ]
    text = '{"sounds": [\n' + ",\n".join(lines) + "\n]}\n"
    index.write_text(text, encoding="utf-8", newline="\n")
