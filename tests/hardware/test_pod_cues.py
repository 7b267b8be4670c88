"""Scheduled lights in the firmware's logic: who may, when, how it ends, and what is told."""

from __future__ import annotations

import random

import pytest

from podtalk import NACKS, NOW, OUTS, RELEASE, RULES, Message
from virtualpods import MS, VirtualPods

pytest_plugins = ("pod_fixtures",)

HIT, TIMEOUT, EITHER, NONE = RULES["hit"], RULES["timeout"], RULES["either"], RULES["none"]


def out(pods: VirtualPods, round_: int) -> Message:
    (message,) = [event for event in pods.told("OUT") if event["round"] == round_]
    return message


def reason(message: Message) -> str:
    return str(OUTS[message["reason"]])


def refusal(pods: VirtualPods, name: str, **values: int) -> tuple[str, int]:
    answer = pods.ask(name, **values)
    assert answer.name == "NACK", answer
    return str(NACKS[answer["reason"]]), answer["detail"]


def test_lit_at_its_tick_and_out_by_the_hit(pods: VirtualPods) -> None:
    at = (pods.tick + 100 * MS) % 2**32
    round_ = pods.light(6, 100 * MS, window_ticks=500 * MS)
    at = pods.told("LIT")[0]["on_tick"] if pods.told("LIT") else at
    pods.edge(300 * MS, 6, high=False)
    pods.run(400 * MS)
    (lit,) = pods.told("LIT")
    end = out(pods, round_)
    (tap,) = pods.told("TAP")
    assert (lit["pod"], lit["round"], lit["flags"]) == (6, round_, 0)
    assert abs(lit["on_tick"] - at) < 4
    assert (tap["round"], tap["flags"]) == (round_, 4)
    assert (reason(end), end["flags"], end["tap_tick"]) == ("hit", 3, tap["tick"])
    assert tap["number"] < end["number"]
    assert [light[2][1] for light in pods.lights] == [255, 0]


