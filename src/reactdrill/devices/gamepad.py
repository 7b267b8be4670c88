"""Gamepads, joysticks and dance mats as one response device: hot-plugged, several at once, each with its own name.

Buttons, hats and axes are all pressed and released. A hat has eight directions; a diagonal that nothing is bound to
counts as both its neighbours. An axis counts beyond `PUSHED` and until it is back below `LET_GO`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter
from typing import Any

import pygame

from reactdrill.devices.keyboard import HELD_AT_START, PAUSED
from reactdrill.devices.pad_profiles import JoystickFacts, Layout, layout_of
from reactdrill.devices.stamping import PadChange, PadsChanged, PadStamper, Stamp
from reactdrill.drill.trial import Plan
from reactdrill.engine.correction import NO_INPUT_CORRECTIONS, UNCORRECTED, Correction, InputCorrections
from reactdrill.engine.events import DeviceBack, DeviceLost, Event, Pause, Response, ResponseAction
from reactdrill.live.ports import Clock, Polled
from reactdrill.station.bindings import NO_OVERRIDES, Binding, BindingOverrides, Bindings

PUSHED = 0.6
LET_GO = 0.4
AT_REST = -0.9
"""An axis that rests below this is a trigger: it goes from -1 to 1 and has one direction."""
UNPLUGGED = "unplugged"
"""Source of releases that nobody's hand made: the device was pulled out."""

Joystick = pygame.joystick.JoystickType
_by_stamp = attrgetter("at_ns")


@dataclass(slots=True)
class Pad:
    """One device that is plugged in."""

    name: str
    """Such as `pad0` or `mat1`: the same again when the same device comes back."""
    facts: JoystickFacts
    layout: Layout
    joystick: Joystick
    triggers: frozenset[int]
    """Axes with one direction."""
    correction: Correction = UNCORRECTED
    """Calibrated latency of this device: everything that it tells is moved by it."""
    down: set[str] = field(default_factory=set)
    """Controls that are down, bound or not: `button3`, `hat0-left`, `axis1+`."""
    hats: dict[int, tuple[int, int]] = field(default_factory=dict)
    held: dict[str, Binding] = field(default_factory=dict)
    """Controls whose press was told."""

    def names(self, control: str) -> tuple[str, ...]:
        """What bindings may call a control, the most particular first."""
        kind, alias = self.layout.kind, self.layout.aliases.get(control)
        parts = (control,) if alias is None else (control, alias)
        return tuple(f"{owner}:{part}" for part in parts for owner in (self.name, kind))


