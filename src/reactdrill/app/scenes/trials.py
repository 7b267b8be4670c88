"""The trials of a run: one that went wrong is marked as not to be counted, with the reason, and counts again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reactdrill.app.figures.lane import lanes_in
from reactdrill.app.figures.trial import trial_words
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import capital, listed, name_words, side_words
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.marking import Marking
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import MARKS, ListState, Row
from reactdrill.engine.record import TrialRecord
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.stats.summary import key_of


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Which trial does not count?"
    BAD = "Does not count"
    PRACTICE, ATTEMPT = "practice", "attempt {number}"


class TrialsScene(RowsScene):
    """Every attempt, lane by lane. A mark is on the disk as soon as its reason is given."""

    def __init__(self, program: Program, journal: Path, lane: str | None = None) -> None:
        """Begin with a lane's first trial that is no practice. Raises `JournalError` when the run cannot be read."""
        super().__init__(program)
        self._journal, self._marking = journal, Marking(program, journal)
        self._read()
        mine = (each for each in self._trials if lane in (None, each.lane) and not each.practice)
        first = next(map(_id, mine), None)
        self.page.set_state("list", ListState(chosen=first))

    def _read(self) -> None:
        self._view = RunView.of_journal(self._journal)
        lanes = lanes_in(self._view)
        self._several = len(lanes) > 1
        self._trials = sorted(self._view.trials, key=lambda each: lanes.index(each.lane))

    @property
    def title(self) -> str:
        """What is chosen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """The trials in order, those that are marked with a word and the reason."""
        return [self._row(each) for each in self._trials]

    def chosen(self, row: str) -> Transition | None:
        """Ask for the reason; one that is marked counts again."""
        trial = next(each for each in self._trials if _id(each) == row)
        return self._marking.bad(trial) or self._changed()

    def resumed(self, result: object) -> Transition | None:
        """From the reasons: the mark is set."""
        return self._marking.answer(result) or self._changed()

    def _changed(self) -> Transition | None:
        try:
            self._read()
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self.refresh()
        return None

    def _row(self, trial: TrialRecord) -> Row:
        reason, mark = self._view.bad_trials.get(key_of(trial)), MARKS[trial.outcome]
        facts = (
            name_words(trial.lane) if self._several else "",
            side_words(trial.side),
            Words.PRACTICE if trial.practice else "",
            Words.ATTEMPT.format(number=trial.attempt) if trial.attempt > 1 else "",
        )
        detail = capital(listed([*facts, reason or ""]))
        if reason is None:
            return Row(_id(trial), trial_words(trial), detail, "", mark.shape, mark.ink)
        return Row(_id(trial), trial_words(trial), detail, Words.BAD, "cross", Ink.WARN)


def _id(trial: TrialRecord) -> str:
    return f"{trial.trial} {trial.attempt} {trial.lane}"
