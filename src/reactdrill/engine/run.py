"""All lanes of a run as one: routes events to lanes, keeps their deadlines in order, shares the flash limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reactdrill.drill.trial import COACH, Plan
from reactdrill.engine.commands import Command
from reactdrill.engine.engine import LaneEngine
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, Event, Response, Tick, TimingNote
from reactdrill.engine.flash import FlashGuard
from reactdrill.engine.states import State
from reactdrill.engine.strays import stray


class Run:
    """One execution of one plan. Sans-IO: `handle` takes an event and returns commands, in order."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._out: list[Command] = []
        guard = FlashGuard()
        self.lanes = tuple(LaneEngine(plan, lane, guard, self._out) for lane in plan.lanes)
        self._by_name = {lane.name: lane for lane in self.lanes}
        self._by_target = {target: lane for lane in self.lanes for target in lane.lane.plan.targets}
        self._has_partners = len(self.lanes) > 1
        self._only_clock = None if self._has_partners else self.lanes[0].clock
        self._is_shared = any(trial.begin.kind == "together" for lane in plan.lanes for trial in lane.trials)
        """Whether lanes wait for each other."""
        self._routes: dict[type, Callable[[Any], None]] = {
            Response: self._respond,
            CueShown: self._to_its_lane,
            CueEnded: self._to_its_lane,
            CueFailed: self._to_its_lane,
            TimingNote: self._disturbed,
        }

    @property
    def deadline_ns(self) -> int | None:
        """When time alone will change something next, over all lanes."""
        clock = self._only_clock or self._first_due().clock
        return clock.due_ns

    @property
    def done(self) -> bool:
        """Whether every lane has finished."""
        return all(lane.state is State.DONE for lane in self.lanes)

    def handle(self, event: Event) -> tuple[Command, ...]:
        """Take one event; all events of all devices come in the order of their stamps.

        Deadlines before the event are run first, each stamped with its own time; a deadline at the very instant
        of a response comes after it, so that a response exactly at the end of its window counts.
        """
        if type(event) is Tick:
            self._run_deadlines(event.at_ns + 1)
        else:
            self._run_deadlines(event.at_ns)
            self._routes.get(type(event), self._to_all)(event)
            self._begin_together(event.at_ns)
        commands = tuple(self._out)
        self._out.clear()
        return commands

    def _run_deadlines(self, before_ns: int) -> None:
        while (due_ns := self.deadline_ns) is not None and due_ns < before_ns:
            self._first_due().run_deadline()
            self._begin_together(due_ns)

    def _begin_together(self, at_ns: int) -> None:
        """Begin the trial that every lane waits for; a lane that is done keeps nobody waiting."""
        if not self._is_shared:
            return
        lanes = [lane for lane in self.lanes if lane.state is not State.DONE]
        if all(lane.is_ready for lane in lanes):
            for lane in lanes:
                lane.all_ready(at_ns)

    def _first_due(self) -> LaneEngine:
        """The lane whose deadline comes first, the first of equals; any lane when none has one."""
        first = self.lanes[0]
        first_ns = first.clock.due_ns
        for lane in self.lanes[1:]:
            due_ns = lane.clock.due_ns
            if due_ns is not None and (first_ns is None or due_ns < first_ns):
                first, first_ns = lane, due_ns
        return first

    def _to_all(self, event: Event) -> None:
        for lane in self.lanes:
            lane.handle(event)

    def _to_its_lane(self, event: CueShown | CueEnded | CueFailed) -> None:
        self._by_name[event.lane].handle(event)

    def _disturbed(self, note: TimingNote) -> None:
        for lane in self.lanes if note.lane is None else (self._by_name[note.lane],):
            lane.lane.disturbances.note(note, lane.lane.attempt)

    def _respond(self, response: Response) -> None:
        if response.target == COACH:
            for lane in self.lanes:
                lane.respond(response)
            return
        owner = self._by_name.get(response.lane) if response.lane else self._by_target.get(response.target)
        if owner is None:
            if response.action != "release":
                self._out.append(stray(response, None, "no_lane", after_trial=None))
        elif owner.respond(response) and self._has_partners:
            for other in self.lanes:
                if other is not owner:
                    other.partner_responded(owner.name, response)
