"""Turns a trial's template into its alternatives: one for each combination of the values it varies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import ValidationError

from reactdrill.drill.model import Drill, Row, Trial, VariedValue

MAX_ALTERNATIVES = 2000
_BRACES = re.compile(r"\{([^{}]*)\}")
"""Wider than a placeholder, so that `{Side}` is a mistake and not a text for the screen."""


@dataclass(frozen=True)
class Alternative:
    """One concrete kind of trial: a template with every placeholder filled in."""

    template: int
    """Position of the template in the drill."""
    variables: Row
    trial: Trial
    weight: float


class ExpandError(Exception):
    """A template cannot be filled in with these variables."""

    def __init__(self, template: int, variables: Row, failure: ValidationError | str) -> None:
        self.template = template
        self.variables = variables
        self.failure = failure
        super().__init__(str(failure))


def rows(trial: Trial) -> list[Row]:
    """Every assignment of values that a template asks for; one empty row when it varies nothing."""
    vary = trial.vary
    if not vary:
        return [{}]
    if isinstance(vary, list):
        return [dict(row) for row in vary]
    return [dict(zip(vary, values, strict=True)) for values in product(*vary.values())]


def alternatives(drill: Drill, template: int) -> list[Alternative]:
    """All alternatives of one template. Raises `ExpandError` when one cannot be filled in."""
    trial = drill.trial[template]
    each = rows(trial)
    weight = (trial.weight or 1.0) / len(each)
    return [Alternative(template, row, fill(trial, template, row), weight) for row in each]


def fill(trial: Trial, template: int, variables: Row) -> Trial:
    """A template with its placeholders replaced. Raises `ExpandError`."""
    raw = trial.model_dump(exclude_unset=True, exclude={"vary"})
    unknown: set[str] = set()
    data = _filled(raw, variables, unknown)
    if unknown:
        raise ExpandError(template, variables, f"{{{min(unknown)}}} is not given a value by vary")
    try:
        return Trial.model_validate(data)
    except ValidationError as failure:
        raise ExpandError(template, variables, failure) from failure


def _filled(value: Any, variables: Mapping[str, VariedValue], unknown: set[str]) -> Any:  # noqa: ANN401 - any TOML
    if isinstance(value, dict):
        return {key: _filled(each, variables, unknown) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, variables, unknown) for each in value]
    if not isinstance(value, str):
        return value
    whole = _BRACES.fullmatch(value)
    if whole is not None and whole.group(1) in variables:
        return variables[whole.group(1)]
    unknown.update(found.group(1) for found in _BRACES.finditer(value) if found.group(1) not in variables)
    return _BRACES.sub(lambda found: str(variables.get(found.group(1), "")), value)


def mirrored(variables: Row, mirror: Mapping[str, str]) -> Row:
    """The same variables for the other side: mapped by `mirror`, else `left` and `right` change places."""
    return {name: mirror_value(value, mirror) for name, value in variables.items()}


def mirror_value(value: VariedValue, mirror: Mapping[str, str]) -> VariedValue:
    """One value for the other side."""
    if not isinstance(value, str):
        return value
    if value in mirror:
        return mirror[value]
    swap = {"left": "right", "right": "left"}
    return "-".join(swap.get(part, part) for part in value.split("-"))


def other_side(words: str | None) -> str | None:
    """`left leg` for `right leg`, and the reverse; anything without a side as it is."""
    swap = {"left": "right", "right": "left"}
    return None if words is None else " ".join(swap.get(word, word) for word in words.split(" "))


def both_ways(mirror: Mapping[str, str]) -> dict[str, str]:
    """A mirror table read in both directions."""
    return {**{other: one for one, other in mirror.items()}, **mirror}


def all_alternatives(drill: Drill) -> Iterator[Alternative]:
    """The alternatives of every template, in file order."""
    for template in range(len(drill.trial)):
        yield from alternatives(drill, template)
