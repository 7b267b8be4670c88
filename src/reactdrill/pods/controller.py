"""One board over time: found, greeted, its clock measured, lost, and found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.pods.link import Link
from reactdrill.pods.link_events import (
    Answered,
    ClockJumped,
    EventsLost,
    Happened,
    LinkState,
    Opened,
    Refused,
    SessionLost,
    WentSilent,
)
from reactdrill.pods.messages import MAJOR, MAX_PODS, AllOff, HelloIs, Message, Status, StatusIs, Tap
from reactdrill.pods.wire.port import OpenWire, Wire, WireLostError

MS = 1_000_000
RETRY_NS = 500 * MS
GREETING_NS = 4_000 * MS
"""An Uno's boot loader keeps quiet for two seconds after the port was opened."""
SETTLED_PPB = 20_000
"""A reaction time of half a second is then off by 10 µs at most for the rate."""
SETTLING_NS = 3_000 * MS
"""Longer is not waited for the rate: what it is worth stands in the uncertainty."""


IDLE_NS = 400 * MS
"""When nobody has polled for so long, waiting for anything begins anew."""


class Stage(Enum):
    """Where a controller is."""

    ABSENT = "absent"
    GREETING = "greeting"
    SETTLING = "settling"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ready:
    """The controller can be used."""


@dataclass(frozen=True, slots=True)
class Gone:
    """It can not be used any more; what was scheduled or not told is lost."""

    reason: str


ControllerEvent = Ready | Gone | Happened | Answered


