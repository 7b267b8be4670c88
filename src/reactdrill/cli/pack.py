"""`reactdrill pack` and `unpack`: drills and circuits to send, and to install."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import DrillName

if TYPE_CHECKING:
    from reactdrill.drill.pack import Pack


@click.command()
@click.argument("names", nargs=-1, required=True, type=DrillName())
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
@click.option("--title", default="", help="What the person who gets it reads first.")
@click.option("--note", default="", help="A line more, such as how often.")
def pack(names: tuple[str, ...], out: Path | None, title: str, note: str) -> int:
    """Put drills and circuits (circuits/NAME) into one file that `reactdrill unpack` installs elsewhere.

    A circuit brings the drills that it needs.
    """
    from reactdrill.cli.library import library
    from reactdrill.cli.play import is_circuit
    from reactdrill.drill.pack import SUFFIX, pack_bytes
    from reactdrill.station.own_drills import gathered

    circuits = [name for name in names if is_circuit(name)]
    drills = [name for name in names if not is_circuit(name)]
    made = gathered(library(), drills, circuits, title=title, note=note)
    path = out or Path(f"{_stem(names[0])}{SUFFIX}")
    _write(path, pack_bytes(made))
    click.echo(f"{path}: {_words(made)}")
    return 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "only_list", is_flag=True, help="Say what is in it, and install nothing.")
@click.option("--replace", is_flag=True, help="Replace drills of your own that have the same names.")
def unpack(file: Path, only_list: bool, replace: bool) -> int:
    """Check a pack and install what it holds among your own drills."""
    from reactdrill.station.own_drills import load_pack

    pack = load_pack(file)
    for line in (pack.title, pack.note):
        if line:
            click.echo(line)
    for packed in pack.files:
        click.echo(f"  {packed.kind:<7}  {packed.name}  {packed.title}")
    if only_list:
        return 0
    changed = _install(file, pack, replace=replace)
    click.echo(
        f"{changed} of {len(pack.files)} installed" + ("" if changed else ": all of it was there already")
    )
    circuit = next((each.name for each in pack.files if each.kind == "circuit"), None)
    name = pack.files[0].name if circuit is None else f"circuits/{circuit}"
    click.echo(f"reactdrill play {name}")
    return 0


def _install(file: Path, pack: Pack, *, replace: bool) -> int:
    """Write what is not there yet, nothing when a name is taken; how many files were written."""
    from reactdrill.errors import PackError
    from reactdrill.station.own_drills import install, standings

    taken = sorted(f"{each.name}.toml" for each, standing in standings(pack).items() if standing == "other")
    if taken and not replace:
        words = f"you have other drills of these names: {', '.join(taken)}"
        raise PackError(file, words, "--replace takes those of the pack")
    return len(install(file, pack, replace=replace))


def _write(path: Path, data: bytes) -> None:
    from reactdrill.errors import PackError
    from reactdrill.station.folders import advice, reason

    try:
        path.write_bytes(data)
    except OSError as error:
        raise PackError(path, f"cannot be written ({reason(error)})", advice(error)) from error


def _stem(name: str) -> str:
    return Path(name).stem


def _words(made: Pack) -> str:
    counts = {kind: sum(each.kind == kind for each in made.files) for kind in ("drill", "circuit")}
    return " and ".join(
        f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in counts.items() if count
    )
