"""The third exported table: every cue, whether anybody responded or not."""

from __future__ import annotations

from collections.abc import Iterator

from reactdrill.engine.record import CueRecord, TrialRecord
from reactdrill.results.columns import OUTCOMES, Cell, RunContext, ms_text, safe_text

CUE_COLUMNS: dict[str, dict[str, object]] = {
    "run": {"description": "the run's id"},
    "lane": {"description": "lane it was for"},
    "trial": {"description": "trial, from 1"},
    "attempt": {"description": "attempt at the trial, from 1"},
    "number": {"description": "cue of the attempt, from 1, in the plan's order"},
    "step": {"description": "its name in the plan"},
    "role": {
        "description": "what it stands for",
        "levels": {"go": "", "no_go": "", "stop": "", "distractor": "", "prime": ""},
    },
    "channel": {"description": "where it was presented"},
    "target": {"description": "target it points at, or stands at"},
    "reference": {"description": "the cue that rt_ms counts from"},
    "requested_ms": {"description": "when the plan wanted it", "unit": "ms since start"},
    "due_ms": {"description": "when it was asked for", "unit": "ms since start"},
    "onset_ms": {"description": "when it really began; empty: it never did", "unit": "ms since start"},
    "ended_ms": {"description": "when it went out; empty where nothing told", "unit": "ms since start"},
    "raw_ms": {"description": "the stamp of its onset before correction", "unit": "ms since start"},
    "correction_ms": {"description": "what the calibration took off or added", "unit": "ms"},
    "uncertainty_ms": {"description": "95 % half-width of onset_ms", "unit": "ms"},
    "source": {"description": "technique that stamped its onset"},
    "outcome": {"description": "what the attempt came to", "levels": OUTCOMES},
    "rt_ms": {
        "description": "reaction time of the attempt; in the row of its reference cue only",
        "unit": "ms",
    },
}


def cue_rows(context: RunContext) -> Iterator[list[Cell]]:
    """The rows of every cue of a run, in the order of its trials."""
    for trial in context.log.trials:
        for number, cue in enumerate(trial.cues, start=1):
            yield _row(context, trial, cue, number)


def _row(context: RunContext, trial: TrialRecord, cue: CueRecord, number: int) -> list[Cell]:
    counts = cue is context.reference_cue(trial)
    ended_ns = context.cue_ends.get((trial.lane, trial.trial, trial.attempt, cue.step))
    return [
        context.log.header.run,
        safe_text(trial.lane),
        trial.trial + 1,
        trial.attempt,
        number,
        safe_text(cue.step),
        cue.role,
        cue.channel,
        None if cue.target is None else safe_text(cue.target),
        counts,
        context.since_start(cue.requested_ns),
        context.since_start(cue.due_ns),
        context.since_start(cue.onset_ns),
        context.since_start(ended_ns),
        context.since_start(cue.raw_ns),
        ms_text(cue.correction_ns),
        ms_text(cue.uncertainty_ns),
        None if cue.source is None else safe_text(cue.source),
        trial.outcome,
        ms_text(trial.rt_ns) if counts else None,
    ]
