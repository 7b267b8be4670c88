"""One question with two answers; the one that changes nothing has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Look, TextRole
from reactdrill.app.widgets import Button, Kind, Label


class ConfirmScene(ProgramScene):
    """Leaves with True or False. BACK means no."""

    def __init__(self, program: Program, question: str, *, yes: str, no: str, detail: str = "") -> None:
        super().__init__(program)
        self.question = question
        self._yes, self._no, self._detail = yes, no, detail

    @property
    def first(self) -> str | None:
        """The safe answer."""
        return "no"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The question, what it means, and the answers."""
        buttons = {"no": Button(self._no, "chevron-left", Kind.PRIMARY), "yes": Button(self._yes, "check")}
        made = frame(look, box, self.question, buttons=buttons)
        detail = Label(self._detail, TextRole.HEADING, down=0.0, lines=4)
        return [*made.placed, Placed("detail", made.body, detail)]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Answer."""
        return Pop(signal.id == "yes")

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK answers no."""
        return Pop(result=False) if action is UiAction.BACK else None
