"""The pods' protocol as `protocol.json` says it, for tests of the firmware; nothing here is the host's own code."""

from __future__ import annotations

import binascii
import json
import struct
from dataclasses import dataclass, field
from typing import Any

from podsim import PODS, Happened, PodSim, Received

PROTOCOL = json.loads((PODS / "vectors" / "protocol.json").read_text(encoding="utf-8"))
BY_NAME = {message["name"]: message for message in PROTOCOL["messages"]}
BY_TYPE = {message["type"]: message for message in PROTOCOL["messages"]}
NACKS = {entry["value"]: entry["name"] for entry in PROTOCOL["reasons_of_NACK"]}
OUTS = {entry["value"]: entry["name"] for entry in PROTOCOL["reasons_of_OUT"]}
TICK_NS = 500
MS = 1_000_000
RULES = {entry["name"]: entry["value"] for entry in PROTOCOL["light_out_rules"]}
NOW = 8
RELEASE = 4


@dataclass(frozen=True, slots=True)
class Message:
    """One decoded body."""

    name: str
    seq: int
    values: dict[str, int]

    def __getitem__(self, key: str) -> int:
        return self.values[key]


def layout(message: dict[str, Any]) -> tuple[str, list[str]]:
    """Struct format and the names of what is no padding."""
    kinds = {"u8": "B", "u16": "H", "u32": "I"}
    form, names = "<", []
    for part in message["fields"]:
        if part["kind"].startswith("zeros:"):
            form += part["kind"].partition(":")[2] + "x"
        else:
            form += kinds[part["kind"]]
            names.append(part["name"])
    return form, names


def stuffed(raw: bytes) -> bytes:
    """COBS with the final zero; for at most 254 bytes."""
    return b"".join(bytes([len(block) + 1]) + block for block in raw.split(b"\0")) + b"\0"


def unstuffed(frame: bytes) -> bytes:
    """The raw frame in a COBS frame without its final zero."""
    raw, at = b"", 0
    while at < len(frame):
        raw += frame[at + 1 : at + frame[at]] + b"\0"
        at += frame[at]
    return raw[:-1]


def encode(name: str, seq: int, **values: int) -> bytes:
    """Wire bytes of a message; fields that are not given are 0."""
    form, names = layout(BY_NAME[name])
    assert set(values) <= set(names), (name, values)
    body = bytes([BY_NAME[name]["type"], seq]) + struct.pack(form, *(values.get(key, 0) for key in names))
    return stuffed(body + struct.pack("<H", binascii.crc_hqx(body, 0xFFFF)))


def decode(frame: bytes) -> Message:
    """A message from wire bytes with or without the final zero."""
    raw = unstuffed(frame.rstrip(b"\0"))
    assert struct.unpack("<H", raw[-2:])[0] == binascii.crc_hqx(raw[:-2], 0xFFFF), frame.hex()
    message = BY_TYPE[raw[0]]
    form, names = layout(message)
    return Message(message["name"], raw[1], dict(zip(names, struct.unpack(form, raw[2:-2]), strict=True)))


@dataclass
class Talk:
    """A host that waits for every answer and acknowledges every event; one simulated board."""

    sim: PodSim
    seq: int = 0
    round: int = 0
    next_event: int = 0
    events: list[Message] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    acknowledges: bool = True

    def boot(self) -> Message:
        """Let the board start and open a session; its HELLO_IS."""
        self.run_ms(60)
        return self.ask("HELLO", major=1, minor=0, session=0x1234)

    def run_ms(self, ms: float) -> None:
        """Let time pass."""
        until_ns = self.sim.now_ns + round(ms * MS)
        while self.sim.now_ns < until_ns:
            self._take(self.sim.step(until_ns))

    def ask(self, name: str, **values: int) -> Message:
        """Send a command; its answer, NACK included."""
        self.seq = (self.seq + 1) % 256
        self.sim.send(encode(name, self.seq, **values))
        limit_ns = self.sim.now_ns + 50 * MS
        while self.sim.now_ns < limit_ns:
            self._take(self.sim.step(limit_ns))
            for answer in self.answers:
                if answer.seq == self.seq:
                    self.answers.clear()
                    return answer
        raise AssertionError(f"no answer to {name}")

    def do(self, name: str, **values: int) -> Message:
        """Send a command that must not be refused."""
        answer = self.ask(name, **values)
        assert answer.name != "NACK", (name, values, NACKS[answer["reason"]], answer["detail"])
        return answer

    def do_surely(self, name: str, **values: int) -> Message:
        """Send a command until it is answered, on a wire that loses some."""
        for _ in range(20):
            try:
                return self.do(name, **values)
            except AssertionError:
                continue
        raise AssertionError(f"no answer to {name}")

    def refused(self, name: str, **values: int) -> str:
        """Send a command that must be refused; the reason's name."""
        answer = self.ask(name, **values)
        assert answer.name == "NACK", (name, values)
        return str(NACKS[answer["reason"]])

    def light(self, pod: int, at: int, *, rule: str = "hit", on_ms: float = 0, window_ms: float = 0) -> int:
        """Schedule a green light; its round."""
        self.round += 1
        self.do(
            "LIGHT",
            pod=pod,
            round=self.round,
            flags=RULES[rule],
            green=255,
            brightness=255,
            at=at % 2**32,
            on_ticks=round(on_ms * 2000),
            window_ticks=round(window_ms * 2000),
        )
        return self.round

    def ticks(self) -> int:
        """About the board's tick now, from a PING."""
        return self.do("PING", heard=self.next_event)["sent"]

    def told(self, name: str) -> list[Message]:
        """Events of one kind."""
        return [event for event in self.events if event.name == name]

    def _take(self, happened: list[Happened]) -> None:
        self.happened += happened
        for item in happened:
            if isinstance(item, Received):
                message = decode(item.data)
                if "number" in message.values:
                    self._event(message)
                else:
                    self.answers.append(message)

    def _event(self, message: Message) -> None:
        if message["number"] == self.next_event:
            self.next_event = (self.next_event + 1) % 2**16
            self.events.append(message)
        if self.acknowledges:
            self.sim.send(encode("HEARD", 0, heard=self.next_event))
