"""Of whom something is taken out: an athlete, all guests, or a group; and what each may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from reactdrill.app.archive import Archive
from reactdrill.app.figures.names import label
from reactdrill.app.keep import erasing, share
from reactdrill.app.keep.done import Work
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import frame
from reactdrill.app.scenes.keep.profile import ProfileScene
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.roster import RosterScene, about
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink, Look
from reactdrill.app.widgets import ListView, Row, Told
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete
from reactdrill.results.header import GUEST


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE, OF_GROUPS = "Of whom?", "Of which group?"
    GUESTS, GUESTS_DETAIL = "Guests", "All runs without a name."
    GROUP = "Group"
    NO_GROUPS = "No athlete is in a group: a list that is pasted can say the group beside each name."
    REPORT, REPORT_DETAIL = "Report", "Progress on one page, to read and to print."
    TABLES, TABLES_DETAIL = "Tables", "Every trial, for a spreadsheet (CSV)."
    ZIP, ZIP_DETAIL = "Take out", "Everything that is kept of this athlete, in one file."
    PROFILE, PROFILE_DETAIL = "Profile", "Name, groups, sides, what they must not do."
    ERASE, ERASE_DETAIL = "Erase", "First it is shown what goes."


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done for somebody."""

    id: str
    title: str
    detail: str
    work: Work
    harmless: bool = True


class PeopleScene(RosterScene):
    """Groups, guests and athletes; `only_groups` shows no name. Leaves when somebody has been erased."""

    def __init__(self, program: Program, *, only_groups: bool = False) -> None:
        self._only_groups = only_groups
        super().__init__(program)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The list."""
        made = frame(look, box, Words.OF_GROUPS if self._only_groups else Words.TITLE, back=True)
        if self.known is None:
            return [*made.placed, self.opening(look, made.body)]
        nothing = "\n".join(self.told) or Words.NO_GROUPS
        return [*made.placed, Placed("list", made.body, ListView(tuple(self._rows()), nothing))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """To what can be done for whoever was accepted."""
        if signal.id == "back":
            return Pop()
        if signal.id != "list" or signal.told is not Told.ACTIVATED:
            return None
        kind, _, name = str(signal.value).partition(" ")
        archive = self.program.archive
        if kind == "group":
            return Push(DeedsScene(self.program, name, group_deeds(archive, name)))
        if kind == GUEST:
            return Push(DeedsScene(self.program, Words.GUESTS, guest_deeds(archive)))
        athlete = next(each for each in self.everyone if each.code == name)
        groups = () if self.known is None else self.known.groups
        return Push(AthleteScene(self.program, athlete, groups))

    def resumed(self, result: object) -> Transition | None:
        """Somebody who has been erased is not in the list any more; others may be called otherwise."""
        if result is not None:
            return Pop()
        self.read()
        return super().resumed(None)

    def _rows(self) -> list[Row]:
        groups = () if self.known is None else self.known.groups
        rows = [_row(f"group {each}", each, Words.GROUP) for each in groups]
        if self._only_groups:
            return rows
        rows.append(_row(GUEST, Words.GUESTS, Words.GUESTS_DETAIL))
        return [*(_row(f"athlete {each.code}", label(each), about(each)) for each in self.everyone), *rows]


class DeedsScene(RowsScene):
    """What somebody may ask of the results. Leaves with a code when whoever had it has been erased."""

    def __init__(self, program: Program, title: str, deeds: Sequence[Deed]) -> None:
        super().__init__(program)
        self._title, self._deeds = title, tuple(deeds)

    @property
    def title(self) -> str:
        """Whose."""
        return self._title

    def listed(self) -> Sequence[Row]:
        """What can be done."""
        return [
            _row(each.id, each.title, each.detail)
            if each.harmless
            else Row(each.id, each.title, each.detail, "", "cross", Ink.WARN)
            for each in self._deeds
        ]

    def chosen(self, row: str) -> Transition | None:
        """Do it."""
        deed = next(each for each in self._deeds if each.id == row)
        return Push(KeepScene(self.program, deed.title, deed.work))

    def resumed(self, result: object) -> Transition | None:
        """Nobody is left to do anything for."""
        return None if result is None else Pop(result)


class AthleteScene(DeedsScene):
    """What an athlete may ask of their data, and what is kept of them."""

    def __init__(self, program: Program, athlete: Athlete, groups: Sequence[str]) -> None:
        super().__init__(program, label(athlete), athlete_deeds(program.archive, athlete))
        self._athlete, self._groups = athlete, tuple(groups)

    @property
    def title(self) -> str:
        """Whose."""
        return label(self._athlete)

    def listed(self) -> Sequence[Row]:
        """The profile first."""
        return [_row("profile", Words.PROFILE, Words.PROFILE_DETAIL), *super().listed()]

    def chosen(self, row: str) -> Transition | None:
        """To the profile, or do something."""
        if row == "profile":
            return Push(ProfileScene(self.program, self._athlete, self._groups))
        return super().chosen(row)

    def resumed(self, result: object) -> Transition | None:
        """With the athlete as they are now; or nobody is left."""
        if not isinstance(result, Athlete):
            return super().resumed(result)
        self._athlete = result
        self._groups = tuple(sorted({*self._groups, *result.groups}))
        self.refresh()
        return None


def athlete_deeds(archive: Archive, athlete: Athlete) -> list[Deed]:
    """What an athlete may ask of their data."""
    code = athlete.code
    return [
        _report(partial(share.athlete_report, archive, code)),
        _tables(partial(share.athlete_tables, archive, code)),
        Deed("zip", Words.ZIP, Words.ZIP_DETAIL, partial(share.athlete_zip, archive, code)),
        Deed(
            "erase",
            Words.ERASE,
            Words.ERASE_DETAIL,
            partial(erasing.what_goes, archive, code),
            harmless=False,
        ),
    ]


def guest_deeds(archive: Archive) -> list[Deed]:
    """What can be made of the runs that are nobody's."""
    return [
        _report(partial(share.athlete_report, archive, GUEST)),
        _tables(partial(share.athlete_tables, archive, GUEST)),
    ]


def group_deeds(archive: Archive, group: str) -> list[Deed]:
    """What can be made of the runs of a group."""
    return [
        _report(partial(share.group_report, archive, group)),
        _tables(partial(share.group_tables, archive, group)),
    ]


def _report(work: Work) -> Deed:
    return Deed("report", Words.REPORT, Words.REPORT_DETAIL, work)


def _tables(work: Work) -> Deed:
    return Deed("tables", Words.TABLES, Words.TABLES_DETAIL, work)


def _row(row: str, title: str, detail: str) -> Row:
    return Row(row, title, detail, "", "chevron-right", Ink.ACCENT)
