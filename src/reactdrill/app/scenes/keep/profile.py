"""What is kept of an athlete: each row is changed in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reactdrill.app.figures.names import label
from reactdrill.app.figures.words import NONE, listed
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.own.ticks import TicksScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.draw.letters import readable
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete

WRITTEN = ("name", "birth_year", "restrictions")
SIDES = (None, "left", "right", "both")


class Words(Texts):
    """Everything this screen says by itself."""

    NAME = "Name"
    BIRTH_YEAR, BIRTH_YEAR_DETAIL = "Birth year", "The year only."
    GROUPS = "Groups"
    GROUP_NEW, GROUP_NEW_DETAIL = "New group", "Makes a group, with this athlete in it."
    DOMINANT = "Stronger side"
    INVOLVED, INVOLVED_DETAIL = "Side of an injury", "Left and right are told with it."
    RESTRICTIONS, RESTRICTIONS_DETAIL = "What they must not do", "Stands beside the name: no jumps."
    CONSENT, CONSENT_DETAIL = "A guardian agrees", "Under 18 a name is kept only then."
    BOARD, BOARD_DETAIL = "On leaderboards", "Only those who want to be there."
    ON, OFF = "yes", "no"
    SIDES: Mapping[str, str] = {"left": "left", "right": "right", "both": "both"}
    UNSAID = "not said"
    DONE = "Take these"
    SAVING = "Keeping the athlete"
    WRONG_YEAR = "{text}: write a year, such as 1990."
    NO_NAME = "No name is kept yet: first the birth year, or that a guardian agrees."


class ProfileScene(RowsScene):
    """Every change is on the disk as soon as it is made. Leaves with the athlete as they are kept."""

    def __init__(self, program: Program, athlete: Athlete, groups: Sequence[str]) -> None:
        super().__init__(program)
        self.athlete = athlete
        self._groups = tuple(groups)
        self._asked = ""
        self._told = ""

    @property
    def title(self) -> str:
        """Whose."""
        return label(self.athlete)

    def listed(self) -> Sequence[Row]:
        """Everything that is kept."""
        one = self.athlete
        born = NONE if one.birth_year is None else str(one.birth_year)
        rows = [
            _row("name", Words.NAME, readable(one.name) or NONE),
            _row("birth_year", Words.BIRTH_YEAR, Words.BIRTH_YEAR_DETAIL, born),
            _row("new group", Words.GROUP_NEW, Words.GROUP_NEW_DETAIL),
            _row("dominant_side", Words.DOMINANT, "", _side(one.dominant_side)),
            _row("involved_side", Words.INVOLVED, Words.INVOLVED_DETAIL, _side(one.involved_side)),
            _row("restrictions", Words.RESTRICTIONS, one.restrictions or Words.RESTRICTIONS_DETAIL),
            _row("guardian_consent", Words.CONSENT, Words.CONSENT_DETAIL, _yes(one.guardian_consent)),
            _row("leaderboard", Words.BOARD, Words.BOARD_DETAIL, _yes(one.leaderboard)),
        ]
        if self._groups:
            rows.insert(2, _row("groups", Words.GROUPS, listed(one.groups) or NONE))
        return rows

    def aside(self, look: Look) -> AnyWidget | None:
        """What was not kept, and why."""
        del look
        if not self._told:
            return None
        return ScrollArea((Paragraph(self._told, TextRole.BODY, ink=Ink.WARN, bullet="diamond"),))

    def chosen(self, row: str) -> Transition | None:
        """Ask for it; yes and no are turned over at once."""
        self._asked, self._told = row, ""
        one, program = self.athlete, self.program
        match row:
            case "guardian_consent" | "leaderboard":
                self._keep(**{row: not getattr(one, row)})
                return None
            case "dominant_side" | "involved_side":
                sides = [Choice(each, _side(each)) for each in SIDES]
                return Push(ChoiceScene(program, self._words(row), sides, getattr(one, row)))
            case "groups":
                rows = [Row(each, each) for each in self._groups]
                title = self._words(row)
                return Push(TicksScene(program, title, rows, one.groups, done=Words.DONE, at_least=0))
            case "new group":
                return Push(WrittenScene(program, self._words(row)))
            case _:
                text = str(getattr(one, row) or "")
                return Push(WrittenScene(program, self._words(row), text=text, may_be_empty=True))

    def resumed(self, result: object) -> Transition | None:
        """Keep what was answered."""
        if result is None:
            return None
        if self._asked == "birth_year":
            self._keep_year(str(result))
        elif self._asked == "new group":
            self._keep(groups=(*self.athlete.groups, str(result)))
        elif self._asked == "groups":
            self._keep(groups=result)
        elif isinstance(result, int):
            self._keep(**{self._asked: SIDES[result]})
        else:
            self._keep(**{self._asked: result})
        return None

    def leaving(self) -> Transition:
        """With the athlete."""
        return Pop(self.athlete)

    # ---- what happens

    def _words(self, row: str) -> str:
        if row == "groups":
            return Words.GROUPS
        return next(each.title for each in self.listed() if each.id == row)

    def _keep_year(self, text: str) -> None:
        if text and not text.isdecimal():
            self._told = Words.WRONG_YEAR.format(text=text)
            self.refresh()
        else:
            self._keep(birth_year=int(text) if text else None)

    def _keep(self, **values: Any) -> None:  # noqa: ANN401 - whatever an athlete has
        """In the background: the store may be far away."""
        wanted = replace(self.athlete, **values)
        job = self.program.background.add(Words.SAVING, lambda _: self.program.archive.change_person(wanted))

        def ended() -> None:
            try:
                self._take(job.result(), wanted)
            except ReactDrillError as error:
                self._told = str(error)

        self.wait_for(job, ended)

    def _take(self, kept: Athlete, wanted: Athlete) -> None:
        self.athlete = kept
        self._groups = tuple(sorted({*self._groups, *kept.groups}))
        self._told = Words.NO_NAME if wanted.name and not kept.name else ""
        self.program.labels = {**self.program.labels, kept.code: label(kept)}


def _row(row: str, title: str, detail: str, note: str = "") -> Row:
    return Row(row, title, detail, note, "chevron-right", Ink.ACCENT)


def _side(side: str | None) -> str:
    return Words.UNSAID if side is None else Words.SIDES[side]


def _yes(yes: bool) -> str:
    return Words.ON if yes else Words.OFF
