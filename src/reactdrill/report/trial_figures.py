"""The figures of one run: every trial in its order, the distribution, the wait, the course of the run."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, sqrt
from statistics import median

from reactdrill.report.labels import digits
from reactdrill.report.svg import Scale, Svg, frame, span
from reactdrill.stats.intervals import Interval
from reactdrill.stats.result import Result
from reactdrill.stats.trials import Trial, hit_times_ms

MARKS: dict[str, tuple[str, str, str]] = {
    "hit": ("circle", "hit", "hit"),
    "wrong_target": ("diamond", "wrong", "wrong target"),
    "commission": ("square", "wrong", "answered a no-go"),
    "stop_failed": ("square", "wrong", "did not stop"),
    "completed": ("ring", "good", "completed"),
    "miss": ("cross", "missed", "missed"),
    "false_start": ("triangle", "early", "false start"),
    "correct_rejection": ("plus", "good", "rightly held back"),
    "stopped": ("plus", "good", "stopped"),
}
"""Shape, look and word of each outcome: never told apart by colour alone."""
REACTION, ERROR = "reaction time, ms", "timing error, ms"
"""What stands up a figure: times from a cue, or from a moment that can be foreseen."""
OFF_SCALE = 2.5
"""Times beyond so many medians stand at the top edge, marked as such."""
LEFT, RIGHT, TOP, BOTTOM = 58.0, 706.0, 30.0, 46.0
MOST_BINS = 30
_WIDTHS = (1.0, 2.0, 4.0, 5.0, 10.0, 20.0, 25.0, 40.0, 50.0, 100.0, 200.0, 400.0, 500.0, 1000.0)


def strip(name: str, trials: Sequence[Trial], middle_ms: float | None, interval: Interval) -> Svg | None:
    """Every trial in order; None where nothing was timed."""
    times = [trial.rt_ms for trial in trials if trial.rt_ms is not None and trial.outcome != "false_start"]
    if not times:
        return None
    foreseen = any(trial.foreseen for trial in trials)
    top = (
        max(times)
        if middle_ms is None or foreseen
        else min(max(times), max(OFF_SCALE * middle_ms, _high(times)))
    )
    kinds = list(dict.fromkeys(trial.outcome for trial in trials if trial.outcome in MARKS))
    counts = {kind: sum(trial.outcome == kind for trial in trials) for kind in kinds}
    told = ", ".join(f"{count} {MARKS[kind][2]}" for kind, count in counts.items())
    about = f"One mark for each of {len(trials)} trials in order, its height the {ERROR if foreseen else REACTION}: {told}."
    if middle_ms is not None:
        about += f" The line is the median, {digits(middle_ms)} ms."
    figure = Svg(name, "Trial by trial", about, height=276)
    low, high = span([*times_within(times, top)], least=60)
    across = Scale(0.5, len(trials) + 0.5, LEFT, RIGHT)
    up = Scale(low, high, 276 - BOTTOM - 22, TOP + 22)
    ticks = [(number, str(number)) for number in _trial_ticks(len(trials))]
    if interval.low is not None and interval.high is not None:
        y = up(interval.high)
        figure.rect(LEFT, y, RIGHT - LEFT, up(interval.low) - y, "band")
    frame(figure, across, up, x_title="", y_title=ERROR if foreseen else REACTION, x_ticks=ticks)
    if middle_ms is not None:
        figure.line((LEFT, up(middle_ms)), (RIGHT, up(middle_ms)), "median")
    for place, trial in enumerate(trials, start=1):
        _trial_mark(figure, across(place), trial, up)
    _key(figure, counts, 276 - 12)
    figure.text((RIGHT, up.start + 34), "trial", "axis-title", "end")
    return figure


def times_within(times: Sequence[float], top: float) -> list[float]:
    """Those that are not off the scale, and the scale's top itself."""
    return [time for time in times if time <= top] or [top]


def _high(times: Sequence[float]) -> float:
    return sorted(times)[int(0.9 * (len(times) - 1))]


def _trial_ticks(count: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, count) if count / step <= 12)
    return list(range(step, count + 1, step))


def _trial_mark(figure: Svg, x: float, trial: Trial, up: Scale) -> None:
    kind, look, _ = MARKS.get(trial.outcome, ("plus", "quiet", ""))
    size = 4.2
    if trial.outcome == "false_start":
        y = up.start - 6
    elif trial.rt_ms is None:
        y = up.end - 10 if trial.outcome == "miss" else up.start
    else:
        y = up(trial.rt_ms)
        if trial.rt_ms > up.high:
            figure.line((x, y - 12), (x, y - 4), "off-scale")
    figure.mark(kind, (x, y), size, look)


def _key(figure: Svg, counts: dict[str, int], y: float) -> None:
    x = LEFT
    for kind, count in counts.items():
        shape, look, word = MARKS[kind]
        figure.mark(shape, (x + 5, y - 4), 4.2, look)
        words = f"{word} ({count})"
        figure.text((x + 16, y), words, "key")
        x += 34 + 7.2 * len(words)


