"""What people add to a run afterwards, and take back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Command
from journals import write_run
from reactdrill.cli.whom import people_store
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import read_notes
from reactdrill.results.store import Store
from reactdrill.station.folders import runs_dir
from two_lanes import write_two_lanes


@pytest.fixture
def journal() -> Path:
    return write_run(runs_dir())


def athlete(name: str) -> str:
    with people_store() as store:
        return store.people.add(Athlete(name=name)).code


def test_a_run_is_moved_to_an_athlete_and_back(command: Command, journal: Path) -> None:
    before, code = journal.read_bytes(), athlete("Zoë")
    assert command("results", "move", "last", "zoë").code == 0
    listed = command("results", "list")
    assert code in listed.out
    assert command("results", "move", "last", "GUEST").code == 0
    assert read_notes(journal).athlete == "guest"
    assert command("results", "undo", "last").code == 0
    assert read_notes(journal).athlete == code
    assert journal.read_bytes() == before


def test_a_lane_is_moved_alone(command: Command) -> None:
    code = athlete("Bo")
    write_two_lanes(runs_dir(), {})
    assert command("results", "move", "last", code, "--lane", "b").code == 0
    assert command("results", "list").code == 0
    with people_store() as store:
        assert {point.lane: point.athlete for point in store.points_of_run("a" * 32)} == {
            "a": "guest",
            "b": code,
        }
    assert "no lane 'c'; it has a, b" in command("results", "move", "last", code, "--lane", "c").refusal()
    assert "no athlete is called" in command("results", "move", "last", "nobody").refusal()


def test_effort_and_pain(command: Command, journal: Path) -> None:
    assert command("results", "effort", "last", "7").code == 0
    assert command("results", "pain", "last", "0").code == 0
    assert command("results", "effort", "last", "8").code == 0
    notes = read_notes(journal)
    assert (notes.effort(), notes.pain(), notes.effort("main")) == (8, 0, 8)
    for wrong in ("11", "2.5", "much", "-1"):
        assert command("results", "pain", "last", "--", wrong).code == 2
    command("results", "undo", "last")
    assert read_notes(journal).effort() == 7


def test_what_is_said_of_one_lane_is_not_of_the_other(command: Command) -> None:
    journal = write_two_lanes(runs_dir(), {})
    command("results", "effort", "last", "9", "--lane", "a")
    assert (read_notes(journal).effort("a"), read_notes(journal).effort("b")) == (9, None)


def test_a_note_is_data(command: Command, journal: Path) -> None:
    assert command("results", "note", "last", "=1+1 [red]sore[/] شكرا").code == 0
    assert "=1+1 [red]sore[/] شكرا" in command("results", "notes", "last").out
    assert command("results", "note", "last", "late", "--trial", "2").code == 0
    assert read_notes(journal).standing[-1].trial == 1
    assert "no trial 5; it has 4" in command("results", "note", "last", "x", "--trial", "5").refusal()
    assert "the note is empty" in command("results", "note", "last", " ").refusal()


def test_a_run_or_a_trial_is_marked_bad(command: Command, journal: Path) -> None:
    assert command("results", "bad", "last", "--trial", "2", "--reason", "phone rang").code == 0
    with people_store() as store:
        store.ingest_folder()
        assert store.bad_trials("a" * 32) == {("main", 1, 1): "phone rang"}
    assert command("results", "bad", "last", "--reason", "rain").code == 0
    assert "marked bad: rain" in command("results", "list").out
    assert command("results", "bad", "last").code == 2
    assert (
        "need a `--trial`" in command("results", "bad", "last", "--reason", "x", "--lane", "main").refusal()
    )


def test_taking_back_by_name(command: Command, journal: Path) -> None:
    assert "nothing was added" in command("results", "notes", "last").out
    assert "nothing was added" in command("results", "undo", "last").refusal()
    first = command("results", "note", "last", "one").out.split()[0]
    command("results", "note", "last", "two")
    assert "taken back: note: one" in command("results", "undo", "last", first).out
    assert [each.value for each in read_notes(journal).standing] == ["two"]
    assert "no remarks that hold begin with" in command("results", "undo", "last", first).refusal()
    found = json.loads(command("results", "notes", "last", "--json").out)
    assert len(found["standing"]) == 1
    assert len(found["written"]) == 3


def test_the_store_keeps_effort(journal: Path, command: Command) -> None:
    command("results", "effort", "last", "7")
    with Store() as store:
        store.ingest_folder()
        assert store.runs()[0].notes == 1
