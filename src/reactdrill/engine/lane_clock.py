"""When time alone changes something in a lane: the end of what it is doing, or the end of its set."""

from __future__ import annotations


class LaneClock:
    """The deadlines of one lane. Asked, never running: all times come from outside."""

    __slots__ = ("_rest_left_ns", "_set_ends_ns", "_set_left_ns", "due_ns", "ends_ns")

    def __init__(self) -> None:
        self.due_ns: int | None = None
        """The earlier of both ends."""
        self.ends_ns: int | None = None
        """When what the lane is doing ends by itself; None: never."""
        self._set_ends_ns: int | None = None
        self._set_left_ns: int | None = None
        self._rest_left_ns: int | None = None

    def until(self, at_ns: int | None) -> None:
        """What the lane does now ends at `at_ns`."""
        self.ends_ns = at_ns
        set_ends_ns = self._set_ends_ns
        if set_ends_ns is not None and (at_ns is None or set_ends_ns < at_ns):
            at_ns = set_ends_ns
        self.due_ns = at_ns

    def begin_set(self, at_ns: int, length_ns: int | None) -> None:
        """A set begins; None: it has no end by time."""
        self._set_ends_ns = None if length_ns is None else at_ns + length_ns

    def end_set(self) -> None:
        """No set is running."""
        self._set_ends_ns = self._set_left_ns = None

    @property
    def set_is_due(self) -> bool:
        """Whether the set's end is what is due; at the same instant what the lane is doing ends first."""
        return self._set_ends_ns is not None and (self.ends_ns is None or self._set_ends_ns < self.ends_ns)

    def hold(self, at_ns: int, *, resting: bool) -> None:
        """Stop at `at_ns`, and remember how much of the rest and of the set is left."""
        self._rest_left_ns = self._set_left_ns = None
        if resting and self.ends_ns is not None:
            self._rest_left_ns = max(0, self.ends_ns - at_ns)
        if self._set_ends_ns is not None:
            self._set_left_ns = max(0, self._set_ends_ns - at_ns)
            self._set_ends_ns = None
        self.until(None)

    def go_on(self, at_ns: int) -> int | None:
        """Let the set's time run again; how much of a rest is left, None when there was none."""
        if self._set_left_ns is not None:
            self._set_ends_ns = at_ns + self._set_left_ns
        return self._rest_left_ns
