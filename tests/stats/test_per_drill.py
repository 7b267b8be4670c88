from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from journals import MS, lane as a_lane, nobody, plan as a_plan, played, simple_plan, trial
from reactdrill.stats import summary, telling
from reactdrill.stats.per_drill import VERSION, RunTrials, summarise_drill


def of_run(
    number: int, *times_ms: int, practice: bool = False, bad: frozenset[Any] = frozenset()
) -> RunTrials:
    _, player = played(simple_plan(len(times_ms)))
    records = [
        replace(each, rt_ns=rt_ms * MS, practice=practice)
        for each, rt_ms in zip(player.records, times_ms, strict=True)
    ]
    return RunTrials(f"{number:032x}", f"2026-03-{number:02d}T09:00:00.000Z", 1, records, bad)


def summarised(*runs: RunTrials) -> Any:
    return summarise_drill(runs, drill="four-choice", mode="sensor", simulated=False)


def test_the_unit_is_the_run() -> None:
    result = summarised(of_run(1, 200, 210, 220), of_run(2, 300, 310, 320), of_run(3, 250, 250, 900))
    assert [point.median_ms.value for point in result.points] == [210, 310, 250]
    assert result.run_medians.n == 3
    assert result.run_medians.median_ms.value == 250
    assert result.run_medians.interval_ms.small
    assert result.fastest_ms.value == 210
    assert result.runs == 3
    assert (result.first_utc[:10], result.last_utc[:10]) == ("2026-03-01", "2026-03-03")


def test_pooled_times_have_no_interval_because_they_depend_on_each_other() -> None:
    result = summarised(of_run(1, 200, 210), of_run(2, 300, 310))
    assert (result.pooled.n, result.pooled.median_ms.value) == (4, 255)
    assert result.pooled.interval_ms.low is None
    assert "depend on each other" in result.pooled.interval_ms.reason


def test_practice_and_bad_trials_are_left_out() -> None:
    result = summarised(of_run(1, 200, 900, bad=frozenset({("main", 1, 1)})), of_run(2, 5, 6, practice=True))
    assert result.pooled.n == 1
    assert [point.run[-1] for point in result.points] == ["1"]


def test_families_are_told_over_runs_without_mixing_their_trials() -> None:
    result = summarised(of_run(1, 200, 210, 220), of_run(2, 300, 310, 320), of_run(3, 250, 250, 900))
    (times, accuracy) = result.families
    assert (times.family, times.n, times["median_ms"].value, times["median_ms"].n) == ("times", 3, 250, 3)
    assert times["median_ms"].interval.low is not None
    assert accuracy["accuracy_share"].value == 1


def test_a_race_counts_once_for_its_run() -> None:
    two = a_plan(*(a_lane([trial(index) for index in range(3)], name) for name in ("one", "two")))
    _, player = played(two)
    result = summarised(RunTrials("a", "2026-03-01T09:00:00.000Z", 1, player.records))
    families = {each.family: each for each in result.families}
    assert (families["race"].n, families["times"].n) == (1, 2)


def test_runs_without_hits_have_no_median() -> None:
    _, player = played(simple_plan(2), nobody)
    result = summarised(RunTrials("a", "2026-03-01T09:00:00.000Z", 2, player.records))
    assert result.points[0].median_ms.value is None
    assert result.fastest_ms.reason == "too few runs with hits: needs 1"
    assert result.run_medians.n == 0
    assert result.drill_versions == (2,)


def test_no_runs_at_all() -> None:
    result = summarised()
    assert (result.runs, result.first_utc, result.points) == (0, None, ())
    assert result.pooled.median_ms.value is None


def test_lanes_are_points_of_their_own() -> None:
    lanes = (a_lane([trial(0)], "one", ("left",)), a_lane([trial(0, "right")], "two", ("right",)))
    _, player = played(a_plan(*lanes))
    result = summarised(RunTrials("a", "2026-03-01T09:00:00.000Z", 1, player.records))
    assert [point.lane for point in result.points] == ["one", "two"]


@settings(max_examples=30, deadline=None)
@given(st.permutations([(1, 240, 260), (2, 300, 330), (2, 210, 215), (4, 280, 500)]))
def test_the_order_of_the_runs_changes_nothing(order: list[tuple[int, int, int]]) -> None:
    runs = {each: replace(of_run(*each), run=str(each)) for each in order}
    assert summarised(*(runs[each] for each in order)) == summarised(*(runs[each] for each in sorted(order)))


def test_its_version_names_that_of_the_summary_it_rests_on() -> None:
    assert f".{summary.VERSION}." in VERSION
    assert VERSION.endswith(telling.version())
    assert summarised().version == VERSION


@pytest.mark.parametrize("simulated", [True, False])
def test_simulations_stay_marked(simulated: bool) -> None:
    result = summarise_drill([], drill="x", mode="sensor", simulated=simulated)
    assert result.simulated is simulated
