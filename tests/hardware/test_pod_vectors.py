"""The protocol page and the vectors are what `protocol.json` says, and what Python's own libraries say."""

from __future__ import annotations

import binascii
import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PODS = Path(__file__).resolve().parents[2] / "hardware" / "arduino_led_pods"
VECTORS = PODS / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def test_page_and_vectors_are_current() -> None:
    script = VECTORS / "make_vectors.py"
    done = subprocess.run(
        [sys.executable, str(script), "--check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout


def test_every_message_has_its_own_type_and_fits_a_frame() -> None:
    protocol = load("protocol")
    types = [message["type"] for message in protocol["messages"]]
    assert len(types) == len(set(types))
    assert (
        max(len(bytes.fromhex(vector["raw"])) for vector in load("messages")) <= protocol["largest_raw_frame"]
    )


def test_ping_is_as_long_as_pong() -> None:
    lengths = {
        vector["message"]: len(vector["wire"])
        for vector in load("messages")
        if vector["message"] in {"PING", "PONG"}
    }
    assert lengths["PING"] == lengths["PONG"]


@pytest.mark.parametrize("name", ["frames", "messages"])
def test_crc_and_frames_are_those_of_the_libraries(name: str) -> None:
    cobs = pytest.importorskip("cobs.cobs")
    for vector in load(name):
        raw, wire = bytes.fromhex(vector["raw"]), bytes.fromhex(vector["wire"])
        assert struct.unpack("<H", raw[-2:])[0] == binascii.crc_hqx(raw[:-2], 0xFFFF)
        assert wire == cobs.encode(raw) + b"\0"
