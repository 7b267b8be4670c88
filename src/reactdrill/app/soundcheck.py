"""Lets somebody hear whether left is left, and says what the sound comes out of."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from reactdrill.devices.sound import SoundDevice, open_sound
from reactdrill.devices.sound.samples import samples_of
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.doctor.outputs import Kind, default_output
from reactdrill.station.settings import SoundSettings


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a word went."""

    device: str = ""
    """As people see it in their settings; empty: the system does not say."""
    kind: Kind = "speakers"


class SoundCheck:
    """Plays through SDL's mixer, which every system has; opened with the first word."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sound: SoundDevice | None = None

    def play(self, side: str, settings: SoundSettings) -> str | None:
        """Say `left` or `right` on that side only; why it cannot be heard, or None."""
        try:
            if self._sound is None:
                self._sound = open_sound(self._clock, path="mixer", buffer=settings.buffer)
        except DeviceUnavailableError as error:
            return error.problem
        samples = samples_of({"say": side, "side": side}, settings.volume)
        pygame.mixer.Sound(buffer=samples.tobytes()).play()
        return None

    def close(self) -> None:
        """Let go of the sound card."""
        if self._sound is not None:
            self._sound.close()
        self._sound = None


def where() -> Heard:
    """What the sound server plays to. May take a moment: it is asked in the background."""
    output = default_output()
    return Heard() if output is None else Heard(output.name, output.kind)
