"""Drill files to begin with: a commented text for each kind, filled in with a few answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Literal

TemplateName = Literal["lights", "go-no-go", "home-base", "calls", "circuit"]
FOLDER = Path(__file__).parent / "templates"

TITLES: dict[TemplateName, str] = {
    "lights": "one of several targets lights up",
    "go-no-go": "go for one sign, hold back for another",
    "home-base": "from home to a lit target and back",
    "calls": "words are called, and done",
    "circuit": "drills and exercises in a row, by the clock",
}
WITH_TARGETS: frozenset[str] = frozenset({"lights", "go-no-go", "home-base"})
TARGET_NAMES = ("left", "right", "up", "down", "front-left", "front-right", "back-left", "back-right")
"""The first of these are a new drill's targets: they find their keys and places by themselves."""

CALLS = (
    "squat",
    "jump",
    "turn",
    "touch",
    "hop",
    "lunge",
    "sprint",
    "shuffle",
    "backpedal",
    "freeze",
    "catch",
    "throw",
    "reach",
    "rotate",
)
"""Spoken words that a drill of calls can begin with."""
FEWEST_CALLS = 2
"""No word is called twice in a row."""


@dataclass(frozen=True)
class Answers:
    """What a new file is filled in with. Waits in ms."""

    title: str
    component: str = "reaction"
    summary: str = ""
    targets: int = 4
    trials: int = 24
    min_ms: int = 1000
    max_ms: int = 3000
    colour: str = "sky"
    """Of the lights that are gone for."""
    calls: tuple[str, ...] = CALLS[:4]


def slug(title: str) -> str:
    """A name for a title: `My Four Lights!` becomes `my-four-lights`; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def filled_in(template: TemplateName, answers: Answers) -> str:
    """The text of a new file."""
    names = TARGET_NAMES[: answers.targets]
    return Template((FOLDER / f"{template}.toml").read_text(encoding="utf-8")).substitute(
        name=slug(answers.title),
        title=_quoted(answers.title),
        component=answers.component,
        summary=_quoted(answers.summary or f"{answers.title}: {TITLES[template]}."),
        trials=answers.trials,
        min_ms=answers.min_ms,
        max_ms=answers.max_ms,
        targets="".join(f'[[targets]]\nname = "{name}"\n\n' for name in names),
        names=_listed(names),
        colour=answers.colour,
        other="sky" if answers.colour == "orange" else "orange",
        calls=_listed(answers.calls),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _quoted(text: str) -> str:
    """A text as it stands between TOML's quotes."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
