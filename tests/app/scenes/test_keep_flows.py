"""Reports, backups, imports, exports and erasing by a person's hands."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from offscreen import Hands, drawn, finish_background, program, run_id, simulate

from reactdrill.app.figures.view import RunView
from reactdrill.app.inputs import UiAction
from reactdrill.app.keep import done, station
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Pop
from reactdrill.app.scenes.keep.data import DataScene
from reactdrill.app.scenes.keep.people import DeedsScene, PeopleScene
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.remarks import RemarksScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.widgets import ListState
from reactdrill.people.athlete import Athlete
from reactdrill.results.backup import check_backup
from reactdrill.results.exports_known import known_exports
from reactdrill.station.folders import documents_dir


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path / "results")
    made.archive.add_people("Anna Berg\n", adults=True)
    for number in (1, 2):
        saved(made, number, anna(made).code)
    made.catch_up()
    finish_background(made)
    return made


def anna(one: Program) -> Athlete:
    return one.archive.everybody().athletes[0]


def saved(one: Program, number: int, athlete: str) -> RunView:
    """A run in a journal."""
    request = replace(one.request(Brief(one.library.load("four-choice"), seed=number)), athlete=athlete)
    folder = one.folders_now.runs
    return RunView.of_outcome(simulate(request, seed=number, folder=folder, run=run_id(number)))


def pick(hands: Hands, row: str) -> None:
    """Accept a row of the list."""
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()
    hands.wait()


def at_data(one: Program) -> Hands:
    hands = Hands(one, one.scenes.set_up())
    pick(hands, "data")
    assert hands.at(DataScene)
    return hands


def at_person(one: Program) -> Hands:
    hands = at_data(one)
    pick(hands, "people")
    assert hands.at(PeopleScene)
    pick(hands, f"athlete {anna(one).code}")
    assert hands.at(DeedsScene)
    return hands


def documents(pattern: str) -> list[Path]:
    return sorted(documents_dir().glob(pattern))


def test_remarks_make_the_report_of_a_run_and_it_can_be_looked_at(
    one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(done, "look_at", seen.append)
    hands = Hands(one, one.scenes.remarks(saved(one, 3, anna(one).code)))
    pick(hands, "report")
    assert hands.at(KeepScene)
    (report,) = documents("*.html")
    assert b"<html" in report.read_bytes()
    assert anna(one).code in known_exports(one.folders_now.home)[0].athletes
    hands.click("open")
    assert seen == [report]
    hands.press("back")
    assert hands.at(RemarksScene)
    hands.close()


def test_remarks_make_the_card_of_a_run(one: Program) -> None:
    hands = Hands(one, one.scenes.remarks(saved(one, 3, anna(one).code)))
    pick(hands, "card")
    (card,) = documents("*.png")
    assert card.read_bytes().startswith(b"\x89PNG")
    hands.close()


def test_a_backup_is_made_and_brings_back_what_is_gone(one: Program) -> None:
    hands = at_data(one)
    pick(hands, "backup")
    (backup,) = station.backups()
    assert check_backup(backup).below("runs")
    hands.take("ok")
    gone = min(one.folders_now.runs.rglob("*.jsonl"))
    gone.unlink()
    pick(hands, "restore")
    pick(hands, "0")
    assert not gone.exists()
    hands.take("then")
    hands.wait()
    assert gone.exists()
    hands.take("ok")
    assert hands.at(DataScene)
    hands.close()


def test_a_backup_is_not_brought_back_unless_that_is_chosen(one: Program) -> None:
    hands = at_data(one)
    pick(hands, "backup")
    hands.take("ok")
    min(one.folders_now.runs.rglob("*.jsonl")).unlink()
    pick(hands, "restore")
    pick(hands, "0")
    hands.press("accept")
    assert hands.at(DataScene)
    assert len(list(one.folders_now.runs.rglob("*.jsonl"))) == 1
    hands.close()


def test_without_a_backup_that_is_said(one: Program) -> None:
    hands = at_data(one)
    pick(hands, "restore")
    assert hands.at(MessageScene)
    hands.close()


def test_what_is_no_backup_is_said_to_be_none(one: Program) -> None:
    (documents_dir() / "backup-2026.zip").write_bytes(b"nothing of the kind")
    hands = at_data(one)
    pick(hands, "restore")
    pick(hands, "0")
    assert hands.at(KeepScene)
    assert [each.id for each in hands.page.placed if each.id == "then"] == []
    assert any("no backup" in text for text in hands.texts)
    hands.close()


@pytest.mark.parametrize("typed", [False, True], ids=["found", "typed"])
def test_runs_from_elsewhere_are_taken_in(one: Program, tmp_path: Path, *, typed: bool) -> None:
    other = program(tmp_path / "other")
    journal = saved(other, 9, "guest").journal
    assert journal is not None
    shutil.copy(journal, done.import_folder())
    hands = at_data(one)
    pick(hands, "import")
    if typed:
        pick(hands, "2")
        assert hands.at(WrittenScene)
        hands.type(str(journal))
        hands.press("accept")
        hands.wait()
    else:
        pick(hands, "0")
    assert hands.at(KeepScene)
    assert len(one.archive.past().runs) == 3
    hands.close()


def test_all_runs_are_written_as_tables(one: Program) -> None:
    hands = at_data(one)
    pick(hands, "export")
    assert len(documents("runs-*.csv")) == 3
    assert len(documents("runs-*.json")) == 1
    hands.close()


@pytest.mark.parametrize(("row", "pattern"), [("report", "*-progress.html"), ("zip", "reactdrill-*.zip")])
def test_an_athlete_gets_what_is_kept_of_them(one: Program, row: str, pattern: str) -> None:
    hands = at_person(one)
    pick(hands, row)
    assert len(documents(pattern)) == 1
    hands.take("ok")
    assert hands.at(DeedsScene)
    hands.close()


def test_an_athlete_is_erased_when_the_code_is_typed(one: Program) -> None:
    code = anna(one).code
    one.athletes = (code,)
    hands = at_person(one)
    pick(hands, "zip")
    hands.take("ok")
    pick(hands, "erase")
    assert any(code in text for text in hands.texts)
    hands.take("then")
    assert hands.at(WrittenScene)
    hands.type(code)
    hands.press("accept")
    hands.wait()
    assert any("Proof" in text for text in hands.texts)
    assert not [*one.archive.everybody().athletes, *one.athletes]
    assert (documents("*.zip"), list(one.folders_now.runs.rglob("*.jsonl"))) == ([], [])
    hands.take("ok")
    assert hands.at(DataScene)
    hands.close()


@pytest.mark.parametrize("typed", ["", "NOBODY"])
def test_nobody_is_erased_by_mistake(one: Program, typed: str) -> None:
    hands = at_person(one)
    pick(hands, "erase")
    hands.take("then")
    hands.type(typed)
    hands.press("accept")
    hands.wait()
    assert hands.at(KeepScene)
    hands.press("back")
    assert hands.at(DeedsScene)
    assert len(one.archive.everybody().athletes) == 1
    hands.close()


def test_work_can_be_left_before_it_is_done(one: Program) -> None:
    scene = KeepScene(one, "Back up", lambda _: done.Done(("Written.",)))
    drawn(scene, (1280, 720))
    assert scene.page.focus.ids == ("back",)
    assert scene.on_action(UiAction.BACK) == Pop()
    finish_background(one)


@pytest.mark.parametrize(
    ("row", "deed", "pattern"),
    [
        ("guest", "report", "guest-progress.html"),
        ("guest", "tables", "guest-*.csv"),
        ("group Juniors", "report", "Juniors-group.html"),
        ("group Juniors", "tables", "Juniors-*.csv"),
    ],
)
def test_guests_and_groups_have_reports_and_tables_too(
    one: Program, row: str, deed: str, pattern: str
) -> None:
    one.archive.add_people("name;group\nBen;Juniors\n", adults=True)
    ben = next(each for each in one.archive.everybody().athletes if each.name == "Ben")
    saved(one, 7, ben.code)
    saved(one, 8, "guest")
    hands = at_data(one)
    pick(hands, "people")
    pick(hands, row)
    assert [each.id for each in hands.page.placed if each.id == "erase"] == []
    pick(hands, deed)
    assert hands.at(KeepScene)
    assert documents(pattern), documents("*")
    hands.take("ok")
    hands.press("back")
    assert hands.at(PeopleScene)
    hands.close()


def test_tables_of_an_athlete_hold_nobody_elses_runs(one: Program) -> None:
    saved(one, 8, "guest")
    hands = at_person(one)
    pick(hands, "tables")
    (told,) = [json.loads(each.read_text(encoding="utf-8")) for each in documents("*.json")]
    assert len(told["runs"]) == 2
    hands.close()


def test_without_a_group_that_is_said(one: Program) -> None:
    hands = Hands(one, one.scenes.groups_data())
    hands.wait()
    assert any("No athlete is in a group" in text for text in hands.texts)
    assert not any("Anna" in text for text in hands.texts)
    hands.close()
