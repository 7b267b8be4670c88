"""What screens over the roster have in common: it is read, added to, and what could not be taken is told."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.archive import Added, Everybody
from reactdrill.app.figures.names import label
from reactdrill.app.figures.words import counted, listed
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Scene, Transition
from reactdrill.app.scenes.base import ListScene
from reactdrill.app.theme import Look
from reactdrill.app.widgets import ProgressBar
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete


class Words(Texts):
    """Everything such a screen says by itself."""

    OPENING = "Opening the roster"
    ADDING = "Adding athletes"
    NO_NAME = "{athletes} without a name here, until a guardian agrees or a birth year is known."
    OF_AGE = "Is everybody without a birth year 18 or older?"
    WHY = (
        "New without a birth year: {athletes}. Under 18 a name is kept only when a parent or guardian agrees."
    )
    ADULTS, NOT_ALL = "All are 18 or older", "No: add codes only"


class RosterScene(ListScene):
    """A screen over everybody who can train here."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.known: Everybody | None = None
        """None until the roster has been read."""
        self.told: tuple[str, ...] = ()
        """What went wrong, a line each."""
        self._typed = ""
        """New athletes of whom it is asked whether they are of age."""
        self._undated = 0
        self.read()

    def came(self, athletes: Sequence[Athlete]) -> None:
        """Answer to those who have been added; the roster is read again after it."""

    def taken(self, known: Everybody) -> None:
        """Answer to the roster that has been read."""
        self.program.labels |= {each.code: label(each) for each in known.athletes}

    @property
    def everyone(self) -> Sequence[Athlete]:
        """Those in the roster; nobody before it has been read."""
        return () if self.known is None else self.known.athletes

    def read(self) -> None:
        """Read the roster, again when it has changed."""
        job = self.program.background.add(Words.OPENING, lambda _: self.program.archive.everybody())

        def ended() -> None:
            try:
                self.known = job.result()
            except ReactDrillError as error:
                self.known, self.told = self.known or Everybody(), (str(error),)
            else:
                self.told = tuple(dict.fromkeys((*self.told, *self.known.problems)))
                self.taken(self.known)

        self.wait_for(job, ended)

    def add(self, text: str) -> None:
        """Add those of a typed name or a pasted list; first it is asked of whom no birth year is known."""
        archive = self.program.archive
        job = self.program.background.add(Words.ADDING, lambda _: archive.undated(text))

        def ended() -> None:
            try:
                self._undated = job.result()
            except ReactDrillError as error:
                self.told = (str(error),)
                return
            if self._undated:
                self._typed = text
            else:
                self._add(text, adults=False)

        self.wait_for(job, ended)

    def update(self, now_ns: int) -> Transition | None:
        """The question, once it is known that there is one."""
        transition = super().update(now_ns)
        if transition is not None or not self._undated:
            return transition
        count, self._undated = self._undated, 0
        return Push(of_age(self.program, count))

    def resumed(self, result: object) -> Transition | None:
        """The answer: who is not said to be of age comes in without a name."""
        if self._typed:
            text, self._typed = self._typed, ""
            self._add(text, adults=bool(result))
        return None

    def _add(self, text: str, *, adults: bool) -> None:
        archive = self.program.archive
        job = self.program.background.add(Words.ADDING, lambda _: archive.add_people(text, adults=adults))

        def ended() -> None:
            try:
                self._take_added(job.result())
            except ReactDrillError as error:
                self.told = (str(error),)

        self.wait_for(job, ended)

    def opening(self, look: Look, box: Box) -> Placed:
        """In the place of the list while the roster is read."""
        return Placed("opening", box.placed(box.w, look.px(0.1)), ProgressBar(0.0, Words.OPENING))

    def _take_added(self, added: Added) -> None:
        unnamed = counted(added.unnamed, "athlete", "athletes")
        self.told = (*added.problems, *((Words.NO_NAME.format(athletes=unnamed),) if added.unnamed else ()))
        self.came(added.athletes)
        self.read()


def of_age(program: Program, count: int) -> Scene:
    """Asks whether so many new athletes are adults; leaves with True or False."""
    why = Words.WHY.format(athletes=counted(count, "athlete", "athletes"))
    return program.scenes.confirm(Words.OF_AGE, yes=Words.ADULTS, no=Words.NOT_ALL, detail=why)


def about(athlete: Athlete) -> str:
    """Groups and restrictions of an athlete, as they stand below the name."""
    return listed([*athlete.groups, athlete.restrictions])
