"""Whole ways through the program, with keys and clicks fed to it off-screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from offscreen import FakePlay, Hands, drawn, program, simulate, simulated

from reactdrill.app.inputs import Typed
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes import briefing
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.confirm import ConfirmScene
from reactdrill.app.scenes.drills import DrillsScene
from reactdrill.app.scenes.history import DrillHistoryScene, HistoryScene
from reactdrill.app.scenes.home import HomeScene
from reactdrill.app.scenes.launch import LaunchScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.results import PastResultsScene, ResultsScene
from reactdrill.drill.library import Library
from reactdrill.errors import DeviceUnavailableError, PlanError
from reactdrill.i18n import ENGLISH, use_language
from reactdrill.station.settings import Settings
from reactdrill.stats import per_drill

Open = Callable[..., Hands]


@pytest.fixture
def play(tmp_path: Path) -> FakePlay:
    return FakePlay(tmp_path / "runs")


@pytest.fixture
def one(tmp_path: Path, play: FakePlay) -> Program:
    return program(tmp_path, play)


@pytest.fixture
def opened(one: Program) -> Iterator[Open]:
    """Opens the program with something; closed again after the test."""
    every: list[Hands] = []

    def open_with(start: object = "home", of: Program | None = None, **more: object) -> Hands:
        chosen = of or one
        hands = Hands(chosen, chosen.scenes.first(start), **more)  # type: ignore[arg-type]
        every.append(hands)
        hands.wait()
        return hands

    yield open_with
    for hands in every:
        hands.close()


def four_choice(one: Program) -> Brief:
    return Brief(one.library.load("four-choice"))


# ---- there and back


def test_from_the_menu_to_a_run_and_its_results_with_the_keyboard_alone(opened: Open, play: FakePlay) -> None:
    hands = opened()
    assert hands.at(HomeScene)
    hands.press("accept")
    assert hands.at(DrillsScene)
    hands.press("down", "down", "accept")
    assert hands.at(BriefingScene)
    hands.press("accept")
    assert hands.at(ResultsScene)
    assert len(play.requests) == 1
    title = play.requests[0].drill.drill.title
    assert title in hands.texts
    assert any(text.endswith((" ms", " cues")) for text in hands.texts), hands.texts


def test_again_plays_the_same_drill_in_another_order(opened: Open, one: Program, play: FakePlay) -> None:
    hands = opened(four_choice(one))
    hands.press("accept", "accept")
    first, second = play.requests
    assert hands.at(ResultsScene)
    assert hands.app.stack.depth == 1
    assert first.drill is second.drill
    assert first.plan.seed != second.plan.seed
    assert first.plan.lanes[0].trials != second.plan.lanes[0].trials


def test_a_seed_that_was_asked_for_is_for_the_first_run_only(
    opened: Open, one: Program, play: FakePlay
) -> None:
    hands = opened(replace(four_choice(one), seed=42))
    hands.press("accept", "accept")
    assert play.requests[0].plan.seed == 42
    assert play.requests[1].plan.seed != 42


def test_the_plan_of_a_run_is_not_the_one_that_the_briefing_counted_in(
    opened: Open, one: Program, play: FakePlay
) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    assert play.requests[0].plan.seed != 0


def test_from_the_results_to_the_drills_and_home(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    hands.click("back")
    assert hands.at(DrillsScene)
    hands.press("back")
    assert hands.at(HomeScene)
    assert hands.app.stack.depth == 1


def test_results_lead_home(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    hands.click("home")
    assert hands.at(HomeScene)


def test_back_from_results_does_not_end_the_program(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept", "back")
    assert hands.at(DrillsScene)


def test_the_menu_tells_of_the_last_run(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    hands.click("home")
    last = next(text for text in hands.texts if text.startswith("Last run"))
    assert "Four-choice reaction" in last
    assert " ms" in last


def test_the_menu_calls_the_last_drill_as_people_read_it(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    try:
        use_language("de")
        hands.click("home")
        assert any("Reaktion mit vier Möglichkeiten" in text for text in hands.texts), hands.texts
    finally:
        use_language(ENGLISH)


def test_a_briefing_without_anything_behind_it_ends_the_program(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("back")
    assert not hands.open


def test_leaving_the_menu_is_asked_once_and_staying_is_easier(opened: Open) -> None:
    hands = opened()
    hands.press("back")
    assert hands.at(ConfirmScene)
    hands.press("accept")
    assert hands.at(HomeScene)
    hands.press("back", "back")
    assert hands.at(HomeScene)
    hands.press("back", "right", "accept")
    assert not hands.open


def test_closing_the_window_ends_the_program_from_anywhere(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.events(pygame.event.Event(pygame.QUIT))
    assert not hands.open


def test_quit_is_a_button_too(opened: Open) -> None:
    hands = opened()
    hands.click("quit")
    assert not hands.open


def test_a_mat_goes_everywhere_with_its_arrows_and_one_corner(opened: Open, play: FakePlay) -> None:
    """Only directions and ACCEPT, as on a dance mat that has nothing else."""
    hands = opened()
    hands.press("right", "up", "left", "accept", "up", "down", "down", "accept")
    assert hands.at(BriefingScene)
    hands.press("up", "up", "down", "down")
    for _ in range(60):
        if hands.page.focus.current == "start":
            break
        hands.press("down")
    hands.press("accept")
    assert len(play.requests) == 1


# ---- runs that end otherwise


def ending(play: FakePlay, **changed: object) -> None:
    def answer(request: RunRequest) -> RunOutcome:
        return replace(simulate(request), **changed)  # type: ignore[arg-type]

    play.answer = answer


def test_a_cancelled_run_leads_home(opened: Open, one: Program, play: FakePlay) -> None:
    play.answer = lambda request: RunOutcome(request, "cancelled")
    hands = opened(four_choice(one))
    hands.press("accept")
    assert hands.at(HomeScene)
    assert one.outcomes[0].ending == "cancelled"


def test_leaving_during_a_run_ends_the_program(opened: Open, one: Program, play: FakePlay) -> None:
    ending(play, quit=True, ending="aborted")
    hands = opened(four_choice(one))
    hands.press("accept")
    assert not hands.open
    assert len(one.outcomes) == 1


def test_a_run_that_was_cut_short_says_so(opened: Open, one: Program, play: FakePlay) -> None:
    ending(play, ending="aborted")
    hands = opened(four_choice(one))
    hands.press("accept")
    assert "STOPPED EARLY" in hands.texts


def test_a_run_that_cannot_be_done_says_why_and_changes_nothing(
    opened: Open, one: Program, play: FakePlay
) -> None:
    def refuse(_request: RunRequest) -> RunOutcome:
        raise DeviceUnavailableError("sound", "no sound card", "connect one")

    play.answer = refuse
    hands = opened(four_choice(one))
    hands.press("accept")
    assert hands.at(MessageScene)
    assert "sound: no sound card; connect one" in hands.texts
    assert one.exit_code == 3
    hands.press("accept")
    assert hands.at(BriefingScene)
    play.answer = None
    hands.press("accept")
    assert hands.at(ResultsScene)
    assert one.exit_code == 0


def test_a_run_asked_for_from_outside_begins_after_it_has_been_announced(
    opened: Open, one: Program, play: FakePlay
) -> None:
    request = simulated(one.request(four_choice(one)))
    hands = Hands(one, one.scenes.first(request))
    assert hands.at(LaunchScene)
    assert "SIMULATED" in hands.texts
    assert play.requests == []
    hands.wait()
    assert play.requests == [request]
    assert hands.at(ResultsScene)
    assert "SIMULATED" in hands.texts
    hands.close()


def test_after_a_simulated_athlete_it_is_ones_own_turn(opened: Open, one: Program, play: FakePlay) -> None:
    hands = opened(simulated(one.request(four_choice(one))))
    assert "Your turn" in hands.texts
    hands.press("accept")
    assert hands.at(BriefingScene)
    hands.press("accept")
    assert play.requests[-1].responder == "person"
    assert not play.requests[-1].simulated
    assert "SIMULATED" not in hands.texts


def test_an_announced_run_that_cannot_be_done_says_why(opened: Open, one: Program, play: FakePlay) -> None:
    def refuse(_request: RunRequest) -> RunOutcome:
        raise DeviceUnavailableError("sound", "no sound card", "connect one")

    play.answer = refuse
    hands = opened(one.request(four_choice(one)))
    assert hands.at(MessageScene)
    hands.press("accept")
    assert not hands.open


def test_nothing_goes_on_in_the_background_during_a_run(opened: Open, one: Program, play: FakePlay) -> None:
    seen = []

    def look(request: RunRequest) -> RunOutcome:
        one.background.add("later", lambda _: seen.append("worked"))
        one.background.begin()
        seen.append("played")
        return simulate(request)

    play.answer = look
    outcome = one.run(opened().window, one.request(four_choice(one)))
    assert isinstance(outcome, RunOutcome)
    one.background.wait_until_idle()
    assert seen == ["played", "worked"]


def test_an_again_that_is_called_off_leaves_the_results_standing(
    opened: Open, one: Program, play: FakePlay
) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    play.answer = lambda request: RunOutcome(request, "cancelled")
    hands.press("accept")
    assert hands.at(ResultsScene)
    assert hands.open


# ---- the list of drills


def test_letters_search_at_once_and_enter_takes_the_best_title(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    assert hands.page.focus.current == "list"
    hands.type("four")
    assert hands.page.focus.current == "list"
    assert one.browsing.search == "four"
    first = hands.page.placed[[each.id for each in hands.page.placed].index("list")].widget.rows[0]  # type: ignore[attr-defined]
    assert first.title.lower().startswith("four")
    hands.press("accept")
    assert hands.at(BriefingScene)
    assert first.title in hands.texts


def test_what_was_typed_is_erased_letter_by_letter_and_then_it_goes_back(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    hands.type("go")
    erase = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_BACKSPACE, mod=0)
    let_go = pygame.event.Event(pygame.KEYUP, key=pygame.K_BACKSPACE, mod=0)
    hands.app.step([erase, let_go])
    assert one.browsing.search == "g"
    hands.app.step([erase, let_go])
    assert (one.browsing.search, hands.at(DrillsScene)) == ("", True)
    hands.app.step([erase, let_go])
    assert hands.at(HomeScene)


def test_the_space_bar_chooses_where_nothing_is_being_searched(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    hands.type(" ")
    assert hands.at(BriefingScene)


def test_words_that_are_typed_before_the_drills_are_read_are_searched_for(tmp_path: Path) -> None:
    fresh = program(tmp_path)
    scene = fresh.scenes.drills()
    drawn(scene, (1280, 720))
    assert isinstance(scene, DrillsScene)
    assert scene.page.focus.current == "search"
    assert [scene.handle(Typed(letter)) for letter in "leg taps"] == [None] * 8
    assert fresh.browsing.search == "leg taps"


def test_a_search_narrows_the_list_and_is_still_there_on_the_way_back(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    hands.click("search")
    hands.type("four choice")
    shown = [row for row in hands.texts if row.startswith("Four-choice")]
    assert shown
    assert "1 drill" in hands.texts
    hands.press("accept")
    assert hands.at(BriefingScene)
    hands.press("back")
    assert hands.at(DrillsScene)
    assert "1 drill" in hands.texts
    assert one.browsing.search == "four choice"


def test_the_search_and_the_chosen_drill_outlive_a_run(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    hands.click("search")
    hands.type("choice")
    hands.page.focus_on("list")
    hands.press("down")
    chosen = one.browsing.chosen
    hands.press("accept", "accept")
    hands.click("back")
    assert hands.at(DrillsScene)
    assert hands.page.state("search").text == "choice"
    assert hands.page.state("list").chosen == chosen


def test_components_filter_and_all_takes_them_back(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept")
    every = next(text for text in hands.texts if text.endswith(" drills"))
    hands.click("component balance")
    some = next(text for text in hands.texts if text.endswith(" drills"))
    assert int(some.split()[0]) < int(every.split()[0])
    assert not any(text == "Reaction and cognition" for text in hands.texts)
    hands.click("component balance")
    assert every in hands.texts
    hands.click("component core")
    hands.click("component all")
    assert every in hands.texts


def test_a_search_that_finds_nothing_says_what_to_do(opened: Open) -> None:
    hands = opened()
    hands.press("accept")
    hands.click("search")
    hands.type("zzz")
    assert "0 drills" in hands.texts
    assert any("No drill fits" in text for text in hands.texts)


def test_the_chosen_drill_is_described_beside_the_list(opened: Open, one: Program) -> None:
    hands = opened()
    hands.press("accept", "down")
    assert hands.at(DrillsScene)
    drill = one.library.load(str(one.browsing.chosen)).drill
    assert drill.text.summary in hands.texts


def test_broken_files_are_told_in_a_line_and_in_full_on_demand(opened: Open, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    good = Library.standard().load("four-choice")
    (own / "broken.toml").write_text(good.text.replace("component", "componnent"))
    (own / "empty.toml").write_text("")
    (own / "binary.toml").write_bytes(b"\xff\xfe\0\0")
    (own / "four-choice.toml").write_text(good.text)
    made = program(tmp_path, library=Library((own,)))
    hands = opened(of=made)
    hands.press("accept")
    assert "3 drill files cannot be used" in hands.texts
    assert "1 drill" in hands.texts
    hands.click("broken")
    assert hands.at(MessageScene)
    assert any("componnent" in text for text in hands.texts)
    hands.press("accept")
    assert hands.at(DrillsScene)


def test_no_drill_at_all_is_no_crash(opened: Open, tmp_path: Path) -> None:
    hands = opened(of=program(tmp_path, library=Library((tmp_path / "nothing",))))
    hands.press("accept")
    assert "0 drills" in hands.texts


# ---- the briefing


def test_another_response_mode_is_chosen_and_played(opened: Open, one: Program, play: FakePlay) -> None:
    hands = opened(Brief(one.library.load("single-leg-taps")))
    hands.click("mode cue_only")
    assert "Cues are given, nothing is pressed or timed." in hands.texts
    hands.click("start")
    assert play.requests[0].plan.mode == "cue_only"


def test_the_mode_that_was_asked_for_is_the_one_that_is_on(opened: Open, one: Program) -> None:
    hands = opened(Brief(one.library.load("single-leg-taps"), "observer"))
    assert any("A coach presses" in text for text in hands.texts)


def test_sources_are_shown_on_demand(opened: Open, one: Program) -> None:
    brief = four_choice(one)
    hands = opened(brief)
    source = brief.drill.drill.sources[0].text
    assert not any(source in text for text in hands.texts)
    hands.click("sources")
    assert any(source in text for text in hands.texts)
    hands.press("accept")
    assert hands.at(BriefingScene)


def test_keys_stand_beside_the_targets_as_the_station_has_bound_them(opened: Open, tmp_path: Path) -> None:
    settings = Settings.model_validate({"bindings": {"targets": {"left": ["key:x"]}}})
    made = program(tmp_path, settings=settings)
    hands = opened(four_choice(made), of=made)
    assert "X" in hands.texts
    assert "D" in hands.texts
    assert "A" not in hands.texts


def test_a_missing_device_is_said_before_the_start(opened: Open, one: Program) -> None:
    hands = opened(Brief(one.library.load("four-mats")))
    assert any(text.startswith("No dance mat") for text in hands.texts)
    hands = opened(four_choice(one))
    assert not any(text.endswith("stand in.") for text in hands.texts)


def test_a_mat_that_is_plugged_in_takes_the_warning_away(
    opened: Open, one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = opened(Brief(one.library.load("four-mats")))
    assert any("is connected" in text for text in hands.texts)
    assert "Mat up left" not in hands.texts
    monkeypatch.setattr(briefing, "input_kinds", lambda _: ("mat", "key"))
    hands.wait()
    assert not any("is connected" in text for text in hands.texts)
    assert "Mat up left" in hands.texts


def test_a_silent_machine_is_said_before_a_drill_of_sounds(
    opened: Open, one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    hands = opened(Brief(one.library.load("simple-auditory")))
    assert any(text.startswith("Nothing can be heard") for text in hands.texts)
    hands = opened(four_choice(one))
    assert not any(text.startswith("Nothing can be heard") for text in hands.texts)


def test_a_drill_that_cannot_be_planned_says_so(
    opened: Open, one: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = opened(four_choice(one))

    def refuse(_brief: Brief) -> RunRequest:
        raise PlanError("four-choice", "an order that cannot exist")

    monkeypatch.setattr(one, "request", refuse)
    hands.press("accept")
    assert hands.at(MessageScene)
    hands.press("accept")
    assert hands.at(BriefingScene)


# ---- results of other days


def test_history_lists_runs_newest_first_and_opens_their_results(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept", "accept")
    hands.click("home")
    hands.click("results")
    assert hands.at(HistoryScene)
    assert hands.texts.count("Four-choice reaction") == 2
    hands.press("accept")
    assert hands.at(PastResultsScene)
    assert any(text.startswith("median of") for text in hands.texts)
    hands.press("back")
    assert hands.at(HistoryScene)
    hands.press("back")
    assert hands.at(HomeScene)


def test_history_by_drill_leads_to_statistics_with_the_algorithms_version(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one), size=(720, 1280))
    hands.press("accept", "accept", "accept")
    hands.click("home")
    hands.click("results")
    hands.click("by drill")
    assert "3 runs" in hands.texts
    hands.take()
    assert hands.at(DrillHistoryScene)
    assert "median of 3 runs" in hands.texts
    seen = set(hands.texts)
    for _ in range(20):
        hands.page.focus_on("statistics")
        hands.press("down")
        seen |= set(hands.texts)
    assert any(f"version {per_drill.VERSION}" in text for text in seen)


def test_runs_of_people_and_of_simulations_are_kept_apart(opened: Open, one: Program) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    simulate(simulated(one.request(four_choice(one))), folder=one.archive.folders.runs, run="f" * 32)
    one.catch_up()
    hands.click("home")
    hands.click("results")
    hands.click("by drill")
    hands.take()
    assert "median of 1 run" in hands.texts
    assert not any("simulated" in text and "trials" in text for text in hands.texts)
    hands.click("kind 1")
    assert any("simulated" in text and "trials" in text for text in hands.texts)


def test_an_empty_history_says_so(opened: Open) -> None:
    hands = opened()
    assert any("Your runs will be kept here" in text for text in hands.texts)
    hands.click("results")
    assert any("Nothing yet" in text for text in hands.texts)
    hands.press("back")
    assert hands.at(HomeScene)


def test_a_store_that_cannot_be_read_is_told_and_drills_go_on(
    opened: Open, one: Program, play: FakePlay, tmp_path: Path
) -> None:
    (tmp_path / "results.sqlite3").write_bytes(b"this is no database at all" * 99)
    hands = opened()
    assert any("cannot be read" in text for text in hands.texts)
    hands.click("results")
    assert any("reactdrill results rebuild" in text for text in hands.texts)
    hands.press("back")
    hands.take("drills")
    hands.press("accept", "accept")
    assert len(play.requests) == 1
    assert hands.at(ResultsScene)


def test_a_journal_that_is_gone_is_told(opened: Open, one: Program, play: FakePlay) -> None:
    hands = opened(four_choice(one))
    hands.press("accept")
    journal = one.outcomes[0].path
    assert journal is not None
    hands.click("home")
    journal.unlink()
    hands.click("results")
    hands.press("accept")
    assert hands.at(MessageScene)
    hands.press("accept")
    assert hands.at(HistoryScene)


def test_a_damaged_journal_is_told_on_the_first_screen(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "runs" / "2026").mkdir(parents=True)
    (tmp_path / "runs" / "2026" / "x.jsonl").write_text("no journal\n")
    hands = opened()
    assert "1 thing to look at" in hands.texts
    hands.click("notices")
    assert any("x.jsonl" in text for text in hands.texts)


def test_a_run_that_broke_off_is_recovered_at_the_next_start(
    opened: Open, one: Program, play: FakePlay, tmp_path: Path
) -> None:
    outcome = simulate(one.request(four_choice(one)), folder=tmp_path / "runs")
    assert outcome.path is not None
    lines = outcome.path.read_bytes().splitlines(keepends=True)
    outcome.path.write_bytes(b"".join(lines[:-1])[:-5])
    hands = opened()
    assert any(text.startswith("Last run: Four-choice reaction") for text in hands.texts)
    hands.click("results")
    assert any("broken off" in text for text in hands.texts)
    hands.press("accept")
    assert "BROKEN OFF" in hands.texts


def test_settings_that_cannot_be_used_are_told_on_the_first_screen(opened: Open, tmp_path: Path) -> None:
    made = program(tmp_path, notices=("settings.toml:3: sound.volume: must be at most 1",))
    hands = opened(of=made)
    hands.click("notices")
    assert any("sound.volume" in text for text in hands.texts)


def test_each_athletes_results_are_a_click_away(opened: Open, one: Program, play: FakePlay) -> None:
    def of_two(request: RunRequest) -> RunOutcome:
        plan = replace(
            request.plan,
            lanes=tuple(replace(request.plan.lanes[0], name=name) for name in ("ann", "bob")),
        )
        outcome = simulate(replace(request, plan=plan))
        slow = tuple(
            replace(each, rt_ns=None if each.rt_ns is None else each.rt_ns + 300_000_000)
            if each.lane == "bob"
            else each
            for each in outcome.trials
        )
        return replace(outcome, trials=slow)

    play.answer = of_two
    hands = opened(four_choice(one))
    hands.press("accept")
    figure = next(text for text in hands.texts if text.endswith(" ms"))
    hands.click("lane bob")
    assert figure not in hands.texts
    hands.click("lane ann")
    assert figure in hands.texts
