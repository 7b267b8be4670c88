"""The circuits, and the drills they are made of, say everything in every language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reactdrill.assets import data_dir
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.library import Library
from reactdrill.drill.model import Dose, Drill, Text, Translation
from reactdrill.drill.translated import translated_circuit
from reactdrill.drill.variant import LANGUAGES
from reactdrill.i18n import LANGUAGES as READ

LISTS = ("setup", "instructions", "coaching", "faults", "safety", "stop_when", "not_for")
CIRCUITS = tuple(Library((data_dir("drills"),)).circuits())
USED = {file.drill.name: file.drill for each in CIRCUITS for file in each.drills if file is not None}


def missing(text: Text, said: Translation, dose: Dose | None) -> Iterator[str]:
    wanted = [*(key for key in LISTS if getattr(text, key)), "title", "summary", *(["dose"] if dose else [])]
    yield from (key for key in wanted if not getattr(said, key))


def missing_of(drill: Drill, said: Translation) -> Iterator[str]:
    yield from missing(drill.text, said, drill.dose)
    yield from (key for key in ("equipment", "space") if getattr(drill, key) and not getattr(said, key))
    if drill.observer and drill.observer.checklist and not said.checklist:
        yield "checklist"
    titled = {target.name for target in drill.targets if target.title is not None}
    yield from titled - said.targets.keys()


def test_the_program_and_the_drills_have_the_same_languages() -> None:
    assert ("en", *LANGUAGES) == tuple(READ)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", USED)
def test_drills_of_circuits_are_translated_in_full(name: str, language: str) -> None:
    said = getattr(USED[name].text, language)
    assert said is not None
    assert list(missing_of(USED[name], said)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", CIRCUITS, ids=lambda each: each.circuit.name)
def test_circuits_are_translated_in_full(each: CircuitFile, language: str) -> None:
    said = getattr(each.circuit.text, language)
    assert list(missing(each.circuit.text, said, each.circuit.dose)) == []
    shown = translated_circuit(each, language).circuit
    for english, other in zip(each.circuit.block, shown.block, strict=True):
        assert english.exercise is None or english.exercise != other.exercise
        assert not english.text or english.text != other.text
    for question, asked in zip(each.circuit.ask, shown.ask, strict=True):
        assert question.question != asked.question
        assert question.then != asked.then
