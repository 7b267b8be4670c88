"""What the report of an athlete holds, and that of a group: progress over time, by drill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.drill.model import Drill
from reactdrill.errors import JournalError
from reactdrill.report import trend_figures
from reactdrill.report.definitions import Definition, definitions
from reactdrill.report.labels import MISSING, digits, limits
from reactdrill.report.run_page import Figure, drill_in
from reactdrill.results.header import GUEST
from reactdrill.results.reader import read_header
from reactdrill.results.store.history import DrillUse, HistoryPoint, ProgressView

if TYPE_CHECKING:
    from reactdrill.results.store import Store

WEEKS = 12
LATEST_RUNS = 8
"""In the table of each drill."""
_SIDES = ("side", "limb")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillPart:
    """One drill of one athlete."""

    title: str
    word: str
    """As `stats.progress` has it, for the look."""
    said: str
    latest: str
    unit: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    runs: tuple[tuple[str, ...], ...]
    compared: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AthletePage:
    """The whole report of an athlete."""

    title: str
    athlete: str
    code: str
    facts: tuple[tuple[str, str], ...]
    dose: Figure | None
    drills: tuple[DrillPart, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDrill:
    """One drill of a group."""

    title: str
    unit: str
    rows: tuple[tuple[str, ...], ...]
    """Athlete, runs, latest, best, standing in words."""
    board: tuple[tuple[str, ...], ...]
    """Place, athlete, best, day: of those who want to be seen in it."""
    compared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """The whole report of a group."""

    title: str
    group: str
    members: int
    doses: tuple[tuple[str, ...], ...]
    """Athlete, and the trials, days and minutes of the last four weeks."""
    drills: tuple[GroupDrill, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...]


def athlete_page(store: Store, code: str) -> AthletePage:
    """Gather the report of an athlete; one without a run that counts has no drills."""
    athlete = store.people.get(code)
    label = code if athlete is None else athlete.label
    uses = store.drills_of(code)
    views = [(use, store.progress(code, use.drill)) for use in uses]
    drills = [_drill_of(store, view) for _, view in views]
    dose = trend_figures.doses("dose", store.weekly_dose(code, weeks=WEEKS))
    return AthletePage(
        title=f"{label}, progress",
        athlete=label,
        code=code,
        facts=_facts(uses),
        dose=None if dose is None else Figure("What was done each week", str(dose)),
        drills=tuple(_part(f"drill{number}", use, view) for number, (use, view) in enumerate(views, start=1)),
        definitions=definitions(["progress", "asymmetry"]),
        sources=tuple(dict.fromkeys(_sources(drills))),
    )


def group_page(store: Store, group: str) -> GroupPage:
    """Gather the report of a group. Raises `UsageError` for one that is not there."""
    members = store.people.all(group)
    labels = {each.code: each.label for each in members}
    drills: dict[str, str] = {}
    for each in members:
        for use in store.drills_of(each.code):
            drills.setdefault(use.drill, use.title)
    return GroupPage(
        title=f"{group}, progress",
        group=group,
        members=len(members),
        doses=tuple(_dose(store, code, label) for code, label in labels.items()),
        drills=tuple(
            _group_drill(store, group, labels, drill, title) for drill, title in sorted(drills.items())
        ),
        definitions=definitions(["progress"]),
        sources=(),
    )


def _facts(uses: Sequence[DrillUse]) -> tuple[tuple[str, str], ...]:
    if not uses:
        return ()
    return (
        ("Runs that count", str(sum(use.runs for use in uses))),
        ("Drills", str(len(uses))),
        ("From", min(use.first_utc for use in uses)[:10]),
        ("To", max(use.last_utc for use in uses)[:10]),
    )


def _part(name: str, use: DrillUse, view: ProgressView) -> DrillPart:
    values = [point.value for point in view.points if point.value is not None]
    figures = (
        ("Run by run", trend_figures.trend(f"{name}-trend", view)),
        ("Left and right", trend_figures.sides(f"{name}-sides", view.points)),
    )
    return DrillPart(
        title=use.title,
        word=view.progress.word,
        said=view.progress.said,
        latest=digits(values[-1]) if values else MISSING,
        unit=view.unit,
        facts=_progress_facts(view),
        figures=tuple(Figure(title, str(svg)) for title, svg in figures if svg is not None),
        runs=tuple(_run_row(point) for point in reversed(view.points[-LATEST_RUNS:])),
        compared="" if view.key is None else view.key.label,
        others=tuple(f"{other.key.label}: {other.runs}" for other in view.other_keys),
    )


def _progress_facts(view: ProgressView) -> tuple[tuple[str, str], ...]:
    known, unit = view.progress, f" {view.unit}"
    best = view.best
    slope, slope_limits = view.trend.per_week.value, limits(view.trend.per_week_interval)
    sides = _latest_sides(view.points)
    facts = (
        ("Personal best", "" if best is None else f"{digits(best.value)}{unit} ({best.started_utc[:10]})"),
        ("Runs", f"{known.runs}, the first {known.practice_runs} for learning"),
        ("Own baseline", "" if known.baseline.value is None else f"{_plain(known.baseline.value)}{unit}"),
        ("Change since", "" if known.change.value is None else f"{_plain(known.change.value)}{unit}"),
        ("Beyond error from (MDC95)", "" if known.mdc.value is None else f"{_plain(known.mdc.value)}{unit}"),
        ("Trend a week", "" if slope is None else f"{digits(slope)}{unit} ({slope_limits})"),
        ("Left and right", sides),
    )
    return tuple((name, value) for name, value in facts if value)


def _plain(value: float) -> str:
    """With one decimal at most: differences of medians carry no more."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
    return text.replace("-", "\N{MINUS SIGN}")


