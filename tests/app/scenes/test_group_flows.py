"""A coach with a group, from an empty roster to the results of a round."""

from __future__ import annotations

from pathlib import Path

import pytest
from offscreen import FakePlay, Hands, finish_background, program

from reactdrill.app.coach.coaching import UNDONE
from reactdrill.app.figures.words import NONE
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.group.board import BoardScene
from reactdrill.app.scenes.group.drills import GroupDrillsScene
from reactdrill.app.scenes.group.runs import RunsScene
from reactdrill.app.scenes.group.turn import TurnScene
from reactdrill.app.scenes.group.who import WhoScene
from reactdrill.app.scenes.home import HomeScene
from reactdrill.app.scenes.keep.people import PeopleScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.results import PastResultsScene
from reactdrill.app.widgets import ListState
from reactdrill.results.annotations import read_notes
from reactdrill.results.reader import read_journal
from reactdrill.results.whose import LANE_ATHLETES
from reactdrill.station.folders import documents_dir

ROSTER = "name;group;leaderboard\nAnna Berg;Juniors;yes\nBen;Juniors;no\nChiara;Seniors;yes\n"


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    finish_background(made)
    return made


def with_roster(one: Program) -> Program:
    one.archive.add_people(ROSTER, adults=True)
    return one


def calls(one: Program) -> list[str]:
    """What is spoken."""
    said: list[str] = []

    class Noting:
        def say(self, word: str) -> None:
            said.append(word)

        def play(self, sound: object) -> int:
            raise AssertionError(sound)

        def rest(self) -> None:
            return

    one.voice = Noting()
    return said


def at_who(one: Program) -> Hands:
    hands = Hands(one, one.scenes.group())
    hands.wait()
    return hands


def at_turns(one: Program, drill: str = "four-choice", lanes: int = 1) -> Hands:
    hands = at_who(one)
    hands.click("everybody")
    hands.close()
    one.group.lanes = lanes
    return Hands(one, one.scenes.group_turns(Brief(one.library.load(drill))))


def test_names_are_typed_marked_and_counted(one: Program) -> None:
    hands = at_who(one)
    assert hands.at(WhoScene)
    assert any("Nobody is in the roster yet" in text for text in hands.texts)
    assert not any("Press Enter on everyone" in text for text in hands.texts)
    assert hands.page.focus.current == "new", "where somebody comes in, not on the way back"
    hands.click("new")
    hands.type("Dora")
    hands.press("accept")
    hands.take("yes")
    assert [each.name for each in one.archive.everybody().athletes] == ["Dora"]
    assert "1 athlete is here" in hands.texts
    hands.take("list")
    assert "0 athletes are here" in hands.texts
    hands.close()


