"""Figures over an athlete's runs: the trend with the usual range, left against right, effort and pain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.report.labels import digits, plain
from reactdrill.report.plot import Plot, limits, plot
from reactdrill.report.plot_svg import Ink
from reactdrill.results.store.history import HistoryPoint, ProgressView

MOST_TICKS = 8
REACTION = "reaction time, ms"
SCALE = 10
"""The most of effort and of pain."""


def trend(name: str, view: ProgressView) -> str | None:
    """Every run's number with its interval, the moving median, the usual range, the best; None without a run."""
    points = [(point, point.value) for point in view.points if point.value is not None]
    if not points:
        return None
    values = [value for _, value in points]
    places = list(range(1, len(points) + 1))
    with plot(name, "Run by run", _about(view, values), height=300) as drawn:
        drawn.axes.set_title(_axis_words(view))
        drawn.axes.set_ylim(*limits(_extent(view, values), least=40 if view.unit == "ms" else 2))
        drawn.across(0.5, max(len(points), 2) + 0.5, _dates([point.started_utc for point, _ in points]))
        if view.band is not None:
            drawn.band("usual", *view.band, label=f"usual range ({_mdc_words(view)})")
        _run_marks(drawn, view, values)
        if len(points) > 1:
            drawn.line("moving", places, view.trend.moving, ink=Ink.HIT, label="median of five runs")
        if 0 < view.progress.practice_runs < len(points):
            drawn.border("learning-end", view.progress.practice_runs + 0.5)
        drawn.key()
    return drawn.svg


def _axis_words(view: ProgressView) -> str:
    if view.unit == "ms":
        return REACTION
    return f"{view.unit}, {'lower' if view.lower_is_better else 'higher'} is better"


def mdc_source(view: ProgressView) -> str:
    """Where the minimal detectable change comes from."""
    if view.published is not None:
        return f"published: {view.published.source}"
    return "from own runs" if view.progress.mdc_source == "own" else ""


def _mdc_words(view: ProgressView) -> str:
    source = "published" if view.published is not None else mdc_source(view)
    size = "" if view.progress.mdc.value is None else f"MDC95 {plain(view.progress.mdc.value)} {view.unit}"
    return ", ".join(word for word in (size, source) if word)


