"""What comes from outside the trials: start, pause, resume, abort, and devices that go and come back."""

from __future__ import annotations

from reactdrill.engine.commands import Paused
from reactdrill.engine.events import Abort, DeviceBack, DeviceLost, Pause, Resume, Start
from reactdrill.engine.lane import Lane
from reactdrill.engine.set_flow import SetFlow
from reactdrill.engine.states import State
from reactdrill.engine.trial_flow import TrialFlow

RESUME_GAP_NS = 1_000_000_000
"""Gap before the first trial after a pause."""


class RunControl:
    """Starts, holds, resumes and ends a lane."""

    __slots__ = ("_lane", "_sets", "_trials")

    def __init__(self, lane: Lane, sets: SetFlow, trials: TrialFlow) -> None:
        self._lane = lane
        self._sets = sets
        self._trials = trials

    def on_start(self, event: Start) -> None:
        """Begin the first set; hold still at once when a device is missing."""
        self._sets.started_ns = event.at_ns
        self._sets.begin_set(event.at_ns)
        lost = self._lane.controls.lost
        if lost:
            self._hold_still(event.at_ns, f"device_lost: {', '.join(lost)}")

    def on_pause(self, event: Pause) -> None:
        """Hold everything."""
        self._hold_still(event.at_ns, event.reason)

    def on_device_lost(self, event: DeviceLost) -> None:
        """Hold everything when this lane needs the device."""
        if self._lane.controls.lose(event.device, self._lane.plan.targets, event.targets):
            self._hold_still(event.at_ns, f"device_lost: {event.device}")

    def on_device_missing(self, event: DeviceLost) -> None:
        """Note a device that goes before the run has begun."""
        self._lane.controls.lose(event.device, self._lane.plan.targets, event.targets)

    def on_device_back(self, event: DeviceBack) -> None:
        """Note that a device has returned; only `Resume` goes on."""
        if self._lane.controls.regain(event.device) and self._lane.state is State.PAUSED:
            self._tell_paused(event.at_ns, f"device_back: {event.device}")

    def on_resume(self, event: Resume) -> None:
        """Go on where the pause began, with a fresh gap."""
        rest_left_ns = self._lane.clock.go_on(event.at_ns)
        if rest_left_ns is None:
            self._sets.go_on(event.at_ns, RESUME_GAP_NS)
        else:
            self._sets.rest(event.at_ns, rest_left_ns)

    def on_abort(self, event: Abort) -> None:
        """End the run."""
        self._trials.cut(event.at_ns, event.reason)
        self._sets.finish(event.at_ns, "aborted", event.reason)

    def _hold_still(self, at_ns: int, reason: str) -> None:
        lane = self._lane
        if lane.state is not State.PAUSED:
            self._trials.interrupt(at_ns, reason)
            lane.clock.hold(at_ns, resting=lane.state is State.RESTING)
            lane.state = State.PAUSED
        self._tell_paused(at_ns, reason)

    def _tell_paused(self, at_ns: int, reason: str) -> None:
        lane = self._lane
        lane.out.append(Paused(at_ns, lane.name, reason, lane.controls.lost))
