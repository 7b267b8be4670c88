"""The columns of the exported tables: name, meaning, unit, levels, and how each is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reactdrill.engine.events import CueEnded
from reactdrill.engine.record import CueRecord, ResponseRecord, TrialRecord
from reactdrill.results.annotations import Notes, TrialKey
from reactdrill.results.lines import to_json
from reactdrill.results.quality import timing_of_trial
from reactdrill.results.reader import RunLog
from reactdrill.results.whose import athlete_of
from reactdrill.stats.summary import target_of

Cell = str | int | bool | None

OUTCOMES = {
    "hit": "the right response in time",
    "wrong_target": "a response at another target ended the trial",
    "miss": "no response in time",
    "false_start": "a response before the cue, or too soon after it to be one",
    "commission": "a response to a cue that wanted none",
    "correct_rejection": "no response to a cue that wanted none, or to no cue",
    "stopped": "no response after a stop signal",
    "stop_failed": "a response in spite of a stop signal",
    "completed": "done in a response mode that is not timed as a reaction",
    "aborted": "interrupted; the attempt does not count",
}
VERDICTS = {
    "correct": "completed the trial",
    "part": "one of several that were wanted",
    "departure": "left the home target",
    "wrong": "at another target",
    "early": "before the cue, or too soon after it to be one",
    "commission": "none was wanted",
    "held": "of a control that was down already",
    "extra": "after the outcome was decided, or at a target already done",
    "observed": "the coach's press",
    "stray": "belongs to no open trial: the column reason says why",
    "": "not listened to, such as a release",
}
_COUNTED = frozenset({"correct", "part", "departure", "wrong", "early", "commission", "observed"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RunContext:
    """A run with its annotations, as the columns read it."""

    log: RunLog
    notes: Notes

    @cached_property
    def bad(self) -> Mapping[TrialKey, str]:
        """The attempts that are marked bad."""
        return self.notes.bad_trials(self.log.trials)

    @cached_property
    def references(self) -> Mapping[tuple[str, int], str]:
        """The step each trial's reaction time is counted from."""
        return {
            (lane.name, trial.index): trial.reference.step
            for lane in self.log.plan.lanes
            for trial in lane.trials
            if trial.reference is not None
        }

    def since_start(self, at_ns: int | None) -> str | None:
        """Milliseconds since the run's start."""
        started_ns = self.log.started_ns
        return None if at_ns is None or started_ns is None else ms_text(at_ns - started_ns)

    @cached_property
    def cue_ends(self) -> Mapping[tuple[str, int, int, str], int]:
        """When each cue went out, also when that was after its trial's record."""
        return {
            (event.lane, event.trial, event.attempt, event.step): event.at_ns
            for event in self.log.events
            if isinstance(event, CueEnded)
        }

    def reference_cue(self, trial: TrialRecord) -> CueRecord | None:
        """The cue a trial's reaction time is counted from."""
        step = self.references.get((trial.lane, trial.trial))
        return next((cue for cue in trial.cues if cue.step == step), None)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of trials."""

    name: str
    description: str
    cell: Callable[[RunContext, TrialRecord], Cell]
    unit: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict)


def ms_text(time_ns: int | None) -> str | None:
    """Nanoseconds as exact milliseconds: 1500000 is `1.5`. None stays None."""
    if time_ns is None:
        return None
    whole, part = divmod(abs(time_ns), 1_000_000)
    digits = f"{part:06}".rstrip("0")
    return f"{'-' if time_ns < 0 else ''}{whole}{f'.{digits}' if digits else ''}"


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def columns_for(context: RunContext) -> tuple[Column, ...]:
    """The columns of a run's trials: the fixed ones, then its variables and adaptive parameters."""
    trials = context.log.trials
    return (
        *_RUN,
        *_TRIAL,
        *_TIMES,
        *_CUE,
        *_RESPONSE,
        *map(_variable, sorted({name for trial in trials for name in trial.variables})),
        *_parameters(context),
    )


def _text(value: str | None) -> str | None:
    return None if value is None else safe_text(value)


def _joined(values: Iterable[str]) -> str:
    return safe_text(" ".join(values))


