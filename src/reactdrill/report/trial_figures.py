"""Figures of one run, trial by trial: the strip, the distribution, the effect of the wait, the course of the run."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, sqrt
from statistics import median

from reactdrill.i18n import Texts, tr_in
from reactdrill.report.labels import digits
from reactdrill.report.plot import NARROW, Plot, limits, plot
from reactdrill.report.plot_svg import Ink
from reactdrill.stats.intervals import Interval
from reactdrill.stats.result import Result
from reactdrill.stats.trials import Trial, hit_times_ms


class Words(Texts):
    """Everything said on and of these figures."""

    STRIP = "Trial by trial"
    DISTRIBUTION = "Distribution"
    WAITS = "Effect of the wait"
    COURSE = "Over the run"
    REACTION = "reaction time, ms"
    ERROR = "timing error, ms"
    INTERVAL = "95 % interval"
    MEDIAN = "median"
    ABOUT_STRIP = "One mark for each of {n} trials in order, its height the {what}: {told}."
    ABOUT_MEDIAN = " The line is the median, {median} ms."
    HITS = "hits"
    ABOUT_TIMES = (
        "How often each time came in {n} hits, in steps of {width} ms, from {low} "
        "to {high} ms; the tallest bar stands at {tallest} ms."
    )
    ABOUT_CURVE = " With the fitted ex-Gaussian curve."
    ABOUT_WAITS = "Reaction time over the wait before the cue, {n} hits."
    SLOPE_WAITS = " It changes by {slope} ms with each second of wait."
    WAIT = "wait before the cue, s"
    ABOUT_COURSE = "Reaction time over the minutes of the run, {n} hits."
    SLOPE_COURSE = " It changes by {slope} ms with each minute."
    MINUTES = "minutes since the first hit"


MARKS: dict[str, tuple[str, Ink]] = {
    "hit": ("circle", Ink.HIT),
    "wrong_target": ("diamond", Ink.WRONG),
    "commission": ("square", Ink.WRONG),
    "stop_failed": ("square", Ink.WRONG),
    "completed": ("ring", Ink.GOOD),
    "miss": ("cross", Ink.MISSED),
    "false_start": ("triangle", Ink.EARLY),
    "correct_rejection": ("plus", Ink.GOOD),
    "stopped": ("plus", Ink.GOOD),
}
"""Shape and ink of each outcome: never told apart by colour alone."""
OFF_SCALE = 2.5
"""Times beyond so many medians stand at the top edge, marked as such."""
FLOOR, ROOF, CEILING = 0.05, 0.88, 0.95
"""Shares of the strip's height: where what has no time stands, up to where times go, and where misses stand."""
MOST_BINS = 30
_WIDTHS = (1.0, 2.0, 4.0, 5.0, 10.0, 20.0, 25.0, 40.0, 50.0, 100.0, 200.0, 400.0, 500.0, 1000.0)
CURVE_STEPS = 160


def mark_words(outcome: str) -> str:
    """What the key calls one trial of an outcome."""
    return {
        "hit": tr_in("outcome", "hit"),
        "wrong_target": tr_in("outcome", "wrong target"),
        "commission": tr_in("outcome", "answered a no-go"),
        "stop_failed": tr_in("outcome", "did not stop"),
        "completed": tr_in("outcome", "completed"),
        "miss": tr_in("outcome", "missed"),
        "false_start": tr_in("outcome", "false start"),
        "correct_rejection": tr_in("outcome", "rightly held back"),
        "stopped": tr_in("outcome", "stopped"),
    }[outcome]


def strip(name: str, trials: Sequence[Trial], middle_ms: float | None, interval: Interval) -> str | None:
    """Every trial in order; None where nothing was timed."""
    times = [trial.rt_ms for trial in trials if trial.rt_ms is not None and trial.outcome != "false_start"]
    if not times:
        return None
    foreseen = any(trial.foreseen for trial in trials)
    top = max(times)
    if middle_ms is not None and not foreseen:
        top = min(top, max(OFF_SCALE * middle_ms, _high(times)))
    title = Words.ERROR if foreseen else Words.REACTION
    kinds = list(dict.fromkeys(trial.outcome for trial in trials if trial.outcome in MARKS))
    counts = {kind: sum(trial.outcome == kind for trial in trials) for kind in kinds}
    about = _strip_words(len(trials), title, counts, middle_ms)
    with plot(name, Words.STRIP, about, height=290) as drawn:
        low, high = limits([time for time in times if time <= top] or [top], least=60, share=0)
        _strip_heights(drawn, low, high)
        drawn.axes.set_title(title)
        drawn.across(0.5, len(trials) + 0.5, [(each, str(each)) for each in _trial_ticks(len(trials))])
        if interval.low is not None and interval.high is not None:
            drawn.band("interval", interval.low, interval.high, label=Words.INTERVAL)
        if middle_ms is not None:
            drawn.level("median", middle_ms, label=Words.MEDIAN)
        for kind in kinds:
            _strip_marks(drawn, kind, trials, top, f"{mark_words(kind)} ({counts[kind]})")
        drawn.below(tr_in("axis", "trial"))
        drawn.key()
    return drawn.svg


def _strip_words(count: int, title: str, counts: dict[str, int], middle_ms: float | None) -> str:
    told = ", ".join(f"{number} {mark_words(kind)}" for kind, number in counts.items())
    about = Words.ABOUT_STRIP.format(n=count, what=title, told=told)
    return about if middle_ms is None else about + Words.ABOUT_MEDIAN.format(median=digits(middle_ms))


