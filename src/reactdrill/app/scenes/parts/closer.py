"""Everything behind a headline: trials in order, a table to compare, and what the numbers leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reactdrill.app.figures.lane import LaneFigures, PlotMark
from reactdrill.app.figures.words import milliseconds
from reactdrill.app.theme import Ink, TextRole
from reactdrill.app.widgets import Column, Middle, Paragraph, Still, Table, TrialMark, TrialStrip

FIRST_COLUMN = 1.7
"""Width of the column of names, in columns of numbers."""


def closer_look(shown: LaneFigures, legend: Mapping[str, str], caption: str = "") -> Iterator[Still]:
    """Plot, table and remarks; `caption` says what the plot shows where its legend does not."""
    if shown.marks:
        if caption:
            yield Paragraph(caption, TextRole.SMALL, ink=Ink.MUTED)
        yield _strip(shown, legend)
    if shown.table:
        yield _table(shown)
    yield from (Paragraph(remark, TextRole.SMALL, ink=Ink.MUTED) for remark in shown.remarks)


def _strip(shown: LaneFigures, legend: Mapping[str, str]) -> TrialStrip:
    middle = None
    if shown.middle is not None:
        median = shown.middle.median_ms
        middle = Middle(median, shown.middle.low_ms, shown.middle.high_ms, milliseconds(median))
    return TrialStrip(tuple(map(_mark, shown.marks)), middle, legend)


def _mark(mark: PlotMark) -> TrialMark:
    return TrialMark(mark.number, mark.outcome, mark.time_ms)


def _table(shown: LaneFigures) -> Table:
    first, *others = shown.table_head
    heads = (Column(first, FIRST_COLUMN, figures=False), *(Column(head) for head in others))
    return Table(heads, shown.table)
