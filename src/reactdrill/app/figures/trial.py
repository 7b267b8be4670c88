"""One trial of a run in a few words: `12 · Left · 312 ms · Hit`."""

from __future__ import annotations

from collections.abc import Mapping

from reactdrill.app.figures.lane import time_ms
from reactdrill.app.figures.words import listed, milliseconds, name_words
from reactdrill.engine.record import TrialRecord
from reactdrill.i18n import TextTable
from reactdrill.stats.summary import ANY_TARGET, target_of

OUTCOME_NAMES: Mapping[str, str] = TextTable(
    {
        "hit": "Hit",
        "wrong_target": "Wrong",
        "miss": "Miss",
        "false_start": "False start",
        "commission": "Not held back",
        "correct_rejection": "Held back",
        "stopped": "Stopped",
        "stop_failed": "Not stopped",
        "completed": "Done",
        "aborted": "Interrupted",
    }
)


def trial_words(record: TrialRecord) -> str:
    """Number from 1, target, time and outcome, as far as there are any."""
    target, time = target_of(record), time_ms(record)
    parts = (
        str(record.trial + 1),
        "" if target in (None, ANY_TARGET) else name_words(target),
        "" if time is None else milliseconds(time),
        OUTCOME_NAMES[record.outcome],
    )
    return listed(parts)
