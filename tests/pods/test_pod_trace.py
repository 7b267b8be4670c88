"""The strip that shows what a pod's sensor did."""

from __future__ import annotations

from reactdrill.pods import messages as m
from reactdrill.pods.trace import CELL_NS, CELLS, PodTrace, heading

SETTINGS = m.InputIs(0, m.InputFlag.ENABLED, 60, 5, 3)


def counts(
    *, flags: int = m.CountsFlag.ENABLED, presses: int = 0, noise: int = 0, rejected: int = 0
) -> m.CountsIs:
    return m.CountsIs(0, flags, presses, presses, noise, rejected, 1400, 3)


def test_presses_are_bars_and_noise_is_crosses_that_run_out_to_the_left() -> None:
    trace = PodTrace(3, SETTINGS, counts(presses=5), 0)
    trace.touch(10 * CELL_NS, pressed=True)
    trace.touch(12 * CELL_NS, pressed=False)
    trace.count(counts(presses=6, noise=1, rejected=2), 20 * CELL_NS)
    row = trace.row(20 * CELL_NS)
    strip = row[4 : 4 + CELLS]
    assert strip.rstrip("·").endswith("███·······x")
    assert strip.index("█") == CELLS - 11
    assert row.split()[-6:] == ["1", "3", "1.4", "ms", "3", "(normal)"]
    assert set(trace.row((20 + CELLS) * CELL_NS)[4 : 4 + CELLS]) == {"·"}
    assert heading().index("the last 3 s") == 4


def test_a_pod_that_is_held_down_from_the_start_is_a_bar_and_says_that_it_is_stuck() -> None:
    flags = m.CountsFlag.ENABLED | m.CountsFlag.ACTIVE | m.CountsFlag.STUCK
    trace = PodTrace(1, SETTINGS, counts(flags=flags), 0)
    assert trace.row(5 * CELL_NS)[4 : 4 + CELLS].endswith("██████")
    assert trace.row(5 * CELL_NS).endswith("stuck")


def test_a_sensor_that_is_switched_off_says_so() -> None:
    trace = PodTrace(1, SETTINGS, counts(flags=0), 0)
    trace.touch(CELL_NS, pressed=False)
    assert trace.row(CELL_NS).endswith("switched off")
