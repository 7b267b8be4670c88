"""Runs a journal's events through a fresh engine: the results must come out the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from reactdrill.engine.commands import Command, Record, Stray
from reactdrill.engine.events import Tick
from reactdrill.engine.run import Run
from reactdrill.errors import JournalError
from reactdrill.results.lines import encode_line
from reactdrill.results.reader import RunLog


@dataclass(frozen=True, slots=True)
class RescoreResult:
    """What the engine makes of a journal's events today."""

    lines: tuple[bytes, ...]
    """Trial and stray lines, in order, each with its newline."""
    same: bool
    """They are the journal's; an interrupted journal may lack the last ones."""
    added: int
    """Lines of an interrupted run whose events were saved and that were not."""
    difference: str | None
    """The first difference in words."""

    @property
    def data(self) -> bytes:
        """All lines, as a file."""
        return b"".join(self.lines)


def rescore(log: RunLog) -> RescoreResult:
    """Score a run again from its plan and events.

    Raises `JournalError` when the events cannot have come from a run of this plan.
    """
    try:
        lines = tuple(_scored_again(log))
    except (LookupError, ValueError, TypeError, AssertionError) as error:
        problem = f"its events do not fit its plan ({type(error).__name__}: {error})"
        raise JournalError(
            log.path, problem, "the journal has been changed by hand, or is damaged"
        ) from error
    journaled = log.trial_lines
    difference = _first_difference(journaled, lines, whole=log.end is not None)
    added = len(lines) - len(journaled) if difference is None else 0
    return RescoreResult(lines, difference is None, added, difference)


def _scored_again(log: RunLog) -> Iterator[bytes]:
    run = Run(log.plan)
    for event in log.events:
        yield from _result_lines(run.handle(event))
    until_ns = last_ns(log)
    if until_ns is not None:
        yield from _result_lines(run.handle(Tick(until_ns)))


def last_ns(log: RunLog) -> int | None:
    """Until when time itself is known to have passed."""
    if log.end is not None:
        return log.end.at_ns
    return max((record.ended_ns for record in log.trials), default=None)


def _result_lines(commands: tuple[Command, ...]) -> Iterator[bytes]:
    for command in commands:
        if isinstance(command, Record | Stray):
            yield encode_line(command.record)


def _first_difference(journaled: tuple[bytes, ...], lines: tuple[bytes, ...], *, whole: bool) -> str | None:
    for number, (old, new) in enumerate(zip(journaled, lines, strict=False), start=1):
        if old != new:
            return f"result {number}: {_in_words(old, new)}"
    if len(lines) < len(journaled):
        return f"result {len(lines) + 1}: {_name(journaled[len(lines)])} is in the journal only"
    if whole and len(lines) > len(journaled):
        return f"result {len(journaled) + 1}: {_name(lines[len(journaled)])} is not in the journal"
    return None


def _in_words(old_line: bytes, new_line: bytes) -> str:
    old, new = orjson.loads(old_line), orjson.loads(new_line)
    name = _name(old_line)
    if _name(new_line) != name:
        return f"{name} in the journal, {_name(new_line)} when rescored"
    for field in [*old, *(new.keys() - old.keys())]:
        if old.get(field) != new.get(field):
            return f"{name}: {field} is {_short(old.get(field))} in the journal, {_short(new.get(field))} rescored"
    return f"{name}: the same values, written otherwise"


def _name(line: bytes) -> str:
    data = orjson.loads(line)
    if data["type"] == "trial":
        return f"lane {data['lane']}, trial {data['trial']}, attempt {data['attempt']}"
    return f"a stray {data['action']} of {data['target']} at {data['at_ns']} ns"


def _short(value: object) -> str:
    return orjson.dumps(value).decode()
