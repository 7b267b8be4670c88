"""The window: off-screen for its rules, and a real one under X with real keys and a real pointer."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pygame
import pytest
from Xlib.display import Display

from conftest import Screenshot
from reactdrill.app.theme import DARK
from reactdrill.app.window import MIN_SIZE, Window, WindowOptions, display_sizes
from reactdrill.errors import DeviceUnavailableError
from xtest import XTest
from xvfb import XvfbServer

PROGRAM = Path(__file__).with_name("window_program.py")


@pytest.fixture
def window() -> Iterator[Window]:
    opened = Window(WindowOptions(size=(800, 600)))
    yield opened
    opened.close()


def test_a_window_has_the_size_asked_for_and_keeps_the_screen_awake(window: Window) -> None:
    assert window.size == (800, 600)
    assert not pygame.display.get_allow_screensaver()
    assert pygame.display.get_caption()[0] == "reactdrill"


def test_closing_gives_the_screensaver_back_and_may_be_done_twice() -> None:
    opened = Window(WindowOptions(size=(800, 600)))
    opened.close()
    opened.close()
    assert not pygame.display.get_init()
    with pytest.raises(DeviceUnavailableError, match="the window is closed"):
        _ = opened.surface


def test_no_window_is_opened_too_small_to_read() -> None:
    opened = Window(WindowOptions(size=(200, 100)))
    assert opened.size == MIN_SIZE
    opened.close()


def test_a_window_made_too_small_grows_back(window: Window) -> None:
    window.resize((300, 700))
    assert window.size == (480, 700)


def test_fullscreen_covers_the_display_and_comes_back_as_it_was(window: Window) -> None:
    window.resize((900, 700))
    window.toggle_fullscreen()
    assert window.size == display_sizes()[0]
    window.toggle_fullscreen()
    assert window.size == (900, 700)


def test_a_display_that_is_not_there_counts_as_the_first() -> None:
    opened = Window(WindowOptions(size=(800, 600), display=7))
    assert opened.display == 0
    opened.close()


@pytest.mark.parametrize(
    ("wish", "cards", "expected", "waits"),
    [
        (True, [], "1", False),
        (False, ["renderD128"], "0", True),
        (None, ["card0", "renderD128"], None, True),
        (None, ["card0"], "0", False),
        (None, [], "0", False),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows its cards as files")
def test_the_surface_is_shown_the_quick_way_unless_wished_otherwise(
    *,
    wish: bool | None,
    cards: list[str],
    expected: str | None,
    waits: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in cards:
        (tmp_path / name).touch()
    monkeypatch.setattr("reactdrill.app.window.DRM", tmp_path)
    monkeypatch.setattr("reactdrill.app.window.NVIDIA", tmp_path / "nvidia0")
    _unset_acceleration(monkeypatch)
    options = WindowOptions(size=(800, 600), accelerated=wish)
    monkeypatch.setattr(pygame.display, "set_mode", _without_vsync(pygame.display.set_mode, waits))
    opened = Window(options)
    assert os.environ.get("SDL_FRAMEBUFFER_ACCELERATION") == expected
    assert not opened.copied  # there is no server
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "x11")
    assert opened.copied == (expected == "0" and not waits)
    opened.close()


def _unset_acceleration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_FRAMEBUFFER_ACCELERATION", "x")
    monkeypatch.delenv("SDL_FRAMEBUFFER_ACCELERATION")


def _without_vsync(set_mode: Callable[..., pygame.Surface], waits: bool) -> Callable[..., pygame.Surface]:
    """`set_mode` that looks whether waiting was asked for, and does without."""

    def asked(*arguments: Any, vsync: int = 0, **more: Any) -> pygame.Surface:
        assert bool(vsync) == waits
        return set_mode(*arguments, **more)

    return asked


@pytest.mark.parametrize(
    ("flips_ns", "expected", "opened"),
    [([300_000], "0", 1), ([4_000_000], "0", 1), ([9_000_000, 6_000_000], "1", 2), ([9_000_000] * 2, "0", 3)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows its cards as files")
def test_without_a_card_the_way_that_is_quicker_is_taken(
    flips_ns: list[int], expected: str, opened: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    left, opens = list(flips_ns), count(1)
    monkeypatch.setattr("reactdrill.app.window.DRM", tmp_path)
    monkeypatch.setattr("reactdrill.app.window.NVIDIA", tmp_path / "nvidia0")
    monkeypatch.setattr("reactdrill.app.window.UNSEEN", ())
    monkeypatch.setattr(Window, "_flip_ns", lambda _: left.pop(0))
    one_more = Window._open
    monkeypatch.setattr(Window, "_open", lambda window: one_more(window) if next(opens) else None)
    _unset_acceleration(monkeypatch)
    made = Window(WindowOptions(size=(800, 600)))
    assert os.environ["SDL_FRAMEBUFFER_ACCELERATION"] == expected
    assert (next(opens) - 1, left) == (opened, [])
    made.close()


def test_without_a_display_a_person_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    with pytest.raises(DeviceUnavailableError, match="start it from a desktop session"):
        Window()


TITLE = "reactdrill toolkit"


class Program:
    """The small program in its window, and the lines it prints as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def told(self) -> str:
        """The next line; fails when none comes."""
        return self._lines.get(timeout=20)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())


