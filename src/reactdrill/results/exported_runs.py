"""Runs made again out of what `results export --format json` wrote: the journal's lines, and the notes beside it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reactdrill.errors import JournalError
from reactdrill.results.annotations import Notes, parse_notes
from reactdrill.results.lines import decode_line, encode_line
from reactdrill.results.reader import RunLog, parse_journal
from reactdrill.results.typed_json import LineError

SUFFIXES = (".run.json", ".runs.json")
"""What such files are called."""
FORMAT = 1
"""The newest that can be read."""
_HINT = "use the journal, or an export with `--format json`"
_WHOLE = ("header", "events", "trials", "strays", "end", "annotations")
_LETTERS = {"e": "events", "t": "trials", "s": "strays"}
"""Of `order`: which list the next line of the journal stands in."""


def order_of(lines: Iterable[Mapping[str, Any]]) -> str:
    """The order of a journal's lines after its header, as exports keep it: a letter for each."""
    kinds = {"trial": "t", "stray": "s", "end": ""}
    return "".join(kinds.get(line["type"], "e") for line in lines)


def parse_exported(name: str, data: bytes) -> list[tuple[RunLog, Notes]]:
    """Every run of a file, each with its notes.

    Raises `JournalError` where the file holds no whole run: a table and its sidecar do not.
    """
    try:
        told = json.loads(data)  # orjson rounds whole numbers beyond 64 bits
    except ValueError as error:
        raise JournalError(name, "is no journal, no zip file and no exported run", _HINT) from error
    runs = told.get("runs", [told]) if isinstance(told, dict) else None
    if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
        raise JournalError(
            name, f"comes from a newer reactdrill (format {told['format']})", "update reactdrill"
        )
    if not isinstance(runs, list) or not all(
        isinstance(run, dict) and run.keys() >= set(_WHOLE) for run in runs
    ):
        raise JournalError(name, "holds no whole run", _HINT)
    return [_run(name, run) for run in runs]


def _run(name: str, told: Mapping[str, Any]) -> tuple[RunLog, Notes]:
    try:
        lines = [_encoded({"type": "header", **told["header"]}), *map(_encoded, _in_order(told))]
        if told["end"] is not None:
            lines.append(_encoded({"type": "end", **told["end"]}))
        notes = b"".join(json.dumps(each).encode() + b"\n" for each in told["annotations"])
    except (LineError, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise JournalError(name, f"is damaged: {error}", "export the run again") from error
    return parse_journal(Path(name), b"".join(lines)), parse_notes(Path(name), notes)


def _encoded(line: Mapping[str, Any]) -> bytes:
    return encode_line(decode_line(json.dumps(line).encode()))


def _in_order(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Events, trials and strays as they stood in the journal; by time in files that do not say how."""
    lists = {letter: list(told[name]) for letter, name in _LETTERS.items()}
    order = told.get("order")
    if order is None:
        return _by_time(lists["e"], [*lists["t"], *lists["s"]])
    if any(order.count(letter) != len(lines) for letter, lines in lists.items()):
        raise ValueError("its order is not that of its lines")
    following = {letter: iter(lines) for letter, lines in lists.items()}
    return [next(following[letter]) for letter in order]


def _by_time(
    events: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Each record after the last event that was not later than its end."""
    times = [each["at_ns"] for each in events]
    places = [(bisect_right(times, each.get("ended_ns", each.get("at_ns"))), each) for each in records]
    made: list[Mapping[str, Any]] = []
    for at in range(len(events) + 1):
        made += [record for place, record in places if place == at]
        made += events[at : at + 1]
    return made