class Gamepads:
    """All gamepads and mats together."""

    name = "gamepads"

    def __init__(self, stamper: PadStamper, clock: Clock, overrides: BindingOverrides = NO_OVERRIDES) -> None:
        self._stamper = stamper
        self._now_ns = clock.now_ns
        self._overrides = overrides
        self._corrections = NO_INPUT_CORRECTIONS
        self._bindings: Bindings | None = None
        self._pads: dict[int, Pad] = {}
        self._seen: dict[str, tuple[str, str]] = {}
        """GUID and name of every device so far, by the name it was given."""
        self._lost: set[str] = set()
        """Names of devices that were pulled out during the run."""
        self._at_start: list[Response] = []
        """Presses of what is held already; a pause button that is still down pauses nothing."""
        pygame.joystick.init()
        self._look_for_pads(Stamp(clock.now_ns(), 0, "start"))

    def correct(self, corrections: InputCorrections) -> None:
        """Take latencies, by the devices' own names, out of every stamp. For the time before a run."""
        self._corrections = corrections
        for pad in self._pads.values():
            pad.correction = corrections.of(pad.facts.name)

    @property
    def deadline_ns(self) -> int | None:
        """When to look at the gamepads next."""
        return self._stamper.deadline_ns

    @property
    def pads(self) -> tuple[Pad, ...]:
        """What is plugged in, by name."""
        return tuple(sorted(self._pads.values(), key=lambda pad: pad.name))

    def by_instance(self) -> tuple[tuple[int, Pad], ...]:
        """What is plugged in, with SDL's numbers."""
        return tuple(sorted(self._pads.items(), key=lambda item: item[1].name))

    @property
    def instances(self) -> Collection[int]:
        """SDL's numbers of what is plugged in."""
        return self._pads.keys()

    def start(self, plan: Plan) -> None:
        """Listen for the plan's targets. What is held already counts as held."""
        self._stamper.listen(on=True)
        self._bindings = None
        self._take_in(self._stamper.take()[0])
        self._bindings = Bindings.for_plan(plan, self._overrides)
        self._lost.clear()
        stamp = Stamp(self._now_ns(), 0, HELD_AT_START)
        self._at_start = []
        for pad in self.pads:
            pad.held.clear()
            held, pad.down = sorted(pad.down), set()
            for control in held:
                told = self._edge(pad, stamp, control, down=True) or ()
                self._at_start += [event for event in told if isinstance(event, Response)]

    def stop(self) -> None:
        """Leave the gamepads to the menus."""
        self._bindings = None
        self._at_start = []
        self._stamper.listen(on=False)

    def poll(self) -> Polled:
        """What was pressed and let go, pulled out and plugged in."""
        changes, until_ns = self._stamper.take()
        events = [*self._at_start, *self._take_in(changes)]
        self._at_start.clear()
        if self._corrections.lag_ns:
            events.sort(key=_by_stamp)  # each device is moved by its own latency
        return Polled(events, until_ns - self._corrections.lag_ns)

    # ---- changes

    def _take_in(self, changes: Iterable[PadChange | PadsChanged]) -> list[Event]:
        changes = list(changes)
        removals = {(one.removed, one.stamp) for one in changes if isinstance(one, PadsChanged)}
        events: list[Event] = []
        for change in changes:
            if isinstance(change, PadsChanged):
                events += (
                    self._look_for_pads(change.stamp) if change.removed is None else self._remove(change)
                )
            elif (change.instance, change.stamp) not in removals:
                # SDL lets go of everything by itself just before a removal: that was nobody's hand.
                events += self._change(change)
        return events

    def _change(self, change: PadChange) -> list[Event]:
        pad = self._pads.get(change.instance)
        if pad is None:
            self._stamper.give_back(change)
            return []
        events: list[Event] = []
        wanted = False
        for control, down in self._edges(pad, change):
            told = self._edge(pad, change.stamp, control, down=down)
            wanted = wanted or told is not None
            events += told or ()
        if not wanted:
            self._stamper.give_back(change)
        return events

    def _edges(self, pad: Pad, change: PadChange) -> list[tuple[str, bool]]:
        """The controls that a change moved, releases first."""
        if change.part == "button":
            return [(f"button{change.number}", bool(change.value))]
        if change.part == "hat":
            now = self._hat_controls(pad, change.number, change.value)
            before = {control for control in pad.down if control.startswith(f"hat{change.number}-")}
        else:
            now, before = self._axis_controls(pad, change.number, float(change.value))
        return [
            *((one, False) for one in sorted(before - now)),
            *((one, True) for one in sorted(now - before)),
        ]

    def _hat_controls(self, pad: Pad, number: int, value: tuple[int, int]) -> set[str]:
        x, y = value
        across = {-1: "left", 1: "right"}.get(x)
        along = {-1: "down", 1: "up"}.get(y)
        if across and along:
            diagonal = f"hat{number}-{along}-{across}"
            if self._bindings is not None and self._bindings.find(pad.names(diagonal)) is not None:
                return {diagonal}
        return {f"hat{number}-{way}" for way in (across, along) if way}

    @staticmethod
    def _axis_controls(pad: Pad, number: int, value: float) -> tuple[set[str], set[str]]:
        minus, plus = f"axis{number}-", f"axis{number}+"
        before = {control for control in (minus, plus) if control in pad.down}
        pushes = {plus: (value + 1) / 2} if number in pad.triggers else {minus: -value, plus: value}
        now = {
            control for control, push in pushes.items() if push >= (LET_GO if control in before else PUSHED)
        }
        return now, before

    def _edge(self, pad: Pad, stamp: Stamp, control: str, *, down: bool) -> list[Event] | None:
        """What the run is told; None when the control means nothing to it."""
        if down == (control in pad.down):
            return []
        (pad.down.add if down else pad.down.discard)(control)
        if not down:
            held = pad.held.pop(control, None)
            return None if held is None else _told(pad, stamp, control, held, "release")
        binding = None if self._bindings is None else self._bindings.find(pad.names(control))
        if binding is None:
            return None
        pad.held[control] = binding
        return _told(pad, stamp, control, binding, "press")

    # ---- plugging

    def _look_for_pads(self, stamp: Stamp) -> list[Event]:
        """Open what is new; only an open device tells anything."""
        events: list[Event] = []
        for place in range(pygame.joystick.get_count()):
            try:
                joystick = pygame.joystick.Joystick(place)
            except pygame.error:
                continue  # pulled out again already
            if joystick.get_instance_id() not in self._pads:
                pad = self._open(place, joystick)
                if pad.name in self._lost:
                    self._lost.discard(pad.name)
                    events.append(DeviceBack(stamp.at_ns + pad.correction.ns, pad.name))
        return events

    def _open(self, place: int, joystick: Joystick) -> Pad:
        facts = facts_of(place, joystick)
        layout = layout_of(facts, self._overrides.profiles)
        triggers = frozenset(axis for axis in range(facts.axes) if joystick.get_axis(axis) <= AT_REST)
        correction = self._corrections.of(facts.name)
        pad = Pad(self._name_for(facts, layout), facts, layout, joystick, triggers, correction)
        self._pads[joystick.get_instance_id()] = pad
        self._seen[pad.name] = (facts.guid, facts.name)
        return pad

    def _name_for(self, facts: JoystickFacts, layout: Layout) -> str:
        """The name this device had before, else the lowest free one."""
        used = {pad.name for pad in self._pads.values()}
        for name, seen in self._seen.items():
            if seen == (facts.guid, facts.name) and name not in used and name.startswith(layout.kind):
                return name
        names = (f"{layout.kind}{number}" for number in count())
        return next(name for name in names if name not in used and name not in self._lost)

    def _remove(self, change: PadsChanged) -> list[Event]:
        """The loss first: a hold that ends because a plug was pulled is no false start."""
        assert change.removed is not None
        pad = self._pads.pop(change.removed, None)
        if pad is None or self._bindings is None:
            return []
        self._lost.add(pad.name)
        stamp = change.stamp._replace(source=UNPLUGGED)
        events: list[Event] = [DeviceLost(stamp.at_ns + pad.correction.ns, pad.name, self._only_on(pad))]
        for control, binding in pad.held.items():
            events += _told(pad, stamp, control, binding, "release")
        return events

    def _only_on(self, gone: Pad) -> tuple[str, ...]:
        """Targets that neither the keyboard nor another gamepad serves."""
        assert self._bindings is not None
        others = {
            target
            for device in ("key", *(pad.name for pad in self._pads.values()))
            for target in self._bindings.targets_of(device)
        }
        return tuple(sorted(self._bindings.targets_of(gone.name) - others))


