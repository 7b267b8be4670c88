"""Drills made from other drills: files that `extends` one and say what differs, and changes for one run.

Tables are merged key by key; everything else, lists included, takes the place of what was there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import tomli_w

from reactdrill.drill.toml_file import TomlText
from reactdrill.errors import DrillFileError, Problem, UsageError

Find = Callable[[str], TomlText | None]
"""Gives the text of a drill by its name; None when there is none."""

EXTENDS = "extends"
NOT_INHERITED = ("version", "level_rule", "progress")
"""What belongs to each drill alone."""
LANGUAGES = ("de", "es")
"""Tables of a text in other languages."""
OTHER_WORDS = {"trials.count": "until.trials"}
"""What people write for a key that a drill file calls otherwise."""
VARIANT_OF = "variant_of"
"""Stands in a finished variant in the place of `extends`."""


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `changes` laid over it; neither is changed."""
    result = dict(base)
    for key, value in changes.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


def whole(toml: TomlText, find: Find) -> TomlText:
    """A variant with everything it takes from the drills it extends; any other drill as it is.

    Raises `DrillFileError` when a drill extends one that is not there, or in the end itself.
    """
    chain = [toml]
    while (name := chain[-1].data.get(EXTENDS)) is not None:
        base = find(name) if isinstance(name, str) else None
        if base is None:
            raise _cannot(chain[-1], f"there is no drill {name!r}", "`reactdrill list` shows them all")
        if base.path in [each.path for each in chain]:
            names = " -> ".join(str(each.data.get("name")) for each in [*chain, base])
            raise _cannot(toml, f"leads in a circle: {names}", "extend a drill that stands on its own")
        chain.append(base)
    if len(chain) == 1:
        return toml
    data: dict[str, Any] = {}
    for each in reversed(chain):
        own = {key: value for key, value in data.items() if key not in NOT_INHERITED}
        data = merged(_without_stale_translations(own, each.data), each.data)
    data.pop(EXTENDS)
    return _with_data(toml, {**data, VARIANT_OF: toml.data[EXTENDS]})


def _without_stale_translations(base: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """`base` without translations of what a variant says anew: English is better than another drill's words."""
    text = base.get("text")
    if not isinstance(text, dict):
        return dict(base)
    anew = {*said, *_table(said, "text"), *(("checklist",) if "observer" in said else ())}
    kept = {
        key: {name: lines for name, lines in value.items() if name not in anew} if key in LANGUAGES else value
        for key, value in text.items()
        if key not in LANGUAGES or isinstance(value, dict)
    }
    return {**base, "text": kept}


def _table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def changed(toml: TomlText, changes: Mapping[str, Any]) -> TomlText:
    """A whole drill with changes for one run, its text written anew."""
    return _with_data(toml, merged(toml.data, changes))


def parse_changes(said: tuple[str, ...]) -> dict[str, Any]:
    """`until.trials=30` and the like as tables. Raises `UsageError` for what is not a key and a value."""
    changes: dict[str, Any] = {}
    for each in said:
        key, equals, value = each.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise UsageError(f"--set {each}: write KEY=VALUE, such as until.trials=30")
        name = OTHER_WORDS.get(key.strip(), key.strip())
        changes = merged(changes, _change(each, name, value.strip()))
    return changes


def _change(said: str, key: str, value: str) -> dict[str, Any]:
    """One key and its value: as TOML, else as text that needs no quotes here."""
    for written in (value, f'"{value}"'):
        try:
            return tomllib.loads(f"{key} = {written}")
        except tomllib.TOMLDecodeError:
            continue
    raise UsageError(f"--set {said}: write KEY=VALUE, such as until.trials=30")


def _with_data(toml: TomlText, data: dict[str, Any]) -> TomlText:
    return replace(toml, text=tomli_w.dumps(data), data=data)


def _cannot(toml: TomlText, problem: str, hint: str) -> DrillFileError:
    return DrillFileError(toml.path, (Problem(EXTENDS, problem, hint, toml.lines.get((EXTENDS,))),))
