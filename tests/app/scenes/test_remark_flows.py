"""What people add to a run afterwards, from the results screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from offscreen import Hands, finish_background, program, simulate

from reactdrill.app.figures.view import RunView
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.remarks import RemarksScene
from reactdrill.app.scenes.results import ResultsScene
from reactdrill.app.scenes.setup.items import ChoiceScene
from reactdrill.app.widgets import ListState
from reactdrill.i18n import ENGLISH, use_language
from reactdrill.results.annotations import NOTE, Notes, read_notes
from reactdrill.results.observations import entered, ticked


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    made.archive.add_people("Anna Berg\n", adults=True)
    finish_background(made)
    return made


class Remarking(Hands):
    """At the remarks of a run that has just been done."""

    def __init__(self, one: Program, drill: str = "four-choice") -> None:
        request = one.request(Brief(one.library.load(drill), seed=3))
        outcome = simulate(request, folder=one.folders_now.runs)
        assert outcome.path is not None
        self.journal = outcome.path
        super().__init__(one, ResultsScene(one, request, RunView.of_outcome(outcome)))
        self.take("remarks")
        assert self.at(RemarksScene)

    def choose(self, row: str) -> None:
        self.page.set_state("list", ListState(chosen=row))
        self.press("accept")
        self.wait()

    def notes(self) -> Notes:
        return read_notes(self.journal)


def test_effort_and_pain_are_asked_from_0_to_10(one: Program) -> None:
    hands = Remarking(one)
    hands.choose("effort")
    assert hands.at(ChoiceScene)
    assert "Very hard" in hands.texts or "None at all" in hands.texts
    hands.choose("7")
    assert hands.at(RemarksScene)
    hands.choose("pain")
    hands.choose("0")
    assert (hands.notes().effort(), hands.notes().pain()) == (7, 0)
    assert {"7", "0"} <= set(hands.texts)
    hands.close()


def test_a_note_is_written_and_seen_in_the_results(one: Program) -> None:
    hands = Remarking(one)
    hands.choose("note")
    hands.type("Tired today")
    hands.press("accept")
    assert [each.value for each in hands.notes().standing if each.type == NOTE] == ["Tired today"]
    hands.press("back")
    assert hands.at(ResultsScene)
    scene = hands.top
    assert isinstance(scene, ResultsScene)
    assert scene.view.notes == ("Tired today",)
    hands.close()


def test_a_run_is_marked_bad_with_a_reason_and_counted_again(one: Program) -> None:
    hands = Remarking(one)
    hands.choose("run_bad")
    hands.choose("0")
    assert hands.notes().run_bad == "Disturbed"
    hands.press("back")
    assert "MARKED BAD" in hands.texts
    hands.take("remarks")
    hands.choose("run_bad")
    assert hands.notes().run_bad is None
    hands.close()


def test_a_reason_of_ones_own(one: Program) -> None:
    hands = Remarking(one)
    hands.choose("run_bad")
    hands.choose("4")
    hands.type("The dog came in")
    hands.press("accept")
    assert hands.notes().run_bad == "The dog came in"
    hands.close()


def test_a_run_is_moved_to_the_athlete_who_did_it(one: Program) -> None:
    hands = Remarking(one)
    hands.choose("athlete_moved")
    anna = one.archive.everybody().athletes[0]
    hands.choose(anna.code)
    assert hands.notes().athlete == anna.code
    assert "Anna Berg" in hands.texts
    hands.close()


def test_the_coach_ticks_the_checklist(one: Program) -> None:
    hands = Remarking(one, "single-leg-taps")
    hands.choose("line 0")
    (seen,) = [line for line, there in ticked(hands.notes()).items() if there]
    hands.choose("line 0")
    assert ticked(hands.notes()) == {seen: False}
    hands.close()


def test_the_coach_enters_a_number(one: Program) -> None:
    hands = Remarking(one, "y-reach")
    hands.choose("slot 0")
    hands.page.focus_on("field")
    hands.type("82")
    hands.take("save")
    assert hands.at(RemarksScene)
    assert list(entered(hands.notes()).values()) == [82.0]
    hands.close()


def test_nothing_chosen_is_nothing_kept(one: Program) -> None:
    hands = Remarking(one)
    for row in ("effort", "note", "run_bad", "athlete_moved"):
        hands.choose(row)
        hands.press("back")
        assert hands.at(RemarksScene)
    assert hands.notes() == Notes()
    hands.close()


@pytest.fixture
def in_german() -> Iterator[None]:
    use_language("de")
    yield
    use_language(ENGLISH)


@pytest.mark.usefixtures("in_german")
def test_the_checklist_is_read_in_the_present_language_and_kept_as_it_was_written(one: Program) -> None:
    hands = Remarking(one)
    assert any("Satz 2" in text for text in hands.texts), hands.texts
    hands.choose("line 0")
    assert "Drückt vor dem Signal" in hands.texts
    assert [line for (line, _), seen in ticked(hands.notes()).items() if seen] == ["Presses before the cue"]
    hands.close()
