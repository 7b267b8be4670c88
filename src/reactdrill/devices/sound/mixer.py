"""Cues one hears, by SDL's mixer, where there is no stream: started ahead of their time, with a wide uncertainty.

The mixer gives no onset. What is known is when it was asked to play, and how much later a sample left it, measured
for each buffer size on a sound server's null sink: sounds are started so much earlier, and the spread of that
measurement is the onset's uncertainty. What the sound card, a television or Bluetooth add is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
import pygame

from reactdrill.assets import Sound as SoundFile
from reactdrill.devices.sound.dac import RATE_HZ
from reactdrill.devices.sound.output import OutputFacts
from reactdrill.devices.sound.quiet import quiet_stderr
from reactdrill.devices.sound.samples import name_of, samples_of, sound_file, sounds_in, spoken_in
from reactdrill.devices.sound.voices import FADE_MS
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.correction import Correction
from reactdrill.engine.events import CueEnded, CueFailed, CueShown
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock, Polled

CHANNELS = 16
LATENCY_MS: Mapping[int, tuple[float, float]] = {
    64: (6.0, 2.5),
    256: (6.6, 2.5),
    512: (15.7, 5.2),
    2048: (46.0, 19.5),
}
"""By samples in the buffer: mean delay from the call to the sample, and half of the range that holds 90 % of them
(pygame-ce on a PulseAudio null sink, 60 clicks each; 512: 500 clicks)."""
FROM_90_TO_95 = 1.96 / 1.645

Key = tuple[str, int, int, str]
_by_stamp = attrgetter("at_ns")


def latency_ns(buffer: int) -> tuple[int, int]:
    """Delay from the call to the sound and the 95 % half-width of it, ns; interpolated between measured sizes."""
    sizes = sorted(LATENCY_MS)
    delay, spread = (
        float(np.interp(buffer, sizes, [LATENCY_MS[size][part] for size in sizes])) for part in (0, 1)
    )
    return round(delay * 1e6), round(spread * FROM_90_TO_95 * 1e6)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A stimulus ready to be played."""

    sound: pygame.mixer.Sound
    silence_ns: int
    """Before it can be heard."""
    length_ns: int
    """From where it can be heard to its end."""


@dataclass(slots=True)
class _Playing:
    channel: pygame.mixer.Channel
    onset_ns: int
    ends_ns: int
    """When to say that it has ended, or, to cut it, when to ask for that."""
    cut: bool


