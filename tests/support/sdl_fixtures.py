"""SDL for tests of devices: without a screen, or in a real window on the private X server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pygame
import pytest

if TYPE_CHECKING:
    from xtest import XTest

TITLE = "reactdrill device test"


@pytest.fixture
def sdl(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give an SDL without a screen, whose joysticks are heard all the same."""
    monkeypatch.setenv("SDL_JOYSTICK_ALLOW_BACKGROUND_EVENTS", "1")
    pygame.display.init()
    pygame.display.set_mode((320, 240))
    pygame.event.get()
    yield
    pygame.quit()


@pytest.fixture
def window(xvfb: str, monkeypatch: pytest.MonkeyPatch, xtest: XTest) -> Iterator[int]:
    """Open a real window with the keyboard on it; gives its X id."""
    monkeypatch.setenv("DISPLAY", xvfb)
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setenv("SDL_FRAMEBUFFER_ACCELERATION", "0")
    pygame.display.init()
    pygame.display.set_mode((640, 480), pygame.NOFRAME)
    pygame.display.set_caption(TITLE)
    handle = xtest.wait_for_window(TITLE)
    xtest.focus(handle)
    while pygame.event.wait(2000).type not in (pygame.WINDOWFOCUSGAINED, pygame.NOEVENT):
        pass
    yield handle
    pygame.key.set_repeat(0)
    pygame.quit()
