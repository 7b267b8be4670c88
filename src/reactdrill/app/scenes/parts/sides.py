"""Left against right over time: a table for the side trained, the limb that answered, and the leg stood on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reactdrill.app.figures.words import day, milliseconds
from reactdrill.app.theme import Ink, TextRole
from reactdrill.app.widgets import Column, Paragraph, Still, Table
from reactdrill.i18n import Texts, number

if TYPE_CHECKING:
    from reactdrill.results.store.history import ProgressView, SidePoint
    from reactdrill.stats.headline import SideKind, Sides

SHOWN = 6
"""Newest runs of a table."""
WIDE = 1.6
"""Of a column with a long heading, to one of others."""
KINDS: tuple[SideKind, ...] = ("side", "limb", "stance")


class Words(Texts):
    """Everything this part says by itself."""

    TITLES: Mapping[str, str] = {
        "side": "By the side trained",
        "limb": "By the limb that answers",
        "stance": "By the leg stood on",
    }
    DAY, LEFT, RIGHT, ASYMMETRY = "Day", "Left", "Right", "Asymmetry"
    FASTER: Mapping[str, str] = {
        "left": "Latest run: left is {share} faster",
        "right": "Latest run: right is {share} faster",
        "neither": "Latest run: both sides are alike",
    }
    REAL = "More than each side varies by itself."
    WITHIN = "No more than each side varies by itself."
    UNKNOWN = "Too few answers to say whether each side varies by itself as much."


def side_lines(view: ProgressView) -> Iterator[Still]:
    """What the latest run that has both sides says of each kind; nothing where none has."""
    for kind, series in _known(view):
        yield Paragraph(Words.TITLES[kind], TextRole.BODY, bold=True)
        yield Paragraph(_latest(series[-1].sides), TextRole.SMALL)


def side_tables(view: ProgressView) -> Iterator[Still]:
    """The newest runs of each kind that there is."""
    for kind, series in _known(view):
        yield Paragraph(Words.TITLES[kind], TextRole.SMALL, ink=Ink.MUTED)
        heads = (
            Column(Words.DAY, 1.5, figures=False),
            Column(Words.LEFT),
            Column(Words.RIGHT),
            Column(Words.ASYMMETRY, WIDE),
        )
        yield Table(heads, tuple(_cells(each) for each in reversed(series[-SHOWN:])))


def _known(view: ProgressView) -> Iterator[tuple[SideKind, tuple[SidePoint, ...]]]:
    every = ((kind, view.sides(kind)) for kind in KINDS)
    return ((kind, series) for kind, series in every if series)


def _latest(sides: Sides) -> str:
    """Which side is better, and whether the difference is real."""
    better = Words.FASTER[sides.better_side or "neither"].format(share=_share(sides))
    if sides.better_side == "neither":
        return f"{better}."
    return f"{better}. {Words.UNKNOWN if sides.real is None else Words.REAL if sides.real else Words.WITHIN}"


def _cells(point: SidePoint) -> tuple[str, ...]:
    sides = point.sides
    assert sides.left_ms is not None
    assert sides.right_ms is not None
    return day(point.started_utc), milliseconds(sides.left_ms), milliseconds(sides.right_ms), _share(sides)


def _share(sides: Sides) -> str:
    assert sides.asymmetry_percent is not None
    return f"{number(sides.asymmetry_percent, 1)} %"
