"""Journal lines: the one encoder, and the one decoder.

A line is a JSON object that begins with its type and holds the fields of one dataclass in their order. Equal
items give equal bytes: the keys of mappings are sorted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from math import isfinite
from typing import Any, get_args

import orjson

from reactdrill.engine.commands import Finish, FinishReason
from reactdrill.engine.events import Event
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.results.header import RunHeader
from reactdrill.results.typed_json import ADDED, LineError, build


@dataclass(frozen=True, slots=True)
class LaneEnd:
    """How a lane came to its end."""

    lane: str
    reason: FinishReason
    detail: str
    presented: int
    not_presented: int

    @classmethod
    def of(cls, finish: Finish) -> LaneEnd:
        """What the journal keeps of the engine's `Finish`."""
        return cls(finish.lane, finish.reason, finish.detail, finish.presented, finish.not_presented)


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The last line of a journal that was closed in order."""

    at_ns: int
    lanes: tuple[LaneEnd, ...]
    timing: Mapping[str, Any] | None = field(default=None, metadata=ADDED)
    """How far the times can be trusted, as `reactdrill.results.quality` tells; None: not known."""


JournalItem = RunHeader | Event | TrialRecord | StrayRecord | RunEnd


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


_TYPES: dict[str, type[Any]] = {
    "header": RunHeader,
    **{_snake(cls.__name__): cls for cls in get_args(Event)},
    "trial": TrialRecord,
    "stray": StrayRecord,
    "end": RunEnd,
}
TYPES = tuple(_TYPES)
"""What the lines of a journal may begin with."""
_PREFIX: dict[type[Any], bytes] = {cls: b'{"type":"%s",' % name.encode() for name, cls in _TYPES.items()}
_SCORED = (_PREFIX[TrialRecord], _PREFIX[StrayRecord])
_LINE = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
_LARGE_NUMBER = re.compile(rb"\d{19}")
_RUN_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_SHOWN = 40
"""Letters of what is wrong, in a message."""


def encode_line(item: JournalItem) -> bytes:
    """One journal line with its newline."""
    try:
        written = orjson.dumps(item, _as_dict, _LINE)
    except TypeError:
        written = to_json(item) + b"\n"
    return _PREFIX[type(item)] + written[1:]


def to_json(value: object) -> bytes:
    """JSON of dataclasses and mappings on one line, the keys of mappings sorted."""
    try:
        return orjson.dumps(value, default=_as_dict, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(_plain(value, sort=True), separators=(",", ":")).encode()


def to_pretty_json(value: object) -> bytes:
    """JSON for people: indented, the keys as they come, a newline at the end."""
    try:
        return orjson.dumps(value, default=_as_dict, option=orjson.OPT_INDENT_2) + b"\n"
    except TypeError:
        return json.dumps(_plain(value, sort=False), indent=2).encode() + b"\n"


def trial_lines(lines: Iterable[bytes]) -> tuple[bytes, ...]:
    """The lines that hold results: trials and strays. Two runs with equal ones went the same way."""
    return tuple(line for line in lines if line.startswith(_SCORED))


def _as_dict(value: object) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a journal cannot hold {type(value).__name__}")


def _plain(value: object, *, sort: bool) -> object:
    """Make anything writable: whole numbers beyond 64 bits and text that is no Unicode come this way."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name), sort=sort) for each in fields(value)}
    if isinstance(value, Mapping):
        pairs = [(str(_plain(str(key), sort=sort)), _plain(each, sort=sort)) for key, each in value.items()]
        return dict(sorted(pairs, key=lambda pair: pair[0]) if sort else pairs)
    if isinstance(value, list | tuple):
        return [_plain(each, sort=sort) for each in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return None if isinstance(value, float) and not isfinite(value) else value  # as orjson does


def decode_line(line: bytes) -> JournalItem:
    """The item of one line. Raises `LineError` with the reason when it is none."""
    data = parse_object(line)
    name = data.pop("type", None)
    cls = _TYPES.get(name) if isinstance(name, str) else None
    if cls is None:
        raise LineError(f"no line of a journal has the type {name!r}")
    if cls is RunHeader and _LARGE_NUMBER.search(line):
        data = json.loads(line)  # orjson rounds whole numbers beyond 64 bits
        del data["type"]
    item: JournalItem = build(cls, data)
    if isinstance(item, RunHeader):
        check_header(item)
    return item


def check_header(header: RunHeader) -> None:
    """Files are called by a run's name and date. Raises `LineError` where they cannot be."""
    if _RUN_ID.fullmatch(header.run) is None:
        raise LineError(f"{header.run[:_SHOWN]!r} is no name of a run")
    if not _is_moment(header.started_utc):
        raise LineError(f"started_utc: {header.started_utc[:_SHOWN]!r} is no date and time")


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _MOMENT.fullmatch(text) is not None


def parse_object(line: bytes) -> dict[str, Any]:
    """The JSON object of a line. Raises `LineError` when it holds none."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LineError(f"not a line of JSON ({error})") from error
    if not isinstance(data, dict):
        raise LineError("not a JSON object")
    return data
