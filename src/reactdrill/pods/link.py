"""The link to one board, without input or output: bytes and times in, bytes and events out.

    greeting  HELLO is sent until the board answers with our session
    open      commands are answered or repeated, events are taken once and in order, PINGs keep the clock
    refused   the board speaks another version: nothing more is sent
    silent    nothing has been heard for too long: whoever owns the link closes the wire

A reset of the board (another boot id, or a lost session) leads from `open` back to `greeting` with a new session.
"""

from __future__ import annotations

from random import Random

from reactdrill.pods.asked import Asked
from reactdrill.pods.clocksync import ClockSync, Sample
from reactdrill.pods.frames import END, FrameParser, encode_frame
from reactdrill.pods.heard import HeardEvents
from reactdrill.pods.link_events import (
    STATES,
    Answered,
    ClockJumped,
    EventsLost,
    Happened,
    LinkEvent,
    LinkState,
    Opened,
    Refused,
    SessionLost,
    WentSilent,
)
from reactdrill.pods.messages import (
    BYTE_NS,
    MAJOR,
    MINOR,
    Ack,
    BoardIs,
    CountsIs,
    Heard,
    Hello,
    HelloIs,
    InputIs,
    Message,
    MessageError,
    Nack,
    NackReason,
    Ping,
    PodEvent,
    Pong,
    StatusIs,
    decode_body,
    encode_body,
)

MS = 1_000_000
HELLO_EVERY_NS = 100 * MS
PING_SPACING_NS = (10 * MS, 30 * MS)
PING_SOON_NS = 1 * MS
MOST_PADDING = 50
"""Zeros before a PING, which mean nothing to a board: up to 1 ms, so that PONGs come at all phases of a USB frame."""
SILENT_NS = 700 * MS
"""After this long without a good frame a board is gone. PONGs come at least every 30 ms."""
ASLEEP_NS = 400 * MS
"""When nobody has turned the link for so long, it is the host that was silent."""
PINGS_KEPT = 16
WRAP = 1 << 32
LONGEST_UNHEARD_NS = 600_000_000_000
"""Ticks wrap after 35 minutes: after a gap of ten, how often is not known."""

ANSWERS = (Ack, Nack, HelloIs, StatusIs, CountsIs, InputIs, BoardIs)