_RUN = (
    Column("run", "the run's id", lambda run, _: run.log.header.run),
    Column("drill", "name of the drill", lambda run, _: _text(run.log.header.drill.name)),
    Column("drill_version", "version of the drill file", lambda run, _: run.log.header.drill.version),
    Column("started_utc", "when the run began, UTC", lambda run, _: run.log.header.started_utc),
    Column(
        "origin",
        "how it was begun",
        lambda run, _: run.log.header.origin,
        levels={"play": "by a person", "demo": "as a demonstration", "replay": "from a script"},
    ),
    Column("simulated", "the athlete was a program", lambda run, _: run.log.header.simulated),
    Column(
        "athlete",
        "the athlete's code",
        lambda run, trial: _text(athlete_of(run.log.header, run.notes, trial.lane)),
    ),
    Column(
        "mode",
        "how responses came",
        lambda _, trial: trial.mode,
        levels={
            "sensor": "timed by a device",
            "observer": "a coach pressed when it was done: not a reaction time",
            "cue_only": "cues were given, nothing was timed",
        },
    ),
)

_TRIAL = (
    Column("lane", "the athlete's lane within the run", lambda _, trial: _text(trial.lane)),
    Column("set", "set, from 1 (the journal counts from 0)", lambda _, trial: trial.set + 1),
    Column("trial", "planned trial, from 1 (the journal counts from 0)", lambda _, trial: trial.trial + 1),
    Column("attempt", "attempt at the trial, from 1", lambda _, trial: trial.attempt),
    Column("side", "side the set trains", lambda _, trial: trial.side, levels={"left": "", "right": ""}),
    Column("condition", "condition as the drill names it", lambda _, trial: _text(trial.condition)),
    Column("practice", "a practice trial", lambda _, trial: trial.practice),
    Column("catch", "a catch trial: no cue came", lambda _, trial: trial.catch),
    Column("outcome", "what the attempt came to", lambda _, trial: trial.outcome, levels=OUTCOMES),
    Column("reason", "why it was aborted", lambda _, trial: _text(trial.reason)),
    Column(
        "marked_bad",
        "why a person marked the attempt or the run as bad; empty when nobody did",
        lambda run, trial: _text(run.bad.get((trial.lane, trial.trial, trial.attempt)) or run.notes.run_bad),
    ),
    Column("target", "where a response was wanted, or not to come", lambda _, trial: _text(target_of(trial))),
    Column("expected", "targets that counted, separated by spaces", lambda _, trial: _joined(trial.expected)),
    Column("errors", "responses at wrong targets", lambda _, trial: trial.errors, "count"),
    Column("early", "responses before the cue or too soon after it", lambda _, trial: trial.early, "count"),
    Column(
        "flags", "such as lapse or flash_delayed, separated by spaces", lambda _, trial: _joined(trial.flags)
    ),
)

_TIMES = (
    Column(
        "rt_ms",
        "reaction time: first scored response minus the reference; negative when it came before",
        lambda _, trial: ms_text(trial.rt_ns),
        "ms",
    ),
    Column(
        "rt_uncertainty_ms",
        "95 % half-width of rt_ms",
        lambda _, trial: ms_text(trial.rt_uncertainty_ns),
        "ms",
    ),
    Column(
        "timing",
        "how far software can be trusted with rt_ms, by the rule in docs/timing.md",
        lambda run, trial: timing_of_trial(trial, run.log.header),
        levels={
            "good": "within 1 ms and undisturbed",
            "fair": "within 5 ms, or something disturbed the trial",
            "poor": "less sure than 5 ms, or the machine slept",
        },
    ),
    Column(
        "movement_ms",
        "from leaving home to reaching the target",
        lambda _, trial: ms_text(trial.movement_ns),
        "ms",
    ),
    Column(
        "completed_ms",
        "from the reference to the last response that was needed; the coach's press in observer mode",
        lambda _, trial: ms_text(trial.completed_ns),
        "ms",
    ),
    Column("foreperiod_ms", "foreperiod as planned", lambda _, trial: ms_text(trial.foreperiod_ns), "ms"),
    Column(
        "foreperiod_achieved_ms",
        "from the trial's start to the reference cue's onset",
        lambda _, trial: ms_text(trial.foreperiod_achieved_ns),
        "ms",
    ),
    Column(
        "begin_ms", "the trial's start", lambda run, trial: run.since_start(trial.begin_ns), "ms since start"
    ),
    Column(
        "reference_ms",
        "the instant rt_ms counts from",
        lambda run, trial: run.since_start(trial.reference_ns),
        "ms since start",
    ),
    Column(
        "ended_ms", "the attempt's end", lambda run, trial: run.since_start(trial.ended_ns), "ms since start"
    ),
)


