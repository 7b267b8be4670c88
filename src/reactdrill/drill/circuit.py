"""Circuit files: drills and plain exercises in order, with sets, work, rest and the way between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reactdrill.assets import word_path
from reactdrill.drill.circuit_model import Ask, Block, Circuit, Rotation
from reactdrill.drill.file import DrillFile, changed_drill
from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.toml_file import TomlText, parse_toml, read_toml, validate
from reactdrill.drill.translation_rules import circuit_translations
from reactdrill.errors import AssetMissingError, CircuitFileError, DrillFileError, Problem, UnknownDrillError

FindDrill = Callable[[str], DrillFile]
"""Gives a drill by its name. Raises `UnknownDrillError` or `DrillFileError`."""


@dataclass(frozen=True)
class CircuitFile:
    """A circuit with its text, and the drills of its blocks with the circuit's changes in them."""

    path: Path | str
    text: str
    sha256: str
    circuit: Circuit
    drills: tuple[DrillFile | None, ...]
    """One for each block; None where the block is a plain exercise."""


def load_circuit(path: Path, find: FindDrill) -> CircuitFile:
    """Read a circuit. Raises `CircuitFileError` with every mistake found."""
    return _checked(read_toml(path, CircuitFileError), find)


def parse_circuit(text: str, find: FindDrill, path: Path | str = "circuit") -> CircuitFile:
    """As `load_circuit`, from a text."""
    return _checked(parse_toml(text, path, CircuitFileError), find)


def describes_a_circuit(data: dict[str, Any]) -> bool:
    """Whether a file's data are meant as a circuit, mistakes in it aside."""
    return data.get("kind") == "circuit" or ("block" in data and "trial" not in data)


def _checked(toml: TomlText, find: FindDrill) -> CircuitFile:
    circuit, problems = validate(Circuit, toml)
    if circuit is None:
        raise CircuitFileError(toml.path, tuple(problems))
    check = _Check(circuit, toml, find)
    drills = check.drills()
    check.rules()
    if check.problems:
        raise CircuitFileError(toml.path, tuple(check.problems))
    return CircuitFile(toml.path, toml.text, toml.sha256, circuit, drills)


class _Check:
    """Finds the drills of a circuit and every mistake that is more than a wrong key or value."""

    def __init__(self, circuit: Circuit, toml: TomlText, find: FindDrill) -> None:
        self.circuit = circuit
        self.toml = toml
        self.find = find
        self.problems: list[Problem] = []

    def drills(self) -> tuple[DrillFile | None, ...]:
        """The drill of each block, changed as the block says."""
        return tuple(self._drill(block, ("block", place)) for place, block in enumerate(self.circuit.block))

    def rules(self) -> None:
        """What holds over several keys."""
        for place, block in enumerate(self.circuit.block):
            self._block(block, ("block", place))
        for place, ask in enumerate(self.circuit.ask):
            self._ask(ask, ("ask", place))
        rotation = self.circuit.rotation
        if rotation is not None:
            self._rotation(rotation)
        for found in circuit_translations(self.circuit):
            self._note(*found)

    def _drill(self, block: Block, path: KeyPath) -> DrillFile | None:
        if block.drill is None:
            return None
        try:
            file = self.find(block.drill)
        except UnknownDrillError as error:
            near = f"did you mean {' or '.join(error.nearest)}?" if error.nearest else "`reactdrill list`"
            self._note((*path, "drill"), f"no drill is called {block.drill!r}", near)
            return None
        except DrillFileError as error:
            self._note((*path, "drill"), f"{block.drill!r} cannot be used: {error.problems[0].problem}", "")
            return None
        if block.mode is not None and block.mode not in file.drill.modes:
            hint = f"it has {', '.join(file.drill.modes)}"
            self._note((*path, "mode"), f"{block.drill!r} has no {block.mode} mode", hint)
        return self._changed(file, block, path)

    def _changed(self, file: DrillFile, block: Block, path: KeyPath) -> DrillFile:
        changes = changes_of(block, self.circuit.rotation)
        if not changes:
            return file
        try:
            return changed_drill(file, changes, "circuit")
        except DrillFileError as error:
            for problem in error.problems:
                self._note((*path, "set"), f"{problem.key}: {problem.problem}", problem.hint)
            return file

    def _block(self, block: Block, path: KeyPath) -> None:
        if (block.drill is None) == (block.exercise is None):
            words = "has a drill and an exercise" if block.drill else "has neither drill nor exercise"
            self._note(path, words, "give a block exactly one of them")
        elif block.exercise is not None:
            if block.work_s is None and self.circuit.rotation is None:
                self._note((*path, "work_s"), "is missing: an exercise is done to the clock", "add it")
            for key in ("mode", "set"):
                if key in block.model_fields_set:
                    self._note((*path, key), "has no meaning without a drill", "remove it")
        elif block.sides != "none":
            self._note((*path, "sides"), "a drill has its own sides", "remove it, or change the drill's")
        if block.call is not None:
            self._word(block.call, (*path, "call"))

    def _ask(self, ask: Ask, path: KeyPath) -> None:
        if ask.low >= ask.high:
            self._note((*path, "low"), f"{ask.low} is not below high {ask.high}", "swap them")
        limits = [limit for limit in (ask.stop_above, ask.warn_above) if limit is not None]
        if not limits:
            self._note(path, "leads to nothing", "add stop_above or warn_above")
        for limit in limits:
            if not ask.low <= limit < ask.high:
                self._note(path, f"{limit} leaves no answer above it", f"use {ask.low} to {ask.high - 1}")

    def _rotation(self, rotation: Rotation) -> None:
        path: KeyPath = ("rotation",)
        if rotation.groups > len(self.circuit.block):
            words = f"{rotation.groups} groups have {len(self.circuit.block)} blocks"
            self._note((*path, "groups"), words, "no more groups than blocks")
        if rotation.stations and len(rotation.stations) != rotation.groups:
            words = f"{len(rotation.stations)} names for {rotation.groups} groups"
            self._note((*path, "stations"), words, "one for each group")
        for place, name in enumerate(rotation.stations):
            self._word(name, (*path, "stations", place))
        drills = [place for place, block in enumerate(self.circuit.block) if block.drill is not None]
        for place in drills[1:]:
            words = "a second drill at the same time needs a second screen"
            self._note(("block", place, "drill"), words, "one drill, and exercises beside it")

    def _word(self, word: str, path: KeyPath) -> None:
        try:
            word_path(word)
        except AssetMissingError as missing:
            self._note(path, f"no word is called {missing.name!r}", missing.hint)

    def _note(self, path: KeyPath, problem: str, hint: str) -> None:
        self.problems.append(self.toml.problem(path, problem, hint))


def changes_of(block: Block, rotation: Rotation | None = None) -> dict[str, Any]:
    """What a block changes of its drill: its own keys, then its time, sets and rest.

    Where groups rotate, the drill is one set as long as the others work.
    """
    changes = dict(block.set)
    if rotation is not None:
        changes["until"] = {**changes.get("until", {}), "time_s": rotation.work_s}
        changes["sets"] = {"count": 1}
        return changes
    if block.work_s is not None:
        changes["until"] = {**changes.get("until", {}), "time_s": block.work_s}
    sets = {
        key: value
        for key, value in (("count", block.sets), ("rest_s", block.rest_s))
        if value is not None and block.drill is not None
    }
    if sets:
        changes["sets"] = {**changes.get("sets", {}), **sets}
    return changes
