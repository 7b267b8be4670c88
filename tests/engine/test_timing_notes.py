"""What disturbs the measuring flags the trials that it touched, and changes nothing that they come to."""

from __future__ import annotations

from typing import Any

import pytest

from lab import Echo, Lab, pause, press, resume
from plans import MS, a_set, cue, lane, plan, simple_plan, trial
from reactdrill.drill.trial import Reference
from reactdrill.engine.disturbances import FLAGGED
from reactdrill.engine.events import TimingKind, TimingNote


def note(at: float, until: float, kind: TimingKind = "gap", **about: Any) -> TimingNote:
    size = round((until - at) * MS)
    return TimingNote(round(at * MS), kind, round(until * MS), size, **about)


def flags(lab: Lab) -> list[tuple[str, ...]]:
    return [record.flags for record in lab.records]


@pytest.mark.parametrize("kind", sorted(FLAGGED))
def test_what_goes_on_in_a_trial_flags_it_alone(kind: TimingKind) -> None:
    quiet = Lab(simple_plan(3)).run(press(1200))
    lab = Lab(simple_plan(3)).run(press(1200), note(1100, 1150, kind))
    assert flags(lab) == [(kind,), (), ()]
    assert [record.rt_ns for record in lab.records] == [record.rt_ns for record in quiet.records]
    assert [record.outcome for record in lab.records] == [record.outcome for record in quiet.records]


@pytest.mark.parametrize("kind", ["motion", "longest_gap"])
def test_what_only_tells_how_sure_something_is_flags_nothing(kind: TimingKind) -> None:
    assert flags(Lab(simple_plan(1)).run(press(1200), note(1100, 1150, kind))) == [()]


def test_a_gap_flags_every_trial_that_was_open_in_it() -> None:
    records = Lab(simple_plan(4)).run(until=60_000).records
    second, third = records[1], records[2]
    assert second.begin_ns is not None
    assert third.begin_ns is not None
    began, opened = second.begin_ns / MS, third.begin_ns / MS
    for until, touched in ((opened - 1, [1]), (opened, [1, 2]), (opened + 1, [1, 2])):
        lab = Lab(simple_plan(4)).run(note(began + 1, until), until=60_000)
        assert [number for number, record in enumerate(lab.records) if "gap" in record.flags] == touched


def test_a_gap_between_trials_flags_none() -> None:
    records = Lab(simple_plan(2)).run(until=60_000).records
    assert records[1].begin_ns is not None
    between = (records[0].ended_ns + records[1].begin_ns) / 2 / MS
    assert flags(Lab(simple_plan(2)).run(note(between, between + 0.1), until=60_000)) == [(), ()]


def test_a_flag_stands_once_however_often_it_is_told() -> None:
    lab = Lab(simple_plan(1)).run(press(1200), note(1100, 1110), note(1120, 1130))
    assert flags(lab) == [("gap",)]


def test_every_lane_is_flagged_by_what_is_about_none() -> None:
    lanes = (lane(a_set(trial())), lane(a_set(trial()), name="right", targets=("up",)))
    lab = Lab(plan(*lanes)).run(note(1100, 1150), until=60_000)
    assert [(record.lane, record.flags) for record in lab.records] == [
        ("main", ("gap",)),
        ("right", ("gap",)),
    ]


def test_what_is_about_a_cue_flags_its_own_attempt_only() -> None:
    about = {"lane": "main", "trial": 0, "step": "cue"}
    lab = Lab(simple_plan(1)).run(
        note(1010, 1040, "late_frame", attempt=1, **about), pause(1100), resume(1200), until=60_000
    )
    assert flags(lab) == [("late_frame",), ()]
    late = Lab(simple_plan(1)).run(
        pause(1100), resume(1200), note(4000, 4040, "late_frame", attempt=1, **about), until=60_000
    )
    assert flags(late) == [(), ()]


def test_an_instant_on_the_way_of_a_moving_cue_is_as_unsure_as_its_place() -> None:
    def uncertainty(offset: float) -> int | None:
        reference = Reference("cue", round(offset * MS), early_ns=300 * MS)
        moving = trial(cue(), reference=reference)
        told = note(1000, 1000 + 8, "motion", lane="main", trial=0, attempt=1, step="cue")
        lab = Lab(plan(lane(a_set(moving))), echo={"cue": Echo(unsure=6)})
        lab.run(told, press(1000 + offset + 200, unsure=0), until=60_000)
        (record,) = lab.records
        return record.rt_uncertainty_ns

    assert uncertainty(0) == 6 * MS
    assert uncertainty(300) == 10 * MS
