"""`reactdrill check`: every mistake in drill files, scripts and tables of cue times."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.drill.library import Library


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> int:
    """Find every mistake in drill files, circuits and scripts (folders are searched). Exit 0 when there is none, 2 otherwise.

    A .csv is checked as a table of cue times; in a folder only those that name their drill in the first line are.
    """
    from reactdrill.cli.library import library
    from reactdrill.errors import FileProblemsError, UsageError

    found = list(dict.fromkeys(path for file in files for path in _files(file)))
    if not found:
        raise UsageError(f"{files[0]}: no drill file or script is there")
    known = library()
    bad = 0
    for path in found:
        try:
            click.echo(f"{path}: good ({_checked(path, known)})")
        except FileProblemsError as error:
            bad += 1
            click.echo(str(error))
    if len(found) > 1:
        click.echo(f"{len(found) - bad} of {len(found)} files are good")
    return 2 if bad else 0


def _checked(path: Path, known: Library) -> str:
    """What a file is. Raises `FileProblemsError`."""
    from reactdrill.cli.scripts import holds_a_circuit, is_csv, is_script, read_script

    if is_csv(path) or is_script(path):
        script = read_script(path, library=known)
        count = sum(len(lane.trials) for lane in script.plan.lanes)
        return f"script of {script.drill.drill.name}: {script.title}, {count} trials"
    if holds_a_circuit(path):
        circuit = known.load_circuit(str(path)).circuit
        return f"circuit: {circuit.title}, {len(circuit.block)} blocks"
    drill = known.load_file(path).drill
    return f"{drill.title}, {drill.component}, {', '.join(drill.modes)}"


def _files(path: Path) -> list[Path]:
    from reactdrill.cli.scripts import names_its_drill

    if not path.is_dir():
        return [path]
    return sorted([*path.rglob("*.toml"), *(each for each in path.rglob("*.csv") if names_its_drill(each))])
