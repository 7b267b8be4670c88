"""Plays plans against the engine in virtual time, with simulated athletes and nothing else.

No loop, no devices, no journal: every cue begins exactly when the engine wants it, every response arrives with its
stamp. The same plan and athlete give the same items on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from reactdrill.drill.trial import ANY_TARGET, COACH, Plan, PlannedTrial
from reactdrill.engine.commands import (
    Await,
    ClearCue,
    Command,
    Finish,
    Record,
    ShowCue,
    TrialBegins,
)
from reactdrill.engine.events import (
    Abort,
    CueEnded,
    CueShown,
    Event,
    Response,
    ResponseAction,
    Start,
    Tick,
)
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run

MS = 1_000_000
SECOND = 1_000_000_000
FRAME_NS = 16_666_667
NOBODY = "nobody is there to go on"
CueKey = tuple[str, int, int, str]


class Athlete(Protocol):
    """Somebody who sees cues and answers, or does not."""

    def begins(self, awaited: Await) -> Iterable[Response]:
        """What they do when a trial waits for them; stamps at or after `awaited.at_ns`."""

    def sees(self, shown: CueShown, trial: PlannedTrial) -> Iterable[Response]:
        """What they do about a cue; stamps at or after its onset."""

    def restless(self) -> Iterator[Response]:
        """What they do whatever they see, in the order of the stamps, without end or none at all."""


@dataclass
class Played:
    """Everything that came of a run."""

    commands: list[Command] = field(default_factory=list)
    shown: list[tuple[CueShown, PlannedTrial]] = field(default_factory=list)
    """Cues that really began, with their trials."""

    @property
    def records(self) -> list[TrialRecord]:
        """Every attempt, in order."""
        return [each.record for each in self.commands if isinstance(each, Record)]

    @property
    def finishes(self) -> dict[str, Finish]:
        """How each lane ended."""
        return {each.lane: each for each in self.commands if isinstance(each, Finish)}

    @property
    def flashes_ns(self) -> list[int]:
        """Onsets of what was seen; equal instants are one flash."""
        return sorted({shown.at_ns for shown, trial in self.shown if is_visual(trial, shown.step)})


def is_visual(trial: PlannedTrial, step_id: str) -> bool:
    """Whether a step is seen rather than heard."""
    return any(step.id == step_id and step.channel != "sound" for step in trial.steps)


def press(at_ns: int, target: str, action: ResponseAction = "press") -> Response:
    """A perfectly stamped response on the control of a target."""
    return Response(at_ns, target, action, "hand", f"hand:{target}", "exact", 0, at_ns)


def tap(at_ns: int, target: str, held_ns: int = 60 * MS) -> tuple[Response, Response]:
    """A press and its release."""
    return press(at_ns, target), press(at_ns + held_ns, target, "release")


def play(plan: Plan, athlete: Athlete, *, limit_s: int = 24 * 3600) -> Played:
    """Run a plan to its end. A run that waits for a person who never comes is aborted (`NOBODY`)."""
    return _Drive(plan, athlete, limit_s * SECOND).to_the_end()


class _Drive:
    def __init__(self, plan: Plan, athlete: Athlete, limit_ns: int) -> None:
        self.run = Run(plan)
        self.athlete = athlete
        self.limit_ns = limit_ns
        self.played = Played()
        self.begun: dict[tuple[str, int], PlannedTrial] = {}
        self._numbers = count()
        self._agenda: list[tuple[int, int, Event]] = []
        self._ends_ns: dict[CueKey, int | None] = {}
        self._restless = athlete.restless()

    def to_the_end(self) -> Played:
        self._add(Start(0))
        self._next_restless()
        now_ns = 0
        while not self.run.done:
            event = self._next_event(now_ns)
            now_ns = event.at_ns
            if now_ns > self.limit_ns:
                raise AssertionError(f"still not done after {self.limit_ns / SECOND:.0f} s")
            self._deliver(event)
        return self.played

    def _next_event(self, now_ns: int) -> Event:
        deadline_ns = self.run.deadline_ns
        if self._agenda and (deadline_ns is None or self._agenda[0][0] <= deadline_ns):
            return heappop(self._agenda)[2]
        return Abort(now_ns, NOBODY) if deadline_ns is None else Tick(deadline_ns)

    def _deliver(self, event: Event) -> None:
        if isinstance(event, CueShown | CueEnded):
            if (event.lane, event.trial, event.attempt, event.step) not in self._ends_ns:
                return  # taken away before it began, or before it ended by itself
            if isinstance(event, CueShown):
                self._cue_begins(event)
            else:
                del self._ends_ns[event.lane, event.trial, event.attempt, event.step]
        elif isinstance(event, Response) and event.source == "restless":
            self._next_restless()
        for command in self.run.handle(event):
            self._obey(command, event.at_ns)

    def _cue_begins(self, shown: CueShown) -> None:
        trial = self.begun[shown.lane, shown.trial]
        self.played.shown.append((shown, trial))
        self._add(*self.athlete.sees(shown, trial))

    def _obey(self, command: Command, now_ns: int) -> None:
        self.played.commands.append(command)
        if isinstance(command, ShowCue):
            self._schedule(command, max(command.due_ns, now_ns))
        elif isinstance(command, ClearCue):
            self._ends_ns.pop((command.lane, command.trial, command.attempt, command.step), None)
        elif isinstance(command, TrialBegins):
            self.begun[command.lane, command.trial] = command.planned
        elif isinstance(command, Await):
            self._add(*self.athlete.begins(command))

    def _schedule(self, command: ShowCue, onset_ns: int) -> None:
        cue = command.cue
        key = (command.lane, command.trial, command.attempt, cue.id)
        lasts_ns = cue.duration_ns if cue.frames is None else cue.frames * FRAME_NS
        self._ends_ns[key] = None if lasts_ns is None else onset_ns + lasts_ns
        self._add(CueShown(onset_ns, *key, source="exact", uncertainty_ns=0, raw_ns=onset_ns))
        if lasts_ns is not None:
            self._add(CueEnded(onset_ns + lasts_ns, *key))

    def _next_restless(self) -> None:
        response = next(self._restless, None)
        if response is not None:
            self._add(response)

    def _add(self, *events: Event) -> None:
        for event in events:
            heappush(self._agenda, (event.at_ns, next(self._numbers), event))


class Silent:
    """Takes the place a trial waits for, and then answers nothing. In observer mode the coach is silent too."""

    def __init__(self) -> None:
        self._on: set[str] = set()

    def begins(self, awaited: Await) -> Iterable[Response]:
        begin = awaited.trial.begin
        if begin.lane is not None:
            return ()  # the partner moves, or nobody
        target = COACH if begin.kind == "coach" else begin.target
        assert target is not None
        if begin.kind != "hold":
            return tap(awaited.at_ns + 500 * MS, target)
        if target in self._on:
            return (
                press(awaited.at_ns + 400 * MS, target, "release"),
                press(awaited.at_ns + 500 * MS, target),
            )
        self._on.add(target)
        return (press(awaited.at_ns + 500 * MS, target),)

    def sees(self, shown: CueShown, trial: PlannedTrial) -> Iterable[Response]:
        return ()

    def restless(self) -> Iterator[Response]:
        return iter(())


class Answering(Silent):
    """Does what the trial asks for, `rt_ns` after the instant that counts; in observer mode the coach does."""

    def __init__(self, plan: Plan, *, rt_ns: int = 350 * MS, step_ns: int = 300 * MS) -> None:
        super().__init__()
        self.mode = plan.mode
        self.anything = {lane.name: lane.targets[0] for lane in plan.lanes if lane.targets}
        self.rt_ns = rt_ns
        self.step_ns = step_ns

    def sees(self, shown: CueShown, trial: PlannedTrial) -> Iterable[Response]:
        reference = trial.reference
        if self.mode == "cue_only" or reference is None or shown.step != reference.step:
            return ()
        if self.mode == "observer":
            quiet = trial.expect.match == "none"
            return () if quiet else tap(shown.at_ns + 2 * SECOND, COACH)
        at_ns = shown.at_ns + reference.offset_ns + (0 if reference.early_ns else self.rt_ns)
        return self._answer(trial, at_ns, self.anything[shown.lane])

    def _answer(self, trial: PlannedTrial, at_ns: int, anything: str) -> Iterable[Response]:
        expect = trial.expect
        if expect.match == "none":
            return ()
        wanted = expect.targets if expect.match in ("all", "order") else expect.targets[:1] * expect.count
        targets = [anything if target == ANY_TARGET else target for target in wanted]
        if expect.action == "release":
            self._on.discard(targets[0])
            return (press(at_ns, targets[0], "release"),)
        responses: list[Response] = []
        if expect.action == "leave_reach":
            assert expect.home is not None
            self._on.discard(expect.home)
            responses.append(press(at_ns, expect.home, "release"))
            at_ns += self.step_ns
        for number, target in enumerate(targets):
            responses += tap(at_ns + number * self.step_ns, target)
        return responses


class Hammering(Silent):
    """Presses one target after the other without looking, all the time, and the coach's key as well."""

    def __init__(self, plan: Plan, *, every_ns: int = 90 * MS) -> None:
        super().__init__()
        self.targets = [target for lane in plan.lanes for target in lane.targets] + [COACH]
        self.every_ns = every_ns

    def begins(self, awaited: Await) -> Iterable[Response]:
        return ()

    def restless(self) -> Iterator[Response]:
        for number in count(1):
            target = self.targets[number % len(self.targets)]
            at_ns = number * self.every_ns
            for action, after_ns in (("press", 0), ("release", self.every_ns // 2)):
                stamp_ns = at_ns + after_ns
                control = f"hand:{target}"
                yield Response(stamp_ns, target, action, "hand", control, "restless", 0, stamp_ns)  # type: ignore[arg-type]
