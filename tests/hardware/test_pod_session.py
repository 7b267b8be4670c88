"""Sessions, events and settings in the firmware's logic."""

from __future__ import annotations

import pytest

from podtalk import NACKS
from virtualpods import MS, VirtualPods

pytest_plugins = ("pod_fixtures",)


def tap(pods: VirtualPods, pod: int) -> None:
    pods.edge(0, pod, high=False)
    pods.edge(40 * MS, pod, high=True)
    pods.run(80 * MS)


def test_a_board_says_who_it_is_when_it_starts(pods: VirtualPods) -> None:
    pods.start(session=False)
    pods.run(MS)
    (hello,) = pods.told("HELLO_IS")
    assert (hello.seq, hello["session"], hello["max_pods"], hello["tick_hz"]) == (0, 0, 16, 2_000_000)


def test_nothing_is_done_without_a_session(pods: VirtualPods) -> None:
    pods.start(session=False)
    tap(pods, 3)
    assert NACKS[pods.ask("STATUS")["reason"]] == "NO_SESSION"
    assert pods.ask("PING")["next_event"] == 0
    assert pods.told("TAP") == []


def test_another_major_version_opens_no_session(pods: VirtualPods) -> None:
    pods.start(session=False)
    assert pods.ask("HELLO", major=2, session=5)["session"] == 0


def test_the_same_session_again_changes_nothing_and_a_new_one_begins_anew(pods: VirtualPods) -> None:
    pods.light(2, 20 * MS)
    tap(pods, 3)
    number = pods.ask("PING")["next_event"]
    assert number > 0
    assert pods.ask("HELLO", major=1, session=77)["session"] == 77
    assert pods.ask("PING")["next_event"] == number
    assert pods.ask("HELLO", major=1, session=78)["session"] == 78
    assert pods.ask("PING")["next_event"] == 0
    assert pods.lights[-1][2] == (0, 0, 0, 0)


def test_events_are_sent_again_until_they_are_acknowledged(pods: VirtualPods) -> None:
    tap(pods, 3)
    pods.run(200 * MS)
    times = [message for message in pods.seen if message.name == "TAP" and message["number"] == 0]
    assert 4 <= len(times) <= 8
    assert len({tuple(message.values.items()) for message in times}) == 1
    pods.send("HEARD", heard=2)
    pods.run(MS)
    pods.seen.clear()
    pods.run(500 * MS)
    assert pods.seen == []


def test_an_acknowledgement_of_the_future_is_ignored(pods: VirtualPods) -> None:
    tap(pods, 3)
    pods.send("HEARD", heard=9)
    pods.run(MS)
    assert pods.ask("PING", heard=40_000)["first_held"] == 0


def test_the_oldest_event_goes_when_there_is_no_room_and_that_is_told(pods: VirtualPods) -> None:
    for _ in range(100):
        tap(pods, 3)
        pods.send("HEARD", heard=0)
    pong = pods.ask("PING")
    assert pong["next_event"] == 200
    assert 0 < pong["first_held"] < 200
    assert pods.ask("STATUS")["lost_events"] == pong["first_held"]
    pods.run(3000 * MS)
    late = [message["number"] for message in pods.seen if message.name == "TAP"][-60:]
    assert set(late) >= {pong["first_held"], 199}


@pytest.mark.slow
def test_event_numbers_wrap(pods: VirtualPods) -> None:
    pods.every = 40 * MS
    heard = 0
    for _ in range(33_000):
        pods.edge(0, 3, high=False)
        pods.edge(40 * MS, 3, high=True)
        heard += 2
        pods.run(80 * MS)
        pods.send("HEARD", heard=heard % 2**16)
    pods.seen.clear()
    pods.every = MS // 4
    pods.run(100 * MS)
    pong = pods.ask("PING", heard=heard % 2**16)
    assert (pong["next_event"], pong["first_held"]) == (heard % 2**16, heard % 2**16)


