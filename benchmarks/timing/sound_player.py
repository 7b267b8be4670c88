"""Plays a row of clicks by one path and says when each is claimed to have been heard. Its own process.

    python sound_player.py PATH CLICKS SEED

Each line it prints is the onset and its uncertainty in ns of `perf_counter_ns`; the uncertainty is -1 for a path that
claims none, and the onset -1 for a click that the path itself says was not played.
"""

from __future__ import annotations

import fcntl
import gc
import random
import subprocess
import sys
import time
from statistics import median

import numpy as np

from reactdrill.devices.sound.mixer import MixerSound
from reactdrill.devices.sound.output import SoundDevice
from reactdrill.devices.sound.portaudio import open_portaudio
from reactdrill.devices.sound.pulse import open_pulse
from reactdrill.devices.sound.samples import samples_of, sound_file
from reactdrill.devices.sound.stream import StreamSound
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueFailed, CueShown
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock
from reactdrill.live.priority import raise_priority

CLICK = {"tone": "click"}
MS = 1_000_000
RATE = 48_000
PIPE = 4096
PACAT_AHEAD_MS = 30
Claim = tuple[int, int]


def gaps_ms(clicks: int, seed: int) -> list[float]:
    """Irregular, so that no click falls on a block's beginning more often than by chance."""
    chance = random.Random(seed)
    return [chance.uniform(150, 250) for _ in range(clicks)]


def opened(path: str, clock: SystemClock) -> SoundDevice:
    """The program's own devices, by the names under which they stamp."""
    if path.startswith("mixer-"):
        return MixerSound(clock, buffer=int(path.removeprefix("mixer-")))
    return StreamSound(clock, open_pulse(clock) if path == "pulse-stream" else open_portaudio(clock))


def by_device(path: str, gaps: list[float]) -> list[Claim]:
    """As in a run: its priority asked for, cues asked for ahead, polled when the device wants it."""
    clock = SystemClock()
    sound = opened(path, clock)
    sys.setswitchinterval(0.0005)
    raise_priority()
    gc.freeze()
    claims: list[Claim] = []
    due_ns = clock.now_ns() + 1_000 * MS
    for number, gap_ms in enumerate(gaps):
        due_ns += round(gap_ms * MS)
        clock.wait(due_ns - 120 * MS)
        sound.schedule(ShowCue("main", number, 1, PlannedStep("cue", "sound", CLICK), due_ns))
        while sound.deadline_ns is not None:
            clock.wait(sound.deadline_ns)
            events = sound.poll().events
            claims += [(each.at_ns, each.uncertainty_ns) for each in events if isinstance(each, CueShown)]
            claims += [(-1, -1) for each in events if isinstance(each, CueFailed)]
    sound.close()
    return claims


def by_pacat(gaps: list[float]) -> list[Claim]:
    """A program of the sound server's, fed through a pipe; all that is known is when it took what."""
    click = samples_of(CLICK, 1.0)
    starts = np.cumsum([RATE, *(round(gap_ms * RATE / 1000) for gap_ms in gaps)])[1:]
    whole = np.zeros((int(starts[-1]) + RATE, 2), "<i2")
    for start in starts:
        whole[start : start + len(click)] += click
    arguments = [
        f"--latency-msec={PACAT_AHEAD_MS}",
        "--format=s16le",
        f"--rate={RATE}",
        "--channels=2",
        "--raw",
    ]
    taken: list[tuple[int, int]] = []
    with subprocess.Popen(["pacat", *arguments], stdin=subprocess.PIPE, bufsize=0) as player:
        assert player.stdin is not None
        fcntl.fcntl(player.stdin, fcntl.F_SETPIPE_SZ, PIPE)
        data, block = whole.tobytes(), PIPE // 4
        for place in range(0, len(data), block):
            player.stdin.write(data[place : place + block])
            taken.append((place // 4, time.perf_counter_ns()))
        player.stdin.close()
    silence = round(sound_file(CLICK).onset_ms * RATE / 1000)
    late = taken[len(taken) // 4 :]
    zero_ns = round(median(at_ns - place * 1_000_000_000 // RATE for place, at_ns in late))
    ahead_ns = PACAT_AHEAD_MS * MS
    return [(zero_ns + ahead_ns + round((start + silence) / RATE * 1e9), -1) for start in starts]


if __name__ == "__main__":
    path, gaps = sys.argv[1], gaps_ms(int(sys.argv[2]), int(sys.argv[3]))
    try:
        found = by_pacat(gaps) if path == "pacat" else by_device(path, gaps)
    except DeviceUnavailableError as error:
        raise SystemExit(str(error)) from error
    for at_ns, uncertainty_ns in found:
        print(at_ns, uncertainty_ns)
