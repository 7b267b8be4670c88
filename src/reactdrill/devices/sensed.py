"""The sound's and the keyboard's latency by a pod controller: its sound sensor, and a pod's switch on a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from reactdrill.devices.inputs import Inputs
from reactdrill.devices.keyboard import PAUSED
from reactdrill.devices.setup import sound_now
from reactdrill.devices.sound import SoundDevice, open_sound
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueFailed, CueShown, DeviceLost, Event, Pause, Response
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.messages import SOUND_SENSOR
from reactdrill.pods.sensing import Stimulate, match_presses, measure_sensor
from reactdrill.station.calibration.entry import Entry, Part, measured
from reactdrill.station.calibration.file import add_entry
from reactdrill.station.calibration.setup import Facts
from reactdrill.station.settings import SoundSettings

AHEAD_NS = 100_000_000
LEAST = 2
TURN_NS = 5_000_000
Told = Callable[[int], None]
"""Called with the number of stimuli that begin, or of presses that came."""


def nobody(_count: int) -> None:
    """Told, and not passed on."""


def counted(stimulate: Stimulate, told: Told) -> Stimulate:
    """The same stimulus; `told` is called with its number before it begins, and may raise to end the measurement."""
    done = 0

    def one() -> tuple[int, int]:
        nonlocal done
        done += 1
        told(done)
        return stimulate()

    return one


def sense_sound(
    told: SoundSettings, desk: PodDesk, clock: Clock, count: int, begins: Told = nobody
) -> tuple[list[int], Facts]:
    """Latencies of tones at the first controller's sound sensor, ns, and what they hold for.

    Raises `DeviceUnavailableError` when the sound cannot be had or the sensor hears nothing.
    """
    sound = open_sound(clock, path=told.path, buffer=told.buffer, volume=told.volume)
    try:
        plays = counted(tones(sound, desk), begins)
        readings = measure_sensor(desk, desk.field.controllers[0], SOUND_SENSOR, plays, count=count)
        return [reading.latency_ns for reading in readings], sound_now(told, sound)
    finally:
        sound.close()


def tones(sound: SoundDevice, desk: PodDesk) -> Stimulate:
    """Plays a tone as a run does; its onset as the run would tell it."""
    step = PlannedStep("tone", "sound", {"tone": "high"})

    def play() -> tuple[int, int]:
        due_ns = desk.clock.now_ns() + AHEAD_NS
        sound.schedule(ShowCue("main", 0, 1, step, due_ns))
        while True:
            for event in sound.poll().events:
                if isinstance(event, CueShown):
                    return event.at_ns, event.uncertainty_ns
                _raise_if_lost(event)
            desk.turn(sound.deadline_ns or desk.clock.now_ns() + AHEAD_NS)

    return play


def _raise_if_lost(event: Event) -> None:
    if isinstance(event, CueFailed | DeviceLost):
        why = event.reason if isinstance(event, CueFailed) else "it has gone"
        raise DeviceUnavailableError("sound", why, "look at the cable and the sound settings")


def sense_keys(desk: PodDesk, inputs: Inputs, count: int, came: Told = nobody) -> list[int]:
    """Latencies of `count` presses through a pod's switch on a key, ns; earlier when Escape is pressed.

    The inputs have been started. A press without a tap of the switch is left out.
    """
    taps_ns: list[int] = []
    keys_ns: list[int] = []
    while len(keys_ns) < count:
        taps_ns += _taps(desk)
        events = inputs.poll().events
        pressed = [each.raw_ns for each in events if isinstance(each, Response) and each.action == "press"]
        keys_ns += pressed
        if pressed:
            came(len(keys_ns))
        if ended(inputs, events):
            break
    return match_presses(taps_ns, keys_ns)


def _taps(desk: PodDesk) -> list[int]:
    found = []
    for touch in desk.touches(TURN_NS):
        link = touch.pod.controller.link
        estimate = None if link is None else link.sync.estimate(fresh=True)
        if touch.pressed and estimate is not None:
            found.append(estimate.mapping.host_ns(touch.tick))
    return found


def ended(inputs: Inputs, events: Sequence[Event]) -> bool:
    """Whether somebody pressed Escape or closed the window."""
    closed = any(each.type == pygame.QUIT for each in inputs.take_ui_events())
    return closed or any(isinstance(each, Pause) and each.reason == PAUSED for each in events)


def keep_sensed(
    part: Part, latencies_ns: Sequence[int], facts: Facts, *, device: str = "", source: str = ""
) -> Entry:
    """Keep what a sensor measured. Raises `DeviceUnavailableError` when fewer than two values came of it."""
    if len(latencies_ns) < LEAST:
        hint = "look at the sensor's place and trimmer, and try again"
        raise DeviceUnavailableError(
            "sensor", f"{len(latencies_ns)} could be measured, {LEAST} are needed", hint
        )
    latencies_ms = tuple(each / 1e6 for each in latencies_ns)
    return add_entry(
        part,
        measured(latencies_ms),
        method="sensor",
        device=device,
        source=source,
        samples_ms=latencies_ms,
        setup=facts,
    )
