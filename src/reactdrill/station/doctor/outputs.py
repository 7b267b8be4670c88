"""Where sound really goes: the sound server's own words, and what a device's name says of its delay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from reactdrill.station.doctor.tools import asked

Kind = Literal["speakers", "bluetooth", "tv"]

_BLUETOOTH = re.compile(
    r"bluez|bluetooth|hands-?free|\bag audio\b|\ba2dp\b|airpods|\bbuds\d*\b|earbuds|\bwh-1000|\bwf-1000|soundlink|"
    r"\bjbl (go|flip|charge|tune)|soundcore",
    re.IGNORECASE,
)
_TV = re.compile(
    r"hdmi|displayport|display audio|nvidia high definition audio|amd high definition audio|"
    r"radeon high definition audio|\btv\b|bravia|airplay|chromecast",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Output:
    """One place sound can go to."""

    name: str
    """As people see it in their settings."""
    kind: Kind
    server: str = ""
    """Which program told: `PulseAudio (on PipeWire 1.0.5)`."""


def kind_of(*words: str) -> Kind:
    """What the names and properties of a device give it away as; `speakers` when nothing speaks against it."""
    text = " ".join(words)
    if _BLUETOOTH.search(text):
        return "bluetooth"
    return "tv" if _TV.search(text) else "speakers"


def default_output() -> Output | None:
    """The output that the sound server plays to; None where neither PulseAudio nor PipeWire can be asked."""
    info = asked("pactl", "info")
    if info is not None:
        return parse_pactl(info, asked("pactl", "list", "sinks") or "")
    inspected = asked("wpctl", "inspect", "@DEFAULT_AUDIO_SINK@")
    return None if inspected is None else parse_wpctl(inspected)


def parse_pactl(info: str, sinks: str) -> Output | None:
    """Find the default sink of `pactl info` in `pactl list sinks`; None when there is no sink at all."""
    name = _line(info, "Default Sink")
    if not name or name in ("@DEFAULT_SINK@", "auto_null"):
        return None
    server = _line(info, "Server Name")
    for block in re.split(r"^Sink #", sinks, flags=re.MULTILINE)[1:]:
        if _line(block, "Name") == name:
            words = (name, _line(block, "Active Port"), _property(block, "device.bus"), _description(block))
            return Output(_description(block) or name, kind_of(*words), server)
    return Output(name, kind_of(name), server)


def parse_wpctl(text: str) -> Output | None:
    """Read `wpctl inspect @DEFAULT_AUDIO_SINK@`."""
    name = _property(text, "node.name")
    if not name or name == "auto_null":
        return None
    shown = _property(text, "node.description") or name
    return Output(shown, kind_of(name, shown, _property(text, "device.api")), "PipeWire")


def _line(text: str, key: str) -> str:
    found = re.search(rf"^\s*{re.escape(key)}: (.*)$", text, re.MULTILINE)
    return found.group(1).strip() if found else ""


def _description(block: str) -> str:
    return _line(block, "Description")


def _property(text: str, key: str) -> str:
    found = re.search(rf'^[\s*]*{re.escape(key)} = "(.*)"$', text, re.MULTILINE)
    return found.group(1) if found else ""
