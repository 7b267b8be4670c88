"""The one owner of SDL's event queue: empties it, stamps what it held, and gives each thing to whom it belongs.

SDL says when an event was read, in whole milliseconds, and pygame hides even that. So the stamp is made here: an
event lies between the last look into the queue and this one. The middle is its stamp, half the gap its uncertainty,
and while a run listens a look is asked for every millisecond. Main thread only: SDL insists on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import pygame

from reactdrill.devices.key_names import key_control
from reactdrill.devices.stamping import FocusLost, KeyEdge, PadChange, PadsChanged, Stamp
from reactdrill.live.ports import Clock

SOURCE = "sdl-dequeue"
POLL_EVERY_NS = 1_000_000
WAY_NS = 250_000
"""From the key's event in the X server to SDL's queue: 0.09 ms with a spread of 0.07 were measured beside the poll."""
SAME_NS = 50_000_000
"""A key that another stamper told of is in this queue no later than this, or as much later as nobody looked."""

_PARTS: dict[int, Literal["button", "hat", "axis"]] = {
    pygame.JOYBUTTONDOWN: "button",
    pygame.JOYBUTTONUP: "button",
    pygame.JOYHATMOTION: "hat",
    pygame.JOYAXISMOTION: "axis",
}
_UNWANTED = frozenset(
    kind
    for name in ("ADDED", "REMOVED", "REMAPPED")
    if (kind := getattr(pygame, f"CONTROLLERDEVICE{name}", None)) is not None
)
"""Told a second time by SDL's game controllers, which are opened only to ask for their layout."""


