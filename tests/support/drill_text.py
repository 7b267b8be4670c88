"""Drill files for tests: a small good one, with keys changed, added or left out."""

from __future__ import annotations

from reactdrill.drill.file import DrillFile, parse_drill
from reactdrill.errors import DrillFileError, Problem

TRIAL = """\
[[trial]]
name = "light"
vary.place = ["left", "right"]
steps = [{ light = {}, target = "{place}" }]
"""

_KEYS = {
    "format": "1",
    "name": '"made-up"',
    "title": '"Made up"',
    "component": '"reaction"',
    "trains": '["reaction time"]',
    "until": "{ trials = 8 }",
    "foreperiod": '{ kind = "uniform", min_ms = 1000, max_ms = 3000 }',
    "window": "{ response_ms = 2000 }",
    "text": '{ summary = "Made up.", instructions = ["Press."] }',
    "sources": '[{ text = "Nobody.", marker = "G" }]',
    "targets": '[{ name = "left" }, { name = "right" }]',
}


def drill_text(trial: str = TRIAL, **changes: str | None) -> str:
    """The text of a drill. `changes`: top-level keys with their TOML values; None leaves a key out."""
    keys = {key: value for key, value in {**_KEYS, **changes}.items() if value is not None}
    return "".join(f"{key} = {value}\n" for key, value in keys.items()) + trial


def drill_of(trial: str = TRIAL, **changes: str | None) -> DrillFile:
    """A good drill. Raises `DrillFileError` when it is not."""
    return parse_drill(drill_text(trial, **changes))


def problems_in(text: str) -> tuple[Problem, ...]:
    """Every mistake in a drill's text; empty when it is good."""
    try:
        parse_drill(text)
    except DrillFileError as error:
        return error.problems
    return ()


def said(text: str) -> list[str]:
    """Every mistake as people read it, after the file's name."""
    return [problem.render("") for problem in problems_in(text)]


def line_with(text: str, part: str) -> int:
    """The number of the only line that holds `part`."""
    (number,) = [number for number, line in enumerate(text.splitlines(), start=1) if part in line]
    return number