def _latest_sides(points: Sequence[HistoryPoint]) -> str:
    for point in reversed(points):
        for kind in _SIDES:
            found = getattr(point.headline, kind)
            if found.asymmetry_percent is not None:
                real = {True: "real", False: "within scatter", None: "not known whether real"}[found.real]
                better = "" if found.better_side == "neither" else f", {found.better_side} faster"
                return f"{_plain(found.asymmetry_percent)} %{better}, {real}"
    return ""


def _run_row(point: HistoryPoint) -> tuple[str, ...]:
    known = point.headline
    return (
        point.started_utc[:16].replace("T", " "),
        digits(point.value),
        "" if known.low_ms is None else f"{digits(known.low_ms)} to {digits(known.high_ms)}",
        "" if known.accuracy is None else f"{100 * known.accuracy:.0f} %",
        str(known.trials),
        point.timing,
    )


def _drill_of(store: Store, view: ProgressView) -> Drill | None:
    if not view.points:
        return None
    try:
        return drill_in(read_header(store.journal_path(store.run(view.points[-1].run))).drill.text)
    except JournalError:
        return None


def _sources(drills: Iterable[Drill | None]) -> Iterable[str]:
    return (
        each.text for drill in drills if drill is not None for each in drill.sources if each.marker == "S"
    )


def _dose(store: Store, code: str, label: str) -> tuple[str, ...]:
    weeks = store.weekly_dose(code, weeks=4)
    return (
        label,
        str(sum(week.trials for week in weeks)),
        str(sum(week.days for week in weeks)),
        f"{sum(week.minutes for week in weeks):.0f}",
    )


def _group_drill(store: Store, group: str, labels: dict[str, str], drill: str, title: str) -> GroupDrill:
    views = {code: store.progress(code, drill) for code in labels}
    board = store.leaderboard(group, drill)
    known = [view for view in views.values() if view.points]
    return GroupDrill(
        title=title,
        unit=known[0].unit if known else "ms",
        rows=tuple(_member_row(labels[code], view) for code, view in views.items() if view.points),
        board=tuple(
            (str(each.place), labels.get(each.athlete, GUEST), digits(each.value), each.started_utc[:10])
            for each in board.standings
        ),
        compared="" if board.key is None else board.key.label,
    )


def _member_row(label: str, view: ProgressView) -> tuple[str, ...]:
    best = None if view.best is None else view.best.value
    return (label, str(view.progress.runs), digits(view.points[-1].value), digits(best), view.progress.said)
