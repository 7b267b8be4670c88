"""A cue that is on the screen, and what is told of how it was shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import TimingKind, TimingNote

Key = tuple[str, int, int, str]
"""Lane, trial, attempt and step."""


def key_of(command: ShowCue) -> Key:
    """What a cue is known by."""
    return (command.lane, command.trial, command.attempt, command.cue.id)


def note(kind: TimingKind, at_ns: int, size_ns: int, key: Key, count: int = 1) -> TimingNote:
    """A note about one cue."""
    return TimingNote(at_ns, kind, at_ns, size_ns, count, *key)


@dataclass(slots=True)
class Shown:
    """A cue from its onset to its end; times as the flips have them, without calibration."""

    command: ShowCue
    onset_ns: int
    ends_ns: int | None
    """When the flip that ends it is to be asked for."""
    _cleared: bool = False
    """It ends because it was asked to, not because its own time is over."""
    _told: bool = False
    """That pictures of its motion are dropped has been told."""
    _dropped: int = 0
    """Those that have not been told."""
    _longest_ns: int = 0
    """The longest time between two pictures, of those."""

    def clear(self, due_ns: int) -> None:
        """Take it away, unless it ends before by itself."""
        if self.ends_ns is None or due_ns < self.ends_ns:
            self.ends_ns, self._cleared = due_ns, True

    def drop(self, gap_ns: int, at_ns: int) -> Iterator[TimingNote]:
        """A picture of its motion came too late: the first is told at once, the others at its end."""
        if self._told:
            self._dropped, self._longest_ns = self._dropped + 1, max(self._longest_ns, gap_ns)
        else:
            self._told = True
            yield note("dropped_frame", at_ns, gap_ns, key_of(self.command))

    def end(self, seen_ns: int, late_ns: int, at_ns: int) -> Iterator[TimingNote]:
        """It was seen to go out. `late_ns`: what is too late for a cue with a time of its own."""
        key = key_of(self.command)
        if not self._cleared and self.ends_ns is not None and seen_ns - self.ends_ns > late_ns:
            yield note("late_frame", at_ns, seen_ns - self.ends_ns, key)
        if self._dropped:
            yield note("dropped_frame", at_ns, self._longest_ns, key, self._dropped)
