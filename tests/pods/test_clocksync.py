"""Clock synchronisation over wires of every shape: error, uncertainty, steps, wrong samples."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, strategies as st

from plans import MS, SECOND
from podbench import FTDI_NS, LinkBench, usb, usb_back
from reactdrill.pods.clocksync import ClockMapping, ClockSync, Sample
from reactdrill.pods.messages import TICK_HZ
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import Shape, straight

US = 1000


def shapes(kind: str, seed: int) -> tuple[Shape, Shape]:
    random = Random(seed)
    if kind == "ideal":
        return straight, straight
    return usb(random), usb_back(random, FTDI_NS if kind == "ftdi" else 0)


@pytest.mark.parametrize(
    ("kind", "fast_ppb", "sd_us", "bias_us"),
    [
        ("ideal", 0, 1, 2),
        ("ideal", 5_000_000, 1, 4),
        ("usb", 0, 20, 30),
        ("usb", 5_000_000, 20, 30),
        ("usb", -5_000_000, 20, 30),
        ("ftdi", 0, 60, 800),
    ],
)
def test_host_time_is_recovered_within_the_published_uncertainty(
    kind: str, fast_ppb: int, sd_us: float, bias_us: float
) -> None:
    there, back = shapes(kind, 3)
    board = SimulatedBoard(1, fast_ppb=fast_ppb)
    bench = LinkBench(board, there=there, back=back).open()
    bench.run(for_ns=(30 if kind == "ftdi" else 3) * SECOND)
    errors, covered = [], 0
    for _ in range(60):
        bench.run(for_ns=SECOND // 5)
        estimate = bench.link.sync.estimate()
        assert estimate is not None
        true_ns = bench.clock.now_ns()
        error_ns = estimate.mapping.host_ns(board.clock.tick(true_ns)) - true_ns
        errors.append(error_ns)
        covered += abs(error_ns) <= estimate.uncertainty_at_ns(true_ns)
    mean_ns = sum(errors) / len(errors)
    sd_ns = (sum((error - mean_ns) ** 2 for error in errors) / len(errors)) ** 0.5
    assert sd_ns <= sd_us * US
    assert abs(mean_ns) <= bias_us * US
    assert covered >= 57


@pytest.mark.parametrize("fast_ppb", [-5_000_000, 0, 5_000_000])
def test_the_rate_is_known_after_three_seconds(fast_ppb: int) -> None:
    there, back = shapes("usb", 5)
    bench = LinkBench(SimulatedBoard(1, fast_ppb=fast_ppb), there=there, back=back).open()
    bench.run(for_ns=3 * SECOND)
    estimate = bench.link.sync.estimate(fresh=True)
    assert estimate is not None
    true_ppb = round(1e9 / (1 + fast_ppb / 1e9) - 1e9)
    assert abs(estimate.mapping.rate_ppb - true_ppb) <= estimate.rate_uncertainty_ppb
    assert estimate.rate_uncertainty_ppb < 60_000


@given(
    st.integers(-(10**18), 10**18),
    st.integers(-5_000_000, 5_000_000),
    st.integers(0, 2**48),
    st.integers(0, 2**30),
)
def test_a_mapping_goes_there_and_back_and_keeps_the_order(
    offset_ns: int, rate_ppb: int, ticks: int, more: int
) -> None:
    mapping = ClockMapping(offset_ns, rate_ppb, TICK_HZ)
    assert abs(mapping.ticks(mapping.host_ns(ticks)) - ticks) <= 1
    assert mapping.host_ns(ticks + more) >= mapping.host_ns(ticks)
    length_ns = mapping.host_ns(ticks + more) - mapping.host_ns(ticks)
    assert abs(mapping.length_ticks(length_ns) - more) <= 1


def sample(at_ns: int, *, ticks: int | None = None, trip_ns: int = 1300 * US) -> Sample:
    received = (at_ns + trip_ns // 2) * TICK_HZ // SECOND if ticks is None else ticks
    return Sample(at_ns, received, received, at_ns + trip_ns)


def test_a_round_trip_quicker_than_the_wire_is_rejected() -> None:
    sync = ClockSync()
    for number in range(50):
        assert sync.add(sample(number * 20 * MS))
    assert sync.add(sample(51 * 20 * MS, trip_ns=100 * US))
    assert (sync.rejected, sync.count) == (1, 50)


def test_a_wire_without_a_baud_rate_is_taken_as_it_is() -> None:
    sync = ClockSync()
    for number in range(60):
        assert sync.add(sample(number * 20 * MS, trip_ns=200 * US))
    assert (sync.rejected, sync.count) == (8, 52)
    estimate = sync.estimate(fresh=True)
    assert estimate is not None
    assert 90 * US < estimate.uncertainty_ns < 110 * US


def test_bounds_that_contradict_each_other_are_loosened_and_the_uncertainty_says_so() -> None:
    random = Random(1)
    sync = ClockSync()
    for number in range(100):
        at_ns = number * 20 * MS
        ticks = (at_ns + 650 * US + random.randrange(-300, 300) * US) * TICK_HZ // SECOND
        sync.add(sample(at_ns, ticks=ticks))
    estimate = sync.estimate(fresh=True)
    assert estimate is not None
    assert 200 * US < estimate.uncertainty_ns < 2 * MS


def test_one_impossible_sample_is_left_out_and_three_are_a_jump() -> None:
    sync = ClockSync()
    for number in range(50):
        sync.add(sample(number * 20 * MS))
    sync.estimate(fresh=True)
    ahead = [
        sample(at_ns, ticks=(at_ns + 20 * MS) * TICK_HZ // SECOND)
        for at_ns in range(SECOND, 2 * SECOND, 20 * MS)
    ]
    assert [sync.add(one) for one in ahead[:3]] == [True, True, False]
    assert sync.count == 1
    for one in ahead[3:]:
        assert sync.add(one)
    assert sync.estimate() is not None


def test_little_is_nothing() -> None:
    sync = ClockSync()
    for number in range(7):
        sync.add(sample(number * 20 * MS))
    assert sync.estimate() is None
