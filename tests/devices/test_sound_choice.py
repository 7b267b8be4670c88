"""Which way of giving sounds is taken, and what is said when there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from device_clock import DeviceClock
from fake_output import FakeOutput
from reactdrill.devices import sound as package
from reactdrill.devices.sound import OutputFacts, open_sound
from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.output import NobodyHearsError, Render
from reactdrill.devices.sound.portaudio import open_portaudio
from reactdrill.devices.sound.quiet import STDERR, quiet_stderr
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

Streams = Callable[..., None]


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> Streams:
    """Let the streams be these: errors are raised, None is a fake one."""

    def are(*results: DeviceUnavailableError | None) -> None:
        monkeypatch.setattr(package, "_streams", lambda clock: [opener(clock, each) for each in results])

    def opener(clock: Clock, error: DeviceUnavailableError | None) -> Callable[..., FakeOutput]:
        def opened(render: Render, dac: DacClock) -> FakeOutput:
            if error is not None:
                raise error
            return FakeOutput(clock, render, dac)

        return opened

    return are


@pytest.fixture
def free_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine of people: nothing in the environment says where SDL plays to."""
    monkeypatch.delenv("SDL_AUDIODRIVER")


def no_server() -> DeviceUnavailableError:
    return DeviceUnavailableError("sound", "no sound server", "start one")


def no_package() -> DeviceUnavailableError:
    return DeviceUnavailableError(
        "sound", "the package sounddevice is not installed", "pip install sounddevice"
    )


@pytest.mark.usefixtures("free_choice")
def test_the_first_stream_that_opens_is_taken(streams: Streams) -> None:
    streams(no_server(), None)
    assert open_sound(DeviceClock()).name == "fake-stream"


@pytest.mark.usefixtures("free_choice")
def test_without_a_stream_the_mixer_is_taken(streams: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    def dummy_mixer(clock: Clock, **said: int) -> FakeOutput:
        return FakeOutput(clock, lambda frames, first: None, DacClock())

    monkeypatch.setattr(package, "MixerSound", dummy_mixer)
    streams(no_server(), no_package())
    assert isinstance(open_sound(DeviceClock()), FakeOutput)


def test_the_mixer_is_taken_where_the_environment_says_where_sdl_plays(streams: Streams) -> None:
    streams(None)
    sound = open_sound(DeviceClock())
    assert sound.name == "mixer-256"
    assert sound.facts.kind == "speakers"
    sound.close()


def test_the_settings_can_ask_for_either(streams: Streams) -> None:
    streams(None)
    assert open_sound(DeviceClock(), path="stream").name == "fake-stream"
    mixer = open_sound(DeviceClock(), path="mixer", buffer=512)
    assert mixer.name == "mixer-512"
    mixer.close()


def test_a_stream_that_is_asked_for_and_not_there_is_said_with_every_reason(streams: Streams) -> None:
    streams(no_server(), no_package())
    with pytest.raises(
        DeviceUnavailableError, match="no sound server; the package sounddevice is not"
    ) as raised:
        open_sound(DeviceClock(), path="stream")
    assert raised.value.hint == "pip install sounddevice"


@pytest.mark.usefixtures("free_choice")
@pytest.mark.parametrize("path", ["auto", "stream"])
def test_a_server_that_plays_to_nobody_is_not_got_around(streams: Streams, path: package.SoundPath) -> None:
    streams(NobodyHearsError(), None)
    with pytest.raises(DeviceUnavailableError, match="nothing to play to"):
        open_sound(DeviceClock(), path=path)


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DeviceUnavailableError, match="sounddevice is not installed") as raised:
        open_portaudio(DeviceClock())(lambda frames, first: None, DacClock())
    assert raised.value.hint == "pip install sounddevice"


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        ("alsa_output.pci-0000_00_1f.3.analog-stereo", "speakers"),
        ("alsa_output.pci-0000_01_00.1.hdmi-stereo", "tv"),
        ("bluez_output.AC_BF_71_00_00_00.1", "bluetooth"),
        ("bluez_sink.AC_BF_71_00_00_00.a2dp_sink", "bluetooth"),
        ("", "speakers"),
    ],
)
def test_late_outputs_are_known_by_their_names(device: str, kind: str) -> None:
    assert OutputFacts(device, 0).kind == kind


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")
def test_what_a_library_writes_while_a_device_is_opened_is_not_seen(
    capfd: pytest.CaptureFixture[str],
) -> None:
    os.write(STDERR, b"before\n")
    with quiet_stderr():
        os.write(STDERR, b"ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n")
    with pytest.raises(ZeroDivisionError), quiet_stderr():
        _ = 1 / 0
    os.write(STDERR, b"after\n")
    assert capfd.readouterr().err == "before\nafter\n"
