"""Drills and circuits in the language that people read. What is run and kept is the file as it was written."""

from __future__ import annotations

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.model import Drill
from reactdrill.drill.translated import translated, translated_circuit
from reactdrill.i18n import language


def said(drill: Drill) -> Drill:
    """A drill with its texts in the present language."""
    return translated(drill, language())


def said_circuit(file: CircuitFile) -> CircuitFile:
    """A circuit and the drills in it, with their texts in the present language."""
    return translated_circuit(file, language())
