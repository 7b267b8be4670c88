"""Speaks words outside of runs: calls of a circuit, a name, what is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reactdrill.errors import AssetMissingError, DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.settings import SoundSettings

if TYPE_CHECKING:
    from reactdrill.devices.sound import SoundDevice
    from reactdrill.results.clip import Wave


class Voice(Protocol):
    """Whatever speaks."""

    def say(self, word: str) -> None:
        """Speak a word, soon; where nothing can be heard, do nothing."""

    def play(self, sound: Wave) -> int:
        """Play a recorded name, and say how long it takes, ns; 0 where nothing can be heard."""

    def rest(self) -> None:
        """Let go of the sound card: a run wants it for itself."""


class Silence:
    """Says nothing."""

    def say(self, word: str) -> None:
        """Nothing."""

    def play(self, sound: Wave) -> int:
        """Nothing."""
        del sound
        return 0

    def rest(self) -> None:
        """Nothing."""


class Announcer:
    """Opens the sound card with its first word."""

    def __init__(self, settings: SoundSettings, clock: Clock, language: str = "en") -> None:
        self._settings = settings
        self._language = language
        self._clock = clock
        self._sound: SoundDevice | None = None
        self._silent = False

    def say(self, word: str) -> None:
        """As `Voice`."""
        if self._opened():
            assert self._sound is not None
            try:
                self._sound.speak(word)
            except AssetMissingError:
                return  # a word that nobody has spoken yet is on the screen all the same

    def play(self, sound: Wave) -> int:
        """As `Voice`."""
        if not self._opened():
            return 0
        import numpy as np  # noqa: PLC0415 - the first frame does without
        import pygame  # noqa: PLC0415 - its mixer is open now

        from reactdrill.results.clip import FULL_SCALE, RATE_HZ  # noqa: PLC0415 - loads numpy

        both = np.column_stack([sound, sound]) * (self._settings.volume * FULL_SCALE)
        pygame.mixer.Sound(buffer=both.astype(np.int16).tobytes()).play()
        return len(sound) * 1_000_000_000 // RATE_HZ

    def rest(self) -> None:
        """As `Voice`."""
        if self._sound is not None:
            self._sound.close()
        self._sound, self._silent = None, False

    def _opened(self) -> bool:
        if self._sound is None and not self._silent:
            self._open()
        return self._sound is not None

    def _open(self) -> None:
        from reactdrill.devices.sound import open_sound  # noqa: PLC0415 - a menu that says nothing loads none of it

        settings = self._settings
        try:
            self._sound = open_sound(
                self._clock,
                path="mixer",
                buffer=settings.buffer,
                volume=settings.volume,
                language=self._language,
            )
        except DeviceUnavailableError:
            self._silent = True
