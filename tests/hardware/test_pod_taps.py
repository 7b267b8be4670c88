"""Inputs by tables of time, level and what is told, at several rates of scanning, on all sixteen pods."""

from __future__ import annotations

import pytest

from virtualpods import MS, VirtualPods

pytest_plugins = ("pod_fixtures",)

RATES = [20, MS // 4, MS, 10 * MS]
"""Ticks between two scans: 10 us, 0.25 ms, 1 ms, 10 ms."""

# edges: (ms, level); told: (pressed, hidden, ms). Lockout 30 ms unless said.
TABLES: dict[str, tuple[list[tuple[float, int]], list[tuple[int, int, float]]]] = {
    "press and release": ([(100, 0), (200, 1)], [(1, 0, 100), (0, 0, 200)]),
    "bounce of a press": (
        [(100, 0), (100.5, 1), (101, 0), (102, 1), (103, 0), (200, 1)],
        [(1, 0, 100), (0, 0, 200)],
    ),
    "bounce of a release": (
        [(100, 0), (200, 1), (200.2, 0), (201, 1), (205, 0), (207, 1)],
        [(1, 0, 100), (0, 0, 200)],
    ),
    "a tap shorter than the lockout": ([(100, 0), (110, 1)], [(1, 0, 100), (0, 1, 110)]),
    "a tap shorter than its bounce": ([(100, 0), (101, 1), (102, 0), (103, 1)], [(1, 0, 100), (0, 1, 103)]),
    "two taps": (
        [(100, 0), (150, 1), (250, 0), (300, 1)],
        [(1, 0, 100), (0, 0, 150), (1, 0, 250), (0, 0, 300)],
    ),
    "pressed again within the lockout of the release": (
        [(100, 0), (200, 1), (210, 0), (300, 1)],
        [(1, 0, 100), (0, 0, 200), (1, 1, 210), (0, 0, 300)],
    ),
    "held for a minute": ([(100, 0), (60_100, 1)], [(1, 0, 100), (0, 0, 60_100)]),
}


def told(pods: VirtualPods, pod: int, origin: int) -> list[tuple[int, int, float]]:
    """Press, hidden, ms of every tap of a pod; after a moment in which all events are sent."""
    pods.every = MS // 4
    pods.send("HEARD")
    pods.run(60 * MS)
    return [
        (tap["edge"], tap["flags"] & 1, ((tap["tick"] - origin) % 2**32) / MS)
        for tap in pods.told("TAP")
        if tap["pod"] == pod
    ]


@pytest.mark.parametrize("every", RATES)
@pytest.mark.parametrize("name", TABLES)
def test_table(pods: VirtualPods, name: str, every: int) -> None:
    edges, wanted = TABLES[name]
    pods.every = max(every, MS) if edges[-1][0] > 1000 else every
    origin = pods.tick
    for ms, level in edges:
        for pod in range(16):
            pods.edge(round(ms * MS), pod, high=level == 1)
    pods.run(round((edges[-1][0] + 120) * MS))
    for pod in range(16):
        assert told(pods, pod, origin) == wanted, pod


@pytest.mark.parametrize("every", RATES)
def test_stamps_go_on_where_ticks_wrap(virtual_board: object, every: int, pods: VirtualPods) -> None:
    pods.start(2**32 - 200 * MS)
    pods.every = every
    origin = pods.tick
    edges, wanted = TABLES["two taps"]
    for ms, level in edges:
        pods.edge(round(ms * MS), 5, high=level == 1)
    pods.run(450 * MS)
    assert told(pods, 5, origin) == wanted


@pytest.mark.parametrize("every", RATES)
def test_confirmation_rejects_a_spike_and_keeps_the_first_edge_of_a_press(
    pods: VirtualPods, every: int
) -> None:
    pods.every = every
    for pod in (3, 4):
        pods.ask("SET_INPUT", input=pod, flags=5, lockout_ms=40, confirm_100us=50, level=2)
    origin = pods.tick
    for ms, level in ((100, 0), (100.3, 1)):
        pods.edge(round(ms * MS), 3, high=level == 1)
    for ms, level in ((100, 0), (101, 1), (104, 0), (200, 1)):
        pods.edge(round(ms * MS), 4, high=level == 1)
    pods.run(300 * MS)
    assert told(pods, 3, origin) == []
    assert told(pods, 4, origin) == [(1, 0, 100.0), (0, 0, 200.0)]
    assert pods.ask("COUNTS", input=3)["rejected"] == 1


def test_polarity_and_enabling(pods: VirtualPods) -> None:
    pods.ask("SET_INPUT", input=2, flags=3, lockout_ms=10)
    origin = pods.tick
    pods.edge(10 * MS, 2, high=True)
    pods.edge(50 * MS, 2, high=False)
    pods.run(100 * MS)
    assert told(pods, 2, origin) == [(1, 0, 10.0), (0, 0, 50.0)]


def test_sensors_are_told_as_sensors_once_they_are_switched_on(pods: VirtualPods) -> None:
    assert [pods.ask("GET_INPUT", input=number)["flags"] for number in (16, 17)] == [2, 2]
    for number, lockout_ms in ((16, 10), (17, 100)):
        pods.ask("SET_INPUT", input=number, flags=3, lockout_ms=lockout_ms)
    pods.edge(10 * MS, 16, high=True)
    pods.edge(12 * MS, 17, high=True)
    pods.edge(13 * MS, 17, high=False)
    pods.run(200 * MS)
    events = [(event["input"], event["edge"]) for event in pods.told("SENSOR")]
    assert events == [(16, 1), (17, 1), (17, 0)]


def test_counts_tell_noise_bounce_and_a_stuck_sensor(pods: VirtualPods) -> None:
    for ms, level in ((100, 0), (101, 1), (104, 0)):
        pods.edge(ms * MS, 7, high=level == 1)
    pods.run(12_200 * MS)
    counts = pods.ask("COUNTS", input=7)
    assert (counts["presses"], counts["noise"], counts["bounce_us"]) == (1, 2, 4000)
    assert counts["flags"] & 3 == 3
    assert counts["state_s"] >= 11
    assert pods.ask("STATUS")["stuck"] == 1 << 7


def test_complete_until_waits_for_what_is_undecided(pods: VirtualPods) -> None:
    pods.ask("SET_INPUT", input=1, flags=5, lockout_ms=400, confirm_100us=255)
    press = (pods.tick + 10 * MS) % 2**32
    pods.edge(10 * MS, 1, high=False)
    pods.run(20 * MS)
    assert pods.ask("PING", heard=0)["complete_until"] == press
    pods.run(60 * MS)
    pong = pods.ask("PING", heard=0)
    assert pong["complete_until"] > press
    assert (pong["next_event"], pong["last_tap"], pong["last_tap_tick"]) == (1, 0, press)
