"""One athlete's part of the report of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reactdrill.drill.model import Drill
from reactdrill.i18n import Texts
from reactdrill.report import trial_figures
from reactdrill.report.labels import (
    MISSING,
    Table,
    between,
    digits,
    limits,
    percent,
    reason,
    sentence,
    table_of,
)
from reactdrill.report.target_map import Map, target_map
from reactdrill.results.annotations import NOTE, SCALE, Notes, TrialKey
from reactdrill.stats.ex_gaussian import FEWEST as FEWEST_FOR_A_FIT
from reactdrill.stats.result import Result
from reactdrill.stats.summary import Group, Summary
from reactdrill.stats.trials import Trial, hit_times_ms

SHOWN_ELSEWHERE = ("times",)


class Words(Texts):
    """Everything said of a lane beside its numbers."""

    OUTCOMES: Mapping[str, str] = {
        "hits": "Hits",
        "misses": "Missed: no answer in time",
        "wrong_targets": "Wrong target",
        "false_starts": "False starts",
        "commissions": "Answered where waiting was right",
        "correct_rejections": "Rightly held back",
        "stopped": "Stopped in time",
        "stop_failed": "Did not stop",
        "completed": "Completed",
    }
    ASIDE: Mapping[str, str] = {
        "practice": "Practice trials, not counted",
        "catch_trials": "Catch trials, without a cue",
        "catch_responses": "of these answered all the same",
        "aborted": "Interrupted attempts",
        "marked_bad": "Attempts marked bad, not counted",
        "strays": "Presses outside any trial",
    }
    TARGET = "Target"
    CONDITION = "Condition"
    SIDE = "Side"
    SET = "Set"
    ATTEMPT = "trial {trial}, attempt {attempt}"
    EFFORT = "Effort"
    PAIN = "Pain"
    OF_SCALE = "{score} of {most}"
    NO_CURVE_YET = "A curve is fitted from {fewest} hits on; here are {hits}."
    NO_CURVE = "No curve: {reason}."
    CURVE = "Curve: ex-Gaussian, mu {mu}, sigma {sigma}, tau {tau} ms."
    ROUGH_CURVE = "Curve: ex-Gaussian, roughly, mu {mu}, sigma {sigma}, tau {tau} ms."
    REACTION = "median reaction time of {n} hits"
    ERROR = "median timing error of {n} hits; below zero is too early"
    INTERVAL = "95 % interval {span} ms"
    ROUGH_INTERVAL = "95 % interval {span} ms (rough: fewer than ten hits)"
    COMPLETION = "median time to completion, {n} trials, by the coach's press: not a reaction time"
    RIGHT = "of {n} trials were right"
    DONE = "trials done; {reason}"
    MIDDLE = "Middle half"
    EARLIEST = "Earliest, latest"
    FASTEST = "Fastest, slowest"
    MEAN = "Mean ± SD"
    SPEED = "Response speed"
    A_SECOND = "{number} a second"
    ACCURACY = "Accuracy"
    LAPSES = "Lapses"
    LAPSES_FROM = "{count} (from {limit} ms)"
    MOVEMENT = "Movement time"
    STAMPS = "Stamps within"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its heading."""

    title: str
    svg: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the table of outcomes."""

    words: str
    count: int
    share: float | None
    """0 to 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePage:
    """One athlete's part of the run."""

    name: str
    """Empty where the run has one lane."""
    headline: str
    unit: str
    caption: str
    limits: str
    facts: tuple[tuple[str, str], ...]
    norms: tuple[str, ...]
    """Where the lane stands beside what was published."""
    counts: tuple[Count, ...]
    aside: tuple[tuple[str, int], ...]
    figures: tuple[Figure, ...]
    map: Map | None
    groups: tuple[tuple[str, tuple[Group, ...]], ...]
    tables: tuple[Table, ...]
    not_told: tuple[str, ...]
    marked_bad: tuple[tuple[str, str], ...]
    """Attempts that do not count, in words, and why."""


def lane_part(
    name: str,
    summary: Summary,
    trials: Sequence[Trial],
    told: Sequence[Result],
    drill: Drill | None,
    *,
    shown: str,
    notes: Notes,
    bad: Mapping[TrialKey, str],
    norms: Sequence[str] = (),
) -> LanePage:
    """Gather it. `name`: unique on the page. `shown`: how it is headed. `bad`: attempts of the run marked bad, and why."""
    by = {result.family: result for result in told}
    drawn, fitted = trial_figures.Words, by.get("ex-gaussian")
    middle, interval = summary.rt.median_ms.value, summary.rt.interval_ms
    hits = len(hit_times_ms(trials))
    figures = (
        (drawn.STRIP, trial_figures.strip(f"{name}-strip", trials, middle, interval), ""),
        (drawn.DISTRIBUTION, trial_figures.distribution(f"{name}-spread", trials, fitted), _note(hits, fitted)),
        (drawn.WAITS, trial_figures.waits(f"{name}-waits", trials, by.get("foreperiod")), ""),
        (drawn.COURSE, trial_figures.course(f"{name}-course", trials, by.get("fatigue")), ""),
    )  # fmt: skip
    foreseen = any(trial.foreseen for trial in trials)
    return LanePage(
        name=shown,
        **headline_of(summary, foreseen=foreseen),
        facts=(*_spread(summary, foreseen=foreseen), *felt_words(notes, summary.lane)),
        norms=tuple(norms),
        counts=_counts(summary),
        aside=tuple((words, getattr(summary, each)) for each, words in Words.ASIDE.items() if getattr(summary, each)),
        figures=tuple(
            Figure(title, svg, note) for title, svg, note in figures if svg is not None
        ),
        map=None if drill is None else target_map(f"{name}-map", drill, summary.per_target),
        groups=tuple(
            (title, groups)
            for title, groups in (
                (Words.TARGET, summary.per_target), (Words.CONDITION, summary.per_condition),
                (Words.SIDE, summary.per_side), (Words.SET, summary.per_set),
            )
            if len(groups) > 1 and any(_tells(each) for each in groups)
        ),
        tables=tuple(table_of(each) for each in told if each.family not in SHOWN_ELSEWHERE and _says(each)),
        not_told=tuple(f"{sentence(each.title)}: {reason(each.figures[0].reason)}" for each in told if each.figures and not _says(each)),
        marked_bad=tuple(
            (Words.ATTEMPT.format(trial=trial + 1, attempt=attempt), why) for (lane, trial, attempt), why in bad.items() if lane == summary.lane
        ),
    )  # fmt: skip


