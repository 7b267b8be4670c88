from __future__ import annotations

from collections.abc import Iterator, Sequence

import pygame
import pytest

from reactdrill.devices.pad_profiles import JoystickFacts
from reactdrill.devices.sound.look import CuePathInfo, look_at_cue_path
from reactdrill.devices.survey import AudioInfo, PadInfo, look_at_sound
from reactdrill.errors import DeviceUnavailableError
from reactdrill.station.doctor import devices
from reactdrill.station.doctor.devices import (
    no_path,
    no_sound,
    pad_finding,
    path_finding,
    sound_findings,
    unheard,
)
from reactdrill.station.doctor.outputs import Kind, Output
from reactdrill.station.settings import SoundSettings
from virtual_pad import USB_MAT, PadModel, VirtualPad

GUID = "030000005e0400008e02000014010000"


def audio(outputs: Sequence[str] = (), driver: str = "pulseaudio") -> AudioInfo:
    return AudioInfo(driver, tuple(outputs), 48000)


def output(name: str, kind: Kind) -> Output:
    return Output(name, kind, "PulseAudio")


# ---- sound


def test_no_sound_card_is_a_note_with_what_follows() -> None:
    found = no_sound("No such device")
    assert (found.level, "No such device" in found.text, "silence" in found.hint) == ("note", True, True)


def test_speakers_are_named_with_how_the_mixer_opened() -> None:
    (found,) = sound_findings(audio(["x"]), output("Built-in Audio", "speakers"), SoundSettings(buffer=512))
    assert found.level == "ok"
    assert found.text == "plays to Built-in Audio (pulseaudio, 48000 Hz, 512 samples ahead)"


@pytest.mark.parametrize("kind", ["bluetooth", "tv"])
def test_a_late_output_is_noted_until_the_settings_know(kind: Kind) -> None:
    played = output("Anna's Box", kind)
    _, found = sound_findings(audio(), played, SoundSettings())
    assert (found.check, found.level) == ("sound-delay", "note")
    assert found.text.startswith("Anna's Box: ")
    assert f'[sound] output = "{kind}"' in found.hint
    _, known = sound_findings(audio(), played, SoundSettings(output=kind))
    assert (known.check, known.level) == ("sound-delay", "ok")


def test_where_the_default_is_unknown_late_outputs_are_possibilities() -> None:
    names = ["Speakers (Realtek)", "LG TV (HDMI)", "Anna's AirPods"]
    _, found = sound_findings(audio(names, "wasapi"), None, SoundSettings())
    assert found.level == "note"
    assert found.text == "if sound goes to LG TV (HDMI) and Anna's AirPods, it comes late"
    assert len(sound_findings(audio(names), None, SoundSettings(output="tv"))) == 1
    assert len(sound_findings(audio(names[:1]), None, SoundSettings())) == 1


def test_sound_to_nobody_is_noted() -> None:
    assert "SDL_AUDIODRIVER=disk" in unheard("disk").text


def test_the_mixer_is_really_opened() -> None:
    found = look_at_sound(256)
    assert found.frequency == 48000
    assert found.driver in ("dummy", "")


def test_a_driver_that_is_not_there_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    with pytest.raises(DeviceUnavailableError):
        look_at_sound(256)
    (found,) = devices.sound()
    assert (found.check, found.level) == ("sound", "note")
    assert found.text.startswith("there is no sound card")


def test_the_way_sounds_are_given_is_told_with_how_sure_it_is() -> None:
    found = path_finding(CuePathInfo("pulse-stream", "alsa_output.analog", 30_000_000, 240_000))
    assert (found.check, found.level) == ("sound", "ok")
    assert found.text == "pulse-stream gives sounds 30 ms ahead, and their onsets are known to ±0.2 ms"
    mixed = path_finding(CuePathInfo("mixer-256", "", 6_600_000, 2_980_000))
    assert (mixed.level, "sounddevice" in mixed.hint) == ("note", True)
    assert "±3.0 ms" in mixed.text


def test_a_stream_that_the_settings_ask_for_and_is_not_there_is_a_problem() -> None:
    found = no_path(DeviceUnavailableError("sound", "no sound server", "start one"))
    assert (found.check, found.level) == ("sound", "problem")
    assert "no sound server" in found.text
    assert found.hint == 'start one, or take [sound] path = "stream" out of the settings'


def test_the_sound_is_really_opened_as_a_run_does() -> None:
    found = look_at_cue_path("auto", 256)
    assert (found.source, found.device) == ("mixer-256", "")
    assert 2_000_000 < found.uncertainty_ns < 10_000_000


# ---- gamepads and mats


def pad(name: str, power: str = "unknown", buttons: int = 11) -> PadInfo:
    return PadInfo(JoystickFacts(name, GUID, buttons, 6, 1), power)


def test_a_pad_is_described_with_what_bindings_need() -> None:
    found = pad_finding(1, pad("Xbox 360 Controller", "wired"), "pad", {})
    assert found.level == "ok"
    assert found.text == (
        f"1: Xbox 360 Controller (gamepad, 11 buttons, 6 axes, 1 hats, 045e:028e, GUID {GUID})"
    )
    assert "(dance mat, " in pad_finding(0, pad("DDR"), "mat", {}).text


@pytest.mark.parametrize(
    ("power", "left", "level", "end"),
    [
        ("low", {}, "note", ", battery low)"),
        ("empty", {}, "note", ", battery empty)"),
        ("max", {}, "ok", ", battery max)"),
        ("full", {"DualSense": 20}, "note", ", battery 20 %)"),
        ("full", {"DualSense": 21, "Mouse": 5}, "ok", ", battery 21 %)"),
        ("unknown", {"Sony DualSense Edge": 50}, "ok", ", battery 50 %)"),
        ("wired", {}, "ok", f"{GUID})"),
    ],
)
def test_a_battery_that_is_low_is_noted(power: str, left: dict[str, int], level: str, end: str) -> None:
    found = pad_finding(0, pad("Sony DualSense", power), "pad", left)
    assert found.level == level
    assert found.text.endswith(end)
    assert bool(found.hint) == (level == "note")


@pytest.fixture
def joysticks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SDL's joysticks, which virtual ones can be plugged into."""
    monkeypatch.setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1")
    pygame.joystick.init()
    yield
    pygame.quit()


def test_real_devices_are_found_with_what_they_are(joysticks: None) -> None:
    (nothing,) = devices.pads()
    assert (nothing.level, nothing.text) == ("ok", "no gamepad or dance mat is plugged in")
    with VirtualPad(USB_MAT), VirtualPad(PadModel("Anna's Pad", buttons=12, axes=4, hats=1)):
        mat, gamepad = devices.pads()
    assert mat.text.startswith("0: USB Gamepad  (dance mat, 10 buttons, 2 axes, 0 hats, 0079:0011, GUID ")
    assert gamepad.text.startswith("1: Anna's Pad (gamepad, 12 buttons, 4 axes, 1 hats, ")
