"""Asks for the cues of a lane's attempts, keeps what is reported of them, and takes them away."""

from __future__ import annotations

from reactdrill.drill.trial import LanePlan, PlannedStep
from reactdrill.engine.attempt import Attempt, Cue
from reactdrill.engine.commands import ClearCue, Command, ShowCue
from reactdrill.engine.events import CueEnded, CueFailed, CueShown
from reactdrill.engine.flash import FlashGuard

CUE_GRACE_NS = 5_000_000_000
"""A cue that has not been reported this long after its time is taken for lost."""
SLOWEST_FRAME_NS = 50_000_000
"""No screen is slower than 20 Hz: bounds how long a cue given in frames lasts."""


class CueDesk:
    """The cues of one lane. `out` collects what it asks for."""

    __slots__ = ("_guard", "_lane", "_out")

    def __init__(self, lane: LanePlan, guard: FlashGuard, out: list[Command]) -> None:
        self._lane = lane
        self._guard = guard
        self._out = out

    def ask(self, attempt: Attempt, anchor: str, anchor_ns: int, now_ns: int) -> None:
        """Ask for every cue that hangs on `anchor`, which is or will be at `anchor_ns`."""
        steps = attempt.trial.steps
        if len(attempt.cues) == len(steps):
            return
        for step in steps:
            if step.after == anchor and step.id not in attempt.cues:
                self._ask_for(attempt, step, anchor_ns, now_ns)

    def give_up_ns(self, attempt: Attempt) -> int:
        """When the reference cue, which has not begun, is taken for lost."""
        trial = attempt.trial
        assert attempt.begin_ns is not None
        last_ns = attempt.begin_ns + trial.foreperiod_ns
        awaited = [step.after for step in trial.steps if step.id not in attempt.cues]
        for cue in attempt.cues.values():
            at_ns = cue.due_ns if cue.shown is None else cue.shown.at_ns
            if awaited and f"{cue.step.id}.end" in awaited:
                at_ns += _longest_ns(cue.step)
            last_ns = max(last_ns, at_ns)
        return last_ns + CUE_GRACE_NS

    def find(self, attempt: Attempt, event: CueShown | CueEnded | CueFailed) -> Cue | None:
        """The open attempt's cue that an event is about; None when it is about another."""
        if event.attempt != attempt.number or event.trial != attempt.trial.index:
            return None
        return attempt.cues.get(event.step)

    def shown(self, attempt: Attempt, event: CueShown) -> bool:
        """Keep an onset. False when it belongs to no cue that was awaited."""
        cue = self.find(attempt, event)
        if cue is None or cue.shown is not None:
            self.unexpected(event)
            return False
        cue.shown = event
        if cue.step.channel != "sound":
            self._guard.moved(cue.due_ns, event.at_ns)
        return True

    def unexpected(self, event: CueShown) -> None:
        """An onset that nobody waits for any more is still a flash."""
        steps = self._lane.trials[event.trial].steps
        if any(step.id == event.step and step.channel != "sound" for step in steps):
            self._guard.happened(event.at_ns)

    def ended(self, attempt: Attempt, event: CueEnded) -> bool:
        """Keep a cue's end. False when it belongs to no cue that was lit."""
        cue = self.find(attempt, event)
        if cue is None or cue.ended_ns is not None:
            return False
        cue.ended_ns = event.at_ns
        return True

    def put_out(self, attempt: Attempt, target: str, at_ns: int) -> None:
        """Take away, at `at_ns`, what is shown for one target."""
        for cue in attempt.cues.values():
            step = cue.step
            if step.target == target and cue.shown is not None and cue.ended_ns is None and not cue.put_out:
                cue.put_out = True
                self._out.append(self._clearing(attempt, step, at_ns))

    def clear(self, attempt: Attempt, at_ns: int) -> None:
        """Take away, at `at_ns`, every cue of an attempt that has not gone out."""
        for cue in attempt.cues.values():
            if cue.ended_ns is not None or cue.put_out:
                continue
            step = cue.step
            self._out.append(self._clearing(attempt, step, at_ns))
            if cue.shown is None and step.channel != "sound":
                self._guard.cancelled(cue.due_ns)

    @staticmethod
    def _clearing(attempt: Attempt, step: PlannedStep, at_ns: int) -> ClearCue:
        return ClearCue(attempt.lane, attempt.trial.index, attempt.number, step.id, at_ns, step.channel)

    def _ask_for(self, attempt: Attempt, step: PlannedStep, anchor_ns: int, now_ns: int) -> None:
        requested_ns = anchor_ns + step.offset_ns
        if step.offset_param is not None:
            requested_ns += attempt.parameters[step.offset_param]
        due_ns = requested_ns
        if due_ns < now_ns:
            due_ns = now_ns
            attempt.flag("late_cue")
        if step.channel != "sound":
            admitted_ns = self._guard.admit(due_ns, now_ns)
            if admitted_ns != due_ns:
                due_ns = admitted_ns
                attempt.flag("flash_delayed")
        attempt.cues[step.id] = Cue(step, requested_ns, due_ns)
        self._out.append(ShowCue(attempt.lane, attempt.trial.index, attempt.number, step, due_ns))


def _longest_ns(step: PlannedStep) -> int:
    """How long a cue can last that has an end of its own."""
    if step.frames is not None:
        return step.frames * SLOWEST_FRAME_NS
    return step.duration_ns or 0
