"""Keys read on a connection of our own to the X server, by a thread that does nothing else.

The thread blocks on the connection, so that a key is stamped as soon as its event arrives, whatever the main thread
does. Raw events come whoever has the focus: a press counts only while our window has it and no other program has grabbed
the keyboard, and keys that nothing is bound to are dropped where they are read.
"""

from __future__ import annotations

import contextlib
import select
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import count

from reactdrill.devices.stampers.waits import OWN, Waits
from reactdrill.devices.stampers.x11_connection import Connection
from reactdrill.devices.stampers.x11_time import ARRIVAL, MS, Waited
from reactdrill.devices.stampers.x11_wire import (
    FocusIs,
    FocusMoved,
    Keyboard,
    Message,
    Parser,
    RawKey,
    Told,
    WindowGone,
    ask_focus,
    ask_time,
    watch,
)
from reactdrill.devices.stamping import FocusLost, KeyEdge, Stamp

ASK_EVERY_MS = 250
"""How often the server is asked for its time while nothing is pressed."""
LAG_NS = 3_000_000
"""An event may still be on its way that was stamped this long ago: half a millisecond because the server cuts its time,
the rest for a server that is held up between stamping an event and handing it on."""
LOOK_BACK_NS = 5_000_000
"""A wait of the server that ended so long before an event arrived may have been the event's: the server was interrupted
again before it had handed it on."""
_MOST = 65536
_NO_KEYBOARDS = ("XTEST", "Power Button", "Sleep Button", "Video Bus", "Control", "hotkeys", "HID events")
"""What X calls keyboards and nobody types on."""


def numbered(keyboards: Iterable[Keyboard]) -> dict[int, int | None]:
    """The number of each keyboard that people type on, by XInput's number; None for the others."""
    places = count()
    return {
        board.source: None if any(part in board.name for part in _NO_KEYBOARDS) else next(places)
        for board in sorted(keyboards)
    }


