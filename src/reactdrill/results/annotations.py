"""What people add to a run afterwards: an append-only file beside the journal, whose own lines never change.

Every annotation has a name of its own, so that another one can take it back (`undo`), and that can be undone too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from reactdrill.engine.record import TrialRecord
from reactdrill.errors import JournalError
from reactdrill.live.clock import utc_now
from reactdrill.results.disk import append_private
from reactdrill.results.header import utc_text
from reactdrill.results.lines import parse_object, to_json
from reactdrill.results.locks import hold, release
from reactdrill.results.typed_json import ADDED, LineError, build
from reactdrill.station.folders import advice, reason

NOTES_SUFFIX = ".notes.jsonl"
ATHLETE_MOVED, RUN_BAD, TRIAL_BAD, NOTE, UNDO = "athlete_moved", "run_bad", "trial_bad", "note", "undo"
ENTRY, TICK = "entry", "tick"
EFFORT, PAIN = "effort", "pain"
SCALE = range(11)
"""What effort and pain are asked on: 0 (none) to 10 (the most there is)."""
LOCK_WAIT_S = 5.0

TrialKey = tuple[str, int, int]
"""Lane, trial (from 0), attempt (from 1)."""


def _new_name() -> str:
    return uuid4().hex[:12]


def _now() -> str:
    return utc_text(utc_now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One remark about a run, a trial or an attempt."""

    type: str
    """`athlete_moved`, `run_bad`, `trial_bad`, `note`, `effort`, `pain`, `entry`, `tick`, `undo`, or any other: unknown ones are kept."""
    name: str = field(default_factory=_new_name)
    at_utc: str = field(default_factory=_now)
    lane: str | None = None
    trial: int | None = None
    attempt: int | None = None
    """None beside a trial: all its attempts."""
    reason: str = ""
    value: str | int | float | bool | None = None
    """`athlete_moved`: the athlete's code. `note`: its text. `undo`: the name of what is taken back. `entry`: the number
    that a coach entered. `effort`, `pain`: 0 to 10. `tick`: whether something was seen."""
    key: str = field(default="", metadata=ADDED)
    """`entry`: the entry's name in the drill file. `tick`: the line of its checklist."""
    set: int | None = field(default=None, metadata=ADDED)
    """From 0."""
    side: str | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Notes:
    """All annotations of a run, folded into what holds now."""

    written: tuple[Annotation, ...] = ()
    """Every one, in order, those taken back too."""
    standing: tuple[Annotation, ...] = ()
    """Those that hold."""

    @property
    def athlete(self) -> str | None:
        """Whom the run was moved to; None: it stays with the athlete in its header."""
        moves = [each.value for each in self.standing if each.type == ATHLETE_MOVED]
        return str(moves[-1]) if moves else None

    @property
    def run_bad(self) -> str | None:
        """Why the run does not count; None: it does."""
        marks = self.marks()
        return marks[-1].reason or "no reason given" if marks else None

    def marks(self, trial: TrialRecord | None = None) -> list[Annotation]:
        """Those by which the run does not count, or this attempt of it."""
        if trial is None:
            return [each for each in self.standing if each.type == RUN_BAD]
        return [each for each in self.standing if each.type == TRIAL_BAD and _covers(each, trial)]

    def effort(self, lane: str | None = None) -> int | None:
        """How hard the run was for whoever did it, 0 to 10, as was said last; None: nobody asked."""
        return self._score(EFFORT, lane)

    def pain(self, lane: str | None = None) -> int | None:
        """As `effort`."""
        return self._score(PAIN, lane)

    def _score(self, kind: str, lane: str | None) -> int | None:
        """Said of the run as a whole, or of the lane."""
        said = [each.value for each in self.standing if each.type == kind and each.lane in (None, lane)]
        return int(said[-1]) if said and isinstance(said[-1], int | float) else None

    def bad_trials(self, trials: Iterable[TrialRecord]) -> dict[TrialKey, str]:
        """The attempts that are marked bad, with the reason."""
        return {
            (trial.lane, trial.trial, trial.attempt): marks[-1].reason or "no reason given"
            for trial in trials
            if (marks := self.marks(trial))
        }


