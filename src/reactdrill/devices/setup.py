"""The facts of this station that its calibration holds for, looked up without a run. Opens what it asks for a moment."""

from __future__ import annotations

import os

from reactdrill.devices.gamepad import Pad
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.sound import SoundDevice, open_sound
from reactdrill.devices.sound.quiet import quiet_stderr
from reactdrill.devices.survey import look_at_displays
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.calibration.entry import KEYBOARD
from reactdrill.station.calibration.setup import (
    Facts,
    Setup,
    display_facts,
    keyboard_facts,
    pad_facts,
    sound_facts,
)
from reactdrill.station.doctor.screens import UNSEEN
from reactdrill.station.settings import DisplaySettings, Settings, SoundSettings


def display_now(display: int, *, fullscreen: bool) -> Facts | None:
    """A display by its number; the first one where that is not there, None where there is none that anybody sees."""
    try:
        with quiet_stderr():  # Wayland's library complains by itself where it is not in use
            video = look_at_displays()
    except DeviceUnavailableError:
        return None
    fell_back = video.driver in UNSEEN and "SDL_VIDEODRIVER" not in os.environ
    if fell_back or not video.displays:
        return None
    shown = video.displays[display if display < len(video.displays) else 0]
    return display_facts(video.driver, shown.size, shown.refresh_hz, fullscreen=fullscreen)


def display_told(told: DisplaySettings) -> Facts | None:
    """The display that the settings choose."""
    return display_now(told.display, fullscreen=told.fullscreen)


def sound_now(told: SoundSettings, sound: SoundDevice) -> Facts:
    """An output that is open."""
    kind = sound.facts.kind if told.output == "speakers" else told.output
    return sound_facts(sound.name, kind, sound.facts.device)


def sound_told(told: SoundSettings, clock: Clock) -> Facts | None:
    """The output that the settings choose; None where nothing can be heard."""
    try:
        sound = open_sound(clock, path=told.path, buffer=told.buffer, volume=told.volume)
    except DeviceUnavailableError:
        return None
    try:
        return sound_now(told, sound)
    finally:
        sound.close()


def inputs_now(pads: tuple[Pad, ...]) -> dict[str, Facts]:
    """The keyboard, and these gamepads and mats by their own names."""
    return {KEYBOARD: keyboard_facts(), **{pad.facts.name: pad_facts(pad.facts.guid) for pad in pads}}


def setup_told(settings: Settings, clock: Clock) -> Setup:
    """The whole station, as the settings have it."""
    display = display_told(settings.display)
    return Setup(display, sound_told(settings.sound, clock), inputs_now(plugged_in(settings, clock)))


def plugged_in(settings: Settings, clock: Clock) -> tuple[Pad, ...]:
    """The gamepads and mats; none where SDL cannot look for them."""
    try:
        return Inputs(clock, settings.bindings.overrides()).pads
    except DeviceUnavailableError:
        return ()
