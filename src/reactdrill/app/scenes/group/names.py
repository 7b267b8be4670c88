"""Whose name has been recorded for the calls, and whose has not."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.figures.names import label
from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import frame
from reactdrill.app.scenes.roster import RosterScene, about
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import ListView, Paragraph, Row, Told
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Names to be heard"
    NOBODY = "Nobody has a name here: a name is typed or pasted one screen before."
    RECORDED, NOT_YET = "recorded", "not yet"


class NamesScene(RosterScene):
    """Accepting somebody leads to their recording."""

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Everybody who has a name here."""
        made = frame(look, box, Words.TITLE, back=True)
        if self.known is None:
            return [*made.placed, self.opening(look, made.body)]
        told = Paragraph("\n".join(self.told), TextRole.SMALL, ink=Ink.WARN)
        lines = {"told": Px(told.height_for(look, made.body.w))} if self.told else {}
        places = rows(made.body, {"list": Share(), **lines}, gap=look.gap // 2)
        people = tuple(self._row(each) for each in self.everyone if each.name)
        placed = [*made.placed, Placed("list", places["list"], ListView(people, Words.NOBODY))]
        return [*placed, Placed("told", places["told"], told)] if self.told else placed

    def on_signal(self, signal: Signal) -> Transition | None:
        """On to the recording, or back."""
        if signal.id == "back":
            return Pop()
        if signal.id != "list" or signal.told is not Told.ACTIVATED:
            return None
        athlete = next(each for each in self.everyone if each.code == signal.value)
        return Push(self.program.scenes.record_name(athlete))

    def resumed(self, result: object) -> Transition | None:
        """A recording that has come or gone is seen."""
        if result is not None:
            self.read()
        return None

    def _row(self, athlete: Athlete) -> Row:
        there = self.known is not None and athlete.code in self.known.sounds
        said = Words.RECORDED if there else Words.NOT_YET
        return Row(
            athlete.code,
            label(athlete),
            about(athlete),
            said,
            "check" if there else "ring",
            Ink.GOOD if there else Ink.MUTED,
        )
