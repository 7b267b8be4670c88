"""The program with `play --pods` on a port, in a window of a private X server, from its start to the journal's last line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from robot import DRILL, SETTINGS, Robot
from xtest import XTest
from xvfb import XvfbServer

MOST_LOOKS = 900
LOOK_EVERY_S = 0.1
ENTER_EVERY = 15


def play_on_pods(
    server: XvfbServer, hands: XTest, folder: Path, port: Path, *, trials: int = 4, now: bool = True
) -> Robot:
    """Open the program on a drill with four targets whose light goes out by a hit only; `now`: without its briefing."""
    home = folder / "home"
    (home / "config").mkdir(mode=0o700, parents=True)
    (home / "config" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    drill = DRILL.replace("response_ms = 4000,", 'light_out = "hit",').replace(
        "trials = 4", f"trials = {trials}"
    )
    file = folder / "robot.toml"
    file.write_text(drill, encoding="utf-8")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "reactdrill",
            "play",
            str(file),
            *(["--now"] if now else []),
            "--pods",
            str(port),
        ],
        env={
            **server.environment(),
            "REACTDRILL_HOME": str(home),
            "SDL_AUDIODRIVER": "dummy",
            "SDL_VIDEO_WINDOW_POS": "0,0",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Robot(server, hands, folder, process)


def wait_until(robot: Robot, look: Callable[[], bool], *, going_on: bool = False) -> None:
    """Look again and again, for much longer than even a busy machine needs.

    `going_on`: press Enter now and then, which resumes a run that has paused, and does nothing else. A busy machine
    may keep a board from answering for so long that it is taken for lost, and pauses a run that nobody pulled at.
    """
    looks = count(1)
    for _ in range(MOST_LOOKS):
        if look():
            return
        if going_on and next(looks) % ENTER_EVERY == 0:
            robot.hands.tap("Return")
        if not rest(robot):
            break
    journal = robot.journal()
    kinds = [] if journal is None else [line[9:30] for line in journal.read_bytes().splitlines()[-12:]]
    raise AssertionError(f"it never came; the program said: {robot.end()}; the journal's last lines: {kinds}")


def rest(robot: Robot) -> bool:
    """Leave the processor to the program and to boards in this process for a moment; whether the program lives."""
    try:
        robot.process.wait(LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return True
    return False


def unplugged(robot: Robot) -> bool:
    """Whether the run knows that a board is gone, and has not heard that it is back."""
    return lines_of(robot, "device_lost") > lines_of(robot, "device_back")


def lines_of(robot: Robot, kind: str) -> int:
    """How many lines of a kind the journal holds."""
    journal = robot.journal()
    return 0 if journal is None else journal.read_bytes().count(b'\n{"type":"%s"' % kind.encode())


def go_on_to_the_end(robot: Robot) -> None:
    """Until the journal has its last line."""
    wait_until(robot, lambda: lines_of(robot, "end") > 0, going_on=True)


def stop(robot: Robot) -> None:
    """End the program if it has not ended."""
    if robot.process.poll() is None:
        with suppress(ProcessLookupError):
            robot.process.kill()
        robot.process.communicate()
