"""Data that leave nothing to say: a family gives reasons, never a number it cannot stand for, and never raises."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import Any

import pytest

from reactdrill.stats.families import FAMILIES
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

FULL = Trial(
    outcome="hit", rt_ms=300.0, kind="go", condition="congruent", side="left", target="left", foreperiod_ms=1000.0,
    at_ms=0.0, movement_ms=200.0, completed_ms=500.0, delay_ms=200.0, level_ms=100.0, interval_ms=500.0,
    alternatives=2, length=3, athlete="A1", session="1",
)  # fmt: skip
BARE = Trial(outcome="hit", rt_ms=300.0)
OUTCOMES = (
    "miss",
    "false_start",
    "wrong_target",
    "commission",
    "correct_rejection",
    "stopped",
    "stop_failed",
    "completed",
)
TRIALS: dict[str, list[Trial]] = {
    "nothing": [],
    "one": [FULL],
    "one that says little": [BARE],
    "two": [FULL, replace(FULL, rt_ms=301.0)],
    "all alike": [FULL] * 120,
    "all alike, little said": [BARE] * 120,
    "times of zero": [replace(FULL, rt_ms=0.0)] * 120,
    "before the cue": [replace(FULL, rt_ms=-50.0 - number) for number in range(60)],
    "series of taps": [
        replace(FULL, taps_ms=(490.0, 1010.0, 1500.0, 1990.0, 2500.0), clicks_ms=(500.0, 1000.0))
    ]
    * 3,
    "taps at one instant": [
        replace(FULL, taps_ms=(5.0,) * 5, clicks_ms=(5.0,)),
        replace(FULL, taps_ms=(1.0,) * 4),
    ],
    "no times": [replace(FULL, rt_ms=None)] * 50,
    "conditions of one time": [
        replace(FULL, condition=name) for name in ("congruent", "incongruent", "single", "dual")
    ],
    "stops alone": [replace(FULL, kind="stop", outcome="stopped", rt_ms=None)] * 60,
    "stops without delay": [FULL, replace(FULL, kind="stop", outcome="stop_failed", delay_ms=None)],
    "no-gos alone": [replace(FULL, kind="no_go", outcome="commission")] * 3,
    **{f"all {outcome}": [replace(FULL, outcome=outcome, rt_ms=None)] * 50 for outcome in OUTCOMES},
    **{f"all {outcome}, timed": [replace(FULL, outcome=outcome)] * 50 for outcome in OUTCOMES},
}
VALUES: dict[str, list[Measure]] = {
    "nothing": [],
    "one": [Measure(value=1.0, athlete="a", session="1", group="x")],
    "all alike": [Measure(value=5.0, athlete=str(n % 5), session=str(n % 3), group="xy"[n % 2]) for n in range(30)],
    "zero": [Measure(value=0.0, athlete=str(n % 5), session=str(n % 3), group="xy"[n % 2]) for n in range(30)],
    "one session": [Measure(value=float(n), athlete=str(n), session="1", group="x") for n in range(9)],
    "one athlete": [Measure(value=float(n), athlete="a", session=str(n), group="x") for n in range(9)],
    "nobody did all": [Measure(value=1.0, athlete=str(n), session=str(n), group=str(n)) for n in range(4)],
    "without names": [Measure(value=float(n)) for n in range(4)],
}  # fmt: skip
CASES = [
    pytest.param(family, data, id=f"{family.name}-{name}")
    for family in FAMILIES.values()
    for name, data in (TRIALS.items() if family.of_trials is not None else VALUES.items())
]


def result(family: Any, data: Any, **chosen: Any) -> Result:
    told: Result = (family.of_trials or family.of_values)(data, Settings(**chosen))
    return told


@pytest.mark.parametrize(("family", "data"), CASES)
def test_every_figure_is_a_number_or_a_reason(family: Any, data: Any) -> None:
    told = result(family, data, resamples=50)
    assert (told.family, told.version) == (family.name, family.version)
    assert told.conventions
    assert len({each.name for each in told.figures}) == len(told.figures)
    for each in told.figures:
        if each.value is None:
            assert each.reason, each.name
            assert each.interval is None
        else:
            assert isfinite(each.value)
            assert each.reportable or each.reason
        if each.interval is not None:
            limits = (each.interval.low, each.interval.high)
            assert all(limit is not None and isfinite(limit) for limit in limits) or each.interval.reason


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda each: each.name)
def test_nothing_gives_no_number_but_counts(family: Any) -> None:
    for each in result(family, []).figures:
        counted = each.name.endswith("_count") or each.name == "minutes"
        assert each.value is None or (counted and each.value == 0), each.name


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda each: each.name)
def test_units_stand_in_the_names(family: Any) -> None:
    units = (
        "_ms", "_percent", "_s", "_per_s", "_per_min", "_per_bit", "_per_interval", "_count", "_share", "_rate",
        "_points", "_probability", "_score", "minutes", "_prime", "_c", "_correlation", "correlation", "_g", "boundary",
        "superiority", "ratio", "_respond", "_likelihood", "log2_n", "log2_n_plus_1", "_1", "_k", "everybody",
    )  # fmt: skip
    data = TRIALS["all alike"] if family.of_trials is not None else VALUES["all alike"]
    for each in result(family, data).figures:
        assert each.name.endswith(units), each.name


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda each: each.name)
def test_no_interval_where_none_was_asked_for(family: Any) -> None:
    data = TRIALS["all alike"] if family.of_trials is not None else VALUES["all alike"]
    for each in result(family, data, resamples=0).figures:
        if each.interval is not None and "bootstrap" in each.interval.method:
            assert each.interval.low is None
