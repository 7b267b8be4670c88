"""A name as somebody said it: read from any WAV file, cut to where it speaks, levelled, and written. Pure numpy."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reactdrill.errors import UsageError

RATE_HZ = 48_000
"""As everything that reactdrill plays."""
FULL_SCALE = 32_767
"""Of 16-bit samples."""
LONGEST_S, LONGEST_FILE_S = 4.0, 60.0
"""Of what is said, and of a file that is looked through for it."""
LEVEL_DBFS = -17.0
"""Mean level; the spoken numbers, which have no quiet parts to speak of, stand at -16."""
FRAME = RATE_HZ // 100
LEAST = 0.01
"""A voice reaches this share of full scale (-40 dB), or there is none."""
ABOVE_PEAK_DB, ABOVE_NOISE_DB = -30.0, 8.0
"""What counts as voice: so far below the loudest frame at most, and so far above the quietest ones at least."""
LEAD_S, TAIL_S, FADE_S = 0.05, 0.15, 0.01
"""What stays before and after it, for soft beginnings and endings, and how long it fades."""

Wave = NDArray[np.float64]
"""One channel at `RATE_HZ`, full scale 1.0."""


class NothingHeardError(UsageError):
    """Nobody speaks in a recording."""

    def __init__(self) -> None:
        super().__init__("nothing can be heard in it: record it again, louder and nearer")


class TooLongError(UsageError):
    """More is said in a recording than a name."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"speaks for {seconds:.1f} s, and a name takes up to {LONGEST_S:g}: say only the name, where it is quiet"
        )


def clip(sound: Wave) -> Wave:
    """What is said in a recording, from its beginning to its end, as loud as the spoken numbers.

    Raises `NothingHeardError` and `TooLongError`.
    """
    first, after = _voice(sound)
    said = sound[max(0, first - _count(LEAD_S)) : after + _count(TAIL_S)]
    if len(said) > _count(LONGEST_S):
        raise TooLongError(len(said) / RATE_HZ)
    return _levelled(_faded(said))


def from_pcm(samples: NDArray[np.int16]) -> Wave:
    """16-bit samples at `RATE_HZ`."""
    return samples.astype(np.float64) / 32_768


def read_wav(path: Path) -> Wave:
    """A WAV file of any rate, width and number of channels. Raises `UsageError`."""
    try:
        with wave.open(str(path)) as file:
            rate_hz, channels, width = file.getframerate(), file.getnchannels(), file.getsampwidth()
            if file.getnframes() > LONGEST_FILE_S * rate_hz:
                raise UsageError(f"{path}: is longer than {LONGEST_FILE_S:.0f} s: only the name is wanted")
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        hint = "save the sound as WAV, 16 bit"
        raise UsageError(
            f"{path}: is no WAV file that can be read ({str(error) or 'it is cut off'}); {hint}"
        ) from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    whole = len(data) // (channels * width) * channels * width
    if not whole or not rate_hz:
        raise UsageError(f"{path}: there is no sound in it")
    return _resampled(_mono(data[:whole], width, channels), rate_hz)


def to_wav(sound: Wave) -> bytes:
    """As a file: one channel, 16 bits, `RATE_HZ`."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.rint(np.clip(sound, -1, 1) * FULL_SCALE).astype("<i2").tobytes())
    return data.getvalue()


def _voice(sound: Wave) -> tuple[int, int]:
    """The first sample that belongs to the voice, and the first one after it."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    frames = frames - frames.mean(axis=1, keepdims=True)
    loud = np.sqrt((frames**2).mean(axis=1))
    if not len(loud) or loud.max() < LEAST:
        raise NothingHeardError
    least = max(loud.max() * _ratio(ABOVE_PEAK_DB), float(np.quantile(loud, 0.1)) * _ratio(ABOVE_NOISE_DB))
    voiced = np.flatnonzero(loud >= min(least, loud.max()))
    return int(voiced[0]) * FRAME, (int(voiced[-1]) + 1) * FRAME


def _faded(sound: Wave) -> Wave:
    length = min(_count(FADE_S), len(sound) // 2)
    ramp = np.linspace(0, 1, length, endpoint=False)
    faded = sound.copy()
    faded[:length] *= ramp
    faded[len(faded) - length :] *= ramp[::-1]
    return faded


def _levelled(sound: Wave) -> Wave:
    """At `LEVEL_DBFS`, with peaks rounded off below full scale."""
    mean = float(np.sqrt((sound**2).mean()))
    return np.tanh(sound * (_ratio(LEVEL_DBFS) / mean))


def _mono(data: bytes, width: int, channels: int) -> Wave:
    """The mean of all channels."""
    if width == 1:  # the only width without a sign
        values = np.frombuffer(data, np.uint8).astype(np.float64) - 128
    else:
        whole = np.zeros((len(data) // width, 4), np.uint8)
        whole[:, 4 - width :] = np.frombuffer(data, np.uint8).reshape(-1, width)
        values = whole.view("<i4")[:, 0].astype(np.float64) / 2 ** (8 * (4 - width))
    mixed: Wave = values.reshape(-1, channels).mean(axis=1)
    return mixed / float(1 << (8 * width - 1))


def _resampled(sound: Wave, rate_hz: int) -> Wave:
    """At `RATE_HZ`, through the spectrum: exact for what both rates can hold."""
    if rate_hz == RATE_HZ:
        return sound
    length = max(1, round(len(sound) * RATE_HZ / rate_hz))
    return np.fft.irfft(np.fft.rfft(sound), length) * (length / len(sound))


def _count(seconds: float) -> int:
    return round(seconds * RATE_HZ)


def _ratio(level_db: float) -> float:
    return float(10 ** (level_db / 20))
