"""Finds the calibration that holds for a run: what the station is now, and what was measured on it."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.app.play.note import Note
from reactdrill.app.window import Window
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.setup import display_now, inputs_now, sound_now
from reactdrill.devices.sound import SoundDevice
from reactdrill.drill.trial import Plan
from reactdrill.i18n import marked
from reactdrill.station.calibration.file import load_entries
from reactdrill.station.calibration.inforce import NOT_CALIBRATED, Calibration, calibration_for
from reactdrill.station.calibration.setup import Setup
from reactdrill.station.settings import SoundSettings

DAMAGED = marked("The calibration is not used: {why}")
AGAIN = marked("`reactdrill calibrate` measures it anew")


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a run is corrected by."""

    setup: Setup
    calibration: Calibration
    notes: tuple[Note, ...]
    """What people have to know: a calibration that is there and not used."""


def corrected(
    window: Window,
    sound: SoundDevice | None,
    told: SoundSettings,
    inputs: Inputs,
    plan: Plan,
    *,
    person: bool,
    pods: bool,
) -> Corrected:
    """Look at the station and choose.

    `person`: somebody answers; a program has no latency. `pods`: lights may be on pods instead of the display.
    """
    setup = setup_now(window, sound, told, inputs)
    if not person:
        return Corrected(setup, NOT_CALIBRATED, ())
    kept = load_entries()
    asked = {step.channel for lane in plan.lanes for trial in lane.trials for step in trial.steps}
    channels = {"pod" if pods and channel == "light" else channel for channel in asked}
    chosen = calibration_for(kept, setup, channels)
    damaged = []
    if kept.problems:
        why = kept.problems[0].render(kept.path)
        damaged.append(Note(DAMAGED, {"why": why}))
    unused = [Note("{why} ({again})", {"why": each, "again": Note(AGAIN)}) for each in chosen.unused]
    return Corrected(setup, chosen, (*damaged, *unused))


def setup_now(window: Window, sound: SoundDevice | None, told: SoundSettings, inputs: Inputs) -> Setup:
    """The facts of everything that is open."""
    display = display_now(window.display, fullscreen=window.fullscreen)
    return Setup(display, None if sound is None else sound_now(told, sound), inputs_now(inputs.pads))
