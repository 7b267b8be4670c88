"""Scores a run as if the station had been calibrated otherwise: a result of its own, beside the journal.

Stamps are moved from what the run's own calibration made of them to what another makes of the same raw ones, put in
their new order, and scored by the engine: every threshold sees the corrected times. What was presented stays as it
was: the values that staircases had asked for, and where sets that end by hits or strikes had ended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

import orjson

from reactdrill.devices.keyboard import FOCUS, PAUSED
from reactdrill.drill.trial import LanePlan, PlannedSet, PlannedTrial
from reactdrill.engine.adaptive import Adaptive
from reactdrill.engine.commands import Record, Stray
from reactdrill.engine.correction import UNCORRECTED, Correction
from reactdrill.engine.events import (
    CueEnded,
    CueShown,
    DeviceBack,
    DeviceLost,
    Event,
    Pause,
    Response,
    Tick,
    TimingNote,
)
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.engine.uncertainty import remaining_uncertainty_ns
from reactdrill.errors import JournalError
from reactdrill.results.disk import create_private
from reactdrill.results.header import software_versions
from reactdrill.results.lines import encode_line, to_json
from reactdrill.results.measured_parts import SELF_TIMED
from reactdrill.results.reader import RunLog
from reactdrill.results.rescore import last_ns
from reactdrill.station.calibration.entry import KEYBOARD
from reactdrill.station.calibration.inforce import NOT_CALIBRATED, Calibration
from reactdrill.station.folders import advice, reason

FORMAT = 1
"""Of derived files."""

_by_stamp = attrgetter("at_ns")


@dataclass(frozen=True, slots=True)
class Derived:
    """A run's results under another calibration."""

    head: bytes
    """The first line: from which journal and with which calibration."""
    lines: tuple[bytes, ...]
    """Trial and stray lines, in order, each with its newline; with the run's own calibration they are the journal's."""
    changes: tuple[str, ...]
    """Attempts whose outcome is another one, in words."""
    label: str
    """The calibration in a file's name: `none`, or the beginning of its hash."""

    @property
    def data(self) -> bytes:
        """The whole file."""
        return self.head + b"".join(self.lines)


def derive(log: RunLog, chosen: Calibration) -> Derived:
    """Score a run again with other corrections than its own.

    Raises `JournalError` when a program was the athlete, when the run's own calibration cannot be read, or when the
    events cannot have come from a run of this plan.
    """
    if log.header.simulated:
        raise JournalError(log.path, "a program was the athlete: no latency is in its times")
    try:
        own = Calibration.from_header(log.header.calibration)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise JournalError(
            log.path, f"its calibration cannot be read ({error!r})", "update reactdrill"
        ) from error
    try:
        results = tuple(_scored(log, own, chosen))
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        problem = f"its events do not fit its plan ({type(error).__name__}: {error})"
        raise JournalError(
            log.path, problem, "the journal has been changed by hand, or is damaged"
        ) from error
    trials = [each for each in results if isinstance(each, TrialRecord)]
    return Derived(
        _head(log, chosen),
        tuple(encode_line(each) for each in results),
        tuple(_changes(log.trials, trials)),
        _label(chosen),
    )


def derived_path(log: RunLog, derived: Derived) -> Path:
    """Where a derived result stands: beside its journal, named by its calibration."""
    stem = log.path.name.removesuffix(".jsonl")
    return log.path.with_name(f"{stem}.rescored-{derived.label}.ndjson")


def write_derived(path: Path, derived: Derived) -> bool:
    """Write a derived result; False when the very same stands there already.

    Nothing is ever overwritten: raises `JournalError` when something else stands there, or it cannot be written.
    """
    try:
        create_private(path, derived.data)
    except FileExistsError as error:
        if path.is_file() and path.read_bytes() == derived.data:
            return False
        raise JournalError(path, "is there already and holds something else", "name another file") from error
    except OSError as error:
        raise JournalError(path, f"cannot be written ({reason(error)})", advice(error)) from error
    return True


# ---- moving stamps


class _Move:
    """From what one calibration made of a run's stamps to what another makes of them."""

    def __init__(self, log: RunLog, own: Calibration, chosen: Calibration) -> None:
        self._own = own
        self._chosen = chosen
        self._names = {
            each["name"]: str(each.get("model", "")) for each in log.header.devices if "name" in each
        }
        self._channels = {
            (lane.name, trial.index, step.id): step.channel
            for lane in log.plan.lanes
            for trial in lane.trials
            for step in trial.steps
        }
        self._elsewhere: set[tuple[str, int, int, str]] = set()

    @property
    def farthest_ns(self) -> int:
        """No stamp moves by more."""
        both = (self._own, self._chosen)
        corrections = [each.cue(channel).ns for each in both for channel in ("screen", "sound")]
        corrections += [each.ns for one in both for each in one.inputs.values()]
        return 2 * max(map(abs, corrections))

    def event(self, event: Event) -> Event:
        """The event with its other stamp."""
        if isinstance(event, CueShown):
            if event.source in SELF_TIMED:
                self._elsewhere.add((event.lane, event.trial, event.attempt, event.step))
                return event
            return _moved(event, *self._of_cue(event))
        if isinstance(event, Response):
            return _moved(event, *self._of_input(event.device))
        return self._without_raw_stamp(event)

    def _without_raw_stamp(self, event: Event) -> Event:
        """What a device tells besides stays in its order among its stamps."""
        if isinstance(event, CueEnded) or (isinstance(event, TimingNote) and event.step is not None):
            if (event.lane, event.trial, event.attempt, event.step) in self._elsewhere:
                return event
            before, after = self._of_cue(event)
        elif isinstance(event, DeviceLost | DeviceBack):
            before, after = self._of_input(event.device)
        elif isinstance(event, Pause) and event.reason in (PAUSED, FOCUS):
            before, after = self._of_input(KEYBOARD)
        else:
            return event
        return replace(event, at_ns=event.at_ns + after.ns - before.ns)

    def _of_cue(self, event: CueShown | CueEnded | TimingNote) -> tuple[Correction, Correction]:
        channel = self._channels[event.lane, event.trial, event.step]  # type: ignore[index]
        return self._own.cue(channel), self._chosen.cue(channel)

    def _of_input(self, device: str) -> tuple[Correction, Correction]:
        name = KEYBOARD if device.startswith(KEYBOARD) else self._names.get(device, "")
        return self._own.inputs.get(name, UNCORRECTED), self._chosen.inputs.get(name, UNCORRECTED)


