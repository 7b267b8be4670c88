"""The drills of whoever uses this station: made from templates, and installed from packs.

They stand in `drills` in the data folder, circuits in `drills/circuits`. What is there is never written over unasked.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.file import DrillFile, parse_drill
from reactdrill.drill.library import Library
from reactdrill.drill.names import CIRCUITS
from reactdrill.drill.new_file import Answers, TemplateName, filled_in, slug
from reactdrill.drill.pack import Kind, Pack, PackedFile, make_pack, read_pack
from reactdrill.errors import PackError, UsageError
from reactdrill.results.disk import replace_private
from reactdrill.station.folders import FolderError, advice, data_dir, private_folder, reason

Standing = Literal["new", "same", "other"]
"""A file of a pack: not there yet, there already, or one of the same name that says something else is there."""


def own_drills(*, make: bool = False) -> Path:
    """Their folder. `make`: create it first; raises `FolderError` when it cannot be made or written to."""
    folder = data_dir(make=make) / "drills"
    return private_folder(folder) if make else folder


def own_path(kind: Kind, name: str, *, make: bool = False) -> Path:
    """Where a drill or a circuit of one's own stands; `make`: with its folder, as `own_drills`."""
    folder = own_drills(make=make)
    if kind == "circuit":
        folder = private_folder(folder / CIRCUITS) if make else folder / CIRCUITS
    return folder / f"{name}.toml"


def new_name(title: str) -> str:
    """The name of a drill that is called so. Raises `UsageError` when the title gives none."""
    name = slug(title)
    if not name:
        raise UsageError(f"{title!r} gives no name: use some letters or digits of the Latin alphabet")
    return name


def make_new(
    template: TemplateName, answers: Answers, library: Library, out: Path | None = None
) -> DrillFile | CircuitFile:
    """Fill a template in, check it, and write it among one's own drills, or to `out`.

    Raises `UsageError`, `FolderError`, and `DrillFileError` or `CircuitFileError` with every mistake; then there is no
    file.
    """
    name, text = new_name(answers.title), filled_in(template, answers)
    kind: Kind = "circuit" if template == "circuit" else "drill"
    path = out or own_path(kind, name, make=True)
    if path.stem != name:
        raise UsageError(f"{path}: a file is called as its drill: {name}.toml")
    made = (
        parse_circuit(text, library.load, path)
        if kind == "circuit"
        else parse_drill(text, path, library.find)
    )
    _write_new(path, text)
    return made


def gathered(
    library: Library, drills: Iterable[str], circuits: Iterable[str], *, title: str, note: str = ""
) -> Pack:
    """A pack of drills and circuits by name, with the drills that the circuits need.

    Raises `UnknownDrillError`, `UnknownCircuitError`, `DrillFileError` and `CircuitFileError`.
    """
    kept = [library.load_circuit(name) for name in circuits]
    needed = {block.drill for file in kept for block in file.circuit.block if block.drill is not None}
    find = {name: library.load(name) for name in needed}
    return make_pack(map(library.load, drills), kept, find, title=title, note=note)


def load_pack(path: Path) -> Pack:
    """Read and check a pack. Raises `PackError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackError(path, f"cannot be read ({reason(error)})", advice(error)) from error
    return read_pack(data, path)


def standings(pack: Pack) -> dict[PackedFile, Standing]:
    """How each file of a pack stands to one's own drills, in its order."""
    return {each: _standing(each) for each in pack.files}


def install(path: Path, pack: Pack, *, replace: bool) -> tuple[PackedFile, ...]:
    """Write what is not there yet of the pack at `path`, and what differs where `replace` says so.

    Returns what was written. Raises `PackError`.
    """
    wanted = ("new", "other") if replace else ("new",)
    files = tuple(each for each, standing in standings(pack).items() if standing in wanted)
    try:
        for each in files:
            replace_private(own_path(each.kind, each.name, make=True), each.text.encode())
    except FolderError as error:
        raise PackError(error.path, error.problem, error.hint) from error
    except OSError as error:
        raise PackError(path, f"cannot be installed ({reason(error)})", advice(error)) from error
    return files


def _standing(packed: PackedFile) -> Standing:
    path = own_path(packed.kind, packed.name)
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return "new"
    except OSError as error:
        raise PackError(path, f"cannot be read ({reason(error)})", advice(error)) from error
    return "same" if text == packed.text.encode() else "other"


def _write_new(path: Path, text: str) -> None:
    """A file that is there already is never written over."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; choose another title, or delete it") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({reason(error)}); {advice(error)}") from error
