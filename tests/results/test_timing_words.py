"""A run's timing in lines for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journals import header_of, played, simple_plan
from reactdrill.results.quality import RunTiming, run_timing
from reactdrill.results.timing_words import timing_lines

PLAN = simple_plan(3)
TIMING = run_timing(header_of(PLAN), played(PLAN)[1].records)


def lines(**more: Any) -> tuple[str, ...]:
    return timing_lines(replace(TIMING, **more))


def test_everything_that_is_known_is_said() -> None:
    told: RunTiming = replace(
        TIMING,
        word="fair",
        trials={"good": 2, "fair": 1, "poor": 0},
        paced=True,
        frame_ns=6_944_444,
        late_frames=1,
        dropped_frames=3,
        longest_gap_ns=12_340_000,
        priority="round-robin 1",
        criterion="met",
    )
    assert timing_lines(told) == (
        "Timing fair: 2 good, 1 fair of 3 times.",
        (
            "Stamped by x11, 144.0 pictures a second, 1 late and 3 dropped frames, longest standstill 12.3 ms, "
            "priority round-robin 1."
        ),
        "The device criterion of a vigilance test (bias within 5 ms, SD within 10 ms) is met.",
    )


def test_what_is_not_known_is_left_out() -> None:
    assert lines() == ("Timing poor: 3 poor of 3 times.", "Stamped by x11.")
    assert lines(response_sources=()) == ("Timing poor: 3 poor of 3 times.",)
    assert lines(paced=False, frame_ns=300_000)[1] == "Stamped by x11."


def test_a_refusal_is_said() -> None:
    assert lines(priority="")[1] == "Stamped by x11, priority not granted."


@pytest.mark.parametrize(("criterion", "end"), [("not met", "not met."), ("unknown", "not known to be met.")])
def test_a_criterion_that_is_not_met_is_said(criterion: str, end: str) -> None:
    assert lines(criterion=criterion)[-1].endswith(f"is {end}")


@pytest.mark.parametrize("more", [{"word": "simulated"}, {"software_ns": None}])
def test_where_nothing_was_timed_there_is_nothing_to_say(more: dict[str, Any]) -> None:
    assert lines(**more) == ()
