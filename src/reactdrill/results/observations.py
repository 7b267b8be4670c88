"""What a coach saw and measured in a run: lines of the checklist that were ticked, numbers that were entered.

Both are annotations beside the journal. Entered again, the last one holds; what was entered before stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reactdrill.drill.model import Drill, Entry
from reactdrill.drill.trial import LanePlan, PlannedSet
from reactdrill.errors import UsageError
from reactdrill.i18n import tr
from reactdrill.results.annotations import ENTRY, TICK, Annotation, Notes, annotate
from reactdrill.stats.score import Entered, ScoreRule


@dataclass(frozen=True, slots=True)
class Place:
    """What an observation is about: the run, or one set, side or trial of it (numbers from 0)."""

    set: int | None = None
    side: str | None = None
    trial: int | None = None
    lane: str | None = None

    def words(self) -> str:
        """For people; empty for the whole run."""
        parts = [
            tr("set {number}", number=self.set + 1) if self.set is not None else "",
            tr(f"{self.side} side") if self.side is not None else "",
            tr("trial {number}", number=self.trial + 1) if self.trial is not None else "",
            self.lane or "",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Slot:
    """A number that can be entered."""

    entry: Entry
    place: Place


@dataclass(frozen=True, slots=True)
class Box:
    """A line of the checklist that can be ticked for a set."""

    line: str
    place: Place


def slots(drill: Drill, lanes: Iterable[LanePlan]) -> tuple[Slot, ...]:
    """Every number that the drill asks for, in the order of the run."""
    entries = [] if drill.observer is None else drill.observer.entries
    every = tuple(lanes)
    return tuple(
        Slot(entry, place)
        for entry in entries
        for lane in every
        for place in _places(entry, lane, several=len(every) > 1)
    )


def boxes(drill: Drill, lanes: Iterable[LanePlan]) -> tuple[Box, ...]:
    """Every line of the checklist, once for each set."""
    lines = [] if drill.observer is None else drill.observer.checklist
    every = tuple(lanes)
    return tuple(
        Box(line, place)
        for lane in every
        for one in _tested(lane)
        for place in [Place(one.index, one.side, lane=lane.name if len(every) > 1 else None)]
        for line in lines
    )


def _tested(lane: LanePlan) -> list[PlannedSet]:
    return [one for one in lane.sets if not one.practice]


def _places(entry: Entry, lane: LanePlan, *, several: bool) -> Iterator[Place]:
    whose = lane.name if several else None
    match entry.per:
        case "run":
            yield Place(lane=whose)
        case "side":
            for side in dict.fromkeys(one.side for one in _tested(lane)):
                yield Place(side=side, lane=whose)
        case "set":
            for one in _tested(lane):
                yield Place(one.index, one.side, lane=whose)
        case "trial":
            for trial in lane.trials:
                if not trial.practice and not trial.catch:
                    yield Place(trial.set, trial.side, trial.index, whose)


def enter(journal: Path, slot: Slot, value: float) -> Annotation:
    """Keep a number. Raises `UsageError` when it cannot be one of these, and `JournalError`."""
    entry, place = slot.entry, slot.place
    if not entry.min <= value <= entry.max:
        limits = f"{entry.min:g} to {entry.max:g} {entry.unit}"
        raise UsageError(f"{entry.name}: {value:g} is not within {limits}")
    return annotate(
        journal,
        Annotation(
            type=ENTRY,
            key=entry.name,
            value=value,
            set=place.set,
            side=place.side,
            trial=place.trial,
            lane=place.lane,
        ),
    )


def tick(journal: Path, box: Box, *, seen: bool) -> Annotation:
    """Keep that a line of the checklist was seen, or take that back. Raises `JournalError`."""
    place = box.place
    said = Annotation(type=TICK, key=box.line, value=seen, set=place.set, side=place.side, lane=place.lane)
    return annotate(journal, said)


def entered(notes: Notes) -> dict[tuple[str, Place], float]:
    """The numbers that hold, by the entry's name and place."""
    return {
        (each.key, _place_of(each)): float(each.value)
        for each in notes.standing
        if each.type == ENTRY and isinstance(each.value, int | float)
    }


def ticked(notes: Notes) -> dict[tuple[str, Place], bool]:
    """The lines of the checklist that somebody looked for, by line and place; true where it was seen."""
    return {(each.key, _place_of(each)): each.value is True for each in notes.standing if each.type == TICK}


def numbers_for(notes: Notes, rule: ScoreRule | None) -> tuple[Entered, ...]:
    """The coach's numbers that a score is made of; none where it is made of something else."""
    if rule is None or rule.of != "entry":
        return ()
    return tuple(
        Entered(value, place.set, place.side)
        for (key, place), value in entered(notes).items()
        if key == rule.entry
    )


def _place_of(annotation: Annotation) -> Place:
    return Place(annotation.set, annotation.side, annotation.trial, annotation.lane)


def count_back_errors(start: int, by: int, last: int) -> str:
    """What a last number says of a count backwards: empty when it can be right."""
    if last > start:
        return f"{last} is above the start {start}"
    if (start - last) % by:
        return f"{last} is not reached from {start} by taking away {by}"
    return ""
