"""Reads a journal back, up to the last line that is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from reactdrill.drill.trial import Plan
from reactdrill.engine.events import Event, Start
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import JournalError
from reactdrill.results.header import FORMAT, RunHeader
from reactdrill.results.lines import JournalItem, RunEnd, decode_line, parse_object, trial_lines
from reactdrill.results.typed_json import LineError
from reactdrill.station.folders import advice, reason

_EVENTS = get_args(Event)
_RESTORE = "put it back from a copy, or move it out of the folder"
_HARDLY_BEGUN = "no trial is in it: move it out of the folder"
_NO_JOURNAL = "not a reactdrill journal"
_HEADER_BEGINS, _END_BEGINS = b'{"type":"header",', b'{"type":"end",'


@dataclass(frozen=True, slots=True)
class RunLog:
    """A journal in memory. Everything is in the order of its lines."""

    path: Path
    header: RunHeader
    events: tuple[Event, ...]
    trials: tuple[TrialRecord, ...]
    strays: tuple[StrayRecord, ...]
    end: RunEnd | None
    """None: the run was interrupted."""
    torn: bool
    """The last line was cut short by whatever stopped the run; it is left out where it cannot be read."""
    lines: tuple[bytes, ...]
    """Every whole line with its newline, the header's first."""

    @property
    def plan(self) -> Plan:
        """What was to be done."""
        return self.header.plan

    @property
    def trial_lines(self) -> tuple[bytes, ...]:
        """The lines of trials and strays, for a comparison byte for byte."""
        return trial_lines(self.lines)

    @property
    def started_ns(self) -> int | None:
        """The run's clock at its start; None when it never began."""
        return next((event.at_ns for event in self.events if isinstance(event, Start)), None)


def read_journal(path: Path) -> RunLog:
    """Read a journal; a last line without its end is no mistake.

    Raises `JournalError` with file, line and advice when it is no journal, of a newer format, or damaged before
    its last line.
    """
    return parse_journal(path, read_bytes(path))


def parse_journal(path: Path, data: bytes) -> RunLog:
    """The same of bytes that were read; `path` is what they are called in messages."""
    lines, torn = _whole_lines(data, path)
    items = [_item(path, number, line) for number, line in enumerate(lines, start=1)]
    if not isinstance(items[0], RunHeader):
        raise JournalError(f"{path}:1", f"{_NO_JOURNAL}: no header", _RESTORE)
    _check_order(path, lines)
    _check_keys(path, tuple(item for item in items if isinstance(item, TrialRecord)))
    return log_of(path, items, lines, torn=torn)


def log_of(path: Path, items: Sequence[JournalItem], lines: Sequence[bytes], *, torn: bool) -> RunLog:
    """The journal of these items, a header first, with the line of each."""
    header, end = items[0], items[-1]
    assert isinstance(header, RunHeader)
    return RunLog(
        path=path,
        header=header,
        events=tuple(item for item in items if isinstance(item, _EVENTS)),
        trials=tuple(item for item in items if isinstance(item, TrialRecord)),
        strays=tuple(item for item in items if isinstance(item, StrayRecord)),
        end=end if isinstance(end, RunEnd) else None,
        torn=torn,
        lines=tuple(lines),
    )


def read_header(path: Path) -> RunHeader:
    """Read a journal's first line only. Raises as `read_journal`."""
    try:
        with path.open("rb") as file:
            first = file.readline()
    except OSError as error:
        raise _unreadable(path, error) from error
    lines, _ = _whole_lines(first, path)
    header = _item(path, 1, lines[0])
    if not isinstance(header, RunHeader):
        raise JournalError(f"{path}:1", f"{_NO_JOURNAL}: no header", _RESTORE)
    return header


def read_bytes(path: Path) -> bytes:
    """A journal as it stands. Raises `JournalError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> JournalError:
    return JournalError(path, f"cannot be read ({reason(error)})", advice(error))


def _whole_lines(data: bytes, path: Path) -> tuple[list[bytes], bool]:
    """The lines, and whether something at the end was cut short. There is at least one."""
    text = data.rstrip(b"\0")  # a power loss can leave room that was never filled
    *whole, last = text.split(b"\n")
    lines = [line + b"\n" for line in whole]
    if last and _is_object(last):  # only its newline is missing
        lines.append(last + b"\n")
    if not lines:
        raise _no_line(path, text)
    return lines, bool(last) or len(text) != len(data)


def _no_line(path: Path, text: bytes) -> JournalError:
    if not text:
        return JournalError(path, "is empty", _HARDLY_BEGUN)
    if text[: len(_HEADER_BEGINS)] == _HEADER_BEGINS[: len(text)]:
        return JournalError(f"{path}:1", "the header is cut short", _HARDLY_BEGUN)
    return JournalError(f"{path}:1", _NO_JOURNAL, _RESTORE)


def _is_object(line: bytes) -> bool:
    try:
        parse_object(line)
    except LineError:
        return False
    return True


def _item(path: Path, number: int, line: bytes) -> JournalItem:
    try:
        if number == 1:
            _check_format(path, line)
        return decode_line(line)
    except LineError as error:
        problem = f"{_NO_JOURNAL}: {error}" if number == 1 else f"damaged: {error}"
        raise JournalError(f"{path}:{number}", problem, _RESTORE) from error


def _check_format(path: Path, line: bytes) -> None:
    data = parse_object(line)
    if data.get("type") != "header":
        raise LineError("no header")
    written = data.get("format")
    if isinstance(written, int) and written > FORMAT:
        problem = f"journal format {written} is newer than this reactdrill, which reads up to {FORMAT}"
        raise JournalError(path, problem, "update reactdrill")


def _check_order(path: Path, lines: list[bytes]) -> None:
    for number, line in enumerate(lines, start=1):
        if number > 1 and line.startswith(_HEADER_BEGINS):
            raise JournalError(f"{path}:{number}", "damaged: a second header", _RESTORE)
        if number < len(lines) and line.startswith(_END_BEGINS):
            raise JournalError(f"{path}:{number}", "damaged: lines after the end of the run", _RESTORE)


def _check_keys(path: Path, trials: tuple[TrialRecord, ...]) -> None:
    seen = set()
    for key in ((trial.lane, trial.trial, trial.attempt) for trial in trials):
        if key in seen:
            lane, index, attempt = key
            problem = f"damaged: lane {lane}, trial {index}, attempt {attempt} stands twice"
            raise JournalError(path, problem, _RESTORE)
        seen.add(key)
