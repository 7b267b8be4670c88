"""Finding a drill again: filters, favourites, what was used last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from offscreen import FakePlay, Hands, finish_background, program

from reactdrill.app.figures.filters import (
    GOAL_NAMES,
    GOALS,
    IMPACT_NAMES,
    IMPACTS,
    KINDS,
    Filters,
    can_be_done_with,
    minutes_of,
)
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.drills import DrillsScene
from reactdrill.app.scenes.filters import FiltersScene
from reactdrill.app.widgets import ListState
from reactdrill.drill.library import Library
from reactdrill.errors import SettingsFileError
from reactdrill.station.settings import load_settings

LIBRARY = Library.standard()


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    finish_background(made)
    return made


@pytest.fixture
def hands(one: Program) -> Iterator[Hands]:
    made = Hands(one, DrillsScene(one))
    made.wait()
    yield made
    made.close()


def shown(hands: Hands) -> list[str]:
    widget = next(each.widget for each in hands.page.placed if each.id == "list")
    return [row.id for row in widget.rows]  # type: ignore[attr-defined]


def ask(hands: Hands, *options: str) -> None:
    for option in options:
        hands.page.set_state("list", ListState(chosen=option))
        hands.take("list")


# ---- what fits


@pytest.mark.parametrize(
    ("drill", "have", "fits"),
    [
        ("two-choice", "", True),
        ("semicircle-taps", "", True),
        ("side-throw", "", False),
        ("side-throw", "ball", True),
        ("throw-and-catch", "ball", False),
        ("throw-and-catch", "ball partner", True),
        ("wobble-board", "ball", False),
        ("plank-taps", "", True),
        ("four-mats", "", False),
        ("four-mats", "mats", True),
        ("four-mats", "pods", True),
        ("y-sprint", "pods", True),
        ("y-sprint", "cones", False),
        ("y-sprint", "cones partner", True),
        ("hexagon", "", True),
        ("boxing-caller", "", True),
        ("goalkeeper", "", False),
    ],
)
def test_a_drill_fits_what_is_at_hand(drill: str, have: str, *, fits: bool) -> None:
    assert can_be_done_with(have.split(), LIBRARY.load(drill).drill) is fits


def test_with_everything_at_hand_every_drill_can_be_done() -> None:
    drills = [LIBRARY.load(name).drill for name in LIBRARY.paths()]
    assert [each.name for each in drills if not can_be_done_with(KINDS, each)] == []


def test_every_goal_and_impact_of_drills_has_a_name() -> None:
    assert (tuple(GOAL_NAMES), tuple(IMPACT_NAMES)) == (GOALS, IMPACTS)


def test_how_long_a_drill_takes_is_its_dose_or_its_plan() -> None:
    assert minutes_of(LIBRARY.load("stroop")) == 6
    whole = LIBRARY.load("four-choice")
    without = replace(whole, drill=whole.drill.model_copy(update={"dose": None}))
    assert 0 < minutes_of(without) < 10


def test_filters_are_counted() -> None:
    assert Filters().count == 0
    assert Filters(have=frozenset(), minutes=3, avoid=frozenset({"jump", "cut"})).count == 3


# ---- the screens


def test_filters_narrow_the_list_are_seen_and_cleared(hands: Hands, one: Program) -> None:
    every = shown(hands)
    hands.click("filter")
    assert hands.at(FiltersScene)
    ask(hands, "avoid jump", "avoid cut", "minutes 5", "have house", "mode sensor")
    hands.take("show")
    assert hands.at(DrillsScene)
    some = [LIBRARY.load(name) for name in shown(hands)]
    assert 0 < len(some) < len(every)
    assert all(not {"jump", "cut"} & set(each.drill.impact) and minutes_of(each) <= 5 for each in some)
    assert all("sensor" in each.drill.modes for each in some)
    assert "Filter: 4" in hands.texts
    hands.click("clear")
    assert shown(hands) == every
    assert one.browsing.filters == Filters()


def test_an_option_taken_again_asks_no_longer(hands: Hands, one: Program) -> None:
    hands.click("filter")
    ask(hands, "level planned", "level dual-task", "goal rehabilitation", "have pods", "have mats")
    assert one.browsing.filters == Filters(
        have=frozenset({"pods", "mats"}), level="dual-task", goal="rehabilitation"
    )
    ask(hands, "level dual-task", "have pods", "have mats")
    assert one.browsing.filters == Filters(goal="rehabilitation")
    ask(hands, "have house", "have house")
    assert one.browsing.filters == Filters(goal="rehabilitation")
    hands.click("clear")
    assert one.browsing.filters == Filters()
    hands.press("back")
    assert hands.at(DrillsScene)


def test_filters_are_remembered_while_the_program_runs(hands: Hands, one: Program) -> None:
    hands.click("filter")
    ask(hands, "level planned")
    hands.press("back")
    some = shown(hands)
    again = Hands(one, DrillsScene(one))
    again.wait()
    assert shown(again) == some
    again.close()


def test_where_no_drill_fits_the_filters_are_named(hands: Hands) -> None:
    hands.click("filter")
    ask(hands, "avoid single-leg")
    hands.press("back")
    hands.type("zzz")
    assert any("or the filters" in text for text in hands.texts)


@pytest.mark.parametrize("way", ["chip", "star", "menu"])
def test_a_favourite_is_made_by_one_press_and_is_there_the_next_time(
    hands: Hands, one: Program, tmp_path: Path, way: str
) -> None:
    hands.press("down")
    name = one.browsing.chosen

    def press() -> None:
        if way == "chip":
            hands.click("favourite")
        elif way == "star":
            hands.type("*")
        else:
            hands.events(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_F10, mod=0))

    press()
    assert load_settings().settings.drills.favourites == [name]
    assert one.browsing.search == ""
    hands.click("favourites")
    assert shown(hands) == [name]
    other = program(tmp_path, settings=load_settings().settings)
    assert other.settings.drills.favourites == [name]
    press()
    assert load_settings().settings.drills.favourites == []
    assert shown(hands) == []


def test_a_favourite_that_cannot_be_kept_is_said(hands: Hands, one: Program) -> None:
    def keep(section: str, values: object) -> None:
        raise SettingsFileError("settings.toml", ())

    one.keep = keep
    hands.type("*")
    assert not hands.at(DrillsScene)
    hands.press("back")
    assert hands.at(DrillsScene)


def test_bad_favourites_are_reported_and_nothing_is_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[drills]\nfavourites = ["Not a name!"]\n', encoding="utf-8")
    loaded = load_settings(path)
    assert loaded.settings.drills.favourites == []
    assert "favourites" in loaded.report()


def test_what_was_used_last_comes_first(tmp_path: Path) -> None:
    one = program(tmp_path)
    finish_background(one)
    play = one.play
    assert isinstance(play, FakePlay)
    hands = Hands(one, DrillsScene(one))
    for name in ("go-no-go", "four-choice", "go-no-go"):
        play(hands.window, one.request(Brief(LIBRARY.load(name), seed=1)))
    one.catch_up()
    hands.wait()
    hands.click("last used")
    hands.wait()
    assert shown(hands) == ["go-no-go", "four-choice"]
    hands.click("last used")
    assert len(shown(hands)) > 2
    hands.close()


def test_without_a_star_nothing_is_chosen(tmp_path: Path) -> None:
    one = program(tmp_path, library=Library((tmp_path / "nothing",)))
    hands = Hands(one, DrillsScene(one))
    hands.wait()
    hands.type("*")
    assert hands.at(DrillsScene)
    assert one.settings.drills.favourites == []
    hands.close()


@pytest.mark.parametrize(("size", "told"), [((700, 900), False), ((720, 1280), True), ((1280, 720), True)])
def test_where_there_is_little_room_the_list_has_all_of_it(
    one: Program, size: tuple[int, int], *, told: bool
) -> None:
    hands = Hands(one, DrillsScene(one), size)
    hands.wait()
    ids = [each.id for each in hands.page.placed]
    assert "favourite" in ids
    assert ("about" in ids) is told
    hands.close()
