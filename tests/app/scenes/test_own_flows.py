"""Drills of one's own by a person's hands: made from a template, packed, and installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from offscreen import FakePlay, Hands, finish_background, program

from drill_text import drill_text
from reactdrill.app.keep.done import import_folder
from reactdrill.app.program import Program
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.circuits import CircuitBriefingScene
from reactdrill.app.scenes.drills import DrillsScene
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.own.menu import OwnDrillsScene
from reactdrill.app.scenes.own.new import NewDrillScene
from reactdrill.app.scenes.own.packs import InstallScene, PackScene
from reactdrill.app.scenes.own.ticks import TicksScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.widgets import ListState
from reactdrill.app.widgets.textfield import FieldState
from reactdrill.drill.library import Library
from reactdrill.drill.pack import pack_bytes
from reactdrill.station.folders import documents_dir
from reactdrill.station.own_drills import gathered, load_pack, own_drills, own_path


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path / "results", library=Library.standard(own_drills()))
    finish_background(made)
    return made


def pick(hands: Hands, row: str) -> None:
    """Accept a row of the list."""
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()
    hands.wait()


def at_own(one: Program, row: str) -> Hands:
    hands = Hands(one, one.scenes.drills())
    hands.wait()
    hands.click("own")
    assert hands.at(OwnDrillsScene)
    pick(hands, row)
    return hands


def write(hands: Hands, text: str) -> None:
    assert hands.at(WrittenScene)
    hands.page.set_state("text", FieldState())
    hands.type(text)
    hands.press("accept")
    hands.wait()


def amount(hands: Hands, value: str) -> None:
    hands.page.set_state("field", FieldState(text=value, caret=len(value)))
    hands.take("save")
    hands.wait()


def make(hands: Hands) -> None:
    hands.take("make")
    hands.wait()


# ---- new


def test_a_new_drill_is_asked_for_made_checked_and_played(one: Program) -> None:
    hands = at_own(one, "new")
    assert hands.at(NewDrillScene)
    pick(hands, "kind")
    pick(hands, "1")
    pick(hands, "name")
    write(hands, "Our Signs")
    pick(hands, "component")
    pick(hands, "2")
    pick(hands, "targets")
    amount(hands, "3")
    pick(hands, "colour")
    pick(hands, "2")
    pick(hands, "trials")
    amount(hands, "8")
    pick(hands, "shortest")
    amount(hands, "1.5")
    make(hands)
    assert hands.at(BriefingScene)
    assert "Our Signs" in hands.texts
    drill = one.library.load("our-signs").drill
    assert (drill.component, len(drill.targets), drill.until.trials) == ("core", 3, 8)
    assert drill.foreperiod is not None
    assert 'colour = "green"' in own_path("drill", "our-signs").read_text(encoding="utf-8")
    hands.take("start")
    play = one.play
    assert isinstance(play, FakePlay)
    assert play.requests[-1].drill.drill.name == "our-signs"
    hands.close()


def test_a_drill_that_was_made_is_in_the_list_at_once(one: Program) -> None:
    hands = at_own(one, "new")
    pick(hands, "name")
    write(hands, "Zebra lights")
    make(hands)
    hands.press("back")
    hands.press("back")
    hands.wait()
    assert hands.at(DrillsScene)
    hands.type("zebra")
    assert "1 drill" in hands.texts
    hands.close()


def test_calls_are_chosen_from_the_words_of_the_program(one: Program) -> None:
    hands = at_own(one, "new")
    pick(hands, "kind")
    pick(hands, "3")
    pick(hands, "name")
    write(hands, "Calls")
    pick(hands, "calls")
    assert hands.at(TicksScene)
    for word in ("squat", "jump", "turn"):
        pick(hands, word)
    hands.take("done")
    hands.wait()
    make(hands)
    assert hands.at(NewDrillScene)
    assert any("Take two at least" in text for text in hands.texts)
    pick(hands, "calls")
    pick(hands, "hop")
    hands.take("done")
    hands.wait()
    make(hands)
    assert hands.at(BriefingScene)
    assert 'vary.move = ["touch", "hop"]' in own_path("drill", "calls").read_text(encoding="utf-8")
    hands.close()


def test_a_new_circuit_leads_to_its_briefing(one: Program) -> None:
    hands = at_own(one, "new")
    pick(hands, "kind")
    pick(hands, "4")
    pick(hands, "name")
    write(hands, "Tuesday")
    make(hands)
    assert hands.at(CircuitBriefingScene)
    assert own_path("circuit", "tuesday").is_file()
    hands.close()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "It has no name yet"),
        ("日本", "Use some letters from A to Z"),
        ("Four Choice", "There is one of this name already"),
        ("Mine", "There is one of this name already"),
    ],
)
def test_a_name_that_cannot_be_is_told_in_its_place(one: Program, title: str, words: str) -> None:
    own_drills(make=True)
    own_path("drill", "mine").write_text("x", encoding="utf-8")
    hands = at_own(one, "new")
    if title:
        pick(hands, "name")
        write(hands, title)
    make(hands)
    assert hands.at(NewDrillScene)
    assert any(words in text for text in hands.texts)
    assert [path.name for path in own_drills().rglob("*.toml")] == ["mine.toml"]
    hands.close()


def test_waits_the_wrong_way_round_are_told(one: Program) -> None:
    hands = at_own(one, "new")
    pick(hands, "name")
    write(hands, "Mine")
    pick(hands, "longest")
    amount(hands, "0.5")
    make(hands)
    assert hands.at(NewDrillScene)
    assert any("The longest wait is shorter" in text for text in hands.texts)
    hands.close()


def test_what_cannot_be_written_is_told_and_can_be_tried_again(
    one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here somebody else makes the file between the look and the writing."""
    hands = at_own(one, "new")
    pick(hands, "name")
    write(hands, "Mine")
    own_path("drill", "mine").write_text("x", encoding="utf-8")
    monkeypatch.setattr(NewDrillScene, "wrong", lambda _: {})
    make(hands)
    assert hands.at(MessageScene)
    assert any("is there already" in text for text in hands.texts)
    hands.press("accept")
    assert hands.at(NewDrillScene)
    assert own_path("drill", "mine").read_text(encoding="utf-8") == "x"
    hands.close()


