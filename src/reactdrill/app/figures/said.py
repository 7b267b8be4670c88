"""Drills and circuits in the language that people read. What is run and kept is the file as it was written."""

from __future__ import annotations

import tomllib

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.model import Drill
from reactdrill.drill.translated import translated, translated_circuit
from reactdrill.i18n import language
from reactdrill.results.header import DrillInfo


def said(drill: Drill) -> Drill:
    """A drill with its texts in the present language."""
    return translated(drill, language())


def said_circuit(file: CircuitFile) -> CircuitFile:
    """A circuit and the drills in it, with their texts in the present language."""
    return translated_circuit(file, language())


def said_title(info: DrillInfo) -> str:
    """The title of a drill that was run, in the present language where its file had it."""
    try:
        text = tomllib.loads(info.text).get("text")
    except tomllib.TOMLDecodeError:
        return info.title
    own = text.get(language()) if isinstance(text, dict) else None
    title = own.get("title") if isinstance(own, dict) else None
    return title if isinstance(title, str) else info.title
