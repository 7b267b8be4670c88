"""Frames of the firmware are, byte for byte, those of the vectors; and nothing on the wire can hurt it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from podsim import PODS
from podtalk import BY_TYPE, encode, stuffed, unstuffed
from virtualpods import MS, VirtualPods

pytest_plugins = ("pod_fixtures",)


def load(name: str) -> Any:
    return json.loads((PODS / "vectors" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["frames", "messages"])
def test_encodes_as_the_vectors_say(virtual_board: Path, name: str) -> None:
    with VirtualPods(virtual_board) as board:
        for vector in load(name):
            body = vector.get("body") or vector["raw"][:-4]
            assert board.command(f"encode {body}") == [f"wire {vector['wire']}"]


def test_receives_as_the_vectors_say(virtual_board: Path) -> None:
    with VirtualPods(virtual_board) as board:
        for vector in load("streams"):
            wanted = [f"body {body}" for body in vector["bodies"]] + [f"bad {vector['bad']}"]
            assert board.command(f"receive {vector['stream']}") == wanted, vector["name"]


def test_receives_what_is_between_any_damage(virtual_board: Path) -> None:
    rng = random.Random(8)
    wires = [bytes.fromhex(vector["wire"]) for vector in load("messages")]
    with VirtualPods(virtual_board) as board:
        for _ in range(300):
            noise = bytes(rng.randrange(1, 256) for _ in range(rng.randrange(120)))
            wire = rng.choice(wires)
            found = board.command(f"receive {(noise + bytes(1) + wire).hex()}")
            assert f"body {unstuffed(wire[:-1])[:-2].hex()}" in found


def test_survives_every_message_cut_short_and_any_garbage(virtual_board: Path) -> None:
    rng = random.Random(9)
    with VirtualPods(virtual_board) as board:
        board.start()
        for vector in load("messages"):
            if BY_TYPE[vector["type"]]["to"] != "board" or vector["message"] == "HELLO":
                continue
            body = bytes.fromhex(vector["raw"])[:-2]
            for length in range(2, len(body) + 1):
                board.command(f"body {body[:length].hex()}")
                board.run(MS)
        for _ in range(200):
            board.command(f"raw {rng.randbytes(rng.randrange(1, 200)).hex()}")
            board.run(MS)
        board.command("raw 00")
        assert board.ask("STATUS", 9)["bad_frames"] > 0


def test_an_unknown_command_and_a_short_one_are_refused(pods: VirtualPods) -> None:
    pods.command("body 3307")
    pods.run(MS)
    assert (pods.seen[-1].name, pods.seen[-1]["of"], pods.seen[-1]["reason"]) == ("NACK", 0x33, 1)
    pods.command("body 0407000000")
    pods.run(MS)
    assert (pods.seen[-1].name, pods.seen[-1]["of"], pods.seen[-1]["reason"]) == ("NACK", 4, 2)


def test_a_longer_command_of_a_newer_host_is_understood(pods: VirtualPods) -> None:
    raw = unstuffed(encode("STATUS", 3)[:-1])[:-2] + b"\x01\x02"
    pods.command(f"body {raw.hex()}")
    pods.run(MS)
    assert pods.seen[-1].name == "STATUS_IS"


def test_the_helpers_own_frames_are_those_of_the_vectors() -> None:
    for vector in load("messages"):
        assert encode(vector["message"], vector["seq"], **vector["values"]).hex() == vector["wire"]
        assert stuffed(unstuffed(bytes.fromhex(vector["wire"])[:-1])).hex() == vector["wire"]
