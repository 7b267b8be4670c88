"""The value types a drill file is made of: names, choices, numbers, and the placeholders that `vary` fills in."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""`{target}` in a trial's text stands for the value that `vary` gives `target`."""

_PLACEHOLDER_SCHEMA = {"type": "string", "pattern": f"^{PLACEHOLDER.pattern}$"}
_WITH_PLACEHOLDER_SCHEMA = {"type": "string", "pattern": PLACEHOLDER.pattern}

COLOURS = ("white", "orange", "sky", "green", "yellow", "purple", "grey")
ARROWS = tuple(
    f"arrow-{way}"
    for way in ("up", "down", "left", "right", "up-left", "up-right", "down-left", "down-right")
)
FIGURES = ("figure", "figure-lean-left", "figure-lean-right", "figure-go-left", "figure-go-right")
"""A person who stands, leans, or steps to a side."""
SHAPES = (
    *("circle", "ring", "square", "triangle", "diamond", "star", "cross", "plus", "x", "field"),
    *ARROWS,
    *FIGURES,
)

POSTURES = (
    "athletic-position",
    "backpedal",
    "boxing-guard",
    "catch",
    "crossover-hop",
    "cut",
    "foot-lift",
    "foot-tap",
    "goalkeeper",
    "hop",
    "jump",
    "ladder",
    "landing",
    "lean",
    "lunge",
    "medicine-ball-throw",
    "mirror",
    "plank",
    "plank-tap",
    "reach",
    "run",
    "shuffle",
    "side-plank",
    "side-plank-lift",
    "single-leg-balance",
    "single-leg-disc",
    "single-leg-eyes-closed",
    "single-leg-moving",
    "single-leg-toss",
    "sit",
    "split-stance",
    "split-step",
    "squat",
    "stand",
    "stand-tall",
    "step-tap",
    "wobble-board",
)
"""Pictures of how the body is held: `assets/images/postures`."""


class Strict(BaseModel):
    """A table of a file that people write: unknown keys and wrong types are mistakes, not guesses."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, validate_default=False)


def is_placeholder(value: object) -> bool:
    """Whether a value is nothing but one placeholder."""
    return isinstance(value, str) and PLACEHOLDER.fullmatch(value) is not None


def nearest(word: str, known: tuple[str, ...] | list[str], n: int = 1) -> tuple[str, ...]:
    """The known words most like `word`, best first; empty when nothing is close."""
    return tuple(get_close_matches(word, known, n=n, cutoff=0.6))


def nearest_hint(word: str, known: list[str]) -> str:
    """What to write instead of an unknown name; empty when nothing is known."""
    near = nearest(word, known)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}" if known else ""


def has_placeholder(value: str) -> bool:
    """Whether a text holds a placeholder: `arrow-{side}` is only known once it is filled in."""
    return PLACEHOLDER.search(value) is not None


class Choice:
    """Marks a string that is one out of a list, or holds a placeholder; a wrong one names the nearest."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def check(self, value: str) -> str:
        """The value itself, or a pydantic error in a coach's words."""
        if value in self.known or has_placeholder(value):
            return value
        near = nearest(value, self.known)
        hint = f"did you mean {near[0]!r}?" if near else f"it can be {', '.join(self.known)}"
        raise PydanticCustomError(
            "unknown_choice", "{value} is not known here; {hint}", {"value": repr(value), "hint": hint}
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, _: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(self.known)}, _WITH_PLACEHOLDER_SCHEMA]}


class Number:
    """Marks a number within inclusive limits, or a placeholder."""

    def __init__(self, lowest: float, highest: float) -> None:
        self.lowest = lowest
        self.highest = highest

    def check(self, value: object) -> object:
        """The value itself, or a pydantic error in a coach's words."""
        if is_placeholder(value):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PydanticCustomError(
                "number_wanted", "a number is wanted, not {value}", {"value": repr(value)}
            )
        if not self.lowest <= value <= self.highest:
            raise PydanticCustomError(
                "out_of_range",
                "{value} is outside {limits}",
                {"value": value, "limits": f"{self.lowest:g} to {self.highest:g}"},
            )
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, _: GetJsonSchemaHandler) -> JsonSchemaValue:
        limits = {"type": "number", "minimum": self.lowest, "maximum": self.highest}
        return {"anyOf": [limits, _PLACEHOLDER_SCHEMA]}


DAY_MS = 86_400_000.0
Milliseconds = Annotated[float | str, Number(0, DAY_MS)]
SignedMilliseconds = Annotated[float | str, Number(-DAY_MS, DAY_MS)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Count = Annotated[int, Field(ge=1, le=10_000)]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name for files and tables: lower case letters, digits and single hyphens."""
Variable = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A name that `vary` gives values to, so one that can stand between braces."""
_NAME_PART = rf"([a-z0-9]|{PLACEHOLDER.pattern})+"
TargetName = Annotated[str, Field(pattern=rf"^{_NAME_PART}(-{_NAME_PART})*$", max_length=60)]
"""A target's name, which may hold placeholders: `{place}`, `far-{side}`."""
Line = Annotated[str, Field(min_length=1, max_length=400)]
Share = Annotated[float, Field(ge=-1, le=1)]
Place = Annotated[list[Share], Field(min_length=2, max_length=2)]
"""`[x, y]` on the screen: -1 to 1 across the largest centred square, x to the right, y up."""
VariedPlace = Annotated[list[Annotated[float | str, Number(-1, 1)]], Field(min_length=2, max_length=2)]
"""The same, where `vary` may give a value: `["{from}", 0.0]`."""


def to_ns(milliseconds: float) -> int:
    """Milliseconds of a file as integer nanoseconds."""
    return round(milliseconds * 1_000_000)
