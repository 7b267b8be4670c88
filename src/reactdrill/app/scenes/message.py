"""A few lines that somebody has to read: an error, a list of files that cannot be used, the sources of a drill."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Kind, Paragraph, ScrollArea
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    OK = "OK"
    ERROR = "That did not work"


class MessageScene(ProgramScene):
    """A title, lines that scroll where there are many, and one button. Leaves with no result."""

    def __init__(
        self, program: Program, title: str, lines: Sequence[str], *, bullet: str | None = None
    ) -> None:
        super().__init__(program)
        self.title = title
        self.lines = tuple(lines)
        self._bullet = bullet

    @classmethod
    def of_error(cls, program: Program, error: Exception) -> MessageScene:
        """An error, one line of its text a paragraph."""
        return cls(program, Words.ERROR, [line for line in str(error).splitlines() if line.strip()])

    @property
    def first(self) -> str | None:
        """The button."""
        return "ok"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The lines between title and button."""
        made = frame(look, box, self.title, buttons={"ok": Button(Words.OK, "check", Kind.PRIMARY)})
        lines = tuple(
            Paragraph(line, TextRole.BODY, ink=Ink.TEXT, bullet=self._bullet) for line in self.lines
        )
        return [*made.placed, Placed("lines", made.body, ScrollArea(lines))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """The button leaves."""
        return Pop() if signal.id == "ok" else None
