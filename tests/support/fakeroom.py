"""A room of fakes for tests of the loop: cues and inputs whose faults are chosen, and journals that refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import Any

from plans import MS
from reactdrill.drill.trial import Channel, Plan
from reactdrill.engine.commands import ClearCue, Command, Finish, Record, ShowCue, Stray
from reactdrill.engine.events import CueEnded, CueShown, Event, Response, Tick
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.errors import JournalError
from reactdrill.live.clock import VirtualClock
from reactdrill.live.loop import Loop
from reactdrill.live.ports import Polled, ResponseDevice
from reactdrill.live.watchdog import Watchdog
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import RunEnd, decode_line, encode_line


class Cues:
    """Shows cues when they are due, `late_ms` after that; each onset is stamped `ahead_ms` after it is told."""

    def __init__(
        self, clock: VirtualClock, name: str = "cues", *, late_ms: float = 0, ahead_ms: float = 0
    ) -> None:
        self.name = name
        self.prepared: list[Plan] = []
        self.commands: list[ShowCue | ClearCue] = []
        self.polls = 0
        self._clock = clock
        self._late_ns = round(late_ms * MS)
        self._ahead_ns = round(ahead_ms * MS)
        self._due: list[tuple[int, int, ShowCue]] = []
        self._ended: list[CueEnded] = []
        self._number = count()

    @property
    def deadline_ns(self) -> int | None:
        return self._due[0][0] if self._due else None

    def prepare(self, plan: Plan) -> None:
        self.prepared.append(plan)

    def schedule(self, command: ShowCue) -> None:
        self.commands.append(command)
        at_ns = max(command.due_ns, self._clock.now_ns()) + self._late_ns
        heappush(self._due, (at_ns, next(self._number), command))

    def clear(self, command: ClearCue) -> None:
        self.commands.append(command)
        gone = (command.lane, command.trial, command.attempt, command.step)
        self._due = [entry for entry in self._due if _key(entry[2]) != gone]

    def poll(self) -> Polled:
        self.polls += 1
        now_ns = self._clock.now_ns()
        events: list[Event] = []
        while self._due and self._due[0][0] <= now_ns:
            at_ns, _, command = heappop(self._due)
            stamp_ns = at_ns + self._ahead_ns
            events.append(CueShown(stamp_ns, *_key(command), "fake", 0, at_ns, self._ahead_ns))
        return Polled(events, now_ns)


def _key(command: ShowCue) -> tuple[str, int, int, str]:
    return (command.lane, command.trial, command.attempt, command.cue.id)


class Inputs:
    """Delivers events at chosen times. Honest: its watermark waits for what is still on its way."""

    def __init__(
        self, clock: VirtualClock, name: str = "inputs", *, lies: bool = False, silent: bool = False
    ) -> None:
        self.name = name
        self.started: list[Plan] = []
        self.stops = 0
        self.polls = 0
        self.lag_from_ns: int | None = None
        """From here on the watermark stands still."""
        self._clock = clock
        self._lies = lies
        self._silent = silent
        self._coming: list[tuple[int, int, Event]] = []
        self._number = count()

    def at(self, *events: Event, late_ms: float = 0) -> Inputs:
        """Deliver events so long after their stamps."""
        for event in events:
            heappush(self._coming, (event.at_ns + round(late_ms * MS), next(self._number), event))
        return self

    @property
    def deadline_ns(self) -> int | None:
        return self._coming[0][0] if self._coming and not self._silent else None

    def start(self, plan: Plan) -> None:
        self.started.append(plan)

    def stop(self) -> None:
        self.stops += 1

    def poll(self) -> Polled:
        self.polls += 1
        now_ns = self._clock.now_ns()
        events = []
        while self._coming and self._coming[0][0] <= now_ns:
            events.append(heappop(self._coming)[2])
        until_ns = now_ns
        if not self._lies:
            until_ns = min([now_ns, *(event.at_ns - 1 for _, _, event in self._coming)])
        if self.lag_from_ns is not None:
            until_ns = min(until_ns, self.lag_from_ns)
        return Polled(events, until_ns)


class Watcher:
    """Sees everything."""

    def __init__(self) -> None:
        self.seen: list[Event | Command] = []

    def saw(self, item: Event | Command) -> None:
        self.seen.append(item)


class RefusingJournal(MemoryJournal):
    """Refuses some items; as the one on disk, it holds on to them and tells only once until it can write again."""

    def __init__(self, refuse_from: int, refuse_to: int) -> None:
        super().__init__()
        self.number = 0
        self.ends = 0
        self.closes = 0
        self._refused = range(refuse_from, refuse_to)
        self._held: list[Any] = []
        self._told = False

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        self._held.append(item)
        self.number += 1
        if self.number - 1 in self._refused:
            if not self._told:
                self._told = True
                raise JournalError("run.jsonl", "no space left on the disk")
            return
        for held in self._held:
            super().append(held)
        self._held.clear()
        self._told = False

    def end(self, at_ns: int, finishes: Sequence[Finish]) -> None:
        self.ends += 1
        super().end(at_ns, finishes)

    def close(self) -> None:
        self.closes += 1


class Room:
    """A loop in virtual time with fakes around it."""

    def __init__(
        self,
        plan: Plan,
        *,
        cues: Cues | Mapping[Channel, Cues] | None = None,
        inputs: Sequence[ResponseDevice] | None = None,
        journal: MemoryJournal | None = None,
        clock: VirtualClock | None = None,
        watchdog: Watchdog | None = None,
    ) -> None:
        self.clock = clock or VirtualClock()
        chosen = cues or Cues(self.clock)
        by_channel = dict.fromkeys(CHANNELS, chosen) if isinstance(chosen, Cues) else chosen
        self.cues = by_channel
        self.keys = Inputs(self.clock)
        self.journal = journal or MemoryJournal()
        self.watcher = Watcher()
        self.loop = Loop(
            Run(plan),
            self.clock,
            cues=by_channel,
            inputs=[self.keys] if inputs is None else inputs,
            journal=self.journal,
            observers=[self.watcher],
            watchdog=watchdog,
        )

    def play(self, until_ms: float | None = None) -> Room:
        """Start, and turn until the run is done or virtual time has come to `until_ms`."""
        if not self.watcher.seen:
            self.loop.start()
        while not self.loop.done and (until_ms is None or self._next_ns() <= until_ms * MS):
            self.loop.step()
        return self

    def _next_ns(self) -> float:
        deadline_ns = self.loop.deadline_ns
        return float("inf") if deadline_ns is None else deadline_ns

    @property
    def records(self) -> list[TrialRecord]:
        return [item.record for item in self.watcher.seen if isinstance(item, Record)]

    @property
    def outcomes(self) -> list[str]:
        return [record.outcome for record in self.records]

    @property
    def delivered(self) -> list[Response]:
        """Responses in the order in which the engine was told of them."""
        return [item for item in self.watcher.seen if isinstance(item, Response)]


CHANNELS: tuple[Channel, ...] = ("screen", "light", "sound")


def from_device(response: Response, device: str) -> Response:
    """The same response, from another device and control."""
    return replace(response, device=device, control=f"{device}:{response.target}")


def rescored(journal: MemoryJournal, chosen: Run) -> list[bytes]:
    """What a fresh engine makes of the journaled events."""
    found: list[bytes] = []
    for line in journal.lines:
        item = decode_line(line)
        event = Tick(item.at_ns) if isinstance(item, RunEnd) else item
        if isinstance(event, Event):
            commands = chosen.handle(event)
            found += [encode_line(each.record) for each in commands if isinstance(each, Record | Stray)]
    return found
