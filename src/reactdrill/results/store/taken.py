"""A journal as the store takes it: everything it keeps of a run, read as quickly as can be.

Of a journal that is whole and of this version, what the store does not keep is not looked into: events have to begin
and end as they should, trials of the plan have to have their fields. Any other journal is read by `read_journal`,
which names what is wrong; so is every one that is exported or scored again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reactdrill.drill.trial import PlannedTrial
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.results.header import FORMAT, RunHeader, lapse_threshold_ns
from reactdrill.results.lines import TYPES, RunEnd, check_header, encode_line, parse_object
from reactdrill.results.quality import RULE, RunTiming, timing_of
from reactdrill.results.reader import RunLog, read_bytes, read_journal
from reactdrill.results.typed_json import LineError, build

_TIMING_FIELDS = {each.name for each in fields(RunTiming)}
_PLANNED_FIELDS = {each.name for each in fields(PlannedTrial)}
_MISFITS = (LineError, KeyError, TypeError, ValueError, AttributeError, IndexError)
_KINDS = {b'{"type":"%b"' % name.encode(): name for name in TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the store keeps of a journal."""

    header: RunHeader
    """Its plan has lanes and sets, and not always their trials; of those that say a word, the first at least."""
    trials: tuple[TrialRecord, ...]
    trial_lines: Sequence[bytes]
    """As they stand in the journal, each with its newline."""
    strays: tuple[StrayRecord, ...]
    end: RunEnd | None
    """None: the run was interrupted."""
    line_count: int
    started_ns: int | None
    planned: int
    lapse_ns: int | None
    timing: RunTiming


def take(path: Path) -> Taken:
    """Read a journal. Raises `JournalError` as `read_journal` does."""
    return _quickly(read_bytes(path)) or taken_of(read_journal(path))


def taken_of(log: RunLog) -> Taken:
    """The same of a journal that was read already."""
    return Taken(
        header=log.header,
        trials=log.trials,
        trial_lines=[encode_line(each) for each in log.trials],
        strays=log.strays,
        end=log.end,
        line_count=len(log.lines),
        started_ns=log.started_ns,
        planned=log.plan.trial_count,
        lapse_ns=lapse_threshold_ns(log.plan),
        timing=timing_of(log),
    )


def _quickly(data: bytes) -> Taken | None:
    """None where anything is not as expected, or the run's timing is not told in its last line."""
    *lines, last = data.split(b"\n")
    if last or {line[-1:] for line in lines} != {b"}"}:
        return None  # a line is torn
    try:
        return _taken(lines)
    except _MISFITS:
        return None


def _taken(lines: Sequence[bytes]) -> Taken | None:
    kinds = [_KINDS[line[: line.find(b",")]] for line in lines]
    if kinds[0] != "header" or kinds[-1] != "end" or "header" in kinds[1:] or "end" in kinds[:-1]:
        return None
    header, planned = _header(lines[0])
    end = build(RunEnd, _fields_of(lines[-1]))
    timing = _timing(end)
    if header is None or timing is None:
        return None
    trial_lines = [line for kind, line in zip(kinds, lines, strict=True) if kind == "trial"]
    trials = tuple([build(TrialRecord, _fields_of(line)) for line in trial_lines])
    if len({(each.lane, each.trial, each.attempt) for each in trials}) < len(trials):
        return None
    return Taken(
        header=header,
        trials=trials,
        trial_lines=[line + b"\n" for line in trial_lines],
        strays=tuple(
            build(StrayRecord, _fields_of(line))
            for kind, line in zip(kinds, lines, strict=True)
            if kind == "stray"
        ),
        end=end,
        line_count=len(lines),
        started_ns=_fields_of(lines[kinds.index("start")])["at_ns"] if "start" in kinds else None,
        planned=len(planned),
        lapse_ns=min((ns for each in planned if (ns := each["window"]["lapse_ns"])), default=None),
        timing=timing,
    )


def _fields_of(line: bytes) -> dict[str, Any]:
    data = parse_object(line)
    del data["type"]
    return data


def _header(line: bytes) -> tuple[RunHeader | None, list[dict[str, Any]]]:
    """The header with a plan without trials, and the trials; no header where it wants a closer look."""
    data = _fields_of(line)
    plan = data["plan"]
    planned = [trial for lane in plan["lanes"] for trial in lane["trials"]]
    if data["format"] != FORMAT or any(trial.keys() != _PLANNED_FIELDS for trial in planned):
        return None, planned
    if isinstance(data["seed"], float) or isinstance(plan["seed"], float):
        return None, planned  # beyond 64 bits
    said = b'"say":' in line
    lanes = [{**lane, "trials": _spoken(lane["trials"]) if said else []} for lane in plan["lanes"]]
    bare = {**plan, "lanes": lanes}
    header: RunHeader = build(RunHeader, {**data, "plan": bare})
    check_header(header)
    return header, planned


def _spoken(trials: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first trial in which a word is said: that there is one tells speech from tones."""
    return [each for each in trials if any(_says(step) for step in each["steps"])][:1]


def _says(step: dict[str, Any]) -> bool:
    return step["channel"] == "sound" and "say" in step["stimulus"]


def _timing(end: RunEnd) -> RunTiming | None:
    """What the run itself said of its timing; None where that was not said by the rule of today."""
    told: Mapping[str, Any] | None = end.timing
    if told is None or told.keys() != _TIMING_FIELDS or told["rule"] != RULE:
        return None
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return RunTiming(**{**told, **lists})
