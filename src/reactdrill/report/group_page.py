"""What the report of a group holds: the last weeks of its members, and where each stands, drill by drill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.report import week_figures
from reactdrill.report.athlete_page import Words as AthleteWords, drill_kept
from reactdrill.report.definitions import Definition, definitions
from reactdrill.report.drill_part import WEEKS
from reactdrill.report.labels import day, digits, unit_words
from reactdrill.report.lane_part import Figure
from reactdrill.report.standing import kind_words, progress_words
from reactdrill.report.week_figures import Member
from reactdrill.results.header import GUEST
from reactdrill.results.store.history import ProgressView
from reactdrill.results.titles import said_title

if TYPE_CHECKING:
    from reactdrill.results.store import Store

LAST_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDrill:
    """One drill of a group."""

    title: str
    unit: str
    figures: tuple[Figure, ...]
    rows: tuple[tuple[str, ...], ...]
    """Athlete, runs, latest, best, standing in words."""
    board: tuple[tuple[str, ...], ...]
    """Place, athlete, best, day: of those who want to be seen in it."""
    compared: str
    """What runs the board is of."""
    several: bool
    """Whether the members' latest runs are of kinds that may not be compared."""


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


def group_page(store: Store, group: str) -> GroupPage:
    """Gather the report of a group. Raises `UsageError` for one that is not there."""
    members = store.people.all(group)
    labels = {each.code: each.label for each in members}
    drills: dict[str, str] = {}
    for each in members:
        for use in store.drills_of(each.code):
            drills.setdefault(use.drill, use.title)
    return GroupPage(
        title=AthleteWords.TITLE.format(name=group),
        group=group,
        members=len(members),
        doses=tuple(_dose(store, code, label) for code, label in labels.items()),
        drills=tuple(
            _drill(store, f"drill{number}", (drill, title), group, labels)
            for number, (drill, title) in enumerate(sorted(drills.items()), start=1)
        ),
        definitions=definitions(["progress"]),
        sources=(),
    )


def _dose(store: Store, code: str, label: str) -> tuple[str, ...]:
    weeks = store.dose(code, weeks=LAST_WEEKS).weeks
    return (
        label,
        str(sum(week.trials for week in weeks)),
        str(sum(week.days for week in weeks)),
        f"{sum(week.minutes for week in weeks):.0f}",
    )


def _drill(
    store: Store, name: str, named: tuple[str, str], group: str, labels: Mapping[str, str]
) -> GroupDrill:
    """`named`: the drill's name and title."""
    drill, title = named
    every = ((code, store.progress(code, drill)) for code in labels)
    views = {code: view for code, view in every if view.points}
    board = store.leaderboard(group, drill)
    figures = (
        (week_figures.Words.STANDINGS, _standings(f"{name}-standings", labels, views)),
        (week_figures.Words.PLANNED, _planned(store, f"{name}-dose", drill, views)),
    )
    return GroupDrill(
        title=_title(store, views) or title,
        unit=unit_words(next((view.unit for view in views.values()), "ms")),
        figures=tuple(Figure(heading, svg) for heading, svg in figures if svg is not None),
        rows=tuple(_member_row(labels[code], view) for code, view in views.items()),
        board=tuple(
            (str(each.place), labels.get(each.athlete, GUEST), digits(each.value), day(each.started_utc))
            for each in board.standings
        ),
        compared="" if board.key is None else kind_words(board.key),
        several=_differ(views),
    )


def _title(store: Store, views: Mapping[str, ProgressView]) -> str:
    """The drill's, as the first of the members' journals has it; empty where none is here."""
    kept = (drill_kept(store, view) for view in views.values())
    return next((said_title(info) for info in kept if info is not None), "")


def _differ(views: Mapping[str, ProgressView]) -> bool:
    return len({(view.key, view.unit) for view in views.values()}) > 1


def _standings(name: str, labels: Mapping[str, str], views: Mapping[str, ProgressView]) -> str | None:
    """None where the members' runs may not be compared."""
    if not views or _differ(views):
        return None
    members = [
        Member(labels[code], view.points[-1].value, view.best.value)
        for code, view in views.items()
        if view.points[-1].value is not None and view.best is not None and view.best.value is not None
    ]
    first = next(iter(views.values()))
    return week_figures.standings(name, first.unit, members, lower_is_better=first.lower_is_better)


def _planned(store: Store, name: str, drill: str, views: Mapping[str, ProgressView]) -> str | None:
    """Days a week, the mean of those who have done the drill, beside those that it is meant to be done on."""
    doses = [store.dose(code, drill, weeks=WEEKS) for code in views]
    plans = [dose.per_week for dose in doses if dose.per_week is not None]
    if not plans:
        return None
    weeks = list(zip(*(dose.weeks for dose in doses), strict=True))
    days = [sum(week.days for week in each) / len(doses) for each in weeks]
    return week_figures.planned(name, [each[0].monday for each in weeks], days, max(plans), len(doses))


def _member_row(label: str, view: ProgressView) -> tuple[str, ...]:
    best = None if view.best is None else view.best.value
    return (
        label,
        str(view.progress.runs),
        digits(view.points[-1].value),
        digits(best),
        progress_words(view.progress),
    )
