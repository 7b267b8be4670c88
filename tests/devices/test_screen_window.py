"""Cues in a real window: what the X server's framebuffer shows, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pygame
import pytest

from reactdrill.devices.refresh import measure_refresh
from reactdrill.devices.screen import Screen
from reactdrill.draw.colours import BACKGROUND, PALETTE
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.events import CueShown
from reactdrill.live.clock import SystemClock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conftest import Screenshot

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.window
MS = 1_000_000
STIMULI: dict[str, dict[str, object]] = {
    "circle": {"shape": "circle", "colour": "orange", "size": 0.5},
    "arrow": {"shape": "arrow-up-left", "colour": "sky", "size": 0.4, "at": [-0.66, 0.66]},
    "x": {"shape": "x", "colour": "purple", "size": 0.5},
    "word": {"text": "RIGHT", "colour": "yellow", "size": 0.5},
    "long-word": {"text": "switch sides", "colour": "white", "size": 0.5},
    "image": {"image": "icon-256.png", "size": 0.5},
    "field": {"shape": "field", "colour": "green"},
    "light": {"light": "sky", "shape": "diamond", "at": [0.66, 0]},
}


class Window:
    """pygame's own window as the screen's display."""

    @property
    def surface(self) -> pygame.Surface:
        surface = pygame.display.get_surface()
        assert surface is not None
        return surface

    def flip(self) -> None:
        pygame.display.flip()

    def update(self, areas: Sequence[pygame.Rect]) -> None:
        pygame.display.update(list(areas))


def show(screen: Screen, clock: SystemClock, step: PlannedStep) -> CueShown:
    screen.schedule(ShowCue("main", 0, 1, step, clock.now_ns() + 50 * MS))
    onsets: list[CueShown] = []
    while not onsets:
        clock.wait(screen.deadline_ns)
        onsets += [event for event in screen.poll().events if isinstance(event, CueShown)]
    (onset,) = onsets
    return onset


def until_seen() -> None:
    """Wait for the window to come up."""
    while pygame.event.wait(2000).type not in (pygame.WINDOWEXPOSED, pygame.NOEVENT):
        pass


def settled(display: str) -> None:
    """Wait until the X server has done everything it was asked."""
    from Xlib.display import Display

    connection = Display(display)
    connection.sync()
    connection.close()


def coloured(image: NDArray[np.uint8], colour: tuple[int, int, int]) -> int:
    return int((image == colour).all(axis=-1).sum())


@pytest.mark.parametrize(
    "size", [(1280, 720), (1920, 1080), (700, 900)], ids=lambda size: f"{size[0]}x{size[1]}"
)
@pytest.mark.parametrize("name", STIMULI)
def test_a_stimulus_is_on_the_screen_after_its_onset_and_gone_after_its_end(
    *,
    name: str,
    size: tuple[int, int],
    window: int,
    xvfb: str,
    screenshot: Screenshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pygame.display.quit()
    monkeypatch.setenv("SDL_VIDEO_WINDOW_POS", "0,0")
    pygame.display.set_mode(size, pygame.NOFRAME)
    until_seen()
    clock = SystemClock()
    screen = Screen(Window(), clock)
    screen.set_backdrop(None)
    stimulus = {"at": [0, 0], **STIMULI[name]}
    event = show(screen, clock, PlannedStep("cue", "screen", stimulus))
    settled(xvfb)
    image = screenshot(f"stimulus-{name}-{size[0]}x{size[1]}")
    colour = PALETTE.get(str(stimulus.get("light", stimulus.get("colour"))))
    if colour is not None:
        assert coloured(image, colour) > 0.004 * size[0] * size[1]
    assert 0 < event.uncertainty_ns < 50 * MS
    screen.clear(ClearCue("main", 0, 1, "cue", clock.now_ns(), "screen"))
    screen.poll()
    settled(xvfb)
    assert coloured(screenshot(), BACKGROUND) >= size[0] * size[1]


def test_the_refresh_of_a_real_window_can_be_measured(window: int) -> None:
    measured = measure_refresh(Window(), SystemClock(), 10)
    assert measured.n == 10
    assert 0 < measured.median_ns < 200 * MS
