"""A window that is covered during a trial: what was to be seen comes back, and the trial says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reactdrill.engine.events import TimingNote
from reactdrill.results.rescore import rescore
from robot import SIZE, Robot, script_of

if TYPE_CHECKING:
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window


@contextmanager
def cover(display: str) -> Iterator[None]:
    """Another window over everything, which no window manager is asked about."""
    from Xlib import X
    from Xlib.display import Display

    connection = Display(display)
    over = connection.screen().root.create_window(
        0, 0, *SIZE, 0, X.CopyFromParent, override_redirect=True, background_pixel=0
    )
    over.map()
    connection.sync()
    try:
        yield
    finally:
        over.destroy()
        connection.sync()
        connection.close()


def test_a_light_that_was_covered_is_shown_again(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path
) -> None:
    robot = Robot.start(xvfb_server, xtest, tmp_path, script_of(["left", "right"]))
    try:
        robot.take_focus()
        robot.wait_for_light()
        with cover(xvfb_server.display):
            robot.wait_for_dark()
        robot.answer(robot.wait_for_light())
        robot.wait_for_dark()
        robot.answer(robot.wait_for_light())
        log, words = robot.finish()
    finally:
        if robot.process.poll() is None:
            robot.process.kill()
            robot.process.communicate()
    assert [trial.outcome for trial in log.trials] == ["hit", "hit"], words
    first, second = log.trials
    assert "exposed" in first.flags
    assert "exposed" not in second.flags
    assert [event.kind for event in log.events if isinstance(event, TimingNote)].count("exposed") >= 1
    assert len(first.cues) == 1
    assert rescore(log).same
