"""What can be read from where somebody stands: heights as angles, and the least that cues are held to.

A capital of 16 arc minutes is the least that ISO 9241-303 asks of displays, 20 to 22 what it prefers; a person of
normal sight just makes out 5. Shapes and lights also have to show their colour, which small things do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import atan, degrees, radians, tan
from typing import Any

from reactdrill.app.theme import CAP_HEIGHT
from reactdrill.devices.stimuli import FIELD, LIGHT_SIZE, MIN_TEXT_SHARE
from reactdrill.draw import text as setting
from reactdrill.drill.trial import Plan
from reactdrill.station.settings import DisplaySettings

WORD_ARCMIN = 16.0
"""Words, letters and digits that are cues: height of a capital."""
SHAPE_ARCMIN = 30.0
"""Shapes, lights and pictures."""


@dataclass(frozen=True, slots=True)
class SmallCue:
    """The cue of a plan that is hardest to read from the place."""

    what: str
    """`word` or `shape`."""
    arcmin: float
    least: float
    within_m: float
    """From here it could be read."""


def arcmin(height_cm: float, distance_m: float) -> float:
    """The angle that a height is seen at, arc minutes."""
    return degrees(2 * atan(height_cm / 2 / (distance_m * 100))) * 60


def reach_m(height_cm: float, least_arcmin: float) -> float:
    """The distance at which a height is seen at an angle, m."""
    return height_cm / 2 / tan(radians(least_arcmin / 60 / 2)) / 100


def picture_cm(display: DisplaySettings, window_px: int, desktop_px: int) -> float:
    """Height of the program's picture: the window's share of the screen, all of it where it fills it."""
    if desktop_px <= 0:
        return display.screen_height_cm
    return display.screen_height_cm * min(1.0, window_px / desktop_px)


def too_small(
    plan: Plan, size_px: tuple[int, int], height_cm: float, distance_m: float, *, lights: bool = True
) -> SmallCue | None:
    """The cue that falls shortest of what it needs; None when all can be read.

    `size_px`: of the picture; `height_cm`: its height; `lights`: whether lit targets are on the screen, not on pods.
    """
    cm_per_px = height_cm / size_px[1]
    short: list[SmallCue] = []
    different = {repr(each): each for each in _seen(plan, lights=lights)}
    for words, px in {_extent(each, size_px) for each in different.values()}:
        least = WORD_ARCMIN if words else SHAPE_ARCMIN
        angle = arcmin(px * cm_per_px, distance_m)
        if angle < least:
            what = "word" if words else "shape"
            short.append(SmallCue(what, angle, least, reach_m(px * cm_per_px, least)))
    return min(short, key=lambda cue: cue.within_m, default=None)


def _seen(plan: Plan, *, lights: bool) -> Iterator[Mapping[str, Any]]:
    channels = ("screen", "light") if lights else ("screen",)
    for lane in plan.lanes:
        for trial in lane.trials:
            yield from (step.stimulus for step in trial.steps if step.channel in channels)


def _extent(stimulus: Mapping[str, Any], size: tuple[int, int]) -> tuple[bool, int]:
    """Whether it is words, and the height that counts, px."""
    unit = min(size)
    if "light" in stimulus:
        return False, round(unit * LIGHT_SIZE)
    px = max(1, round(unit * stimulus.get("size", 0.5)))
    if "text" in stimulus:
        least = round(unit * MIN_TEXT_SHARE)
        block = setting.fit(str(stimulus["text"]), round(size[0] * 0.95), unit, px, least, bold=True, lines=1)
        return True, round(block.size * CAP_HEIGHT)
    return False, size[1] if stimulus.get("shape") == FIELD else px
