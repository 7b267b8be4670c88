"""Drills and circuits in another language, for those who read them: what is run, hashed and kept stays as written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.circuit_model import Circuit
from reactdrill.drill.file import DrillFile
from reactdrill.drill.model import Drill, Text, Translation
from reactdrill.drill.values import Strict
from reactdrill.drill.variant import LANGUAGES

Model = TypeVar("Model", bound=Strict)
_OF_TEXT = ("summary", "setup", "instructions", "coaching", "faults", "safety", "stop_when", "not_for")
_OF_FILE = ("title", "equipment", "space")


def translated(drill: Drill, language: str) -> Drill:
    """A drill as it reads in a language; lines that are not translated stay English."""
    said = translation_of(drill.text, language)
    if said is None:
        return drill
    targets = [_with(target, title=said.targets.get(target.name)) for target in drill.targets]
    observer = drill.observer and _with(drill.observer, checklist=said.checklist)
    return _with(
        drill,
        **{key: getattr(said, key) for key in _OF_FILE},
        text=_text(drill.text, said),
        targets=targets,
        observer=observer,
        dose=drill.dose and _with(drill.dose, text=said.dose),
    )


def translated_file(file: DrillFile, language: str) -> DrillFile:
    """As `translated`, with the text it was read from."""
    return replace(file, drill=translated(file.drill, language))


def translated_circuit(file: CircuitFile, language: str) -> CircuitFile:
    """A circuit, and the drills in it, as they read in a language."""
    drills = tuple(None if each is None else translated_file(each, language) for each in file.drills)
    return replace(file, circuit=_circuit(file.circuit, language), drills=drills)


def translation_of(text: Text, language: str) -> Translation | None:
    """The table of a language; None where there is none."""
    return getattr(text, language, None) if language in LANGUAGES else None


def _circuit(circuit: Circuit, language: str) -> Circuit:
    parts: dict[str, Any] = {
        "block": [_of_part(each, language) for each in circuit.block],
        "ask": [_of_part(each, language) for each in circuit.ask],
    }
    said = translation_of(circuit.text, language)
    if said is not None:
        parts |= {key: getattr(said, key) for key in _OF_FILE}
        parts["text"] = _text(circuit.text, said)
        parts["dose"] = circuit.dose and _with(circuit.dose, text=said.dose)
    return _with(circuit, **parts)


def _of_part(part: Model, language: str) -> Model:
    """A block or a question."""
    said = getattr(part, language, None) if language in LANGUAGES else None
    return (
        part if said is None else _with(part, **{key: getattr(said, key) for key in type(said).model_fields})
    )


def _text(text: Text, said: Translation) -> Text:
    return _with(text, **{key: getattr(said, key) for key in _OF_TEXT})


def _with(model: Model, **values: Any) -> Model:  # noqa: ANN401 - whatever the model holds
    """A copy with other values, where there are any."""
    return model.model_copy(update={key: value for key, value in values.items() if value})