class X11Reader:
    """Reads raw keys in a thread; everything public is for the main thread. `wake` ends the main thread's wait."""

    def __init__(self, connection: Connection, now_ns: Callable[[], int], wake: Callable[[], None]) -> None:
        self.alive = True
        """False once the connection is lost."""
        self.focused = False
        """Whether our window has the keyboard, as far as the server has told."""
        self._link = connection.link
        self._clock_window = connection.clock_window
        self._time = connection.time
        self._parser = Parser(connection.opcode)
        self._sent = connection.sent
        self._numbers: dict[int, int | None] = numbered(connection.keyboards)
        self._now_ns = now_ns
        self._wake = wake
        self._server = connection.waits
        self._looks: deque[tuple[int, int]] = deque(maxlen=64)
        """When the server's waits were looked at, and what they were."""
        self._lock = threading.Lock()
        self._look = select.poll()
        self._look.register(connection.link, select.POLLIN)
        self._reads = 0
        self._bound: Mapping[int, str] = {}
        self._down: set[tuple[int, int]] = set()
        """Keyboard and keycode of presses that were told and not let go of since."""
        self._waiting: list[KeyEdge | FocusLost] = []
        self._window = 0
        self._focus_asked = -1
        self._grabbed = False
        self._asked_ns: int | None = None
        """When the server was asked for its time; None: it has answered."""
        self._asked_last_ns = now_ns()
        self._asked_server_ns = 0
        """The server's waits when it was asked."""
        self._last_ns = 0
        self._thread: threading.Thread | None = None

    @property
    def serving(self) -> bool:
        """Whether a press now would be told."""
        return self.alive and self.focused

    @property
    def doubt_ns(self) -> int:
        """The present 95 % half-width of its stamps when nothing is in the way."""
        return self._time.arrival_doubt_ns

    def start(self) -> None:
        """Begin to read in a thread."""
        if self._thread is None and self.alive:
            self._thread = threading.Thread(target=self._run, name="x11-keys", daemon=True)
            self._thread.start()

    def bind(self, bound: Mapping[int, str]) -> None:
        """Tell of these keycodes from now on, as these controls."""
        self._drain()
        with self._lock:
            self._bound = dict(bound)

    def clear(self) -> None:
        """Drop what happened so far."""
        with self._lock:
            self._waiting.clear()
            self._down.clear()

    def follow(self, window: int) -> None:
        """Tell of keys while this window has the focus; it may be another one than before."""
        with self._lock:
            if window != self._window:
                self._window = window
                self._send(watch(window))
            self._send(ask_focus())
            self._focus_asked = self._sent & 0xFFFF

    def take(self) -> tuple[list[KeyEdge | FocusLost], int]:
        """What happened, in order, and the time up to which nothing more will be told."""
        begun_ns = self._drain()
        with self._lock:
            taken, self._waiting = self._waiting, []
        return taken, begun_ns - LAG_NS

    def close(self) -> None:
        """Hang up and end the thread. May be called twice."""
        with self._lock:
            self._lose()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
            self._thread = None
        self._link.close()
        self._server.close()

    # ---- reading

    def _run(self) -> None:
        poller = select.poll()
        poller.register(self._link, select.POLLIN)
        own = Waits(OWN)
        while self.alive:
            reads, before_ns = self._reads, own.total_ns()
            ready = poller.poll(ASK_EVERY_MS)
            arrived_ns = self._now_ns()
            waited_ns = own.total_ns() - before_ns
            with self._lock:
                if ready and self._reads == reads:
                    self._read(arrived_ns, waited_ns)
                else:  # the main thread has read what woke us, and something else may have come since
                    self._read_what_is_there()
                self._ask_time_now_and_then()
        own.close()

    def _drain(self) -> int:
        """Read what is there without waiting for the thread; when that began."""
        with self._lock:
            begun_ns = self._now_ns()
            self._read_what_is_there()
            return begun_ns

    def _read_what_is_there(self) -> None:
        """Look first and take the time then: nothing may be stamped with a time before it happened."""
        if self.alive and self._look.poll(0):
            self._read(self._now_ns())
        else:
            self._look_at_server(self._now_ns())

    def _look_at_server(self, at_ns: int) -> int:
        """How long the server has waited for a processor in all."""
        total_ns = self._server.total_ns()
        self._looks.append((at_ns, total_ns))
        return total_ns

    def _server_waited_ns(self, arrived_ns: int) -> int:
        """How long it may have waited before it dealt with what has just arrived."""
        before = [look for look in self._looks if look[0] <= arrived_ns - LOOK_BACK_NS] or [*self._looks][:1]
        total_ns = self._look_at_server(arrived_ns)
        return max(0, total_ns - before[-1][1]) if before else 0

    def _read(self, arrived_ns: int, waited_ns: int = 0) -> None:
        """Take in what the connection holds. The first event woke us; the others came before the read ended."""
        waited = Waited(waited_ns, self._server_waited_ns(arrived_ns))
        try:
            data = self._link.recv(_MOST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        self._reads += 1
        read_ns = self._now_ns()
        news = False
        for message in self._parser.feed(data):
            news = self._take_in(message, arrived_ns, waited) or news
            arrived_ns, waited = read_ns, waited._replace(own_ns=0)
        if news:
            self._wake()

    def _take_in(self, message: Message, arrived_ns: int, waited: Waited) -> bool:
        """Whether the main thread has to know."""
        if isinstance(message, RawKey):
            return self._key(message, arrived_ns, waited)
        if isinstance(message, FocusMoved):
            return message.window == self._window and self._focus(message, arrived_ns)
        if isinstance(message, WindowGone):
            return message.window == self._window and self._unfocused(arrived_ns)
        if isinstance(message, FocusIs):
            return message.sequence == self._focus_asked and self._focus_is(message, arrived_ns)
        if isinstance(message, Told) and self._asked_ns is not None:
            self._time.answered(message.server_ms, self._asked_ns, arrived_ns, self._since_asked(waited))
            self._asked_ns = None
        return False

    def _since_asked(self, waited: Waited) -> Waited:
        """The server has waited for our question at most since it was asked."""
        return waited._replace(server_ns=max(0, self._looks[-1][1] - self._asked_server_ns))

    def _key(self, key: RawKey, arrived_ns: int, waited: Waited) -> bool:
        """Unbound keys go no farther; the main thread wakes for them all the same, because menus may want them."""
        stamp = self._time.stamp(key.server_ms, arrived_ns, waited)
        control = self._bound.get(key.keycode)
        if control is None:
            return self.focused
        place = (key.source, key.keycode)
        if key.down:
            if place in self._down or not self.focused or self._grabbed:
                return False
            self._down.add(place)
        elif place in self._down:
            self._down.remove(place)
        else:
            return False
        self._last_ns = max(self._last_ns, stamp.at_ns)
        stamp = stamp._replace(at_ns=self._last_ns)
        self._waiting.append(KeyEdge(stamp, control, key.down, self._number(key.source)))
        return True

    def _number(self, source: int) -> int | None:
        """The keyboard's; one that was plugged in meanwhile gets the next."""
        if source not in self._numbers:
            self._numbers[source] = sum(number is not None for number in self._numbers.values())
        return self._numbers[source]

    # ---- focus

    def _focus(self, moved: FocusMoved, arrived_ns: int) -> bool:
        if moved.by_grab:
            self._grabbed = not moved.gained
            return False
        if not moved.gained:
            return self._unfocused(arrived_ns)
        self.focused = True
        return True

    def _focus_is(self, told: FocusIs, arrived_ns: int) -> bool:
        self._focus_asked = -1
        if told.window != self._window:
            return self._unfocused(arrived_ns)
        self.focused = True
        return True

    def _unfocused(self, arrived_ns: int) -> bool:
        self._grabbed = False
        if not self.focused:
            return False
        self.focused = False
        self._down.clear()
        if self._bound:
            self._last_ns = max(self._last_ns, arrived_ns)
            self._waiting.append(FocusLost(Stamp(self._last_ns, self._time.arrival_doubt_ns, ARRIVAL)))
        return True

    # ---- asking

    def _ask_time_now_and_then(self) -> None:
        now_ns = self._now_ns()
        if self._asked_ns is None and now_ns - self._asked_last_ns >= ASK_EVERY_MS * MS:
            self._asked_ns = self._asked_last_ns = now_ns
            self._asked_server_ns = self._look_at_server(now_ns)
            self._send(ask_time(self._clock_window))

    def _send(self, request: bytes) -> None:
        self._sent += 1
        if self.alive:
            try:
                self._link.sendall(request)
            except OSError:
                self._lose()

    def _lose(self) -> None:
        if self.alive:
            self.alive = self.focused = False
            with contextlib.suppress(OSError):
                self._link.shutdown(2)
            self._wake()
