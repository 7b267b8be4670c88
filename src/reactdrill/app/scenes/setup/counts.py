"""The counts of a slow-motion film: pictures from finger to light, one for each press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look
from reactdrill.app.widgets import Button, Kind, Paragraph, TextField, Told
from reactdrill.errors import UsageError
from reactdrill.i18n import Texts, tr
from reactdrill.station.calibration.film import film_latencies, parsed_counts

LIMIT = 300


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Count the film"
    HOW = (
        "{presses} presses. For each write how many pictures lie between the finger that has pushed the key down and the "
        "first brighter one: 5 4 5 - 5. A dash stands for one that cannot be counted."
    )
    SAVE = "Save"
    CANCEL = "Cancel"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted."""

    frames: tuple[int | None, ...]
    fps: float


class CountsScene(ProgramScene):
    """Leaves with `Counted` that can be used, or with None."""

    def __init__(self, program: Program, fps: float, program_ms: tuple[float, ...]) -> None:
        super().__init__(program)
        self._fps, self._program_ms = fps, program_ms
        self._problem = ""

    @property
    def first(self) -> str | None:
        """Where the counts are typed."""
        return "field"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """How it is done, the field, and what is wrong with what stands there."""
        buttons = {"save": Button(Words.SAVE, "check", Kind.PRIMARY), "cancel": Button(Words.CANCEL)}
        made = frame(look, box, Words.TITLE, buttons=buttons)
        how = Paragraph(Words.HOW.format(presses=len(self._program_ms)))
        field = TextField("5 4 5 - 5", limit=LIMIT)
        places = rows(
            made.body,
            {
                "how": Px(how.height_for(look, made.body.w)),
                "field": Px(field.height_for(look, 0)),
                "note": Share(),
            },
            gap=look.gap,
        )
        return [
            *made.placed,
            Placed("how", places["how"], how),
            Placed("field", places["field"], field),
            Placed("note", places["note"], Paragraph(self._problem, ink=Ink.WARN)),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Leave with the counts when they can be used."""
        if signal.id == "cancel":
            return Pop()
        if signal.id == "save" or (signal.id == "field" and signal.told is Told.ACTIVATED):
            return self._save()
        return None

    def _save(self) -> Transition | None:
        try:
            frames = parsed_counts(self.page.state("field").text, len(self._program_ms))
            film_latencies(frames, self._fps, self._program_ms)
        except UsageError as error:
            self._problem = tr(str(error))
            self.refresh()
            return None
        return Pop(Counted(frames, self._fps))
