"""Results under another calibration: from raw stamps, beside the journal, never in its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from calibrated import STAMP_DOUBT_NS, recorded
from journals import write_interrupted, write_run
from plans import MS, a_set, lane, plan, simple_plan, staircase, trial, want
from reactdrill.engine.correction import Correction
from reactdrill.engine.events import CueShown, Response, TimingNote
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.errors import JournalError
from reactdrill.results.derived import Derived, derive, derived_path, write_derived
from reactdrill.results.lines import decode_line
from reactdrill.results.reader import read_journal
from reactdrill.results.store.ingest import find_journals
from reactdrill.station.calibration.entry import Entry
from reactdrill.station.calibration.inforce import NOT_CALIBRATED, Calibration
from reactdrill.station.doctor.kept import journal_paths


def keys(ms: float, doubt_ms: float = 0) -> Correction:
    return Correction(round(-ms * MS), round(doubt_ms * MS))


def with_keys(ms: float, doubt_ms: float = 0) -> Calibration:
    return Calibration(None, None, {"keyboard": keys(ms, doubt_ms)})


def trials(derived: Derived) -> list[TrialRecord]:
    items = [decode_line(line) for line in derived.lines]
    return [item for item in items if isinstance(item, TrialRecord)]


def outcomes(derived: Derived) -> list[str]:
    return [each.outcome for each in trials(derived)]


# ---- the same


def test_the_runs_own_calibration_gives_the_journals_lines(tmp_path: Path) -> None:
    log = recorded(
        tmp_path, simple_plan(3), [(1250, "left"), (2600, "left")], key=keys(8, 2), light=Correction(12 * MS)
    )
    own = Calibration(Correction(12 * MS), None, {"keyboard": keys(8, 2)})
    derived = derive(log, own)
    assert derived.lines == log.trial_lines
    assert derived.changes == ()


def test_what_is_told_of_a_cue_stays_beside_it(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(2), [(1005, "left")], light=Correction(12 * MS))
    onset = next(event for event in log.events if isinstance(event, CueShown))
    about = (onset.lane, onset.trial, onset.attempt, onset.step)
    late = TimingNote(onset.at_ns, "late_frame", onset.at_ns, 30 * MS, 1, *about)
    place = log.events.index(onset)
    told = replace(log, events=(*log.events[:place], late, *log.events[place:]))
    first, second = trials(derive(told, NOT_CALIBRATED))
    assert (first.outcome, first.flags) == ("false_start", ("late_frame",))
    assert second.flags == ()


def test_no_calibration_of_an_uncalibrated_run_gives_the_journals_lines(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(2), [(1250, "left")])
    assert derive(log, NOT_CALIBRATED).lines == log.trial_lines


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(900, 1560), st.sampled_from(["left", "right"])), max_size=12),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_a_run_derived_gives_what_it_would_have_been_recorded_as(
    tmp_path: Path, presses: list[tuple[int, str]], key_ms: int, light_ms: int
) -> None:
    """The first trial: in the next one even the cue would have come at another time."""
    spaced = sorted(dict(presses).items())
    chosen = simple_plan(2, light_out="timeout", false_start="continue", wrong="continue")
    plain = recorded(tmp_path, chosen, spaced)
    calibration = Calibration(Correction(light_ms * MS), None, {"keyboard": keys(key_ms)} if key_ms else {})
    wanted = recorded(tmp_path, chosen, spaced, key=keys(key_ms), light=calibration.display)
    found, expected = trials(derive(plain, calibration))[0], wanted.trials[0]
    assert (found.outcome, found.rt_ns, found.early) == (expected.outcome, expected.rt_ns, expected.early)


# ---- other


@pytest.mark.parametrize(
    ("raw_ms", "key_ms", "before", "after"),
    [
        (103, 4, "hit", "false_start"),
        (104, 4, "hit", "hit"),
        (504, 4, "miss", "hit"),
        (505, 4, "miss", "miss"),
    ],
)
def test_thresholds_are_applied_to_the_corrected_times(
    tmp_path: Path, raw_ms: int, key_ms: int, before: str, after: str
) -> None:
    log = recorded(tmp_path, simple_plan(2), [(1000 + raw_ms, "left"), (1000 + raw_ms + 1500, "left")])
    assert log.trials[0].outcome == before
    derived = derive(log, with_keys(key_ms))
    assert outcomes(derived)[0] == after
    changed = f"lane main, trial 1, attempt 1: {before}, now {after}"
    assert (changed in derived.changes) == (before != after)


@pytest.mark.parametrize(("raw_ms", "after"), [(103, "hit"), (501, "miss"), (500, "hit")])
def test_taking_a_calibration_away_takes_it_from_the_raw_stamp(
    tmp_path: Path, raw_ms: int, after: str
) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1000 + raw_ms, "left")], key=keys(4, 2))
    derived = derive(log, NOT_CALIBRATED)
    (record,) = trials(derived)
    assert record.outcome == after
    for response in record.responses:
        assert (response.correction_ns, response.at_ns) == (0, response.raw_ns)
        assert response.uncertainty_ns == STAMP_DOUBT_NS


def test_light_and_finger_move_and_their_doubts_add_up(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")], key=keys(4, 2))
    chosen = Calibration(Correction(12 * MS, 3 * MS), None, {"keyboard": keys(8, 4)})
    (record,) = trials(derive(log, chosen))
    assert record.rt_ns == (300 - 12 - 8) * MS
    (shown,), (response,) = record.cues, record.responses
    assert (shown.onset_ns, shown.raw_ns, shown.correction_ns) == (1012 * MS, 1000 * MS, 12 * MS)
    assert shown.uncertainty_ns == 3 * MS
    assert response.uncertainty_ns == combined_uncertainty_ns(STAMP_DOUBT_NS, 4 * MS)
    assert record.rt_uncertainty_ns == combined_uncertainty_ns(response.uncertainty_ns, 3 * MS)


def test_a_pad_is_known_by_its_model_in_the_header(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")])
    events = tuple(
        replace(each, device="pad0") if isinstance(each, Response) else each for each in log.events
    )
    header = replace(log.header, devices=({"name": "pad0", "model": "Good Pad"},))
    log = replace(log, events=events, header=header)
    (record,) = trials(derive(log, Calibration(inputs={"Good Pad": keys(10)})))
    assert record.rt_ns == 290 * MS
    (same,) = trials(derive(log, with_keys(10)))
    assert same.rt_ns == 300 * MS


def test_virtual_cues_have_nothing_to_correct(tmp_path: Path) -> None:
    log = read_journal(write_run(tmp_path))
    derived = derive(log, Calibration(Correction(12 * MS)))
    assert derived.lines == log.trial_lines


def test_lights_of_pods_are_not_the_displays(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")])
    events = tuple(replace(each, source="pod") if isinstance(each, CueShown) else each for each in log.events)
    (record,) = trials(derive(replace(log, events=events), Calibration(Correction(12 * MS))))
    assert record.rt_ns == 300 * MS


# ---- what was presented


def test_a_staircase_that_would_have_gone_another_way_keeps_what_was_shown(tmp_path: Path) -> None:
    steps = staircase(500, 50, 50)
    chosen = plan(
        lane(a_set(*[trial(param="wait")] * 3), adaptive={"wait": steps}),
    )
    presses = [(1000 + 103, "left"), (2303 + 103, "left"), (3606 + 200, "left")]
    log = recorded(tmp_path, chosen, presses)
    shown = [each.parameters for each in log.trials]
    assert len({tuple(each.items()) for each in shown}) == 3
    derived = derive(log, with_keys(4))
    assert outcomes(derived)[0] == "false_start"
    assert [each.parameters for each in trials(derived)] == shown


@pytest.mark.parametrize("ending", [{"hits": 2}, {"strikes": 2}])
def test_a_set_ends_where_it_ended(tmp_path: Path, ending: dict[str, int]) -> None:
    chosen = plan(lane(a_set(*[trial()] * 6, **ending)))
    presses = [(1103, "left"), (2406, "left"), (3709, "left"), (5012, "left")]
    log = recorded(tmp_path, chosen, presses)
    derived = derive(log, with_keys(4))
    assert [(each.trial, each.attempt) for each in trials(derived)] == [
        (each.trial, each.attempt) for each in log.trials
    ]
    assert derived.changes


def test_expectations_in_order_are_scored_again(tmp_path: Path) -> None:
    chosen = plan(lane(a_set(*[trial(expect=want("left", "right", match="order"))] * 2)))
    log = recorded(tmp_path, chosen, [(1300, "left"), (1505, "right")])
    assert log.trials[0].outcome == "miss"
    assert outcomes(derive(log, with_keys(5))) == ["hit", "miss"]


def test_an_interrupted_run_can_be_derived(tmp_path: Path) -> None:
    log = read_journal(write_interrupted(tmp_path, after=3))
    assert outcomes(derive(log, with_keys(5))) == ["hit"] * 3


# ---- refused


def test_a_programs_times_have_no_latency(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")], simulated=True)
    with pytest.raises(JournalError, match="a program was the athlete"):
        derive(log, with_keys(4))


@pytest.mark.parametrize("calibration", [{"format": 9}, {"format": 1}, {"format": 1, "display": 3}])
def test_a_calibration_of_another_time_is_refused(tmp_path: Path, calibration: dict[str, object]) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")], calibration=calibration)
    with pytest.raises(JournalError, match="its calibration cannot be read"):
        derive(log, NOT_CALIBRATED)


def test_events_of_another_plan_are_refused(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(2), [(1300, "left")])
    other = replace(log, header=replace(log.header, plan=simple_plan(1)))
    with pytest.raises(JournalError, match="do not fit its plan"):
        derive(other, with_keys(4))


# ---- files


def test_a_derived_file_says_where_it_comes_from_and_stands_beside_its_journal(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")], key=keys(4))
    derived = derive(log, NOT_CALIBRATED)
    path = derived_path(log, derived)
    assert path == tmp_path / "run.rescored-none.ndjson"
    assert write_derived(path, derived)
    head, *lines = path.read_bytes().splitlines(keepends=True)
    told = orjson.loads(head)
    assert (told["type"], told["journal"], told["run"]) == ("derived", "run.jsonl", log.header.run)
    assert told["calibration"] is None
    assert told["own_calibration"]["inputs"]["keyboard"]["ns"] == -4 * MS
    assert tuple(lines) == derived.lines
    assert find_journals(tmp_path) == journal_paths(tmp_path) == [log.path]


def test_each_calibration_has_its_own_file(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")])
    entry = Entry(
        name="input-1",
        part="input",
        device="keyboard",
        method="film",
        at_utc="",
        mean_ms=4.0,
        sd_ms=1.0,
        n=9,
        uncertainty_ms=2.0,
    )
    one, two = (replace(with_keys(ms), entries=(entry,)) for ms in (4, 5))
    names = {derived_path(log, derive(log, each)).name for each in (one, two, NOT_CALIBRATED)}
    assert len(names) == 3


def test_the_same_file_twice_is_no_fault_and_nothing_is_overwritten(tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")])
    derived = derive(log, with_keys(4))
    path = tmp_path / "out.ndjson"
    assert write_derived(path, derived)
    assert not write_derived(path, derived)
    path.write_bytes(b"something else")
    with pytest.raises(JournalError, match="holds something else"):
        write_derived(path, derived)
    assert path.read_bytes() == b"something else"
    with pytest.raises(JournalError, match="cannot be written"):
        write_derived(tmp_path / "no" / "out.ndjson", derived)
