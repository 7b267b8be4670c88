"""Bodies of frames: messages as bytes, and bytes as messages."""

from __future__ import annotations

from dataclasses import fields
from typing import NamedTuple

from reactdrill.pods.messages.base import Message
from reactdrill.pods.messages.events import Lit, Marked, Out, Sensor, Tap
from reactdrill.pods.messages.to_board import (
    AllOff,
    Cancel,
    Counts,
    Factory,
    GetBoard,
    GetInput,
    Heard,
    Hello,
    Identify,
    Light,
    Mark,
    Ping,
    SetBoard,
    SetInput,
    Status,
)
from reactdrill.pods.messages.to_host import Ack, BoardIs, CountsIs, HelloIs, InputIs, Nack, Pong, StatusIs

MESSAGES: tuple[type[Message], ...] = (
    *(Hello, Ping, Heard, Light, Cancel, AllOff, Mark, Identify, Status, Counts),
    *(GetInput, SetInput, GetBoard, SetBoard, Factory),
    *(Ack, HelloIs, Pong, StatusIs, CountsIs, InputIs, BoardIs, Nack),
    *(Lit, Out, Tap, Sensor, Marked),
)
_BY_TYPE = {message.TYPE: message for message in MESSAGES}
_NAMES = {message: tuple(field.name for field in fields(message)) for message in MESSAGES}


class MessageError(ValueError):
    """A body is no message that is known; the text says why."""


class Received(NamedTuple):
    """A message and the sequence number it came with."""

    message: Message
    sequence: int


def encode_body(message: Message, sequence: int = 0) -> bytes:
    """Type, sequence and payload. Raises `struct.error` when a value does not fit its field."""
    values = [getattr(message, name) for name in _NAMES[type(message)]]
    return bytes((message.TYPE, sequence)) + message.LAYOUT.pack(*values)


def decode_body(body: bytes) -> Received:
    """The message of a body. Raises `MessageError` for an unknown type or a payload that is too short."""
    if len(body) < 2:
        raise MessageError("shorter than a type and a sequence")
    kind = _BY_TYPE.get(body[0])
    if kind is None:
        raise MessageError(f"no message has the type 0x{body[0]:02X}")
    payload = body[2:]
    if len(payload) < kind.LAYOUT.size:
        raise MessageError(f"{kind.__name__} has {kind.LAYOUT.size} bytes, not {len(payload)}")
    return Received(kind(*kind.LAYOUT.unpack(payload[: kind.LAYOUT.size])), body[1])
