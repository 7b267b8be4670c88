"""One drill of one athlete over time, as the report of the athlete shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.i18n import Texts, tr
from reactdrill.report import trend_figures, week_figures
from reactdrill.report.labels import (
    MISSING,
    between,
    day,
    digits,
    limits,
    listed,
    moment,
    percent,
    plain,
    unit_words,
)
from reactdrill.report.lane_part import Figure, notes_said
from reactdrill.report.standing import kind_words, norm_words, progress_words
from reactdrill.report.trend_figures import Pair, mdc_source
from reactdrill.results.annotations import Notes
from reactdrill.results.store.history import HistoryPoint, ProgressView, SidePoint
from reactdrill.stats.asymmetry import asymmetry_percent
from reactdrill.stats.headline import SideKind

if TYPE_CHECKING:
    from reactdrill.results.store import Store

WEEKS = 12
LATEST_RUNS = 8
"""In the table of each drill."""


class Words(Texts):
    """Everything said of a drill beside its figures."""

    BEST = "Personal best"
    RUNS = "Runs"
    LEARNT = "{runs}, the first {learning} for learning"
    BASELINE = "Own baseline"
    CHANGE = "Change since"
    ERROR = "Typical error"
    OF_RUNS = "from {runs} own runs"
    MDC = "Beyond error from (MDC95)"
    TREND = "Trend a week"
    SIDES = "Left and right by {what}"
    BY_SCORE = "Left and right by score"
    KINDS: Mapping[SideKind, str] = {"side": "side", "limb": "limb", "stance": "leg stood on"}
    BOTH = "left {left}, right {right} {unit}"
    LEFT_FASTER = "left faster"
    RIGHT_FASTER = "right faster"
    REAL: Mapping[bool | None, str] = {True: "real", False: "within scatter", None: "not known whether real"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run in the table of a drill."""

    when: str
    result: str
    interval: str
    accuracy: str
    trials: str
    effort: str
    pain: str
    timing: str
    note: str


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
    norms: tuple[str, ...]
    """Where the latest run stands beside what was published."""
    figures: tuple[Figure, ...]
    runs: tuple[RunRow, ...]
    compared: str
    others: tuple[str, ...]


def drill_part(store: Store, name: str, title: str, view: ProgressView) -> DrillPart:
    """Gather it. `name`: unique on the page. `title`: the drill's."""
    values = [point.value for point in view.points if point.value is not None]
    notes = [store.notes(point.run) for point in view.points]
    sides = _compared(view)
    return DrillPart(
        title=title,
        word=view.progress.word,
        said=progress_words(view.progress),
        latest=digits(values[-1]) if values else MISSING,
        unit=unit_words(view.unit),
        facts=(*_progress_facts(view), *((each.title, _sides_words(each)) for each in sides)),
        norms=_norms(store, view.points),
        figures=_figures(name, view, sides, notes, _planned(store, name, view)),
        runs=tuple(
            _run_row(point, each)
            for point, each in list(zip(view.points, notes, strict=True))[: -LATEST_RUNS - 1 : -1]
        ),
        compared="" if view.key is None else kind_words(view.key),
        others=tuple(f"{kind_words(other.key)}: {other.runs}" for other in view.other_keys),
    )


def _norms(store: Store, points: Sequence[HistoryPoint]) -> tuple[str, ...]:
    return tuple(norm_words(each, point.key) for point in points[-1:] for each in store.norms(point))


def _figures(
    name: str,
    view: ProgressView,
    sides: Sequence[_Compared],
    notes: Sequence[Notes],
    planned: str | None,
) -> tuple[Figure, ...]:
    said = [
        (each.effort(point.lane), each.pain(point.lane))
        for point, each in zip(view.points, notes, strict=True)
    ]
    figures = [(trend_figures.Words.RUNS, trend_figures.trend(f"{name}-trend", view))]
    figures += [
        (each.title, trend_figures.sides(f"{name}-sides{number}", each.title, each.unit, each.pairs))
        for number, each in enumerate(sides, start=1)
    ]
    effort, pain = [one for one, _ in said], [one for _, one in said]
    figures += [
        (trend_figures.Words.FELT, trend_figures.felt(f"{name}-felt", view.points, effort, pain)),
        (week_figures.Words.PLANNED, planned),
    ]
    return tuple(Figure(title, svg) for title, svg in figures if svg is not None)