class SdlQueue:
    """SDL's queue, sorted: bound keys and gamepads for the run, everything else for the menus. Nothing is lost."""

    def __init__(self, clock: Clock) -> None:
        self.keys = SdlKeys(self)
        self.pads = SdlPads(self)
        self.complete_until_ns = -1
        """Nothing stamped at or before this will come any more."""
        self.shared = False
        """While true the menus get everything that the run gets as well: for the pause screen."""
        self.changed: Callable[[], None] = _nobody
        """Called when the window has got the keyboard or the keys' layout has changed."""
        self.told_before: Callable[[], Sequence[KeyEdge]] = tuple
        """What keys have done that the run knows already and this queue does not hold yet."""
        self._spent: list[KeyEdge] = []
        """Of these, what the run had when sharing began: it is not for the menus as well."""
        self._now_ns = clock.now_ns
        self._looked_ns = clock.now_ns()
        self._ui: list[pygame.event.Event] = []
        self._sort: dict[int, Callable[[pygame.event.Event, Stamp], None]] = {
            pygame.KEYDOWN: self._key,
            pygame.KEYUP: self._key,
            pygame.WINDOWFOCUSLOST: self._focus_lost,
            pygame.WINDOWFOCUSGAINED: self._changed,
            pygame.KEYMAPCHANGED: self._changed,
            pygame.JOYDEVICEADDED: self._pad_added,
            pygame.JOYDEVICEREMOVED: self._pad_removed,
            **dict.fromkeys(_PARTS, self._pad),
            **dict.fromkeys(_UNWANTED, _ignore),
        }

    @property
    def deadline_ns(self) -> int | None:
        """When to look next while a run listens to what nothing else tells of; None otherwise."""
        keys, pads = self.keys, self.pads
        alone = (keys.claimed and not keys.served) or (pads.claimed and not pads.served)
        return self._looked_ns + POLL_EVERY_NS if alone else None

    def pump(self) -> None:
        """Take everything out of SDL's queue."""
        begun_ns = self._now_ns()
        events = pygame.event.get()
        ended_ns = self._now_ns()
        at_ns = max((self._looked_ns + ended_ns) // 2, self.complete_until_ns + 1)
        half_ns = (ended_ns - self._looked_ns + 1) // 2
        self._looked_ns = begun_ns
        self.complete_until_ns = max(begun_ns, at_ns if events else 0)
        stamp = Stamp(at_ns, half_ns + WAY_NS, SOURCE)
        for event in events:
            self._sort.get(event.type, self._other)(event, stamp)

    def share(self, *, on: bool) -> None:
        """Begin or end giving the menus what the run gets. The key that asked for it is not given a second time."""
        self.shared = on
        self._spent = list(self.told_before()) if on else []

    def take_ui_events(self) -> list[pygame.event.Event]:
        """What is not for the run, in order: quit, focus, window, mouse, text, and keys that nothing is bound to."""
        taken, self._ui = self._ui, []
        return taken

    def give_to_ui(self, event: pygame.event.Event) -> None:
        """Hand an event to the menus that the run did not want."""
        self._ui.append(event)

    def _key(self, event: pygame.event.Event, stamp: Stamp) -> None:
        control = key_control(event.key, event.scancode)
        edge = KeyEdge(stamp, control, event.type == pygame.KEYDOWN)
        wanted = self.keys.edge(edge)
        if not wanted or (self.shared and not self._is_spent(edge)):
            self._ui.append(event)

    def _is_spent(self, edge: KeyEdge) -> bool:
        for one in self._spent:
            same = (one.control, one.down) == (edge.control, edge.down)
            if same and edge.stamp.at_ns - one.stamp.at_ns <= SAME_NS + edge.stamp.uncertainty_ns:
                self._spent.remove(one)
                return True
        return False

    def _focus_lost(self, event: pygame.event.Event, stamp: Stamp) -> None:
        self.keys.focus_lost(stamp)
        self._ui.append(event)

    def _changed(self, event: pygame.event.Event, _: Stamp) -> None:
        self.changed()
        self._ui.append(event)

    def _pad(self, event: pygame.event.Event, stamp: Stamp) -> None:
        part = _PARTS[event.type]
        value = event.type == pygame.JOYBUTTONDOWN if part == "button" else event.value
        own_event = None if self.shared or not self.pads.claimed else event
        number = getattr(event, part)
        self.pads.waiting.append(PadChange(stamp, event.instance_id, part, number, value, own_event))
        if own_event is None:
            self._ui.append(event)

    def _pad_added(self, event: pygame.event.Event, stamp: Stamp) -> None:
        self.pads.waiting.append(PadsChanged(stamp, None))
        self._ui.append(event)

    def _pad_removed(self, event: pygame.event.Event, stamp: Stamp) -> None:
        self.pads.waiting.append(PadsChanged(stamp, event.instance_id))
        self._ui.append(event)

    def _other(self, event: pygame.event.Event, _: Stamp) -> None:
        self._ui.append(event)


def _ignore(_: pygame.event.Event, __: Stamp) -> None:
    """Somebody else tells it too."""


def _nobody() -> None:
    """Nobody wants to know."""


class SdlKeys:
    """The keys' stamper of last resort."""

    def __init__(self, queue: SdlQueue) -> None:
        self.claimed: frozenset[str] = frozenset()
        self.served = False
        """A better stamper tells of the keys: they are no reason to look."""
        self._queue = queue
        self._waiting: list[KeyEdge | FocusLost] = []
        self._down: set[str] = set()

    @property
    def deadline_ns(self) -> int | None:
        """When the queue is to be looked into next."""
        return self._queue.deadline_ns

    def listen(self, controls: frozenset[str]) -> None:
        """Take these keys from the menus. What is in SDL's queue already was meant for them."""
        self._queue.pump()
        self.claimed = controls
        self._waiting.clear()

    def take(self) -> tuple[list[KeyEdge | FocusLost], int]:
        """Look into the queue."""
        self._queue.pump()
        taken, self._waiting = self._waiting, []
        return taken, self._queue.complete_until_ns

    def down(self) -> frozenset[str]:
        """The keys that are down."""
        return frozenset(self._down)

    def edge(self, edge: KeyEdge) -> bool:
        """Note what a key did; whether somebody listens to it."""
        (self._down.add if edge.down else self._down.discard)(edge.control)
        if edge.control not in self.claimed:
            return False
        self._waiting.append(edge)
        return True

    def focus_lost(self, stamp: Stamp) -> None:
        """SDL lets go of every key by itself just before it says so: that was nobody's finger."""
        self._down.clear()
        if self.claimed:
            while self._waiting and _is_release_at(self._waiting[-1], stamp):
                self._waiting.pop()
            self._waiting.append(FocusLost(stamp))


def _is_release_at(item: KeyEdge | FocusLost, stamp: Stamp) -> bool:
    return isinstance(item, KeyEdge) and not item.down and item.stamp == stamp


class SdlPads:
    """The gamepads' stamper of last resort."""

    def __init__(self, queue: SdlQueue) -> None:
        self.claimed = False
        self.served = False
        """Gamepads are no reason to look: none is plugged in, or something else tells when one moved."""
        self.waiting: list[PadChange | PadsChanged] = []
        self._queue = queue

    @property
    def deadline_ns(self) -> int | None:
        """When the queue is to be looked into next."""
        return self._queue.deadline_ns

    def listen(self, *, on: bool) -> None:
        """Take gamepads from the menus, or give them back."""
        self._queue.pump()
        self.claimed = on

    def take(self) -> tuple[list[PadChange | PadsChanged], int]:
        """Look into the queue."""
        self._queue.pump()
        taken, self.waiting = self.waiting, []
        return taken, self._queue.complete_until_ns

    def give_back(self, change: PadChange) -> None:
        """For the menus."""
        if change.event is not None:
            self._queue.give_to_ui(change.event)