def _moved(event: CueShown | Response, before: Correction, after: Correction) -> Event:
    """What else stands in a correction (a sound's own silence, the mixer's delay) stays in it."""
    if before == after:
        return event
    correction_ns = event.correction_ns + after.ns - before.ns
    return replace(
        event,
        at_ns=event.raw_ns + correction_ns,
        correction_ns=correction_ns,
        uncertainty_ns=after.doubt_ns(remaining_uncertainty_ns(event.uncertainty_ns, before.uncertainty_ns)),
    )


def _events(log: RunLog, move: _Move) -> Iterable[Event]:
    """The events in their new order; just as they came when no stamp moves.

    Ticks are left out then: they tell that something came too late for the engine of the day.
    """
    moved = [move.event(event) for event in log.events]
    if moved == list(log.events):
        return log.events
    return sorted((event for event in moved if not isinstance(event, Tick)), key=_by_stamp)


# ---- scoring


def _scored(log: RunLog, own: Calibration, chosen: Calibration) -> Iterator[TrialRecord | StrayRecord]:
    move = _Move(log, own, chosen)
    events = _events(log, move)
    if events is log.events:
        run, until_ns = Run(log.plan), last_ns(log)
    else:
        run, until_ns = _as_presented(log), last_ns(log)
        until_ns = None if until_ns is None else until_ns + move.farthest_ns
    for event in [*events, *([] if until_ns is None else [Tick(until_ns)])]:
        for command in run.handle(event):
            if isinstance(command, Record | Stray):
                yield command.record


def _as_presented(log: RunLog) -> Run:
    """A run of the plan that presents what was presented, whatever the answers come to now."""
    lanes = tuple(_lane_as_presented(lane, log.trials) for lane in log.plan.lanes)
    run = Run(replace(log.plan, lanes=lanes))
    for engine in run.lanes:
        engine.lane.adaptive = _AsPresented(engine.lane.plan, log.trials)
    return run


def _lane_as_presented(lane: LanePlan, trials: Iterable[TrialRecord]) -> LanePlan:
    reached = {trial.trial for trial in trials if trial.lane == lane.name}
    return replace(lane, sets=tuple(_set_as_presented(each, reached) for each in lane.sets))


def _set_as_presented(planned: PlannedSet, reached: set[int]) -> PlannedSet:
    """A set that was to end by hits or strikes ends where it ended."""
    until = planned.until
    last = max((index for index in reached if 0 <= index - planned.first < until.trials), default=None)
    if (until.hits is None and until.strikes is None) or last is None:
        return planned
    ended = replace(until, trials=last - planned.first + 1, hits=None, strikes=None)
    return replace(planned, until=ended)


class _AsPresented(Adaptive):
    """Staircases that ask again for what they had asked for."""

    __slots__ = ("_asked",)

    def __init__(self, lane: LanePlan, trials: Iterable[TrialRecord]) -> None:
        super().__init__(lane.adaptive)
        self._asked: dict[int, list[Mapping[str, int]]] = {}
        for record in trials:
            if record.lane == lane.name:
                self._asked.setdefault(record.trial, []).append(record.parameters)

    def values_for(self, trial: PlannedTrial) -> dict[str, int]:
        """The values of the next attempt at a trial, as they are in the journal."""
        asked = self._asked.get(trial.index)
        return dict(asked.pop(0)) if asked else super().values_for(trial)


# ---- telling


def _head(log: RunLog, chosen: Calibration) -> bytes:
    told = {
        "type": "derived",
        "format": FORMAT,
        "run": log.header.run,
        "journal": log.path.name,
        "journal_sha256": hashlib.sha256(b"".join(log.lines)).hexdigest(),
        "calibration": chosen.to_header(),
        "own_calibration": log.header.calibration,
        "software": {"reactdrill": software_versions()["reactdrill"]},
    }
    return orjson.dumps(told) + b"\n"


def _label(chosen: Calibration) -> str:
    if chosen == NOT_CALIBRATED:
        return "none"
    return hashlib.sha256(to_json(chosen.to_header())).hexdigest()[:8]


def _changes(before: Iterable[TrialRecord], after: Iterable[TrialRecord]) -> Iterator[str]:
    old, new = ({(each.lane, each.trial, each.attempt): each for each in some} for some in (before, after))
    for key in dict.fromkeys([*old, *new]):
        was, now = _outcome(old.get(key)), _outcome(new.get(key))
        if was != now:
            lane, trial, attempt = key
            yield f"lane {lane}, trial {trial + 1}, attempt {attempt}: {was}, now {now}"


def _outcome(record: TrialRecord | None) -> str:
    return "not there" if record is None else record.outcome
