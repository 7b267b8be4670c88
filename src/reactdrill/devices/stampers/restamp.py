"""SDL tells what happened and to whom it belongs; the kernel tells when.

SDL drops what was meant for other windows and what repeats, so nothing can be lost or doubled here: an event of SDL's
queue gets the kernel's stamp when the kernel saw the same thing at a time that fits, and keeps its own otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reactdrill.devices.sdl_queue import SdlQueue
from reactdrill.devices.stampers.evdev_reader import EvdevReader, Move
from reactdrill.devices.stampers.keycodes import controls_by_code
from reactdrill.devices.stamping import FocusLost, KeyEdge, PadChange, PadsChanged, Stamp
from reactdrill.live.ports import Clock

KERNEL = "evdev"
DOUBT_NS = 150_000
"""95 % half-width of a kernel stamp: from the interrupt to the stamp. How late a keyboard sends nobody here can see."""
WAIT_NS = 100_000_000
"""How long after the kernel SDL may tell of the same thing."""
ALIKE = 0.02
"""Two values of an axis that differ by less are the same."""


PathOf = Callable[[int], str | None]
"""Where a joystick of SDL's is, by its instance, such as `/dev/input/event7`; None: nobody knows."""


class Restamper:
    """What the kernel has told and SDL has not yet."""

    def __init__(self) -> None:
        self.matched = self.unmatched = 0
        """Events of SDL's that got the kernel's stamp, and those that kept their own."""
        self._moves: list[Move] = []

    @property
    def quiet(self) -> bool:
        """Whether SDL has told everything."""
        return not self._moves

    @property
    def first_ns(self) -> int | None:
        """Stamp of the first key or button that SDL may still tell of. Sticks tremble without end: they hold nobody up."""
        return min((move.at_ns for move in self._moves if move.part != "axis"), default=None)

    def clear(self) -> None:
        """Begin anew."""
        self._moves.clear()

    def heard(self, moves: Iterable[Move], now_ns: int) -> None:
        """Take in what the kernel told, and forget what SDL will not tell of any more."""
        self._moves += moves
        self._moves = [move for move in self._moves if move.at_ns + WAIT_NS > now_ns]

    def find(
        self, told: Stamp, part: str, number: int, value: object, path: str | None = None
    ) -> Move | None:
        """The first move that is the same thing and was not after SDL told of it."""
        latest_ns = told.at_ns + told.uncertainty_ns
        for place, move in enumerate(self._moves):
            same = (move.part, move.number) == (part, number) and (path is None or move.path == path)
            if same and move.at_ns <= latest_ns and _alike(move.value, value):
                self.matched += 1
                return self._moves.pop(place)
        self.unmatched += 1
        return None


class Kernel:
    """One reader of the kernel's events, for keys and for gamepads."""

    def __init__(self, reader: EvdevReader, clock: Clock) -> None:
        self.reader = reader
        self.keys = Restamper()
        self.pads = Restamper()
        self._now_ns = clock.now_ns
        self._codes: frozenset[int] = frozenset()
        self._with_pads = False

    def listen_to_keys(self, codes: Iterable[int]) -> None:
        """Hear these keys, by the kernel's numbers."""
        self._codes = frozenset(codes)
        self._listen()

    def listen_to_pads(self, *, on: bool) -> None:
        """Hear gamepads, or not."""
        self._with_pads = on
        self._listen()

    def hear(self) -> None:
        """Take in what the kernel has told. After SDL: what SDL knows the kernel has told already."""
        moves = self.reader.take()
        now_ns = self._now_ns()
        self.keys.heard((move for move in moves if move.part == "key"), now_ns)
        self.pads.heard((move for move in moves if move.part != "key"), now_ns)

    def _listen(self) -> None:
        self.reader.scan()
        self.reader.listen(self._codes, pads=self._with_pads)
        self.keys.clear()
        self.pads.clear()


