"""A trial as statistics see it: what records of runs and rows of tables from elsewhere have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reactdrill.engine.record import ERRORS, TrialRecord
from reactdrill.stats.summary import CORRECT, TrialKey, scored_trials, target_of
from reactdrill.stats.values import NS_PER_MS

Kind = Literal["go", "no_go", "stop"]

SAME = frozenset({"congruent", "same", "same-side", "agree", "compatible", "con"})
OTHER = frozenset({"incongruent", "different", "other-side", "disagree", "incompatible", "inc"})
"""Names of conditions in which a distractor agrees or disagrees with what counts."""

FEWEST_TAPS = 4
"""Answers of one trial that make a series."""
_LEAST_NS = 10_000
"""An adaptive value above zero and below this counts elements; no time is so short."""
_ALIKE = (("middle", "others"), ("side", "voice"))
"""Variables that agree or disagree where the condition's name does not say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One trial. Times in ms; None where nothing is known, never 0."""

    outcome: str
    """As in a `TrialRecord`; `hit` where a table says nothing of outcomes."""
    rt_ms: float | None = None
    """Of any response, wrong ones too; negative when it came before its reference."""
    kind: Kind = "go"
    condition: str = ""
    side: str | None = None
    """Side that the set trained."""
    stance: str | None = None
    """Side of the leg that was stood on."""
    limb: str | None = None
    """Side of the limb that answered."""
    target: str | None = None
    foreperiod_ms: float | None = None
    at_ms: float | None = None
    """When it was, on any clock of its run."""
    movement_ms: float | None = None
    completed_ms: float | None = None
    delay_ms: float | None = None
    """Of the stop signal after the go signal."""
    level_ms: float | None = None
    """Of the adaptive value it used."""
    interval_ms: float | None = None
    """The beat that was to be kept."""
    taps_ms: tuple[float, ...] = ()
    """Of a trial that is a series of taps: when each came, on the clock of `at_ms`."""
    clicks_ms: tuple[float, ...] = ()
    """When the clicks came that such a series begins with."""
    alternatives: int | None = None
    """How many there were to choose from: the different answers that its set asks for, where a run is read."""
    no_repeat: bool = False
    """No alternative followed itself in its set, by rule: there was one less to choose from."""
    length: int | None = None
    """How long a sequence was to be reproduced."""
    foreseen: bool = False
    """Its time counts from a moment that can be foreseen, and not from a cue."""
    early: int = 0
    """Responses before the cue or too soon after it."""
    athlete: str = ""
    session: str = ""
    lane: str = ""
    number: int = 0
    """Its place in the plan."""
    set: int = 0
    place: int = 0
    """Its place in its set, from 1."""

    @property
    def right(self) -> bool:
        """Whether the outcome is a right one."""
        return self.outcome in CORRECT

    @property
    def wrong(self) -> bool:
        """Whether the outcome is an error; time-outs and false starts are."""
        return self.outcome in ERRORS


def from_records(
    records: Iterable[TrialRecord],
    bad: Collection[TrialKey] = (),
    *,
    athlete: str = "",
    session: str = "",
    no_repeat: bool = False,
) -> list[Trial]:
    """The trials of records that count: not aborted, not practice, not catch, not marked bad; in order of time.

    `athlete`, `session`: whose they are and of which run, for trials of several together. `no_repeat`: the drill
    lets no alternative follow itself.
    """
    known = list(records)
    scored = sorted(scored_trials(known, bad), key=lambda record: record.ended_ns)
    kinds = kinds_of((record.condition, _shown(record)) for record in scored)
    sets = _sets(known)
    trials = []
    for each in scored:
        within = sets[each.lane, each.set]
        one_less = no_repeat and not within.repeats
        trials.append(
            replace(_trial(each, kinds, within), athlete=athlete, session=session, no_repeat=one_less)
        )
    return trials


def hit_times_ms(trials: Iterable[Trial]) -> list[float]:
    """The reaction times of hits."""
    return [trial.rt_ms for trial in trials if trial.outcome == "hit" and trial.rt_ms is not None]


def by_condition(trials: Sequence[Trial]) -> dict[str, list[Trial]]:
    """Trials by condition, in alphabetical order of the names; those without a name are left out."""
    names = sorted({trial.condition for trial in trials if trial.condition})
    return {name: [trial for trial in trials if trial.condition == name] for name in names}


def side_in(words: object) -> str | None:
    """The side that words such as `left leg` name; None where they name none."""
    if words is None:
        return None
    named = [side for side in ("left", "right") if side in str(words).casefold().split()]
    return named[0] if len(named) == 1 else None


def kinds_of(outcomes: Iterable[tuple[str, str]]) -> dict[str, Kind]:
    """What kind of trial a condition stands for, learned from its outcomes: pairs of condition and outcome."""
    kinds: dict[str, Kind] = {}
    for condition, outcome in outcomes:
        if outcome in ("stopped", "stop_failed"):
            kinds[condition] = "stop"
        elif outcome in ("commission", "correct_rejection"):
            kinds.setdefault(condition, "no_go")
    return kinds


