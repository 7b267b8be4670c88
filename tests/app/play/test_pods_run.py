"""Pods that are simulated in a real window: they light up, and a click is a tap."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reactdrill.devices.pods.device import SIMULATED_SOURCE
from reactdrill.engine.events import Pause
from reactdrill.results.rescore import rescore
from robot import PLACE, SETTINGS, SIZE, SKY, Robot, script_of
from xvfb import save_png

if TYPE_CHECKING:
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window

PLACES = {"left": (-PLACE, 0.0), "right": (PLACE, 0.0), "up": (0.0, -PLACE), "down": (0.0, PLACE)}
BESIDE = 60
"""From a pod's middle, where its name stands, to where there is only its colour, px."""


class PodRobot(Robot):
    """Sees pods, and clicks them."""

    def lit(self) -> str | None:
        pixels = self.server.screen()
        for name in PLACES:
            x, y = self.place(name)
            if tuple(int(part) for part in pixels[y + BESIDE, x]) == SKY:
                return name
        return None

    @staticmethod
    def place(name: str) -> tuple[int, int]:
        x, y = PLACES[name]
        half = SIZE[1] / 2
        return round(SIZE[0] / 2 + x * half), round(SIZE[1] / 2 + y * half)

    def click_spare(self) -> None:
        """The third of the four in the row below, which have no place of their own in this script."""
        self.hands.click(697, 547)

    def click(self, name: str) -> None:
        self.hands.click(*self.place(name))


def test_simulated_pods_are_clicked_and_the_run_is_marked(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path
) -> None:
    settings = SETTINGS + '\n[pods]\nports = ["sim:4"]\n'
    robot = PodRobot.start(xvfb_server, xtest, tmp_path, script_of(["left", "right", "up", "down"]), settings)
    assert isinstance(robot, PodRobot)
    try:
        robot.take_focus()
        robot.click(robot.wait_for_light())
        robot.wait_for_dark()
        robot.wait_for_light()
        if folder := os.environ.get("REACTDRILL_SCREENSHOTS"):
            save_png(xvfb_server.screen(), Path(folder) / "pods.png")
        robot.click("down")
        robot.wait_for_dark()
        robot.click(robot.wait_for_light())
        robot.wait_for_dark()
        robot.click(robot.wait_for_light())
        log, words = robot.finish()
    finally:
        if robot.process.poll() is None:
            robot.process.kill()
            robot.process.communicate()
    assert [trial.outcome for trial in log.trials] == ["hit", "wrong_target", "hit", "hit"], words
    assert {trial.cues[0].source for trial in log.trials} == {SIMULATED_SOURCE}
    controls = [response.control for trial in log.trials for response in trial.responses]
    assert controls == ["pod:1", "pod:4", "pod:3", "pod:4"]
    assert log.header.simulated
    assert any(device["name"] == "simulated pods" and device["pods"] == 4 for device in log.header.devices)
    assert rescore(log).same


def test_a_pod_without_a_target_pauses_and_goes_on(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path
) -> None:
    settings = SETTINGS + '\n[pods]\nports = ["sim:6"]\n'
    robot = PodRobot.start(xvfb_server, xtest, tmp_path, script_of(["left", "right"]), settings)
    assert isinstance(robot, PodRobot)
    try:
        robot.take_focus()
        robot.wait_for_light()
        robot.click_spare()
        robot.wait_for_line(b'"outcome":"aborted"')
        robot.settle()
        paused = robot.picture()
        if folder := os.environ.get("REACTDRILL_SCREENSHOTS"):
            save_png(xvfb_server.screen(), Path(folder) / "pods-paused.png")

        def tap_in_the_pause() -> None:
            if robot.picture() == paused:
                robot.click_spare()

        robot.tap_until(tap_in_the_pause, lambda: robot.lit() is not None, "the run going on")
        robot.click(robot.wait_for_light())
        robot.wait_for_dark()
        robot.click(robot.wait_for_light())
        log, words = robot.finish()
    finally:
        if robot.process.poll() is None:
            robot.process.kill()
            robot.process.communicate()
    assert [trial.outcome for trial in log.trials if trial.outcome != "aborted"] == ["hit", "hit"], words
    assert any(event.reason == "asked" for event in log.events if isinstance(event, Pause))
    assert {"pod:1", "pod:2"} == {response.control for trial in log.trials for response in trial.responses}, (
        "the pod that paused answered nothing"
    )