def _covers(mark: Annotation, trial: TrialRecord) -> bool:
    return (
        mark.trial == trial.trial
        and mark.lane in (None, trial.lane)
        and mark.attempt in (None, trial.attempt)
    )


def notes_path(journal: Path) -> Path:
    """The annotations of `run.jsonl` stand in `run.notes.jsonl`."""
    return journal.with_name(journal.name.removesuffix(".jsonl") + NOTES_SUFFIX)


def annotate(journal: Path, annotation: Annotation) -> Annotation:
    """Add an annotation to a run, on the disk when this returns.

    Raises `JournalError` when the journal is not there, the annotation lacks what its type needs, or its file
    cannot be written.
    """
    _check(journal, annotation)
    path = notes_path(journal)
    lock = hold(path, wait_s=LOCK_WAIT_S)
    try:
        _cut_torn_line(path)
        append_private(path, to_json(annotation) + b"\n")
    except OSError as error:
        raise JournalError(path, f"cannot save the annotation ({reason(error)})", advice(error)) from error
    finally:
        release(lock)
    return annotation


def undo(journal: Path, name: str, why: str = "") -> Annotation:
    """Take back an annotation by its name. Raises as `annotate`, also when there is no such annotation."""
    known = {each.name for each in read_notes(journal).written}
    if name not in known:
        raise JournalError(notes_path(journal), f"no annotation is called {name!r}")
    return annotate(journal, Annotation(type=UNDO, value=name, reason=why))


def read_notes(journal: Path) -> Notes:
    """All annotations of a run; none is fine, and so is a torn last line.

    Raises `JournalError` with file and line when one before it is damaged.
    """
    path = notes_path(journal)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Notes()
    except OSError as error:
        raise JournalError(path, f"cannot be read ({reason(error)})", advice(error)) from error
    return parse_notes(path, data)


def parse_notes(path: Path, data: bytes) -> Notes:
    """The same of bytes that were read; `path` is what they are called in messages."""
    *lines, last = data.split(b"\n")
    written = tuple(_annotation(path, number, line) for number, line in enumerate(lines, start=1))
    if last and _is_whole(last):
        written += (_annotation(path, len(lines) + 1, last),)
    return Notes(written, fold(written))


def fold(written: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The annotations that hold: what an undo that holds itself names is gone, and so are the undos."""
    gone: set[object] = set()
    standing = []
    for each in reversed(tuple(written)):
        if each.name in gone:
            continue
        if each.type == UNDO:
            gone.add(each.value)
        else:
            standing.append(each)
    return tuple(reversed(standing))


def _check(journal: Path, annotation: Annotation) -> None:
    if not journal.is_file():
        raise JournalError(journal, "no such journal, so nothing can be added to it")
    missing = {
        ATHLETE_MOVED: "value",
        NOTE: "value",
        UNDO: "value",
        TRIAL_BAD: "trial",
        ENTRY: "value",
        TICK: "value",
        EFFORT: "value",
        PAIN: "value",
    }.get(annotation.type)
    if missing is not None and getattr(annotation, missing) is None:
        raise JournalError(journal, f"an annotation {annotation.type!r} needs a {missing}")
    if annotation.type in (EFFORT, PAIN) and annotation.value not in SCALE:
        raise JournalError(
            journal, f"{annotation.type} is a whole number from 0 to 10, not {annotation.value!r}"
        )


def _annotation(path: Path, number: int, line: bytes) -> Annotation:
    try:
        return build(Annotation, parse_object(line))
    except LineError as error:
        hint = "put the file back from a copy, or move it away: the run itself is whole without it"
        raise JournalError(f"{path}:{number}", f"damaged: {error}", hint) from error


def _is_whole(line: bytes) -> bool:
    try:
        parse_object(line)
    except LineError:
        return False
    return True


def _cut_torn_line(path: Path) -> None:
    """Make the file end with a whole line again after a crash while the last one was written."""
    if not path.exists():
        return
    data = path.read_bytes()
    whole, _, last = data.rpartition(b"\n")
    if last and _is_whole(last):
        append_private(path, b"\n")
    elif last:
        with path.open("r+b") as file:
            file.truncate(len(whole) + 1 if whole else 0)
