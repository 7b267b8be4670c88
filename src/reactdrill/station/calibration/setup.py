"""What a calibration holds for: the facts of display, sound and inputs that change a latency when they change."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reactdrill.station.doctor.inputs import INPUT_DEVICES, parse_input_devices
from reactdrill.station.doctor.tools import text_of

Facts = Mapping[str, str]
WORDS = {
    "driver": "display driver",
    "size": "display size",
    "refresh_hz": "refresh rate",
    "fullscreen": "full screen",
    "path": "sound path",
    "output": "kind of sound output",
    "device": "sound device",
    "system": "operating system",
    "keyboards": "keyboards",
    "guid": "gamepad",
}
"""The facts in people's words."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The station as it is for one run. None: that part is not there, or cannot be told."""

    display: Facts | None = None
    sound: Facts | None = None
    inputs: Mapping[str, Facts] = field(default_factory=dict)
    """By the name that a device is calibrated under."""

    def to_json(self) -> dict[str, Any]:
        """For a run's header."""
        return {
            "display": None if self.display is None else dict(self.display),
            "sound": None if self.sound is None else dict(self.sound),
            "inputs": {name: dict(facts) for name, facts in self.inputs.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Setup:
        """The inverse of `to_json`. Raises `KeyError`, `TypeError` or `AttributeError` for anything else."""
        return cls(data["display"], data["sound"], dict(data["inputs"].items()))


def display_facts(
    driver: str, size: tuple[int, int], refresh_hz: float, *, fullscreen: bool
) -> dict[str, str]:
    """`driver`: SDL's name; `size`: of the whole display, px; `refresh_hz`: what its mode promises, 0 for unknown."""
    return {
        "driver": driver,
        "size": f"{size[0]} x {size[1]}",
        "refresh_hz": f"{refresh_hz:g}" if refresh_hz else "",
        "fullscreen": "yes" if fullscreen else "no",
    }


def sound_facts(path: str, output: str, device: str) -> dict[str, str]:
    """`path`: how reactdrill plays (`pulse-stream`); `output`: `speakers`, `tv`, `bluetooth`; `device`: the system's name."""
    return {"path": path, "output": output, "device": device}


def keyboard_facts() -> dict[str, str]:
    """All keyboards together; only Linux tells which there are."""
    names: set[str] = set()
    if INPUT_DEVICES.exists():
        names = {each.name for each in parse_input_devices(text_of(INPUT_DEVICES)) if each.is_keyboard}
    return {"system": sys.platform, "keyboards": "; ".join(sorted(names))}


def pad_facts(guid: str) -> dict[str, str]:
    """A gamepad or mat; its own name is the name it is calibrated under."""
    return {"system": sys.platform, "guid": guid}


def differences(measured_on: Facts, now: Facts) -> list[str]:
    """What is not as it was, in words; empty when a calibration holds."""
    return [
        f"{WORDS.get(key, key)} was {_said(then)}, is {_said(now.get(key, ''))}"
        for key, then in measured_on.items()
        if now.get(key, "") != then
    ]


def _said(value: str) -> str:
    return value or "not known"
