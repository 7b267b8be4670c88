"""A bench for the engine alone: perfect cues, inputs at their stamps, ticks at deadlines; no loop, no devices."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from plans import MS
from reactdrill.drill.trial import COACH, Plan
from reactdrill.engine.commands import ClearCue, Command, Finish, Record, ShowCue, Stray
from reactdrill.engine.events import (
    Abort,
    CueEnded,
    CueFailed,
    CueShown,
    DeviceBack,
    DeviceLost,
    Event,
    Pause,
    Response,
    ResponseAction,
    Resume,
    Start,
    Tick,
)
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.engine.states import State

T = TypeVar("T")


def respond(
    at: float,
    target: str,
    action: ResponseAction = "press",
    *,
    control: str | None = None,
    device: str = "keys",
    lane: str | None = None,
    unsure: float = 0,
) -> Response:
    """A response at `at` ms."""
    at_ns = round(at * MS)
    key = control or f"key:{target}"
    return Response(at_ns, target, action, device, key, "test", round(unsure * MS), at_ns, 0, lane)


def press(at: float, target: str = "left", **more: object) -> Response:
    """A press at `at` ms."""
    return respond(at, target, "press", **more)  # type: ignore[arg-type]


def release(at: float, target: str = "left", **more: object) -> Response:
    """A release at `at` ms."""
    return respond(at, target, "release", **more)  # type: ignore[arg-type]


def tap(at: float, target: str = "left", **more: object) -> Response:
    """A tap at `at` ms."""
    return respond(at, target, "tap", **more)  # type: ignore[arg-type]


def coach(at: float) -> Response:
    """The coach presses at `at` ms."""
    return respond(at, COACH, "tap", device="remote")


def pause(at: float, reason: str = "escape") -> Pause:
    """Pause at `at` ms."""
    return Pause(round(at * MS), reason)


def resume(at: float) -> Resume:
    """Resume at `at` ms."""
    return Resume(round(at * MS))


def abort(at: float, reason: str = "quit") -> Abort:
    """End the run at `at` ms."""
    return Abort(round(at * MS), reason)


def lost(at: float, device: str = "keys", targets: tuple[str, ...] = ("left",)) -> DeviceLost:
    """A device goes at `at` ms."""
    return DeviceLost(round(at * MS), device, targets)


def back(at: float, device: str = "keys") -> DeviceBack:
    """A device returns at `at` ms."""
    return DeviceBack(round(at * MS), device)


@dataclass(frozen=True)
class Echo:
    """What the room makes of a cue; times in ms."""

    late: float = 0
    """Onset after the due time."""
    unsure: float = 0
    fails: str | None = None
    """Why it cannot be shown."""
    silent: bool = False
    """Nothing is ever reported of it."""
    no_end: bool = False
    """Its onset is reported, its end never."""
    lasts: float | None = None
    """Own length of a cue without a duration, such as a spoken word."""


PERFECT = Echo()
FRAME_MS = 1000 / 60


@dataclass
class Lab:
    """Runs a plan. `echo` says by step id which cues are not perfect."""

    plan: Plan
    echo: Mapping[str, Echo] = field(default_factory=dict)
    start: float = 0

    def __post_init__(self) -> None:
        self.engine = Run(self.plan)
        self.now_ns = round(self.start * MS)
        self.commands: list[Command] = []
        self.events: list[Event] = []
        """Everything but ticks, as it was handed to the engine."""
        self._pending: list[tuple[int, int, Event]] = []
        self._number = count()
        self.add(Start(self.now_ns))

    def run(self, *inputs: Event, until: float | None = None) -> Lab:
        """Hand in inputs at their stamps and let time pass, until nothing more happens or `until` ms."""
        self.add(*inputs)
        end_ns = None if until is None else round(until * MS)
        while (next_ns := self._next_ns()) is not None and (end_ns is None or next_ns <= end_ns):
            self._turn(next_ns)
        if end_ns is not None:
            self.tick(end_ns)
        return self

    def add(self, *inputs: Event) -> None:
        """Keep inputs until their time."""
        for event in inputs:
            heapq.heappush(self._pending, (event.at_ns, next(self._number), event))

    def deliver(self, event: Event) -> tuple[Command, ...]:
        """Hand in an event now, whatever its stamp."""
        self.events.append(event)
        self.now_ns = max(self.now_ns, event.at_ns)
        return self._take(self.engine.handle(event))

    def tick(self, at_ns: int) -> tuple[Command, ...]:
        """Say that everything up to `at_ns` has been handed in."""
        self.now_ns = max(self.now_ns, at_ns)
        return self._take(self.engine.handle(Tick(at_ns)))

    def state(self, lane: int = 0) -> State:
        """What a lane is doing."""
        return self.engine.lanes[lane].state

    @property
    def records(self) -> list[TrialRecord]:
        """All trial records so far."""
        return [command.record for command in self.of(Record)]

    @property
    def strays(self) -> list[StrayRecord]:
        """All strays so far."""
        return [command.record for command in self.of(Stray)]

    @property
    def outcomes(self) -> list[str]:
        """Outcomes in order."""
        return [record.outcome for record in self.records]

    @property
    def finish(self) -> Finish:
        """The only lane's end."""
        (finish,) = self.of(Finish)
        return finish

    def of(self, kind: type[T]) -> list[T]:
        """The commands of one kind."""
        return [command for command in self.commands if isinstance(command, kind)]

    def _next_ns(self) -> int | None:
        times = [at for at in (self.engine.deadline_ns,) if at is not None]
        if self._pending:
            times.append(self._pending[0][0])
        return min(times, default=None)

    def _turn(self, next_ns: int) -> None:
        if self._pending and self._pending[0][0] <= next_ns:
            self.deliver(heapq.heappop(self._pending)[2])
        else:
            self.tick(next_ns)

    def _take(self, commands: tuple[Command, ...]) -> tuple[Command, ...]:
        self.commands += commands
        for command in commands:
            if isinstance(command, ShowCue):
                self.add(*self._echoes(command))
            elif isinstance(command, ClearCue):
                self._clear(command)
        return commands

    def _echoes(self, command: ShowCue) -> Iterable[Event]:
        step = command.cue
        echo = self.echo.get(step.id, PERFECT)
        key = (command.lane, command.trial, command.attempt, step.id)
        at_ns = max(command.due_ns, self.now_ns) + round(echo.late * MS)
        if echo.fails is not None:
            yield CueFailed(at_ns, *key, echo.fails)
        elif not echo.silent:
            yield CueShown(at_ns, *key, "test", round(echo.unsure * MS), at_ns)
            lasts_ns = step.duration_ns
            if step.frames is not None:
                lasts_ns = round(step.frames * FRAME_MS * MS)
            elif echo.lasts is not None:
                lasts_ns = round(echo.lasts * MS)
            if lasts_ns is not None and not echo.no_end:
                yield CueEnded(at_ns + lasts_ns, *key)

    def _clear(self, command: ClearCue) -> None:
        """What is taken away before its onset never shows; what shows goes out."""
        key = (command.lane, command.trial, command.attempt, command.step)
        left = [entry for entry in self._pending if not _is_of(entry[2], key)]
        self._pending = left
        heapq.heapify(left)
        self.add(CueEnded(max(self.now_ns, command.due_ns), *key))


def _is_of(event: Event, key: tuple[str, int, int, str]) -> bool:
    if not isinstance(event, CueShown | CueEnded | CueFailed):
        return False
    return (event.lane, event.trial, event.attempt, event.step) == key


def play(
    plan: Plan, *inputs: Event, echo: Mapping[str, Echo] | None = None, until: float | None = None
) -> Lab:
    """Run a plan from time zero with these inputs."""
    return Lab(plan, echo or {}).run(*inputs, until=until)
