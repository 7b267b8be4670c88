"""The drill that a group does."""

from __future__ import annotations

from reactdrill.app.figures.said import said
from reactdrill.app.program import Brief
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.drills import DrillsScene
from reactdrill.drill.file import DrillFile
from reactdrill.drill.side_by_side import why_not_side_by_side
from reactdrill.i18n import Texts, tr


class Words(Texts):
    """Everything this screen says besides what the list of drills says."""

    ONE_BY_ONE = "Not side by side"
    WHY = "{drill}: {why}."
    WAY_OUT = "Let the group go one by one, or take another drill."


class GroupDrillsScene(DrillsScene):
    """As the list of drills; accepting one leads to whose turn it is."""

    can_be_made = False

    def open(self, drill: DrillFile) -> Transition:
        """To the turns, or to why several cannot do it at once."""
        why = "" if drill.drill.lanes or self.program.group.lanes == 1 else _why_not(drill)
        if why:
            lines = [Words.WHY.format(drill=said(drill.drill).title, why=why), Words.WAY_OUT]
            return Push(self.program.scenes.message(Words.ONE_BY_ONE, lines))
        return Push(self.program.scenes.group_turns(Brief(drill)))

    def back(self) -> Transition:
        """To who is here."""
        return Pop()


def _why_not(drill: DrillFile) -> str:
    why = why_not_side_by_side(drill.drill, drill.drill.modes[0])
    return tr(why) if why else ""
