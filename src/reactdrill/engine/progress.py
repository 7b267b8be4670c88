"""Where a lane is in its plan: the set, the trials still to come, what has been counted."""

from __future__ import annotations

from collections import deque

from reactdrill.drill.trial import LanePlan, Mode, PlannedSet, PlannedTrial
from reactdrill.engine.attempt import Attempt
from reactdrill.engine.record import STRIKES, Outcome

CUE_FAILURES_ALLOWED = 3
"""Attempts at one trial that may end because a cue could not be shown; then the trial is given up."""
DONE_AS_WANTED: frozenset[str] = frozenset({"hit", "completed"})
"""Outcomes that a set which ends by hits counts."""


class Progress:
    """The way of one lane through its plan."""

    __slots__ = ("_hits", "_lane", "_mode", "_queue", "_strikes", "last_trial", "presented", "set")

    def __init__(self, lane: LanePlan, mode: Mode) -> None:
        self.set = -1
        """Index of the set that has begun last."""
        self.presented = 0
        """Trials with a record that is not an aborted one."""
        self.last_trial: int | None = None
        """Index of the trial that was opened last."""
        self._lane = lane
        self._mode = mode
        self._queue: deque[tuple[int, int, int]] = deque()
        """Trial, number of the attempt, attempts that failed for want of a cue."""
        self._hits = 0
        self._strikes = 0

    @property
    def following(self) -> PlannedSet | None:
        """The set after the one that has begun last."""
        sets = self._lane.sets
        return sets[self.set + 1] if self.set + 1 < len(sets) else None

    @property
    def coming(self) -> PlannedTrial | None:
        """The trial that would be opened next."""
        if self._queue:
            return self._lane.trials[self._queue[0][0]]
        following = self.following
        return None if following is None else self._lane.trials[following.first]

    @property
    def not_presented(self) -> int:
        """Planned trials without a record that is not an aborted one."""
        return len(self._lane.trials) - self.presented

    @property
    def set_is_over(self) -> bool:
        """Whether the set has reached one of its ends (its time is the clock's)."""
        until = self._lane.sets[self.set].until
        return (
            not self._queue
            or (until.hits is not None and self._hits >= until.hits)
            or (until.strikes is not None and self._strikes >= until.strikes)
        )

    def begin_set(self) -> PlannedSet:
        """Go on to the following set."""
        chosen = self.following
        assert chosen is not None
        self.set = chosen.index
        self._queue.extend((index, 1, 0) for index in range(chosen.first, chosen.first + chosen.until.trials))
        self._hits = self._strikes = 0
        return chosen

    def end_set(self) -> None:
        """Leave out what is still to come in the set."""
        self._queue.clear()

    def open_next(self) -> Attempt:
        """Take the next trial of the set."""
        index, number, failures = self._queue.popleft()
        self.last_trial = index
        return Attempt(self._lane.trials[index], number, self._lane.name, self._mode, failures)

    def count(self, outcome: Outcome) -> None:
        """Count a trial that was presented."""
        self.presented += 1
        self._hits += outcome in DONE_AS_WANTED
        self._strikes += outcome in STRIKES

    def repeat(self, attempt: Attempt, *, failed: bool) -> None:
        """Queue an interrupted trial again by its rule. `failed`: for want of a cue."""
        failures = attempt.failures + failed
        rule = attempt.trial.repeat
        if rule == "never" or (failed and failures >= CUE_FAILURES_ALLOWED):
            return
        again = (attempt.trial.index, attempt.number + 1, failures)
        if rule == "next":
            self._queue.appendleft(again)
        else:
            self._queue.append(again)
