"""A run that was asked for from outside begins as soon as the window has been seen."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.said import said
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed
from reactdrill.app.play.request import RunRequest
from reactdrill.app.program import Program, RunFailed
from reactdrill.app.scene import Replace, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.scenes.parts.title import Badge
from reactdrill.app.theme import Look, TextRole
from reactdrill.app.widgets import Paragraph
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    READY = "Get ready."
    WATCH = "A simulated athlete plays this drill: watch."
    SCRIPT = "A script answers this drill: watch."
    SIMULATED = "SIMULATED"


class LaunchScene(ProgramScene):
    """Shows what comes, once, and hands the window to it."""

    def __init__(self, program: Program, request: RunRequest) -> None:
        super().__init__(program)
        self._request = request
        self._drawn = False
        self._launched = False

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The drill's title and one line."""
        badges = (Badge(Words.SIMULATED),) if self._request.simulated else ()
        made = frame(look, box, said(self._request.drill.drill).title, badges=badges)
        words = {"person": Words.READY, "simulated": Words.WATCH, "script": Words.SCRIPT}
        line = Paragraph(words[self._request.responder], TextRole.HEADING)
        return [*made.placed, Placed("line", made.body, line)]

    def draw(self, canvas: Canvas) -> None:
        """Draw it; from then on it may begin."""
        super().draw(canvas)
        self._drawn = True

    @property
    def wake_ns(self) -> int | None:
        """At once, when it has been seen."""
        return 0 if self._drawn and not self._launched else None

    def update(self, now_ns: int) -> Transition | None:
        """Begin."""
        del now_ns
        self._launched = True
        return self.program.take_over(self._request)

    def resumed(self, result: object) -> Transition | None:
        """To the results; there is nothing here to come back to."""
        if isinstance(result, RunFailed):
            return Replace(self.program.scenes.error(result.error))
        return self.program.scenes.after_run(result)
