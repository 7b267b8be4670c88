"""How a drill that was run makes its one number, from the text that its journal keeps."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from reactdrill.errors import JournalError
from reactdrill.results.reader import read_header
from reactdrill.results.typed_json import LineError, build
from reactdrill.stats.score import ScoreRule


def score_rule_of(journal: Path) -> ScoreRule | None:
    """The rule of a journal's drill; None when it says none, or the journal cannot be read."""
    try:
        return rule_in(read_header(journal).drill.text)
    except JournalError:
        return None


def rule_in(text: str) -> ScoreRule | None:
    """The rule that a drill's text says; None when it says none that this version understands."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    said = data.get("score")
    return _rule(data, said) if isinstance(said, dict) else None


def _rule(data: dict[str, Any], said: dict[str, Any]) -> ScoreRule | None:
    trials = said.get("trials")
    fields: dict[str, Any] = {
        "of": said.get("of", "rt"),
        "take": said.get("take", "median"),
        "best": said.get("best", 1),
        "better": said.get("better", "lower"),
        "per": said.get("per", "run"),
        "trials": trials if isinstance(trials, list) and len(trials) == 2 else None,
        "entry": str(said.get("entry", "")),
        "unit": _unit(data, said.get("entry")),
    }
    try:
        return build(ScoreRule, fields)
    except LineError:
        return None


def _unit(data: dict[str, Any], entry: object) -> str:
    """The unit of the observer's entry; `count` where the drill says none."""
    observer = data.get("observer")
    entries = observer.get("entries", []) if isinstance(observer, dict) else []
    units = [
        each.get("unit", "count") for each in entries if isinstance(each, dict) and each.get("name") == entry
    ]
    return str(units[0]) if units else "count"
