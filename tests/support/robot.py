"""A robot that plays a run in a real window: sees cues in the X server's framebuffer, presses real keys."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reactdrill.results.reader import RunLog, read_journal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xtest import XTest
    from xvfb import XvfbServer

SIZE = (1280, 720)
SKY = (0x56, 0xB4, 0xE9)
KEYS = {"left": "Left", "right": "Right", "up": "Up", "down": "Down"}
PLACE = 0.66
GIVE_UP_S = 60.0
REACTION_S = 0.2
STILL_S = 0.6
LOOK_EVERY_S = 0.005
AGAIN_S = 6.0
"""When a key is pressed once more that brought nothing: longer than from a pause to the light after it."""

DRILL = """
format = 1
name = "robot"
title = "Robot"
component = "reaction"
trains = ["reaction time"]
order = { kind = "fixed" }
foreperiod = { kind = "fixed", ms = 700 }
until = { trials = 4 }
window = { response_ms = 4000, iti_ms = 200 }
targets = [{ name = "left" }, { name = "right" }, { name = "up" }, { name = "down" }]

[text]
summary = "Four places."
instructions = ["Press the lit one."]

[[sources]]
text = "A test."
marker = "G"

[[trial]]
name = "choice"
vary.place = ["left", "right", "up", "down"]
steps = [{ light = { colour = "sky" }, target = "{place}" }]
"""
SETTINGS = """
[run]
walk_back_s = 0
"""


def script_of(places: Sequence[str], foreperiod_ms: int = 700) -> str:
    """A script of the drill above with these lights, for a person to answer."""
    trials = [
        f'[[trials]]\ntrial = "choice"\nwith = {{ place = "{place}" }}\nforeperiod_ms = {foreperiod_ms}'
        for place in places
    ]
    return "\n".join(['format = 1\ntitle = "Robot"\ndrill = "robot.toml"', *trials])


@dataclass
class Robot:
    """The program in a process of its own, and the hands and eyes of its athlete."""

    server: XvfbServer
    hands: XTest
    folder: Path
    process: subprocess.Popen[str]

    @classmethod
    def start(
        cls, server: XvfbServer, hands: XTest, folder: Path, script: str, settings: str = SETTINGS
    ) -> Robot:
        """Open the program on a script, straight to its countdown."""
        home = folder / "home"
        (home / "config").mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "config" / "settings.toml").write_text(settings, encoding="utf-8")
        (folder / "robot.toml").write_text(DRILL, encoding="utf-8")
        file = folder / "script.toml"
        file.write_text(script, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "reactdrill", "replay", str(file), "--responder", "person"],
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
        return cls(server, hands, folder, process)

    def take_focus(self) -> None:
        """Give the program the keyboard. SDL may make its window twice, so it is tried until it holds."""

        def focused() -> str | None:
            try:
                self.hands.focus(self.hands.wait_for_window("reactdrill", GIVE_UP_S))
            except ValueError:
                return None
            return "yes"

        self.wait_until(focused, "the window")

    def wait_for_light(self) -> str:
        """The target that is lit, a credible reaction time after it was first seen."""
        lit = self.wait_until(self.lit, "a light")
        self.wait_for(REACTION_S)
        return lit

    def wait_for_dark(self) -> None:
        """Until no target is lit."""
        self.wait_until(lambda: "dark" if self.lit() is None else None, "darkness")

    def lit(self) -> str | None:
        """The target whose place on the screen is in the cue's colour."""
        pixels = self.server.screen()
        middle_x, middle_y, half = SIZE[0] // 2, SIZE[1] // 2, SIZE[1] // 2
        places = {"left": (-PLACE, 0.0), "right": (PLACE, 0.0), "up": (0.0, -PLACE), "down": (0.0, PLACE)}
        for name, (x, y) in places.items():
            pixel = pixels[round(middle_y + y * half), round(middle_x + x * half)]
            if tuple(int(part) for part in pixel) == SKY:
                return name
        return None

    def wait_until(self, look: Callable[[], object], what: str) -> str:
        """Look again and again; `AssertionError` with the program's words when it never comes."""
        give_up_at = time.monotonic() + GIVE_UP_S
        while time.monotonic() < give_up_at:
            ended = self.process.poll() is not None
            found = look()
            if found is not None:
                return str(found)
            if ended:
                break
            self._rest(LOOK_EVERY_S)
        raise AssertionError(f"never saw {what}; the program said: {self.end()}")

    def answer(self, target: str) -> None:
        """Press and let go the key of a target."""
        self.hands.tap(KEYS[target])

    def journal(self) -> Path | None:
        """The run's journal, once there is one; the first run's, by its name."""
        return min((self.folder / "home").rglob("*.jsonl"), default=None)

    def wait_for_line(self, part: bytes) -> None:
        """Until the journal holds some bytes."""

        def found() -> str | None:
            path = self.journal()
            return "yes" if path is not None and part in path.read_bytes() else None

        self.wait_until(found, part.decode())

    def go_on(self) -> None:
        """Press Enter in the pause until the run goes on and a target is lit."""
        self.tap_until(lambda: self.hands.tap("Return"), lambda: self.lit() is not None, "the run going on")

    def leave(self) -> tuple[RunLog, str]:
        """Press Escape in the pause until the program ends; its journal and what it printed."""
        self.tap_until(
            lambda: self.hands.tap("Escape"), lambda: self.process.poll() is not None, "the program's end"
        )
        return self.finish()

    def tap_until(self, tap: Callable[[], None], done: Callable[[], bool], what: str) -> None:
        """Tap something, and again when nothing has come of it, as people do.

        A busy program may not have shown its pause yet, and SDL tells up to 0.4 s late of a focus that came back.
        """
        taps_at: list[float] = []

        def tapped() -> str | None:
            if done():
                return "yes"
            if not taps_at or time.monotonic() >= taps_at[-1] + AGAIN_S:
                taps_at.append(time.monotonic())
                tap()
            return None

        self.wait_until(tapped, what)

    def wait_for(self, seconds: float) -> None:
        """Let real time go by, as long as the program lives."""
        if not self._rest(seconds):
            raise AssertionError(f"the program has ended; it said: {self.end()}")

    def _rest(self, seconds: float) -> bool:
        """Leave the processor to the program, which needs it; whether it lives."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False

    def settle(self) -> None:
        """Until the picture has stood still for a while: a screen is up and nothing is being read."""
        seen, since = b"", time.monotonic()

        def still() -> str | None:
            nonlocal seen, since
            picture = self.picture()
            if picture != seen:
                seen, since = picture, time.monotonic()
            return "still" if time.monotonic() - since >= STILL_S else None

        self.wait_until(still, "a picture that stands still")

    def picture(self) -> bytes:
        """What the window shows now."""
        return self.server.screen()[: SIZE[1], : SIZE[0]].tobytes()

    def end(self) -> str:
        """What the program printed; it is killed when it does not end by itself."""
        assert self.process.stdout is not None
        ended, _, _ = select.select([self.process.stdout], [], [], 0)
        if self.process.poll() is None and not ended:
            os.kill(self.process.pid, signal.SIGKILL)
        words, _ = self.process.communicate()
        return words

    def finish(self) -> tuple[RunLog, str]:
        """Wait for the program to end; its journal and what it printed."""
        words, _ = self.process.communicate(timeout=GIVE_UP_S)
        path = self.journal()
        assert path is not None, words
        return read_journal(path), words
