"""Families of statistics as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reactdrill.cli.tables import MISSING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from reactdrill.stats.intervals import Interval
    from reactdrill.stats.result import Figure, Result

TOLD_ELSEWHERE = ("times",)
"""The family whose figures stand in the summary of a run already."""


def print_families(results: Sequence[Result], console: Console, *, conventions: bool = False) -> None:
    """Print what a run's families say beside its summary; with `conventions` how each figure is defined too."""
    for result in results:
        if conventions or result.family not in TOLD_ELSEWHERE:
            print_result(result, console, conventions=conventions)


def print_result(result: Result, console: Console, *, conventions: bool = True) -> None:
    """Print one family: its figures, what has to be known of them, and how they are defined."""
    console.print()
    console.print(
        f"{result.title} ({result.family} {result.version}, n = {result.n})", style="bold", markup=False
    )
    console.print(_figures(result, console))
    for name, word in result.labels.items():
        console.print(f"{name.replace('_', ' ')}: {word}", markup=False)
    for note in result.notes:
        console.print(f"note: {note}", markup=False)
    for convention in result.conventions if conventions else ():
        console.print(f"- {convention}", markup=False, style="dim")


def _figures(result: Result, console: Console) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)
    for name in ("", "value", "95 %", "n", "remark"):
        table.add_column(name, justify="right" if name in ("value", "n") else "left", overflow="fold")
    for each in result.figures:
        cells = (
            each.name,
            _value(each),
            _limits(each.interval),
            "" if each.n is None else str(each.n),
            _remark(each),
        )
        table.add_row(*map(Text, cells))
    return table


def _value(figure: Figure) -> str:
    return MISSING if figure.value is None else digits(figure.value)


def digits(value: float) -> str:
    """A number with as many decimals as its size asks for; whole numbers have none."""
    if value == int(value) and abs(value) < 1e9:
        return str(int(value))
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def _limits(interval: Interval | None) -> str:
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"{digits(interval.low)} to {digits(interval.high)}"


def _remark(figure: Figure) -> str:
    words = (
        figure.remark,
        "" if figure.reportable else "do not report",
        figure.reason or "",
        "" if figure.interval is None else _of_interval(figure.interval, said=figure.remark),
    )
    return "; ".join(word for word in words if word)


def _of_interval(interval: Interval, *, said: str) -> str:
    if interval.low is None:
        return f"no interval ({interval.reason})"
    return "rough interval" if interval.small and said != "rough" else ""
