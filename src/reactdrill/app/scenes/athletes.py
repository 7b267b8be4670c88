"""Whose run it is: somebody from the roster, somebody new, or a guest."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.figures.names import label
from reactdrill.app.layout import Box, Part, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import frame
from reactdrill.app.scenes.roster import RosterScene, about
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import ListView, Paragraph, Row, TextField, Told
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete
from reactdrill.results.header import GUEST


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Who trains?"
    GUEST = "Guest"
    GUEST_DETAIL = "Results are kept without a name."
    NEW = "New name, then Enter"


class AthleteScene(RosterScene):
    """Ends with the athlete, with `Athlete()` for a guest, or with None when nobody was chosen."""

    def __init__(self, program: Program) -> None:
        self._new: Athlete | None = None
        super().__init__(program)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The roster, and a line for a new name."""
        made = frame(look, box, Words.TITLE, back=True)
        if self.known is None:
            return [*made.placed, self.opening(look, made.body)]
        field, told = TextField(Words.NEW), Paragraph("\n".join(self.told), TextRole.SMALL, ink=Ink.WARN)
        heights: dict[str, Part] = {"list": Share(), "new": Px(field.height_for(look, made.body.w))}
        if self.told:
            heights |= {"told": Px(told.height_for(look, made.body.w))}
        places = rows(made.body, heights, gap=look.gap // 2)
        placed = [
            *made.placed,
            Placed("list", places["list"], ListView(self._rows())),
            Placed("new", places["new"], field),
        ]
        return [*placed, Placed("told", places["told"], told)] if self.told else placed

    def on_signal(self, signal: Signal) -> Transition | None:
        """Choose, or add somebody and choose them."""
        if signal.id == "back":
            return Pop()
        if signal.told is not Told.ACTIVATED:
            return None
        if signal.id == "list":
            return Pop(next((each for each in self.everyone if each.code == signal.value), Athlete()))
        if signal.id == "new" and str(signal.value).strip():
            self.add(str(signal.value))
        return None

    def came(self, athletes: Sequence[Athlete]) -> None:
        """The first of them trains."""
        self._new = athletes[0] if athletes else None

    def update(self, now_ns: int) -> Transition | None:
        """Somebody new who could be added is the one who trains."""
        before = self.known
        transition = super().update(now_ns)
        if self.known is not before and self._new is not None:
            return Pop(self._new)
        return transition

    def _rows(self) -> tuple[Row, ...]:
        guest = self._row(GUEST, Words.GUEST, Words.GUEST_DETAIL)
        return (guest, *(self._row(each.code, label(each), about(each)) for each in self.everyone))

    def _row(self, code: str, title: str, detail: str) -> Row:
        mine = code in (self.program.athletes or (GUEST,))
        return Row(code, title, detail, "", "check" if mine else "ring", Ink.GOOD if mine else Ink.MUTED)
