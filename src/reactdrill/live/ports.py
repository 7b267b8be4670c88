"""What the loop needs of the world: a clock, devices, a journal, and whoever wants to watch.

All stamps are nanoseconds of the one clock that the run was given. Fakes for every port are in
`reactdrill.testing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, Command, Finish, ShowCue
from reactdrill.engine.events import Event
from reactdrill.engine.record import StrayRecord, TrialRecord


class Polled(NamedTuple):
    """What a device has to say."""

    events: Sequence[Event]
    complete_until_ns: int
    """Inclusive: no event stamped at or before this will come from this device any more."""


class Clock(Protocol):
    """Monotonic time and the one interruptible wait of the whole loop."""

    def now_ns(self) -> int:
        """Nanoseconds; the zero is arbitrary."""

    def wait(self, deadline_ns: int | None) -> None:
        """Return at `deadline_ns`, or earlier after `wake`. None: only `wake` ends it."""

    def wake(self) -> None:
        """End the current or next wait. Safe from any thread."""


class Pollable(Protocol):
    """A device that the loop asks for events."""

    name: str

    @property
    def deadline_ns(self) -> int | None:
        """When it wants to be polled next; None: only after a wake or a command.

        A device whose `complete_until_ns` lags behind the clock says here when it will have caught up.
        """

    def poll(self) -> Polled:
        """Do what is due and hand over what happened, in the order of the stamps. Never blocks on input."""


class CueDevice(Pollable, Protocol):
    """Presents cues.

    Nothing is synchronous: each onset comes back from `poll` as `CueShown` (or `CueFailed`), each end as
    `CueEnded`. Overlapping cues are normal.
    """

    def prepare(self, plan: Plan) -> None:
        """Load and draw everything the plan needs, before the first trial."""

    def schedule(self, command: ShowCue) -> None:
        """Present a cue at its due time, or at once when that has passed."""

    def clear(self, command: ClearCue) -> None:
        """Take a cue away at its due time, or cancel it when it has not begun. Unknown cues are ignored."""


class ResponseDevice(Pollable, Protocol):
    """Times responses."""

    def start(self, plan: Plan) -> None:
        """Begin to listen for the plan's targets."""

    def stop(self) -> None:
        """Stop listening and free what was taken. May be called twice."""


class Journal(Protocol):
    """Keeps everything as it happens."""

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        """Keep an event or a record. A record makes everything before it survive a killed process."""

    def end(self, at_ns: int, finishes: Sequence[Finish]) -> None:
        """Mark the run as ended."""

    def close(self) -> None:
        """Make everything survive a power loss and let go of the file. May be called twice."""


class Observer(Protocol):
    """Sees every event the engine is told and every command it gives, in order.

    Screens, simulated athletes, markers for other programs. Must return at once.
    """

    def saw(self, item: Event | Command) -> None:
        """Take note."""