@pytest.mark.parametrize("every", [20, MS // 4, 10 * MS])
@pytest.mark.parametrize(("ms", "verdict"), [(499.9, "hit"), (500, "hit"), (500.1, "timeout")])
def test_a_tap_is_judged_by_its_stamp(pods: VirtualPods, every: int, ms: float, verdict: str) -> None:
    round_ = pods.light(0, 50 * MS, flags=EITHER, window_ticks=500 * MS)
    pods.run(51 * MS)
    on_tick = pods.told("LIT")[0]["on_tick"]
    pods.every = every
    pods.edge(on_tick + round(ms * MS) - pods.tick, 0, high=False)
    pods.run(600 * MS)
    assert reason(out(pods, round_)) == verdict
    assert pods.told("TAP")[0]["round"] == (round_ if verdict == "hit" else 0)


def test_a_press_that_waits_for_its_confirmation_still_beats_the_end(pods: VirtualPods) -> None:
    pods.ask("SET_INPUT", input=0, flags=5, lockout_ms=400, confirm_100us=200)
    round_ = pods.light(0, 50 * MS, flags=EITHER, window_ticks=100 * MS)
    pods.run(51 * MS)
    pods.edge(pods.told("LIT")[0]["on_tick"] + 99 * MS - pods.tick, 0, high=False)
    pods.run(200 * MS)
    assert reason(out(pods, round_)) == "hit"


def test_light_out_rules(pods: VirtualPods) -> None:
    rounds = {
        "timeout": pods.light(0, 20 * MS, flags=TIMEOUT, window_ticks=200 * MS),
        "ended": pods.light(1, 20 * MS, flags=NONE, on_ticks=150 * MS),
        "hit": pods.light(2, 20 * MS, flags=HIT),
    }
    for pod in range(3):
        pods.edge(100 * MS, pod, high=False)
    pods.run(400 * MS)
    ends = {name: out(pods, round_) for name, round_ in rounds.items()}
    assert {name: reason(end) for name, end in ends.items()} == {name: name for name in rounds}
    assert ends["timeout"]["flags"] & 1, "the first tap is remembered"
    assert ends["timeout"]["off_tick"] - pods.told("LIT")[0]["on_tick"] >= 200 * MS
    assert not ends["ended"]["flags"] & 1
    assert [tap["round"] for tap in pods.told("TAP") if tap["edge"]] == list(rounds.values())


def test_the_light_goes_out_before_its_window_does(pods: VirtualPods) -> None:
    round_ = pods.light(3, 20 * MS, flags=EITHER, on_ticks=50 * MS, window_ticks=300 * MS)
    pods.edge(200 * MS, 3, high=False)
    pods.run(400 * MS)
    end = out(pods, round_)
    assert reason(end) == "hit"
    assert end["off_tick"] - pods.told("LIT")[0]["on_tick"] == 50 * MS


def test_leaving_home_counts_where_the_release_is_wanted(pods: VirtualPods) -> None:
    pods.edge(0, 4, high=False)
    pods.run(50 * MS)
    round_ = pods.light(4, 20 * MS, flags=HIT | RELEASE)
    pods.edge(200 * MS, 4, high=True)
    pods.run(300 * MS)
    assert out(pods, round_)["tap_tick"] == next(tap for tap in pods.told("TAP") if not tap["edge"])["tick"]


def test_taps_before_and_after_the_light_belong_to_nothing(pods: VirtualPods) -> None:
    round_ = pods.light(5, 300 * MS, flags=EITHER, window_ticks=100 * MS)
    for ms, level in ((100, 0), (150, 1), (600, 0), (650, 1)):
        pods.edge(ms * MS, 5, high=level == 1)
    pods.run(800 * MS)
    assert reason(out(pods, round_)) == "timeout"
    assert [tap["round"] for tap in pods.told("TAP")] == [0, 0, 0, 0]


def test_a_repeated_order_changes_nothing(pods: VirtualPods) -> None:
    order = {"pod": 1, "round": 9, "flags": HIT | NOW, "red": 9, "brightness": 200}
    assert pods.ask("LIGHT", **order)["detail"] == 0
    assert pods.ask("LIGHT", **order)["detail"] == 1
    pods.edge(10 * MS, 1, high=False)
    pods.run(50 * MS)
    assert pods.ask("LIGHT", **order)["detail"] == 1
    pods.run(50 * MS)
    assert len(pods.told("LIT")) == len(pods.told("OUT")) == 1


def test_a_cue_on_a_pod_in_use_replaces(pods: VirtualPods) -> None:
    first = pods.light(8, 20 * MS, flags=HIT)
    second = pods.light(8, 400 * MS, flags=HIT)
    pods.run(500 * MS)
    assert reason(out(pods, first)) == "replaced"
    assert [lit["round"] for lit in pods.told("LIT")] == [first, second]


def test_cancelled_before_and_after_it_is_lit(pods: VirtualPods) -> None:
    lit, waiting = pods.light(8, 20 * MS), pods.light(9, 5000 * MS)
    pods.run(100 * MS)
    assert [pods.ask("CANCEL", round=round_)["detail"] for round_ in (lit, waiting, waiting)] == [1, 1, 0]
    assert [out(pods, round_)["flags"] for round_ in (lit, waiting)] == [2, 0]


def test_a_host_that_is_gone_for_five_seconds_finds_the_lights_out(pods: VirtualPods) -> None:
    rounds = [pods.light(8, 20 * MS), pods.light(9, 60_000 * MS)]
    pods.run(4990 * MS)
    assert pods.told("OUT") == []
    pods.run(20 * MS)
    assert pods.lights[-1][2] == (0, 0, 0, 0)
    pods.edge(10 * MS, 2, high=False)
    pods.run(60_000 * MS)
    assert pods.told("OUT") == [], "nothing is sent meanwhile"
    assert pods.ask("STATUS")["flags"] & 1
    pods.run(50 * MS)
    assert [reason(out(pods, round_)) for round_ in rounds] == ["host_silent", "host_silent"]
    assert pods.told("TAP")[0]["round"] == 0


def test_a_fourth_flash_within_a_second_is_refused_and_says_when(pods: VirtualPods) -> None:
    for place in range(3):
        pods.light(place, (100 + 200 * place) * MS, flags=NONE, on_ticks=50 * MS)
    name, detail = refusal(
        pods, "LIGHT", pod=9, round=99, red=1, brightness=9, at=pods.tick + 600 * MS, on_ticks=MS
    )
    assert name == "FLASH_LIMIT"
    assert 480 < detail < 520
    pods.light(9, (600 + detail) * MS, flags=NONE, on_ticks=50 * MS)
    pods.light(10, 96 * MS, flags=NONE, on_ticks=50 * MS)  # within 5 ms of the first: no flash of its own


def test_never_more_than_three_flashes_in_any_second(pods: VirtualPods) -> None:
    rng = random.Random(3)
    for _ in range(300):
        at = (pods.tick + rng.randrange(2500) * MS) % 2**32
        pods.round += 1
        pods.send(
            "LIGHT",
            pod=rng.randrange(16),
            round=pods.round,
            green=9,
            brightness=9,
            at=at,
            on_ticks=30 * MS,
        )
        pods.run(rng.randrange(1, 400) * MS)
        pods.send("HEARD", heard=len(pods.told("LIT")) + len(pods.told("OUT")))
    groups: list[int] = []
    for lit in pods.told("LIT"):
        if not groups or lit["on_tick"] - groups[-1] > 5 * MS:
            groups.append(lit["on_tick"])
    assert len(groups) > 100
    assert all(later - earlier >= 1000 * MS for earlier, later in zip(groups, groups[3:], strict=False))


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"pod": 16}, ("BAD_POD", 0)),
        ({"round": 0}, ("BAD_VALUE", 3)),
        ({"flags": 32}, ("BAD_VALUE", 5)),
        ({"red": 0}, ("BAD_VALUE", 9)),
        ({"flags": NONE}, ("BAD_VALUE", 14)),
        ({"flags": TIMEOUT}, ("BAD_VALUE", 18)),
        ({"window_ticks": 2**31}, ("BAD_VALUE", 18)),
        ({"at": -110 * MS}, ("PAST", 0)),
        ({"at": 501_000 * MS}, ("TOO_FAR", 0)),
    ],
)
def test_orders_that_are_refused(pods: VirtualPods, change: dict[str, int], wanted: tuple[str, int]) -> None:
    order = {"pod": 0, "round": 5, "flags": HIT, "red": 9, "brightness": 9, "at": 100 * MS} | change
    order["at"] = (order["at"] + pods.tick) % 2**32
    assert refusal(pods, "LIGHT", **order) == wanted


