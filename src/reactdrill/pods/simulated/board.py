"""A board without hardware: the protocol's words answered as the firmware does, in the time of any clock."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reactdrill.pods import messages as m
from reactdrill.pods.frames import FrameParser, encode_frame
from reactdrill.pods.messages import Message, NackReason, OutReason
from reactdrill.pods.simulated.clock import WRAP, BoardClock
from reactdrill.pods.simulated.events import EventBox
from reactdrill.pods.simulated.inputs import SimInput
from reactdrill.pods.simulated.world import PodWorld
from reactdrill.pods.wire.pipe import Sent

CUE_SLOTS = 12
EVENT_SLOTS = 24
SILENT_NS = 5_000_000_000
FURTHEST = 500 * m.TICK_HZ
OLDEST = m.TICK_HZ // 10
FIRMWARE = (1, 0, 0)


class SimulatedBoard(PodWorld):
    """One controller with pods, and its end of the wire. `tap` is a hand; `lights` is what an eye sees."""

    def __init__(
        self,
        pods: int = 6,
        *,
        start_ns: int = 0,
        fast_ppb: int = 0,
        first_tick: int = 1,
        boot_id: int = 1,
        board_id: int = 0,
        version: tuple[int, int] = (m.MAJOR, m.MINOR),
    ) -> None:
        super().__init__(pods, BoardClock(start_ns, fast_ppb, first_tick), start_ns)
        self.pods = pods
        self.connected = pods
        """Pods that are connected, as set: as many as there are, or fewer."""
        self.boot_id = boot_id
        self._version = version
        self._board = m.BoardIs(board_id, pods, m.LedKind.APA102, 1, 0, 10)
        self._parser = FrameParser()
        self._out: list[Sent] = []
        self._free_ns = start_ns
        self._session = 0
        self._rounds: deque[int] = deque(maxlen=16)
        self._marked: deque[int] = deque(maxlen=4)
        self._answers: dict[type[Message], Callable[[Any], Message | None]] = {
            m.Hello: self._hello,
            m.Ping: self._ping,
            m.Heard: self._on_heard,
            m.Light: self._light,
            m.Cancel: self._cancel,
            m.AllOff: self._all_off,
            m.Mark: self._mark,
            m.Identify: self._on_identify,
            m.Status: lambda _: self._status(),
            m.Counts: lambda asked: self._of_input(asked, lambda one: one.counts(self.now_ns)),
            m.GetInput: lambda asked: self._of_input(asked, lambda one: one.settings()),
            m.SetInput: self._set_input,
            m.GetBoard: lambda _: self._board,
            m.SetBoard: self._set_board,
            m.Factory: lambda _: m.Ack(m.Factory.TYPE, 0),
        }
        self._say(self._hello_is(), 0)

    # ---- hands and time

    def tap(self, pod: int, at_ns: int, *, down: bool = True) -> None:
        """Press a pod at a time to come, or let it go; what has been told of already cannot be changed."""
        self.press(pod, at_ns, down=down)

    def sense(self, number: int, at_ns: int, *, active: bool) -> None:
        """Let the light or the sound sensor see something."""
        self.press(self.pods + number - m.LIGHT_SENSOR, at_ns, down=active)

    @property
    def deadline_ns(self) -> int | None:
        """When something happens by itself, or is to be sent."""
        if self._out:
            return self.now_ns
        again_ns = self.events.deadline_ns if self.events is not None and not self._silent else None
        dues = [due for due in (super().deadline_ns, again_ns) if due is not None]
        return min(dues, default=None)

    def receive(self, data: bytes, at_ns: int) -> None:
        """Take bytes."""
        self._live(at_ns)
        for body in self._parser.feed(data):
            self.silent_at_ns = at_ns + SILENT_NS
            self._answer(body)
        self._send_events()

    def advance(self, to_ns: int) -> list[Sent]:
        """Live until `to_ns`; what was sent."""
        self._live(to_ns)
        out, self._out = self._out, []
        return out

    def _live(self, to_ns: int) -> None:
        while self.step(to_ns):
            self._send_events()
        self._send_events()

    # ---- words

    @property
    def _silent(self) -> bool:
        """Whether the host is silent: nothing is sent then."""
        return self.silent_at_ns is None

    def _send_events(self) -> None:
        if self.events is not None and not self._silent:
            for event in self.events.to_send(self.now_ns):
                self._say(event, 0)

    def _say(self, message: Message, sequence: int) -> None:
        at_ns = max(self.now_ns, self._free_ns)
        if isinstance(message, m.Pong):
            tick = self.clock.tick(at_ns) % WRAP
            message = replace(message, sent=tick, complete_until=self.tick % WRAP)
        data = encode_frame(m.encode_body(message, sequence))
        self._free_ns = at_ns + len(data) * m.BYTE_NS
        self._out.append(Sent(data, at_ns))

    def _answer(self, body: bytes) -> None:
        try:
            message, sequence = m.decode_body(body)
        except m.MessageError:
            self._say(m.Nack(body[0], self._why_not(body), 0), body[1])
            return
        answer = self._answers.get(type(message))
        needs = not isinstance(message, m.Hello | m.Ping | m.Status | m.Counts | m.GetInput | m.GetBoard)
        if answer is None:
            said: Message | None = m.Nack(message.TYPE, NackReason.UNKNOWN_TYPE, 0)
        elif needs and not self._session:
            said = None if isinstance(message, m.Heard) else m.Nack(message.TYPE, NackReason.NO_SESSION, 0)
        else:
            said = answer(message)
        if said is not None:
            self._say(said, sequence)

    @staticmethod
    def _why_not(body: bytes) -> NackReason:
        known = any(body[0] == kind.TYPE for kind in m.MESSAGES if kind.TYPE < m.Ack.TYPE)
        return NackReason.TOO_SHORT if known else NackReason.UNKNOWN_TYPE

    def _hello(self, hello: m.Hello) -> Message:
        if hello.major == self._version[0] and hello.session not in (0, self._session):
            self._session = hello.session
            self.events = EventBox()
            self._rounds.clear()
            self.forget()
        return self._hello_is()

    def _hello_is(self) -> Message:
        board = self._board
        features = m.Feature.SIMULATED
        return m.HelloIs(
            *self._version,
            *FIRMWARE,
            m.Board.SOFTWARE,
            board.pods,
            self.pods,
            board.led_kind,
            features,
            m.TICK_HZ,
            self.boot_id,
            board.board_id,
            self._session,
            CUE_SLOTS,
            EVENT_SLOTS,
            1,
        )

    def _ping(self, ping: m.Ping) -> Message:
        events = self.events or EventBox()
        events.acknowledge(ping.heard)
        tick = self.tick % WRAP
        return m.Pong(
            tick,
            tick,
            self.boot_id,
            events.next,
            events.first_held,
            events.last_tap,
            events.last_tap_tick,
            tick,
        )

    def _on_heard(self, heard: m.Heard) -> None:
        if self.events is not None:
            self.events.acknowledge(heard.heard)

    def _light(self, light: m.Light) -> Message:
        if light.pod >= self.connected:
            return m.Nack(light.TYPE, NackReason.BAD_POD, 0)
        if light.round in self._rounds:
            return m.Ack(light.TYPE, 1)
        rule = m.LightOut(light.flags & 3)
        if light.round == 0:
            return m.Nack(light.TYPE, NackReason.BAD_VALUE, 3)
        if rule is m.LightOut.NONE and not light.on_ticks:
            return m.Nack(light.TYPE, NackReason.BAD_VALUE, 14)
        if rule in (m.LightOut.TIMEOUT, m.LightOut.EITHER) and not light.window_ticks:
            return m.Nack(light.TYPE, NackReason.BAD_VALUE, 18)
        now = self.tick
        at = now if light.flags & m.LightFlag.AT_ONCE else self.clock.unwrapped(light.at, self.now_ns)
        refused = self._refused(at, now)
        if refused is not None:
            return m.Nack(light.TYPE, *refused)
        self._rounds.append(light.round)
        self.schedule(light, at)
        return m.Ack(light.TYPE, 0)

    def _refused(self, at: int, now: int) -> tuple[int, int] | None:
        if at < now - OLDEST:
            return NackReason.PAST, 0
        if at > now + FURTHEST:
            return NackReason.TOO_FAR, 0
        if len(self.cues) >= CUE_SLOTS:
            return NackReason.FULL, 0
        later_ms = self.flashes.refuses(at)
        return (NackReason.FLASH_LIMIT, later_ms) if later_ms else None

    def _cancel(self, cancel: m.Cancel) -> Message:
        return m.Ack(cancel.TYPE, int(self.cancel(cancel.round)))

    def _all_off(self, said: m.AllOff) -> Message:
        self.end_all(OutReason.CANCELLED)
        return m.Ack(said.TYPE, 0)

    def _mark(self, mark: m.Mark) -> Message:
        if mark.mark in self._marked:
            return m.Ack(mark.TYPE, 1)
        self._marked.append(mark.mark)
        at = self.tick
        if not mark.flags & m.LightFlag.AT_ONCE:
            at = max(at, self.clock.unwrapped(mark.at, self.now_ns))
        self.mark(mark, at)
        return m.Ack(mark.TYPE, 0)

    def _on_identify(self, said: m.Identify) -> Message:
        if said.pod >= self.connected:
            return m.Nack(said.TYPE, NackReason.BAD_POD, 0)
        later_ms = self.identify(said)
        return m.Nack(said.TYPE, NackReason.FLASH_LIMIT, later_ms) if later_ms else m.Ack(said.TYPE, 0)

    def _status(self) -> Message:
        now_ns = self.now_ns
        active = sum(1 << one.number for one in self.inputs if one.active)
        stuck = sum(1 << one.number for one in self.inputs if one.stuck(now_ns))
        flags = m.StatusFlag.SESSION_OPEN if self._session else m.StatusFlag(0)
        uptime_s = (now_ns - self._start_ns) // 1_000_000_000
        bad = min(0xFFFF, self._parser.bad)
        lost = 0 if self.events is None else self.events.lost
        return m.StatusIs(uptime_s, 5000, 900, bad, 0, 0, lost, 0, flags, active, stuck)

    def _of_input(self, asked: m.Counts | m.GetInput, answer: Callable[[SimInput], Message]) -> Message:
        one = next((each for each in self.inputs if each.number == asked.input), None)
        return m.Nack(asked.TYPE, NackReason.BAD_POD, 0) if one is None else answer(one)

    def _set_input(self, said: m.SetInput) -> Message:
        one = next((each for each in self.inputs if each.number == said.input), None)
        if one is None:
            return m.Nack(said.TYPE, NackReason.BAD_POD, 0)
        if not 1 <= said.lockout_ms <= 2000:
            return m.Nack(said.TYPE, NackReason.BAD_VALUE, 4)
        one.flags, one.lockout_ms = said.flags, said.lockout_ms
        one.confirm_100us, one.level = said.confirm_100us, said.level
        return one.settings()

    def _set_board(self, said: m.SetBoard) -> Message:
        if self.cues:
            return m.Nack(said.TYPE, NackReason.BUSY, 0)
        if not 1 <= said.pods <= self.pods:
            return m.Nack(said.TYPE, NackReason.BAD_VALUE, 6)
        if said.led_kind == m.LedKind.WS2812:
            return m.Nack(said.TYPE, NackReason.NOT_AVAILABLE, 0)
        self.connected = said.pods
        self._board = m.BoardIs(
            said.board_id, said.pods, said.led_kind, said.leds_per_pod, said.reference, said.ttl_ms
        )
        return self._board
