"""Comparing runs: what counts as different, how far live times may be off, and the words for it."""

from __future__ import annotations

from typing import Any

import pytest

from reactdrill.live.compare import LIVE_FIELDS, Tolerances, differences, stray_differences

MS = 1_000_000
TOLERANCES = Tolerances(rt_ns=25 * MS, movement_ns=10 * MS, foreperiod_ns=5 * MS)
WHERE = "lane athlete, trial 1, attempt 1"


def line(**changes: Any) -> dict[str, Any]:
    """One trial line of a hit after 300 ms."""
    return {
        "type": "trial",
        "lane": "athlete",
        "trial": 0,
        "attempt": 1,
        "condition": "choice",
        "variables": {"place": "left"},
        "practice": False,
        "catch": False,
        "side": None,
        "outcome": "hit",
        "reason": None,
        "expected": ["left"],
        "errors": 0,
        "early": 0,
        "rt_ns": 300 * MS,
        "movement_ns": None,
        "completed_ns": 300 * MS,
        "foreperiod_achieved_ns": 1000 * MS,
        "begin_ns": 7,
        "responses": [{"action": "press", "target": "left", "verdict": "correct", "at_ns": 1300 * MS}],
        **changes,
    }


def live(**changes: Any) -> list[str]:
    return differences([line()], [line(**changes)], TOLERANCES)


def exactly(**changes: Any) -> list[str]:
    return differences([line()], [line(**changes)])


def test_equal_runs_do_not_differ() -> None:
    assert exactly() == []
    assert live() == []
    assert differences([], []) == []


@pytest.mark.parametrize("field", sorted(set(line()) - {"lane", "trial", "attempt"}))
def test_headless_every_field_counts(field: str) -> None:
    (said,) = exactly(**{field: "other"})
    assert said.startswith(f"{WHERE}: {field} is 'other', expected ")


def test_headless_a_field_that_one_of_both_does_not_have_counts() -> None:
    without = line()
    del without["early"]
    assert differences([without], [line()]) == [f"{WHERE}: early is 0, expected nothing"]
    assert differences([line()], [without]) == [f"{WHERE}: early is nothing, expected 0"]


def test_headless_a_nanosecond_counts() -> None:
    assert exactly(rt_ns=300 * MS + 1) == [f"{WHERE}: rt_ns is 300.000001 ms, expected 300.000 ms"]


@pytest.mark.parametrize(
    ("field", "expected_ns", "limit_ns"),
    [
        ("rt_ns", 300 * MS, 25 * MS),
        ("completed_ns", 300 * MS, 25 * MS),
        ("foreperiod_achieved_ns", 1000 * MS, 5 * MS),
    ],
)
@pytest.mark.parametrize("sign", [-1, 1])
def test_live_times_may_be_off_by_exactly_their_tolerance(
    field: str, expected_ns: int, limit_ns: int, sign: int
) -> None:
    assert live(**{field: expected_ns + sign * limit_ns}) == []
    (said,) = live(**{field: expected_ns + sign * (limit_ns + 1)})
    assert said.startswith(f"{WHERE}: {field} is ")
    assert f"(off by {sign * limit_ns / MS:+.3f} ms, {limit_ns / MS:g} ms allowed)" in said


def test_live_movement_times_have_a_tolerance_of_their_own() -> None:
    expected = [line(movement_ns=100 * MS)]
    assert differences(expected, [line(movement_ns=110 * MS)], TOLERANCES) == []
    assert len(differences(expected, [line(movement_ns=110 * MS + 1)], TOLERANCES)) == 1


def test_a_tolerance_of_nothing_wants_the_very_time() -> None:
    none = Tolerances(0, 0, 0)
    assert differences([line()], [line()], none) == []
    assert len(differences([line()], [line(rt_ns=300 * MS + 1)], none)) == 1


def test_live_a_time_that_only_one_of_both_has_is_different_whatever_the_tolerance() -> None:
    assert live(rt_ns=None) == [f"{WHERE}: rt_ns is nothing, expected 300.000 ms"]
    endless = Tolerances(10**15, 10**15, 10**15)
    assert differences([line(rt_ns=None)], [line(rt_ns=0)], endless) == [
        f"{WHERE}: rt_ns is 0.000 ms, expected nothing"
    ]


@pytest.mark.parametrize("field", LIVE_FIELDS)
def test_live_what_happened_must_agree(field: str) -> None:
    assert len(live(**{field: "other"})) == 1


def test_live_stamps_of_the_machine_are_not_compared() -> None:
    assert live(begin_ns=12345, cues=[{"onset_ns": 3}], flags=["x"]) == []
    moved = [{"action": "press", "target": "left", "verdict": "correct", "at_ns": 1}]
    assert live(responses=moved) == []


@pytest.mark.parametrize(
    "responses",
    [
        [],
        [{"action": "press", "target": "up", "verdict": "correct"}],
        [{"action": "tap", "target": "left", "verdict": "correct"}],
        [{"action": "press", "target": "left", "verdict": "wrong"}],
        [{"action": "press", "target": "left", "verdict": "correct"}] * 2,
    ],
)
def test_live_responses_must_agree_in_what_they_were(responses: list[dict[str, str]]) -> None:
    (said,) = live(responses=responses)
    assert said.endswith("expected ['press left: correct']")


def test_trials_that_are_missing_or_too_many() -> None:
    one, two = line(), line(trial=1, attempt=2, outcome="miss")
    assert differences([one, two], [one]) == [
        "lane athlete, trial 2, attempt 2: expected miss (choice), never recorded"
    ]
    assert differences([one], [one, two]) == [
        "lane athlete, trial 2, attempt 2: recorded miss (choice), not expected"
    ]


def test_the_same_trials_in_another_order() -> None:
    one, two = line(), line(trial=1)
    assert differences([one, two], [two, one]) == ["the same trials in another order"]


def test_a_trial_that_is_expected_twice() -> None:
    assert differences([line(), line()], [line()]) == [f"{WHERE}: stands twice in what is expected"]
    assert differences([line(rt_ns=1), line()], [line()]) == [f"{WHERE}: stands twice in what is expected"]


def test_a_trial_that_was_recorded_twice() -> None:
    assert f"{WHERE}: recorded 2 times" in differences([line()], [line(), line(outcome="miss")])


def test_long_values_are_cut() -> None:
    (said,) = exactly(variables={"text": "x" * 1000})
    assert len(said) < 500
    assert "..." in said


def test_strays_are_compared_in_their_order() -> None:
    one, two = {"target": "left", "at_ns": 5 * MS}, {"target": "up", "at_ns": 6 * MS}
    assert stray_differences([one, two], [one, two]) == []
    assert stray_differences([one], [{**one, "at_ns": 7 * MS}]) == [
        "stray 1: at_ns is 7.000 ms, expected 5.000 ms"
    ]
    assert stray_differences([one, two], [one]) == ["1 strays recorded, 2 expected"]
    assert len(stray_differences([one, two], [two, one])) == 4