# ---- packs


def test_drills_and_circuits_are_packed_with_what_they_need(one: Program) -> None:
    hands = at_own(one, "pack")
    assert hands.at(PackScene)
    pick(hands, "drill go-no-go")
    pick(hands, "circuit office-break")
    hands.take("done")
    hands.wait()
    write(hands, "For Ann")
    assert hands.at(KeepScene)
    assert any("2 drills · 1 circuit" in text for text in hands.texts)
    pack = load_pack(documents_dir() / "for-ann.drillpack")
    assert pack.title == "For Ann"
    assert [each.name for each in pack.files] == ["go-no-go", "two-choice", "office-break"]
    hands.press("back")
    assert hands.at(OwnDrillsScene)
    hands.close()


def test_another_pack_of_the_same_name_does_not_replace_the_first(one: Program) -> None:
    for name in ("go-no-go", "four-choice"):
        hands = at_own(one, "pack")
        pick(hands, f"drill {name}")
        hands.take("done")
        hands.wait()
        write(hands, "For Ann")
        hands.close()
        one.background = type(one.background)()
    assert [each.name for each in load_pack(documents_dir() / "for-ann.drillpack").files] == ["go-no-go"]
    assert len(list(documents_dir().glob("for-ann-*.drillpack"))) == 1


def packed(path: Path, *drills: str) -> Path:
    path.write_bytes(pack_bytes(gathered(Library.standard(), drills, ["office-break"], title="For Ann")))
    return path


def installed() -> list[str]:
    return sorted(path.name for path in own_drills().rglob("*.toml"))


@pytest.mark.parametrize("typed", [False, True], ids=["found", "typed"])
def test_a_pack_is_looked_into_and_installed(one: Program, tmp_path: Path, *, typed: bool) -> None:
    path = packed((tmp_path if typed else import_folder()) / "ann.drillpack", "go-no-go")
    hands = at_own(one, "install")
    assert hands.at(InstallScene)
    if typed:
        pick(hands, "0")
        write(hands, str(path))
    else:
        pick(hands, "0")
    assert hands.at(KeepScene)
    assert "For Ann" in hands.texts
    assert sum(text.endswith("new") for text in hands.texts) == 3
    assert installed() == []
    hands.take("then")
    hands.wait()
    assert installed() == ["go-no-go.toml", "office-break.toml", "two-choice.toml"]
    hands.take("ok")
    hands.close()


def test_drills_of_ones_own_are_replaced_only_when_that_is_chosen(one: Program) -> None:
    packed(import_folder() / "ann.drillpack", "go-no-go")
    own_drills(make=True)
    mine = own_path("drill", "go-no-go")
    mine.write_text(drill_text(name='"go-no-go"'), encoding="utf-8")
    before = mine.read_bytes()
    hands = at_own(one, "install")
    pick(hands, "0")
    assert any("you have another one of this name" in text for text in hands.texts)
    hands.take("instead")
    hands.wait()
    assert (mine.read_bytes(), len(installed())) == (before, 3)
    hands.take("ok")
    pick(hands, "0")
    assert [each.id for each in hands.page.placed if each.id == "instead"] == []
    hands.take("then")
    hands.wait()
    assert mine.read_bytes() != before
    hands.take("ok")
    pick(hands, "0")
    assert any("All of it is there already" in text for text in hands.texts)
    hands.close()


def test_a_pack_that_was_changed_is_refused_in_words(one: Program) -> None:
    path = packed(import_folder() / "ann.drillpack")
    path.write_bytes(path.read_bytes()[:-3])
    hands = at_own(one, "install")
    pick(hands, "0")
    assert hands.at(KeepScene)
    assert any("pack" in text for text in hands.texts)
    assert [each.id for each in hands.page.placed if each.id == "then"] == []
    assert installed() == []
    hands.close()
