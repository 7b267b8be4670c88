"""The keys' stamper under X11: the reader on its own connection first, SDL's queue beside it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from reactdrill.devices.sdl_queue import SdlQueue
from reactdrill.devices.stampers.keycodes import X11_FIRST, controls_by_code, numbers_as_the_kernel
from reactdrill.devices.stampers.sdl_symbols import focused_x11_window
from reactdrill.devices.stampers.witness import Witness
from reactdrill.devices.stampers.x11_connection import connect
from reactdrill.devices.stampers.x11_reader import X11Reader
from reactdrill.devices.stamping import FocusLost, KeyEdge
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

_at_ns = attrgetter("stamp.at_ns")


def open_x11_keys(queue: SdlQueue, clock: Clock, display: str | None = None) -> X11Keys:
    """Connect to the X server. Raises `DeviceUnavailableError` with the reason when keys cannot be read there."""
    if not controls_by_code():
        raise DeviceUnavailableError("keyboard", "SDL does not say what the keys are called")
    connection = connect(display, clock.now_ns)
    if not numbers_as_the_kernel(connection.keysyms):
        connection.link.close()
        connection.waits.close()
        raise DeviceUnavailableError("keyboard", "this X server numbers its keys in a way of its own")
    return X11Keys(X11Reader(connection, clock.now_ns, clock.wake), queue, clock)


class X11Keys:
    """A `KeyStamper`. Main thread only."""

    def __init__(self, reader: X11Reader, queue: SdlQueue, clock: Clock) -> None:
        self.witness = Witness()
        self._reader = reader
        self._queue = queue
        self._sdl = queue.keys
        self._now_ns = clock.now_ns
        self._complete = False
        """Whether the reader knows every key that is listened to."""
        self._loss_told = False
        """The reader has told of a loss of the focus that SDL has not told of yet."""
        reader.start()

    @property
    def serving(self) -> bool:
        """Whether the reader times keys now; otherwise SDL's queue does."""
        return self._complete and self._reader.serving

    @property
    def broken(self) -> bool:
        """Whether the reader is out of service for good."""
        return not self._reader.alive

    @property
    def doubt_ns(self) -> int:
        """95 % half-width of a stamp when nothing is in the way."""
        return self._reader.doubt_ns

    @property
    def deadline_ns(self) -> int | None:
        """When to look into SDL's queue next; None while the reader serves and nothing waits for it."""
        dues = (self._sdl.deadline_ns, self.witness.deadline_ns)
        return min((due for due in dues if due is not None), default=None)

    def listen(self, controls: frozenset[str]) -> None:
        """Tell of these keys from now on."""
        self._queue.changed = self._changed if controls else _nobody
        self._queue.told_before = self.witness.reader_only if controls else tuple
        self.witness.clear()
        self._loss_told = False
        self._sdl.listen(controls)
        self._bind()
        self._reader.clear()
        self._sdl.served = self.serving

    def take(self) -> tuple[Sequence[KeyEdge | FocusLost], int]:
        """What happened since the last call, by both."""
        reader, until_ns = self._reader.take()
        sdl, sdl_until_ns = self._sdl.take()
        if sdl:  # both get an event in the same instant, and SDL's may have come between the two looks
            reader += self._reader.take()[0]
        serving = self.serving
        losses = [*_losses(reader), *(loss for loss in _losses(sdl) if self._is_news(loss))]
        edges = self.witness.join(_edges(reader), _edges(sdl), self._now_ns(), patient=serving)
        self._loss_told = self._loss_told or bool(_losses(reader))
        if not self.witness.believed:
            self._reader.close()
        self._sdl.served = self.serving
        held_ns = self.witness.held_since_ns
        until_ns = until_ns if serving else sdl_until_ns
        told: list[KeyEdge | FocusLost] = sorted([*edges, *losses], key=_at_ns)
        return told, until_ns if held_ns is None else min(until_ns, held_ns - 1)

    def down(self) -> frozenset[str]:
        """The keys that are down."""
        return self._sdl.down()

    def close(self) -> None:
        """Hang up. May be called twice."""
        self._queue.changed = _nobody
        self._queue.told_before = tuple
        self._reader.close()
        self._sdl.served = False

    def _is_news(self, _: FocusLost) -> bool:
        """SDL tells of a lost focus 0.2 s after the reader, if at all."""
        told, self._loss_told = self._loss_told, False
        return not told or self.broken

    def _bind(self) -> None:
        controls = self._sdl.claimed
        bound = {
            code + X11_FIRST: control for code, control in controls_by_code().items() if control in controls
        }
        self._complete = set(bound.values()) == controls
        self._reader.bind(bound)
        window = focused_x11_window() if controls else None
        if window is not None:
            self._reader.follow(window)

    def _changed(self) -> None:
        """The window has the keyboard, and may be another window than before; or the layout is another."""
        self._bind()


def _edges(items: Sequence[KeyEdge | FocusLost]) -> list[KeyEdge]:
    return [item for item in items if isinstance(item, KeyEdge)]


def _losses(items: Sequence[KeyEdge | FocusLost]) -> list[FocusLost]:
    return [item for item in items if isinstance(item, FocusLost)]


def _nobody() -> None:
    """Nobody listens."""
