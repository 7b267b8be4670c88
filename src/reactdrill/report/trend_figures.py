"""Figures over many runs: the trend with the usual range, left against right, what was done each week."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.report.labels import digits
from reactdrill.report.svg import Scale, Svg, frame, span
from reactdrill.results.store.history import HistoryPoint, ProgressView, WeekDose

LEFT, RIGHT, TOP, HEIGHT, FOOT = 58.0, 706.0, 30.0, 280.0, 46.0
MOST_TICKS = 8


def trend(name: str, view: ProgressView) -> Svg | None:
    """Every run's number with its interval, the moving median, the usual range, the best; None without a run."""
    points = [(point, point.value) for point in view.points if point.value is not None]
    if not points:
        return None
    values = [value for _, value in points]
    low, high = _extent(view, values)
    figure = Svg(name, "Run by run", _about(view, values), height=HEIGHT)
    across = Scale(0.5, max(len(points), 2) + 0.5, LEFT, RIGHT)
    up = Scale(low, high, HEIGHT - FOOT - 24, TOP)
    if view.band is not None:
        figure.rect(LEFT, up(view.band[1]), RIGHT - LEFT, up(view.band[0]) - up(view.band[1]), "band")
    learning = min(view.progress.practice_runs, len(points))
    if learning:
        edge = across(learning + 0.5)
        figure.line((edge, up.start), (edge, up.end), "limit")
        figure.text(
            (min(edge, RIGHT) - 6, up.end + 12), "learning runs" if learning > 3 else "", "tick", "end"
        )
    unit = "reaction time, ms" if view.unit == "ms" else view.unit
    frame(figure, across, up, x_title="", y_title=unit, x_ticks=_dates(points))
    for place, (point, value) in enumerate(points, start=1):
        _run_mark(
            figure, across(place), point, value, up, learning=place <= learning, best=point == view.best
        )
    if len(points) > 1:
        figure.polyline(
            [(across(place), up(value)) for place, value in enumerate(view.trend.moving, start=1)], "trend"
        )
    _key(figure, view)
    return figure


