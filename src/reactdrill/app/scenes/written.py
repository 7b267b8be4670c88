"""A line of text to write: a note, a reason."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.layout import Box, Part, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look
from reactdrill.app.widgets import Button, Kind, Paragraph, TextField, Told
from reactdrill.app.widgets.textfield import FieldState
from reactdrill.i18n import Texts

LONGEST = 200


class Words(Texts):
    """Everything this screen says by itself."""

    SAVE = "Save"


class WrittenScene(ProgramScene):
    """Ends with the text, or with None when nothing was written, unless it `may_be_empty`."""

    def __init__(
        self, program: Program, title: str, detail: str = "", text: str = "", *, may_be_empty: bool = False
    ) -> None:
        super().__init__(program)
        self._title, self._detail, self._may_be_empty = title, detail, may_be_empty
        self.page.set_state("text", FieldState(text=text, caret=len(text)))

    @property
    def first(self) -> str | None:
        """The line."""
        return "text"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """What is asked, and the line."""
        buttons = {"save": Button(Words.SAVE, "check", Kind.PRIMARY)}
        made = frame(look, box, self._title, back=True, buttons=buttons)
        field, about = TextField(limit=LONGEST), Paragraph(self._detail, ink=Ink.MUTED)
        heights: dict[str, Part] = {
            "about": Px(about.height_for(look, made.body.w) if self._detail else 0),
            "text": Px(field.height_for(look, made.body.w)),
            "rest": Share(),
        }
        places = rows(made.body, heights, gap=look.gap // 2)
        placed = [*made.placed, Placed("text", places["text"], field)]
        return [*placed, Placed("about", places["about"], about)] if self._detail else placed

    def on_signal(self, signal: Signal) -> Transition | None:
        """Save on Enter or by the button."""
        if signal.id == "back":
            return Pop()
        if signal.id == "save" or (signal.id == "text" and signal.told is Told.ACTIVATED):
            text = str(self.page.state("text").text).strip()
            return Pop(text if text or self._may_be_empty else None)
        return None
