"""Stamps of a device with its own clock: what a reaction time between two of them is worth, and that they are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plans import MS, simple_plan
from reactdrill.engine.commands import Record
from reactdrill.engine.events import ClockStamp, CueShown, Response, Start
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run
from reactdrill.engine.uncertainty import on_one_clock_ns
from reactdrill.results.lines import decode_line, encode_line

STAMP = ClockStamp("pods A", 7, 2_000_000, 2_000_000, 0, 0, 4_000, 20_000)


def played(onset: ClockStamp | None, tap: ClockStamp | None) -> TrialRecord:
    run = Run(simple_plan(1))
    run.handle(Start(0))
    shown = CueShown(1000 * MS, "main", 0, 1, "cue", "pod", 50_000, 1000 * MS, 0, onset)
    run.handle(shown)
    response = Response(1300 * MS, "left", "press", "pods A", "pod:1", "pod", 60_000, 1300 * MS, 0, None, tap)
    records = [each.record for each in run.handle(response) if isinstance(each, Record)]
    assert len(records) == 1
    return records[0]


def test_two_stamps_of_one_clock_are_as_unsure_as_that_clock() -> None:
    record = played(STAMP, replace(STAMP, ticks=2_600_000))
    assert (record.outcome, record.rt_ns) == ("hit", 300 * MS)
    assert record.rt_uncertainty_ns == 5_657 + 300 * MS * 20_000 // 10**9


@pytest.mark.parametrize(
    "other",
    [
        None,
        replace(STAMP, clock="pods B"),
        replace(STAMP, boot=8),
        replace(STAMP, offset_ns=1),
        replace(STAMP, rate_ppb=1),
    ],
)
def test_stamps_of_two_clocks_or_mappings_are_as_unsure_as_both(other: ClockStamp | None) -> None:
    assert on_one_clock_ns(STAMP, other, 10) is None
    assert played(STAMP, other).rt_uncertainty_ns == 78_103


def test_a_journal_keeps_the_stamp() -> None:
    for event in (
        CueShown(1, "main", 0, 1, "cue", "pod", 2, 1, 0, STAMP),
        Response(1, "left", "press", "pods A", "pod:1", "pod", 2, 1, 0, None, STAMP),
        CueShown(1, "main", 0, 1, "cue", "flip", 2, 1),
    ):
        assert decode_line(encode_line(event)) == event