class MixerSound:
    """The cue device of the channel `sound`, on pygame's mixer."""

    def __init__(
        self,
        clock: Clock,
        *,
        buffer: int = 256,
        volume: float = 1.0,
        correction_ns: int = 0,
        correction_uncertainty_ns: int = 0,
        language: str = "en",
    ) -> None:
        """Open the sound card. Raises `DeviceUnavailableError` when there is none.

        `correction_ns`: calibrated delay to the ear beyond the mixer's own. Cues are played so much earlier, and
        onsets stamped so much later.
        """
        self.name = f"mixer-{buffer}"
        self._clock = clock
        self._volume = volume
        self.language = language
        self._own_ns, self._own_doubt_ns = latency_ns(buffer)
        self.correct(Correction(correction_ns, correction_uncertainty_ns))
        self._sounds: dict[str, _Loaded] = {}
        self._due: dict[Key, tuple[int, ShowCue]] = {}
        """When to start each cue that has been asked for, ns."""
        self._playing: dict[Key, _Playing] = {}
        self.facts = OutputFacts("", self._own_ns)
        try:
            with quiet_stderr():
                pygame.mixer.init(RATE_HZ, -16, 2, buffer, allowedchanges=0)
        except pygame.error as error:
            hint = "connect a sound device, or choose a drill without sound"
            raise DeviceUnavailableError("sound", str(error), hint) from error
        pygame.mixer.set_num_channels(CHANNELS)

    def close(self) -> None:
        """Let go of the sound card."""
        pygame.mixer.quit()

    def correct(self, correction: Correction) -> None:
        """As `SoundDevice`: what the calibration found beyond the mixer's own delay."""
        self._latency_ns = self._own_ns + correction.ns
        self.uncertainty_ns = correction.doubt_ns(self._own_doubt_ns)

    def speak(self, word: str) -> None:
        """Say a word outside every trial: countdowns and calls. An unknown word raises `AssetMissingError`."""
        self._load({"say": word}).sound.play()

    def signal(self, tone: str) -> None:
        """Play a tone outside every trial."""
        self._load({"tone": tone}).sound.play()

    # ---- the port

    def prepare(self, plan: Plan) -> None:
        """Load every sound of the plan."""
        for stimulus in sounds_in(plan):
            self._load(stimulus)

    @property
    def deadline_ns(self) -> int | None:
        """The next start or end."""
        times = [start_ns for start_ns, _ in self._due.values()]
        times += [playing.ends_ns for playing in self._playing.values()]
        return min(times, default=None)

    def schedule(self, command: ShowCue) -> None:
        """Play a cue so that it is heard at its due time."""
        ahead_ns = self._latency_ns + self._load(command.cue.stimulus).silence_ns
        key = (command.lane, command.trial, command.attempt, command.cue.id)
        self._due[key] = (command.due_ns - ahead_ns, command)

    def clear(self, command: ClearCue) -> None:
        """Silence a cue, or cancel it."""
        key = (command.lane, command.trial, command.attempt, command.step)
        if self._due.pop(key, None) is not None:
            return
        playing = self._playing.get(key)
        if playing is not None and command.due_ns < playing.ends_ns:
            playing.ends_ns, playing.cut = command.due_ns, True

    def poll(self) -> Polled:
        """Start and end what is due. Stamps lie ahead by what the mixer needs."""
        now_ns = self._clock.now_ns()
        events: list[CueShown | CueFailed | CueEnded] = []
        for key, (start_ns, command) in list(self._due.items()):
            if start_ns <= now_ns:
                del self._due[key]
                events.append(self._start(key, command))
        for key, playing in list(self._playing.items()):
            if playing.ends_ns <= now_ns:
                del self._playing[key]
                events.append(CueEnded(self._end(playing, now_ns), *key))
        events.sort(key=_by_stamp)
        return Polled(events, now_ns)

    def _start(self, key: Key, command: ShowCue) -> CueShown | CueFailed:
        loaded = self._load(command.cue.stimulus)
        channel: pygame.mixer.Channel | None = pygame.mixer.find_channel()
        before_ns = self._clock.now_ns()
        if channel is None:
            return CueFailed(before_ns, *key, "every sound channel is busy")
        channel.play(loaded.sound)
        after_ns = self._clock.now_ns()
        called_ns = (before_ns + after_ns) // 2
        delay_ns = self._latency_ns + loaded.silence_ns
        onset_ns = called_ns + delay_ns
        lasts_ns = command.cue.duration_ns
        if lasts_ns is not None and lasts_ns < loaded.length_ns:
            ends_ns, cut = onset_ns + lasts_ns - self._latency_ns, True
        else:
            ends_ns, cut = onset_ns + loaded.length_ns, False
        self._playing[key] = _Playing(channel, onset_ns, ends_ns, cut)
        uncertainty_ns = self.uncertainty_ns + (after_ns - before_ns + 1) // 2
        return CueShown(onset_ns, *key, self.name, uncertainty_ns, called_ns, delay_ns)

    def _end(self, playing: _Playing, now_ns: int) -> int:
        """Cut what is to be cut; when it is over, ns. Nothing ends before it was heard."""
        if not playing.cut:
            return playing.ends_ns
        playing.channel.fadeout(FADE_MS)
        return max(playing.onset_ns, now_ns + self._latency_ns)

    # ---- samples

    def _load(self, stimulus: Mapping[str, Any]) -> _Loaded:
        stimulus = spoken_in(stimulus, self.language)
        name = name_of(stimulus)
        if name not in self._sounds:
            samples = samples_of(stimulus, self._volume)
            self._sounds[name] = _loaded(sound_file(stimulus), pygame.mixer.Sound(buffer=samples.tobytes()))
        return self._sounds[name]


def _loaded(file: SoundFile, sound: pygame.mixer.Sound) -> _Loaded:
    silence_ns = round(file.onset_ms * 1e6)
    return _Loaded(sound, silence_ns, round(file.duration_ms * 1e6) - silence_ns)
