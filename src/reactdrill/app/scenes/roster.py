"""What screens over the roster have in common: it is read, added to, and what could not be taken is told."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.archive import Added, Everybody
from reactdrill.app.figures.words import counted, listed
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed
from reactdrill.app.program import Program
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
    NO_NAME = "{athletes} without a name here: their guardians have not agreed yet."


class RosterScene(ListScene):
    """A screen over everybody who can train here."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.known: Everybody | None = None
        """None until the roster has been read."""
        self.told: tuple[str, ...] = ()
        """What went wrong, a line each."""
        self.read()

    def came(self, athletes: Sequence[Athlete]) -> None:
        """Answer to those who have been added; the roster is read again after it."""

    def taken(self, known: Everybody) -> None:
        """Answer to the roster that has been read."""
        self.program.labels |= {each.code: each.label for each in known.athletes}

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
        """Add those of a typed name or a pasted list."""
        job = self.program.background.add(Words.ADDING, lambda _: self.program.archive.add_people(text))

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


def about(athlete: Athlete) -> str:
    """Groups and restrictions of an athlete, as they stand below the name."""
    return listed([*athlete.groups, athlete.restrictions])
