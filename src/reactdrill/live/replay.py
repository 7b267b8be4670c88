"""Headless runs: the same loop on a clock that jumps."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.drill.trial import Channel, Plan
from reactdrill.engine.events import Abort
from reactdrill.engine.run import Run
from reactdrill.live.clock import StandstillError, VirtualClock
from reactdrill.live.discipline import uncollected
from reactdrill.live.loop import Loop
from reactdrill.live.ports import CueDevice, Journal, Observer, ResponseDevice

CHANNELS: tuple[Channel, ...] = ("screen", "light", "sound")
STALLED = "stalled: nothing the athlete or the script does can go on"


def run_headless(
    plan: Plan,
    clock: VirtualClock,
    *,
    cues: CueDevice,
    inputs: Sequence[ResponseDevice],
    journal: Journal,
    observers: Sequence[Observer] = (),
) -> Loop:
    """Run a plan to its end in virtual time and return the finished loop, its journal closed.

    A run in which nothing can happen any more (a trial waits for a hold that nobody takes) is aborted with the
    reason `STALLED`. Raises `JournalError` when something could not be kept.
    """
    loop = Loop(
        Run(plan),
        clock,
        cues=dict.fromkeys(CHANNELS, cues),
        inputs=inputs,
        journal=journal,
        observers=observers,
    )
    try:
        with uncollected():
            loop.start()
            _turn_until_done(loop)
    finally:
        loop.stop()
    if loop.trouble is not None:
        raise loop.trouble
    return loop


def _turn_until_done(loop: Loop) -> None:
    while not loop.done and loop.trouble is None:
        try:
            loop.step()
        except StandstillError:
            loop.post(Abort(loop.clock.now_ns(), STALLED))
    if not loop.done:
        loop.post(Abort(loop.clock.now_ns(), "journal"))
    while not loop.done:
        loop.step()
