"""Finds drills: the ones that come with reactdrill, and the user's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reactdrill.assets import data_dir
from reactdrill.drill.circuit import CircuitFile, load_circuit
from reactdrill.drill.file import DrillFile, load_drill, read_drill
from reactdrill.drill.names import CIRCUITS, circuit_paths, drill_paths
from reactdrill.drill.toml_file import TomlText, read_toml
from reactdrill.drill.values import nearest
from reactdrill.errors import CircuitFileError, DrillFileError, UnknownCircuitError, UnknownDrillError


@dataclass
class Library:
    """Drills by name over some folders; a later folder's drill hides an earlier one of the same name."""

    folders: tuple[Path, ...]
    broken: list[DrillFileError] = field(default_factory=list)
    """Files that could not be used, found by `drills`."""
    broken_circuits: list[CircuitFileError] = field(default_factory=list)
    """The same of `circuits`."""

    @classmethod
    def standard(cls, own: Path | None = None) -> Library:
        """The drills that come with reactdrill, then the user's own."""
        shipped = data_dir("drills")
        return cls((shipped,) if own is None else (shipped, own))

    def paths(self) -> dict[str, Path]:
        """Every drill file by its name, which is the file's stem."""
        return drill_paths(self.folders)

    def drills(self) -> Iterator[DrillFile]:
        """Every usable drill, by component and title; the others are kept in `broken`."""
        self.broken.clear()
        good: list[DrillFile] = []
        for path in self.paths().values():
            try:
                good.append(read_drill(path, self.find))
            except DrillFileError as error:
                self.broken.append(error)
        yield from sorted(good, key=lambda each: (each.drill.component, each.drill.title))

    def load_file(self, path: Path) -> DrillFile:
        """A drill file from anywhere, which may extend one beside it or one of the library."""

        def find(name: str) -> TomlText | None:
            beside = path.parent / f"{name}.toml"
            return read_toml(beside, DrillFileError) if beside.is_file() else self.find(name)

        return load_drill(path, find)

    def find(self, name: str) -> TomlText | None:
        """The text of a drill that another one extends."""
        path = self.paths().get(name)
        return None if path is None else read_toml(path, DrillFileError)

    def circuit_paths(self) -> dict[str, Path]:
        """Every circuit file by its name."""
        return circuit_paths(self.folders)

    def circuits(self) -> Iterator[CircuitFile]:
        """Every usable circuit, by title; the others are kept in `broken_circuits`."""
        self.broken_circuits.clear()
        good: list[CircuitFile] = []
        for path in self.circuit_paths().values():
            try:
                good.append(load_circuit(path, self.load))
            except CircuitFileError as error:
                self.broken_circuits.append(error)
        yield from sorted(good, key=lambda each: each.circuit.title)

    def load_circuit(self, name: str) -> CircuitFile:
        """A circuit by name, with or without `circuits/` before it, or by the path of a file.

        Raises `UnknownCircuitError` or `CircuitFileError`.
        """
        paths = self.circuit_paths()
        stem = name.removeprefix(f"{CIRCUITS}/")
        if stem in paths:
            return load_circuit(paths[stem], self.load)
        if name.endswith(".toml"):
            return load_circuit(Path(name), self.load)
        raise UnknownCircuitError(stem, nearest(stem, list(paths), n=3))

    def load(self, name: str) -> DrillFile:
        """A drill by name, or by the path of a file. Raises `UnknownDrillError` or `DrillFileError`."""
        paths = self.paths()
        if name in paths:
            return load_drill(paths[name], self.find)
        if name.endswith(".toml") or "/" in name or "\\" in name:
            return self.load_file(Path(name))
        raise UnknownDrillError(name, nearest(name, list(paths), n=3))
