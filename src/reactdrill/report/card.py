"""What the picture of a run says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.draw.card import Card, Dot
from reactdrill.errors import UsageError
from reactdrill.i18n import Texts, tr
from reactdrill.report.labels import MISSING, between, moment, percent
from reactdrill.report.lane_part import headline_of
from reactdrill.report.run_page import names_of, warnings_of
from reactdrill.results.annotations import Notes
from reactdrill.results.quality import timing_of
from reactdrill.results.reader import RunLog
from reactdrill.results.summaries import summaries_of
from reactdrill.results.titles import said_title
from reactdrill.results.whose import athlete_of
from reactdrill.stats.summary import Summary
from reactdrill.stats.trials import Trial, from_records


class Words(Texts):
    """Everything that the picture says of itself."""

    OF_LANE = "{who}, lane {lane}"
    DAY = "{moment} UTC"
    STRIP = "every trial in order; the line is the median"
    SIMULATED = "SIMULATED"
    FOOT = "reactdrill. Times of a drill, no medical statement."
    RIGHT = "Right answers"
    MIDDLE = "Middle half of the times"
    SPAN = "{span} ms"
    ERRORS = "Missed, wrong, too early"
    TIMING = "Timing"


MOST_DOTS = 120
"""The latest trials, where there are more."""
_LOOKS = {
    "hit": ("circle", "sky"),
    "wrong_target": ("diamond", "orange"),
    "commission": ("square", "purple"),
    "stop_failed": ("square", "purple"),
    "miss": ("cross", "purple"),
    "false_start": ("triangle", "yellow"),
}


def card_of(
    log: RunLog, notes: Notes, labels: Mapping[str, str] | None = None, *, lane: str | None = None
) -> Card | None:
    """The picture of one lane of a run, the first where none is named; None where no trial of it was finished.

    `labels`: from codes to names. Raises `UsageError` when the run has no such lane.
    """
    if lane is not None and all(each.name != lane for each in log.plan.lanes):
        known = ", ".join(each.name for each in log.plan.lanes)
        raise UsageError(f"the run has no lane {lane!r}; its lanes: {known}")
    summaries = summaries_of(log, notes)
    summary = next((each for each in summaries if lane in (None, each.lane)), None)
    if summary is None:
        return None
    header = log.header
    bad = notes.bad_trials(log.trials).keys()
    trials = from_records((one for one in log.trials if one.lane == summary.lane), bad)[-MOST_DOTS:]
    dots, middle = _dots(trials, summary.rt.median_ms.value)
    warnings = warnings_of(log, notes)
    whose = names_of(log, notes, labels).get(summary.lane, header.athlete)
    return Card(
        title=said_title(header.drill) or header.drill.name,
        code=athlete_of(header, notes, summary.lane),
        who=whose if len(summaries) == 1 else Words.OF_LANE.format(who=whose, lane=summary.lane),
        day=Words.DAY.format(moment=moment(header.started_utc)),
        **headline_of(summary, foreseen=any(trial.foreseen for trial in trials)),
        facts=_facts(summary, timing_of(log).word),
        dots=dots,
        middle=middle,
        strip_words=Words.STRIP if dots else "",
        warning=Words.SIMULATED if header.simulated else next(iter(warnings), ""),
        foot=Words.FOOT,
    )


def _facts(summary: Summary, timing: str) -> tuple[tuple[str, str], ...]:
    accuracy, rt = summary.accuracy.value, summary.rt
    wrong = summary.counts.wrong_targets + summary.counts.commissions + summary.counts.stop_failed
    middle = (
        MISSING if rt.q1_ms.value is None else Words.SPAN.format(span=between(rt.q1_ms.value, rt.q3_ms.value))
    )
    return (
        (Words.RIGHT, MISSING if accuracy is None else percent(accuracy)),
        (Words.MIDDLE, middle),
        (Words.ERRORS, f"{summary.counts.misses}, {wrong}, {summary.counts.false_starts}"),
        (Words.TIMING, tr(timing)),
    )


def _dots(trials: Sequence[Trial], middle_ms: float | None) -> tuple[tuple[Dot, ...], float | None]:
    """The trials as marks: slow ones are high, missed ones at the top, false starts at the bottom."""
    times = [trial.rt_ms for trial in trials if trial.rt_ms is not None and trial.outcome != "false_start"]
    if middle_ms is None or not times:
        return (), None
    low, high = (
        min(times),
        max(min(max(times), max(2.5 * middle_ms, sorted(times)[int(0.9 * (len(times) - 1))])), middle_ms + 1),
    )
    wide = max(high - low, 1.0)

    def height(trial: Trial) -> float:
        if trial.outcome == "false_start":
            return 0.0
        return 1.0 if trial.rt_ms is None else 0.1 + 0.75 * (trial.rt_ms - low) / wide

    shown = [trial for trial in trials if trial.outcome in _LOOKS]
    dots = tuple(
        Dot(*_LOOKS[trial.outcome], min(height(trial), 0.93) if trial.rt_ms is not None else height(trial))
        for trial in shown
    )
    return dots, 0.1 + 0.75 * (middle_ms - low) / wide
