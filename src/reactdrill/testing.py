"""Stand-ins for everything the loop talks to, for tests of drills, devices and programs built on reactdrill.

    clock = VirtualClock()
    athlete = SimulatedAthlete(clock, seed=1)
    watcher = Watcher()
    run_headless(plan, clock, cues=VirtualCues(clock), inputs=[athlete], journal=MemoryJournal(),
                 observers=[athlete, watcher])
    assert [record.outcome for record in watcher.records] == ["hit"] * 20

| port | stand-ins |
|---|---|
| `Clock` | `VirtualClock` jumps to the next deadline |
| `CueDevice` | `VirtualCues` shows exactly when due; `FailingCues` cannot show chosen cues |
| `ResponseDevice` | `ManualResponder` says what a test tells it; `ScriptedResponder` plays a script; `SimulatedAthlete` answers as a person might |
| `Journal` | `MemoryJournal` keeps the lines that a file would have |
| `Observer` | `Watcher` remembers everything it saw |
"""

from __future__ import annotations

from collections.abc import Callable

from reactdrill.devices.agenda import Agenda
from reactdrill.devices.athlete import AthleteProfile, SimulatedAthlete
from reactdrill.devices.scripted import ScriptedFault, ScriptedResponder, ScriptedResponse
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command, Record, ShowCue, Stray
from reactdrill.engine.events import CueFailed, DeviceBack, DeviceLost, Event, Response, ResponseAction
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.live.clock import VirtualClock
from reactdrill.live.ports import Clock, Polled
from reactdrill.live.replay import run_headless
from reactdrill.results.journal import MemoryJournal

__all__ = [
    "AthleteProfile",
    "FailingCues",
    "ManualResponder",
    "MemoryJournal",
    "ScriptedFault",
    "ScriptedResponder",
    "ScriptedResponse",
    "SimulatedAthlete",
    "VirtualClock",
    "VirtualCues",
    "Watcher",
    "run_headless",
]


class ManualResponder:
    """A response device whose every word comes from the test."""

    def __init__(self, clock: Clock, name: str = "manual") -> None:
        self.name = name
        self.plan: Plan | None = None
        """The plan it was started with; None before and after."""
        self._clock = clock
        self._agenda = Agenda()

    @property
    def deadline_ns(self) -> int | None:
        """When the next event is due."""
        return self._agenda.deadline_ns

    def start(self, plan: Plan) -> None:
        """Begin to listen."""
        self.plan = plan

    def stop(self) -> None:
        """Stop listening."""
        self.plan = None

    def poll(self) -> Polled:
        """What was told to happen by now."""
        return self._agenda.take(self._clock.now_ns())

    def respond(
        self,
        target: str,
        at_ns: int | None = None,
        *,
        action: ResponseAction = "press",
        late_ns: int = 0,
        uncertainty_ns: int = 0,
    ) -> None:
        """Press, release or tap a target at `at_ns` (now when None); it is told `late_ns` later."""
        at_ns = self._clock.now_ns() if at_ns is None else at_ns
        control = f"{self.name}:{target}"
        response = Response(at_ns, target, action, self.name, control, self.name, uncertainty_ns, at_ns)
        self._agenda.add(response, late_ns)

    def lose(self, targets: tuple[str, ...], from_ns: int, until_ns: int) -> None:
        """Be unplugged for a while. Going on is up to whoever runs the loop."""
        self._agenda.add(DeviceLost(from_ns, self.name, targets))
        self._agenda.add(DeviceBack(until_ns, self.name))


class FailingCues(VirtualCues):
    """Virtual cues, of which those that `fails` picks cannot be shown."""

    def __init__(self, clock: Clock, fails: Callable[[ShowCue], bool], reason: str = "broken") -> None:
        super().__init__(clock)
        self._fails = fails
        self._reason = reason
        self._failures = Agenda()

    @property
    def deadline_ns(self) -> int | None:
        """When the next cue begins, ends or fails."""
        dues = [due for due in (super().deadline_ns, self._failures.deadline_ns) if due is not None]
        return min(dues, default=None)

    def schedule(self, command: ShowCue) -> None:
        """Show a cue, or fail to at its due time."""
        if not self._fails(command):
            super().schedule(command)
            return
        key = (command.lane, command.trial, command.attempt, command.cue.id)
        self._failures.add(CueFailed(command.due_ns, *key, self._reason))

    def poll(self) -> Polled:
        """What began, ended and failed by now."""
        events, until_ns = super().poll()
        return Polled([*events, *self._failures.take(until_ns).events], until_ns)


class Watcher:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.items: list[Event | Command] = []
        """Everything, in order."""

    def saw(self, item: Event | Command) -> None:
        """Take note."""
        self.items.append(item)

    @property
    def records(self) -> list[TrialRecord]:
        """Every attempt's record, in order."""
        return [item.record for item in self.items if isinstance(item, Record)]

    @property
    def strays(self) -> list[StrayRecord]:
        """Every stray, in order."""
        return [item.record for item in self.items if isinstance(item, Stray)]
