"""What the program shows: its pages, and the cues of a run."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reactdrill.app import program as program_module
from reactdrill.app.runner import App
from reactdrill.devices.screen import Screen
from reactdrill.station.bindings import Bindings

if TYPE_CHECKING:
    from reactdrill.app.play.request import RunOutcome, RunRequest
    from reactdrill.app.program import Program
    from reactdrill.app.window import Window
    from reactdrill.engine.commands import ShowCue


@dataclass
class Eyes:
    """What the program shows: its page while it has one, and the cues of a run."""

    app: App | None = None
    cues: deque[ShowCue] = field(default_factory=deque)
    plays: bool = False
    """Whether a run goes on."""
    bindings: Bindings | None = None

    def open(self, program: Program) -> None:
        """Look at everything that a program shows from now on."""
        eyes, schedule, play = self, Screen.schedule, program.play

        class Seen(App):
            def __init__(self, *args: object, **more: object) -> None:
                super().__init__(*args, **more)  # type: ignore[arg-type]
                eyes.app = self

        def noting(screen: Screen, command: ShowCue) -> None:
            schedule(screen, command)
            eyes.cues.append(command)

        def playing(window: Window, request: RunRequest) -> RunOutcome:
            eyes.bindings = Bindings.for_plan(request.plan)
            eyes.cues.clear()
            eyes.plays = True
            try:
                return play(window, request)
            finally:
                eyes.plays = False

        setattr(program_module, "App", Seen)  # noqa: B010 - the name that `run_program` looks up
        setattr(Screen, "schedule", noting)  # noqa: B010 - as above
        program.play = playing
