"""A note on a run, and why it or one of its trials does not count: asked for in the same way wherever a run is seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.engine.record import TrialRecord
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.results.annotations import NOTE, RUN_BAD, TRIAL_BAD, Annotation, annotate, read_notes, undo


class Words(Texts):
    """Everything that is asked."""

    NOTE, NOTE_ASKED = "Note", "A line that is kept with the run."
    BAD_ASKED, TRIAL_ASKED = "Why does it not count?", "Why does trial {number} not count?"
    REASONS = ("Disturbed", "Not as it is meant to be done", "Somebody else did it", "Equipment at fault")
    OTHER = "Something else"


class Marking:
    """Asks by screens on top, and writes each answer beside the run at once; what cannot be written is said."""

    def __init__(self, program: Program, journal: Path) -> None:
        self._program, self._journal = program, journal
        self._title = Words.NOTE
        self._made: Callable[[str], Annotation] = _noted

    def note(self) -> Transition:
        """Ask for a line of text."""
        self._title, self._made = Words.NOTE, _noted
        return Push(WrittenScene(self._program, self._title, Words.NOTE_ASKED))

    def bad(self, trial: TrialRecord | None = None) -> Transition | None:
        """Ask why the run does not count, or this attempt of it.

        What is marked counts again at once, and None is returned. A mark that the terminal set for all attempts of
        a trial, or for all lanes, goes as a whole.
        """
        try:
            marks = read_notes(self._journal).marks(trial)
            for each in marks:
                undo(self._journal, each.name)
        except ReactDrillError as error:
            return Push(self._program.scenes.error(error))
        return None if marks else self._ask_why(trial)

    def answer(self, result: object) -> Transition | None:
        """What a screen ended with: written down, or asked for more closely; None for nothing."""
        if result is None:
            return None
        if result == len(Words.REASONS):
            return Push(WrittenScene(self._program, self._title))
        text = Words.REASONS[result] if isinstance(result, int) else str(result)
        try:
            annotate(self._journal, self._made(text))
        except ReactDrillError as error:
            return Push(self._program.scenes.error(error))
        return None

    def _ask_why(self, trial: TrialRecord | None) -> Transition:
        self._title, self._made = Words.BAD_ASKED, _run_marked
        if trial is not None:
            self._title = Words.TRIAL_ASKED.format(number=trial.trial + 1)
            self._made = partial(_trial_marked, trial)
        choices = [Choice(each, each) for each in (*Words.REASONS, Words.OTHER)]
        return Push(ChoiceScene(self._program, self._title, choices, None))


def _noted(text: str) -> Annotation:
    return Annotation(type=NOTE, value=text)


def _run_marked(reason: str) -> Annotation:
    return Annotation(type=RUN_BAD, reason=reason)


def _trial_marked(trial: TrialRecord, reason: str) -> Annotation:
    return Annotation(
        type=TRIAL_BAD, reason=reason, lane=trial.lane, trial=trial.trial, attempt=trial.attempt
    )
