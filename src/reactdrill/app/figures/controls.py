"""What presses a target, as people look for it on a keyboard, a gamepad or a mat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.station.bindings import Bindings
from reactdrill.station.controls import ARROWS, describe_control, device_kind

PER_KIND = 2
"""More than two of a kind of device nobody remembers."""


@dataclass(frozen=True, slots=True)
class Cap:
    """One control, as it is drawn: a word or letter, or the shape of a direction."""

    text: str
    """In words, always: `Left arrow`, `A`, `Mat up`."""
    shape: str | None = None
    """A direction on a keyboard, drawn as this shape instead."""


def caps_of(
    bindings: Bindings, target: str, kinds: Sequence[str], lane: str | None = None
) -> tuple[Cap, ...]:
    """The controls of a target on the kinds of device that are there, best first; `lane` as in `controls_of`."""
    controls = bindings.controls_of(target, lane)
    return tuple(
        _cap(control)
        for kind in kinds
        for control in [each for each in controls if device_kind(each) == kind][:PER_KIND]
    )


def _cap(control: str) -> Cap:
    device, _, part = control.partition(":")
    words = describe_control(control, arrows=False)
    shape = f"arrow-{part}" if device == "key" and part in ARROWS else None
    return Cap(words[:1].upper() + words[1:], shape)
