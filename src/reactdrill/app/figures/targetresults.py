"""How each target of a run went, and where it is: the picture of the results as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reactdrill.app.figures.said import said
from reactdrill.app.figures.targets import target_title
from reactdrill.app.figures.words import NONE, milliseconds
from reactdrill.drill.model import Drill
from reactdrill.drill.places import places
from reactdrill.drill.scene import Drawing, drawing
from reactdrill.i18n import tr
from reactdrill.stats.summary import Group, Summary

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target with its figures."""

    title: str
    figure: str
    """The median of its hits, or how often it was done; a dash where there is none."""
    detail: str
    """Hits of trials."""
    at: Place
    """-1 to 1 across the picture, x to the right, y up."""
    faulty: bool
    """Whether anything went wrong there."""


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """Where the targets are: on the floor as it is drawn, or on the screen."""

    targets: tuple[TargetResult, ...]
    floor: Drawing | None


def result_picture(drill: Drill, summary: Summary, *, timed: bool) -> ResultPicture | None:
    """The picture of a lane; None where fewer than two targets have trials."""
    drill = said(drill)
    groups = {group.name: group for group in summary.per_target}
    if sum(target.name in groups for target in drill.targets) < 2:
        return None
    floor = drawing(drill) if all(target.floor_m is not None for target in drill.targets) else None
    return ResultPicture(tuple(_results(drill, groups, floor, timed=timed)), floor)


def _results(
    drill: Drill, groups: dict[str, Group], floor: Drawing | None, *, timed: bool
) -> Iterator[TargetResult]:
    where = places(drill)
    for target in drill.targets:
        group = groups.get(target.name)
        if group is None:
            continue
        at = where[target.name]
        if floor is not None and target.floor_m is not None:
            at = _on_the_floor(floor, (target.floor_m[0], target.floor_m[1]))
        counts = group.counts
        done = counts.hits if timed else counts.completed
        of = tr("{part} of {whole}", part=done, whole=counts.presented)
        median = group.rt.median_ms.value
        shown = (NONE if median is None else milliseconds(median), of) if timed else (of, "")
        title = target_title(target.name, target.title)
        yield TargetResult(title, *shown, at, done < counts.presented)


def _on_the_floor(floor: Drawing, at: Place) -> Place:
    return (
        2 * (at[0] - floor.left) / floor.width - 1,
        2 * (at[1] - floor.bottom) / floor.height - 1,
    )
