"""What the report of one run holds: everything the page shows, computed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from reactdrill.drill.model import Drill
from reactdrill.drill.toml_file import parse_toml, validate
from reactdrill.errors import DrillFileError
from reactdrill.report import trial_figures
from reactdrill.report.definitions import Definition, definitions
from reactdrill.report.labels import MISSING, Table, digits, limits, table_of
from reactdrill.report.target_map import Map, target_map
from reactdrill.results.annotations import NOTE, Notes
from reactdrill.results.header import GUEST
from reactdrill.results.observations import entered, ticked
from reactdrill.results.quality import timing_of
from reactdrill.results.reader import RunLog
from reactdrill.results.summaries import families_of, summaries_of
from reactdrill.results.timing_words import timing_lines
from reactdrill.results.whose import athletes_of
from reactdrill.stats.ex_gaussian import FEWEST as FEWEST_FOR_A_FIT
from reactdrill.stats.result import Result
from reactdrill.stats.summary import Group, Summary
from reactdrill.stats.trials import Trial, from_records, hit_times_ms

SIMULATED = "SIMULATED: a program was the athlete"
SHOWN_ELSEWHERE = ("times",)
_OUTCOMES = (
    ("hits", "Hits"),
    ("misses", "Missed: no answer in time"),
    ("wrong_targets", "Wrong target"),
    ("false_starts", "False starts"),
    ("commissions", "Answered where waiting was right"),
    ("correct_rejections", "Rightly held back"),
    ("stopped", "Stopped in time"),
    ("stop_failed", "Did not stop"),
    ("completed", "Completed"),
)
_ASIDE = (
    ("practice", "Practice trials, not counted"),
    ("catch_trials", "Catch trials, without a cue"),
    ("catch_responses", "of these answered all the same"),
    ("aborted", "Interrupted attempts"),
    ("marked_bad", "Attempts marked bad, not counted"),
    ("strays", "Presses outside any trial"),
)


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
    counts: tuple[Count, ...]
    aside: tuple[tuple[str, int], ...]
    figures: tuple[Figure, ...]
    map: Map | None
    groups: tuple[tuple[str, tuple[Group, ...]], ...]
    tables: tuple[Table, ...]
    not_told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """The whole report of a run."""

    title: str
    drill: str
    athlete: str
    day: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    summary: str
    lanes: tuple[LanePage, ...]
    timing_word: str
    timing_sentence: str
    timing_lines: tuple[str, ...]
    checklist: tuple[tuple[str, str, bool], ...]
    entries: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...]
    simulated: bool


def run_page(log: RunLog, notes: Notes, labels: Mapping[str, str] | None = None) -> RunPage:
    """Gather the report of a run; `labels`: from codes to the names to show."""
    header = log.header
    whose = names_of(log, notes, labels)
    slow = find_spec("scipy") is not None
    summaries = {each.lane: each for each in summaries_of(log, notes)}
    families = families_of(log, notes, slow=slow)
    drill = drill_in(header.drill.text)
    timing = timing_of(log)
    bad = notes.bad_trials(log.trials).keys()
    several = len(summaries) > 1
    lanes = tuple(
        _lane(
            f"lane{number}",
            summary,
            from_records((one for one in log.trials if one.lane == lane), bad),
            families.get(lane, ()),
            drill,
            shown=f"{lane}: {whose.get(lane, GUEST)}" if several else "",
        )
        for number, (lane, summary) in enumerate(summaries.items(), start=1)
    )
    told = {result.family for results in families.values() for result in results}
    return RunPage(
        title=f"{header.drill.title or header.drill.name}, {header.started_utc[:10]}",
        drill=header.drill.title or header.drill.name,
        athlete=", ".join(dict.fromkeys(whose.values())) or header.athlete,
        day=f"{header.started_utc[:16].replace('T', ' ')} UTC",
        facts=_facts(log),
        warnings=warnings_of(log, notes),
        summary="" if drill is None else drill.text.summary,
        lanes=lanes,
        timing_word=timing.word,
        timing_sentence=timing.sentence,
        timing_lines=timing_lines(timing),
        checklist=tuple((place.words(), line, seen) for (line, place), seen in ticked(notes).items()),
        entries=_entries(notes, drill),
        notes=tuple(str(each.value) for each in notes.standing if each.type == NOTE),
        definitions=definitions(sorted({"times", *told})),
        sources=() if drill is None else tuple(each.text for each in drill.sources if each.marker == "S"),
        simulated=header.simulated,
    )


def names_of(log: RunLog, notes: Notes, labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """From each lane to what its athlete is called."""
    known = labels or {}
    return {lane: known.get(code, code) for lane, code in athletes_of(log.header, notes).items()}


def drill_in(text: str) -> Drill | None:
    """The drill that a journal keeps; None where it keeps none that this version understands."""
    try:
        return validate(Drill, parse_toml(text, "drill", DrillFileError))[0] if text else None
    except DrillFileError:
        return None


def _facts(log: RunLog) -> tuple[tuple[str, str], ...]:
    header = log.header
    station = header.station.get("name") if isinstance(header.station, dict) else None
    facts = (
        ("Drill", f"{header.drill.name}, version {header.drill.version}"),
        ("Response mode", {"sensor": "timed by a device", "observer": "timed by a coach", "cue_only": "cues only"}[header.mode]),
        ("Station", "" if station is None else str(station)),
        ("Run", header.run[:12]),
    )  # fmt: skip
    return tuple((name, value) for name, value in facts if value)


def warnings_of(log: RunLog, notes: Notes) -> tuple[str, ...]:
    """What must not be overlooked about a run."""
    found = [SIMULATED] if log.header.simulated else []
    if log.end is None:
        found.append("the run was interrupted: what was finished is shown")
    if notes.run_bad is not None:
        found.append(f"marked bad: {notes.run_bad}")
    return (*found, *([log.header.note] if log.header.note else []))


def _entries(notes: Notes, drill: Drill | None) -> tuple[tuple[str, str, str], ...]:
    known = (
        {} if drill is None or drill.observer is None else {one.name: one for one in drill.observer.entries}
    )
    return tuple(
        (
            place.words(),
            known[name].title if name in known else name.replace("-", " "),
            f"{value:g} {known[name].unit if name in known else ''}".strip(),
        )
        for (name, place), value in entered(notes).items()
    )


def _lane(
    name: str,
    summary: Summary,
    trials: Sequence[Trial],
    told: Sequence[Result],
    drill: Drill | None,
    *,
    shown: str,
) -> LanePage:
    by = {result.family: result for result in told}
    figures = (
        ("Trial by trial", trial_figures.strip(f"{name}-strip", trials, summary.rt.median_ms.value, summary.rt.interval_ms)),
        ("Distribution", trial_figures.distribution(f"{name}-spread", trials, by.get("ex-gaussian"))),
        ("Effect of the wait", trial_figures.waits(f"{name}-waits", trials, by.get("foreperiod"))),
        ("Over the run", trial_figures.course(f"{name}-course", trials, by.get("fatigue"))),
    )  # fmt: skip
    hits, foreseen = len(hit_times_ms(trials)), any(trial.foreseen for trial in trials)
    return LanePage(
        name=shown,
        **headline_of(summary, foreseen=foreseen),
        facts=_spread(summary, foreseen=foreseen),
        counts=_counts(summary),
        aside=tuple((words, getattr(summary, each)) for each, words in _ASIDE if getattr(summary, each)),
        figures=tuple(
            Figure(title, str(svg), _note(title, hits, by.get("ex-gaussian"))) for title, svg in figures if svg is not None
        ),
        map=None if drill is None else target_map(f"{name}-map", drill, summary.per_target),
        groups=tuple(
            (title, groups)
            for title, groups in (
                ("Target", summary.per_target), ("Condition", summary.per_condition),
                ("Side", summary.per_side), ("Set", summary.per_set),
            )
            if len(groups) > 1 and any(_tells(each) for each in groups)
        ),
        tables=tuple(table_of(each) for each in told if each.family not in SHOWN_ELSEWHERE and _says(each)),
        not_told=tuple(f"{each.title}: {each.figures[0].reason}" for each in told if each.figures and not _says(each)),
    )  # fmt: skip


def _tells(group: Group) -> bool:
    return group.rt.median_ms.value is not None or group.accuracy.value is not None


def _says(result: Result) -> bool:
    return any(each.value is not None for each in result.figures) or bool(result.labels)


def _note(title: str, hits: int, fitted: Result | None) -> str:
    if title != "Distribution":
        return ""
    if hits < FEWEST_FOR_A_FIT:
        return f"A curve is fitted from {FEWEST_FOR_A_FIT} hits on; here are {hits}."
    if fitted is None or fitted["mu_ms"].value is None:
        return "" if fitted is None else f"No curve: {fitted['mu_ms'].reason}."
    rough = ", roughly" if fitted["mu_ms"].remark else ""
    mu, sigma, tau = (digits(fitted[each].value) for each in ("mu_ms", "sigma_ms", "tau_ms"))
    return f"Curve: ex-Gaussian{rough}, mu {mu}, sigma {sigma}, tau {tau} ms."


def headline_of(summary: Summary, *, foreseen: bool = False) -> dict[str, str]:
    """The one number that leads: the median of what the run timed, else the share that was right.

    `foreseen`: times count from a moment that can be foreseen, and may be below zero.
    """
    spread = summary.rt
    if spread.median_ms.value is not None:
        rough = " (rough: fewer than ten hits)" if spread.interval_ms.small else ""
        between = limits(spread.interval_ms)
        return {
            "headline": digits(spread.median_ms.value),
            "unit": "ms",
            "caption": f"median {'timing error' if foreseen else 'reaction time'} of {spread.n} hits"
            + ("; below zero is too early" if foreseen else ""),
            "limits": f"95 % interval {between} ms{rough}" if between else spread.interval_ms.reason or "",
        }
    done = summary.completion
    if done.median_ms.value is not None:
        caption = f"median time to completion, {done.n} trials, by the coach's press: not a reaction time"
        return {"headline": digits(done.median_ms.value), "unit": "ms", "caption": caption, "limits": ""}
    if summary.accuracy.value is not None:
        caption = f"of {summary.counts.presented} trials were right"
        return {
            "headline": f"{100 * summary.accuracy.value:.0f}",
            "unit": "%",
            "caption": caption,
            "limits": "",
        }
    caption = f"trials done; {summary.rt.median_ms.reason}"
    return {"headline": str(summary.counts.presented), "unit": "", "caption": caption, "limits": ""}


def _spread(summary: Summary, *, foreseen: bool) -> tuple[tuple[str, str], ...]:
    rt = summary.rt
    if not rt.n:
        return ()
    accuracy = summary.accuracy.value
    lapses = summary.lapses.value
    facts = (
        ("Middle half", f"{digits(rt.q1_ms.value)} to {digits(rt.q3_ms.value)} ms"),
        ("Earliest, latest" if foreseen else "Fastest, slowest", f"{digits(rt.min_ms.value)}, {digits(rt.max_ms.value)} ms"),
        ("Mean ± SD", f"{digits(rt.mean_ms.value)} ± {digits(rt.sd_ms.value)} ms"),
        ("Response speed", "" if rt.speed_per_s.value is None else f"{digits(rt.speed_per_s.value)} a second"),
        ("Accuracy", MISSING if accuracy is None else f"{100 * accuracy:.0f} %"),
        ("Lapses", "" if lapses is None else f"{lapses:.0f} (from {digits(summary.lapse_threshold_ms)} ms)"),
        ("Movement time", "" if not summary.movement.n else f"{digits(summary.movement.median_ms.value)} ms"),
        ("Stamps within", "" if not summary.uncertainty_ms.value else f"±{digits(summary.uncertainty_ms.value)} ms"),
    )  # fmt: skip
    return tuple((name, value) for name, value in facts if value)


def _counts(summary: Summary) -> tuple[Count, ...]:
    counts = summary.counts
    return tuple(
        Count(words, count, 100 * count / counts.presented)
        for name, words in _OUTCOMES
        if (count := getattr(counts, name))
    )
