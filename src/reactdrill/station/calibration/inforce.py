"""Which calibration holds for a run: the newest entries that fit the station as it is, as corrections of stamps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from reactdrill.engine.correction import UNCORRECTED, Correction, InputCorrections
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.station.calibration.entry import Entry, Part
from reactdrill.station.calibration.file import Entries
from reactdrill.station.calibration.setup import Facts, Setup, differences

FORMAT = 1
"""Of the calibration in a run's header."""
LIGHTS = frozenset({"screen", "light"})
"""Channels of cues that the display shows."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A measurement that is there and does not hold."""

    name: str
    about: str
    """`display`, `sound`, `keyboard`, a gamepad's name."""
    why: str

    def __str__(self) -> str:
        """For people."""
        return f"Calibration {self.name} ({self.about}) is not used: {self.why}"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The corrections of one run. None, or no name: that part is not calibrated."""

    display: Correction | None = None
    sound: Correction | None = None
    inputs: Mapping[str, Correction] = field(default_factory=dict)
    """By the name a device is calibrated under: `keyboard`, a gamepad's own name."""
    entries: tuple[Entry, ...] = ()
    """The measurements behind it."""
    unused: tuple[Unused, ...] = ()
    display_in_inputs: frozenset[str] = frozenset()
    """Inputs whose correction holds the display's latency as well, because both were measured in one."""

    @property
    def input_corrections(self) -> InputCorrections:
        """For keyboards and gamepads."""
        return InputCorrections(self.inputs)

    def cue(self, channel: str) -> Correction:
        """What is added to the onset of a cue of this channel (`screen`, `light`, `sound`, `pod`)."""
        found = self.display if channel in LIGHTS else self.sound if channel == "sound" else None
        return UNCORRECTED if found is None else found

    def covers(self, part: Part, device: str = "") -> bool:
        """Whether a part's latency is taken out of the times: of the `display`, the `sound`, or the input `device`.

        The display counts as covered too where it was measured together with an input that is in use.
        """
        if part == "input":
            return device in self.inputs
        return (self.display if part == "display" else self.sound) is not None or (
            part == "display" and bool(self.display_in_inputs)
        )

    def to_header(self) -> dict[str, Any] | None:
        """For a run's header; None when nothing is calibrated or was ever measured."""
        if not self.entries and not self.unused:
            return None
        return {
            "format": FORMAT,
            "display": _corrected(self.display),
            "sound": _corrected(self.sound),
            "inputs": {name: _corrected(each) for name, each in sorted(self.inputs.items())},
            "display_in_inputs": sorted(self.display_in_inputs),
            "entries": [each.model_dump(mode="json") for each in self.entries],
            "unused": [{"name": each.name, "about": each.about, "why": each.why} for each in self.unused],
        }

    @classmethod
    def from_header(cls, data: Mapping[str, Any] | None) -> Calibration:
        """The corrections that a run was made with; the measurements behind them are left in the header.

        Raises `ValueError`, `KeyError` or `TypeError` when it is none of a known format.
        """
        if data is None:
            return NOT_CALIBRATED
        if data["format"] != FORMAT:
            raise ValueError(f"calibration format {data['format']!r} is not known to this reactdrill")
        return cls(
            _correction(data["display"]),
            _correction(data["sound"]),
            {name: Correction(each["ns"], each["uncertainty_ns"]) for name, each in data["inputs"].items()},
            display_in_inputs=frozenset(data["display_in_inputs"]),
        )


NOT_CALIBRATED = Calibration()


def _corrected(correction: Correction | None) -> dict[str, int] | None:
    return None if correction is None else correction._asdict()


def _correction(data: Mapping[str, int] | None) -> Correction | None:
    return None if data is None else Correction(data["ns"], data["uncertainty_ns"])


# ---- choosing


def calibration_for(kept: Entries, setup: Setup | None, channels: Collection[str]) -> Calibration:
    """The calibration of a run on this setup with cues of these channels.

    `setup` None: nothing is known of it, and the newest entries hold. Parts that are not in the setup are not
    spoken of.
    """
    choice = _Choice()
    standing = kept.standing
    display = choice.newest((each for each in standing if each.part == "display"), _facts(setup, "display"))
    sound = choice.newest((each for each in standing if each.part == "sound"), _facts(setup, "sound"))
    devices = dict.fromkeys(each.device for each in reversed(standing) if each.part == "input")
    inputs = {
        device: choice.newest(
            (each for each in standing if each.part == "input" and each.device == device),
            _input_facts(setup, device),
        )
        for device in devices
    }
    light = None if display is None else Correction(display.latency_ns, display.uncertainty_ns)
    pressed = {
        device: _input_correction(entry, light, channels, choice.unused)
        for device, entry in inputs.items()
        if entry is not None
    }
    found = {device: each for device, each in pressed.items() if each is not None}
    used_inputs = [entry for device, entry in inputs.items() if entry is not None and device in found]
    return Calibration(
        light,
        None if sound is None else _sound_correction(sound),
        found,
        tuple(each for each in chain((display, sound), used_inputs) if each is not None),
        tuple(choice.unused),
        frozenset(each.device for each in used_inputs if each.includes == "display" and light is None),
    )


class _Choice:
    """Chooses entries and remembers which newest one of a part did not fit."""

    def __init__(self) -> None:
        self.unused: list[Unused] = []

    def newest(self, entries: Iterable[Entry], now: Facts | None) -> Entry | None:
        """The newest that fits; `now` None: the part is not there."""
        if now is None:
            return None
        first: Unused | None = None
        for entry in entries:
            changed = [] if now is ANYTHING else differences(entry.setup, now)
            if not changed:
                return entry
            first = first or Unused(entry.name, entry.about, "; ".join(changed))
        if first is not None:
            self.unused.append(first)
        return None


ANYTHING: Facts = {}
"""Stands for a setup of which nothing is known."""


def _facts(setup: Setup | None, part: str) -> Facts | None:
    if setup is None:
        return ANYTHING
    return setup.display if part == "display" else setup.sound


def _input_facts(setup: Setup | None, device: str) -> Facts | None:
    """With those of the display, which a film of finger and light holds for too."""
    if setup is None:
        return ANYTHING
    facts = setup.inputs.get(device)
    return None if facts is None else {**(setup.display or {}), **facts}


def _input_correction(
    entry: Entry, light: Correction | None, channels: Collection[str], unused: list[Unused]
) -> Correction | None:
    """A film tells finger and light in one: the display's own part is taken out where it is known."""
    if entry.includes != "display":
        return Correction(-entry.latency_ns, entry.uncertainty_ns)
    if light is None:
        if LIGHTS.issuperset(channels):
            return Correction(-entry.latency_ns, entry.uncertainty_ns)
        why = "it holds the display's latency too, which is not known by itself, and not all cues are on the display"
        unused.append(Unused(entry.name, entry.about, why))
        return None
    left_ns = entry.latency_ns - light.ns
    if left_ns < 0:
        why = "the display alone is said to be later than finger and light together: one of the two is wrong"
        unused.append(Unused(entry.name, entry.about, why))
        return None
    return Correction(-left_ns, combined_uncertainty_ns(entry.uncertainty_ns, light.uncertainty_ns))


def _sound_correction(entry: Entry) -> Correction:
    """A recording holds the microphone's latency too: the sound's part is anything from nothing to all of it."""
    if entry.includes != "microphone":
        return Correction(entry.latency_ns, entry.uncertainty_ns)
    half_ns = entry.latency_ns // 2
    return Correction(half_ns, combined_uncertainty_ns(entry.uncertainty_ns, abs(half_ns)))
