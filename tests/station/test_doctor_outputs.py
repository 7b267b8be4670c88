from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from reactdrill.station.doctor import outputs
from reactdrill.station.doctor.outputs import Output, default_output, kind_of, parse_pactl, parse_wpctl

INFO = """\
Server String: /run/user/1000/pulse/native
Server Name: PulseAudio (on PipeWire 1.0.5)
Server Version: 15.0.0
Default Sink: {sink}
Default Source: alsa_input.pci-0000_00_1f.3.analog-stereo
"""
SINKS = """\
Sink #48
	State: SUSPENDED
	Name: alsa_output.pci-0000_00_1f.3.analog-stereo
	Description: Built-in Audio Analog Stereo
	Driver: PipeWire
	Properties:
		device.bus = "pci"
		device.description = "Built-in Audio"
	Ports:
		analog-output-speaker: Speakers (type: Speaker, priority: 10000, availability unknown)
	Active Port: analog-output-speaker

Sink #49
	State: SUSPENDED
	Name: alsa_output.pci-0000_01_00.1.pro-output-3
	Description: GA104 Digital
	Properties:
		device.bus = "pci"
	Ports:
		hdmi-output-0: HDMI / DisplayPort (type: HDMI, priority: 5900, available)
	Active Port: hdmi-output-0

Sink #77
	State: RUNNING
	Name: headset.38_18_4C_00_00_00
	Description: Anna's Sound
	Properties:
		api.bluez5.profile = "a2dp-sink"
		device.bus = "bluetooth"
	Active Port: headset-output
"""
WPCTL = """\
id 61, type PipeWire:Interface:Node
    alsa.card = "0"
  * client.id = "33"
    device.api = "{api}"
  * node.description = "{description}"
  * node.name = "{name}"
"""


@pytest.mark.parametrize(
    ("sink", "name", "kind"),
    [
        ("alsa_output.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", "speakers"),
        ("alsa_output.pci-0000_01_00.1.pro-output-3", "GA104 Digital", "tv"),
        ("headset.38_18_4C_00_00_00", "Anna's Sound", "bluetooth"),
    ],
)
def test_the_default_sink_is_found_with_what_it_is(sink: str, name: str, kind: str) -> None:
    found = parse_pactl(INFO.format(sink=sink), SINKS)
    assert found == Output(name, kind, "PulseAudio (on PipeWire 1.0.5)")  # type: ignore[arg-type]


def test_a_sink_that_is_not_listed_is_judged_by_its_name() -> None:
    found = parse_pactl(INFO.format(sink="bluez_output.AA_BB.1"), "")
    assert found is not None
    assert (found.name, found.kind) == ("bluez_output.AA_BB.1", "bluetooth")


@pytest.mark.parametrize("sink", ["auto_null", "@DEFAULT_SINK@"])
def test_a_server_without_a_sink_has_no_output(sink: str) -> None:
    assert parse_pactl(INFO.format(sink=sink), SINKS) is None
    assert parse_pactl("", "") is None


@pytest.mark.parametrize(
    ("api", "name", "description", "kind"),
    [
        ("bluez5", "out.1", "Box", "bluetooth"),
        ("alsa", "alsa_output.pci-0000_01_00.1.hdmi-stereo", "GA104 Digital Stereo", "tv"),
        ("alsa", "alsa_output.usb-Generic-00.analog-stereo", "USB Audio", "speakers"),
    ],
)
def test_wireplumber_is_understood_too(api: str, name: str, description: str, kind: str) -> None:
    found = parse_wpctl(WPCTL.format(api=api, name=name, description=description))
    assert found == Output(description, kind, "PipeWire")  # type: ignore[arg-type]


def test_wireplumber_without_a_sink_has_no_output() -> None:
    assert parse_wpctl("") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Headset (WH-1000XM4 Hands-Free AG Audio)", "bluetooth"),
        ("Anna's AirPods Pro", "bluetooth"),
        ("Galaxy Buds2 (3F1A)", "bluetooth"),
        ("LG TV SSCR2 (NVIDIA High Definition Audio)", "tv"),
        ("Intel(R) Display Audio", "tv"),
        ("HDA Intel PCH, HDMI 0", "tv"),
        ("SONY TV  *00", "tv"),
        ("Speakers (Realtek(R) Audio)", "speakers"),
        ("MacBook Pro Speakers", "speakers"),
        ("Scarlett 2i2 USB", "speakers"),
        ("System audio output device", "speakers"),
    ],
)
def test_names_give_outputs_away(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="needs programs without an extension")
def test_the_sound_server_is_really_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pactl"
    (tmp_path / "info").write_text(INFO.format(sink="headset.38_18_4C_00_00_00"), encoding="utf-8")
    (tmp_path / "list").write_text(SINKS, encoding="utf-8")
    program.write_text(f'#!/bin/sh\nexec cat "{tmp_path}/$1"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = default_output()
    assert found is not None
    assert (found.name, found.kind) == ("Anna's Sound", "bluetooth")


def test_without_a_sound_server_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "asked", lambda *_: None)
    assert default_output() is None
