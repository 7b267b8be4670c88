"""Runs on a calibrated station, in a real window: what was measured is used, told and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plans import MS
from reactdrill.results.derived import derive
from reactdrill.results.reader import RunLog
from reactdrill.results.rescore import rescore
from reactdrill.station.calibration.entry import Measured
from reactdrill.station.calibration.file import add_entry
from reactdrill.station.calibration.inforce import NOT_CALIBRATED, Calibration
from reactdrill.station.calibration.setup import Setup
from robot import Robot, script_of

if TYPE_CHECKING:
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window
Play = Callable[[], tuple[RunLog, str]]
RESULT = Measured(12.0, 0.5, 30, 1.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the robot's program looks for its calibration."""
    return tmp_path / "home" / "config" / "calibration.toml"


@pytest.fixture
def play(xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path) -> Iterator[Play]:
    robots: list[Robot] = []

    def one_trial() -> tuple[RunLog, str]:
        robot = Robot.start(xvfb_server, xtest, tmp_path, script_of(["left"]))
        robots.append(robot)
        robot.take_focus()
        robot.answer(robot.wait_for_light())
        return robot.finish()

    yield one_trial
    for robot in robots:
        if robot.process.poll() is None:
            robot.process.kill()
            robot.process.communicate()


def test_light_and_key_are_corrected_and_the_header_says_by_what(play: Play, file: Path) -> None:
    add_entry("display", RESULT, method="entered", path=file)
    add_entry("input", Measured(5.0, 0.5, 30, 1.0), method="sensor", device="keyboard", path=file)
    log, words = play()
    (trial,) = log.trials
    (cue,), (response,) = trial.cues, trial.responses
    assert trial.outcome == "hit", words
    assert cue.onset_ns is not None
    assert cue.raw_ns is not None
    assert (cue.correction_ns, cue.onset_ns - cue.raw_ns) == (12 * MS, 12 * MS)
    assert (response.correction_ns, response.at_ns - response.raw_ns) == (-5 * MS, -5 * MS)
    assert trial.rt_ns == response.raw_ns - cue.raw_ns - 17 * MS
    own = Calibration.from_header(log.header.calibration)
    assert own.covers("display")
    assert own.covers("input", "keyboard")
    assert not own.covers("sound")
    assert rescore(log).same
    assert derive(log, own).lines == log.trial_lines
    (bare,) = derive(log, NOT_CALIBRATED).lines
    assert f'"rt_ns":{response.raw_ns - cue.raw_ns},'.encode() in bare


def test_a_calibration_of_another_display_is_not_used_and_said_so(play: Play, file: Path) -> None:
    add_entry("display", RESULT, method="entered", setup={"driver": "cocoa"}, path=file)
    log, words = play()
    assert "Calibration display-1 (display) is not used: display driver was cocoa, is x11" in words
    assert "`reactdrill calibrate` measures it anew" in words
    assert "display-1" in log.header.note
    assert log.trials[0].cues[0].correction_ns == 0
    setup = Setup.from_json(log.header.station["setup"])
    assert setup.display is not None
    assert setup.display["driver"] == "x11"
    assert "keyboard" in setup.inputs


def test_a_damaged_calibration_is_told_and_the_run_goes_on_without(play: Play, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("[[entry]\n", encoding="utf-8")
    log, words = play()
    assert "The calibration is not used" in words
    assert "this is not TOML" in words
    assert log.header.calibration is None
    assert log.trials[0].outcome == "hit"
    assert file.read_text("utf-8") == "[[entry]\n"
