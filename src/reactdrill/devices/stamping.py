"""The seam between what tells that a control moved and what makes a response of it.

A stamper knows when a physical control went down or up and how sure that is. The keyboard and the gamepads know what
the control means. So a better stamper (a reader thread, the kernel's own stamps) takes the place of SDL's queue
without anything else changing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Protocol


class Stamp(NamedTuple):
    """When something happened, by whom it was stamped, and how far off that may be."""

    at_ns: int
    uncertainty_ns: int
    """95 % half-width."""
    source: str


class KeyEdge(NamedTuple):
    """A key went down or up. A key that repeats may go down again without having come up."""

    stamp: Stamp
    control: str
    """Such as `key:left`."""
    down: bool
    keyboard: int | None = None
    """Which of several keyboards, from 0; None where nobody can tell."""


class FocusLost(NamedTuple):
    """Another window has the keyboard: nothing more is told of the keys that are down now."""

    stamp: Stamp


class PadChange(NamedTuple):
    """A button, hat or axis of a gamepad changed."""

    stamp: Stamp
    instance: int
    """SDL's number for the device as long as it is plugged in."""
    part: Literal["button", "hat", "axis"]
    number: int
    """Of the button, hat or axis, from 0."""
    value: Any
    """Button: 0 or 1. Hat: x and y, each -1, 0 or 1, y up. Axis: -1.0 to 1.0."""
    event: Any = None
    """The event it came from, for the menus when no target wants it."""


class PadsChanged(NamedTuple):
    """A gamepad was plugged in or pulled out."""

    stamp: Stamp
    removed: int | None
    """The instance that is gone; None: look for new ones."""


class KeyStamper(Protocol):
    """Tells what the keys do."""

    @property
    def deadline_ns(self) -> int | None:
        """When it wants to be asked next."""

    def listen(self, controls: frozenset[str]) -> None:
        """Tell of these keys from now on, and of no others; an empty set ends it."""

    def take(self) -> tuple[Sequence[KeyEdge | FocusLost], int]:
        """What happened since the last call, in order, and the time up to which nothing more will be told."""

    def down(self) -> frozenset[str]:
        """The keys that are down, listened to or not."""


class PadStamper(Protocol):
    """Tells what gamepads do."""

    @property
    def deadline_ns(self) -> int | None:
        """When it wants to be asked next."""

    def listen(self, *, on: bool) -> None:
        """Keep what gamepads do from the menus, or leave it to them again."""

    def take(self) -> tuple[Sequence[PadChange | PadsChanged], int]:
        """What happened since the last call, in order, and the time up to which nothing more will be told."""

    def give_back(self, change: PadChange) -> None:
        """Nothing in the run wants this change: it is for the menus."""
