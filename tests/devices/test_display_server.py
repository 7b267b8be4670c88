"""Which process the window's X server is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from reactdrill.devices.display_server import display_server, local_server, server_work
from reactdrill.devices.stampers.waits import NO_WORK

pytestmark = pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="only Linux tells")


@pytest.mark.window
def test_the_process_behind_a_display_is_its_x_server(xvfb: str) -> None:
    pid = local_server(xvfb)
    assert pid is not None
    assert Path(f"/proc/{pid}/comm").read_text().strip() == "Xvfb"


@pytest.mark.window
def test_the_window_knows_its_server(xvfb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", xvfb)
    pygame.display.quit()
    assert display_server() is None  # no window yet
    pygame.display.init()
    try:
        assert display_server() == local_server(xvfb)
    finally:
        pygame.display.quit()


@pytest.mark.window
def test_what_the_server_has_done_is_told(xvfb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", xvfb)
    before = server_work()
    assert before.turns > 0
    assert all(more >= 0 for more in server_work().since(before))


def test_of_a_server_that_is_not_here_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    assert server_work() == NO_WORK


@pytest.mark.parametrize("display", ["", "elsewhere:0", ":", "wayland-0", ":99999"])
def test_a_display_that_is_not_here_has_no_process(display: str) -> None:
    assert local_server(display) is None


@pytest.fixture
def listener() -> Iterator[str]:
    """A program that is no X server, listening where one would."""
    for number in range(50_000, 50_100):
        taken = socket.socket(socket.AF_UNIX)
        try:
            taken.bind(f"\0/tmp/.X11-unix/X{number}")
        except OSError:
            taken.close()
            continue
        taken.listen()
        with taken:
            yield f":{number}"
        return


def test_another_program_that_listens_there_is_left_alone(listener: str) -> None:
    assert local_server(listener) is None