def test_a_list_is_pasted_and_what_cannot_be_taken_is_said(
    one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = at_who(with_roster(one))
    monkeypatch.setattr("reactdrill.app.scenes.group.who.pasted", lambda: "Anna Berg\nDora\n")
    hands.click("paste")
    hands.take("yes")
    assert [each.name for each in one.archive.everybody().athletes] == ["Anna Berg", "Ben", "Chiara", "Dora"]
    assert any("in the list already" in text for text in hands.texts)
    monkeypatch.setattr("reactdrill.app.scenes.group.who.pasted", str)
    hands.click("paste")
    assert any("Nothing has been copied" in text for text in hands.texts)
    hands.close()


def test_a_whole_group_is_marked_at_once(one: Program) -> None:
    hands = at_who(with_roster(one))
    for present in (2, 0):
        hands.click("groups")
        assert "Which group is here?" in hands.texts
        hands.page.set_state("list", ListState(chosen="0"))
        hands.take()
        assert len(one.group.present) == present
    hands.click("groups")
    hands.press("back")
    assert one.group.present == []
    hands.close()


def test_the_drills_lead_to_the_turns(one: Program) -> None:
    hands = at_who(with_roster(one))
    hands.click("everybody")
    hands.click("choose")
    hands.wait()
    assert hands.at(GroupDrillsScene)
    hands.take("list")
    assert hands.at(TurnScene)
    hands.press("back")
    hands.take("yes")
    assert hands.at(GroupDrillsScene)
    hands.press("back")
    assert hands.at(WhoScene)
    hands.close()


def test_a_drill_that_is_heard_cannot_be_done_side_by_side_and_says_why(one: Program) -> None:
    one.browsing.search = "simple auditory"
    one.group.lanes = 2
    hands = Hands(one, one.scenes.group_drills())
    hands.wait()
    hands.take("list")
    assert hands.at(MessageScene)
    assert any("hear the others' cues" in text for text in hands.texts)
    hands.close()


def test_a_round_of_one_by_one(one: Program) -> None:
    said = calls(with_roster(one))
    hands = at_turns(one)
    assert any("Anna Berg" in text for text in hands.texts)
    for _ in range(3):
        hands.take("start")
        hands.wait()
    assert hands.at(BoardScene)
    assert said[:2] == ["one", "two"]
    shown = " ".join(hands.texts)
    assert "Anna Berg" in shown
    assert "Chiara" in shown
    assert "Ben" not in shown, "he does not want to be seen in a leaderboard"
    assert "Number 2" in shown
    hands.press("accept")
    assert hands.at(TurnScene)
    assert "ROUND 2" in hands.texts
    play = one.play
    assert isinstance(play, FakePlay)
    codes = {each.name: each.code for each in one.archive.everybody().athletes}
    assert [request.athlete for request in play.requests] == [
        codes["Anna Berg"],
        codes["Ben"],
        codes["Chiara"],
    ]
    hands.close()


def test_the_board_leads_to_the_reports_of_groups_without_a_name(one: Program) -> None:
    hands = at_turns(with_roster(one))
    for _ in range(3):
        hands.take("start")
        hands.wait()
    hands.take("report")
    hands.wait()
    assert hands.at(PeopleScene)
    assert not any("Anna" in text for text in hands.texts)
    hands.take("list")
    assert "Juniors" in hands.texts
    hands.take("list")
    hands.wait()
    assert (documents_dir() / "Juniors-group.html").is_file()
    hands.close()


def test_two_at_once_each_in_their_own_lane(one: Program) -> None:
    hands = at_turns(with_roster(one), lanes=2)
    hands.take("start")
    play = one.play
    assert isinstance(play, FakePlay)
    (request,) = play.requests
    codes = {each.name: each.code for each in one.archive.everybody().athletes}
    assert request.options[LANE_ATHLETES] == {"athlete-1": codes["Anna Berg"], "athlete-2": codes["Ben"]}
    assert len(request.plan.lanes) == 2
    hands.take("start")
    assert len(play.requests[1].plan.lanes) == 1, "the third one goes alone"
    assert play.requests[1].athlete == codes["Chiara"]
    hands.close()


def test_cues_that_cannot_be_read_from_there_are_told_before_the_start(one: Program) -> None:
    far = one.settings.display.model_copy(update={"viewing_distance_m": 40.0})
    one.settings = one.settings.model_copy(update={"display": far})
    hands = at_turns(with_roster(one))
    assert any("arc minutes" in text for text in hands.texts)
    hands.close()


def test_a_turn_is_taken_back(one: Program) -> None:
    hands = at_turns(with_roster(one))
    hands.take("start")
    scene = hands.top
    assert isinstance(scene, TurnScene)
    journal = next((one.folders_now.runs).rglob("*.jsonl"))
    hands.take("undo")
    assert read_notes(journal).run_bad == UNDONE
    assert any("Anna Berg" in text for text in hands.texts)
    assert "ROUND 1" in hands.texts
    hands.close()


def test_who_is_not_ready_goes_later(one: Program) -> None:
    hands = at_turns(with_roster(one))
    hands.take("later")
    hands.take("miss")
    hands.take("start")
    play = one.play
    assert isinstance(play, FakePlay)
    assert play.requests[0].athlete == one.archive.everybody().athletes[2].code
    hands.close()


def test_the_board_follows_a_trial_and_a_run_that_are_marked(one: Program) -> None:
    hands = at_turns(with_roster(one))
    for _ in range(3):
        hands.take("start")
        hands.wait()
    assert hands.at(BoardScene)
    before = hands.texts
    hands.take("runs")
    assert hands.at(RunsScene)
    hands.take()
    assert hands.at(PastResultsScene)
    hands.take("trials")
    journal = min(one.folders_now.runs.rglob("*.jsonl"))
    hits = [each for each in read_journal(journal).trials if each.outcome == "hit"]
    for hit in sorted(hits, key=lambda each: each.rt_ns or 0)[:15]:
        hands.page.set_state("list", ListState(chosen=f"{hit.trial} {hit.attempt} {hit.lane}"))
        hands.take()
        hands.take()
    hands.press("back", "back", "back")
    assert hands.at(BoardScene)
    assert hands.texts != before, "the first has another median"
    hands.take("runs")
    hands.take()
    hands.take("bad")
    hands.take()
    hands.press("back")
    assert NONE in hands.texts
    hands.press("back")
    assert hands.texts.count("3") == 0, "two have a place"
    hands.close()


def test_the_last_result_beside_the_turns_follows_too(one: Program) -> None:
    hands = at_turns(with_roster(one))
    hands.take("start")
    hands.wait()
    assert hands.at(TurnScene)
    hands.take("board")
    hands.take("runs")
    hands.take()
    hands.take("bad")
    hands.take()
    hands.press("back", "back", "back")
    assert hands.at(TurnScene)
    assert "1  Anna Berg: no result" in hands.texts
    hands.close()


def test_without_names_on_the_screen_the_roster_shows_codes(one: Program) -> None:
    hands = at_who(with_roster(one))
    known = one.archive.everybody().athletes
    assert known[0].name in hands.texts
    hands.click("names")
    assert known[0].code in hands.texts
    assert not any(each.name in text for each in known for text in hands.texts)
    hands.close()


def test_without_names_on_the_screen_only_numbers_are_seen(one: Program) -> None:
    with_roster(one).group.names_shown = False
    hands = at_turns(one)
    assert "Number 1" in hands.texts
    assert not any("Anna" in text for text in hands.texts)
    hands.close()


def test_two_players_take_the_lanes_that_the_drill_has(one: Program) -> None:
    hands = at_turns(with_roster(one), "two-players")
    hands.take("start")
    play = one.play
    assert isinstance(play, FakePlay)
    codes = [each.code for each in one.archive.everybody().athletes]
    assert play.requests[0].options[LANE_ATHLETES] == {"one": codes[0], "two": codes[1]}
    hands.close()


def test_the_menu_leads_to_the_group_and_back(one: Program) -> None:
    hands = Hands(one, one.scenes.home())
    hands.take("group")
    assert hands.at(WhoScene)
    hands.press("back")
    assert hands.at(HomeScene)
    hands.close()
