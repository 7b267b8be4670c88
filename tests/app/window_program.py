"""A small program on the toolkit, run by a test in a real window; prints one line for each thing that happens."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import UiEvent
from reactdrill.app.layout import Box, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.runner import App
from reactdrill.app.scene import PageScene, Transition
from reactdrill.app.theme import Look
from reactdrill.app.widgets import Button, TextField
from reactdrill.app.window import Window, WindowOptions
from reactdrill.live.clock import SystemClock


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - the test reads it


class Probe(PageScene):
    """Two buttons and a field that report."""

    drawn = Box(0, 0, 0, 0)

    @property
    def first(self) -> str:
        return "first"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        places = rows(box, {"first": Share(), "second": Share(), "name": Share()}, look.gap)
        return (
            Placed("first", places["first"], Button("First")),
            Placed("second", places["second"], Button("Second")),
            Placed("name", places["name"], TextField("Name")),
        )

    def handle(self, event: UiEvent) -> Transition | None:
        before = self.page.focus.current
        transition = super().handle(event)
        if self.page.focus.current != before:
            say("focus", self.page.focus.current)
        return transition

    def on_signal(self, signal: Signal) -> Transition | None:
        say(signal.told, signal.id, signal.value)
        return None

    def draw(self, canvas: Canvas) -> None:
        super().draw(canvas)
        if canvas.box != self.drawn:
            self.drawn = canvas.box
            say("drawn", f"{canvas.box.w}x{canvas.box.h}")


App(Window(WindowOptions(size=(900, 700), title="reactdrill toolkit")), Probe(), SystemClock().now_ns).run()
