"""Cues that happen exactly when they are due: for replay, simulation and tests."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.events import CueEnded, CueShown, Event
from reactdrill.live.ports import Clock, Polled

SOURCE = "virtual"
FRAME_NS = 16_666_667
"""A frame of the virtual display, 60 a second: cues given in frames last this long each."""

_Key = tuple[str, int, int, str]


class VirtualCues:
    """A cue device for every channel. Onset is the due time, or now when that has passed; its error is zero.

    A cue that is cleared goes out at the next nanosecond that has not been told of.
    """

    name = SOURCE

    def __init__(self, clock: Clock) -> None:
        self._now_ns = clock.now_ns
        self._numbers = count()
        self._due: list[tuple[int, int, ShowCue]] = []
        self._ending: list[tuple[int, int, _Key]] = []
        """A heap of ends; a cue that is cleared before its own end stands in it twice."""
        self._lit: set[_Key] = set()
        self._cancelled: set[_Key] = set()
        self._told_ns = -1
        """Nothing at or before this is told any more."""

    @property
    def deadline_ns(self) -> int | None:
        """The next onset or end."""
        due = self._due[0][0] if self._due else None
        if not self._ending:
            return due
        return self._ending[0][0] if due is None else min(due, self._ending[0][0])

    def prepare(self, plan: Plan) -> None:
        """Nothing to load."""

    def schedule(self, command: ShowCue) -> None:
        """Present a cue at its due time."""
        heappush(self._due, (command.due_ns, next(self._numbers), command))

    def clear(self, command: ClearCue) -> None:
        """Take a cue away, or cancel it."""
        key = (command.lane, command.trial, command.attempt, command.step)
        if key in self._lit:
            heappush(self._ending, (command.due_ns, next(self._numbers), key))
        elif self._due:
            self._cancelled.add(key)

    def poll(self) -> Polled:
        """Onsets and ends up to now."""
        now_ns = self._now_ns()
        due, ending = self._due, self._ending
        events: list[Event] = []
        while due and due[0][0] <= now_ns:
            self._show(heappop(due)[2], now_ns, events)
        while ending and ending[0][0] <= now_ns:
            at_ns, _, key = heappop(ending)
            if key in self._lit:
                self._lit.remove(key)
                events.append(CueEnded(max(at_ns, self._told_ns + 1), *key))
        if self._cancelled and not due:
            self._cancelled.clear()
        self._told_ns = now_ns
        return Polled(events, now_ns)

    def _show(self, command: ShowCue, now_ns: int, events: list[Event]) -> None:
        cue = command.cue
        key = (command.lane, command.trial, command.attempt, cue.id)
        if key in self._cancelled:
            return
        self._lit.add(key)
        events.append(CueShown(now_ns, *key, SOURCE, 0, now_ns))
        length_ns = cue.frames * FRAME_NS if cue.frames is not None else cue.duration_ns
        if length_ns is not None:
            heappush(self._ending, (now_ns + length_ns, next(self._numbers), key))