def _extent(view: ProgressView, values: Sequence[float]) -> tuple[float, float]:
    drawn = [*values, *(view.band or ())]
    if _has_intervals(view):
        limits = [limit for point in view.points for limit in (point.headline.low_ms, point.headline.high_ms)]
        middle, top = sorted(values)[len(values) // 2], max(values)
        drawn += [
            limit
            for limit in limits
            if limit is not None and 0.5 * min(values) <= limit <= max(top, 1.6 * middle)
        ]
    return span(drawn, least=40 if view.unit == "ms" else 2)


def _has_intervals(view: ProgressView) -> bool:
    """The interval is that of the median; drills that are judged by another number have none."""
    return all(point.value == point.headline.median_ms for point in view.points)


def _about(view: ProgressView, values: Sequence[float]) -> str:
    unit = "ms" if view.unit == "ms" else view.unit
    told = f"{len(values)} runs in the order of time; first {digits(values[0])}, latest {digits(values[-1])} {unit}."
    if view.best is not None and view.best.value is not None:
        told += f" Best {digits(view.best.value)} {unit} on {view.best.started_utc[:10]}."
    if view.band is not None:
        told += f" Usual range {digits(view.band[0])} to {digits(view.band[1])} {unit}."
    return told


def _run_mark(
    figure: Svg, x: float, point: HistoryPoint, value: float, up: Scale, *, learning: bool, best: bool
) -> None:
    low, high = point.headline.low_ms, point.headline.high_ms
    if low is not None and high is not None and value == point.headline.median_ms:
        figure.line((x, up(low)), (x, up(high)), "whisker soft-line")
    tip = f"{point.started_utc[:10]}: {digits(value)}"
    if best:
        figure.mark("diamond", (x, up(value)), 6, "best")
    else:
        figure.circle((x, up(value)), 4.4, "learning" if learning else "hit", tip)


def _dates(points: Sequence[tuple[HistoryPoint, float]]) -> list[tuple[float, str]]:
    step = max(1, -(-len(points) // MOST_TICKS))
    return [
        (float(place), point.started_utc[:10])
        for place, (point, _) in enumerate(points, start=1)
        if (place - 1) % step == 0
    ]


def _key(figure: Svg, view: ProgressView) -> None:
    words = [("circle", "hit", "a run and its 95 % interval" if _has_intervals(view) else "a run")]
    if view.progress.practice_runs:
        words.append(("circle", "learning", "a learning run"))
    words.append(("diamond", "best", "best"))
    x, y = LEFT, HEIGHT - 10
    for shape, look, text in words:
        figure.mark(shape, (x + 5, y - 4), 4.4, look)
        figure.text((x + 16, y), text, "key")
        x += 34 + 5.9 * len(text)
    figure.line((x, y - 4), (x + 18, y - 4), "trend")
    figure.text((x + 24, y), "median of five runs", "key")
    if view.band is not None:
        figure.rect(x + 152, y - 10, 18, 12, "band")
        figure.text((x + 176, y), "usual range", "key")


def sides(name: str, points: Sequence[HistoryPoint]) -> Svg | None:
    """The medians of left and right, run by run; None with fewer than two runs that have both."""
    both = [
        (point, each.left_ms, each.right_ms)
        for point in points
        for each in (point.headline.side if point.headline.side.left_ms is not None else point.headline.limb,)
        if each.left_ms is not None and each.right_ms is not None
    ]
    if len(both) < 2:
        return None
    last = both[-1]
    about = f"Medians of the left and the right side in {len(both)} runs; latest left {digits(last[1])}, right {digits(last[2])} ms."
    figure = Svg(name, "Left and right", about, height=240)
    across = Scale(0.5, len(both) + 0.5, LEFT, RIGHT)
    up = Scale(
        *span([time for _, left, right in both for time in (left, right)], least=40), 240 - FOOT - 20, TOP
    )
    frame(
        figure,
        across,
        up,
        x_title="",
        y_title="reaction time, ms",
        x_ticks=_dates([(one[0], 0.0) for one in both]),
    )
    for side, look, shape in ((1, "left", "circle"), (2, "right", "square")):
        places = [(across(place), up(one[side])) for place, one in enumerate(both, start=1)]  # type: ignore[arg-type]
        figure.polyline(places, f"{look}line")
        for at in places:
            figure.mark(shape, at, 3.6, look)
    figure.mark("circle", (LEFT + 5, 226), 4, "left")
    figure.text((LEFT + 16, 230), "left", "key")
    figure.mark("square", (LEFT + 75, 226), 4, "right")
    figure.text((LEFT + 86, 230), "right", "key")
    return figure


def doses(name: str, weeks: Sequence[WeekDose]) -> Svg | None:
    """Trials done in each week; None where there are none."""
    if not any(week.trials for week in weeks):
        return None
    told = "; ".join(
        f"week of {week.monday}: {week.trials} trials on {week.days} days" for week in weeks if week.trials
    )
    figure = Svg(name, "What was done each week", f"Trials in each week. {told}.", height=200)
    across = Scale(0, len(weeks), LEFT, RIGHT)
    up = Scale(0, max(week.trials for week in weeks) * 1.1, 200 - FOOT, TOP)
    step = max(1, -(-len(weeks) // MOST_TICKS))
    ticks = [(place + 0.5, week.monday.isoformat()) for place, week in enumerate(weeks) if place % step == 0]
    frame(figure, across, up, x_title="week that began on", y_title="trials", x_ticks=ticks)
    for place, week in enumerate(weeks):
        left, top = across(place + 0.14), up(week.trials)
        figure.rect(left, top, across(place + 0.86) - left, up.start - top, "bar")
        if week.trials:
            days = f"{week.days} day" if week.days == 1 else f"{week.days} days"
            figure.text((across(place + 0.5), top - 4), days, "tick", "middle")
    return figure
