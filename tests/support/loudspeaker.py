"""A sound output for tests: tells each tone at its time, or why there is none."""

from __future__ import annotations

from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueFailed, CueShown, Event
from reactdrill.live.clock import VirtualClock
from reactdrill.live.ports import Polled


class Loudspeaker:
    """`due` are the times of what was played, ns; `doubt_ns` is told with each."""

    name = "box"
    deadline_ns = None

    def __init__(self, clock: VirtualClock, *, doubt_ns: int = 0, fails: bool = False) -> None:
        self.due: list[int] = []
        self.fails = fails
        self._clock, self._doubt_ns = clock, doubt_ns
        self._waiting: list[ShowCue] = []

    def schedule(self, command: ShowCue) -> None:
        self._waiting.append(command)

    def poll(self) -> Polled:
        now_ns = self._clock.now_ns()
        events: list[Event] = []
        for command in [each for each in self._waiting if each.due_ns <= now_ns]:
            self._waiting.remove(command)
            key = (command.lane, command.trial, command.attempt, command.cue.id)
            if self.fails:
                events.append(CueFailed(now_ns, *key, "unplugged"))
            else:
                self.due.append(command.due_ns)
                events.append(CueShown(command.due_ns, *key, self.name, self._doubt_ns, command.due_ns))
        return Polled(events, now_ns)