def distribution(name: str, trials: Sequence[Trial], fitted: Result | None) -> Svg | None:
    """A histogram of the hits' times, with the ex-Gaussian curve where one was fitted; None below five hits."""
    times = sorted(hit_times_ms(trials))
    if len(times) < 5 or times[0] == times[-1]:
        return None
    width = _bin_ms(times)
    first = int(times[0] // width)
    bins = [0] * (int(times[-1] // width) - first + 1)
    for time in times:
        bins[int(time // width) - first] += 1
    curve = _fit(fitted)
    about = (
        f"How often each time came in {len(times)} hits, in steps of {digits(width)} ms, from {digits(times[0])} "
        f"to {digits(times[-1])} ms; the tallest bar stands at {digits((first + bins.index(max(bins))) * width)} ms."
    )
    figure = Svg(
        name, "Distribution", about + (" With the fitted ex-Gaussian curve." if curve else ""), height=250
    )
    across = Scale(first * width, (first + len(bins)) * width, LEFT, RIGHT)
    dense = (
        [_density(across.low + (across.high - across.low) * step / 240, *curve) for step in range(241)]
        if curve
        else []
    )
    heights = [value * len(times) * width for value in dense]
    up = Scale(0, max([*bins, *heights]) * 1.08, 250 - BOTTOM, TOP)
    frame(
        figure,
        across,
        up,
        x_title=ERROR if any(trial.foreseen for trial in trials) else REACTION,
        y_title="hits",
    )
    for number, count in enumerate(bins):
        left = across((first + number) * width)
        figure.rect(
            left + 1, up(count), across((first + number + 1) * width) - left - 2, up.start - up(count), "bar"
        )
    if curve:
        step = (RIGHT - LEFT) / 240
        figure.polyline([(LEFT + step * place, up(height)) for place, height in enumerate(heights)], "curve")
    return figure


def _bin_ms(times: Sequence[float]) -> float:
    """Freedman and Diaconis' width, rounded to one that people can read."""
    spread = times[int(0.75 * (len(times) - 1))] - times[int(0.25 * (len(times) - 1))]
    wide = max(2 * spread / len(times) ** (1 / 3), (times[-1] - times[0]) / MOST_BINS, 1.0)
    return max((step for step in _WIDTHS if step <= wide * 1.25), default=wide)


def _fit(fitted: Result | None) -> tuple[float, float, float] | None:
    if fitted is None:
        return None
    mu, sigma, tau = (fitted[each].value for each in ("mu_ms", "sigma_ms", "tau_ms"))
    return None if mu is None or not sigma or not tau else (mu, sigma, tau)


def _density(x: float, mu: float, sigma: float, tau: float) -> float:
    """Of the ex-Gaussian, for each ms; 0 where it is too small to be computed."""
    try:
        rise = exp(sigma * sigma / (2 * tau * tau) - (x - mu) / tau)
    except OverflowError:
        return 0.0
    return rise * erfc((sigma / tau - (x - mu) / sigma) / sqrt(2)) / (2 * tau)


def waits(name: str, trials: Sequence[Trial], told: Result | None) -> Svg | None:
    """Reaction time over the wait before the cue, with the fitted line; None where waits are alike."""
    pairs = [
        (trial.foreperiod_ms / 1000, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.foreperiod_ms is not None
    ]
    slope = None if told is None else told["slope_ms_per_s"].value
    words = "" if slope is None else f" It changes by {digits(slope)} ms with each second of wait."
    about = f"Reaction time over the wait before the cue, {len(pairs)} hits.{words}"
    return _scatter(name, ("Effect of the wait", about, "wait before the cue, s"), pairs, slope)


def course(name: str, trials: Sequence[Trial], told: Result | None) -> Svg | None:
    """Reaction time over the minutes of the run, with the fitted line."""
    timed = [
        (trial.at_ms, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.at_ms is not None
    ]
    begin = min((at for at, _ in timed), default=0.0)
    pairs = [((at - begin) / 60_000, time) for at, time in timed]
    slope = None if told is None else told["slope_ms_per_min"].value
    words = "" if slope is None else f" It changes by {digits(slope)} ms with each minute."
    about = f"Reaction time over the minutes of the run, {len(pairs)} hits.{words}"
    return _scatter(name, ("Over the run", about, "minutes since the first hit"), pairs, slope)


def _scatter(
    name: str, words: tuple[str, str, str], pairs: Sequence[tuple[float, float]], slope: float | None
) -> Svg | None:
    """`words`: the title, what it shows, and what stands across."""
    title, about, x_title = words
    if slope is None or len(pairs) < 5 or len({x for x, _ in pairs}) < 2:
        return None
    figure = Svg(name, title, about, width=480, height=250)
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    top = max(OFF_SCALE * median(ys), _high(ys))
    across = Scale(*span(xs, least=0.1), LEFT, 466)
    up = Scale(*span(times_within(ys, top), least=60), 250 - BOTTOM, TOP)
    frame(figure, across, up, x_title=x_title, y_title=REACTION)
    for x, y in pairs:
        figure.circle((across(x), up(y)), 3, "hit soft")
    through_x, through_y = sum(xs) / len(xs), sum(ys) / len(ys)
    ends = [(across(x), up(through_y + slope * (x - through_x))) for x in (min(xs), max(xs))]
    figure.line(ends[0], ends[1], "median")
    return figure
