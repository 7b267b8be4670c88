"""Whose run it is: somebody from the roster, somebody new, or a guest."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.archive import Added, Everybody
from reactdrill.app.figures.words import counted, listed
from reactdrill.app.layout import Box, Part, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ListScene, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import ListView, Paragraph, ProgressBar, Row, TextField, Told
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete
from reactdrill.results.header import GUEST


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Who trains?"
    OPENING = "Opening the roster"
    ADDING = "Adding an athlete"
    GUEST = "Guest"
    GUEST_DETAIL = "Results are kept without a name."
    NEW = "New name, then Enter"
    NO_NAME = "{athletes} without a name here: their guardians have not agreed yet."


class AthleteScene(ListScene):
    """Ends with the athlete, with `Athlete()` for a guest, or with None when nobody was chosen."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._known: Everybody | None = None
        self._told: tuple[str, ...] = ()
        self._new: Athlete | None = None
        self._read()

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The roster, and a line for a new name."""
        made = frame(look, box, Words.TITLE, back=True)
        if self._known is None:
            bar = ProgressBar(0.0, Words.OPENING)
            return [*made.placed, Placed("opening", made.body.placed(made.body.w, look.px(0.1)), bar)]
        field, told = TextField(Words.NEW), Paragraph("\n".join(self._told), TextRole.SMALL, ink=Ink.WARN)
        heights: dict[str, Part] = {"list": Share(), "new": Px(field.height_for(look, made.body.w))}
        if self._told:
            heights |= {"told": Px(told.height_for(look, made.body.w))}
        places = rows(made.body, heights, gap=look.gap // 2)
        placed = [
            *made.placed,
            Placed("list", places["list"], ListView(self._rows())),
            Placed("new", places["new"], field),
        ]
        return [*placed, Placed("told", places["told"], told)] if self._told else placed

    def on_signal(self, signal: Signal) -> Transition | None:
        """Choose, or add somebody and choose them."""
        if signal.id == "back":
            return Pop()
        if signal.told is not Told.ACTIVATED:
            return None
        if signal.id == "list":
            return Pop(self._athlete(str(signal.value)))
        if signal.id == "new" and str(signal.value).strip():
            self._add(str(signal.value))
        return None

    def update(self, now_ns: int) -> Transition | None:
        """Somebody new who could be added is the one who trains."""
        before = self._known
        transition = super().update(now_ns)
        if self._known is not before and self._new is not None:
            return Pop(self._new)
        return transition

    def _athlete(self, code: str) -> Athlete:
        known = () if self._known is None else self._known.athletes
        return next((each for each in known if each.code == code), Athlete())

    def _add(self, text: str) -> None:
        job = self.program.background.add(Words.ADDING, lambda _: self.program.archive.add_people(text))

        def added() -> None:
            try:
                self._take_added(job.result())
            except ReactDrillError as error:
                self._told = (str(error),)

        self.wait_for(job, added)

    def _take_added(self, added: Added) -> None:
        unnamed = counted(added.unnamed, "athlete", "athletes")
        self._told = (*added.problems, *((Words.NO_NAME.format(athletes=unnamed),) if added.unnamed else ()))
        self._new = added.athletes[0] if added.athletes else None
        self._read()

    def _read(self) -> None:
        job = self.program.background.add(Words.OPENING, lambda _: self.program.archive.everybody())

        def read() -> None:
            try:
                self._known = job.result()
            except ReactDrillError as error:
                self._known, self._told = Everybody(), (str(error),)
            self.program.labels |= {each.code: each.label for each in self._known.athletes}

        self.wait_for(job, read)

    def _rows(self) -> tuple[Row, ...]:
        assert self._known is not None
        guest = self._row(GUEST, Words.GUEST, Words.GUEST_DETAIL)
        return (guest, *(self._row(each.code, each.label, _about(each)) for each in self._known.athletes))

    def _row(self, code: str, title: str, detail: str) -> Row:
        mine = code in (self.program.athletes or (GUEST,))
        return Row(code, title, detail, "", "check" if mine else "ring", Ink.GOOD if mine else Ink.MUTED)


def _about(athlete: Athlete) -> str:
    return listed([*athlete.groups, athlete.restrictions])
