"""Whose run it is: chosen in the briefing, kept for the next ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from offscreen import FakePlay, Hands, finish_background, program

from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.athletes import AthleteScene
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.confirm import ConfirmScene
from reactdrill.app.widgets import ListState
from reactdrill.results.header import GUEST


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    made.archive.add_people("Anna Berg\nBen\n", adults=True)
    finish_background(made)
    return made


def at_athletes(one: Program) -> Hands:
    hands = Hands(one, one.scenes.briefing(Brief(one.library.load("four-choice"))))
    hands.take("athlete")
    hands.wait()
    assert hands.at(AthleteScene)
    return hands


def athlete_of_the_run(one: Program, hands: Hands) -> str:
    hands.take("start")
    play = one.play
    assert isinstance(play, FakePlay)
    return play.requests[-1].athlete


def test_a_run_is_a_guests_until_somebody_is_chosen(one: Program) -> None:
    hands = Hands(one, one.scenes.briefing(Brief(one.library.load("four-choice"))))
    assert "Guest" in hands.texts
    assert athlete_of_the_run(one, hands) == GUEST
    hands.close()


def test_the_chosen_one_is_on_the_button_and_in_the_run(one: Program) -> None:
    hands = at_athletes(one)
    anna = one.archive.everybody().athletes[0]
    hands.page.set_state("list", ListState(chosen=anna.code))
    hands.press("accept")
    assert hands.at(BriefingScene)
    assert "Anna Berg" in hands.texts
    assert athlete_of_the_run(one, hands) == anna.code
    hands.close()


def test_somebody_new_is_added_and_chosen(one: Program) -> None:
    hands = at_athletes(one)
    hands.click("new")
    hands.type("Chiara")
    hands.press("accept")
    hands.wait()
    assert hands.at(ConfirmScene)
    assert any("without a birth year: 1 athlete" in text for text in hands.texts)
    hands.take("yes")
    hands.wait()
    assert hands.at(BriefingScene)
    assert "Chiara" in hands.texts
    hands.close()


@pytest.mark.parametrize("typed", ["Chiara", "Chiara,1990"])
def test_nobody_is_named_of_whom_nothing_is_said(one: Program, typed: str) -> None:
    hands = at_athletes(one)
    hands.click("new")
    hands.type(typed)
    hands.press("accept")
    hands.wait()
    if typed == "Chiara":
        hands.press("back")
        hands.wait()
    assert hands.at(BriefingScene)
    assert ("Chiara" in {each.name for each in one.archive.everybody().athletes}) == (typed != "Chiara")
    hands.close()


def test_who_is_there_already_is_said_to_be(one: Program) -> None:
    hands = at_athletes(one)
    hands.click("new")
    hands.type("Ben")
    hands.press("accept")
    hands.wait()
    assert hands.at(AthleteScene)
    assert any("in the list already" in text for text in hands.texts)
    hands.close()


def test_back_changes_nothing_and_guest_is_a_choice(one: Program) -> None:
    one.athletes = tuple(each.code for each in one.archive.everybody().athletes[1:2])
    hands = at_athletes(one)
    hands.press("back")
    assert hands.at(BriefingScene)
    assert len(one.athletes) == 1
    hands.take("athlete")
    hands.wait()
    hands.press("accept")
    assert not list(one.athletes)
    hands.close()
