"""A drill in a list, and what it is about."""

from __future__ import annotations

from reactdrill.app.figures.about import amount_words, kind_words, kit_words
from reactdrill.app.figures.said import said
from reactdrill.app.figures.words import COMPONENT_ICONS, LEVEL_NAMES
from reactdrill.app.theme import Ink, TextRole
from reactdrill.app.widgets import Paragraph, Row, Still
from reactdrill.drill.file import DrillFile
from reactdrill.drill.model import COMPONENT_TITLES
from reactdrill.i18n import Texts, tr


class Words(Texts):
    """Everything that is said besides the drill's own texts."""

    NEEDS = "You need"
    TRAINS = "Trains"


def drill_row(each: DrillFile) -> Row:
    """One line of a list."""
    drill = said(each.drill)
    return Row(
        drill.name,
        drill.title,
        tr(COMPONENT_TITLES[drill.component]),
        LEVEL_NAMES[drill.level],
        COMPONENT_ICONS[drill.component],
    )


def about_drill(each: DrillFile) -> tuple[Still, ...]:
    """What somebody wants to know before they choose."""
    drill = said(each.drill)
    facts = [
        kind_words(drill),
        amount_words(drill, each.plan(0)),
        f"{Words.TRAINS}: {', '.join(map(tr, drill.trains))}",
    ]
    if drill.equipment:
        facts.append(f"{Words.NEEDS}: {kit_words(drill)}")
    return (
        Paragraph(drill.title, TextRole.HEADING, bold=True),
        Paragraph(drill.text.summary, TextRole.BODY),
        *(Paragraph(fact, TextRole.SMALL, ink=Ink.MUTED) for fact in facts),
    )
