"""Which drills suit what somebody has, has time for, wants, and wants to avoid."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from reactdrill.app.figures.duration import SEED, expected_ns
from reactdrill.drill.file import DrillFile
from reactdrill.drill.model import Drill, Goal, Impact
from reactdrill.drill.trial import Mode
from reactdrill.errors import PlanError
from reactdrill.i18n import TextTable

KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "pods": re.compile(r"\bpods?\b|\blight gates?\b"),
        "mats": re.compile(r"(?<!exercise )\bmats?\b"),
        "cones": re.compile(r"\bcones?\b"),
        "ball": re.compile(r"(?<!half )\bball\b"),
        "soft ground": re.compile(r"\bfoam pad\b|\bbalance disc\b|\bwobble board\b|\bhalf ball\b"),
        "ladder": re.compile(r"\bladder\b"),
        "partner": re.compile(r"\bpartner\b|\bhelper\b|\bspotter\b|\bcoach\b"),
    }
)
"""What not everybody has. Everything else that drills ask for is in a house: a wall, a chair, tape, a keyboard."""
KIND_NAMES: Mapping[str, str] = TextTable(
    {
        "pods": "Pods",
        "mats": "Mats",
        "cones": "Cones",
        "ball": "Ball",
        "soft ground": "Foam pad or disc",
        "ladder": "Agility ladder",
        "partner": "Partner",
    }
)
_INSTEAD = re.compile(
    r"\bkeyboards?\b|\bgamepads?\b|\bmarks\b|\blines?\b|\btape for\b|\btowel\b|\bnothing\b|\bmirror\b"
    r"|\bsolid wall\b|\ba wall,|\btwo boxes\b"
)
"""Something from the house that does instead, on the same line."""
_WISHED_FOR = "if you "
NS_PER_MINUTE = 60_000_000_000
MINUTES = (3, 5, 10)
_planned: dict[str, float] = {}
"""Minutes by the hash of a drill's text: planning takes tens of milliseconds."""
GOALS: tuple[str, ...] = get_args(Goal)
IMPACTS: tuple[str, ...] = get_args(Impact)
GOAL_NAMES: Mapping[str, str] = TextTable(
    {
        "performance": "Performance",
        "injury prevention": "Injury prevention",
        "rehabilitation": "Rehabilitation",
        "everyday movement": "Everyday movement",
    }
)
IMPACT_NAMES: Mapping[str, str] = TextTable(
    {
        "jump": "Jumping",
        "cut": "Cutting",
        "landing": "Landing",
        "single-leg": "On one leg",
        "overhead": "Overhead",
    }
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of drills is narrowed to."""

    have: frozenset[str] | None = None
    """Keys of `KINDS` that are at hand: empty is a computer and a house; None: it is not asked."""
    minutes: int | None = None
    """The most that there is time for."""
    level: str | None = None
    goal: str | None = None
    avoid: frozenset[str] = frozenset()
    """Impacts that may not be in it."""
    mode: Mode | None = None
    """How it is answered."""

    @property
    def count(self) -> int:
        """How many things are asked for."""
        asked = (self.have is not None, self.minutes, self.level, self.goal, self.avoid, self.mode)
        return sum(map(bool, asked))

    def suit(self, file: DrillFile) -> bool:
        """Whether a drill is all that is asked for."""
        drill = file.drill
        return (
            (self.have is None or can_be_done_with(self.have, drill))
            and (self.minutes is None or minutes_of(file) <= self.minutes)
            and self.level in (None, drill.level)
            and (self.goal is None or self.goal in drill.goal)
            and self.avoid.isdisjoint(drill.impact)
            and (self.mode is None or self.mode in drill.modes)
        )


def can_be_done_with(have: Collection[str], drill: Drill) -> bool:
    """Whether the equipment of a drill is there. A line that begins with `or` stands for all lines before it."""
    needed = [line.lower() for line in drill.equipment if _WISHED_FOR not in line]
    instead = [line for line in needed if line.startswith("or ")]
    lines = [line for line in needed if line not in instead]
    return all(_has_one(have, line) for line in lines) or any(_kinds(line) <= set(have) for line in instead)


def minutes_of(file: DrillFile) -> float:
    """How long a drill takes: as its dose says, else as its plan comes out."""
    dose = file.drill.dose
    if dose is not None and dose.minutes is not None:
        return dose.minutes
    if file.sha256 not in _planned:
        _planned[file.sha256] = _planned_minutes(file)
    return _planned[file.sha256]


def _planned_minutes(file: DrillFile) -> float:
    try:
        return expected_ns(file.plan(SEED)) / NS_PER_MINUTE
    except PlanError:
        return 0.0


def _has_one(have: Collection[str], line: str) -> bool:
    """Kinds on one line are alternatives."""
    kinds = _kinds(line)
    return not kinds or bool(kinds & set(have)) or _INSTEAD.search(line) is not None


def _kinds(line: str) -> set[str]:
    return {name for name, pattern in KINDS.items() if pattern.search(line)}
