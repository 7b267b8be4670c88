"""Whole runs in a real window, with real keys: the robot sees pixels and presses through XTEST."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reactdrill.engine.events import Resume
from reactdrill.results.rescore import rescore
from robot import Robot, script_of

if TYPE_CHECKING:
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window
Start = Callable[[str], Robot]


@pytest.fixture
def start(xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path) -> Iterator[Start]:
    robots: list[Robot] = []

    def begin(script: str) -> Robot:
        robots.append(Robot.start(xvfb_server, xtest, tmp_path, script))
        robots[-1].take_focus()
        return robots[-1]

    yield begin
    for robot in robots:
        if robot.process.poll() is None:
            robot.process.kill()
            robot.process.communicate()


def test_lights_answered_by_real_keys_are_hits_and_rescore_to_the_same_bytes(start: Start) -> None:
    robot = start(script_of(["left", "right", "up", "down"]))
    for _ in range(4):
        robot.answer(robot.wait_for_light())
        robot.wait_for_dark()
    log, words = robot.finish()

    assert [trial.outcome for trial in log.trials] == ["hit"] * 4, words
    assert [trial.responses[-1].target for trial in log.trials] == ["left", "right", "up", "down"]
    assert all(trial.rt_ns is not None and 0 < trial.rt_ns < 2_000_000_000 for trial in log.trials)
    assert {trial.responses[-1].source for trial in log.trials} & {"x11-arrival", "x11-server"}
    assert {cue.source for trial in log.trials for cue in trial.cues} == {"flip"}
    assert "4 hits" in words
    assert re.search(
        r"^timing: (uncalibrated|poor), software ±\S+ ms; screen and keyboard not measured$",
        words,
        re.MULTILINE,
    )
    assert robot.process.returncode == 0
    assert rescore(log).same


def test_a_wrong_key_and_a_key_before_the_light_are_told_apart(start: Start) -> None:
    robot = start(script_of(["left", "left", "left"], foreperiod_ms=1500))
    robot.wait_for_light()
    robot.answer("right")
    robot.wait_for_dark()
    robot.wait_for_light()
    robot.answer("left")
    robot.wait_for_dark()
    robot.wait_for(0.5)  # the gap is 0.2 s, the foreperiod 1.5 s
    robot.answer("left")
    log, words = robot.finish()
    assert [trial.outcome for trial in log.trials] == ["wrong_target", "hit", "false_start"], words


def test_a_held_key_counts_once(start: Start) -> None:
    robot = start(script_of(["left", "left"]))
    robot.wait_for_light()
    robot.hands.press("Left")
    robot.wait_for_dark()
    robot.wait_for_light()  # held through the next foreperiod: no false start
    robot.hands.release("Left")
    robot.wait_for(0.1)  # SDL takes a key that comes back at once for one that repeats
    robot.answer("left")
    log, words = robot.finish()
    assert [trial.outcome for trial in log.trials] == ["hit", "hit"], words


def test_escape_pauses_enter_goes_on_and_the_trial_comes_again(start: Start) -> None:
    robot = start(script_of(["left", "right"]))
    robot.wait_for_light()
    robot.hands.tap("Escape")
    robot.wait_for_line(b'"outcome":"aborted"')
    robot.wait_for_dark()
    robot.go_on()
    for _ in range(2):
        robot.answer(robot.wait_for_light())
        robot.wait_for_dark()
    log, words = robot.finish()
    assert [(trial.trial, trial.attempt, trial.outcome) for trial in log.trials] == [
        (0, 1, "aborted"),
        (1, 1, "hit"),
        (0, 2, "hit"),
    ], words
    assert rescore(log).same


def test_losing_the_keyboard_pauses_and_the_window_says_so(start: Start) -> None:
    robot = start(script_of(["left"]))
    robot.wait_for_light()
    robot.hands.unfocus()
    robot.wait_for_line(b'"reason":"focus"')
    robot.wait_for_dark()
    robot.take_focus()
    robot.go_on()
    robot.answer(robot.wait_for_light())
    log, words = robot.finish()
    assert [trial.outcome for trial in log.trials] == ["aborted", "hit"], words


def test_escape_twice_ends_the_run_and_keeps_what_was_done(start: Start) -> None:
    robot = start(script_of(["left", "right", "up"]))
    robot.answer(robot.wait_for_light())
    robot.wait_for_dark()
    robot.wait_for_light()
    robot.hands.tap("Escape")
    robot.wait_for_line(b'"outcome":"aborted"')
    robot.wait_for(0.1)  # as above
    log, words = robot.leave()
    assert [trial.outcome for trial in log.trials] == ["hit", "aborted"], words
    assert log.end is not None
    assert log.end.lanes[0].not_presented == 2
    assert "ended early" in words


def test_closing_the_window_twice_at_once_keeps_the_run_readable(start: Start) -> None:
    robot = start(script_of(["left", "right"]))
    robot.answer(robot.wait_for_light())
    robot.wait_for_line(b'"outcome":"hit"')
    robot.hands.tap("Escape")
    robot.wait_for(0.5)
    for _ in range(2):  # both reach the pause screen together, as a window's close and its program's quit do
        robot.hands.press("Control_L")
        robot.hands.tap("q")
        robot.hands.release("Control_L")
    log, words = robot.finish()
    assert log.trials[0].outcome == "hit", words
    assert log.end is not None
    assert rescore(log).same


def test_going_on_and_thinking_better_of_it_shows_the_pause_again(start: Start) -> None:
    robot = start(script_of(["left"]))
    robot.wait_for_light()
    robot.hands.tap("Escape")
    robot.settle()
    paused = robot.picture()
    robot.hands.tap("Return")
    robot.wait_for(0.5)
    assert robot.picture() != paused
    robot.hands.tap("Escape")
    robot.settle()
    assert robot.picture() == paused
    robot.go_on()
    robot.answer(robot.wait_for_light())
    log, words = robot.finish()
    assert [trial.outcome for trial in log.trials] == ["aborted", "hit"], words


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_in_order(start: Start, number: int) -> None:
    robot = start(script_of(["left", "right"]))
    robot.answer(robot.wait_for_light())
    robot.wait_for_line(b'"outcome":"hit"')
    robot.process.send_signal(number)
    log, words = robot.finish()
    assert log.trials[0].outcome == "hit", words
    assert log.end is not None
    assert log.end.lanes[0].detail == "interrupted"
    assert "Traceback" not in words


def test_losing_the_keyboard_while_going_on_is_counted_keeps_the_pause(start: Start) -> None:
    robot = start(script_of(["left"]))
    robot.wait_for_light()
    robot.hands.tap("Escape")
    robot.settle()
    robot.hands.tap("Return")
    robot.wait_for(0.5)
    robot.hands.unfocus()
    robot.wait_for(4.5)  # the count, the gap and the foreperiod would be over
    assert robot.lit() is None
    robot.take_focus()
    robot.go_on()
    robot.answer(robot.wait_for_light())
    log, words = robot.finish()
    assert [trial.outcome for trial in log.trials] == ["aborted", "hit"], words
    assert sum(isinstance(event, Resume) for event in log.events) == 1
