"""The picture that a slow-motion film is made of: dark, and white as soon as a key is told.

Each press has a number, so that a film can be counted against it. What the program itself takes, from the key's stamp
to the flip, is measured with the run's own stampers. White comes at most once in `REST_NS`: far below three a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.play.backdrop import Told, draw_told
from reactdrill.app.theme import Ink, Look, Theme
from reactdrill.app.window import Window
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.keyboard import PAUSED
from reactdrill.draw.colours import BACKGROUND
from reactdrill.draw.text import line_surface
from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.engine.events import Event, Pause, Response
from reactdrill.i18n import marked, tr
from reactdrill.live.ports import Clock

TARGET = "space"
PLAN = Plan("calibration", 1, "", "sensor", "none", (LanePlan("main", (TARGET,), (), ()),))
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
WHITE_NS = 300_000_000
REST_NS = 900_000_000
"""From one white to the next at least."""
STEP_NS = 16_000_000
"""How often the bar moves while it is white, where nothing paces the flips."""
BAR_STEPS = 20
HINT = marked("Space bar or a gamepad's first button, about twenty times. Escape ends.")


@dataclass(frozen=True, slots=True)
class Press:
    """One press and the light that answered it."""

    device: str
    """`keyboard`, `pad0`."""
    program_ms: float
    """From the key's stamp to the middle of the flip."""


class FilmPattern:
    """Shows the picture until somebody ends it."""

    def __init__(self, window: Window, inputs: Inputs, clock: Clock, theme: Theme) -> None:
        self.presses: list[Press] = []
        self._window = window
        self._inputs = inputs
        self._clock = clock
        self._theme = theme
        self._white_ns: int | None = None
        """When it became white; None: it is dark."""
        self._ready_ns = 0
        self._over = False
        self._white = window.surface
        """The picture of the next press, drawn while it is dark."""

    def play(self) -> tuple[Press, ...]:
        """Block until Escape, or until the window is closed; what was pressed by then."""
        self._inputs.start(PLAN)
        try:
            self._draw_dark()
            while not self._over:
                self._clock.wait(self._deadline_ns())
                self._turn()
        finally:
            self._inputs.stop()
        return tuple(self.presses)

    def _deadline_ns(self) -> int:
        now_ns = self._clock.now_ns()
        due_ns = self._inputs.deadline_ns
        latest_ns = now_ns + (STEP_NS if self._white_ns is not None else 10 * STEP_NS)
        return latest_ns if due_ns is None else min(due_ns, latest_ns)

    def _turn(self) -> None:
        for event in self._inputs.poll().events:
            self._take(event)
        self._over = self._over or any(each.type == pygame.QUIT for each in self._inputs.take_ui_events())
        if self._white_ns is None:
            return
        shown_ns = self._clock.now_ns() - self._white_ns
        if shown_ns >= WHITE_NS:
            self._white_ns = None
            self._draw_dark()
        else:
            self._show_white(shown_ns / WHITE_NS)

    def _take(self, event: Event) -> None:
        if isinstance(event, Pause):
            self._over = self._over or event.reason == PAUSED
        elif isinstance(event, Response) and event.action != "release":
            now_ns = self._clock.now_ns()
            if self._white_ns is None and now_ns >= self._ready_ns:
                self._answer(event)

    def _answer(self, press: Response) -> None:
        """White at once: its picture has been drawn while it was dark."""
        begun_ns, ended_ns = self._show_white(0.0)
        program_ms = ((begun_ns + ended_ns) // 2 - press.raw_ns) / 1e6
        self.presses.append(Press(press.device, program_ms))
        self._white_ns = ended_ns
        self._ready_ns = ended_ns + REST_NS

    def _show_white(self, share: float) -> tuple[int, int]:
        """White with a bar that moves with every picture; when the flip began and ended."""
        surface = self._window.surface
        width, height = surface.get_size()
        surface.blit(self._white, (0, 0))
        bar = width // BAR_STEPS
        surface.fill(BLACK, (round(share * (width - bar)), height - bar, bar, bar))
        begun_ns = self._clock.now_ns()
        self._window.flip()
        return begun_ns, self._clock.now_ns()

    def _draw_dark(self) -> None:
        surface = self._window.surface
        surface.fill(BACKGROUND)
        canvas = Canvas(surface, Look(self._theme, min(surface.get_size())))
        count = len(self.presses)
        told = Told(
            tr("Press: it turns white"), "", tr(HINT), figure=str(count) if count else "", ink=Ink.MUTED
        )
        draw_told(canvas, canvas.box, told)
        self._window.flip()
        self._white = self._next_white()

    def _next_white(self) -> pygame.Surface:
        """The number of the next press below the middle, which is what a film is counted by."""
        picture = self._window.surface.copy()
        width, height = picture.get_size()
        picture.fill(WHITE)
        size_px = max(24, min(width, height) // 5)
        number = line_surface(str(len(self.presses) + 1), size_px, True, BLACK)
        picture.blit(number, number.get_rect(center=(width // 2, height // 2 + number.get_height())))
        return picture
