"""`reactdrill results enter` and `tick`: what a coach measured and saw."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from command import Command
from drill_text import drill_text
from journals import Player, header_of, quick, simple_plan, write_run
from reactdrill.drill.file import parse_drill
from reactdrill.drill.library import Library
from reactdrill.results.annotations import read_notes
from reactdrill.results.header import DrillInfo
from reactdrill.results.journal import JournalWriter
from reactdrill.results.observations import count_back_errors, numbers_for
from reactdrill.station.folders import runs_dir
from reactdrill.stats.score import ScoreRule

OBSERVER = """{ checklist = ["Knee in", "Heel lift"], entries = [
  { name = "reach", title = "Best reach", unit = "cm", per = "side", max = 150 },
  { name = "errors", title = "Errors", per = "set" },
  { name = "hop", title = "Distance", unit = "cm", per = "trial" },
  { name = "mood", title = "Mood", per = "run", max = 10 },
] }"""


@pytest.fixture
def journal() -> Path:
    """A run of a drill with both sides and two sets each."""
    text = drill_text(
        observer=OBSERVER.replace("\n", " "), sides='"both"', sets="{ count = 2 }", first_side='"left"'
    )
    return write(text)


def write(text: str) -> Path:
    file = parse_drill(text)
    plan = file.plan(1)
    info = DrillInfo(file.drill.name, file.drill.title, 1, file.drill.component, file.sha256, text)
    header = replace(header_of(plan), drill=info)
    writer = JournalWriter.create(header, runs_dir())
    Player(plan, writer, quick).play().finish()
    return writer.path


def test_what_can_be_entered_is_shown(command: Command, journal: Path) -> None:
    lines = command("results", "enter", "last").out.splitlines()
    assert lines[0] == "left side: reach: - cm  (Best reach)"
    assert lines[2] == "set 1, left side: errors: - count  (Errors)"
    assert lines[-1] == "mood: - count  (Mood)"
    assert len(lines) == 2 + 4 + 32 + 1


def test_numbers_are_kept_and_the_last_one_holds(command: Command, journal: Path) -> None:
    before = journal.read_bytes()
    assert (
        command("results", "enter", "last", "reach=61,5", "--side", "left").out
        == "left side: reach: 61.5 cm\n"
    )
    assert command("results", "enter", "last", "reach=64", "--side", "left").code == 0
    assert command("results", "enter", "last", "reach=58", "--side", "right").code == 0
    assert command("results", "enter", "last", "hop=120", "--trial", "3").code == 0
    shown = command("results", "enter", "last").out
    assert "left side: reach: 64 cm" in shown
    assert "right side: reach: 58 cm" in shown
    assert "trial 3: hop: 120 cm" in shown
    assert journal.read_bytes() == before
    notes = read_notes(journal)
    found = numbers_for(notes, ScoreRule(of="entry", entry="reach"))
    assert sorted((each.value, each.side) for each in found) == [(58.0, "right"), (64.0, "left")]
    assert numbers_for(notes, ScoreRule(entry="reach")) == ()
    assert len(notes.written) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reech=3"], "nothing is called 'reech' here; did you mean 'reach'?"),
        (["reach=60"], "reach: say which: left side, right side"),
        (["reach=160", "--side", "left"], "reach: 160 is not within 0 to 150 cm"),
        (["reach=-1", "--side", "left"], "reach: -1 is not within 0 to 150 cm"),
        (["reach=nan", "--side", "left"], "reach: nan is not within 0 to 150 cm"),
        (["reach=far", "--side", "left"], "reach=far: write NAME=NUMBER, such as reach-front=62"),
        (["errors=2", "--set", "9"], "errors: there is no such place; there is set 1, left side"),
    ],
)
def test_what_cannot_be_entered(command: Command, journal: Path, arguments: list[str], words: str) -> None:
    assert words in command("results", "enter", "last", *arguments).refusal()
    assert read_notes(journal).written == ()


def test_nothing_is_kept_when_one_of_several_is_wrong(command: Command, journal: Path) -> None:
    command("results", "enter", "last", "mood=5", "moood=3").refusal()
    assert read_notes(journal).written == ()


def test_the_checklist_is_ticked_and_unticked(command: Command, journal: Path) -> None:
    assert command("results", "tick", "last").out.splitlines()[0] == "[ ] set 1, left side: Knee in"
    assert command("results", "tick", "last", "knee", "--set", "2").out == "[x] set 2, right side: Knee in\n"
    assert command("results", "tick", "last", "heel", "--set", "1", "--not").code == 0
    lines = command("results", "tick", "last").out.splitlines()
    assert lines[:4] == [
        "[ ] set 1, left side: Knee in",
        "[-] set 1, left side: Heel lift",
        "[x] set 2, right side: Knee in",
        "[ ] set 2, right side: Heel lift",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["toe"], "no line begins with 'toe'; there is: Knee in; Heel lift"),
        (["knee"], "'knee' fits several: set 1"),
    ],
)
def test_a_line_that_is_not_there_or_not_one(
    command: Command, journal: Path, arguments: list[str], words: str
) -> None:
    assert words in command("results", "tick", "last", *arguments).refusal()


def test_a_drill_that_asks_for_nothing(command: Command) -> None:
    write(drill_text())
    assert command("results", "enter", "last").out == "this drill asks for no numbers\n"
    assert "this drill has no checklist" in command("results", "tick", "last", "knee").refusal()


def test_every_entry_of_the_library_has_a_place(command: Command) -> None:
    file = Library.standard().load("y-reach")
    write(file.text)
    assert command("results", "enter", "last", "reach-front=62", "--side", "left").code == 0


def test_a_score_is_made_of_what_was_entered(command: Command) -> None:
    score = '{ of = "entry", entry = "hop", take = "best", better = "higher" }'
    write(drill_text(observer=OBSERVER.replace("\n", " "), score=score))
    for number in range(1, 5):
        assert command("results", "enter", "last", f"hop={100 + number}", "--trial", str(number)).code == 0
    shown = json.loads(command("results", "show", "last", "--json").out)
    (told,) = shown["families"].values()
    (result,) = [each for each in told if each["family"] == "score"]
    (figure,) = result["figures"]
    assert (figure["name"], figure["value"]) == ("score_cm", 104.0)


def test_a_journal_without_a_drill(command: Command) -> None:
    write_run(runs_dir(), simple_plan())
    assert command("results", "enter", "last").code == 2


@pytest.mark.parametrize(
    ("start", "by", "last", "words"),
    [
        (93, 7, 72, ""),
        (93, 7, 93, ""),
        (93, 7, 71, "is not reached from 93 by taking away 7"),
        (93, 7, 95, "is above"),
    ],
)
def test_a_count_backwards_can_be_right_or_not(start: int, by: int, last: int, words: str) -> None:
    said = count_back_errors(start, by, last)
    assert (words in said) if words else said == ""
