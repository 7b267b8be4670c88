"""Thresholds see corrected times: exactly at them, with and without calibration, however late a key is told."""

from __future__ import annotations

import pytest

from calibrated import STAMP_DOUBT_NS, room_with
from plans import MS, simple_plan
from reactdrill.engine.correction import Correction
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.station.calibration.inforce import Calibration

AT_THRESHOLDS = {
    99: ("false_start", False),
    100: ("hit", False),
    101: ("hit", False),
    354: ("hit", False),
    355: ("hit", True),
    356: ("hit", True),
    499: ("hit", True),
    500: ("hit", True),
    501: ("miss", False),
}
"""By true reaction time, ms: the outcome and whether it is a lapse, in a window of 500 with a lapse from 355 on."""
CORRECTIONS = {
    "none": (0, 0),
    "keyboard": (4, 0),
    "display": (0, 12),
    "both": (4, 12),
    "more than the time itself": (120, 0),
}


def only_record(raw_ms: float, key_ms: int, light_ms: int, late_ms: float = 0) -> TrialRecord:
    inputs = {"keyboard": Correction(-key_ms * MS, 2 * MS)} if key_ms else {}
    calibration = Calibration(Correction(light_ms * MS) if light_ms else None, None, inputs)
    plan = simple_plan(1, lapse=355, light_out="timeout")
    (record,) = room_with(plan, [(raw_ms, "left")], calibration, late_ms=late_ms).play().records
    return record


@pytest.mark.parametrize("late_ms", [0, 15])
@pytest.mark.parametrize(("key_ms", "light_ms"), CORRECTIONS.values(), ids=CORRECTIONS.keys())
@pytest.mark.parametrize("true_ms", AT_THRESHOLDS)
def test_an_answer_is_classed_by_its_corrected_time(
    true_ms: int, key_ms: int, light_ms: int, late_ms: float
) -> None:
    raw_ms = 1000 + light_ms + true_ms + key_ms
    record = only_record(raw_ms, key_ms, light_ms, late_ms)
    outcome, lapse = AT_THRESHOLDS[true_ms]
    assert record.outcome == outcome
    assert ("lapse" in record.flags) == lapse
    assert record.rt_ns == (None if outcome == "miss" else true_ms * MS)


def test_raw_103_with_a_keyboard_4_late_is_a_false_start_at_99() -> None:
    record = only_record(1103, 4, 0)
    assert (record.outcome, record.rt_ns) == ("false_start", 99 * MS)
    (response,) = record.responses
    assert (response.raw_ns, response.correction_ns, response.at_ns) == (1103 * MS, -4 * MS, 1099 * MS)


def test_the_calibrations_doubt_is_in_the_reaction_times() -> None:
    record = only_record(1300, 4, 12)
    (response,) = record.responses
    assert response.uncertainty_ns == combined_uncertainty_ns(STAMP_DOUBT_NS, 2 * MS)
    assert record.rt_uncertainty_ns == response.uncertainty_ns


def test_a_press_before_the_light_really_came_is_too_early_though_the_flip_was_before_it() -> None:
    record = only_record(1010, 0, 12)
    assert (record.outcome, record.early, record.rt_ns) == ("false_start", 1, None)


def test_nothing_is_decided_before_a_corrected_key_can_no_longer_come() -> None:
    """The window ends at 1500; a key pressed then is told at 1520 raw."""
    calibration = Calibration(None, None, {"keyboard": Correction(-20 * MS)})
    room = room_with(simple_plan(1), [(1520, "left")], calibration)
    assert room.play(until_ms=1519).outcomes == []
    assert room.play().outcomes == ["hit"]
