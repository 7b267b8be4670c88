"""A bench for pods in virtual time: wires with chosen delays and faults, and a link or a field that is turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from plans import MS, SECOND
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.link import Link
from reactdrill.pods.link_events import Answered, EventsLost, Happened, LinkEvent, Opened
from reactdrill.pods.messages import BYTE_NS, Message, PodEvent
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire, Portions, Shape, straight

USB_NS = MS
FTDI_NS = 16 * MS


def usb(random: Random) -> Shape:
    """Bytes leave with the next frame of the bus, 1 ms apart at a phase of the wire's own."""
    phase = random.randrange(USB_NS)

    def shape(data: bytes, at_ns: int) -> Portions:
        frame_ns = at_ns + USB_NS - (at_ns - phase) % USB_NS + random.randrange(3_000)
        return [(data, frame_ns + len(data) * BYTE_NS)]

    return shape


def usb_back(random: Random, timer_ns: int = 0) -> Shape:
    """Bytes that have come wait for the chip's timer, then for the next frame of the bus."""
    phase, timer_phase = random.randrange(USB_NS), random.randrange(FTDI_NS)

    def shape(data: bytes, at_ns: int) -> Portions:
        there_ns = at_ns + len(data) * BYTE_NS
        if timer_ns:
            there_ns += timer_ns - (there_ns - timer_phase) % timer_ns
        there_ns += USB_NS - (there_ns - phase) % USB_NS
        return [(data, there_ns + round(random.expovariate(1 / 15_000)))]

    return shape


@dataclass
class Faults:
    """What goes wrong with each portion on a wire, as chances from 0 to 1."""

    corrupt: float = 0
    drop: float = 0
    double: float = 0
    delay: float = 0
    """It comes up to 60 ms late, after others."""

    def shape(self, random: Random, inner: Shape = straight) -> Shape:
        def shaped(data: bytes, at_ns: int) -> Portions:
            out: Portions = []
            for portion, comes_ns in inner(data, at_ns):
                for _ in range(2 if random.random() < self.double else 1):
                    late = random.randrange(60 * MS) if random.random() < self.delay else 0
                    if random.random() >= self.drop:
                        out.append((self._damaged(portion, random), comes_ns + late))
            return out

        return shaped

    def _damaged(self, data: bytes, random: Random) -> bytes:
        if random.random() >= self.corrupt:
            return data
        place = random.randrange(len(data))
        return data[:place] + bytes([data[place] ^ (1 << random.randrange(8))]) + data[place + 1 :]


@dataclass
class LinkBench:
    """One link and one board."""

    board: SimulatedBoard
    there: Shape = straight
    back: Shape = straight
    seed: int = 1
    start_ns: int = 0
    events: list[LinkEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = VirtualClock(self.start_ns)
        self.wire = PipeWire(self.board, self.clock, there=self.there, back=self.back)
        self.link = Link(Random(self.seed), self.clock.now_ns())

    def run(self, until: Callable[[], bool] | None = None, *, for_ns: int = 10 * SECOND) -> None:
        """Turn until something holds, or for a time."""
        ends_ns = self.clock.now_ns() + for_ns
        while self.clock.now_ns() < ends_ns:
            self.turn()
            if until is not None and until():
                return
            dues = [due for due in (self.link.deadline_ns, self.wire.deadline_ns) if due is not None]
            self.clock.wait(min(ends_ns, max(min(dues, default=ends_ns), self.clock.now_ns() + 1)))
        assert until is None, "it never came"

    def turn(self) -> None:
        now_ns = self.clock.now_ns()
        for data, at_ns in self.wire.read():
            self.link.receive(data, at_ns)
        self.link.turn(now_ns)
        while data := self.link.outgoing(now_ns):
            self.wire.write(data)
        self.events += self.link.take()

    def open(self) -> LinkBench:
        self.run(lambda: bool(self.of(Opened)))
        return self

    def of(self, kind: type) -> list[LinkEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def happened(self) -> list[PodEvent]:
        return [event.event for event in self.events if isinstance(event, Happened)]

    @property
    def lost(self) -> int:
        return sum(event.count for event in self.events if isinstance(event, EventsLost))

    def ask(self, message: Message) -> Message:
        """Send a command and wait for its answer."""
        ticket = self.link.send(message)

        def answers() -> Sequence[Message]:
            return [
                each.answer for each in self.events if isinstance(each, Answered) and each.ticket == ticket
            ]

        self.run(lambda: bool(answers()))
        return answers()[0]
