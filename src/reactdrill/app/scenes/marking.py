"""A note on a run and the reason why it does not count: asked for from the results and from the remarks alike."""

from __future__ import annotations

from pathlib import Path

from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.i18n import Texts
from reactdrill.results.annotations import NOTE, RUN_BAD, Annotation, annotate, read_notes, undo


class Words(Texts):
    """Everything that is asked."""

    NOTE, NOTE_ASKED = "Note", "A line that is kept with the run."
    BAD_ASKED = "Why does it not count?"
    REASONS = ("Disturbed", "Not as it is meant to be done", "Somebody else did it", "Equipment at fault")
    OTHER = "Something else"


class Marking:
    """Asks by screens on top, and writes each answer beside the run at once."""

    def __init__(self, program: Program, journal: Path) -> None:
        self._program, self._journal = program, journal
        self._asked = ""

    def note(self) -> Transition:
        """Ask for a line of text."""
        self._asked = NOTE
        return Push(WrittenScene(self._program, Words.NOTE, Words.NOTE_ASKED))

    def bad(self) -> Transition | None:
        """Ask why it does not count; one that is marked counts again at once, and None is returned.

        Raises `JournalError` when that cannot be written.
        """
        marks = [each for each in read_notes(self._journal).standing if each.type == RUN_BAD]
        for each in marks:
            undo(self._journal, each.name)
        if marks:
            return None
        self._asked = RUN_BAD
        choices = [Choice(each, each) for each in (*Words.REASONS, Words.OTHER)]
        return Push(ChoiceScene(self._program, Words.BAD_ASKED, choices, None))

    def answer(self, result: object) -> Transition | None:
        """What a screen ended with: written down, or asked for more closely; None for nothing.

        Raises `JournalError` when it cannot be written.
        """
        if result is None:
            return None
        if self._asked == NOTE:
            annotate(self._journal, Annotation(type=NOTE, value=str(result)))
        elif result == len(Words.REASONS):
            return Push(WrittenScene(self._program, Words.BAD_ASKED))
        else:
            reason = Words.REASONS[result] if isinstance(result, int) else str(result)
            annotate(self._journal, Annotation(type=RUN_BAD, reason=reason))
        return None