def felt_words(notes: Notes, lane: str) -> tuple[tuple[str, str], ...]:
    """What was said of effort and of pain; nothing where nobody was asked."""
    said = ((Words.EFFORT, notes.effort(lane)), (Words.PAIN, notes.pain(lane)))
    return tuple(
        (name, Words.OF_SCALE.format(score=score, most=SCALE[-1]))
        for name, score in said
        if score is not None
    )


def notes_said(notes: Notes, lane: str | None = None) -> tuple[str, ...]:
    """What was noted of a run as a whole and of one lane of it; None: of any."""
    return tuple(
        str(each.value)
        for each in notes.standing
        if each.type == NOTE and (lane is None or each.lane in (None, lane))
    )


def _tells(group: Group) -> bool:
    return group.rt.median_ms.value is not None or group.accuracy.value is not None


def _says(result: Result) -> bool:
    return any(each.value is not None for each in result.figures) or bool(result.labels)


def _note(hits: int, fitted: Result | None) -> str:
    """Of the curve over the distribution."""
    if hits < FEWEST_FOR_A_FIT:
        return Words.NO_CURVE_YET.format(fewest=FEWEST_FOR_A_FIT, hits=hits)
    if fitted is None or fitted["mu_ms"].value is None:
        return "" if fitted is None else Words.NO_CURVE.format(reason=reason(fitted["mu_ms"].reason))
    words = Words.ROUGH_CURVE if fitted["mu_ms"].remark else Words.CURVE
    mu, sigma, tau = (digits(fitted[each].value) for each in ("mu_ms", "sigma_ms", "tau_ms"))
    return words.format(mu=mu, sigma=sigma, tau=tau)


def headline_of(summary: Summary, *, foreseen: bool = False) -> dict[str, str]:
    """The one number that leads: the median of what the run timed, else the share that was right.

    `foreseen`: times count from a moment that can be foreseen, and may be below zero.
    """
    spread = summary.rt
    if spread.median_ms.value is not None:
        said = Words.ROUGH_INTERVAL if spread.interval_ms.small else Words.INTERVAL
        span = limits(spread.interval_ms)
        return {
            "headline": digits(spread.median_ms.value),
            "unit": "ms",
            "caption": (Words.ERROR if foreseen else Words.REACTION).format(n=spread.n),
            "limits": said.format(span=span) if span else reason(spread.interval_ms.reason),
        }
    done = summary.completion
    if done.median_ms.value is not None:
        caption = Words.COMPLETION.format(n=done.n)
        return {"headline": digits(done.median_ms.value), "unit": "ms", "caption": caption, "limits": ""}
    if summary.accuracy.value is not None:
        caption = Words.RIGHT.format(n=summary.counts.presented)
        return {
            "headline": f"{100 * summary.accuracy.value:.0f}",
            "unit": "%",
            "caption": caption,
            "limits": "",
        }
    caption = Words.DONE.format(reason=reason(summary.rt.median_ms.reason))
    return {"headline": str(summary.counts.presented), "unit": "", "caption": caption, "limits": ""}


def _spread(summary: Summary, *, foreseen: bool) -> tuple[tuple[str, str], ...]:
    rt = summary.rt
    if not rt.n:
        return ()
    accuracy = summary.accuracy.value
    lapses = summary.lapses.value
    facts = (
        (Words.MIDDLE, f"{between(rt.q1_ms.value, rt.q3_ms.value)} ms"),
        (Words.EARLIEST if foreseen else Words.FASTEST, f"{digits(rt.min_ms.value)}, {digits(rt.max_ms.value)} ms"),
        (Words.MEAN, f"{digits(rt.mean_ms.value)} ± {digits(rt.sd_ms.value)} ms"),
        (Words.SPEED, "" if rt.speed_per_s.value is None else Words.A_SECOND.format(number=digits(rt.speed_per_s.value))),
        (Words.ACCURACY, MISSING if accuracy is None else percent(accuracy)),
        (Words.LAPSES, "" if lapses is None else Words.LAPSES_FROM.format(count=f"{lapses:.0f}", limit=digits(summary.lapse_threshold_ms))),
        (Words.MOVEMENT, "" if not summary.movement.n else f"{digits(summary.movement.median_ms.value)} ms"),
        (Words.STAMPS, "" if not summary.uncertainty_ms.value else f"±{digits(summary.uncertainty_ms.value)} ms"),
    )  # fmt: skip
    return tuple((name, value) for name, value in facts if value)


def _counts(summary: Summary) -> tuple[Count, ...]:
    counts = summary.counts
    return tuple(
        Count(words, count, 100 * count / counts.presented)
        for name, words in Words.OUTCOMES.items()
        if (count := getattr(counts, name))
    )
