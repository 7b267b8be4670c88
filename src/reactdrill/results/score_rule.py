"""How a drill that was run makes its one number, from the text that its journal keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactdrill.results.typed_json import LineError, build
from reactdrill.stats.score import ScoreRule


def rule_of(drill: Mapping[str, Any]) -> ScoreRule | None:
    """The rule that a drill's file says; None when it says none that this version understands."""
    said = drill.get("score")
    if not isinstance(said, Mapping):
        return None
    trials = said.get("trials")
    fields: dict[str, Any] = {
        "of": said.get("of", "rt"),
        "take": said.get("take", "median"),
        "best": said.get("best", 1),
        "better": said.get("better", "lower"),
        "per": said.get("per", "run"),
        "trials": trials if isinstance(trials, list) and len(trials) == 2 else None,
        "entry": str(said.get("entry", "")),
        "unit": _unit(drill, said.get("entry")),
    }
    try:
        return build(ScoreRule, fields)
    except LineError:
        return None


def _unit(drill: Mapping[str, Any], entry: object) -> str:
    """The unit of the observer's entry; `count` where the drill says none."""
    observer = drill.get("observer")
    entries = observer.get("entries", []) if isinstance(observer, dict) else []
    units = [
        each.get("unit", "count") for each in entries if isinstance(each, dict) and each.get("name") == entry
    ]
    return str(units[0]) if units else "count"
