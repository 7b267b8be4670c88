"""What the parts of one lane's engine share."""

from __future__ import annotations

from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.engine.adaptive import Adaptive
from reactdrill.engine.attempt import Attempt
from reactdrill.engine.commands import Command
from reactdrill.engine.controls import Controls
from reactdrill.engine.cue_desk import CueDesk
from reactdrill.engine.disturbances import Disturbances
from reactdrill.engine.events import Response
from reactdrill.engine.flash import FlashGuard
from reactdrill.engine.lane_clock import LaneClock
from reactdrill.engine.progress import Progress
from reactdrill.engine.states import State
from reactdrill.engine.strays import stray


class Lane:
    """The plan, the state, the open attempt and the helpers of one lane. `out` collects what it asks for."""

    __slots__ = (
        "adaptive",
        "attempt",
        "clock",
        "controls",
        "cues",
        "disturbances",
        "feedback",
        "mode",
        "name",
        "out",
        "plan",
        "progress",
        "state",
    )

    def __init__(self, plan: Plan, lane: LanePlan, guard: FlashGuard, out: list[Command]) -> None:
        self.plan = lane
        self.name = lane.name
        self.mode = plan.mode
        self.feedback = plan.feedback
        self.out = out
        self.state = State.IDLE
        self.attempt: Attempt | None = None
        self.clock = LaneClock()
        self.progress = Progress(lane, plan.mode)
        self.controls = Controls()
        self.disturbances = Disturbances()
        self.cues = CueDesk(lane, guard, out)
        self.adaptive = Adaptive(lane.adaptive)

    @property
    def open(self) -> Attempt:
        """The open attempt, where the state says that there is one."""
        assert self.attempt is not None
        return self.attempt

    def go(self, state: State, until_ns: int | None) -> None:
        """Enter a state that ends by itself at `until_ns` (None: it does not)."""
        self.state = state
        self.clock.until(until_ns)

    def keep_stray(self, response: Response, reason: str) -> None:
        """Keep a press that belongs to no open trial; the release that follows a press is not kept."""
        if response.action != "release":
            self.out.append(stray(response, self.name, reason, after_trial=self.progress.last_trial))