class EvdevKeys:
    """A `KeyStamper`: SDL's keys at the kernel's times. Main thread only."""

    def __init__(self, kernel: Kernel, queue: SdlQueue) -> None:
        self._kernel = kernel
        self._moves = kernel.keys
        self._sdl = queue.keys
        self._codes: dict[str, int] = {}
        self._complete = True
        """Whether every key so far was told by the kernel too; otherwise SDL's queue has to be looked into often."""

    @property
    def serving(self) -> bool:
        """Whether keys are timed by the kernel."""
        reader = self._kernel.reader
        return self._complete and reader.keyboards > 0 and not reader.refused

    @property
    def deadline_ns(self) -> int | None:
        """When to look into SDL's queue next; None while nothing has moved."""
        return self._sdl.deadline_ns

    def listen(self, controls: frozenset[str]) -> None:
        """Tell of these keys from now on."""
        self._sdl.listen(controls)
        self._codes = {control: code for code, control in controls_by_code().items() if control in controls}
        self._complete = self._codes.keys() == controls
        self._kernel.listen_to_keys(self._codes.values())
        self._sdl.served = self.serving

    def take(self) -> tuple[list[KeyEdge | FocusLost], int]:
        """What happened since the last call."""
        items, until_ns = self._sdl.take()
        self._kernel.hear()
        told = [self._stamped(item) if isinstance(item, KeyEdge) else item for item in items]
        self._sdl.served = self.serving and self._moves.quiet
        return told, _not_beyond(until_ns, self._moves.first_ns)

    def down(self) -> frozenset[str]:
        """The keys that are down."""
        return self._sdl.down()

    def _stamped(self, edge: KeyEdge) -> KeyEdge:
        move = self._moves.find(edge.stamp, "key", self._codes.get(edge.control, -1), int(edge.down))
        if move is None:
            self._complete = False
            return edge
        return edge._replace(stamp=Stamp(move.at_ns, DOUBT_NS, KERNEL), keyboard=move.keyboard)


class EvdevPads:
    """A `PadStamper`: SDL's gamepads at the kernel's times. Main thread only."""

    def __init__(self, kernel: Kernel, queue: SdlQueue, path_of: PathOf) -> None:
        self._kernel = kernel
        self._moves = kernel.pads
        self._sdl = queue.pads
        self._path_of = path_of
        self._paths: dict[int, str | None] = {}
        self._complete = True

    @property
    def deadline_ns(self) -> int | None:
        """When to look into SDL's queue next; None while nothing has moved."""
        return self._sdl.deadline_ns

    def timed(self, instance: int) -> bool:
        """Whether a gamepad is timed by the kernel."""
        if instance not in self._paths:
            self._paths[instance] = self._path_of(instance)
        return self._paths[instance] in self._kernel.reader.pads

    def wait_for(self, instances: Iterable[int]) -> None:
        """`instances` are plugged in: whether SDL's queue has to be looked into often for them."""
        self._sdl.served = all(self._complete and self._moves.quiet and self.timed(one) for one in instances)

    def listen(self, *, on: bool) -> None:
        """Keep what gamepads do from the menus, or leave it to them again."""
        self._sdl.listen(on=on)
        self._complete = True
        self._kernel.listen_to_pads(on=on)

    def take(self) -> tuple[list[PadChange | PadsChanged], int]:
        """What happened since the last call."""
        changes, until_ns = self._sdl.take()
        self._kernel.hear()
        told = [self._plugged(one) if isinstance(one, PadsChanged) else self._stamped(one) for one in changes]
        return told, _not_beyond(until_ns, self._moves.first_ns)

    def give_back(self, change: PadChange) -> None:
        """For the menus."""
        self._sdl.give_back(change)

    def _plugged(self, change: PadsChanged) -> PadsChanged:
        self._kernel.reader.scan()
        self._paths.clear()
        return change

    def _stamped(self, change: PadChange) -> PadChange:
        if not self.timed(change.instance):
            return change
        value = int(change.value) if change.part == "button" else change.value
        move = self._moves.find(change.stamp, change.part, change.number, value, self._paths[change.instance])
        if move is None:
            self._complete = self._complete and change.part == "axis"
            return change
        return change._replace(stamp=Stamp(move.at_ns, DOUBT_NS, KERNEL))


def _alike(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= ALIKE
    return one == other


def _not_beyond(until_ns: int, first_ns: int | None) -> int:
    return until_ns if first_ns is None else min(until_ns, first_ns - 1)