@dataclass(frozen=True, slots=True)
class _Set:
    """What all trials of a set have in common."""

    first: int
    """The number of its first trial."""
    alternatives: int | None
    """How many different answers its trials want; None: none wants one."""
    repeats: bool
    """Whether one of them was wanted twice in a row."""


def _sets(records: Iterable[TrialRecord]) -> dict[tuple[str, int], _Set]:
    """Of each set of each lane, whatever became of its trials."""
    groups: dict[tuple[str, int], list[TrialRecord]] = {}
    for record in records:
        groups.setdefault((record.lane, record.set), []).append(record)
    return {key: _set_of(group) for key, group in groups.items()}


def _set_of(records: Sequence[TrialRecord]) -> _Set:
    wanted = {record.trial: record.expected for record in records if record.expected}
    repeats = any(wanted.get(number + 1) == answer for number, answer in wanted.items())
    return _Set(min(record.trial for record in records), len(set(wanted.values())) or None, repeats)


def _shown(record: TrialRecord) -> str:
    """The outcome, or that there was a stop signal, whatever came of it."""
    return "stop_failed" if any(cue.role == "stop" for cue in record.cues) else record.outcome


def _trial(record: TrialRecord, kinds: Mapping[str, Kind], within: _Set) -> Trial:
    kind = kinds.get(record.condition, "go")
    at_ns = record.ended_ns if record.reference_ns is None else record.reference_ns
    beat = record.variables.get("beat")
    taps_ms = _taps_ms(record) if beat else ()
    return Trial(
        outcome=record.outcome,
        rt_ms=_ms(record.rt_ns),
        kind=kind,
        condition=_condition(record),
        side=record.side,
        stance=side_in(record.variables.get("stance")),
        limb=side_in(record.variables.get("limb")),
        target=target_of(record),
        foreperiod_ms=_foreperiod_ms(record),
        at_ms=_ms(at_ns),
        movement_ms=_ms(record.movement_ns),
        completed_ms=_ms(record.completed_ns),
        delay_ms=_delay_ms(record) if kind == "stop" else None,
        level_ms=_ms(_parameter(record, counted=False)),
        interval_ms=float(beat) if isinstance(beat, int | float) else None,
        taps_ms=taps_ms,
        clicks_ms=tuple(cue.onset_ns / NS_PER_MS for cue in record.cues if cue.onset_ns) if taps_ms else (),
        alternatives=_alternatives(record, within),
        length=_parameter(record, counted=True),
        foreseen=_is_foreseen(record),
        early=record.early,
        lane=record.lane,
        number=record.trial,
        set=record.set,
        place=record.trial - within.first + 1,
    )


def _condition(record: TrialRecord) -> str:
    """The condition's name, or whether its distractor agrees where the drill only varies the two."""
    values = record.variables
    for one, other in _ALIKE:
        if record.condition not in SAME | OTHER and one in values and other in values:
            return "congruent" if values[one] == values[other] else "incongruent"
    return record.condition


def _alternatives(record: TrialRecord, within: _Set) -> int | None:
    """As the drill's variable `alternatives` says, else as many answers as the set asks for."""
    said = record.variables.get("alternatives")
    return said if isinstance(said, int) and said > 0 else within.alternatives


def _taps_ms(record: TrialRecord) -> tuple[float, ...]:
    """The answers of a trial that asked for a series of them."""
    found = tuple(one.at_ns / NS_PER_MS for one in record.responses if one.verdict in ("part", "correct"))
    return found if len(found) >= FEWEST_TAPS else ()


def _is_foreseen(record: TrialRecord) -> bool:
    onsets = {cue.onset_ns for cue in record.cues}
    return record.reference_ns is not None and record.reference_ns not in onsets


def _foreperiod_ms(record: TrialRecord) -> float | None:
    achieved_ns = record.foreperiod_achieved_ns
    return _ms(record.foreperiod_ns if achieved_ns is None else achieved_ns)


def _delay_ms(record: TrialRecord) -> float | None:
    """From the go signal to the stop signal: as achieved, and as planned where it never came."""
    stop = next((cue for cue in record.cues if cue.role == "stop"), None)
    if stop is not None and stop.onset_ns is not None and record.reference_ns is not None:
        return _ms(stop.onset_ns - record.reference_ns)
    return _ms(_parameter(record, counted=False))


def _parameter(record: TrialRecord, *, counted: bool) -> int | None:
    """The adaptive value that a trial used when it used one of the kind: a number of elements, or a time in ns."""
    values = [value for value in record.parameters.values() if (0 < value < _LEAST_NS) == counted]
    return values[0] if len(values) == 1 else None


def _ms(time_ns: int | None) -> float | None:
    return None if time_ns is None else time_ns / NS_PER_MS
