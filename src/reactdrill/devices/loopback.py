"""Plays clicks the way a run does and notes when each was to be heard, while a recorder listens: the sound's latency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from reactdrill.devices.recorder import DEVICE, Recorder, open_recorder
from reactdrill.devices.setup import sound_now
from reactdrill.devices.sound import SoundDevice, open_sound
from reactdrill.devices.sound.samples import samples_of, sound_file
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueFailed, CueShown, DeviceLost
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.calibration.clicks import (
    RATE_HZ,
    Recording,
    checked_latencies,
    click_latencies,
)
from reactdrill.station.calibration.entry import TEXT_MAX, Entry, Measured, measured
from reactdrill.station.calibration.file import add_entry
from reactdrill.station.calibration.setup import Facts
from reactdrill.station.settings import SoundSettings

CLICK = {"tone": "click", "side": "both", "volume": 1.0}
GAP_S = (0.7, 1.0)
"""Between two clicks: longer than any latency that is looked for, and never the same."""
BEGIN_NS = 1_000_000_000
LOOK_NS = 5_000_000
LISTEN_ON_NS = 700_000_000
SILENT_NS = 5_000_000_000
"""A recorder that has told nothing for so long will not."""

Told = Callable[[int], None]
"""Called with the number of clicks that have been played."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Clicks that a microphone heard, good for a calibration."""

    latencies_ms: tuple[float, ...]
    """The microphone's own latency is in them."""
    source: str
    """The system's name of the microphone."""
    is_monitor: bool
    """Whether no loudspeaker and no microphone took part: nothing to keep."""
    facts: Facts
    """What they hold for."""

    def result(self, microphone_ms: float = 0.0) -> Measured:
        """Mean and spread without the microphone's own latency."""
        return measured(self.without(microphone_ms))

    def without(self, microphone_ms: float) -> tuple[float, ...]:
        """The latencies less the microphone's own, ms."""
        return tuple(each - microphone_ms for each in self.latencies_ms)


def hear_clicks(
    told: SoundSettings,
    clock: Clock,
    count: int,
    played: Told = lambda _: None,
    *,
    waits: Clock | None = None,
) -> Heard:
    """Open the sound and the microphone, play `count` clicks, and find them; about one second each.

    `waits` is waited by in place of `clock`. Raises `DeviceUnavailableError` when either cannot be had or fails, and
    `CalibrationError` when too few clicks were heard or they vary too much.
    """
    sound = open_sound(clock, path=told.path, buffer=told.buffer, volume=told.volume)
    try:
        recorder = open_recorder(clock)
        recording, onsets = record_clicks(sound, recorder, waits or clock, count, played)
        facts = sound_now(told, sound)
    finally:
        sound.close()
    found = click_latencies(recording, click_samples(), onsets)
    return Heard(checked_latencies(found, count), recording.source, recording.is_monitor, facts)


def keep_heard(heard: Heard, *, microphone_ms: float | None = None, source: str = "") -> Entry:
    """Keep what was heard as the sound's calibration; the microphone's part is in it unless it is known.

    Raises `CalibrationError` when it cannot be kept.
    """
    known_ms = microphone_ms or 0.0
    return add_entry(
        "sound",
        heard.result(known_ms),
        method="loopback",
        includes="microphone" if microphone_ms is None else "",
        source=f"{source}{'; ' if source else ''}{heard.source}"[:TEXT_MAX],
        samples_ms=heard.without(known_ms),
        setup=heard.facts,
    )


def click_samples() -> npt.NDArray[np.float64]:
    """The click from its first audible sample, one channel, full volume."""
    silence = round(sound_file(CLICK).onset_ms * RATE_HZ / 1000)
    return samples_of(CLICK, 1.0)[silence:, 0].astype(np.float64)


def record_clicks(
    sound: SoundDevice, recorder: Recorder, clock: Clock, count: int, told: Told = lambda _: None
) -> tuple[Recording, tuple[int, ...]]:
    """Play `count` clicks while the recorder listens: the recording, and the onsets as a run would have told them, ns.

    Raises `DeviceUnavailableError` when the sound or the recorder fails. The recorder is stopped in every case.
    """
    try:
        _wait_for(recorder, clock)
        onsets = _play(sound, clock, count, told)
        _listen_on(clock)
    except BaseException:
        recorder.stop()
        raise
    return recorder.stop(), onsets


def _listen_on(clock: Clock) -> None:
    """For the last click, which may come late."""
    ends_ns = clock.now_ns() + LISTEN_ON_NS
    while clock.now_ns() < ends_ns:
        clock.wait(ends_ns)


def _wait_for(recorder: Recorder, clock: Clock) -> None:
    gives_up_ns = clock.now_ns() + SILENT_NS
    while not recorder.begun:
        if clock.now_ns() >= gives_up_ns:
            raise DeviceUnavailableError(
                DEVICE, "it tells nothing", "choose another one in the sound settings"
            )
        clock.wait(clock.now_ns() + LOOK_NS)


def _play(sound: SoundDevice, clock: Clock, count: int, told: Told) -> tuple[int, ...]:
    gaps = Random(count)  # noqa: S311 - no secret
    step = PlannedStep("click", "sound", CLICK)
    due_ns = clock.now_ns() + BEGIN_NS
    onsets: list[int] = []
    for number in range(count):
        sound.schedule(ShowCue("main", number, 1, step, due_ns))
        onsets.append(_onset(sound, clock))
        told(number + 1)
        due_ns = max(due_ns, clock.now_ns()) + round(gaps.uniform(*GAP_S) * 1e9)
    return tuple(onsets)


def _onset(sound: SoundDevice, clock: Clock) -> int:
    """Until the click has been told."""
    while True:
        clock.wait(clock.now_ns() + LOOK_NS)
        for event in sound.poll().events:
            if isinstance(event, CueShown):
                return event.at_ns
            if isinstance(event, CueFailed | DeviceLost):
                why = event.reason if isinstance(event, CueFailed) else "it has gone"
                raise DeviceUnavailableError("sound", why, "look at the cable and the sound settings")
