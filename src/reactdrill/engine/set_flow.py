"""A lane's way from trial to trial and from set to set."""

from __future__ import annotations

from reactdrill.engine.commands import Finish, FinishReason, Rest, SetBegins
from reactdrill.engine.events import Tick
from reactdrill.engine.lane import Lane
from reactdrill.engine.states import State


class SetFlow:
    """Begins and ends sets, and goes on within them."""

    __slots__ = ("_lane", "started_ns")

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self.started_ns = 0
        """The run's own start."""

    def on_rest_over(self, event: Tick) -> None:
        """Begin the set that follows."""
        self.begin_set(event.at_ns)

    def begin_set(self, at_ns: int) -> None:
        """Begin the following set with its first gap, which has no length."""
        lane = self._lane
        chosen = lane.progress.begin_set()
        lane.clock.begin_set(at_ns, chosen.until.time_ns)
        lane.out.append(SetBegins(at_ns, lane.name, chosen.index, chosen.side, chosen.practice))
        self._gap_until(at_ns)

    def go_on(self, at_ns: int, gap_ns: int) -> None:
        """Go on within the set, or leave it when its end is reached."""
        if self._lane.progress.set_is_over:
            self.end_set(at_ns)
        else:
            self._gap_until(at_ns + gap_ns)

    def end_set(self, at_ns: int) -> None:
        """Leave the set, whatever is still to come in it, for the rest before the following one."""
        lane = self._lane
        lane.progress.end_set()
        lane.clock.end_set()
        following = lane.progress.following
        if following is None:
            self.finish(at_ns, "complete", "")
        else:
            self.rest(at_ns, following.rest_before_ns)

    def rest(self, at_ns: int, length_ns: int) -> None:
        """Rest before the following set."""
        lane = self._lane
        following = lane.progress.following
        assert following is not None
        until_ns = at_ns + length_ns
        lane.go(State.RESTING, until_ns)
        lane.out.append(Rest(at_ns, lane.name, following.index, following.side, until_ns))

    def finish(self, at_ns: int, reason: FinishReason, detail: str) -> None:
        """End the lane."""
        lane = self._lane
        lane.clock.end_set()
        lane.go(State.DONE, None)
        counted = lane.progress
        lane.out.append(Finish(at_ns, lane.name, reason, detail, counted.presented, counted.not_presented))

    def _gap_until(self, at_ns: int) -> None:
        lane = self._lane
        coming = lane.progress.coming
        not_before_ns = None if coming is None else coming.begin.not_before_ns
        if not_before_ns is not None:
            at_ns = max(at_ns, self.started_ns + not_before_ns)
        lane.go(State.GAP, at_ns)
