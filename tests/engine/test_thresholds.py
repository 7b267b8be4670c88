"""What a response is exactly at the thresholds, and that calibrated stamps are what is held against them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab import Echo, Lab, press
from plans import MS, simple_plan
from reactdrill.engine.commands import Record
from reactdrill.engine.events import CueShown, Event, Response
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run
from reactdrill.results.lines import decode_line, encode_line

ONSET = 1000


def scored(rt_ns: int, *, display_ns: int = 0, key_ns: int = 0, lapse: float = 500) -> TrialRecord:
    """One trial whose corrected times are `rt_ns` apart; its raw ones are so much further."""
    plan = simple_plan(1, response=30_000, min_rt=100, lapse=lapse)
    lab = Lab(plan, {"cue": Echo(silent=True)}).run(until=ONSET - 1)
    raw_onset_ns = ONSET * MS
    onset_ns = raw_onset_ns + display_ns
    key = press((onset_ns + rt_ns) / MS)
    key = replace(key, at_ns=onset_ns + rt_ns, raw_ns=onset_ns + rt_ns + key_ns, correction_ns=-key_ns)
    shown = CueShown(onset_ns, "main", 0, 1, "cue", "flip", 0, raw_onset_ns, display_ns)
    lab.deliver(shown)
    lab.deliver(key)
    lab.run(until=60_000)
    (record,) = lab.records
    return record


CALIBRATIONS = {
    "not calibrated": (0, 0),
    "display": (25 * MS, 0),
    "keyboard": (0, 12_345_678),
    "both": (17_000_001, 9_999_999),
}
CASES = [
    (99, "false_start", ()),
    (100, "hit", ()),
    (101, "hit", ()),
    (354, "hit", ()),
    (355, "hit", ()),
    (356, "hit", ()),
    (499, "hit", ()),
    (500, "hit", ("lapse",)),
    (501, "hit", ("lapse",)),
]


@pytest.mark.parametrize(("ms", "outcome", "flags"), CASES)
@pytest.mark.parametrize("corrections", CALIBRATIONS.values(), ids=CALIBRATIONS.keys())
def test_thresholds_hold_to_the_millisecond(
    ms: int, outcome: str, flags: tuple[str, ...], corrections: tuple[int, int]
) -> None:
    record = scored(ms * MS, display_ns=corrections[0], key_ns=corrections[1])
    assert (record.outcome, record.flags) == (outcome, flags)
    assert record.rt_ns == ms * MS
    (cue,), (response,) = record.cues, record.responses
    assert cue.onset_ns is not None
    assert cue.raw_ns is not None
    assert (cue.onset_ns - cue.raw_ns, cue.correction_ns) == (corrections[0], corrections[0])
    assert (response.at_ns - response.raw_ns, response.correction_ns) == (-corrections[1], -corrections[1])


@pytest.mark.parametrize(("ms", "lapse"), [(354, False), (355, True), (356, True)])
@pytest.mark.parametrize("corrections", CALIBRATIONS.values(), ids=CALIBRATIONS.keys())
def test_the_brief_tests_lapses_begin_at_355(ms: int, lapse: bool, corrections: tuple[int, int]) -> None:
    record = scored(ms * MS, display_ns=corrections[0], key_ns=corrections[1], lapse=355)
    assert (record.flags == ("lapse",)) == lapse


@pytest.mark.parametrize(
    ("rt_ns", "outcome", "flags"),
    [
        (100 * MS - 1, "false_start", ()),
        (100 * MS, "hit", ()),
        (500 * MS - 1, "hit", ()),
        (500 * MS, "hit", ("lapse",)),
    ],
)
def test_thresholds_hold_to_the_nanosecond(rt_ns: int, outcome: str, flags: tuple[str, ...]) -> None:
    record = scored(rt_ns, display_ns=3, key_ns=5)
    assert (record.outcome, record.flags) == (outcome, flags)


def test_the_raw_stamps_decide_nothing() -> None:
    quick = scored(101 * MS, display_ns=-40 * MS, key_ns=20 * MS)
    assert quick.outcome == "hit"  # 81 ms apart in raw stamps
    early = scored(99 * MS, display_ns=40 * MS, key_ns=20 * MS)
    assert early.outcome == "false_start"  # 159 ms apart in raw stamps


def test_a_corrected_record_is_the_same_when_it_is_scored_again() -> None:
    plan = simple_plan(1, response=30_000, min_rt=100, lapse=500)
    onset = CueShown(1_025 * MS, "main", 0, 1, "cue", "flip", 2 * MS, 1000 * MS, 25 * MS)
    key = Response(1_525 * MS, "left", "press", "keys", "key:left", "x11", MS, 1_534 * MS, -9 * MS)
    lab = Lab(plan, {"cue": Echo(silent=True)}).run(until=999)
    for event in (onset, key):
        lab.deliver(event)
    again = Run(plan)
    records = []
    for each_event in lab.events:
        read = decode_line(encode_line(each_event))
        assert isinstance(read, Event)
        records += [each.record for each in again.handle(read) if isinstance(each, Record)]
    assert records == lab.records
    (record,) = records
    assert (record.rt_ns, record.flags) == (500 * MS, ("lapse",))
    assert record.rt_uncertainty_ns == 2_236_068  # 2 ms and 1 ms in quadrature, rounded up
