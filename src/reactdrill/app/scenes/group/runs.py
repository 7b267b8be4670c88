"""The runs of a group's round: one is opened to mark it, or trials of it, and the board follows."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.coach.coaching import Coaching, figure_words
from reactdrill.app.coach.squad import Turn
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import NONE
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Runs of round {round}"
    NOT_SAVED = "This run has not been saved."
    GONE = "Gone home"


class RunsScene(RowsScene):
    """Turn by turn, in the order in which they went."""

    def __init__(self, program: Program, coaching: Coaching, round_number: int) -> None:
        super().__init__(program)
        self._coaching, self._round = coaching, round_number
        self._opened: str | None = None

    @property
    def title(self) -> str:
        """Which round."""
        return Words.TITLE.format(round=self._round)

    @property
    def _turns(self) -> list[Turn]:
        return [turn for turn in self._coaching.squad.turns if turn.round == self._round]

    def listed(self) -> Sequence[Row]:
        """Who went, and their scores."""
        return [self._row(number, turn) for number, turn in enumerate(self._turns)]

    def chosen(self, row: str) -> Transition | None:
        """To the run's results; nothing where it has not been saved."""
        run = self._turns[int(row)].run
        journal = None if run is None else self._coaching.journals.get(run)
        if journal is None:
            return None
        self._opened = run
        try:
            return Push(self.program.scenes.past_results(RunView.of_journal(journal)))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def resumed(self, result: object) -> Transition | None:
        """From a run: it may count otherwise now."""
        run, self._opened = self._opened, None
        if run is not None:
            try:
                self._coaching.look_again(run)
            except ReactDrillError as error:
                return Push(self.program.scenes.error(error))
        self.refresh()
        return super().resumed(result)

    def _row(self, number: int, turn: Turn) -> Row:
        scores = (
            NONE if each is None else figure_words(each, self._coaching.unit) for _, each in turn.scores
        )
        saved = turn.run in self._coaching.journals
        return Row(
            str(number),
            " + ".join(self._called(code) for code in turn.codes),
            "" if saved else Words.NOT_SAVED,
            " + ".join(scores),
            "chevron-right" if saved else "ring",
            Ink.ACCENT if saved else Ink.MUTED,
        )

    def _called(self, code: str) -> str:
        """As on the board; who has gone home meanwhile has no number any more."""
        member = self._coaching.squad.member(code)
        return Words.GONE if member is None else self._coaching.called_on_board(member)
