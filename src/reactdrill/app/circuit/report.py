"""What was done of a circuit: kept as it happens, and told at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reactdrill.app.figures.lane import figures, lanes_in
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import listed, side_words, whole_seconds
from reactdrill.app.play.request import RunOutcome
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.timeline import Part
from reactdrill.errors import JournalError
from reactdrill.i18n import tr
from reactdrill.results.diary import Diary
from reactdrill.results.header import GUEST


@dataclass
class CircuitReport:
    """The lines of a circuit's last screen, and the diary behind them."""

    file: CircuitFile
    home: Path
    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    athlete: str = GUEST
    """Whose code the diary names."""
    _diary: Diary | None = None

    @property
    def session(self) -> str | None:
        """The diary's name, for the headers of its runs; None where none could be begun."""
        return None if self._diary is None else self._diary.session

    def begin(self) -> None:
        """Begin the diary; where that cannot be, the end of the circuit says so."""
        circuit = self.file.circuit
        try:
            self._diary = Diary.begin(
                self.home,
                circuit=circuit.name,
                title=circuit.title,
                version=circuit.version,
                sha256=self.file.sha256,
                athlete=self.athlete,
            )
        except JournalError as error:
            self.warn(str(error))

    def note(self, kind: str, **facts: object) -> None:
        """Keep a line. Raises `JournalError`."""
        if self._diary is not None:
            self._diary.note(kind, **facts)

    def did(self, part: Part) -> None:
        """An exercise was done for its time."""
        self.lines.append(listed([part.title, side_words(part.side), whole_seconds(part.seconds)]))

    def ran(self, part: Part, outcome: RunOutcome) -> None:
        """A drill was run."""
        if outcome.ending == "cancelled":
            return
        early = tr("stopped early") if outcome.ending == "aborted" else ""
        self.lines.append(listed([part.title, _figure(outcome), early]))

    def warn(self, line: str) -> None:
        """Say at the end what has to be minded."""
        if line not in self.warnings:
            self.warnings.append(line)


def _figure(outcome: RunOutcome) -> str:
    """The headline of its results screen."""
    view = RunView.of_outcome(outcome)
    return figures(view, lanes_in(view)[0]).headline