class Link:
    """One board. The owner calls `receive` with what came, then `turn`, then writes what `outgoing` gives."""

    def __init__(self, random: Random, now_ns: int) -> None:
        self.state = LinkState.GREETING
        self.hello: HelloIs | None = None
        """Of the open session; None before."""
        self.sync = ClockSync()
        self.asked = Asked()
        self.heard = HeardEvents()
        self.parser = FrameParser()
        self._random = random
        self._session = random.randrange(1, WRAP)
        self._events: list[LinkEvent] = []
        self._sequence = random.randrange(256)
        self._pings: dict[int, int] = {}
        self._greet_ns = now_ns
        self._ping_ns = now_ns
        self._heard_ns = now_ns
        self._turned_ns = now_ns
        self._acknowledge = False
        self._tick64 = 0
        self._tick_known_ns: int | None = None

    # ---- commands

    def send(self, message: Message) -> int:
        """Queue a command; its answer comes as `Answered` with the number returned here."""
        return self.asked.add(message)

    @property
    def complete_ticks(self) -> int | None:
        """Every edge, light and time-out up to this tick (inclusive) has been told; None: nothing is known."""
        return self.heard.complete_ticks

    @property
    def deadline_ns(self) -> int | None:
        """When `turn` and `outgoing` are to be called next, whatever comes."""
        if self.state in (LinkState.REFUSED, LinkState.SILENT):
            return None
        if self.state is LinkState.GREETING:
            return self._greet_ns
        return min(self._ping_ns, self._heard_ns + SILENT_NS, *self.asked.dues_ns)

    def outgoing(self, now_ns: int) -> bytes:
        """What is to be written at once: a PING never stands behind anything else. `now_ns` is read just before."""
        if self.state is LinkState.GREETING:
            return self._greeting(now_ns)
        if self.state is not LinkState.OPEN:
            return b""
        data = self.asked.to_write(now_ns, self._take_sequence)
        if self.asked.unanswered is not None:
            self._silence(f"{type(self.asked.unanswered).__name__} was never answered")
            return b""
        if self._acknowledge:
            self._acknowledge = False
            data += encode_frame(encode_body(Heard(self.heard.next), self._take_sequence()))
        if data:
            self._ping_ns = max(self._ping_ns, now_ns + len(data) * BYTE_NS)
            return data
        return self._ping(now_ns) if now_ns >= self._ping_ns else b""

    def take(self) -> list[LinkEvent]:
        """What has happened since the last call."""
        events, self._events = self._events, []
        return events

    def _greeting(self, now_ns: int) -> bytes:
        if now_ns < self._greet_ns:
            return b""
        self._greet_ns = now_ns + HELLO_EVERY_NS
        return END + encode_frame(encode_body(Hello(MAJOR, MINOR, self._session), self._take_sequence()))

    def _ping(self, now_ns: int) -> bytes:
        padding = self._random.randrange(MOST_PADDING + 1)
        sequence = self._take_sequence()
        self._pings[sequence] = now_ns + padding * BYTE_NS
        while len(self._pings) > PINGS_KEPT:
            del self._pings[next(iter(self._pings))]
        self._ping_ns = now_ns + self._random.randrange(*PING_SPACING_NS)
        return END * padding + encode_frame(encode_body(Ping(self.heard.next), sequence))

    def _take_sequence(self) -> int:
        while True:
            self._sequence = (self._sequence + 1) % 256
            if self._sequence not in self.asked.sequences and self._sequence not in self._pings:
                return self._sequence

    # ---- what comes

    def receive(self, data: bytes, at_ns: int) -> None:
        """Take bytes, the last of which came at `at_ns`."""
        for body in self.parser.feed(data):
            try:
                message, sequence = decode_body(body)
            except MessageError:
                continue
            self._heard_ns = max(self._heard_ns, at_ns)
            self._take_in(message, sequence, at_ns)

    def turn(self, now_ns: int) -> None:
        """Let time pass: a board that has said nothing for too long is gone."""
        if now_ns - self._turned_ns > ASLEEP_NS:
            self._heard_ns = max(self._heard_ns, now_ns - SILENT_NS // 2)
            self._pings.clear()
        self._turned_ns = now_ns
        if self.state is LinkState.OPEN and now_ns - self._heard_ns >= SILENT_NS:
            self._silence("it does not answer any more")

    def _take_in(self, message: Message, sequence: int, at_ns: int) -> None:
        if isinstance(message, HelloIs):
            self._on_hello(message)
        if self.state is not LinkState.OPEN:
            return
        if isinstance(message, Pong):
            self._on_pong(message, sequence, at_ns)
        elif isinstance(message, ANSWERS):
            self._on_answer(message, sequence)
        elif isinstance(message, PodEvent):
            self._on_event(message)

    def _on_hello(self, hello: HelloIs) -> None:
        if self.state is LinkState.GREETING:
            if hello.major != MAJOR:
                self._go(LinkState.REFUSED)
                self._events.append(Refused(hello))
            elif hello.session == self._session:
                self._open(hello)
        elif self.state is LinkState.OPEN and self.hello is not None and hello.boot_id != self.hello.boot_id:
            self._lose_session("it was reset")

    def _open(self, hello: HelloIs) -> None:
        self._go(LinkState.OPEN)
        same_clock = self.hello is not None and self.hello.boot_id == hello.boot_id
        self.hello = hello
        if not same_clock or hello.tick_hz != self.sync.tick_hz:
            self.sync = ClockSync(hello.tick_hz)
            self._tick_known_ns = None
        self.heard.begin()
        self._pings.clear()
        self._events.append(Opened(hello))

    def _on_pong(self, pong: Pong, sequence: int, at_ns: int) -> None:
        assert self.hello is not None
        if pong.boot_id != self.hello.boot_id:
            self._lose_session("it was reset")
            return
        sent_ns = self._pings.pop(sequence, None)
        if sent_ns is None:
            return
        answered = self._counted(pong.sent, at_ns)
        received = answered - (pong.sent - pong.received) % WRAP
        if not self.sync.add(Sample(sent_ns, received, answered, at_ns)):
            self._events.append(ClockJumped())
        lost, events = self.heard.skip_to(pong.first_held)
        if lost:
            self._events.append(EventsLost(lost))
        self._deliver(events)
        complete = answered - (pong.sent - pong.complete_until) % WRAP - 1
        self.heard.promise(pong.next_event, complete)

    def _on_answer(self, answer: Message, sequence: int) -> None:
        command = self.asked.answered(answer, sequence)
        if command is None:
            return
        if isinstance(answer, Nack) and answer.reason == NackReason.NO_SESSION:
            self._lose_session("it has forgotten the session")
            return
        self._events.append(Answered(command.ticket, answer))

    def _on_event(self, event: PodEvent) -> None:
        self._acknowledge = True
        self._deliver(self.heard.add(event))

    def _deliver(self, events: list[PodEvent]) -> None:
        """Hand events on, and ask soon up to when that is all."""
        self._events += [Happened(event) for event in events]
        if events:
            self._ping_ns = min(self._ping_ns, self._turned_ns + PING_SOON_NS)

    # ---- ticks

    def unwrap(self, tick: int) -> int:
        """A tick of 32 bits in full. Meaningful once a PONG has come."""
        return self._tick64 + ((tick - self._tick64 + WRAP // 2) % WRAP - WRAP // 2)

    def _counted(self, tick: int, at_ns: int) -> int:
        known_ns = self._tick_known_ns
        if known_ns is None or at_ns - known_ns > LONGEST_UNHEARD_NS:
            self.sync.forget()
            self._tick64 = tick
        else:
            self._tick64 = self.unwrap(tick)
        self._tick_known_ns = at_ns
        return self._tick64

    # ---- states

    def _go(self, state: LinkState) -> None:
        assert state in STATES[self.state], f"{self.state} to {state}"
        self.state = state

    def _lose_session(self, reason: str) -> None:
        self._go(LinkState.GREETING)
        self._session = self._session % (WRAP - 1) + 1
        self._greet_ns = self._turned_ns
        self.asked.drop()
        self._events.append(SessionLost(reason))

    def _silence(self, reason: str) -> None:
        if self.state is LinkState.OPEN:
            self._go(LinkState.SILENT)
            self.asked.drop()
            self._events.append(WentSilent(reason))
