"""English texts of drills and circuits are spelled as a dictionary has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from spellchecker import SpellChecker

from reactdrill.drill.library import Library
from reactdrill.drill.model import Drill, Text

LIBRARY = Library.standard()
OUR_WORDS = {"colour", "gamepad", "gamepads", "metre", "metres", "centre", "favour", "analyse"}
"""Words that the dictionary lacks, or has in American spelling only."""
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
SHORTEST = 3


@cache
def dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def lines_of(text: Text) -> Iterator[str]:
    yield text.summary
    for name in ("setup", "instructions", "coaching", "faults", "safety", "stop_when", "not_for"):
        yield from getattr(text, name)


def lines_of_drill(drill: Drill) -> Iterator[str]:
    yield drill.title
    yield drill.space or ""
    yield from drill.equipment
    yield from lines_of(drill.text)
    yield drill.dose.text if drill.dose else ""
    if drill.observer is not None:
        yield from drill.observer.checklist
        yield from (entry.title for entry in drill.observer.entries)


def misspelled(lines: Iterator[str]) -> set[str]:
    words = {word.lower() for line in lines for word in WORD.findall(line)}
    return {word for word in dictionary().unknown(words) if len(word) >= SHORTEST} - OUR_WORDS


def test_a_wrong_word_is_seen() -> None:
    assert misspelled(iter(["Stand on the left leg, knee slihgtly bent."])) == {"slihgtly"}


@pytest.mark.parametrize("name", sorted(LIBRARY.paths()))
def test_a_drills_words_are_in_the_dictionary(name: str) -> None:
    assert misspelled(lines_of_drill(LIBRARY.load(name).drill)) == set()


@pytest.mark.parametrize("name", sorted(LIBRARY.circuit_paths()))
def test_a_circuits_words_are_in_the_dictionary(name: str) -> None:
    circuit = LIBRARY.load_circuit(f"circuits/{name}").circuit
    lines = [circuit.title, *lines_of(circuit.text), *(line for each in circuit.block for line in each.text)]
    assert misspelled(iter(lines)) == set()
