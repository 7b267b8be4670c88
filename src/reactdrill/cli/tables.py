"""Results as tables in a terminal; plain text when the output is a file or a pipe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from reactdrill.engine.record import TrialRecord
    from reactdrill.results.store import RunRow
    from reactdrill.stats.per_drill import DrillSummary, RunPoint
    from reactdrill.stats.spread import Spread
    from reactdrill.stats.summary import Counts, Group, Summary
    from reactdrill.stats.values import Value

PLAIN_WIDTH = 120
"""Columns of a file or pipe."""
SIMULATED = "SIMULATED"
MISSING = "-"
STRIP = {
    "hit": "+",
    "completed": "+",
    "correct_rejection": "o",
    "stopped": "o",
    "miss": "-",
    "wrong_target": "x",
    "false_start": "!",
    "commission": "c",
    "stop_failed": "c",
    "aborted": "~",
}
STRIP_LEGEND = (
    "+ hit  - miss  x wrong  ! false start  c answered a no-go  o held back  ~ aborted  ( ) practice"
)

_OUTCOME_WORDS = {
    "hits": "hits",
    "misses": "misses",
    "false_starts": "false starts",
    "wrong_targets": "wrong targets",
    "commissions": "responses to a no-go",
    "correct_rejections": "no-gos held back",
    "stopped": "stopped",
    "stop_failed": "not stopped",
    "completed": "completed",
}


def make_console() -> Console:
    """Make a console on the standard output, wide enough for a table when that is no terminal."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


def print_summary(summary: Summary, console: Console, *, title: str = "") -> None:
    """Print one lane of a run: what it came to, how sure that is, and each target."""
    parts = [title, f"lane {summary.lane}", SIMULATED if summary.simulated else ""]
    _heading(" - ".join(part for part in parts if part), console, warn=summary.simulated)
    print_facts(_facts(summary), console)
    sets = summary.per_set if len(summary.per_set) > 1 else ()
    conditions = summary.per_condition if len(summary.per_condition) > 1 else ()
    for name, groups in (
        ("target", summary.per_target),
        ("condition", conditions),
        ("side", summary.per_side),
        ("set", sets),
    ):
        if groups:
            _print_table(_groups(name, groups, console), console)


def print_strip(records: Iterable[TrialRecord], console: Console) -> None:
    """Print the attempts of each lane in order, one sign each, with a legend."""
    lanes: dict[str, list[str]] = {}
    console.print()
    for record in records:
        sign = STRIP[record.outcome]
        lanes.setdefault(record.lane, []).append(f"({sign})" if record.practice else sign)
    for lane in sorted(lanes):
        console.print(f"{lane}: {''.join(lanes[lane])}", markup=False)
    if lanes:
        console.print(STRIP_LEGEND, markup=False, style="dim")


def print_runs(runs: Sequence[RunRow], times_ns: Mapping[str, Sequence[int]], console: Console) -> None:
    """Print one row a run; `times_ns` are the reaction times of its hits."""
    from reactdrill.stats.spread import middle

    table = _table(
        console, "run", "started (UTC)", "drill", "mode", "athlete", "trials", "median ms", "remarks"
    )
    for run in runs:
        middle_of = middle([time_ns / 1e6 for time_ns in times_ns[run.id]])
        _row(
            table,
            run.id[:8],
            run.started_utc[:16].replace("T", " "),
            run.drill,
            run.mode,
            run.athlete,
            f"{run.presented}/{run.planned}",
            number(middle_of.median_ms),
            ", ".join(marks(run)),
        )
    console.print(table)


def print_drill(summary: DrillSummary, console: Console) -> None:
    """Print a drill over its runs."""
    title = f"{summary.drill} - {summary.mode}"
    _heading(f"{title} - {SIMULATED}" if summary.simulated else title, console, warn=summary.simulated)
    versions = ", ".join(map(str, summary.drill_versions)) or MISSING
    facts = _grid()
    facts.add_row("runs", f"{summary.runs} (version {versions} of the drill)")
    facts.add_row("trials", _counted(summary.counts))
    facts.add_row("median of runs", _located(summary.run_medians))
    facts.add_row("fastest run", f"{number(summary.fastest_ms)} ms")
    facts.add_row("all hits", f"median {number(summary.pooled.median_ms)} ms, {_spread(summary.pooled)}")
    facts.add_row("algorithm", f"{summary.algorithm} {summary.version}")
    console.print(facts)
    if summary.per_target:
        _print_table(_groups("target", summary.per_target, console), console)
    if summary.points:
        _print_table(_points(summary.points, console), console)
    from reactdrill.cli.family_tables import print_families

    print_families(summary.families, console)


def print_trials(
    records: Iterable[TrialRecord], bad: Mapping[tuple[str, int, int], str], console: Console
) -> None:
    """Print one row an attempt."""
    from reactdrill.stats.summary import target_of

    table = _table(
        console, "lane", "set", "trial", "attempt", "condition", "target", "outcome", "RT ms", "± ms", ""
    )
    for record in records:
        notes = [*record.flags, record.reason or "", bad.get((record.lane, record.trial, record.attempt), "")]
        _row(
            table,
            record.lane,
            str(record.set + 1),
            str(record.trial + 1),
            str(record.attempt),
            record.condition,
            target_of(record) or MISSING,
            f"{record.outcome}{' (practice)' if record.practice else ''}",
            _ms(record.rt_ns, 1),
            _ms(record.rt_uncertainty_ns, 2),
            ", ".join(note for note in notes if note),
        )
    _print_table(table, console)


