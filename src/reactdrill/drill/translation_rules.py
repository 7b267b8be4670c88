"""What holds for the other languages of a drill or a circuit: as many lines as the English text, names that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reactdrill.drill.circuit_model import Circuit
from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.model import Drill, Text, Translation
from reactdrill.drill.trial_rules import Found
from reactdrill.drill.values import nearest_hint
from reactdrill.drill.variant import LANGUAGES

_LISTS = ("setup", "instructions", "coaching", "faults", "safety", "stop_when", "not_for")


def drill_translations(drill: Drill) -> Found:
    """The tables `[text.de]` and `[text.es]` of a drill."""
    checklist = drill.observer.checklist if drill.observer else []
    known = [target.name for target in drill.targets]
    for language, said in _tables(drill.text):
        path: KeyPath = ("text", language)
        english = {**_lines_of(drill.text), "equipment": drill.equipment, "checklist": checklist}
        yield from _lengths(path, english, said)
        for name in said.targets:
            if name not in known:
                problem = f"there is no target {name!r}"
                yield (*path, "targets", name), problem, nearest_hint(name, known)


def circuit_translations(circuit: Circuit) -> Found:
    """The same of a circuit, and of its blocks."""
    for language, said in _tables(circuit.text):
        english = {**_lines_of(circuit.text), "equipment": circuit.equipment}
        yield from _lengths(("text", language), english, said)
    for place, block in enumerate(circuit.block):
        for language in LANGUAGES:
            own = getattr(block, language)
            if own is not None and own.text and len(own.text) != len(block.text):
                yield ("block", place, language, "text"), *_other_length(own.text, block.text)


def _tables(text: Text) -> Iterator[tuple[str, Translation]]:
    for language in LANGUAGES:
        said = getattr(text, language)
        if said is not None:
            yield language, said


def _lines_of(text: Text) -> dict[str, Sequence[str]]:
    return {key: getattr(text, key) for key in _LISTS}


def _lengths(path: KeyPath, english: Mapping[str, Sequence[str]], said: Translation) -> Found:
    for key, lines in english.items():
        own = getattr(said, key)
        if own and len(own) != len(lines):
            yield (*path, key), *_other_length(own, lines)


def _other_length(own: Sequence[str], english: Sequence[str]) -> tuple[str, str]:
    return f"has {_count(own)}, the English text {_count(english)}", "translate line by line"


def _count(lines: Sequence[str]) -> str:
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
