"""The second exported table: every response that any device reported, and what it was taken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reactdrill.engine.events import Response
from reactdrill.results.columns import VERDICTS, Cell, RunContext, ms_text, safe_text
from reactdrill.results.reader import RunLog

RESPONSE_COLUMNS: dict[str, dict[str, object]] = {
    "run": {"description": "the run's id"},
    "number": {"description": "response of the run, from 1"},
    "at_ms": {"description": "its stamp, corrected by the calibration", "unit": "ms since start"},
    "lane": {"description": "lane it was taken in; empty when no lane wanted it"},
    "trial": {"description": "trial it was kept with, from 1"},
    "attempt": {"description": "attempt it was kept with, from 1"},
    "target": {"description": "target it came from"},
    "action": {
        "description": "what was done",
        "levels": {"press": "", "release": "", "tap": "no release follows"},
    },
    "verdict": {"description": "what it was taken for", "levels": VERDICTS},
    "reason": {"description": "why it is a stray"},
    "device": {"description": "device"},
    "control": {"description": "key, button or pad"},
    "source": {"description": "technique that stamped it"},
    "uncertainty_ms": {"description": "95 % half-width of at_ms", "unit": "ms"},
    "raw_ms": {"description": "the stamp before correction", "unit": "ms since start"},
    "correction_ms": {"description": "what the calibration took off or added", "unit": "ms"},
}


@dataclass(frozen=True, slots=True)
class _Use:
    """What a response was taken for, in one lane."""

    lane: str | None = None
    trial: int | None = None
    attempt: int | None = None
    verdict: str = ""
    reason: str | None = None


_Stamp = tuple[int, str, str, str]


def response_rows(context: RunContext) -> Iterator[list[Cell]]:
    """The rows of every response of a run, in order; two for one that two lanes took."""
    uses = _uses(context.log)
    responses = [event for event in context.log.events if isinstance(event, Response)]
    for number, one in enumerate(responses, start=1):
        for use in _taken(uses[one.at_ns, one.target, one.action, one.control]) or [_Use()]:
            yield _row(context, number, one, use)


def _row(context: RunContext, number: int, one: Response, use: _Use) -> list[Cell]:
    return [
        context.log.header.run,
        number,
        context.since_start(one.at_ns),
        safe_text(use.lane or ""),
        use.trial,
        use.attempt,
        safe_text(one.target),
        one.action,
        use.verdict,
        use.reason,
        safe_text(one.device),
        safe_text(one.control),
        safe_text(one.source),
        ms_text(one.uncertainty_ns),
        context.since_start(one.raw_ns),
        ms_text(one.correction_ns),
    ]


def _uses(log: RunLog) -> defaultdict[_Stamp, list[_Use]]:
    uses: defaultdict[_Stamp, list[_Use]] = defaultdict(list)
    for trial in log.trials:
        for one in trial.responses:
            use = _Use(trial.lane, trial.trial + 1, trial.attempt, one.verdict)
            uses[one.at_ns, one.target, one.action, one.control].append(use)
    for stray in log.strays:
        use = _Use(stray.lane, verdict="stray", reason=stray.reason)
        uses[stray.at_ns, stray.target, stray.action, stray.control].append(use)
    return uses


def _taken(left: list[_Use]) -> list[_Use]:
    """Take one use of each lane from those that are left: a doubled response was used once."""
    first = {use.lane: use for use in reversed(left)}
    taken = [use for use in left if first[use.lane] is use]
    for use in taken:
        left.remove(use)
    return taken
