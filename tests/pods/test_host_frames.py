"""Frames and messages against the vectors that the firmware is tested with, and against noise."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from reactdrill.pods import messages
from reactdrill.pods.frames import LARGEST_CODED, FrameParser, decode_frame, encode_frame
from reactdrill.pods.messages import MESSAGES, Message, MessageError, decode_body, encode_body

VECTORS = Path(__file__).parents[2] / "hardware" / "arduino_led_pods" / "vectors"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))


def class_of(name: str) -> type[Message]:
    wanted = name.replace("_", "").lower()
    return next(kind for kind in MESSAGES if kind.__name__.lower() == wanted)


@pytest.mark.parametrize("case", vectors("messages"), ids=lambda case: case["name"])
def test_every_message_has_the_same_bytes_as_in_the_firmware(case: dict[str, Any]) -> None:
    kind = class_of(case["message"])
    values = {name: value for name, value in case["values"].items() if name != "zeros"}
    message = kind(**values)
    body = encode_body(message, case["seq"])
    assert body == bytes.fromhex(case["raw"])[:-2]
    assert encode_frame(body) == bytes.fromhex(case["wire"])
    assert decode_body(body) == (message, case["seq"])
    assert {name: asdict(message)[name] for name in values} == values


def test_every_message_and_number_of_the_protocol_is_known_with_its_fields() -> None:
    protocol = vectors("protocol")
    described = protocol["messages"]
    assert {entry["name"].replace("_", "").lower() for entry in described} == {
        kind.__name__.lower() for kind in MESSAGES
    }
    for entry in described:
        kind = class_of(entry["name"])
        names = [field["name"] for field in entry["fields"] if field["name"] != "zeros"]
        assert names == [field.name for field in fields(kind)], entry["name"]
    assert protocol["tick_hz"] == messages.TICK_HZ
    assert protocol["baud"] == messages.BAUD
    assert tuple(protocol["version"]) == (messages.MAJOR, messages.MINOR)
    for table, numbers in (
        ("light_out_rules", messages.LightOut),
        ("reasons_of_OUT", messages.OutReason),
        ("reasons_of_NACK", messages.NackReason),
        ("LED_kinds", messages.LedKind),
        ("boards", messages.Board),
    ):
        assert {each["name"].lower(): each["value"] for each in protocol[table]} == {
            each.name.lower(): each.value for each in numbers
        }


@pytest.mark.parametrize("case", vectors("frames"), ids=lambda case: str(len(case["body"]) // 2))
def test_frames_of_every_length(case: dict[str, str]) -> None:
    body = bytes.fromhex(case["body"])
    assert encode_frame(body) == bytes.fromhex(case["wire"])
    assert decode_frame(bytes.fromhex(case["wire"])[:-1]) == body


@pytest.mark.parametrize("case", vectors("streams"), ids=lambda case: case["name"])
@pytest.mark.parametrize("portion", [1, 3, 1000])
def test_damaged_streams_give_what_is_whole(case: dict[str, Any], portion: int) -> None:
    stream = bytes.fromhex(case["stream"])
    parser = FrameParser()
    found = []
    for start in range(0, len(stream), portion):
        found += parser.feed(stream[start : start + portion])
    assert found == [bytes.fromhex(body) for body in case["bodies"]]
    assert parser.bad == case["bad"]


@given(st.binary(max_size=400), st.integers(1, 50), st.binary(min_size=2, max_size=46))
def test_after_any_noise_the_frame_after_the_next_zero_is_found(
    noise: bytes, portion: int, body: bytes
) -> None:
    parser = FrameParser()
    for start in range(0, len(noise), portion):
        parser.feed(noise[start : start + portion])
        assert len(parser._kept) <= LARGEST_CODED
    assert body in parser.feed(b"\0" + encode_frame(body))


@given(st.binary(min_size=1, max_size=60))
def test_no_body_can_do_more_than_be_refused(body: bytes) -> None:
    try:
        message, sequence = decode_body(body)
    except MessageError:
        return
    again = encode_body(message, sequence)
    assert again[:2] == body[:2]
    assert message.TYPE == messages.Ping.TYPE or body.startswith(again)


def test_what_is_longer_is_taken_and_what_is_shorter_refused() -> None:
    body = encode_body(messages.Cancel(7), 3)
    assert decode_body(body + b"later version") == (messages.Cancel(7), 3)
    with pytest.raises(MessageError, match="Cancel has 2 bytes"):
        decode_body(body[:-1])
    with pytest.raises(MessageError, match="0xEE"):
        decode_body(b"\xee\x00")


def test_the_rest_of_something_older_is_dropped_uncounted() -> None:
    parser = FrameParser()
    parser.skip_to_end()
    frame = encode_frame(b"\x09\x0a")
    assert parser.feed(frame[3:] + frame) == [b"\x09\x0a"]
    assert parser.bad == 0


@pytest.mark.parametrize("size", [0, 1, 47])
def test_a_body_that_no_frame_can_hold_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="2 to 46 bytes"):
        encode_frame(bytes(size))