class Controller:
    """One board on one wire. `poll` does everything."""

    def __init__(self, name: str, open_wire: OpenWire, clock: Clock, *, seed: int = 0) -> None:
        """`name`: what a person calls it, such as `pods ttyACM0`."""
        self.name = name
        self.stage = Stage.ABSENT
        self.problem: DeviceUnavailableError | None = None
        """Why it is not ready, in a person's words; None while nothing is known to be wrong."""
        self.hello: HelloIs | None = None
        """Of the last session; kept while it is gone."""
        self.link: Link | None = None
        self.down: set[int] = set()
        """Pods that are held down, as far as told."""
        self.resets = 0
        self._open_wire = open_wire
        self._clock = clock
        self._random = Random(f"{seed} {name}")  # noqa: S311 - spacing of PINGs, nothing secret
        self._wire: Wire | None = None
        self._since_ns = self._polled_ns = clock.now_ns()
        self._retry_ns = clock.now_ns()
        self._status_ticket: int | None = None
        self._active: int | None = None
        self._found: list[ControllerEvent] = []
        self._closed = False

    @property
    def ready(self) -> bool:
        """Whether it can be used."""
        return self.stage is Stage.READY

    @property
    def deadline_ns(self) -> int | None:
        """When it wants to be polled next."""
        if self._closed or self.stage is Stage.REFUSED:
            return None
        if self._wire is None or self.link is None:
            return self._retry_ns
        dues = [due for due in (self.link.deadline_ns, self._wire.deadline_ns) if due is not None]
        if self.stage is Stage.GREETING:
            dues.append(self._since_ns + GREETING_NS)
        return min(dues, default=None)

    def send(self, message: Message) -> int:
        """Send a command; `Answered` comes with the number returned. Only while ready."""
        assert self.link is not None
        ticket = self.link.send(message)
        if self.ready:
            self._write()
        return ticket

    def poll(self) -> Sequence[ControllerEvent]:
        """Read, write, and say what happened."""
        if self._closed:
            return ()
        now_ns = self._clock.now_ns()
        if now_ns - self._polled_ns > IDLE_NS:
            self._since_ns = now_ns
        self._polled_ns = now_ns
        if self._wire is None and self._clock.now_ns() >= self._retry_ns and self.stage is not Stage.REFUSED:
            self._open()
        if self._wire is not None:
            try:
                self._read()
                self._write()
            except WireLostError as error:
                self._lose(error.reason)
        self._watch()
        found, self._found = self._found, []
        return found

    def rest(self) -> None:
        """Nobody will poll for a while. The next poll measures the clock anew before it is ready again."""
        if self.ready and self.link is not None:
            self.stage = Stage.SETTLING
            self.link.sync.forget()
            self._settle()
            self.problem = None

    def close(self) -> None:
        """Put out the lights and let go of the wire. May be called twice."""
        if self._wire is not None and self.link is not None and self.link.state is LinkState.OPEN:
            try:
                self.link.send(AllOff())
                self._wire.write(self.link.outgoing(self._clock.now_ns()))
            except WireLostError:
                pass
        self._drop_wire()
        self._closed = True

    # ---- the wire

    def _open(self) -> None:
        now_ns = self._clock.now_ns()
        try:
            self._wire = self._open_wire()
        except DeviceUnavailableError as error:
            self.problem = error
            self._retry_ns = now_ns + RETRY_NS
            return
        self.link = Link(self._random, now_ns)
        self.link.parser.skip_to_end()
        self._since_ns = now_ns
        self.stage = Stage.GREETING

    def _read(self) -> None:
        assert self._wire is not None
        assert self.link is not None
        for data, at_ns in self._wire.read():
            self.link.receive(data, at_ns)
        self.link.turn(self._clock.now_ns())
        for event in self.link.take():
            self._take(event)

    def _write(self) -> None:
        while self._wire is not None and self.link is not None:
            data = self.link.outgoing(self._clock.now_ns())
            if not data:
                return
            self._wire.write(data)

    def _drop_wire(self) -> None:
        if self._wire is not None:
            self._wire.close()
        self._wire = None
        self._retry_ns = self._clock.now_ns() + RETRY_NS

    # ---- what happens

    def _take(self, event: object) -> None:
        match event:
            case Opened():
                self._on_opened(event.hello)
            case Refused():
                self._refuse(event.hello)
            case SessionLost():
                self.resets += 1
                self._unready(event.reason, Stage.GREETING)
            case WentSilent():
                self._lose(event.reason)
            case EventsLost():
                self._unready(f"{event.count} events were lost on the way", Stage.SETTLING)
                self._settle()
            case ClockJumped():
                self._unready("the computer slept, or a clock has jumped", Stage.SETTLING)
                self._settle()
            case Answered() if event.ticket == self._status_ticket:
                self._active = event.answer.active if isinstance(event.answer, StatusIs) else 0
            case Happened() | Answered() if self.ready:
                if isinstance(event, Happened) and isinstance(event.event, Tap):
                    (self.down.add if event.event.edge else self.down.discard)(event.event.pod)
                self._found.append(event)

    def _on_opened(self, hello: HelloIs) -> None:
        before = self.hello
        if before is not None and _other_board(before, hello):
            hint = "plug the same board in again, or start the program anew"
            self.problem = DeviceUnavailableError(self.name, "another board is on this cable now", hint)
            self.stage = Stage.REFUSED
            self._drop_wire()
            return
        self.hello = hello
        self.problem = None
        self.stage = Stage.SETTLING
        self._settle()

    def _settle(self) -> None:
        """Begin with dark pods, and ask which are held down."""
        assert self.link is not None
        self._since_ns = self._clock.now_ns()
        self._active = None
        self.link.send(AllOff())
        self._status_ticket = self.link.send(Status())

    def _refuse(self, hello: HelloIs) -> None:
        old = hello.major < MAJOR
        hint = "`reactdrill pods flash` puts the new firmware on it" if old else "update reactdrill"
        problem = f"it speaks version {hello.major}.{hello.minor} of the protocol, this program {MAJOR}"
        self.hello = hello
        self.problem = DeviceUnavailableError(self.name, problem, hint)
        self._unready(problem, Stage.REFUSED)
        self._drop_wire()

    def _watch(self) -> None:
        now_ns = self._clock.now_ns()
        if self.stage is Stage.GREETING and now_ns - self._since_ns >= GREETING_NS:
            hint = "choose another port, or put the firmware on it: `reactdrill pods flash`"
            self.problem = DeviceUnavailableError(self.name, "no pods answer on this port", hint)
            self.stage = Stage.ABSENT
            self._drop_wire()
        if self.stage is Stage.SETTLING and self._active is not None and self._settled(now_ns):
            self.stage = Stage.READY
            self.down = {pod for pod in range(MAX_PODS) if self._active >> pod & 1}
            self._found.append(Ready())

    def _settled(self, now_ns: int) -> bool:
        assert self.link is not None
        estimate = self.link.sync.estimate()
        if estimate is None:
            return False
        return estimate.rate_uncertainty_ppb <= SETTLED_PPB or now_ns - self._since_ns >= SETTLING_NS

    def _lose(self, reason: str) -> None:
        self.problem = DeviceUnavailableError(self.name, reason, "plug the cable in again")
        self._drop_wire()
        self.link = None
        self._unready(reason, Stage.ABSENT)

    def _unready(self, reason: str, stage: Stage) -> None:
        was_ready = self.ready
        self.stage = stage
        self._since_ns = self._clock.now_ns()
        self.down.clear()
        if was_ready:
            self._found.append(Gone(reason))


def _other_board(before: HelloIs, now: HelloIs) -> bool:
    """Another number, kind or count of pods is another board."""
    return (before.board_id, before.board, before.pods) != (now.board_id, now.board, now.pods)