def test_settings_survive_a_restart_and_damage_is_found(pods: VirtualPods) -> None:
    assert pods.ask("STATUS")["flags"] & 2, "an empty EEPROM"
    pods.ask("SET_INPUT", input=15, flags=3, lockout_ms=1234, confirm_100us=99, level=3)
    board = {
        "board_id": 0xCAFE1234,
        "pods": 12,
        "led_kind": 1,
        "leds_per_pod": 4,
        "reference": 90,
        "ttl_ms": 7,
    }
    assert pods.ask("SET_BOARD", **board).values == board
    pods.run(200 * MS)
    pods.command("restart")
    pods.send("HELLO", major=1, session=5)
    pods.run(MS)
    assert pods.ask("GET_BOARD").values == board
    assert pods.ask("GET_INPUT", input=15)["lockout_ms"] == 1234
    assert not pods.ask("STATUS")["flags"] & 2
    pods.command("spoil 20")
    pods.command("restart")
    pods.send("HELLO", major=1, session=6)
    pods.run(MS)
    assert pods.ask("STATUS")["flags"] & 2
    assert pods.ask("GET_BOARD")["pods"] == 16


def test_factory_settings_keep_the_boards_number(pods: VirtualPods) -> None:
    board = {"board_id": 7, "pods": 12, "led_kind": 0, "leds_per_pod": 1, "reference": 0, "ttl_ms": 7}
    pods.ask("SET_BOARD", **board)
    assert pods.ask("FACTORY").name == "ACK"
    assert pods.ask("GET_BOARD").values == board | {"pods": 16, "ttl_ms": 5}


BOARD = {"pods": 8, "led_kind": 0, "leds_per_pod": 1, "ttl_ms": 5}


@pytest.mark.parametrize(
    ("name", "values", "reason", "detail"),
    [
        ("SET_INPUT", {"input": 18, "lockout_ms": 9}, "BAD_POD", 0),
        ("SET_INPUT", {"flags": 8, "lockout_ms": 9}, "BAD_VALUE", 3),
        ("SET_INPUT", {"lockout_ms": 0}, "BAD_VALUE", 4),
        ("SET_INPUT", {"lockout_ms": 2001}, "BAD_VALUE", 4),
        ("SET_INPUT", {"lockout_ms": 10, "confirm_100us": 26}, "BAD_VALUE", 6),
        ("SET_BOARD", BOARD | {"pods": 17}, "BAD_VALUE", 6),
        ("SET_BOARD", BOARD | {"led_kind": 9}, "BAD_VALUE", 7),
        ("SET_BOARD", BOARD | {"led_kind": 4}, "NOT_AVAILABLE", 0),
        ("SET_BOARD", BOARD | {"leds_per_pod": 2}, "BAD_VALUE", 8),
        ("SET_BOARD", BOARD | {"led_kind": 1, "leds_per_pod": 9}, "BAD_VALUE", 8),
        ("SET_BOARD", BOARD | {"ttl_ms": 0}, "BAD_VALUE", 10),
        ("MARK", {"mark": 0, "width_100us": 1}, "BAD_VALUE", 2),
        ("MARK", {"mark": 1, "flags": 1, "width_100us": 1}, "BAD_VALUE", 4),
        ("MARK", {"mark": 1, "flags": 8}, "BAD_VALUE", 9),
        ("IDENTIFY", {"pod": 16, "ms": 5}, "BAD_POD", 0),
        ("IDENTIFY", {"pod": 1, "ms": 0}, "BAD_VALUE", 7),
        ("COUNTS", {"input": 99}, "BAD_POD", 0),
    ],
)
def test_what_is_refused(
    pods: VirtualPods, name: str, values: dict[str, int], reason: str, detail: int
) -> None:
    answer = pods.ask(name, **values)
    assert (answer.name, NACKS.get(answer.values.get("reason", -1)), answer["detail"]) == (
        "NACK",
        reason,
        detail,
    )


def test_settings_of_the_board_wait_for_cues(pods: VirtualPods) -> None:
    pods.light(0, 5000 * MS)
    assert NACKS[pods.ask("SET_BOARD", **BOARD)["reason"]] == "BUSY"
    assert NACKS[pods.ask("FACTORY")["reason"]] == "BUSY"
