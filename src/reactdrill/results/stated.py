"""What a drill's text states for later: what histories and statistics have to know of it beside the trials."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from reactdrill.results.score_rule import rule_of
from reactdrill.results.typed_json import ADDED, LineError, build
from reactdrill.stats.score import ScoreRule

VERSION = 2
"""Changes whenever the same text would state something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChange:
    """A minimal detectable change that somebody has published of a drill."""

    mdc: float
    """95 %; in `unit`."""
    unit: str
    device: str
    """The class of device it was measured with, as `ComparisonKey.device` says it; it holds for no other."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """None, empty or False: the text does not say."""

    practice_runs: int | None = None
    """How many first runs are practice."""
    published: tuple[PublishedChange, ...] = ()
    per_week: int | None = None
    """On how many days a week it is meant to be done."""
    minutes: float | None = None
    """How long it takes each time."""
    no_repeat: bool = False
    """No alternative follows itself."""
    score: ScoreRule | None = field(default=None, metadata=ADDED)
    """How its one number is made; None also where this version does not understand it."""

    def published_for(self, device: str, unit: str) -> PublishedChange | None:
        """What was published for this class of device; None where nothing was, or in another unit."""
        fits = (each for each in self.published if (each.device, each.unit) == (device, unit))
        return next(fits, None)


@lru_cache(maxsize=256)
def stated_in(text: str) -> Stated:
    """What a drill's text states, as far as this version understands it. Thousands of runs have the same few texts."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return Stated()
    progress, dose, order = (_table(data, name) for name in ("progress", "dose", "order"))
    found = stated_of(
        {
            "practice_runs": progress.get("practice_runs"),
            "published": [_with_unit(each) for each in _rows(progress)],
            "per_week": dose.get("per_week"),
            "minutes": dose.get("minutes"),
            "no_repeat": bool(order.get("no_repeat", False)),
        }
    )
    return replace(found, score=rule_of(data))


def stated_of(data: object) -> Stated:
    """The same from its JSON form; nothing of what does not fit."""
    try:
        return build(Stated, dict(data)) if isinstance(data, Mapping) else Stated()
    except LineError:
        return Stated()


def _table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def _rows(progress: Mapping[str, Any]) -> list[Any]:
    found = progress.get("published")
    return found if isinstance(found, list) else []


def _with_unit(published: object) -> object:
    return {"unit": "ms", **published} if isinstance(published, Mapping) else published