@pytest.fixture
def program(xvfb_server: XvfbServer) -> Iterator[Program]:
    with subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        env={**xvfb_server.environment(), "PYGAME_HIDE_SUPPORT_PROMPT": "1", "SDL_VIDEO_WINDOW_POS": "0,0"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Program(process)
        process.kill()


@pytest.mark.window
def test_real_keys_and_a_real_pointer_drive_a_real_window(
    program: Program, xtest: XTest, screenshot: Screenshot
) -> None:
    assert program.told() == "drawn 900x700"
    xtest.focus(xtest.wait_for_window(TITLE))
    for key, expected in (
        ("Return", "activated first None"),
        ("Down", "focus second"),
        ("space", "activated second None"),
        ("Tab", "focus name"),
        ("b", "changed name b"),
        ("Up", "focus second"),
    ):
        xtest.tap(key)
        assert program.told() == expected
    xtest.click(450, 60)
    assert [program.told(), program.told()] == ["focus first", "activated first None"]
    assert ring_rows(screenshot, 700, near=5) is not None
    xtest.tap("Escape")
    assert program.process.wait(timeout=20) == 0


@pytest.mark.window
def test_a_real_window_is_drawn_anew_at_the_size_it_is_dragged_to(
    program: Program, xvfb: str, xtest: XTest, screenshot: Screenshot
) -> None:
    assert program.told() == "drawn 900x700"
    window_id = xtest.wait_for_window(TITLE)
    xtest.focus(window_id)
    resize(xvfb, window_id, 600, 800)
    assert program.told() == "drawn 600x800"
    xtest.tap("Down")
    assert program.told() == "focus second"
    # The middle button's ring stands where a window of 600x800 has it: the picture was not scaled.
    assert ring_rows(screenshot, 800, near=272) is not None


def ring_rows(screenshot: Screenshot, height: int, near: int) -> tuple[int, int] | None:
    """First and last row of the focus ring at the window's left edge, once it begins within 20 px of `near`."""
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        rows = (screenshot()[:height, 1] == DARK.focus).all(axis=1).nonzero()[0]
        if len(rows) and abs(int(rows.min()) - near) <= 20:
            return int(rows.min()), int(rows.max())
    return None


def resize(display_name: str, window_id: int, width: int, height: int) -> None:
    """As a window manager would when a person drags a corner."""
    display = Display(display_name)
    display.create_resource_object("window", window_id).configure(width=width, height=height)
    display.sync()
    display.close()
