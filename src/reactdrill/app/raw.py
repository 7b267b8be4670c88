"""From an event of pygame to the name of the control that was pressed, for screens that bind controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pygame

from reactdrill.devices.gamepad import AT_REST, PUSHED, facts_of
from reactdrill.devices.key_names import key_control
from reactdrill.devices.pad_profiles import Layout, layout_of
from reactdrill.station.bindings import PadProfile

RAW_EVENTS = frozenset(
    {
        *(pygame.KEYDOWN, pygame.KEYUP, pygame.TEXTINPUT),
        *(pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP, pygame.JOYHATMOTION, pygame.JOYAXISMOTION),
    }
)
"""What a screen that takes everything raw gets instead of interface events."""


@dataclass(frozen=True, slots=True)
class PadThere:
    """A gamepad or mat that is plugged in."""

    instance: int
    name: str
    guid: str
    layout: Layout
    triggers: frozenset[int]
    """Axes that rest at one end: they have one direction."""

    def control(self, part: str) -> str:
        """A physical control as bindings call it: `pad:a`, `mat:left`."""
        return f"{self.layout.kind}:{self.layout.aliases.get(part, part)}"


def pads_there(profiles: Mapping[str, PadProfile]) -> tuple[PadThere, ...]:
    """What is plugged in now. Known once the first frame has been drawn."""
    if not pygame.joystick.get_init():
        return ()
    found = []
    for place in range(pygame.joystick.get_count()):
        stick = pygame.joystick.Joystick(place)
        facts = facts_of(place, stick)
        triggers = frozenset(axis for axis in range(facts.axes) if stick.get_axis(axis) <= AT_REST)
        layout = layout_of(facts, profiles)
        found.append(PadThere(stick.get_instance_id(), facts.name, facts.guid, layout, triggers))
    return tuple(found)


def pressed_control(event: pygame.event.Event, pads: Mapping[int, PadThere]) -> str | None:
    """The control that an event says was pressed; None for releases, rests, and devices that are not in `pads`."""
    if event.type == pygame.KEYDOWN:
        return key_control(event.key, event.scancode)
    pad = pads.get(getattr(event, "instance_id", -1))
    if pad is None:
        return None
    if event.type == pygame.JOYBUTTONDOWN:
        return pad.control(f"button{event.button}")
    if event.type == pygame.JOYHATMOTION:
        return _hat(event, pad)
    return _axis(event, pad) if event.type == pygame.JOYAXISMOTION else None


def _hat(event: pygame.event.Event, pad: PadThere) -> str | None:
    x, y = event.value
    ways = [{-1: "down", 1: "up"}.get(y), {-1: "left", 1: "right"}.get(x)]
    said = "-".join(way for way in ways if way)
    return pad.control(f"hat{event.hat}-{said}") if said else None


def _axis(event: pygame.event.Event, pad: PadThere) -> str | None:
    if event.axis in pad.triggers:
        return pad.control(f"axis{event.axis}+") if (event.value + 1) / 2 >= PUSHED else None
    if abs(event.value) < PUSHED:
        return None
    return pad.control(f"axis{event.axis}{'+' if event.value > 0 else '-'}")
