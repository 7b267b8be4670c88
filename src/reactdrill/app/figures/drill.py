"""One drill over all its runs, in the words and numbers of its screen."""

from __future__ import annotations

from collections.abc import Iterator

from reactdrill.app.figures.lane import LaneFigures, Line, PlotMark, PlotMiddle, Tile, table_head, table_of
from reactdrill.app.figures.words import MODE_NAMES, NONE, counted, day, listed, milliseconds, percent, span
from reactdrill.i18n import marked, tr, tr_n
from reactdrill.stats.per_drill import DrillSummary
from reactdrill.stats.summary import CORRECT

SIMULATED = marked("simulated")


def kind_name(summary: DrillSummary) -> str:
    """Which of a drill's statistics: `Timed`, `Timed, simulated`."""
    mode = MODE_NAMES[summary.mode]
    return f"{mode}, {tr(SIMULATED)}" if summary.simulated else mode


def drill_figures(summary: DrillSummary) -> LaneFigures:
    """What the screen shows of these runs, in the same parts as one run."""
    timed = summary.mode == "sensor"
    headline, lines = _timed_headline(summary) if timed else _done_headline(summary)
    return LaneFigures(
        lane="",
        headline=headline,
        lines=tuple(lines),
        tiles=tuple(_tiles(summary, timed=timed)),
        table_head=table_head(timed=timed),
        table=tuple(table_of(summary.per_target, timed=timed)),
        marks=tuple(_marks(summary)) if timed else (),
        middle=_middle(summary),
        remarks=tuple(_remarks(summary)),
    )


def _timed_headline(summary: DrillSummary) -> tuple[str, list[Line]]:
    medians = summary.run_medians
    if medians.median_ms.value is None:
        return tr("No hits"), [Line(_in_runs(summary.runs), strong=True)]
    lines = [Line(tr_n("median of {n} run", "median of {n} runs", medians.n), strong=True)]
    interval = medians.interval_ms
    if interval.low is None or interval.high is None:
        lines.append(Line(tr("no 95 % interval: {reason}", reason=tr(interval.reason or "")), plain=True))
    else:
        said = tr("95 % interval {span}", span=span(interval.low, interval.high))
        rough = tr(" (rough: few runs)") if interval.small else ""
        lines.append(Line(said + rough, plain=True))
    if summary.fastest_ms.value is not None:
        lines.append(Line(tr("best run {time}", time=milliseconds(summary.fastest_ms.value))))
    if medians.sd_ms.value is not None:
        lines.append(Line(tr("SD from run to run {time}", time=milliseconds(medians.sd_ms.value))))
    return milliseconds(medians.median_ms.value), lines


def _done_headline(summary: DrillSummary) -> tuple[str, list[Line]]:
    done = counted(summary.counts.completed, "trial", "trials")
    return done, [Line(tr_n("done in {n} run", "done in {n} runs", summary.runs), strong=True)]


def _in_runs(runs: int) -> str:
    return tr_n("in {n} run", "in {n} runs", runs)


def _tiles(summary: DrillSummary, *, timed: bool) -> Iterator[Tile]:
    yield Tile(str(summary.runs), tr("Runs"))
    yield Tile(str(summary.counts.presented), tr("Trials"))
    if timed:
        right = _right(summary)
        yield Tile(NONE if right is None else percent(right), tr("Accuracy"))


def _right(summary: DrillSummary) -> float | None:
    """Right outcomes of all trials of all runs; None without any."""
    counts = summary.counts
    right = counts.hits + counts.correct_rejections + counts.stopped
    assert {"hit", "correct_rejection", "stopped"} == CORRECT
    return right / counts.presented if counts.presented else None


def _marks(summary: DrillSummary) -> Iterator[PlotMark]:
    """A mark for the median of each run, in the order of time."""
    for number, point in enumerate(summary.points, start=1):
        if point.median_ms.value is not None:
            yield PlotMark(number, "hit", point.median_ms.value)


def _middle(summary: DrillSummary) -> PlotMiddle | None:
    median, interval = summary.run_medians.median_ms.value, summary.run_medians.interval_ms
    if median is None:
        return None
    low, high = interval.low, interval.high
    return PlotMiddle(median, median if low is None else low, median if high is None else high)


def _remarks(summary: DrillSummary) -> Iterator[str]:
    if summary.first_utc is not None and summary.last_utc is not None:
        first, last = day(summary.first_utc), day(summary.last_utc)
        yield first if first == last else tr("From {first} to {last}.", first=first, last=last)
    versions = ", ".join(map(str, summary.drill_versions))
    if len(summary.drill_versions) > 1:
        yield tr("The drill has changed in between: versions {versions}.", versions=versions)
    made = tr("Algorithm {name}, version {version}", name=summary.algorithm, version=summary.version)
    yield listed([made, tr("drill version {versions}", versions=versions)])
