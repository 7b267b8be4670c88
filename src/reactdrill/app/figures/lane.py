"""One athlete's part of a run, in the words and numbers of the results screen.

A number that cannot be computed is never a nought: its place says so, and the reason stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import (
    NONE,
    capital,
    counted,
    milliseconds,
    name_words,
    percent,
    seconds,
    side_words,
    span,
)
from reactdrill.engine.record import TrialRecord
from reactdrill.i18n import tr, tr_n
from reactdrill.results.header import lapse_threshold_ns
from reactdrill.results.quality import RunTiming
from reactdrill.results.timing_words import timing_lines, timing_sentence
from reactdrill.stats.spread import Middle
from reactdrill.stats.summary import Group, Summary, key_of, lanes_of, summarise

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A fact under the headline."""

    text: str
    strong: bool = False
    """It belongs to the figure above it: read from as far."""
    plain: bool = False
    """As large as a strong one, without its weight."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A count or share with its name."""

    value: str
    name: str
    tone: str = "plain"
    """`good`, `bad` or `plain`."""


@dataclass(frozen=True, slots=True)
class PlotMark:
    """One trial of the strip."""

    number: int
    outcome: str
    time_ms: float | None


@dataclass(frozen=True, slots=True)
class PlotMiddle:
    """The median and its interval, as the plots mark it."""

    median_ms: float
    low_ms: float
    high_ms: float


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """What there is to show of a lane."""

    lane: str
    headline: str
    lines: tuple[Line, ...]
    tiles: tuple[Tile, ...]
    table_head: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    """Rows by target, and by side where there are two; empty where there is nothing to compare."""
    marks: tuple[PlotMark, ...]
    middle: PlotMiddle | None
    remarks: tuple[str, ...]
    """What is left out of the numbers, and why some are missing."""
    timing: tuple[str, ...] = ()
    """What stands behind the uncertainty of the times."""


def lanes_in(view: RunView) -> tuple[str, ...]:
    """The lanes of the run that have records; all planned ones when none has."""
    return lanes_of(view.trials) or tuple(lane.name for lane in view.header.plan.lanes)


def summary_of(view: RunView, lane: str) -> Summary:
    """The statistics of a lane."""
    return summarise(
        view.trials,
        view.strays,
        lane=lane,
        bad=view.bad_trials.keys(),
        simulated=view.header.simulated,
        lapse_ns=lapse_threshold_ns(view.header.plan),
    )


def figures(view: RunView, lane: str) -> LaneFigures:
    """What the results screen shows of a lane."""
    summary = summary_of(view, lane)
    timed = view.header.mode == "sensor"
    timing = view.timing
    headline, lines = _timed_headline(summary, timing) if timed else _done_headline(view, summary)
    return LaneFigures(
        lane=lane,
        headline=headline,
        lines=tuple(lines),
        tiles=tuple(_timed_tiles(view, summary) if timed else _done_tiles(summary)),
        table_head=table_head(timed=timed),
        table=tuple(_table(summary, timed=timed)),
        marks=tuple(_marks(view, lane)) if view.header.mode != "cue_only" else (),
        middle=_middle(summary) if timed else None,
        remarks=tuple(_remarks(summary, timed=timed)),
        timing=timing_lines(timing) if timed else (),
    )


# ---- headline


def _timed_headline(summary: Summary, timing: RunTiming) -> tuple[str, list[Line]]:
    rt = summary.rt
    if rt.median_ms.value is None:
        tried = counted(summary.counts.presented, "trial", "trials")
        nothing = Line(tr("There is no reaction time to give."), strong=True)
        return tr("No hits"), [nothing, Line(tr("{trials}, no hit.", trials=tried))]
    lines = [
        Line(tr_n("median of {n} hit", "median of {n} hits", rt.n), strong=True),
        Line(_interval(summary), plain=True),
    ]
    if rt.mean_ms.value is not None:
        sd = f", SD {milliseconds(rt.sd_ms.value)}" if rt.sd_ms.value is not None else ""
        lines.append(Line(tr("mean {time}", time=milliseconds(rt.mean_ms.value)) + sd))
    if summary.movement.median_ms.value is not None:
        moving = milliseconds(summary.movement.median_ms.value)
        lines.append(Line(tr("moving: {time} from home to target", time=moving)))
    if timing.software_ns is not None:
        lines.append(Line(timing_sentence(timing)))
    return milliseconds(rt.median_ms.value), lines


def _interval(summary: Summary) -> str:
    interval = summary.rt.interval_ms
    if interval.low is None or interval.high is None:
        return tr("no 95 % interval: {reason}", reason=tr(interval.reason or ""))
    rough = tr(" (rough: few hits)") if interval.small else ""
    return tr("95 % interval {span}", span=span(interval.low, interval.high)) + rough


def _done_headline(view: RunView, summary: Summary) -> tuple[str, list[Line]]:
    done = summary.counts.completed
    if view.header.mode == "cue_only":
        given = counted(done, "cue", "cues")
        return given, [Line(tr("given"), strong=True), Line(tr("Nothing is timed in this mode."))]
    lines = [Line(tr("seen and pressed by the coach"), strong=True)]
    if summary.completion.median_ms.value is not None:
        time = seconds(summary.completion.median_ms.value)
        lines.append(Line(tr("{time} from cue to press (median)", time=time)))
    return tr("{done} done", done=done), [*lines, Line(tr("A coach's press is not a reaction time."))]


# ---- tiles


