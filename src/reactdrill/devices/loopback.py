"""Plays clicks the way a run does and notes when each was to be heard, while a recorder listens."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import numpy.typing as npt

from reactdrill.devices.recorder import DEVICE, Recorder
from reactdrill.devices.sound import SoundDevice
from reactdrill.devices.sound.samples import samples_of, sound_file
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueFailed, CueShown, DeviceLost
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.calibration.clicks import RATE_HZ, Recording

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
        clock.wait(clock.now_ns() + LISTEN_ON_NS)
    except BaseException:
        recorder.stop()
        raise
    return recorder.stop(), onsets


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
