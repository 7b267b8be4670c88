"""Lights go to the pod of their target, and to the screen where a target has none."""

from __future__ import annotations

from reactdrill.devices.pods.device import PodDevice
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.live.ports import Clock, CueDevice, Polled


class LightRouter:
    """The cue device of the channel `light` when there are pods. Screen and pods are polled by the loop themselves."""

    name = "lights"
    deadline_ns = None

    def __init__(self, pods: PodDevice, screen: CueDevice, clock: Clock) -> None:
        self._pods = pods
        self._screen = screen
        self._clock = clock
        self._on_screen: set[tuple[str, int, int, str]] = set()

    def prepare(self, plan: Plan) -> None:
        """The screen prepares itself; pods learn which of them is which target."""
        self._pods.prepare(plan)

    def schedule(self, command: ShowCue) -> None:
        """Give a cue to its device."""
        if self._pods.serves(command.lane, command.cue.target):
            self._pods.schedule(command)
        else:
            self._on_screen.add((command.lane, command.trial, command.attempt, command.cue.id))
            self._screen.schedule(command)

    def clear(self, command: ClearCue) -> None:
        """Take a cue away where it was shown."""
        key = (command.lane, command.trial, command.attempt, command.step)
        if key in self._on_screen:
            self._on_screen.discard(key)
            self._screen.clear(command)
        else:
            self._pods.clear(command)

    def poll(self) -> Polled:
        """Nothing of its own to tell."""
        return Polled((), self._clock.now_ns())
