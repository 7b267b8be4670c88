from __future__ import annotations

import os
import re
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from journals import write_run
from reactdrill.errors import JournalError
from reactdrill.results.annotations import Annotation, annotate, fold, notes_path, read_notes, undo
from reactdrill.results.locks import lock_path
from reactdrill.results.reader import read_journal


def marked(trial: int, **more: int | str) -> Annotation:
    return Annotation(type="trial_bad", trial=trial, **more)  # type: ignore[arg-type]


def test_annotations_never_touch_the_journal(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    annotate(path, Annotation(type="run_bad", reason="the light failed"))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert notes_path(path).name == path.name.replace(".jsonl", ".notes.jsonl")
    assert not lock_path(notes_path(path)).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_annotations_are_private(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    annotate(path, Annotation(type="note", value="x"))
    assert stat.S_IMODE(notes_path(path).stat().st_mode) == 0o600


def test_they_fold_into_what_holds_now(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    trials = read_journal(path).trials
    assert read_notes(path).standing == ()
    annotate(path, Annotation(type="athlete_moved", value="A1"))
    annotate(path, Annotation(type="athlete_moved", value="B2"))
    annotate(path, Annotation(type="note", value="windy"))
    annotate(path, Annotation(type="weather", value=3))
    annotate(path, marked(1, reason="tripped"))
    annotate(path, marked(2, attempt=1))
    annotate(path, marked(3, attempt=2))
    annotate(path, marked(0, lane="other"))
    notes = read_notes(path)
    assert notes.athlete == "B2"
    assert notes.run_bad is None
    assert notes.bad_trials(trials) == {("main", 1, 1): "tripped", ("main", 2, 1): "no reason given"}
    assert [notes.marks(trial)[-1].reason for trial in trials if notes.marks(trial)] == ["tripped", ""]
    assert notes.marks() == []
    assert [each.type for each in notes.written].count("weather") == 1


def test_undo_and_undoing_the_undo(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    bad = annotate(path, Annotation(type="run_bad", reason="slipped"))
    back = undo(path, bad.name, "it was fine")
    assert read_notes(path).run_bad is None
    undo(path, back.name)
    assert read_notes(path).run_bad == "slipped"
    assert len(read_notes(path).written) == 3


def test_undoing_a_move_brings_the_one_before_back(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    annotate(path, Annotation(type="athlete_moved", value="A1"))
    second = annotate(path, Annotation(type="athlete_moved", value="B2"))
    undo(path, second.name)
    assert read_notes(path).athlete == "A1"


@settings(max_examples=200)
@given(st.lists(st.integers(0, 9), max_size=10))
def test_an_undo_holds_exactly_when_nothing_that_holds_undoes_it(targets: list[int]) -> None:
    written = [Annotation(type="note", value="first", name="0", at_utc="")]
    written += [
        Annotation(type="undo", value=str(min(target, number)), name=str(number + 1), at_utc="")
        for number, target in enumerate(targets)
    ]
    standing_undos = dict.fromkeys(range(1, len(written)), True)
    for number in reversed(range(1, len(written))):
        later = [n for n in range(number + 1, len(written)) if written[n].value == str(number)]
        standing_undos[number] = not any(standing_undos[n] for n in later)
    undone = any(standing_undos[n] and written[n].value == "0" for n in standing_undos)
    assert (fold(written) == ()) == undone


def test_what_cannot_be_taken_back_or_lacks_a_value_is_refused(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    with pytest.raises(JournalError, match="no annotation is called 'nothing'"):
        undo(path, "nothing")
    with pytest.raises(JournalError, match="'trial_bad' needs a trial"):
        annotate(path, Annotation(type="trial_bad"))
    with pytest.raises(JournalError, match="'note' needs a value"):
        annotate(path, Annotation(type="note"))
    with pytest.raises(JournalError, match="no such journal"):
        annotate(tmp_path / "none.jsonl", Annotation(type="run_bad"))
    assert not notes_path(path).exists()


def test_a_torn_last_line_is_left_out_and_cut_before_the_next(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    annotate(path, Annotation(type="note", value="one"))
    notes = notes_path(path)
    whole = notes.read_bytes()
    notes.write_bytes(whole + whole[:20])
    assert [each.value for each in read_notes(path).standing] == ["one"]
    annotate(path, Annotation(type="note", value="two"))
    assert [each.value for each in read_notes(path).standing] == ["one", "two"]
    notes.write_bytes(whole[:20])
    annotate(path, Annotation(type="note", value="three"))
    assert [each.value for each in read_notes(path).standing] == ["three"]


def test_a_last_line_that_lacks_only_its_newline_is_kept(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    annotate(path, Annotation(type="note", value="one"))
    notes = notes_path(path)
    notes.write_bytes(notes.read_bytes()[:-1])
    assert [each.value for each in read_notes(path).standing] == ["one"]
    annotate(path, Annotation(type="note", value="two"))
    assert [each.value for each in read_notes(path).standing] == ["one", "two"]


def test_a_damaged_annotation_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    notes = notes_path(path)
    notes.write_bytes(b"{}\n{}\n")
    with pytest.raises(JournalError, match=re.escape(f"{notes}:1: damaged: type, name")):
        read_notes(path)


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = write_run(tmp_path)

    def write(who: int) -> None:
        for number in range(10):
            annotate(path, Annotation(type="note", value=f"{who}-{number}"))

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = {each.value for each in read_notes(path).standing}
    assert values == {f"{who}-{number}" for who in range(4) for number in range(10)}


def test_any_text_can_be_noted(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    for text in ('"quoted"', "line\nbreak", "שלום 🏃", "=1+1", "\udce9"):
        annotate(path, Annotation(type="note", value=text))
    values = [each.value for each in read_notes(path).standing]
    assert values == ['"quoted"', "line\nbreak", "שלום 🏃", "=1+1", "?"]