def print_columns(
    heads: Sequence[str], rows: Iterable[Sequence[str]], console: Console, *, right: Collection[str] = ()
) -> None:
    """Print rows of text below their heads; `right`: heads of columns of numbers."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left", overflow="fold")
    for row in rows:
        _row(table, *row)
    console.print(table)


def print_facts(facts: Iterable[tuple[str, str]], console: Console) -> None:
    """Print what is known, a line each: its name and its words."""
    grid = _grid()
    for fact in facts:
        _row(grid, *fact)
    console.print(grid)


def marks(run: RunRow) -> list[str]:
    """Say what must not be overlooked about a run."""
    found = [SIMULATED] if run.simulated else []
    if run.status != "complete":
        found.append(run.status)
    if run.bad is not None:
        found.append(f"marked bad: {run.bad}")
    return found


def number(value: Value, digits: int = 1) -> str:
    """Write a number with its digits, or a dash."""
    return MISSING if value.value is None else f"{value.value:.{digits}f}"


def _ms(time_ns: int | None, digits: int) -> str:
    return MISSING if time_ns is None else f"{time_ns / 1e6:.{digits}f}"


def percent(value: Value) -> str:
    """Write a share as a percentage, or a dash."""
    return MISSING if value.value is None else f"{100 * value.value:.0f} %"


def _facts(summary: Summary) -> Iterable[tuple[str, str]]:
    yield "reaction time", f"{_located(summary.rt)}; {_timing(summary)}"
    if summary.rt.n:
        yield "", f"mean {number(summary.rt.mean_ms)} ms, {_spread(summary.rt)}"
        speed = summary.rt.speed_per_s
        yield (
            "response speed",
            f"{number(speed, 2)} per s" if speed.value is not None else f"- ({speed.reason})",
        )
    yield "trials", _counted(summary.counts)
    yield "accuracy", _or_reason(summary.accuracy, percent(summary.accuracy), "time-outs are errors")
    if summary.movement.n:
        yield "movement", f"median {number(summary.movement.median_ms)} ms (n = {summary.movement.n})"
    if summary.completion.n and summary.completion.median_ms != summary.rt.median_ms:
        yield "completed", f"median {number(summary.completion.median_ms)} ms (n = {summary.completion.n})"
    if summary.lapse_threshold_ms is not None:
        yield "lapses", f"{number(summary.lapses, 0)} (hits at or above {summary.lapse_threshold_ms:g} ms)"
    yield "also", _beside(summary)


def _beside(summary: Summary) -> str:
    counted = {
        "wrong targets within trials": summary.errors,
        "early responses": summary.early,
        "strays": summary.strays,
        "practice trials": summary.practice,
        "catch trials": summary.catch_trials,
        "catch trials answered": summary.catch_responses,
        "aborted attempts": summary.aborted,
        "marked bad": summary.marked_bad,
    }
    return ", ".join(f"{name} {count}" for name, count in counted.items() if count) or MISSING


def _timing(summary: Summary) -> str:
    stated = summary.uncertainty_ms
    return f"timing ± {number(stated, 2)} ms" if stated.value is not None else "timing not known"


def _located(spread: Spread) -> str:
    if spread.median_ms.value is None:
        return f"{MISSING} ({spread.median_ms.reason})"
    interval = spread.interval_ms
    text = f"median {number(spread.median_ms)} ms"
    if interval.low is None or interval.high is None:
        return f"{text} (n = {spread.n})"
    rough = ", rough" if interval.small else ""
    return f"{text} (95 % {interval.low:.1f} to {interval.high:.1f}, n = {spread.n}{rough})"


def _spread(spread: Spread) -> str:
    return (
        f"SD {number(spread.sd_ms)}, IQR {number(spread.iqr_ms)}, "
        f"range {number(spread.min_ms)} to {number(spread.max_ms)}"
    )


def _counted(counts: Counts) -> str:
    found = [
        f"{getattr(counts, name)} {word}" for name, word in _OUTCOME_WORDS.items() if getattr(counts, name)
    ]
    return f"{counts.presented}: {', '.join(found)}" if found else str(counts.presented)


def _or_reason(value: Value, text: str, remark: str) -> str:
    return f"{text} ({remark if value.value is not None else value.reason})"


def _groups(name: str, groups: Sequence[Group], console: Console) -> Table:
    table = _table(console, name, "trials", "hits", "median ms", "IQR ms", "accuracy")
    for each in groups:
        counts = each.counts
        _row(
            table,
            each.name,
            str(counts.presented),
            str(counts.hits),
            number(each.rt.median_ms),
            number(each.rt.iqr_ms),
            percent(each.accuracy),
        )
    return table


def _points(points: Sequence[RunPoint], console: Console) -> Table:
    table = _table(console, "run", "started (UTC)", "lane", "trials", "hits", "median ms", "accuracy")
    for each in points:
        _row(
            table,
            each.run[:8],
            each.started_utc[:16].replace("T", " "),
            each.lane,
            str(each.counts.presented),
            str(each.counts.hits),
            number(each.median_ms),
            percent(each.accuracy),
        )
    return table


def _heading(text: str, console: Console, *, warn: bool) -> None:
    console.print()
    console.print(text, style="bold yellow" if warn else "bold", markup=False)


def _grid() -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    return grid


def _table(console: Console, *names: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD if console.is_terminal else None, pad_edge=False)
    for name in names:
        right = name in ("trials", "hits", "accuracy", "set", "trial", "attempt") or name.endswith("ms")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    return table


def _print_table(table: Table, console: Console) -> None:
    console.print()
    console.print(table)


def _row(table: Table, *cells: str) -> None:
    from rich.text import Text

    table.add_row(*[Text(cell) for cell in cells])
