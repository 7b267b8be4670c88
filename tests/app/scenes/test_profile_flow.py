"""What is kept of an athlete, changed by a person's hands."""

from __future__ import annotations

from pathlib import Path

import pytest
from offscreen import Hands, finish_background, program

from reactdrill.app.program import Program
from reactdrill.app.scenes.keep.people import AthleteScene, PeopleScene
from reactdrill.app.scenes.keep.profile import ProfileScene
from reactdrill.app.widgets import FieldState, ListState
from reactdrill.people.athlete import Athlete


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    made.archive.add_people("Anna Berg\n", adults=True)
    finish_background(made)
    return made


def kept(one: Program) -> Athlete:
    (athlete,) = one.archive.everybody().athletes
    return athlete


def pick(hands: Hands, row: str) -> None:
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()
    hands.wait()


def write(hands: Hands, row: str, text: str) -> None:
    pick(hands, row)
    hands.page.set_state("text", FieldState(text=text, caret=len(text)))
    hands.take("save")
    hands.wait()
    assert hands.at(ProfileScene)


@pytest.fixture
def hands(one: Program) -> Hands:
    made = Hands(one, PeopleScene(one))
    made.wait()
    pick(made, f"athlete {kept(one).code}")
    assert made.at(AthleteScene)
    pick(made, "profile")
    assert made.at(ProfileScene)
    return made


def test_everything_that_is_kept_is_changed_at_once(one: Program, hands: Hands) -> None:
    write(hands, "name", "Anna Lee")
    write(hands, "birth_year", "1990")
    write(hands, "restrictions", "no jumps")
    write(hands, "new group", "Juniors, first team")
    for row, choice in (("dominant_side", "2"), ("involved_side", "1")):
        pick(hands, row)
        pick(hands, choice)
    pick(hands, "leaderboard")
    now = kept(one)
    assert (now.name, now.birth_year, now.restrictions) == ("Anna Lee", 1990, "no jumps")
    assert (now.groups, now.dominant_side, now.involved_side) == (("Juniors, first team",), "right", "left")
    assert now.leaderboard
    hands.close()


def test_what_was_said_can_be_taken_back(one: Program, hands: Hands) -> None:
    write(hands, "restrictions", "no jumps")
    write(hands, "restrictions", "")
    write(hands, "new group", "Juniors")
    pick(hands, "groups")
    pick(hands, "Juniors")
    hands.take("done")
    hands.wait()
    pick(hands, "involved_side")
    pick(hands, "1")
    pick(hands, "involved_side")
    pick(hands, "0")
    now = kept(one)
    assert (now.restrictions, now.groups, now.involved_side) == ("", (), None)
    hands.close()


def test_the_list_says_the_new_name(one: Program, hands: Hands) -> None:
    write(hands, "name", "Anna Lee")
    hands.press("back")
    assert hands.at(AthleteScene)
    assert "Anna Lee" in hands.texts
    hands.press("back")
    hands.wait()
    assert hands.at(PeopleScene)
    assert "Anna Lee" in hands.texts
    assert one.labels[kept(one).code] == "Anna Lee"
    hands.close()


def test_a_name_is_kept_only_where_it_may_be(one: Program, hands: Hands) -> None:
    write(hands, "name", "")
    write(hands, "name", "Anna Berg")
    assert kept(one).name == ""
    assert any("No name is kept yet" in text for text in hands.texts)
    pick(hands, "guardian_consent")
    write(hands, "name", "Anna Berg")
    assert kept(one).name == "Anna Berg"
    hands.close()


@pytest.mark.parametrize("text", ["ninety", "2990"])
def test_a_year_that_cannot_be_is_said(one: Program, hands: Hands, text: str) -> None:
    write(hands, "birth_year", text)
    assert kept(one).birth_year is None
    assert any(text in shown for shown in hands.texts)
    hands.close()
