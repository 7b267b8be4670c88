"""The real firmware in the simulated board, in virtual time: what its stamps are worth, and what it bears."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from podsim import PODS, Level, Light, PodSim
from podtalk import MS, OUTS, Talk, encode

pytest_plugins = ("pod_fixtures",)

US = 1000


def trials(talk: Talk, count: int) -> list[float]:
    """RT by the board's stamps minus RT by the simulator's cycles, in microseconds; one trial after the other."""
    pods = 8
    for place in range(count):
        at = talk.ticks() + 20_000
        talk.light(place % pods, at, rule="either", window_ms=500)
        talk.run_ms(15)
        # 137 ns apart in phase, so that every place in a tick and in a pass of the loop is met.
        talk.sim.tap(talk.sim.now_ns + 100 * MS + place * 1_000_137 % (90 * MS), place % pods)
        talk.run_ms(330)
    lit = {event["round"]: event["on_tick"] for event in talk.told("LIT")}
    out = {event["round"]: event for event in talk.told("OUT")}
    assert all(OUTS[event["reason"]] == "hit" for event in out.values())
    on = [item.cycle for item in talk.happened if isinstance(item, Light) and item.colour[3]]
    taps = [
        item.cycle for item in talk.happened if isinstance(item, Level) and item.input >= 0 and not item.high
    ]
    assert len(lit) == len(out) == len(on) == len(taps) == count
    return [
        (out[round_]["tap_tick"] - lit[round_]) * 0.5 - (taps[round_ - 1] - on[round_ - 1]) / 16
        for round_ in sorted(lit)
    ]


def assert_stamped_well(errors: list[float]) -> None:
    assert abs(statistics.mean(errors)) <= 5
    assert statistics.pstdev(errors) <= 1
    assert max(abs(error) for error in errors) <= 10


@pytest.mark.parametrize("board", ["uno", "mega"])
def test_reaction_times_are_right_to_microseconds(request: pytest.FixtureRequest, board: str) -> None:
    assert_stamped_well(trials(request.getfixturevalue(board), 40))


@pytest.mark.parametrize(("lights", "kind"), [("apa102", 1), ("sk9822", 2)])
def test_so_they_are_with_a_chain_of_leds(podsim_program: Path, lights: str, kind: int) -> None:
    options = ["--lights", lights, "--leds-per-pod", "2"]
    with PodSim(podsim_program, "uno", PODS / "hex" / "uno.hex", *options) as sim:
        talk = Talk(sim)
        talk.boot()
        talk.do("SET_BOARD", pods=8, led_kind=kind, leds_per_pod=2, ttl_ms=5)
        assert_stamped_well(trials(talk, 24))
        assert talk.do("STATUS")["late_lights"] == 0


def test_a_thousand_taps_on_eight_pods_none_lost_all_stamped(uno: Talk) -> None:
    start_ns = uno.sim.now_ns + 10 * MS
    for place in range(1000):
        uno.sim.tap(start_ns + place * 10_037_000, place * 3 % 8, hold_ns=35 * MS)
    uno.run_ms(10_200)
    presses = [tap for tap in uno.told("TAP") if tap["edge"]]
    releases = [tap for tap in uno.told("TAP") if not tap["edge"]]
    pins = [item for item in uno.happened if isinstance(item, Level) and item.input >= 0 and not item.high]
    assert len(presses) == len(releases) == 1000
    errors = [tap["tick"] * 0.5 - pin.cycle / 16 for tap, pin in zip(presses, pins, strict=True)]
    spread = [error - statistics.median(errors) for error in errors]
    assert statistics.pstdev(spread) <= 1
    assert max(spread) <= 10
    status = uno.do("STATUS")
    assert (status["lost_edges"], status["lost_events"], status["rx_lost"], status["bad_frames"]) == (
        0,
        0,
        0,
        0,
    )


def test_all_pods_lit_and_tapped_at_once_with_bounce(uno: Talk) -> None:
    at = uno.ticks() + 60_000
    rounds = [uno.light(pod, at, rule="either", window_ms=1000) for pod in range(8)]
    uno.run_ms(40)
    press_ns = uno.sim.now_ns + 100 * MS
    for pod in range(8):
        for bounce in range(10):
            uno.sim.set_input(press_ns + bounce * 150 * US, pod, high=bounce % 2 == 1)
        uno.sim.set_input(press_ns + 1500 * US, pod, high=False)
        uno.sim.set_input(press_ns + 80 * MS, pod, high=True)
    uno.run_ms(400)
    outs = {event["round"]: event for event in uno.told("OUT")}
    assert [OUTS[outs[round_]["reason"]] for round_ in rounds] == ["hit"] * 8
    stamps = [outs[round_]["tap_tick"] for round_ in rounds]
    assert max(stamps) - min(stamps) <= 2, "both ports are looked at together"
    ons = [event["on_tick"] for event in uno.told("LIT")]
    assert max(ons) - min(ons) <= 200
    assert len(uno.told("TAP")) == 16
    assert uno.do("COUNTS", input=0)["noise"] >= 8


def test_held_for_a_minute_is_stuck_and_then_well(uno: Talk) -> None:
    uno.sim.tap(uno.sim.now_ns + 10 * MS, 5, hold_ns=60_000 * MS)
    for _ in range(20):
        uno.run_ms(1000)
        uno.sim.send(encode("HEARD", 0, heard=uno.next_event))
    assert uno.do("STATUS")["stuck"] == 1 << 5
    for _ in range(45):
        uno.run_ms(1000)
        uno.sim.send(encode("HEARD", 0, heard=uno.next_event))
    press, release = uno.told("TAP")
    assert release["tick"] - press["tick"] == pytest.approx(120_000_000, abs=8)
    assert uno.do("STATUS")["stuck"] == 0


def test_lights_go_out_when_the_host_is_gone_for_five_seconds(uno: Talk) -> None:
    uno.light(1, uno.ticks() + 20_000)
    uno.run_ms(6000)
    off = [item for item in uno.happened if isinstance(item, Light)][-1]
    heard_ns = next(item.at_ns for item in uno.happened if isinstance(item, Light))
    assert off.colour[3] == 0
    assert 4_980 * MS < off.at_ns - heard_ns < 5_020 * MS
    uno.run_ms(60_000)
    uno.ticks()
    uno.run_ms(60)
    assert [OUTS[event["reason"]] for event in uno.told("OUT")] == ["host_silent"]


def test_a_reset_forgets_the_session_and_has_another_boot_id(uno: Talk) -> None:
    before = uno.do("PING")["boot_id"]
    uno.sim.tell(f"reset {uno.sim.now_ns + MS}")
    uno.run_ms(60)
    assert uno.refused("STATUS") == "NO_SESSION"
    assert uno.do("PING")["boot_id"] != before


def test_settings_survive_a_reset_in_eeprom(uno: Talk) -> None:
    uno.do("SET_INPUT", input=17, flags=3, lockout_ms=1500, confirm_100us=7, level=2)
    uno.run_ms(500)
    assert not uno.do("STATUS")["flags"] & 4, "written by now"
    uno.sim.tell(f"reset {uno.sim.now_ns + MS}")
    uno.run_ms(60)
    uno.do("HELLO", major=1, session=9)
    assert uno.do("GET_INPUT", input=17)["lockout_ms"] == 1500


def test_no_event_is_lost_or_doubled_on_a_bad_wire(uno: Talk) -> None:
    uno.sim.tell("seed 5")
    uno.sim.tell("fault down 50000 50000 20000 20000")
    start_ns = uno.sim.now_ns + 10 * MS
    for place in range(300):
        uno.sim.tap(start_ns + place * 20 * MS, place % 8, hold_ns=40 * MS)
    uno.run_ms(7000)
    numbers = [event["number"] for event in uno.events]
    assert numbers == list(range(600))
    status = uno.do_surely("STATUS")
    assert status["bad_frames"] > 10
    assert status["lost_events"] == 0


def test_zeros_before_a_frame_are_no_loss(uno: Talk) -> None:
    for _ in range(5):
        uno.sim.send(bytes(50))
        uno.do("PING")
    status = uno.do("STATUS")
    assert (status["rx_lost"], status["bad_frames"]) == (0, 0)


def test_stack_and_supply(uno: Talk) -> None:
    uno.run_ms(2500)
    trials(uno, 3)
    for place in range(3):
        uno.light(place, uno.ticks() + 600_000_000 + place * 10_000_000, window_ms=5)
    for name, values in (("COUNTS", {"input": 0}), ("GET_BOARD", {}), ("GET_INPUT", {"input": 17})):
        uno.do(name, **values)
    assert uno.do("STATUS")["supply_mv"] == pytest.approx(5000, rel=0.02)
    assert uno.sim.facts()["stack_left"] >= 64


@pytest.mark.parametrize("board", ["uno", "mega"])
def test_ws2812_are_written_within_their_limits_and_never_while_a_tap_is_awaited(
    podsim_program: Path, board: str
) -> None:
    firmware = PODS / "hex" / f"{board}-ws2812.hex"
    with PodSim(podsim_program, board, firmware, "--lights", "ws2812", "--leds-per-pod", "2") as sim:
        talk = Talk(sim)
        talk.boot()
        talk.do("SET_BOARD", pods=8, led_kind=4, leds_per_pod=2, ttl_ms=5)
        for pod in range(8):
            talk.happened.clear()
            round_ = talk.light(pod, talk.ticks() + 20_000, rule="either", window_ms=200)
            order = {"pod": pod, "round": 999, "flags": 9, "red": 1, "brightness": 1}
            assert talk.refused("LIGHT", **order) == "BUSY"
            talk.sim.tap(talk.sim.now_ns + 90 * MS, pod)
            talk.run_ms(350)
            lights = [item for item in talk.happened if isinstance(item, Light)]
            assert [(light.pod, light.colour[1] > 200) for light in lights] == [(pod, True), (pod, False)]
            out = talk.told("OUT")[-1]
            assert (out["round"], OUTS[out["reason"]]) == (round_, "hit")
