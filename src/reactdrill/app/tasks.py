"""Long work of a set-up screen: it says what to do and what came of it, and can be stopped."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from reactdrill.app.background import Checkpoint, StoppedError
from reactdrill.i18n import tr
from reactdrill.live.ports import Clock

TURN_NS = 50_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what came of it."""

    text: str
    detail: str = ""
    good: bool = True
    pod: int | None = None
    """The pod that drills can go on without."""


@dataclass(frozen=True, slots=True)
class TaskNow:
    """What the screen shows of a task; another one for each change."""

    words: str
    lines: tuple[Said, ...] = ()
    simulated: tuple[int, ...] = ()
    """Numbers of the pods that are tapped on the screen."""


class Watchful:
    """A clock that lets the background stop the task whenever it waits."""

    def __init__(self, clock: Clock, checkpoint: Checkpoint) -> None:
        self._clock, self._checkpoint = clock, checkpoint
        self._given_up = False
        """Said once; what is put back after it may wait."""
        self.now_ns = clock.now_ns
        self.wake = clock.wake

    def wait(self, deadline_ns: int | None) -> None:
        """As `Clock`; may raise `StoppedError`."""
        if not self._given_up:
            self._look()
        latest_ns = self._clock.now_ns() + TURN_NS
        self._clock.wait(latest_ns if deadline_ns is None else min(deadline_ns, latest_ns))

    def _look(self) -> None:
        try:
            self._checkpoint(0, 0)
        except StoppedError:
            self._given_up = True
            raise


class Task(ABC):
    """One piece of work. Everything public may be used from the screen's thread."""

    def __init__(self) -> None:
        self.stopped = False
        self.now = TaskNow(tr("Connecting"))

    @abstractmethod
    def run(self, checkpoint: Checkpoint) -> None:
        """The job. Raises a `ReactDrillError` that says why it cannot be done."""

    def ask(self, words: str) -> None:
        """Say what to do now."""
        self.now = replace(self.now, words=words)

    def say(self, *lines: Said) -> None:
        """Add to what came of it."""
        self.now = replace(self.now, lines=(*self.now.lines, *lines))

    def say_now(self, words: str) -> None:
        """As `ask`, between two steps. Raises `StoppedError` when the person has left."""
        if self.stopped:
            raise StoppedError
        self.ask(words)