def _timed_tiles(view: RunView, summary: Summary) -> Iterator[Tile]:
    counts = summary.counts
    yield Tile(str(counts.hits), tr("Hits"), "good" if counts.hits else "plain")
    yield _fault(counts.misses, tr("Misses"))
    yield _fault(counts.false_starts + summary.catch_responses, tr("False starts"))
    if counts.wrong_targets or _has_choice(view, summary.lane):
        yield _fault(counts.wrong_targets, tr("Wrong"))
    no_go = counts.commissions + counts.correct_rejections
    if no_go:
        tone = "bad" if counts.commissions else "good"
        yield Tile(_of(counts.correct_rejections, no_go), tr("Held back"), tone)
    stops = counts.stopped + counts.stop_failed
    if stops:
        yield Tile(_of(counts.stopped, stops), tr("Stopped"), "bad" if counts.stop_failed else "good")
    right = summary.accuracy.value
    yield Tile(NONE if right is None else percent(right), tr("Accuracy"))


def _done_tiles(summary: Summary) -> Iterator[Tile]:
    counts = summary.counts
    yield Tile(str(counts.completed), tr("Done"), "good" if counts.completed else "plain")
    yield Tile(str(counts.presented), tr("Presented"))
    if counts.misses:
        yield _fault(counts.misses, tr("Not done"))


def _of(part: int, whole: int) -> str:
    return tr("{part} of {whole}", part=part, whole=whole)


def _fault(number: int, name: str) -> Tile:
    return Tile(str(number), name, "bad" if number else "plain")


def _has_choice(view: RunView, lane: str) -> bool:
    return any(len(each.targets) > 1 for each in view.header.plan.lanes if each.name == lane)


# ---- table and plot


def table_head(*, timed: bool) -> tuple[str, ...]:
    """The names of the table's columns."""
    if not timed:
        return ("", tr("Trials"), tr("Done"))
    return ("", tr("Trials"), tr("Hits"), tr("Median"), tr("Accuracy"))


def _table(summary: Summary, *, timed: bool) -> Iterator[tuple[str, ...]]:
    yield from table_of(summary.per_target, timed=timed)
    yield from table_of(summary.per_side, timed=timed, sides=True)


def table_of(groups: Sequence[Group], *, timed: bool, sides: bool = False) -> Iterator[tuple[str, ...]]:
    """A row for each group; none where there is only one, and nothing to compare."""
    if len(groups) > 1:
        for group in groups:
            name = capital(side_words(group.name)) if sides else name_words(group.name)
            yield (name, *_cells(group, timed=timed))


def _cells(group: Group, *, timed: bool) -> tuple[str, ...]:
    counts = group.counts
    if not timed:
        return str(counts.presented), str(counts.completed)
    right = NONE if group.accuracy.value is None else percent(group.accuracy.value)
    return str(counts.presented), str(counts.hits), _median(group.rt), right


def _median(middle: Middle) -> str:
    return NONE if middle.median_ms.value is None else milliseconds(middle.median_ms.value)


def _marks(view: RunView, lane: str) -> Iterator[PlotMark]:
    """Every attempt that was no practice, numbered as presented; one that is marked bad leaves its place empty."""
    mine = (each for each in view.trials if each.lane == lane and not each.practice)
    for number, record in enumerate(mine, start=1):
        if key_of(record) not in view.bad_trials:
            yield PlotMark(number, record.outcome, time_ms(record))


def time_ms(record: TrialRecord) -> float | None:
    """The reaction time of a trial, or the time to what was done where a coach presses; None where it has none."""
    time_ns = record.completed_ns if record.outcome == "completed" else record.rt_ns
    return None if time_ns is None else time_ns / NS_PER_MS


def _middle(summary: Summary) -> PlotMiddle | None:
    median, interval = summary.rt.median_ms.value, summary.rt.interval_ms
    if median is None:
        return None
    low, high = interval.low, interval.high
    return PlotMiddle(median, median if low is None else low, median if high is None else high)


# ---- remarks


def _remarks(summary: Summary, *, timed: bool) -> Iterator[str]:
    yield from _left_out(summary)
    if summary.catch_trials:
        yield tr_n(
            "In {n} trial no cue came; {answered} of them were answered.",
            "In {n} trials no cue came; {answered} of them were answered.",
            summary.catch_trials,
            answered=summary.catch_responses,
        )
    if summary.lapses.value:
        threshold = milliseconds(summary.lapse_threshold_ms or 0)
        yield tr_n(
            "{n} hit was a lapse: {threshold} or more.",
            "{n} hits were lapses: {threshold} or more.",
            round(summary.lapses.value),
            threshold=threshold,
        )
    if summary.early:
        yield tr_n("{n} press came too early.", "{n} presses came too early.", summary.early)
    if summary.strays:
        yield tr_n("{n} press belongs to no trial.", "{n} presses belong to no trial.", summary.strays)
    if timed and summary.counts.presented and summary.accuracy.value is None:
        yield tr("No share of right answers: {reason}.", reason=tr(summary.accuracy.reason or ""))


def _left_out(summary: Summary) -> Iterator[str]:
    """Trials that no number counts."""
    if summary.practice:
        yield tr_n(
            "{n} practice trial is not counted.",
            "{n} practice trials are not counted.",
            summary.practice,
        )
    if summary.marked_bad:
        yield tr_n(
            "{n} trial is marked bad and not counted.",
            "{n} trials are marked bad and not counted.",
            summary.marked_bad,
        )
    if summary.aborted:
        yield tr_n(
            "{n} trial was interrupted and not counted.",
            "{n} trials were interrupted and not counted.",
            summary.aborted,
        )
