"""Which pod stands for which target: as the station says, else by number, else in order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from reactdrill.drill.trial import Plan

POD = re.compile(r"pod:([1-9]\d?)")

Place = tuple[str, str]
"""Lane and target."""


def pod_number(control: str) -> int | None:
    """The number in `pod:3`; None for another control."""
    match = POD.fullmatch(control)
    return int(match[1]) if match else None


def pods_for_plan(
    plan: Plan, own: Mapping[str, Sequence[str]], count: int, left_out: Collection[int] = ()
) -> dict[Place, tuple[int, ...]]:
    """As `pods_for_targets`, for a run."""
    return pods_for_targets({lane.name: lane.targets for lane in plan.lanes}, own, count, left_out)


def pods_for_targets(
    lanes: Mapping[str, Sequence[str]],
    own: Mapping[str, Sequence[str]],
    count: int,
    left_out: Collection[int] = (),
) -> dict[Place, tuple[int, ...]]:
    """The pods of each target, the first of which lights; a target for which none is left is not in it.

    `own`: the controls that the station's settings give a target. Where several athletes have targets of the same
    name, the first athlete gets the first of them. `count`: pods there are, numbered from 1; those of `left_out`
    are not used. A pod serves one target.
    """
    places = [(lane, target) for lane, targets in lanes.items() for target in targets]
    chosen: dict[Place, tuple[int, ...]] = {}
    taken: set[int] = set(left_out)
    for target in dict.fromkeys(target for _, target in places):
        sharing = [place for place in places if place[1] == target]
        numbers = [n for each in own.get(target, ()) if (n := pod_number(each)) is not None and n <= count]
        numbers = [number for number in dict.fromkeys(numbers) if number not in taken]
        if len(sharing) == 1 and numbers:
            chosen[sharing[0]] = tuple(numbers)
            taken.update(numbers)
        elif len(sharing) > 1:
            for place, number in zip(sharing, numbers, strict=False):
                chosen[place] = (number,)
                taken.add(number)
    for claim in (_by_name, _in_order):
        for place in places:
            if place not in chosen:
                free = claim(place[1], taken, count)
                if free is not None:
                    chosen[place] = (free,)
                    taken.add(free)
    return chosen


def _by_name(target: str, taken: set[int], count: int) -> int | None:
    match = re.search(r"(\d+)$", target)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= count and number not in taken else None


def _in_order(_target: str, taken: set[int], count: int) -> int | None:
    return next((number for number in range(1, count + 1) if number not in taken), None)
