"""Figures over an athlete's runs: the trend with the usual range, left against right, effort and pain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.i18n import Texts
from reactdrill.report.labels import between, day, digits, plain, unit_words
from reactdrill.report.plot import Plot, limits, plot
from reactdrill.report.plot_svg import Ink
from reactdrill.results.store.history import HistoryPoint, ProgressView


class Words(Texts):
    """Everything said on and of these figures."""

    RUNS = "Run by run"
    FELT = "Effort and pain"
    REACTION = "reaction time, ms"
    LOWER = "{unit}, lower is better"
    HIGHER = "{unit}, higher is better"
    USUAL = "usual range ({what})"
    MOVING = "median of five runs"
    RUN_INTERVAL = "a run and its 95 % interval"
    RUN = "a run"
    LEARNING = "a learning run"
    BEST = "best"
    FROM_SOURCE = "published: {source}"
    OWN = "from own runs"
    PUBLISHED = "published"
    ABOUT = "{n} runs in the order of time; first {first}, latest {latest} {unit}."
    ABOUT_BEST = " Best {best} {unit} on {day}."
    ABOUT_USUAL = " Usual range {span} {unit} ({what})."
    SIDES = (
        "Left and right in {n} runs; latest left {left}, right {right} {unit}. "
        "In {real} of them the difference is larger than the scatter within the sides."
    )
    LEFT = "left"
    RIGHT = "right"
    REAL = "a real difference"
    ABOUT_FELT = "Effort and pain from 0 to 10 in {n} runs."
    MOST_PAIN = " Most pain {worst}."
    SCALE = "0 none, 10 the most there is"
    EFFORT = "effort"
    PAIN = "pain"


MOST_TICKS = 8
SCALE = 10
"""The most of effort and of pain."""


def trend(name: str, view: ProgressView) -> str | None:
    """Every run's number with its interval, the moving median, the usual range, the best; None without a run."""
    points = [(point, point.value) for point in view.points if point.value is not None]
    if not points:
        return None
    values = [value for _, value in points]
    places = list(range(1, len(points) + 1))
    with plot(name, Words.RUNS, _about(view, values), height=300) as drawn:
        drawn.axes.set_title(_axis_words(view))
        drawn.axes.set_ylim(*limits(_extent(view, values), least=40 if view.unit == "ms" else 2))
        drawn.across(0.5, max(len(points), 2) + 0.5, _dates([point.started_utc for point, _ in points]))
        if view.band is not None:
            drawn.band("usual", *view.band, label=Words.USUAL.format(what=_mdc_words(view)))
        _run_marks(drawn, view, values)
        if len(points) > 1:
            drawn.line("moving", places, view.trend.moving, ink=Ink.HIT, label=Words.MOVING)
        if 0 < view.progress.practice_runs < len(points):
            drawn.border("learning-end", view.progress.practice_runs + 0.5)
        drawn.key()
    return drawn.svg


def _axis_words(view: ProgressView) -> str:
    if view.unit == "ms":
        return Words.REACTION
    return (Words.LOWER if view.lower_is_better else Words.HIGHER).format(unit=unit_words(view.unit))


def mdc_source(view: ProgressView) -> str:
    """Where the minimal detectable change comes from."""
    if view.published is not None:
        return Words.FROM_SOURCE.format(source=view.published.source)
    return Words.OWN if view.progress.mdc_source == "own" else ""


def _mdc_words(view: ProgressView) -> str:
    source = Words.PUBLISHED if view.published is not None else mdc_source(view)
    size = (
        ""
        if view.progress.mdc.value is None
        else f"MDC95 {plain(view.progress.mdc.value)} {unit_words(view.unit)}"
    )
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
    unit = unit_words(view.unit)
    told = Words.ABOUT.format(n=len(values), first=digits(values[0]), latest=digits(values[-1]), unit=unit)
    if view.best is not None and view.best.value is not None:
        told += Words.ABOUT_BEST.format(
            best=digits(view.best.value), unit=unit, day=day(view.best.started_utc)
        )
    if view.band is not None:
        told += Words.ABOUT_USUAL.format(span=between(*view.band), unit=unit, what=_mdc_words(view))
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
        "run": ("circle", Ink.HIT, Words.RUN_INTERVAL if whiskers else Words.RUN),
        "learning": ("ring", Ink.QUIET, Words.LEARNING),
        "best": ("diamond", Ink.GOOD, Words.BEST),
    }
    for kind, places in kinds.items():
        shape, ink, label = looks[kind]
        if places:
            tips = [f"{day(view.points[at - 1].started_utc)}: {digits(values[at - 1])}" for at in places]
            heights = [values[at - 1] for at in places]
            drawn.marks(kind, places, heights, shape=shape, ink=ink, size=8, label=label, tips=tips)


def _dates(started_utc: Sequence[str]) -> list[tuple[float, str]]:
    step = max(1, -(-len(started_utc) // MOST_TICKS))
    return [(place + 1.0, day(started_utc[place])) for place in range(0, len(started_utc), step)]


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
    left, right = digits(last.left), digits(last.right)
    about = Words.SIDES.format(n=len(pairs), left=left, right=right, unit=unit_words(unit), real=len(real))
    with plot(name, title, about, height=260) as drawn:
        drawn.axes.set_title(Words.REACTION if unit == "ms" else unit_words(unit))
        every = [value for pair in pairs for value in (pair.left, pair.right)]
        low, high = limits(every, least=40 if unit == "ms" else 2)
        drawn.axes.set_ylim(low, high + 0.12 * (high - low))
        drawn.across(0.5, len(pairs) + 0.5, _dates([pair.started_utc for pair in pairs]))
        drawn.line("left-line", places, [pair.left for pair in pairs], ink=Ink.HIT)
        drawn.line("right-line", places, [pair.right for pair in pairs], ink=Ink.WRONG, dashes="--")
        drawn.marks("left", places, [pair.left for pair in pairs], label=Words.LEFT)
        drawn.marks(
            "right", places, [pair.right for pair in pairs], shape="square", ink=Ink.WRONG, label=Words.RIGHT
        )
        if real:
            drawn.marks(
                "real", real, [0.95] * len(real), shape="triangle", ink=Ink.QUIET, label=Words.REAL,
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
    looks = (
        ("effort", Words.EFFORT, effort, "circle", Ink.HIT),
        ("pain", Words.PAIN, pain, "square", Ink.WRONG),
    )
    worst = max((each for each in pain if each is not None), default=None)
    about = Words.ABOUT_FELT.format(n=len(told))
    about += "" if worst is None else Words.MOST_PAIN.format(worst=worst)
    with plot(name, Words.FELT, about, height=210) as drawn:
        drawn.axes.set_title(Words.SCALE)
        drawn.axes.set_ylim(-0.6, SCALE + 0.6)
        drawn.axes.set_yticks([0, 5, SCALE])
        drawn.across(0.5, len(told) + 0.5, _dates([points[place].started_utc for place in told]))
        for what, said, scores, shape, ink in looks:
            known = [
                (at, scores[place]) for at, place in enumerate(told, start=1) if scores[place] is not None
            ]
            xs, ys = [at for at, _ in known], [float(score or 0) for _, score in known]
            if known:
                drawn.line(f"{what}-line", xs, ys, ink=ink, width=1.4)
                drawn.marks(what, xs, ys, shape=shape, ink=ink, label=said)
        drawn.key()
    return drawn.svg
