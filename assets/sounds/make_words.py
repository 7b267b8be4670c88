"""Speak the words with espeak-ng: `python make_words.py [LANGUAGE…] [--out FOLDER] [--only NAME…]`.

Each language is a folder with a `words.toml` that names its voice and its words. A word is spoken, brought to
48 kHz, cut to start at its first audible sample, faded at its end, levelled, and entered in index.json.
The same espeak-ng version gives the same bytes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import wavs

if TYPE_CHECKING:
    from wavs import Samples

HERE = Path(__file__).parent
ESPEAK = "espeak-ng"
AMPLITUDE = 100
# What follows the last sample above the onset threshold is kept this long, fading out.
TAIL_MS = 15.0


def speak(text: str, voice: str, words_a_minute: int) -> tuple[Samples, int]:
    """Return what espeak-ng says, full scale 1.0, and its sample rate in Hz.

    `-z` leaves out the pause at the end of the sentence.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "word.wav"
        settings = ["-v", voice, "-s", str(words_a_minute), "-a", str(AMPLITUDE), "-z"]
        subprocess.run([ESPEAK, *settings, "-w", str(path), text], check=True)
        with wave.open(str(path), "rb") as sound:
            pcm = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
            return pcm / 32768, sound.getframerate()


def resample(samples: Samples, rate_hz: int) -> Samples:
    """Change the sample rate to 48 kHz by extending the spectrum with zeros.

    The sound is padded with silence to a whole number of samples at both rates.
    """
    step = rate_hz // np.gcd(rate_hz, wavs.SAMPLE_RATE)
    padded = np.pad(samples, (step, step + -len(samples) % step))
    length = len(padded) * wavs.SAMPLE_RATE // rate_hz
    return np.fft.irfft(np.fft.rfft(padded), n=length) * (length / len(padded))


def trim(samples: Samples) -> Samples:
    """Cut to the first sample at the onset threshold, and fade out after the last one."""
    first = wavs.onset_sample(samples)
    last = len(samples) - 1 - wavs.onset_sample(samples[::-1])
    fade = wavs.ramp_up(wavs.samples_in(TAIL_MS))[::-1]
    tail = samples[last + 1 :][: len(fade)]
    return np.concatenate([samples[first : last + 1], tail * fade[: len(tail)]])


def make_word(path: Path, text: str, voice: str, words_a_minute: int) -> None:
    """Speak one word into a wav file."""
    samples, rate_hz = speak(text, voice, words_a_minute)
    wavs.write_wav(path, wavs.level(trim(resample(samples, rate_hz))))


def make_language(language: str, out: Path, only: list[str]) -> list[dict[str, Any]]:
    """Make the words of one language (only the named ones, if any) and return their index entries."""
    table = tomllib.loads((HERE / language / "words.toml").read_text(encoding="utf-8"))
    entries = []
    for name, text in table["words"].items():
        if only and name not in only:
            continue
        path = out / language / f"word-{name}.wav"
        make_word(path, text, table["voice"], table["words_a_minute"])
        entries.append(wavs.describe(out, path, kind="word", name=name, text=text, language=language))
    return entries


def main() -> None:
    """Make the words of the named languages, or of all that have a words.toml."""
    parser = argparse.ArgumentParser(description="Speak reactdrill's words with espeak-ng.")
    parser.add_argument("languages", nargs="*", help="language folders; all when none is named")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the wav files and index.json")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="make only these; needs --out")
    options = parser.parse_args()
    if options.only and options.out == HERE:
        sys.exit("--only would drop the other words from the committed index: give --out FOLDER too")
    for language in options.languages or sorted(path.parent.name for path in HERE.glob("*/words.toml")):
        entries = make_language(language, options.out, options.only)
        wavs.update_index(options.out, entries, "word", language)
        print(f"{len(entries)} words in {language} written to {options.out / language}")


if __name__ == "__main__":
    main()
