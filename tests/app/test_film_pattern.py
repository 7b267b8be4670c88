"""The film's picture in a real window: white for each press, dark again, and counts asked for at the end."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from reactdrill.station.calibration.file import load_entries

if TYPE_CHECKING:
    from conftest import Screenshot
    from xtest import XTest
    from xvfb import XvfbServer

pytestmark = pytest.mark.window
SIZE = (640, 480)
GIVE_UP_S = 60.0
TRIES = 20
AGAIN_S = 1.5
"""A press is repeated when nothing has become white so long after it."""
ANSWERS = "\n".join(["1000", *("20 " * count for count in (1, *range(5, 30)))]) + "\n"
"""The film's speed, counts for one press (refused), and then counts for as many presses as there may have been."""
SETTINGS = f"[display]\nsize = [{SIZE[0]}, {SIZE[1]}]\n"


def pixel(framebuffer: Path, x: int, y: int) -> NDArray[np.uint32]:
    """One pixel of the X server's screen, read anew at each look; a look takes a microsecond, white lasts 0.3 s."""
    header = np.fromfile(framebuffer, dtype=">u4", count=25)
    offset = int(header[0]) + int(header[19]) * 12 + y * int(header[12]) + x * 4
    return np.memmap(framebuffer, dtype="<u4", mode="r", offset=offset, shape=(1,))


class Filming:
    """The command in a process of its own, and the hand that presses."""

    def __init__(self, server: XvfbServer, hands: XTest, home: Path) -> None:
        self.hands = hands
        self.home = home
        self._middle = pixel(server.framebuffer, SIZE[0] // 2, SIZE[1] // 2)
        (home / "config").mkdir(parents=True)
        (home / "config" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reactdrill", "calibrate", "film", "--source", "a test"],
            env={
                **server.environment(),
                "REACTDRILL_HOME": str(home),
                "SDL_AUDIODRIVER": "dummy",
                "SDL_VIDEO_WINDOW_POS": "0,0",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(ANSWERS)
        self.process.stdin.flush()

    def leave(self) -> str:
        """Escape, until the program has ended; what it said."""
        give_up_at = time.monotonic() + GIVE_UP_S
        while time.monotonic() < give_up_at:
            self.hands.tap("Escape")
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.communicate(timeout=AGAIN_S)[0]
        raise AssertionError("it never ended")

    def wait(self, look: Callable[[], bool], what: str, give_up_s: float = GIVE_UP_S) -> None:
        assert self.seen(look, give_up_s), f"never saw {what}"

    def seen(self, look: Callable[[], bool], give_up_s: float) -> bool:
        give_up_at = time.monotonic() + give_up_s
        while time.monotonic() < give_up_at:
            if look():
                return True
            assert self.process.poll() is None, self.process.communicate()[0]
        return False

    def focus(self) -> None:
        def focused() -> bool:
            try:
                self.hands.focus(self.hands.wait_for_window("reactdrill", GIVE_UP_S))
            except ValueError:
                return False
            return True

        self.wait(focused, "the window")

    def is_white(self) -> bool:
        return int(self._middle[0]) & 0xFFFFFF == 0xFFFFFF

    def press(self) -> None:
        """Until it becomes white, and until it is dark again."""
        for _ in range(TRIES):
            self.hands.tap("space")
            if self.seen(self.is_white, AGAIN_S):
                break
        else:
            raise AssertionError("it never became white")
        self.wait(lambda: not self.is_white(), "darkness")


@pytest.fixture
def filming(xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path) -> Iterator[Filming]:
    filming = Filming(xvfb_server, xtest, tmp_path / "home")
    yield filming
    if filming.process.poll() is None:
        filming.process.kill()
    filming.process.communicate()


def test_each_press_is_answered_with_white_and_the_counts_are_kept(
    filming: Filming, screenshot: Screenshot
) -> None:
    filming.focus()
    screenshot("film-dark")
    for _ in range(5):
        filming.press()
    screenshot("film-counted")
    words = filming.leave()
    found = re.search(r"(\d+) presses on keyboard", words)
    assert found is not None, words
    pressed = int(found.group(1))
    assert pressed >= 5
    assert f"1 counts for {pressed} presses" in words
    kept = load_entries(filming.home / "config" / "calibration.toml").written
    if not kept:  # on a busy machine the program may take longer for one press than all the counts
        assert "count it again" in words or "the program alone took" in words
        return
    (entry,) = kept
    assert (entry.n, entry.device, entry.includes, entry.setup["driver"]) == (
        pressed,
        "keyboard",
        "display",
        "x11",
    )
    assert 0 < entry.mean_ms < 20
    assert filming.process.returncode == 0


def test_leaving_without_a_press_keeps_nothing(filming: Filming) -> None:
    filming.focus()
    words = filming.leave()
    assert "nothing was pressed" in words
    assert filming.process.returncode == 2
    assert not (filming.home / "config" / "calibration.toml").exists()