def _extent(view: ProgressView, values: Sequence[float]) -> list[float]:
    """What the axis holds: every value, and intervals as long as they do not press the values flat."""
    drawn = [*values, *(view.band or ())]
    top = max(*values, 1.6 * sorted(values)[len(values) // 2])
    ends = [end for _, low, high in _intervals(view) for end in (low, high)]
    return [*drawn, *(end for end in ends if 0.5 * min(values) <= end <= top)]


def _intervals(view: ProgressView) -> list[tuple[int, float, float]]:
    """Place, low and high of each run's interval, which is that of the median: other numbers have none."""
    return [
        (place, point.headline.low_ms, point.headline.high_ms)
        for place, point in enumerate(view.points, start=1)
        if point.value == point.headline.median_ms
        and point.headline.low_ms is not None
        and point.headline.high_ms is not None
    ]


def _about(view: ProgressView, values: Sequence[float]) -> str:
    unit = view.unit
    told = f"{len(values)} runs in the order of time; first {digits(values[0])}, latest {digits(values[-1])} {unit}."
    if view.best is not None and view.best.value is not None:
        told += f" Best {digits(view.best.value)} {unit} on {view.best.started_utc[:10]}."
    if view.band is not None:
        told += f" Usual range {digits(view.band[0])} to {digits(view.band[1])} {unit} ({_mdc_words(view)})."
    return told


def _run_marks(drawn: Plot, view: ProgressView, values: Sequence[float]) -> None:
    """Learning runs are rings, the best run is a diamond, all others are discs; whiskers behind them."""
    whiskers = _intervals(view)
    drawn.whiskers("interval", whiskers)
    kinds: dict[str, list[int]] = {"run": [], "learning": [], "best": []}
    for place, point in enumerate(view.points, start=1):
        kind = "learning" if place <= view.progress.practice_runs else "run"
        kinds["best" if point == view.best else kind].append(place)
    looks = {
        "run": ("circle", Ink.HIT, "a run and its 95 % interval" if whiskers else "a run"),
        "learning": ("ring", Ink.QUIET, "a learning run"),
        "best": ("diamond", Ink.GOOD, "best"),
    }
    for kind, places in kinds.items():
        shape, ink, label = looks[kind]
        if places:
            tips = [f"{view.points[at - 1].started_utc[:10]}: {digits(values[at - 1])}" for at in places]
            heights = [values[at - 1] for at in places]
            drawn.marks(kind, places, heights, shape=shape, ink=ink, size=8, label=label, tips=tips)


def _dates(started_utc: Sequence[str]) -> list[tuple[float, str]]:
    step = max(1, -(-len(started_utc) // MOST_TICKS))
    return [(place + 1.0, started_utc[place][:10]) for place in range(0, len(started_utc), step)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Left and right of one run."""

    started_utc: str
    left: float
    right: float
    real: bool | None
    """Whether the difference exceeds the scatter within the sides; None: not known."""


def sides(name: str, title: str, unit: str, pairs: Sequence[Pair]) -> str | None:
    """Left and right, run by run; None with fewer than two runs that have both."""
    if len(pairs) < 2:
        return None
    places = list(range(1, len(pairs) + 1))
    real = [place for place, pair in enumerate(pairs, start=1) if pair.real]
    last = pairs[-1]
    about = (
        f"Left and right in {len(pairs)} runs; latest left {digits(last.left)}, right {digits(last.right)} {unit}. "
        f"In {len(real)} of them the difference is larger than the scatter within the sides."
    )
    with plot(name, title, about, height=260) as drawn:
        drawn.axes.set_title(REACTION if unit == "ms" else unit)
        every = [value for pair in pairs for value in (pair.left, pair.right)]
        low, high = limits(every, least=40 if unit == "ms" else 2)
        drawn.axes.set_ylim(low, high + 0.12 * (high - low))
        drawn.across(0.5, len(pairs) + 0.5, _dates([pair.started_utc for pair in pairs]))
        drawn.line("left-line", places, [pair.left for pair in pairs], ink=Ink.HIT)
        drawn.line("right-line", places, [pair.right for pair in pairs], ink=Ink.WRONG, dashes="--")
        drawn.marks("left", places, [pair.left for pair in pairs], label="left")
        drawn.marks(
            "right", places, [pair.right for pair in pairs], shape="square", ink=Ink.WRONG, label="right"
        )
        if real:
            drawn.marks(
                "real", real, [0.95] * len(real), shape="triangle", ink=Ink.QUIET, label="a real difference",
                transform=drawn.axes.get_xaxis_transform(),
            )  # fmt: skip
        drawn.key()
    return drawn.svg


def felt(
    name: str, points: Sequence[HistoryPoint], effort: Sequence[int | None], pain: Sequence[int | None]
) -> str | None:
    """Effort and pain from 0 to 10, run by run; None with fewer than two runs that have either."""
    told = [
        place
        for place, each in enumerate(zip(effort, pain, strict=True))
        if any(one is not None for one in each)
    ]
    if len(told) < 2:
        return None
    looks = (("effort", effort, "circle", Ink.HIT), ("pain", pain, "square", Ink.WRONG))
    worst = max((each for each in pain if each is not None), default=None)
    about = f"Effort and pain from 0 to 10 in {len(told)} runs." + (
        f" Most pain {worst}." if worst is not None else ""
    )
    with plot(name, "Effort and pain", about, height=210) as drawn:
        drawn.axes.set_title("0 none, 10 the most there is")
        drawn.axes.set_ylim(-0.6, SCALE + 0.6)
        drawn.axes.set_yticks([0, 5, SCALE])
        drawn.across(0.5, len(told) + 0.5, _dates([points[place].started_utc for place in told]))
        for what, scores, shape, ink in looks:
            known = [
                (at, scores[place]) for at, place in enumerate(told, start=1) if scores[place] is not None
            ]
            xs, ys = [at for at, _ in known], [float(score or 0) for _, score in known]
            if known:
                drawn.line(f"{what}-line", xs, ys, ink=ink, width=1.4)
                drawn.marks(what, xs, ys, shape=shape, ink=ink, label=what)
        drawn.key()
    return drawn.svg
