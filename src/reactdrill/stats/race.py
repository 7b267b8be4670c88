"""Who was first at cues that came to several athletes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reactdrill.stats.intervals import share_interval
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "race"
VERSION = 1
AT_ONCE_MS = 20.0
"""Cues whose onsets are no further apart came at once: a frame of a display."""
TIE_MS = 1.0

CONVENTIONS = (
    "a race: cues of different athletes that began within 20 ms of each other",
    "time: from the athlete's own cue to the last response that was needed",
    "won: the only hit, or the fastest by 1 ms or more; closer is a tie; without a hit nobody wins",
    "lead: how much the first was before the second, where both hit",
)


def race(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Races won by each lane, ties, and how close they were."""
    races = list(races_of(trials))
    lanes = sorted({trial.lane for trial in trials})
    winners = [winner(each) for each in races]
    leads = sorted(lead for each in races if (lead := lead_ms(each)) is not None)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="race",
        n=len(races),
        figures=(*_wins(lanes, winners), *_closeness(winners, leads)),
        conventions=CONVENTIONS,
    )


def races_of(trials: Sequence[Trial]) -> Iterator[list[Trial]]:
    """Trials of different lanes whose cues came at once, from the earliest on."""
    known = sorted(
        (trial for trial in trials if trial.at_ms is not None), key=lambda one: (one.at_ms or 0, one.lane)
    )
    while known:
        first = known[0].at_ms or 0.0
        group = [trial for trial in known if (trial.at_ms or 0.0) - first <= AT_ONCE_MS]
        known = known[len(group) :]
        if len(group) > 1 and len({trial.lane for trial in group}) == len(group):
            yield group


def winner(group: Sequence[Trial]) -> str | None:
    """The lane that won; empty for a tie, None when nobody hit."""
    times = _times(group)
    if not times:
        return None
    if len(times) > 1 and times[1][0] - times[0][0] < TIE_MS:
        return ""
    return times[0][1]


def lead_ms(group: Sequence[Trial]) -> float | None:
    """How much the first was before the second; None without two hits."""
    times = _times(group)
    return times[1][0] - times[0][0] if len(times) > 1 else None


def _times(group: Sequence[Trial]) -> list[tuple[float, str]]:
    """Times of the hits with their lanes, the fastest first."""
    done = ((trial.completed_ms or trial.rt_ms, trial.lane) for trial in group if trial.outcome == "hit")
    return sorted((time, lane) for time, lane in done if time is not None)


def _wins(lanes: Sequence[str], winners: Sequence[str | None]) -> tuple[Figure, ...]:
    names = [f"wins_of_{lane}_share" for lane in lanes]
    if not winners:
        return missing(names, needs(1, "cues that came to several at once"))
    return tuple(
        figure(name, won / len(winners), n=won, interval=share_interval(won, len(winners)))
        for name, lane in zip(names, lanes, strict=True)
        for won in (sum(each == lane and lane != "" for each in winners),)
    )


def _closeness(winners: Sequence[str | None], leads: Sequence[float]) -> tuple[Figure, ...]:
    lead = Value(float(np.median(leads))) if leads else Value.none(needs(1, "races with two hits"))
    return (
        Figure("ties_count", float(sum(each == "" for each in winners))),
        Figure("nobody_count", float(sum(each is None for each in winners))),
        figure("median_lead_ms", lead, n=len(leads)),
    )