def facts_of(place: int, joystick: Joystick) -> JoystickFacts:
    """What SDL tells of the joystick at a place in its list."""
    return JoystickFacts(
        joystick.get_name(),
        joystick.get_guid(),
        joystick.get_numbuttons(),
        joystick.get_numaxes(),
        joystick.get_numhats(),
        sdl_mapping(place),
    )


def sdl_mapping(place: int) -> dict[str, str] | None:
    """SDL's layout of the device at a place in its list; None when SDL does not know it as a gamepad."""
    try:
        from pygame._sdl2 import controller  # noqa: PLC0415 - not in every build of pygame

        controller.init()
        if not controller.is_controller(place):
            return None
        opened: Any = controller.Controller(place)
        mapping: dict[str, str] = opened.get_mapping()
        opened.quit()
    except (ImportError, AttributeError, pygame.error):
        return None
    return mapping


def _told(pad: Pad, stamp: Stamp, control: str, binding: Binding, action: ResponseAction) -> list[Event]:
    raw_ns, uncertainty_ns, source = stamp
    correction = pad.correction
    at_ns = raw_ns + correction.ns
    if binding.is_action:
        return [Pause(at_ns, PAUSED)] if action == "press" else []
    return [
        Response(
            at_ns,
            binding.target,
            action,
            pad.name,
            f"{pad.name}:{control}",
            source,
            correction.doubt_ns(uncertainty_ns),
            raw_ns,
            correction.ns,
            binding.lane,
        )
    ]
