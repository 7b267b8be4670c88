"""What screens over the results have in common."""

from __future__ import annotations

from reactdrill.app.archive import PastRun
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.base import ListScene
from reactdrill.app.theme import Ink, Look
from reactdrill.app.widgets import Paragraph, ProgressBar, ScrollArea
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything such a screen says by itself."""

    OPENING = "Opening the results"


class ArchiveScene(ListScene):
    """A screen over the results: says what cannot be read, and opens a run."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.problem = ""

    def open_run(self, run: PastRun) -> Transition:
        """To a run's results, or to why they cannot be read."""
        try:
            return Push(self.program.scenes.past_results(self.program.archive.view(run.row)))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def placeholder(self, look: Look, box: Box) -> Placed:
        """While the results are opened, and when they cannot be."""
        if self.problem:
            lines = (Paragraph(line, ink=Ink.WARN) for line in self.problem.splitlines())
            return Placed("problem", box, ScrollArea(tuple(lines)))
        doing = self.program.background.doing
        bar = ProgressBar(0.0 if doing is None else doing.share, Words.OPENING)
        return Placed("opening", box.placed(box.w, look.px(0.1)), bar)
