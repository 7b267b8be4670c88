"""The summaries of a run that was read from its journal."""

from __future__ import annotations

from reactdrill.results.annotations import Notes
from reactdrill.results.header import lapse_threshold_ns
from reactdrill.results.observations import numbers_for
from reactdrill.results.reader import RunLog
from reactdrill.results.stated import stated_in
from reactdrill.stats.result import Result
from reactdrill.stats.summary import Summary, lanes_of, summarise
from reactdrill.stats.telling import tell


def summaries_of(log: RunLog, notes: Notes) -> tuple[Summary, ...]:
    """The summary of each lane of a journal that was read."""
    return tuple(
        summarise(
            log.trials,
            log.strays,
            lane=lane,
            bad=notes.bad_trials(log.trials).keys(),
            simulated=log.header.simulated,
            lapse_ns=lapse_threshold_ns(log.plan),
        )
        for lane in lanes_of(log.trials)
    )


def families_of(log: RunLog, notes: Notes, *, slow: bool = False) -> dict[str, tuple[Result, ...]]:
    """What the families that fit a journal say of it, by lane; `slow`: those that load a slow library too."""
    bad = notes.bad_trials(log.trials).keys()
    stated = stated_in(log.header.drill.text)
    return tell(
        log.trials,
        bad=bad,
        lapse_ns=lapse_threshold_ns(log.plan),
        score=stated.score,
        entered=numbers_for(notes, stated.score),
        slow=slow,
        no_repeat=stated.no_repeat,
    )
