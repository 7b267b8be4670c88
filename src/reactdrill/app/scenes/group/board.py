"""How a round went: everyone's result, the best first."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.coach.coaching import Coaching, figure_words
from reactdrill.app.coach.squad import Place
from reactdrill.app.figures.words import NONE
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import ProgramScene, chip_row, frame
from reactdrill.app.theme import Look, TextRole
from reactdrill.app.widgets import Button, Chip, Kind, Paragraph, ScrollArea
from reactdrill.app.widgets.table import Column, Table
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Results of the group"
    ROUND = "Round {round}"
    PLACE, ATHLETE, RESULT, CHANGE = "Place", "Athlete", "Result", "Against before"
    GO_ON = "Go on"
    RUNS = "Runs"
    REPORT = "Report of a group"
    NOTHING = "Nobody has been yet."


class BoardScene(ProgramScene):
    """The round that ended last, and those before it."""

    def __init__(self, program: Program, coaching: Coaching) -> None:
        super().__init__(program)
        self._coaching = coaching
        self._rounds = sorted({turn.round for turn in coaching.squad.turns})
        self._round = self._rounds[-1] if self._rounds else 1

    @property
    def first(self) -> str | None:
        """Go on."""
        return "go on"

    @property
    def remote(self) -> Sequence[str]:
        """A pod goes on."""
        return ("go on",)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """A chip for each round, and the table of one."""
        buttons = {"go on": Button(Words.GO_ON, "play", Kind.PRIMARY)}
        buttons |= {"runs": Button(Words.RUNS)} if self._rounds else {}
        buttons |= {"report": Button(Words.REPORT)}
        made = frame(look, box, Words.TITLE, badges=self.pod_badges({"go on": Words.GO_ON}), buttons=buttons)
        chips = {
            f"round {each}": Chip(Words.ROUND.format(round=each), on=each == self._round)
            for each in self._rounds
        }
        body, placed = chip_row(look, made.body, chips if len(chips) > 1 else {})
        return [*made.placed, *placed, Placed("board", body, ScrollArea((self._table(),)))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Another round, its runs, a report, or back to the turns."""
        if signal.id == "go on":
            return Pop()
        if signal.id == "runs":
            return Push(self.program.scenes.group_runs(self._coaching, self._round))
        if signal.id == "report":
            return Push(self.program.scenes.groups_data())
        if signal.id.startswith("round "):
            self._round = int(signal.id.removeprefix("round "))
            self.refresh()
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK goes on as well."""
        return Pop() if action is UiAction.BACK else None

    def _table(self) -> Table | Paragraph:
        places = self._coaching.squad.board(self._round, lower_is_better=self._coaching.lower_is_better)
        if not places:
            return Paragraph(Words.NOTHING, TextRole.HEADING)
        heads = (
            Column(Words.PLACE, 0.5),
            Column(Words.ATHLETE, 2.0, figures=False),
            Column(Words.RESULT),
            Column(Words.CHANGE),
        )
        return Table(heads, tuple(self._row(place) for place in places), TextRole.HEADING)

    def _row(self, place: Place) -> tuple[str, ...]:
        unit = self._coaching.unit
        change = NONE
        if place.change is not None:
            change = ("+" if place.change > 0 else "") + figure_words(place.change, unit)
        return (
            NONE if place.rank is None else str(place.rank),
            self._coaching.called_on_board(place.member),
            NONE if place.score is None else figure_words(place.score, unit),
            change,
        )
