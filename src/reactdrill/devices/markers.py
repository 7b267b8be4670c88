"""Cues and responses as markers in a Lab Streaming Layer stream, for labs that record other signals beside.

A marker is made where the run is watched, put into a queue, and sent by a thread of its own: whoever reads the stream, or
nobody, never delays a run. Every marker carries the stamp of what it tells of, not of when it was sent. Needs pylsl
(extra `lsl`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from types import ModuleType
from typing import Any, Protocol

from reactdrill.engine.commands import Command, Finish, Record
from reactdrill.engine.events import Abort, CueEnded, CueShown, Event, Pause, Response, Resume, Start
from reactdrill.errors import MissingExtraError
from reactdrill.live.ports import Clock

STREAM, KIND = "reactdrill", "Markers"
NS_PER_S = 1_000_000_000
BRACKETS = 9
"""Readings of both clocks when a stream opens; the closest counts."""


class Outlet(Protocol):
    """What markers are sent through."""

    def push_sample(self, x: list[str], timestamp: float) -> object:
        """Send one marker with its own time, in seconds of the stream's clock."""


class Markers:
    """Watches a run (an observer of the loop) and sends what it sees."""

    def __init__(self, outlet: Outlet, offset_s: float) -> None:
        """`offset_s`: the stream's clock minus the run's clock."""
        self._outlet = outlet
        self._offset_s = offset_s
        self._waiting: SimpleQueue[tuple[int, dict[str, Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._send, name="markers", daemon=True)
        self._thread.start()

    def saw(self, item: Event | Command) -> None:
        """Queue what is a marker; returns at once."""
        found = marker(item)
        if found is not None:
            self._waiting.put(found)

    def close(self) -> None:
        """Send what waits, and end."""
        self._waiting.put(None)
        self._thread.join(timeout=2.0)

    def _send(self) -> None:
        while (found := self._waiting.get()) is not None:
            at_ns, words = found
            text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
            self._outlet.push_sample([text], at_ns / NS_PER_S + self._offset_s)


def require_pylsl() -> ModuleType:
    """Load pylsl. Raises `MissingExtraError` when it, or the library behind it, is not there."""
    try:
        import pylsl  # noqa: PLC0415 - an extra
    except (ImportError, RuntimeError):
        raise MissingExtraError("markers for labs", "pylsl", "lsl") from None
    module: ModuleType = pylsl
    return module


def open_markers(clock: Clock, run: str, drill: str) -> Markers:
    """Open the stream of a run. Raises `MissingExtraError` without pylsl."""
    pylsl = require_pylsl()
    info = pylsl.StreamInfo(STREAM, KIND, 1, pylsl.IRREGULAR_RATE, "string", f"{STREAM}-{run}")
    about = info.desc()
    about.append_child_value("run", run)
    about.append_child_value("drill", drill)
    return Markers(pylsl.StreamOutlet(info), offset_s(clock, pylsl.local_clock))


def offset_s(clock: Clock, other: Callable[[], float]) -> float:
    """Another clock, in seconds, minus the run's: the closest of several readings."""
    found = []
    for _ in range(BRACKETS):
        before_ns = clock.now_ns()
        seconds = other()
        after_ns = clock.now_ns()
        found.append((after_ns - before_ns, seconds - (before_ns + after_ns) / 2 / NS_PER_S))
    return min(found)[1]


def marker(item: Event | Command) -> tuple[int, dict[str, Any]] | None:
    """When it was and what it says; None for what is no marker."""
    make = _MADE.get(type(item))
    return None if make is None else make(item)


def _cue(item: CueShown) -> tuple[int, dict[str, Any]]:
    return item.at_ns, {"marker": "cue", **_place(item), "step": item.step, "source": item.source}


def _cue_end(item: CueEnded) -> tuple[int, dict[str, Any]]:
    return item.at_ns, {"marker": "cue_end", **_place(item), "step": item.step}


def _response(item: Response) -> tuple[int, dict[str, Any]]:
    words = {"marker": "response", "action": item.action, "target": item.target, "device": item.device}
    return item.at_ns, words


def _record(item: Record) -> tuple[int, dict[str, Any]]:
    record = item.record
    rt_ms = None if record.rt_ns is None else record.rt_ns / 1e6
    words = {"marker": "trial", **_place(record), "condition": record.condition, "outcome": record.outcome}
    return record.ended_ns, {**words, "rt_ms": rt_ms}


def _place(item: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever belongs to an attempt
    """Trials count from 1, as in exports."""
    return {"lane": item.lane, "trial": item.trial + 1, "attempt": item.attempt}


def _plain(name: str) -> Callable[[Any], tuple[int, dict[str, Any]]]:
    return lambda item: (item.at_ns, {"marker": name})


def _finish(item: Finish) -> tuple[int, dict[str, Any]]:
    return item.at_ns, {"marker": "end", "lane": item.lane, "reason": item.reason}


_MADE: Mapping[type, Callable[[Any], tuple[int, dict[str, Any]]]] = {
    Start: _plain("start"),
    Pause: _plain("pause"),
    Resume: _plain("resume"),
    Abort: _plain("abort"),
    CueShown: _cue,
    CueEnded: _cue_end,
    Response: _response,
    Record: _record,
    Finish: _finish,
}
