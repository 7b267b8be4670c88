"""Scripts as files: which they are, and reading them, whatever their format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.drill.library import Library
    from reactdrill.drill.script import ScriptFile

EXPECTED_SUFFIX = ".expected.jsonl"


def expected_beside(path: Path) -> Path:
    """Where the trial lines stand that are expected of a script: `NAME.expected.jsonl` beside it."""
    return path.with_name(path.stem + EXPECTED_SUFFIX)


def is_csv(path: Path) -> bool:
    """Whether a file is a table of cue times, by its name."""
    return path.suffix.lower() == ".csv"


def is_script(path: Path) -> bool:
    """Whether a TOML file is a script, rather than a drill; one that cannot be read is neither."""
    from reactdrill.drill.toml_file import describes_a_script, read_toml
    from reactdrill.errors import ScriptFileError

    try:
        return describes_a_script(read_toml(path, ScriptFileError).data)
    except ScriptFileError:
        return False


def holds_a_circuit(path: Path) -> bool:
    """Whether a TOML file is a circuit; one that cannot be read is none."""
    from reactdrill.drill.circuit import describes_a_circuit
    from reactdrill.drill.toml_file import read_toml
    from reactdrill.errors import CircuitFileError

    try:
        return describes_a_circuit(read_toml(path, CircuitFileError).data)
    except CircuitFileError:
        return False


def names_its_drill(path: Path) -> bool:
    """Whether a CSV begins with a line that names a drill, as tables of cue times do that can stand alone."""
    try:
        with path.open("rb") as file:
            first = file.readline(400)
    except OSError:
        return False
    return first.removeprefix(b"\xef\xbb\xbf").startswith(b"#") and b"drill:" in first


def read_script(path: Path, drill: str | None = None, library: Library | None = None) -> ScriptFile:
    """A script of either kind; `drill` names the drill of a table of cue times. Raises `ScriptFileError`."""
    from reactdrill.cli.library import library as standard
    from reactdrill.drill.script_csv import load_csv
    from reactdrill.drill.script_file import load_script

    known = library or standard()
    return load_csv(path, known, drill) if is_csv(path) else load_script(path, known)


def scripts_below(folder: Path) -> list[Path]:
    """The scripts of a suite: tables of cue times and TOML files, without the drills that lie beside them.

    What cannot be told counts as a script, so that a broken one is not overlooked.
    """
    tables = [
        path for path in folder.rglob("*.csv") if names_its_drill(path) or expected_beside(path).exists()
    ]
    return sorted([*tables, *(path for path in folder.rglob("*.toml") if not _is_drill(path))])


def _is_drill(path: Path) -> bool:
    from reactdrill.drill.toml_file import describes_a_script, read_toml
    from reactdrill.errors import DrillFileError

    if expected_beside(path).exists():
        return False
    try:
        data = read_toml(path, DrillFileError).data
    except DrillFileError:
        return False
    return "trial" in data and not describes_a_script(data)
