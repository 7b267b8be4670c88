"""One lane's state machine: events in, commands out, the same bytes for the same events.

Times of transitions are the times of the events and deadlines that cause them, never the time of the call: how
often and in what batches the engine is ticked changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.engine.commands import Command
from reactdrill.engine.events import CueShown, Event, Response, Tick
from reactdrill.engine.flash import FlashGuard
from reactdrill.engine.lane import Lane
from reactdrill.engine.run_control import RunControl
from reactdrill.engine.scoring import is_home
from reactdrill.engine.set_flow import SetFlow
from reactdrill.engine.states import TABLE, AllReady, Input, PartnerResponded, SetTimeUp, State
from reactdrill.engine.strays import STRAY_REASON
from reactdrill.engine.trial_flow import TrialFlow

Handlers = dict[type, tuple[Callable[[Any], None], frozenset[State]]]
"""By kind of input: the method that takes it, and the states it may lead to."""


class LaneEngine:
    """Runs one lane of a plan by the table of `reactdrill.engine.states`."""

    def __init__(self, plan: Plan, lane: LanePlan, guard: FlashGuard, out: list[Command]) -> None:
        self.lane = Lane(plan, lane, guard, out)
        self.name = lane.name
        self.clock = self.lane.clock
        sets = SetFlow(self.lane)
        trials = TrialFlow(self.lane, sets)
        self._handlers = _handlers(RunControl(self.lane, sets, trials), sets, trials)
        self._changed_ns: int | None = None
        """When the state last changed: a response stamped before that comes too late."""

    @property
    def state(self) -> State:
        """What the lane is doing."""
        return self.lane.state

    def handle(self, event: Event) -> None:
        """Take one event that is neither a tick nor a response; deadlines before it must have been run.

        One that comes too late happens now: what has been recorded since its stamp stands. An onset keeps its stamp.
        """
        changed_ns = self._changed_ns
        if changed_ns is not None and event.at_ns < changed_ns and type(event) is not CueShown:
            event = replace(event, at_ns=changed_ns)
        self._dispatch(event)

    def respond(self, response: Response) -> bool:
        """Take a response. False when it is none: a held key that repeats, a release told twice."""
        if not self.lane.controls.note(response):
            return False
        if self._changed_ns is not None and response.at_ns < self._changed_ns:
            self.lane.keep_stray(response, "late")
        else:
            self._dispatch(response)
        return True

    def partner_responded(self, lane: str, response: Response) -> None:
        """Another lane's athlete responded: the cue for a trial that begins on it."""
        if self.lane.state is not State.WAITING or response.action == "release":
            return
        begin = self.lane.open.trial.begin
        is_it = begin.kind == "on" and begin.lane == lane and begin.target == response.target
        if is_it and self._changed_ns is not None and response.at_ns >= self._changed_ns:
            self._dispatch(PartnerResponded(response.at_ns))

    @property
    def is_ready(self) -> bool:
        """Whether it waits for a trial that begins in all lanes together."""
        lane = self.lane
        return lane.state is State.WAITING and lane.open.trial.begin.kind == "together"

    def all_ready(self, at_ns: int) -> None:
        """Every lane is ready: the trial begins in all of them."""
        self._dispatch(AllReady(at_ns))

    def run_deadline(self) -> None:
        """Do what is due at the clock's `due_ns`, stamped with it."""
        due_ns = self.clock.due_ns
        assert due_ns is not None
        self._dispatch(SetTimeUp(due_ns) if self.clock.set_is_due else Tick(due_ns))

    def _dispatch(self, event: Input) -> None:
        lane = self.lane
        before = lane.state
        row = self._handlers[before].get(type(event))
        if row is None:
            self._without_row(event)
            return
        handler, allowed = row
        handler(event)
        after = lane.state
        if after is not before:
            assert after in allowed, f"{before} -> {after} on {type(event).__name__} is not in the table"
            if self._changed_ns is None or event.at_ns > self._changed_ns:
                self._changed_ns = event.at_ns

    def _without_row(self, event: Input) -> None:
        """An event that changes nothing in this state."""
        lane = self.lane
        if type(event) is Response:
            coming = lane.progress.coming
            if coming is None or not is_home(coming, event.target):
                lane.keep_stray(event, STRAY_REASON[lane.state])
        elif type(event) is CueShown:
            lane.cues.unexpected(event)


def _handlers(*parts: object) -> dict[State, Handlers]:
    """The table with the methods that its names stand for; each is a method of one of the parts."""

    def bound(name: str) -> Callable[[Any], None]:
        (method,) = (getattr(part, name) for part in parts if hasattr(part, name))
        return method  # type: ignore[no-any-return]

    return {
        state: {kind: (bound(row.handler), row.to) for kind, row in rows.items()}
        for state, rows in TABLE.items()
    }