def _strip_heights(drawn: Plot, low: float, high: float) -> None:
    """Have times from `low` to `high` stand between what has no time below and the misses above."""
    share = (high - low) / (ROOF - 2 * FLOOR)
    drawn.axes.set_ylim(low - 2 * FLOOR * share, high + (1 - ROOF) * share)


def _strip_marks(drawn: Plot, kind: str, trials: Sequence[Trial], top: float, label: str) -> None:
    """All trials of one outcome; those without a time to show stand at an edge."""
    shape, ink = MARKS[kind]
    at = [(place, trial.rt_ms) for place, trial in enumerate(trials, start=1) if trial.outcome == kind]
    timed = [(x, y) for x, y in at if y is not None and kind != "false_start"]
    edge = [x for x, y in at if y is None or kind == "false_start"]
    free = drawn.axes.get_xaxis_transform()
    if timed:
        drawn.marks(
            kind, [x for x, _ in timed], [min(y, top) for _, y in timed], shape=shape, ink=ink, label=label
        )
    if edge:
        heights = [CEILING if kind == "miss" else FLOOR] * len(edge)
        label = "" if timed else label
        drawn.marks(f"{kind}-untimed", edge, heights, shape=shape, ink=ink, label=label, transform=free)
    slow = [x for x, y in timed if y > top]
    if slow:
        drawn.marks(f"{kind}-off-scale", slow, [CEILING] * len(slow), shape="tick", ink=ink, transform=free)


def _high(times: Sequence[float]) -> float:
    return sorted(times)[int(0.9 * (len(times) - 1))]


def _trial_ticks(count: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, count) if count / step <= 12)
    return list(range(step, count + 1, step))


def distribution(name: str, trials: Sequence[Trial], fitted: Result | None) -> str | None:
    """A histogram of the hits' times, with the ex-Gaussian curve where one was fitted; None below five hits."""
    times = sorted(hit_times_ms(trials))
    if len(times) < 5 or times[0] == times[-1]:
        return None
    width = _bin_ms(times)
    first = int(times[0] // width)
    bins = [0] * (int(times[-1] // width) - first + 1)
    for time in times:
        bins[int(time // width) - first] += 1
    lefts = [(first + number) * width for number in range(len(bins))]
    curve = _fit(fitted)
    about = Words.ABOUT_TIMES.format(
        n=len(times), width=digits(width), low=digits(times[0]), high=digits(times[-1]),
        tallest=digits(lefts[bins.index(max(bins))]),
    )  # fmt: skip
    about += Words.ABOUT_CURVE if curve else ""
    with plot(name, Words.DISTRIBUTION, about, height=250) as drawn:
        drawn.bars("bars", lefts, bins, width=width, gap=0.06)
        if curve:
            steps = [lefts[0] + len(bins) * width * step / CURVE_STEPS for step in range(CURVE_STEPS + 1)]
            heights = [_density(x, *curve) * len(times) * width for x in steps]
            drawn.line("curve", steps, heights, ink=Ink.CURVE, width=2.4)
        drawn.axes.set_title(Words.HITS)
        drawn.across(lefts[0], lefts[-1] + width)
        drawn.count_up()
        drawn.below(Words.ERROR if any(trial.foreseen for trial in trials) else Words.REACTION)
    return drawn.svg


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


def waits(name: str, trials: Sequence[Trial], told: Result | None) -> str | None:
    """Reaction time over the wait before the cue, with the fitted line; None where waits are alike."""
    pairs = [
        (trial.foreperiod_ms / 1000, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.foreperiod_ms is not None
    ]
    slope = None if told is None else told["slope_ms_per_s"].value
    words = "" if slope is None else Words.SLOPE_WAITS.format(slope=digits(slope))
    about = Words.ABOUT_WAITS.format(n=len(pairs)) + words
    return _scatter(name, (Words.WAITS, about, Words.WAIT), pairs, slope)


def course(name: str, trials: Sequence[Trial], told: Result | None) -> str | None:
    """Reaction time over the minutes of the run, with the fitted line."""
    timed = [
        (trial.at_ms, trial.rt_ms)
        for trial in trials
        if trial.outcome == "hit" and trial.rt_ms is not None and trial.at_ms is not None
    ]
    begin = min((at for at, _ in timed), default=0.0)
    pairs = [((at - begin) / 60_000, time) for at, time in timed]
    slope = None if told is None else told["slope_ms_per_min"].value
    words = "" if slope is None else Words.SLOPE_COURSE.format(slope=digits(slope))
    about = Words.ABOUT_COURSE.format(n=len(pairs)) + words
    return _scatter(name, (Words.COURSE, about, Words.MINUTES), pairs, slope)


def _scatter(
    name: str, words: tuple[str, str, str], pairs: Sequence[tuple[float, float]], slope: float | None
) -> str | None:
    """`words`: the title, what it shows, and what stands across."""
    title, about, below = words
    if slope is None or len(pairs) < 5 or len({x for x, _ in pairs}) < 2:
        return None
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    top = max(OFF_SCALE * median(ys), _high(ys))
    through_x, through_y = sum(xs) / len(xs), sum(ys) / len(ys)
    ends = [min(xs), max(xs)]
    with plot(name, title, about, width=NARROW, height=250) as drawn:
        drawn.marks("hit", xs, [min(y, top) for y in ys], size=6, alpha=0.55)
        drawn.line("slope", ends, [through_y + slope * (x - through_x) for x in ends])
        drawn.axes.set_title(Words.REACTION)
        drawn.across(*limits(xs, least=0.1))
        drawn.axes.set_ylim(*limits([y for y in ys if y <= top], least=60))
        drawn.below(below)
    return drawn.svg
