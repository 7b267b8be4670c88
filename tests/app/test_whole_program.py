"""The program from its menu to its results, with real keys in a real window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reactdrill.drill.file import load_drill
from reactdrill.results.reader import read_journal
from reactdrill.station.settings import load_settings
from robot import DRILL, SETTINGS, Robot

if TYPE_CHECKING:
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window

OWN_DRILL = DRILL.replace('name = "robot"', 'name = "aa-robot"').replace("trials = 4", "trials = 2")


@pytest.fixture
def program(xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path) -> Iterator[Robot]:
    """The bare program, with a drill of the person's own that a search finds."""
    home = tmp_path / "home"
    (home / "config").mkdir(mode=0o700, parents=True)
    (home / "config" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "drills").mkdir()
    (home / "drills" / "aa-robot.toml").write_text(OWN_DRILL, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "reactdrill"],
        env={
            **xvfb_server.environment(),
            "REACTDRILL_HOME": str(home),
            "SDL_AUDIODRIVER": "dummy",
            "SDL_VIDEO_WINDOW_POS": "0,0",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    robot = Robot(xvfb_server, xtest, tmp_path, process)
    robot.take_focus()
    yield robot
    if process.poll() is None:
        process.kill()
        process.communicate()


def test_menu_search_briefing_run_results_and_out(program: Robot) -> None:
    program.settle()
    program.hands.tap("Return")  # Drills
    program.settle()  # they are read
    for letter in "robot":
        program.hands.tap(letter)
    program.settle()
    for key in ("Return", "Return"):  # the drill that fits best; its start
        program.hands.tap(key)
        program.settle()
    for _ in range(2):
        program.answer(program.wait_for_light())
        program.wait_for_dark()
    program.wait_for_line(b'{"type":"end"')
    program.settle()
    program.hands.press("Control_L")
    program.hands.tap("q")
    program.hands.release("Control_L")
    words, _ = program.process.communicate(timeout=30)
    journal = program.journal()
    assert journal is not None, words
    assert [trial.outcome for trial in read_journal(journal).trials] == ["hit", "hit"], words
    assert program.process.returncode == 0
    assert "2 hits" in words
    assert (program.folder / "home" / "results.sqlite3").exists()


def test_what_is_set_up_by_keys_stands_in_the_settings_when_it_ends(program: Robot) -> None:
    program.settle()
    # Results, Group, Set-up; Devices, Display, Sound, Look; Colours; Dark, Light
    for key in (
        "Right",
        "Down",
        "Down",
        "Return",
        "Down",
        "Down",
        "Down",
        "Return",
        "Return",
        "Down",
        "Return",
    ):
        program.hands.tap(key)
        program.settle()
    program.hands.press("Control_L")
    program.hands.tap("q")
    program.hands.release("Control_L")
    words, _ = program.process.communicate(timeout=30)
    assert program.process.returncode == 0, words
    kept = load_settings(program.folder / "home" / "config" / "settings.toml")
    assert kept.problems == ()
    assert kept.settings.display.theme == "light"


def test_typing_in_the_list_of_drills_searches_and_enter_takes_what_is_found(program: Robot) -> None:
    program.settle()
    program.hands.tap("Return")  # Drills
    program.settle()  # they are read
    for letter in "robot":
        program.hands.tap(letter)
    program.settle()
    for key in ("Return", "Return"):
        program.hands.tap(key)
        program.settle()
    for _ in range(2):
        program.answer(program.wait_for_light())
        program.wait_for_dark()
    program.wait_for_line(b'{"type":"end"')


def tap(program: Robot, *keys: str) -> None:
    """Press keys, each when the picture stands still."""
    for key in keys:
        program.hands.tap(key)
        program.settle()


def at_own_drills(program: Robot) -> Path:
    """Go to one's own drills by keys; their folder."""
    program.settle()
    tap(program, "Right", "Down", "Down", "Return")  # Results, Group, Set-up
    tap(program, *["Down"] * 7, "Return")  # the row before Data
    return program.folder / "home" / "drills"


def test_a_drill_is_made_from_a_template_by_keys_and_begun(program: Robot) -> None:
    folder = at_own_drills(program)
    tap(program, "Return", "Down", "Return")  # New drill; its name
    tap(program, *"zed", "Return")
    tap(program, "Tab", "Return")  # Make it
    assert load_drill(folder / "zed.toml").drill.title == "zed"
    program.hands.tap("Return")  # Start
    program.answer(program.wait_for_light())
    program.wait_for_line(b'"outcome":"hit"')
    journal = program.journal()
    assert journal is not None
    assert read_journal(journal).header.drill.name == "zed"


def test_a_pack_is_made_and_installed_by_keys(program: Robot) -> None:
    own = at_own_drills(program) / "aa-robot.toml"
    tap(program, "Down", "Return")  # Make a pack; one's own drill stands first
    tap(program, "Return", "Tab", "Return")
    tap(program, *"ann", "Return")
    assert (program.folder / "home" / "documents" / "ann.drillpack").is_file()
    before = own.read_bytes()
    own.unlink()
    tap(program, "Return", "Down", "Return")  # OK; Install a pack
    tap(program, "Return")
    assert not own.exists()
    tap(program, "Right", "Return")  # Install
    assert own.read_bytes() == before
