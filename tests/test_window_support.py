"""The private X server, the hands on it and its screenshots, tried on a real window."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xvfb import read_xwd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Screenshot
    from xtest import XTest
    from xvfb import XvfbServer

# Prints one line for each key and click it gets, ends on Escape.
PROGRAM = """
import pygame
pygame.display.init()
screen = pygame.display.set_mode((320, 240), pygame.NOFRAME)
pygame.display.set_caption("window probe")
screen.fill((230, 159, 0))
pygame.display.flip()
while True:
    event = pygame.event.wait()
    if event.type == pygame.KEYDOWN:
        print("down", pygame.key.name(event.key), flush=True)
        if event.key == pygame.K_ESCAPE:
            break
    elif event.type == pygame.KEYUP:
        print("up", pygame.key.name(event.key), flush=True)
    elif event.type == pygame.MOUSEBUTTONDOWN:
        print("click", event.button, flush=True)
    elif event.type == pygame.WINDOWEXPOSED:
        pygame.display.flip()
        print("drawn", flush=True)
    elif event.type == pygame.WINDOWFOCUSLOST:
        print("unfocused", flush=True)
"""


@pytest.fixture
def program(xvfb_server: XvfbServer) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, env=xvfb_server.environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def lines_until(process: subprocess.Popen[str], last: str) -> list[str]:
    """Read what the program prints up to a line; the program's end counts as the last line too."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if lines[-1] == last:
            break
    return lines


@pytest.mark.window
def test_keys_clicks_and_focus_reach_a_real_window(program: subprocess.Popen[str], xtest: XTest) -> None:
    window = xtest.wait_for_window("window probe")
    xtest.focus(window)
    lines_until(program, "drawn")
    xtest.tap("space")
    assert lines_until(program, "up space")[-2:] == ["down space", "up space"]
    xtest.press("Left")
    xtest.press("a")
    xtest.release("Left")
    xtest.release("a")
    assert lines_until(program, "up a") == ["down left", "down a", "up left", "up a"]
    xtest.focus(window)
    xtest.unfocus()
    assert lines_until(program, "unfocused") == ["unfocused"]
    xtest.focus(window)
    xtest.tap("Escape")
    lines_until(program, "down escape")
    assert program.wait(timeout=10) == 0


@pytest.mark.window
def test_a_screenshot_shows_the_colours_of_a_real_window(
    program: subprocess.Popen[str], xtest: XTest, screenshot: Screenshot, tmp_path: Path
) -> None:
    import pygame

    xtest.wait_for_window("window probe")
    lines_until(program, "drawn")
    image = screenshot("probe")
    assert image.shape == (1080, 1920, 3)
    orange = (image == (230, 159, 0)).all(axis=-1)
    rows, columns = np.nonzero(orange)
    assert (int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1) == (240, 320)
    assert int(orange.sum()) == 240 * 320
    saved = pygame.image.load(next(tmp_path.rglob("probe.png")))
    assert saved.get_size() == (1920, 1080)
    assert tuple(saved.get_at((columns[0], rows[0])))[:3] == (230, 159, 0)


@pytest.mark.window
def test_waiting_for_a_window_that_never_comes_gives_up(xtest: XTest) -> None:
    with pytest.raises(TimeoutError, match="no window titled 'nobody'"):
        xtest.wait_for_window("nobody", timeout_s=0.05)


@pytest.mark.window
def test_a_key_that_no_keyboard_has_is_named(xtest: XTest) -> None:
    with pytest.raises(ValueError, match="no key named 'hop'"):
        xtest.press("hop")


def test_a_file_that_is_no_window_dump_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(bytes(200))
    with pytest.raises(ValueError, match="not a 32-bit ZPixmap"):
        read_xwd(path)
