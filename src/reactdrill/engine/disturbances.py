"""What disturbed the measuring of a lane: it flags attempts, and widens what is counted from a moving cue."""

from __future__ import annotations

from reactdrill.engine.attempt import Attempt
from reactdrill.engine.events import TimingKind, TimingNote

FLAGGED: frozenset[TimingKind] = frozenset(
    {"gap", "suspended", "clock_step", "late_frame", "dropped_frame", "exposed"}
)
"""Kinds that an attempt is flagged with; the others only tell how sure something is."""


class Disturbances:
    """The timing notes of one lane."""

    __slots__ = ("_going_on",)

    def __init__(self) -> None:
        self._going_on: list[TimingNote] = []
        """Of everything, in the order they came: attempts may open while they last."""

    def note(self, note: TimingNote, attempt: Attempt | None) -> None:
        """Take a note. `attempt`: the open one."""
        if note.lane is None and note.kind in FLAGGED:
            self._going_on.append(note)
        if attempt is None or not _is_about(note, attempt):
            return
        if note.kind in FLAGGED:
            attempt.flag(note.kind)
        elif note.kind == "motion" and note.step is not None:
            attempt.motion_ns[note.step] = note.size_ns

    def opened(self, attempt: Attempt, at_ns: int) -> None:
        """An attempt opens: it is flagged with what has not been over by then."""
        if not self._going_on:
            return
        self._going_on = [note for note in self._going_on if note.until_ns >= at_ns]
        for note in self._going_on:
            attempt.flag(note.kind)


def _is_about(note: TimingNote, attempt: Attempt) -> bool:
    return note.lane is None or (note.trial, note.attempt) == (attempt.trial.index, attempt.number)