def _of_cue(read: Callable[[RunContext, CueRecord], Cell]) -> Callable[[RunContext, TrialRecord], Cell]:
    def cell(run: RunContext, trial: TrialRecord) -> Cell:
        cue = run.reference_cue(trial)
        return None if cue is None else read(run, cue)

    return cell


def _duration_ns(run: RunContext, trial: TrialRecord) -> int | None:
    cue = run.reference_cue(trial)
    if cue is None or cue.onset_ns is None:
        return None
    ended_ns = run.cue_ends.get((trial.lane, trial.trial, trial.attempt, cue.step))
    return None if ended_ns is None else ended_ns - cue.onset_ns


_CUE = (
    Column("cue", "step of the reference cue", _of_cue(lambda _, cue: _text(cue.step))),
    Column("cue_target", "its target", _of_cue(lambda _, cue: _text(cue.target))),
    Column("cue_channel", "where it was presented", _of_cue(lambda _, cue: cue.channel)),
    Column(
        "cue_requested_ms",
        "when the plan wanted it",
        _of_cue(lambda run, cue: run.since_start(cue.requested_ns)),
        "ms since start",
    ),
    Column(
        "cue_due_ms",
        "when it was asked for: later than wanted where too many flashes would have come together",
        _of_cue(lambda run, cue: run.since_start(cue.due_ns)),
        "ms since start",
    ),
    Column(
        "cue_onset_ms",
        "when it really began",
        _of_cue(lambda run, cue: run.since_start(cue.onset_ns)),
        "ms since start",
    ),
    Column(
        "cue_late_ms",
        "stamp of its onset, before calibration, minus when it was asked for",
        _of_cue(lambda _, cue: None if cue.raw_ns is None else ms_text(cue.raw_ns - cue.due_ns)),
        "ms",
    ),
    Column(
        "cue_duration_ms",
        "how long it really was to be seen or heard; empty where nothing told its end",
        lambda run, trial: ms_text(_duration_ns(run, trial)),
        "ms",
    ),
    Column("cue_source", "technique that stamped its onset", _of_cue(lambda _, cue: _text(cue.source))),
    Column(
        "cue_uncertainty_ms",
        "95 % half-width of its onset",
        _of_cue(lambda _, cue: ms_text(cue.uncertainty_ns)),
        "ms",
    ),
    Column("cues", "cues presented in the attempt", lambda _, trial: len(trial.cues), "count"),
)


def _of_response(read: Callable[[ResponseRecord], Cell]) -> Callable[[RunContext, TrialRecord], Cell]:
    def cell(_: RunContext, trial: TrialRecord) -> Cell:
        first = next((each for each in trial.responses if each.verdict in _COUNTED), None)
        return None if first is None else read(first)

    return cell


_RESPONSE = (
    Column(
        "response_target",
        "target of the first response that counted",
        _of_response(lambda one: _text(one.target)),
    ),
    Column("response_action", "press, release or tap", _of_response(lambda one: one.action)),
    Column(
        "response_verdict", "what it was taken for", _of_response(lambda one: one.verdict), levels=VERDICTS
    ),
    Column("response_device", "device it came from", _of_response(lambda one: _text(one.device))),
    Column("response_source", "technique that stamped it", _of_response(lambda one: _text(one.source))),
    Column(
        "response_uncertainty_ms",
        "95 % half-width of its stamp",
        _of_response(lambda one: ms_text(one.uncertainty_ns)),
        "ms",
    ),
    Column(
        "responses",
        "responses of the attempt; the second table lists each",
        lambda _, trial: len(trial.responses),
        "count",
    ),
)


def _variable(name: str) -> Column:
    def cell(_: RunContext, trial: TrialRecord) -> Cell:
        value = trial.variables.get(name)
        if value is None or isinstance(value, bool | int):
            return value
        return safe_text(value if isinstance(value, str) else to_json(value).decode())

    return Column(f"var_{name}", f"the drill's variable {name}", cell)


def _parameters(context: RunContext) -> Iterator[Column]:
    counts = {
        name
        for lane in context.log.header.plan.lanes
        for name, spec in lane.adaptive.items()
        if spec.unit == "count"
    }
    for name in sorted({name for trial in context.log.trials for name in trial.parameters}):
        yield _count(name) if name in counts else _parameter(name)


def _count(name: str) -> Column:
    return Column(f"param_{name}", f"the growing number {name}", lambda _, trial: trial.parameters.get(name))


def _parameter(name: str) -> Column:
    return Column(
        f"param_{name}_ms",
        f"the adaptive parameter {name}",
        lambda _, trial: ms_text(trial.parameters.get(name)),
        "ms",
    )
