"""Which devices there are now, as screens need to know it."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from reactdrill.devices.pad_profiles import layout_of
from reactdrill.devices.sound import SoundPath, open_sound
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.bindings import BindingOverrides


@dataclass(frozen=True, slots=True)
class Present:
    """What can be pressed and heard."""

    kinds: tuple[str, ...] = ("key",)
    """Kinds of device that are there: `key`, `pad`, `mat`."""
    sound: str | None = None
    """Why nothing can be heard; None: it can, or nobody has asked."""


def input_kinds(overrides: BindingOverrides) -> tuple[str, ...]:
    """Kinds of device, the keyboard last, which is always taken to be there.

    Pads and mats are known once the first frame has been drawn.
    """
    found: dict[str, None] = {}
    from reactdrill.devices.gamepad import facts_of  # noqa: PLC0415 - as the runner

    if pygame.joystick.get_init():
        for index in range(pygame.joystick.get_count()):
            pad = pygame.joystick.Joystick(index)
            found[layout_of(facts_of(index, pad), overrides.profiles).kind] = None
    return (*found, "key")


def sound_problem(clock: Clock, path: SoundPath, buffer: int) -> str | None:
    """Why the sound card cannot be opened; None when it can, or is open already. Takes a moment."""
    if pygame.mixer.get_init():
        return None
    try:
        open_sound(clock, path=path, buffer=buffer).close()
    except DeviceUnavailableError as error:
        return error.problem
    return None
