"""`reactdrill athletes progress`: where an athlete stands with each drill, and how one drill went over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reactdrill.cli.athletes.who import JSON, WHO_HELP, print_json
from reactdrill.cli.options import DrillName
from reactdrill.cli.whom import AthleteName

if TYPE_CHECKING:
    from reactdrill.results.store import Store
    from reactdrill.results.store.doses import Dose, WeekDose
    from reactdrill.results.store.history import HistoryPoint, ProgressView
    from reactdrill.stats.headline import SideKind, Sides
    from reactdrill.stats.intervals import Interval
    from reactdrill.stats.values import Value

SIDE_TITLES: dict[SideKind, str] = {"side": "side trained", "limb": "limb", "stance": "leg stood on"}


@click.command(epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@click.argument("drill", required=False, type=DrillName(), metavar="[DRILL]")
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=104),
    default=8,
    show_default=True,
    help="How many weeks of training to show.",
)
@JSON
def progress(who: str, drill: str | None, weeks: int, as_json: bool) -> int:
    """Show where an athlete stands with each drill, or all that is known of one DRILL."""
    from reactdrill.cli.results import check_drill, fresh_store

    with fresh_store() as store:
        code = store.people.find(who).code
        if drill is not None:
            check_drill(store, drill)
        if as_json:
            names = [use.drill for use in store.drills_of(code)] if drill is None else [drill]
            print_json([_data(store, store.progress(code, name), weeks) for name in names])
        elif drill is None:
            _print_drills(store, code)
        else:
            _print_drill(store, store.progress(code, drill), weeks)
    return 0


def _data(store: Store, view: ProgressView, weeks: int) -> dict[str, object]:
    return {
        "progress": view,
        "sides": {kind: view.sides(kind) for kind in SIDE_TITLES},
        "dose": store.dose(view.athlete, view.drill, weeks=weeks),
        "norms": store.norms(view.points[-1]) if view.points else [],
    }


def _print_drills(store: Store, code: str) -> None:
    from reactdrill.cli.tables import make_console, print_columns

    uses = store.drills_of(code)
    if not uses:
        click.echo("no run that counts yet; `reactdrill play NAME --athlete WHO` makes one")
        return
    rows = []
    for use in uses:
        view = store.progress(code, use.drill)
        week = store.dose(code, use.drill, weeks=1)
        latest = view.points[-1].value if view.points else None
        best = None if view.best is None else view.best.value
        rows.append(
            (
                use.drill,
                str(len(view.points)),
                _of(latest, view.unit),
                _of(best, view.unit),
                view.progress.said,
                _days(week.weeks[-1], week),
            )
        )
    heads = ("drill", "runs", "latest", "best", "standing", "days this week")
    print_columns(heads, rows, make_console(), right=("runs", "latest", "best"))


def _print_drill(store: Store, view: ProgressView, weeks: int) -> None:
    from reactdrill.cli.tables import make_console, print_columns, print_facts

    console = make_console()
    if view.key is None or not view.points:
        click.echo(f"no run of {view.drill} that counts yet")
    else:
        console.print(f"{view.points[-1].title}, {view.key.label}", style="bold", markup=False)
        facts = [*_facts(view), *(("norm", each.said) for each in store.norms(view.points[-1]))]
        print_facts(facts, console)
        console.print()
        heads, rows = _runs(view)
        print_columns(heads, rows, console, right=heads[1:])
        if any("*" in cell for row in rows for cell in row):
            console.print("* more than the sides' own variation", markup=False, style="dim")
        console.print()
    dose = store.dose(view.athlete, view.drill, weeks=weeks)
    week_heads = ("week from", "days", "runs", "trials", "minutes")
    print_columns(week_heads, [_week(each, dose) for each in dose.weeks], console, right=week_heads[1:])


def _facts(view: ProgressView) -> Iterator[tuple[str, str]]:
    """What is known; what is not known yet says why."""
    known, unit, trend = view.progress, view.unit, view.trend
    yield "standing", known.said
    if view.best is not None:
        yield "best", f"{_of(view.best.value, unit)} ({view.best.started_utc[:10]})"
    yield "median", f"{_or_why(trend.middle, unit)}{_limits(trend.interval)} of {_counted(known.runs)}"
    yield "learning", f"the first {_counted(known.practice_runs)}"
    yield "baseline", _or_why(known.baseline, unit)
    yield "change since", _or_why(known.change, unit)
    yield (
        "typical error",
        f"{_or_why(known.typical_error, unit)}, of {_counted(known.error_runs)} after learning",
    )
    yield "MDC95", f"{_or_why(known.mdc, unit)}{_source(view)}"
    if view.band is not None:
        low, high = view.band
        yield "usual range", f"{_of(low, unit)} to {_of(high, unit)}"
    yield "trend a week", f"{_or_why(trend.per_week, unit)}{_limits(trend.per_week_interval)}"
    for kind, title in SIDE_TITLES.items():
        series = view.sides(kind)
        if series:
            yield f"left and right, {title}", _sides(series[-1].sides)
    for use in view.other_keys:
        yield "not compared", f"{_counted(use.runs)}: {use.key.label}"


def _source(view: ProgressView) -> str:
    if view.published is not None:
        return f", published for the {view.published.device}: {view.published.source}"
    return ", from the own history" if view.progress.mdc_source == "own" else ""


def _sides(sides: Sides) -> str:
    """`4.2 %, left faster, within the sides' own variation`."""
    real = {True: "more than", False: "within", None: "not known whether more than"}[sides.real]
    better = "neither faster" if sides.better_side == "neither" else f"{sides.better_side} faster"
    return f"{sides.asymmetry_percent:.1f} %, {better}, {real} the sides' own variation"


def _runs(view: ProgressView) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """A row a run, the newest first, with columns for the kinds of sides that there are."""
    kinds = [kind for kind in SIDE_TITLES if view.sides(kind)]
    heads = ["run (UTC)", view.unit, "accuracy"]
    for kind in kinds:
        heads += [f"{SIDE_TITLES[kind]}: left ms", "right ms", "%"]
    return tuple(heads), [_run(point, kinds) for point in reversed(view.points)]


def _run(point: HistoryPoint, kinds: Sequence[SideKind]) -> tuple[str, ...]:
    from reactdrill.cli.tables import MISSING

    share = point.headline.accuracy
    cells = [
        point.started_utc[:16].replace("T", " "),
        _of(point.value, ""),
        MISSING if share is None else f"{100 * share:.0f} %",
    ]
    for kind in kinds:
        sides = point.headline.sides(kind)
        gap = sides.asymmetry_percent
        real = "" if gap is None else "*" if sides.real else ""
        cells += [
            _of(sides.left_ms, ""),
            _of(sides.right_ms, ""),
            MISSING if gap is None else f"{gap:.1f}{real}",
        ]
    return tuple(cells)


def _week(week: WeekDose, dose: Dose) -> tuple[str, ...]:
    return str(week.monday), _days(week, dose), str(week.runs), str(week.trials), f"{week.minutes:.0f}"


def _days(week: WeekDose, dose: Dose) -> str:
    return str(week.days) if dose.per_week is None else f"{week.days} of {dose.per_week}"


def _counted(runs: int) -> str:
    return "1 run" if runs == 1 else f"{runs} runs"


def _of(value: float | None, unit: str) -> str:
    from reactdrill.cli.family_tables import digits
    from reactdrill.cli.tables import MISSING

    return MISSING if value is None else f"{digits(value)} {unit}".removesuffix(" count").rstrip()


def _or_why(value: Value, unit: str) -> str:
    return _of(value.value, unit) if value.value is not None else f"- ({value.reason})"


def _limits(interval: Interval) -> str:
    from reactdrill.cli.family_tables import digits

    if interval.low is None or interval.high is None:
        return ""
    return f" (95 % {digits(interval.low)} to {digits(interval.high)})"