def _planned(store: Store, name: str, view: ProgressView) -> str | None:
    dose = store.dose(view.athlete, view.drill, weeks=WEEKS)
    if dose.per_week is None:
        return None
    days = [week.days for week in dose.weeks]
    return week_figures.planned(f"{name}-dose", [week.monday for week in dose.weeks], days, dose.per_week)


def _progress_facts(view: ProgressView) -> tuple[tuple[str, str], ...]:
    known, unit, best = view.progress, f" {unit_words(view.unit)}", view.best
    slope, slope_limits = view.trend.per_week.value, limits(view.trend.per_week_interval)
    facts = (
        (Words.BEST, "" if best is None else f"{digits(best.value)}{unit} ({day(best.started_utc)})"),
        (Words.RUNS, Words.LEARNT.format(runs=known.runs, learning=known.practice_runs)),
        (Words.BASELINE, _in_words(known.baseline.value, unit)),
        (Words.CHANGE, _in_words(known.change.value, unit)),
        (
            Words.ERROR,
            _in_words(known.typical_error.value, unit, Words.OF_RUNS.format(runs=known.error_runs)),
        ),
        (Words.MDC, _in_words(known.mdc.value, unit, mdc_source(view))),
        (Words.TREND, "" if slope is None else f"{digits(slope)}{unit} ({slope_limits})"),
    )
    return tuple((name, value) for name, value in facts if value)


def _in_words(value: float | None, unit: str, remark: str = "") -> str:
    if value is None:
        return ""
    return f"{plain(value)}{unit}" + (f", {remark}" if remark else "")


# ---- left and right


@dataclass(frozen=True, slots=True)
class _Compared:
    """Left and right of every run that has both."""

    title: str
    unit: str
    pairs: list[Pair]


def _compared(view: ProgressView) -> list[_Compared]:
    """By side, limb and leg stood on, told once where these are the same; and by the drill's own score."""
    kinds: list[tuple[list[str], list[Pair]]] = []
    for kind, word in Words.KINDS.items():
        pairs = [_pair_of(each) for each in view.sides(kind)]
        same = next((words for words, known in kinds if known == pairs), None)
        if same is not None:
            same.append(word)
        elif pairs:
            kinds.append(([word], pairs))
    found = [_Compared(Words.SIDES.format(what=listed(words)), "ms", pairs) for words, pairs in kinds]
    scored = [] if view.unit == "ms" else _scored(view.points)
    return [*found, _Compared(Words.BY_SCORE, view.unit, scored)] if scored else found


def _scored(points: Sequence[HistoryPoint]) -> list[Pair]:
    return [
        Pair(point.started_utc, point.headline.score_left, point.headline.score_right, None)
        for point in points
        if point.headline.score_left is not None and point.headline.score_right is not None
    ]


def _pair_of(point: SidePoint) -> Pair:
    sides = point.sides
    assert sides.left_ms is not None
    assert sides.right_ms is not None
    return Pair(point.started_utc, sides.left_ms, sides.right_ms, sides.real)


def _sides_words(compared: _Compared) -> str:
    """Of the latest run: how far apart, and of times which side is faster and whether that is more than scatter."""
    pair = compared.pairs[-1]
    both = Words.BOTH.format(left=plain(pair.left), right=plain(pair.right), unit=unit_words(compared.unit))
    if min(pair.left, pair.right) <= 0:
        return both
    apart = f"{plain(asymmetry_percent(pair.left, pair.right))} %"
    if compared.unit != "ms":
        return f"{apart}: {both}"
    faster = Words.LEFT_FASTER if pair.left < pair.right else Words.RIGHT_FASTER
    return ", ".join([apart, *([faster] if pair.left != pair.right else []), Words.REAL[pair.real]])


# ---- the table of runs


def _run_row(point: HistoryPoint, notes: Notes) -> RunRow:
    known = point.headline
    effort, pain = notes.effort(point.lane), notes.pain(point.lane)
    return RunRow(
        when=moment(point.started_utc),
        result=digits(point.value),
        interval="" if known.low_ms is None else between(known.low_ms, known.high_ms),
        accuracy="" if known.accuracy is None else percent(known.accuracy),
        trials=str(known.trials),
        effort=MISSING if effort is None else str(effort),
        pain=MISSING if pain is None else str(pain),
        timing=tr(point.timing),
        note="; ".join(each for each in (point.note, *notes_said(notes, point.lane)) if each),
    )
