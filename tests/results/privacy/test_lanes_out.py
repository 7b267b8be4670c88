"""One athlete taken out of a run that others did too."""

from __future__ import annotations

from pathlib import Path

import pytest

from journals import write_interrupted, write_run
from reactdrill.results.annotations import Annotation, annotate, read_notes, undo
from reactdrill.results.privacy.lanes import notes_without, without
from reactdrill.results.reader import read_journal
from reactdrill.results.store import Store
from reactdrill.results.whose import athlete_of_run, athletes_of, named_in
from two_lanes import write_two_lanes

ANNA, BO = "CDF34", "GHJ67"


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def store(runs: Path) -> Store:
    return Store(runs.parent / "results.sqlite3", runs=runs)


def test_lanes_belong_to_who_is_named_for_them_and_moves_win(runs: Path) -> None:
    path = write_two_lanes(runs, {"a": ANNA}, athlete=BO)
    log = read_journal(path)
    assert athletes_of(log.header, read_notes(path)) == {"a": ANNA, "b": BO}
    assert athlete_of_run(log.header, read_notes(path)) == "several"
    moved = annotate(path, Annotation(type="athlete_moved", value="guest", lane="b"))
    assert athletes_of(log.header, read_notes(path)) == {"a": ANNA, "b": "guest"}
    annotate(path, Annotation(type="athlete_moved", value=BO))
    assert athlete_of_run(log.header, read_notes(path)) == BO
    undo(path, moved.name)
    assert named_in(log.header, read_notes(path)) == {ANNA, BO, "guest"}


def test_the_other_lane_stays_whole(runs: Path) -> None:
    log = read_journal(write_two_lanes(runs, {"a": ANNA, "b": BO}))
    left = without(log, {"a"}, {ANNA})
    assert [lane.name for lane in left.plan.lanes] == ["b"]
    assert left.trials == tuple(trial for trial in log.trials if trial.lane == "b")
    assert left.header.options == {"athletes": {"b": BO}, "erased_lanes": ["a"]}
    assert left.end is not None
    assert [lane.lane for lane in left.end.lanes] == ["b"]
    text = b"".join(left.lines)
    assert ANNA.encode() not in text
    assert b"a-left" not in text


def test_what_is_left_is_a_journal(runs: Path) -> None:
    path = write_two_lanes(runs, {"a": ANNA, "b": BO})
    left = without(read_journal(path), {"a"}, {ANNA})
    path.write_bytes(b"".join(left.lines))
    assert read_journal(path) == left


def test_taking_out_nobody_changes_nothing(runs: Path) -> None:
    log = read_journal(write_two_lanes(runs, {"a": ANNA, "b": BO}))
    assert without(log, (), ()) == log
    broken = read_journal(write_interrupted(runs))
    assert without(broken, (), {ANNA}) == broken


def test_annotations_of_a_lane_and_moves_to_the_code_go(runs: Path) -> None:
    path = write_two_lanes(runs, {})
    annotate(path, Annotation(type="note", value="slow", lane="a"))
    kept = annotate(path, Annotation(type="note", value="fine"))
    annotate(path, Annotation(type="athlete_moved", value=ANNA, lane="b"))
    assert notes_without(read_notes(path), {"a"}, {ANNA}).written == (kept,)


# ---- coming back with a copy


def test_a_run_of_somebody_erased_is_not_taken_in(store: Store, runs: Path) -> None:
    write_run(runs, athlete=ANNA)
    store.people.bury(ANNA, ())
    report = store.ingest_folder()
    assert (report.new, len(report.erased)) == (0, 1)
    assert store.runs() == []
    assert store.ingest_folder().unchanged == 1


def test_an_erased_lane_is_left_out_of_a_copy(store: Store, runs: Path) -> None:
    path = write_two_lanes(runs, {"a": ANNA, "b": BO})
    store.people.bury(ANNA, ())
    assert store.ingest_folder().new == 1
    run = store.run("last")
    assert {trial.lane for trial in store.trials(run.id)} == {"b"}
    assert run.athlete == BO
    assert store.athletes_seen() == (BO,)
    assert ANNA not in run.details
    assert read_journal(path).header.options["athletes"] == {"a": ANNA, "b": BO}


def test_a_run_that_was_moved_to_somebody_erased_does_not_come_back_as_a_guests(
    store: Store, runs: Path
) -> None:
    path = write_run(runs)
    store.ingest_folder()
    store.people.bury(ANNA, [(read_journal(path).header.run, "main")])
    report, folder = store.rebuild(), store.runs()
    assert (len(report.erased), folder) == (1, [])


def test_a_run_known_before_goes_when_it_is_read_again(store: Store, runs: Path) -> None:
    path = write_run(runs, athlete=ANNA)
    store.ingest_folder()
    store.people.bury(ANNA, ())
    annotate(path, Annotation(type="note", value="late news"))
    assert len(store.ingest_folder().erased) == 1
    assert store.runs() == []
