"""Keyboard, gamepads and mats as one response device with one set of bindings: what a run on this machine uses."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pygame

from reactdrill.devices.gamepad import Gamepads, Pad
from reactdrill.devices.keyboard import Keyboard
from reactdrill.devices.sdl_queue import SdlQueue
from reactdrill.devices.stampers.choose import Wanted, choose
from reactdrill.drill.trial import Plan
from reactdrill.engine.correction import InputCorrections
from reactdrill.live.ports import Clock, Polled
from reactdrill.station.bindings import NO_OVERRIDES, BindingOverrides, Bindings

_by_stamp = attrgetter("at_ns")


class Inputs:
    """Everything that a person presses. Owns SDL's event queue: nobody else may read it while this lives.

    In a run, a pause control and the loss of the keyboard's focus give `Pause` with the reasons `pause` and `focus`.
    """

    name = "inputs"

    def __init__(
        self,
        clock: Clock,
        overrides: BindingOverrides = NO_OVERRIDES,
        *,
        stamper: Wanted = "sdl",
    ) -> None:
        """Open the gamepads, and the best stampers that are there and asked for."""
        self.queue = SdlQueue(clock)
        self.chosen = choose(stamper, self.queue, clock)
        self.overrides = overrides
        self.bindings: Bindings | None = None
        """Of the plan that was started last."""
        self._listening = False
        self._keyboard = Keyboard(self.chosen.keys, clock, overrides)
        self._gamepads = Gamepads(self.chosen.pads, clock, overrides)
        self._devices = (self._keyboard, self._gamepads)

    @property
    def deadline_ns(self) -> int | None:
        """When to look next: every millisecond while a run listens to what only SDL tells of. None: a wake tells."""
        dues = [due for device in self._devices if (due := device.deadline_ns) is not None]
        return min(dues, default=None)

    @property
    def pads(self) -> tuple[Pad, ...]:
        """The gamepads and mats that are plugged in."""
        return self._gamepads.pads

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of device that there are, the keyboard first: what `Bindings.describe` should speak of."""
        return tuple(dict.fromkeys(("key", *(pad.layout.kind for pad in self.pads))))

    def correct(self, corrections: InputCorrections) -> None:
        """Take the calibrated latencies out of every stamp. For the time before a run."""
        for device in self._devices:
            device.correct(corrections)

    def described(self) -> tuple[dict[str, Any], ...]:
        """By what each device is timed now, for the header of a run: `uncertainty_ns` is the 95 % half-width."""
        chosen = self.chosen
        keyboard = {"name": "keyboard", **chosen.times_keys(), "not_used": dict(chosen.refused)}
        pads = [
            {"name": pad.name, "model": pad.facts.name, **chosen.times_pad(instance)}
            for instance, pad in self._gamepads.by_instance()
        ]
        return keyboard, *pads

    def troubles(self) -> list[str]:
        """What went wrong with the timing since the beginning, in words for people."""
        troubles = self.chosen.troubles()
        if any(device.startswith("key") for device in self.overrides.lanes) and not self.chosen.tells_apart:
            troubles.append("The keyboards could not be told apart, so that none was anybody's own")
        return troubles

    def start(self, plan: Plan) -> None:
        """Listen for the plan's targets."""
        self.bindings = Bindings.for_plan(plan, self.overrides)
        self.queue.shared = False
        self._listening = True
        for device in self._devices:
            device.start(plan)

    def stop(self) -> None:
        """Leave everything to the menus. May be called twice."""
        self._listening = False
        for device in self._devices:
            device.stop()

    def close(self) -> None:
        """Let go of everything that was opened. May be called twice; it cannot be started again."""
        self.stop()
        self.chosen.close()

    def poll(self) -> Polled:
        """What was pressed and let go, in the order of the stamps."""
        keys, keys_until_ns = self._keyboard.poll()
        pads, pads_until_ns = self._gamepads.poll()
        self.chosen.wait_for(self._gamepads.instances)
        until_ns = min(keys_until_ns, pads_until_ns)
        if not keys or not pads:
            return Polled(keys or pads, until_ns)
        return Polled(sorted([*keys, *pads], key=_by_stamp), until_ns)

    def share(self, *, on: bool) -> None:
        """While on, the menus get bound keys and gamepads too: for the pause screen. Off again before going on."""
        self.queue.share(on=on)

    def take_ui_events(self) -> list[pygame.event.Event]:
        """What is for the menus, in order. Looks into the queue when no run does."""
        if not self._listening:
            self.poll()
        return self.queue.take_ui_events()
