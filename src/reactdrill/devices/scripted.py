"""Responses and faults played from a script, each at an exact time after what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reactdrill.devices.agenda import Agenda
from reactdrill.drill.trial import COACH, Plan
from reactdrill.engine.commands import Await, Command, TrialBegins
from reactdrill.engine.events import CueShown, DeviceBack, DeviceLost, Event, Response, ResponseAction, Resume
from reactdrill.live.ports import Clock, Polled

SOURCE = "scripted"
HOLD_NS = 80_000_000
RESUME_AFTER_NS = 500_000_000
"""How long after a lost device's return the run is resumed."""

Key = tuple[str, int, int]
"""Lane, trial index, attempt."""


@dataclass(frozen=True, slots=True)
class ScriptedResponse:
    """One response of a script."""

    target: str
    delay_ns: int
    action: ResponseAction = "press"
    after: Literal["start", "onset", "response"] = "onset"
    """`start`: the trial's start, or where it waits for the athlete, that moment. `onset`: the trial's first cue.
    `response`: the response before this one."""
    late_ns: int = 0
    """How long after its stamp it arrives: the watermark waits for it."""
    duplicate: bool = False
    """It arrives twice with the same stamp, as a resent message would."""
    hold_ns: int = HOLD_NS
    """A press is released after this."""


@dataclass(frozen=True, slots=True)
class ScriptedFault:
    """A device that goes away and comes back; half a second later the run is resumed.

    While `scripted` itself is away, its responses are lost.
    """

    device: str
    delay_ns: int
    for_ns: int
    after: Literal["start", "onset"] = "onset"


class ScriptedResponder:
    """A response device that must also watch the run (`saw`): it answers what it sees begin."""

    name = SOURCE

    def __init__(
        self,
        clock: Clock,
        responses: Mapping[Key, Sequence[ScriptedResponse]],
        faults: Mapping[Key, Sequence[ScriptedFault]] | None = None,
    ) -> None:
        self._now_ns = clock.now_ns
        self._responses = responses
        self._faults = faults or {}
        self._agenda = Agenda()
        self._away_ns = range(0)
        """When this device itself is lost."""
        self._answered: set[tuple[Key, str]] = set()
        self._targets: dict[str, tuple[str, ...]] = {}

    def start(self, plan: Plan) -> None:
        """Learn each lane's targets, which a lost device takes with it."""
        self._targets = {lane.name: lane.targets for lane in plan.lanes}

    def stop(self) -> None:
        """Nothing to let go."""

    @property
    def deadline_ns(self) -> int | None:
        """When the next event arrives."""
        return self._agenda.deadline_ns

    def poll(self) -> Polled:
        """What has arrived by now."""
        return self._agenda.take(self._now_ns())

    def saw(self, item: Event | Command) -> None:
        """Answer a cue's onset, or a trial that waits for the athlete."""
        kind = type(item)
        if kind is CueShown:
            assert isinstance(item, CueShown)
            self._once((item.lane, item.trial, item.attempt), "onset", item.at_ns)
        elif kind is TrialBegins:
            assert isinstance(item, TrialBegins)
            self._once((item.lane, item.trial, item.attempt), "start", item.at_ns)
        elif kind is Await:
            assert isinstance(item, Await)
            self._once((item.lane, item.trial.index, item.attempt), "start", item.at_ns)

    def _once(self, key: Key, anchor: str, at_ns: int) -> None:
        """Only a trial's first cue, and its first wait or start, is answered."""
        if (key, anchor) not in self._answered:
            self._answered.add((key, anchor))
            self._answer(key, anchor, at_ns)

    def _answer(self, key: Key, anchor: str, at_ns: int) -> None:
        for fault in self._faults.get(key, ()):
            if fault.after == anchor:
                self._fail(key, fault, at_ns + fault.delay_ns)
        before_ns, before = at_ns, anchor
        for response in self._responses.get(key, ()):
            if response.after != "response":
                before_ns, before = at_ns, response.after
            before_ns += response.delay_ns
            if before == anchor:
                self._respond(key[0], response, before_ns)

    def _respond(self, lane: str, response: ScriptedResponse, at_ns: int) -> None:
        for _ in range(2 if response.duplicate else 1):
            self._say(lane, response, response.action, at_ns)
        if response.action == "press":
            self._say(lane, response, "release", at_ns + response.hold_ns)

    def _say(self, lane: str, response: ScriptedResponse, action: ResponseAction, at_ns: int) -> None:
        if at_ns in self._away_ns:
            return
        target = response.target
        whose = lane if len(self._targets) > 1 and target != COACH else None
        event = Response(at_ns, target, action, SOURCE, f"script:{target}", SOURCE, 0, at_ns, 0, whose)
        self._agenda.add(event, response.late_ns)

    def _fail(self, key: Key, fault: ScriptedFault, at_ns: int) -> None:
        back_ns = at_ns + fault.for_ns
        if fault.device == self.name:
            self._away_ns = range(at_ns, back_ns)
            self._agenda.drop(lambda event: isinstance(event, Response) and event.at_ns in self._away_ns)
        self._agenda.add(DeviceLost(at_ns, fault.device, self._targets[key[0]]))
        self._agenda.add(DeviceBack(back_ns, fault.device))
        self._agenda.add(Resume(back_ns + RESUME_AFTER_NS))
