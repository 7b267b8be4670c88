"""Which parts of the station stand behind a time, and whether a calibration has measured them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from reactdrill.engine.correction import Correction
from reactdrill.engine.record import CueRecord, ResponseRecord, TrialRecord
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.results.header import RunHeader

KEYBOARD = "keyboard"
KNOWN_FORMAT = 1
"""Of calibrations in headers."""
SELF_TIMED = frozenset({"virtual", "pod", "pod-simulated"})
"""Sources that have no latency of the station's in them: pods time themselves, and nobody saw a virtual cue."""
SCORED = frozenset({"correct", "part", "departure", "wrong", "early", "commission"})
"""Verdicts of responses that a reaction time can come from."""
BIAS_NS, SPREAD_NS = 5_000_000, 10_000_000
"""What a vigilance test allows its device: a bias of 5 ms with a standard deviation of 10 ms (PMC8240655)."""
NORMAL_975 = 1.96


@dataclass(frozen=True, slots=True)
class Part:
    """What shows cues or takes responses."""

    name: str
    """As people call it: `screen`, `sound`, `keyboard`, `gamepad`."""
    uncertainty_ns: int | None
    """95 % half-width of one event's correction; None: it is not calibrated."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a header says of the calibration, 95 % half-widths of single events, ns."""

    display_ns: int | None = None
    sound_ns: int | None = None
    inputs: Mapping[str, Correction] = field(default_factory=dict)
    entries: tuple[tuple[float, float] | None, ...] = ()
    """Bias and spread of each measurement behind it; None: it tells neither."""


NOTHING_KNOWN = _Known()


class Station:
    """What a run's header says of the station that its times come from."""

    def __init__(self, header: RunHeader) -> None:
        self._calibration = _known(header)
        self._trials = {lane.name: lane.trials for lane in header.plan.lanes}

    def parts_behind(self, record: TrialRecord) -> tuple[Part, ...]:
        """The parts that one reaction time rests on."""
        step, calibration = self._reference(record), self._calibration
        found = [
            *[_of_cue(cue, calibration) for cue in record.cues if cue.step == step],
            *[_of_response(each, calibration) for each in _first_scored(record)],
        ]
        return tuple([part for part in found if part is not None])

    def _reference(self, record: TrialRecord) -> str | None:
        """The step that the reaction time counts from."""
        trials = self._trials.get(record.lane, ())
        planned = trials[record.trial] if record.trial < len(trials) else None
        return None if planned is None or planned.reference is None else planned.reference.step


def calibration_ns(parts: Iterable[Part]) -> int:
    """What the calibrations of these parts add to the uncertainty of one time."""
    return combined_uncertainty_ns(*(part.uncertainty_ns or 0 for part in parts))


def vigilance_criterion(header: RunHeader, parts: Iterable[Part], software_ns: int) -> str:
    """`met`, `not met` or `unknown`: whether the station is as sure as a vigilance test wants its device to be.

    `software_ns`: 95 % half-width of what software adds. The bias is the 95 % half-width of the calibrations' means.
    """
    if any(part.uncertainty_ns is None for part in parts):
        return "unknown"
    entries = _known(header).entries
    known = [each for each in entries if each is not None]
    if not known or len(known) < len(entries):
        return "unknown"
    bias_ns = sqrt(sum(bias * bias for bias, _ in known))
    spread_ns = sqrt(sum(spread * spread for _, spread in known) + (software_ns / NORMAL_975) ** 2)
    return "met" if bias_ns <= BIAS_NS and spread_ns <= SPREAD_NS else "not met"


def _bias_and_spread(entry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Of one measurement, ns; None for a single value, which tells neither."""
    if entry["n"] < 2:
        return None
    spread_ns = entry["sd_ms"] * 1e6
    bias_ns = 2 * spread_ns / sqrt(entry["n"])
    if entry["includes"] == "microphone":  # how much of it is the sound's, nobody knows
        bias_ns = sqrt(bias_ns**2 + (entry["mean_ms"] * 1e6 / 2) ** 2)
    return bias_ns, spread_ns


def _known(header: RunHeader) -> _Known:
    """What cannot be read counts as not calibrated: it never keeps a run from being saved."""
    data = header.calibration
    try:
        if data is None or data["format"] != KNOWN_FORMAT:
            return NOTHING_KNOWN
        display, sound = data["display"], data["sound"]
        together = bool(data["display_in_inputs"])  # finger and light were measured in one
        return _Known(
            (0 if together else None) if display is None else int(display["uncertainty_ns"]),
            None if sound is None else int(sound["uncertainty_ns"]),
            {
                name: Correction(int(each["ns"]), int(each["uncertainty_ns"]))
                for name, each in data["inputs"].items()
            },
            tuple(_bias_and_spread(each) for each in data["entries"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return NOTHING_KNOWN


def _first_scored(record: TrialRecord) -> tuple[ResponseRecord, ...]:
    for each in record.responses:
        if each.verdict in SCORED:
            return (each,)
    return ()


def _of_cue(cue: CueRecord, calibration: _Known) -> Part | None:
    if cue.source in SELF_TIMED:
        return None
    if cue.channel == "sound":
        return Part("sound", calibration.sound_ns)
    return Part("screen", calibration.display_ns)


def _of_response(response: ResponseRecord, calibration: _Known) -> Part | None:
    if response.source in SELF_TIMED:
        return None
    if response.device.startswith(KEYBOARD):
        found = calibration.inputs.get(KEYBOARD)
        return Part(KEYBOARD, None if found is None else found.uncertainty_ns)
    # A gamepad is calibrated under its own name, which no response carries; its correction tells which it was.
    shift_ns = response.correction_ns
    doubts = [each.uncertainty_ns for each in calibration.inputs.values() if shift_ns and each.ns == shift_ns]
    name = "gamepad" if response.device.startswith("pad") else response.device.rstrip("0123456789")
    return Part(name, doubts[0] if doubts else None)
