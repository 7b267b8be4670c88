"""`reactdrill results backup | restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.results.backup import Progress


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> int:
    """Write athletes, runs, notes and circuits into one file, while the program may be in use.

    It holds everybody's data: keep it where only you can read it.
    """
    from reactdrill.cli.outputs import check_output
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.at_hand import at_hand
    from reactdrill.results.backup import make_backup
    from reactdrill.station.places import Folders

    check_output(file)
    with fresh_store() as store:
        made = make_backup(store, Folders.current(), file, _progress("files"))
        elsewhere = at_hand(store, store.runs()).elsewhere
    click.echo(f"{file}: {len(made.files)} files, {file.stat().st_size / 1e6:.1f} MB")
    for station, count in sorted(elsewhere.items()):
        runs = "1 run" if count == 1 else f"{count} runs"
        click.echo(f"not in it: {runs} of the station {station}; make a backup there too", err=True)
    for line in made.left_out:
        click.echo(f"skipped {line}", err=True)
    return 1 if made.left_out else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check it and show what it would bring; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, dry_run: bool, yes: bool) -> int:
    """Bring back what a backup has and this station has not. What is newer here stays."""
    from reactdrill.cli.results import fresh_store
    from reactdrill.errors import UsageError
    from reactdrill.results.restore import plan_restore, restore as bring_back
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with fresh_store() as store:
        plan = plan_restore(store, folders, file, _progress("files checked"))
        click.echo(f"{file}: whole, of {plan.backup.made_utc[:16].replace('T', ' ')} UTC")
        click.echo(
            f"{plan.athletes} athletes; {plan.count('new')} files are missing here, {plan.count('longer')} are "
            f"longer in it, {plan.count('same')} are the same"
        )
        for name in plan.kept:
            click.echo(f"stays as it is here: {name}")
        if dry_run:
            return 0
        if not yes and not sys.stdin.isatty():
            raise UsageError("nobody is there to ask; `--yes` does it without asking")
        if not yes and not click.confirm("bring it back?", err=True):
            raise click.Abort
        done = bring_back(store, folders, plan, _progress("files"))
    click.echo(
        f"{done.files} files and {done.athletes} athletes brought back; {done.runs} runs are new or longer here"
    )
    if done.erased:
        click.echo(f"{done.erased} runs were left out: those who did them were erased here")
    return 0


def _progress(what: str) -> Progress | None:
    """Count on stderr where somebody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        click.echo(f"\r{done} of {total} {what}", err=True, nl=done == total)

    return tell
