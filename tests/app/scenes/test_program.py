"""The way into the program: what it opens with, what it leaves, and what waits for the first frame."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pygame
import pytest
from offscreen import FakePlay, program, simulate, simulated

from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program, fresh_seed, run_program, text_scale, window_options
from reactdrill.app.runner import App
from reactdrill.app.window import Window
from reactdrill.errors import JournalError
from reactdrill.station.settings import DisplaySettings, Settings

LONG_S = 30.0


@pytest.fixture
def play(tmp_path: Path) -> FakePlay:
    return FakePlay(tmp_path / "runs")


@pytest.fixture
def one(tmp_path: Path, play: FakePlay) -> Program:
    return program(tmp_path, play)


def request_of(one: Program) -> RunRequest:
    return simulated(one.request(Brief(one.library.load("four-choice"), seed=1)))


def leaving(request: RunRequest) -> RunOutcome:
    outcome = simulate(request)
    return RunOutcome(request, "complete", outcome.header, None, outcome.trials, quit=True)


def test_a_run_is_played_and_the_window_closed(one: Program, play: FakePlay) -> None:
    play.answer = leaving
    assert run_program(one, request_of(one)) == 0
    assert [outcome.ending for outcome in one.outcomes] == ["complete"]
    assert not pygame.display.get_init()


def test_the_exit_code_is_that_of_a_run_that_could_not_be_done(one: Program, play: FakePlay) -> None:
    def full(_request: RunRequest) -> RunOutcome:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        raise JournalError("/full", "no space", "make some")

    play.answer = full
    assert run_program(one, request_of(one)) == 4
    assert one.outcomes == []


def test_the_first_frame_comes_before_anything_is_looked_for(
    one: Program, play: FakePlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    step, begin = App.step, Program.begin

    def noted_step(app: App, events: list[pygame.event.Event]) -> bool:
        going = step(app, events)
        order.append("frame" if app.canvas is not None else "nothing")
        return going

    def noted_begin(made: Program) -> None:
        order.append("begin")
        assert not made.latest.finished
        begin(made)

    monkeypatch.setattr(App, "step", noted_step)
    monkeypatch.setattr(Program, "begin", noted_begin)
    play.answer = leaving
    run_program(one, request_of(one))
    assert order[:2] == ["frame", "begin"]


def test_what_the_first_frame_needs_loads_neither_the_store_nor_what_computes() -> None:
    imports = "import reactdrill.cli.play, reactdrill.app.program, reactdrill.app.scenes.routes"
    check = "assert not {'sqlalchemy', 'alembic', 'numpy', 'scipy', 'matplotlib'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", f"import sys; {imports}; {check}"], check=True)


def test_leaving_while_journals_are_looked_at_waits_for_no_more_than_a_checkpoint(
    tmp_path: Path, play: FakePlay
) -> None:
    one = program(tmp_path, play)
    play.answer = leaving
    run_program(one, request_of(one))
    assert one.background.doing is None


def test_a_run_pauses_the_background_and_is_caught_up_with_afterwards(one: Program) -> None:
    one.begin()
    one.background.wait_until_idle()
    assert one.latest.result().last is None
    window = Window()
    try:
        outcome = one.run(window, one.request(Brief(one.library.load("four-choice"))))
    finally:
        window.close()
    assert isinstance(outcome, RunOutcome)
    one.background.wait_until_idle()
    caught = one.latest.result()
    assert caught.report.new == 1
    assert caught.last is not None
    assert caught.last.row.drill == "four-choice"
    assert caught.last.median_ms is not None
    one.end()


def test_the_store_is_made_where_the_settings_say(tmp_path: Path, play: FakePlay) -> None:
    settings = Settings.model_validate({"folders": {"results": str(tmp_path / "elsewhere")}})
    one = Program(settings, program(tmp_path).library, play)
    assert one.archive.folders.runs == tmp_path / "elsewhere" / "runs"
    one.begin()
    one.background.wait_until_idle()
    assert one.latest.result().last is None
    assert (tmp_path / "elsewhere" / "results.sqlite3").is_file()
    one.end()


def test_text_grows_with_the_distance_and_never_shrinks() -> None:
    assert text_scale(DisplaySettings()) == 1.0
    assert text_scale(DisplaySettings(viewing_distance_m=1.0)) == 1.0
    assert 1.0 < text_scale(DisplaySettings(viewing_distance_m=3.3)) <= 1.15
    assert text_scale(DisplaySettings(viewing_distance_m=9.0)) == 1.15
    assert text_scale(DisplaySettings(viewing_distance_m=6.0, screen_height_cm=70.0)) == 1.0


def test_the_window_is_as_the_settings_say() -> None:
    options = window_options(DisplaySettings(fullscreen=True, size=[1920, 1080], display=1))
    assert (options.size, options.fullscreen, options.display) == ((1920, 1080), True, 1)


def test_seeds_differ_and_can_be_written_down() -> None:
    seeds = {fresh_seed() for _ in range(50)}
    assert len(seeds) > 45
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_again_keeps_what_was_settled_and_draws_a_new_order(one: Program) -> None:
    brief = Brief(one.library.load("single-leg-taps"), "observer", seed=9, walk_back_s=0.0)
    request = one.request(brief)
    again = one.again(request)
    assert (request.plan.seed, request.plan.mode) == (9, "observer")
    assert again.plan.seed != 9
    assert (again.plan.mode, again.walk_back_s) == ("observer", 0.0)
