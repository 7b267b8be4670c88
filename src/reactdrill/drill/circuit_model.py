"""A circuit as its file says it: every table and key. The rules that span them are in `reactdrill.drill.circuit`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from reactdrill.drill.model import Dose, Goal, Source, Text, Trains
from reactdrill.drill.values import Count, Line, Seconds, Slug, Strict


class BlockTranslation(Strict):
    """What a block says in another language."""

    exercise: Line | None = None
    text: list[Line] = []


class Block(Strict):
    """One thing to do: a drill, or an exercise that is done to the clock alone."""

    drill: Slug | None = None
    exercise: Line | None = None
    """The exercise's title."""
    text: list[Line] = []
    """What to do in the exercise, or what to mind in the drill besides its own text."""
    call: Slug | None = None
    """The spoken name: after "next"."""
    mode: Literal["sensor", "observer", "cue_only"] | None = None
    """How the drill is answered; its first mode when not said."""
    set: dict[str, Any] = {}
    """Changes of the drill, key by key."""
    work_s: Annotated[float, Field(gt=0, le=7200)] | None = None
    """How long each set of the exercise is; for a drill the time of each set."""
    sets: Count | None = None
    rest_s: Seconds | None = None
    """Between sets, and between sides."""
    sides: Literal["none", "both"] = "none"
    """`both`: each set of the exercise on the left and then on the right."""
    transition_s: Seconds | None = None
    """Time to come to it; the circuit's when not said."""
    match_day: bool = True
    """false: left out on the day of a match."""
    de: BlockTranslation | None = None
    es: BlockTranslation | None = None


class AskTranslation(Strict):
    """What a question says in another language."""

    question: Line | None = None
    then: Line | None = None


class Ask(Strict):
    """A question with a number for an answer, and what the answer leads to: a stop rule."""

    question: Line
    after: Literal["block", "round", "circuit"] = "block"
    low: int = 0
    high: Annotated[int, Field(ge=1, le=20)] = 10
    stop_above: int | None = None
    """An answer above this ends the circuit."""
    warn_above: int | None = None
    """An answer above this is a warning."""
    then: Line
    """What is said when it stops or warns."""
    de: AskTranslation | None = None
    es: AskTranslation | None = None


class Rotation(Strict):
    """Groups that are at different blocks at the same time and change together."""

    groups: Annotated[int, Field(ge=2, le=12)]
    work_s: Annotated[float, Field(gt=0, le=3600)]
    change_s: Seconds = 20.0
    stations: list[Slug] = []
    """Names of the groups out of the words that can be spoken, such as colours; numbers when none are given."""


class Circuit(Strict):
    """One circuit file."""

    format: Literal[1]
    kind: Literal["circuit"]
    name: Slug
    title: Annotated[str, Field(min_length=1, max_length=60)]
    version: Annotated[int, Field(ge=1, le=100_000)] = 1
    trains: Annotated[list[Trains], Field(min_length=1)]
    goal: list[Goal] = []
    equipment: list[Line] = []
    space: Line | None = None
    text: Text
    dose: Dose | None = None
    sources: Annotated[list[Source], Field(min_length=1)]
    ready_s: Seconds = 10.0
    """Before the first block."""
    transition_s: Seconds = 15.0
    rounds: Annotated[int, Field(ge=1, le=20)] = 1
    round_rest_s: Seconds = 60.0
    rotation: Rotation | None = None
    ask: list[Ask] = []
    block: Annotated[list[Block], Field(min_length=1, max_length=40)]