def test_all_slots_in_use_is_said(pods: VirtualPods) -> None:
    for place in range(32):
        pods.light(place % 16, (10 + place) * 1100 * MS)
    assert refusal(pods, "LIGHT", pod=0, round=999, flags=HIT | NOW, red=9, brightness=9)[0] == "FULL"


def test_a_late_light_says_so(pods: VirtualPods) -> None:
    pods.light(0, -20 * MS)
    pods.run(10 * MS)
    assert pods.told("LIT")[0]["flags"] == 1
    assert pods.ask("STATUS")["late_lights"] == 1


def test_cues_live_where_ticks_wrap(pods: VirtualPods) -> None:
    pods.start(2**32 - 300 * MS)
    round_ = pods.light(2, 100 * MS, flags=EITHER, window_ticks=400 * MS)
    pods.edge(350 * MS, 2, high=False)
    pods.run(500 * MS)
    end = out(pods, round_)
    assert reason(end) == "hit"
    assert (end["tap_tick"] - pods.told("LIT")[0]["on_tick"]) % 2**32 == pytest.approx(249 * MS, abs=2 * MS)


def test_a_light_that_waits_for_half_an_hour_still_hears_its_tap(pods: VirtualPods) -> None:
    round_ = pods.light(1, 20 * MS)
    pods.every = 10 * MS
    for _ in range(500):
        pods.run(4_000 * MS)
        pods.send("HEARD", heard=1)
    pods.edge(10 * MS, 1, high=False)
    pods.run(100 * MS)
    assert reason(out(pods, round_)) == "hit"


def test_the_ttl_output_follows_marks(pods: VirtualPods) -> None:
    at = (pods.tick + 50 * MS) % 2**32
    assert pods.ask("MARK", mark=4, at=at, width_100us=100)["detail"] == 0
    assert pods.ask("MARK", mark=4, at=at, width_100us=100)["detail"] == 1
    pods.run(100 * MS)
    (marked,) = pods.told("MARKED")
    assert (marked["mark"], marked["flags"], marked["on_tick"]) == (4, 0, at)
    assert [level for _, level in pods.ttl] == [1, 0]
    assert 10 * MS <= pods.ttl[1][0] - pods.ttl[0][0] < 11 * MS


def test_identify_lights_for_its_time_and_is_no_cue(pods: VirtualPods) -> None:
    pods.ask("IDENTIFY", pod=3, blue=255, brightness=255, ms=500)
    pods.run(400 * MS)
    assert pods.lights[-1][1:] == (3, (0, 0, 255, 255))
    pods.run(200 * MS)
    assert pods.lights[-1][1:] == (3, (0, 0, 0, 0))
    assert pods.told("LIT") == []
