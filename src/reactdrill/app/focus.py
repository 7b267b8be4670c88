"""One focus for keyboard, mouse, gamepad and dance mat: pure geometry over named boxes.

Arrows go to the nearest thing in their direction; Tab goes through everything in reading order. A dance mat has no
Tab, so the four arrows alone must lead from anything to anything: `links` starts from geometry and adds the few
links that geometry leaves out. Why that always succeeds:

* UP, where there is anything above, goes strictly upwards, so repeating it ends on a topmost item. A topmost item
  that cannot reach the first item gets an UP link to it. Hence everything reaches the first item.
* An item that the first item cannot reach is spliced behind its predecessor in reading order (which it can): the
  predecessor's RIGHT or DOWN leads to it, and its own RIGHT or DOWN to where the predecessor's led. UP and LEFT
  links are never changed by this, and whatever was reachable stays so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reactdrill.app.inputs import DIRECTIONS, UiAction
from reactdrill.app.layout import Box

Links = Mapping[str, Mapping[UiAction, str]]

SIDEWAYS_WEIGHT = 2.0
"""How much farther a thing off to the side counts than one straight ahead."""


@dataclass(frozen=True, slots=True)
class FocusItem:
    """Something that can have the focus. Ids are unique on a screen."""

    id: str
    box: Box


@dataclass(frozen=True, slots=True)
class Focus:
    """What can have the focus and what has it. Immutable: each step gives the next one."""

    items: tuple[FocusItem, ...] = ()
    current: str | None = None

    def __post_init__(self) -> None:
        """Raise `ValueError` when two items share an id, or the current one is not among the items."""
        ids = self.ids
        if len(set(ids)) != len(ids):
            raise ValueError(f"two focus items share an id: {sorted(ids)}")
        if self.current is not None and self.current not in ids:
            raise ValueError(f"nothing here is called {self.current!r}: {sorted(ids)}")

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order given."""
        return tuple(item.id for item in self.items)

    def moved(self, action: UiAction) -> Focus:
        """The focus after an arrow, NEXT or PREVIOUS; the same focus when the action leads nowhere."""
        if not self.items:
            return self
        order = [item.id for item in reading_order(self.items)]
        if self.current is None:
            return replace(self, current=order[0])
        if action in (UiAction.NEXT, UiAction.PREVIOUS):
            step = 1 if action is UiAction.NEXT else -1
            return replace(self, current=order[(order.index(self.current) + step) % len(order)])
        return replace(self, current=links(self.items)[self.current].get(action, self.current))

    def at(self, x: float, y: float) -> str | None:
        """The item under a point; the last given is on top."""
        return next((item.id for item in reversed(self.items) if item.box.has(x, y)), None)

    def on(self, item_id: str | None) -> Focus:
        """The focus on a named item. Raises `ValueError` when there is none of that name."""
        return replace(self, current=item_id)

    def over(self, items: Sequence[FocusItem]) -> Focus:
        """The focus after the screen was laid out anew: on the same item, or the one nearest to where it was."""
        items = tuple(items)
        kept = {item.id for item in items}
        if self.current in kept:
            return Focus(items, self.current)
        was = next((item.box for item in self.items if item.id == self.current), None)
        if was is None or not items:
            return Focus(items, None)
        nearest = min(items, key=lambda item: abs(item.box.cx - was.cx) + abs(item.box.cy - was.cy))
        return Focus(items, nearest.id)


def reading_order(items: Sequence[FocusItem]) -> list[FocusItem]:
    """Line by line, left to right; things that overlap for half their height share a line."""
    lines: list[list[FocusItem]] = []
    for item in sorted(items, key=lambda item: (item.box.cy, item.box.cx)):
        line = next((line for line in lines if _same_line(line[0].box, item.box)), None)
        if line is None:
            lines.append([item])
        else:
            line.append(item)
    return [item for line in lines for item in sorted(line, key=lambda item: (item.box.cx, item.box.cy))]


@lru_cache(maxsize=64)
def links(items: tuple[FocusItem, ...]) -> Links:
    """Where each arrow leads from each item; every item can be reached from every other one."""
    order = reading_order(items)
    found = {item.id: _nearest_all(item, order) for item in order}
    _make_all_reachable(found, order)
    _make_all_return(found, order)
    return found


def reachable(found: Links, start: str) -> set[str]:
    """Every id that arrows lead to from `start`, itself included."""
    seen, todo = {start}, [start]
    while todo:
        for target in found[todo.pop()].values():
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def _same_line(first: Box, second: Box) -> bool:
    shared = min(first.bottom, second.bottom) - max(first.y, second.y)
    return shared * 2 >= min(first.h, second.h)


def _nearest_all(item: FocusItem, order: Sequence[FocusItem]) -> dict[UiAction, str]:
    found = {}
    for direction in DIRECTIONS:
        ranked = [(_distance(item.box, other.box, direction), other.id) for other in order]
        ahead = [(distance, other) for distance, other in ranked if distance is not None]
        if ahead:
            found[direction] = min(ahead, key=lambda each: each[0])[1]
    return found


def _distance(start: Box, end: Box, direction: UiAction) -> tuple[float, float] | None:
    """How far `end` lies in a direction (weighted, then plain centre distance); None when it does not."""
    if direction in (UiAction.LEFT, UiAction.RIGHT):
        forward, gap = end.cx - start.cx, max(end.x - start.right, start.x - end.right, 0)
        aside = max(end.y - start.bottom, start.y - end.bottom, 0)
        off_centre, overlap = abs(end.cy - start.cy), _same_line(start, end)
    else:
        forward, gap = end.cy - start.cy, max(end.y - start.bottom, start.y - end.bottom, 0)
        aside = max(end.x - start.right, start.x - end.right, 0)
        off_centre, overlap = abs(end.cx - start.cx), aside == 0
    if direction in (UiAction.LEFT, UiAction.UP):
        forward = -forward
    if forward <= 0:
        return None
    sideways = 0 if overlap else aside + off_centre / 2
    return (gap + SIDEWAYS_WEIGHT * sideways, forward + off_centre)


def _make_all_reachable(found: dict[str, dict[UiAction, str]], order: Sequence[FocusItem]) -> None:
    for before, item in pairwise(order):
        if item.id in reachable(found, order[0].id):
            continue
        way = UiAction.RIGHT if _same_line(before.box, item.box) else UiAction.DOWN
        beyond = found[before.id].get(way)
        found[before.id][way] = item.id
        if beyond is not None:
            found[item.id][way] = beyond


def _make_all_return(found: dict[str, dict[UiAction, str]], order: Sequence[FocusItem]) -> None:
    for item in order:
        if UiAction.UP not in found[item.id] and order[0].id not in reachable(found, item.id):
            found[item.id][UiAction.UP] = order[0].id
