"""`reactdrill athletes export | erase | purge`: what an athlete may ask of their data."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.athletes.who import WHO_HELP
from reactdrill.cli.patience import patience
from reactdrill.cli.whom import AthleteName

if TYPE_CHECKING:
    from reactdrill.results.privacy.retention import Purge
    from reactdrill.results.store import Store

LEFT_EXIT = 1
"""Something of the athlete may be left, or is missing in what was written."""
YES = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write; else a file here.")
def export(who: str, out: Path | None) -> int:
    """Write everything that is kept of an athlete into one ZIP."""
    from reactdrill.cli.outputs import check_output, write_output
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.exports_known import remember
    from reactdrill.results.privacy.takeout import takeout
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with fresh_store() as store, patience("gathering"):
        code = store.people.find(who).code
        name = f"reactdrill-{code}.zip"
        path = Path(name) if out is None else out / name if out.is_dir() else out
        check_output(path)
        made = takeout(store, folders, code)
        write_output(path, made.data)
    remember(folders.home, [path], "zip", [code])
    click.echo(path)
    for line in made.left_out:
        click.echo(f"not in it: {line}", err=True)
    return LEFT_EXIT if made.left_out else 0


@click.command(epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@YES
def erase(who: str, yes: bool) -> int:
    """Erase an athlete from this station, for ever, and prove it.

    Profile, runs, notes, circuits and known exports go. Of runs that others did too, the others' part stays.
    """
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.privacy.erase import erase as erase_now
    from reactdrill.results.privacy.telling import erasure_lines
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with fresh_store() as store:
        code = _code(store, who)
        _ask(f"erase {who} ({code}) from this station, for ever?", yes=yes)
        with patience("erasing"):
            done = erase_now(store, folders, code)
    _tell(erasure_lines(done))
    return 0 if done.complete else LEFT_EXIT


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would go; change nothing.")
@YES
def purge(dry_run: bool, yes: bool) -> int:
    """Delete what is older than the settings keep (`[privacy] keep_days`), and copies of erased runs."""
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.privacy.retention import plan_purge, purge as purge_now
    from reactdrill.results.privacy.telling import erasure_lines, scrubbed_lines
    from reactdrill.station.places import Folders
    from reactdrill.station.settings import load_settings

    folders, keep = Folders.current(), load_settings().settings.privacy.keep_days
    with fresh_store() as store:
        with patience("looking through the files"):
            plan = plan_purge(store, folders, keep)
        if keep is None:
            click.echo("results are kept without a limit: [privacy] keep_days in the settings says another")
        _tell_plan(plan)
        if dry_run or plan.empty:
            return 0
        _ask("delete them, for ever?", yes=yes)
        with patience("deleting"):
            done = purge_now(store, folders, plan)
    for each in done.erasures:
        _tell(erasure_lines(each))
    _tell(["done", *scrubbed_lines(done.scrubbed)])
    return 0 if done.complete else LEFT_EXIT


def _tell_plan(plan: Purge) -> None:
    counts = f"{len(plan.runs)} runs, {len(plan.diaries)} circuits, {len(plan.athletes)} athletes"
    files = len(plan.aside) + len(plan.exports)
    when = f" from before {plan.before_utc[:10]}" if plan.before_utc else ""
    click.echo(f"{counts}{when} are to go, and {files} files that were put aside or taken out")
    _tell(f"  {path.name}" for path, _ in plan.runs)
    _tell(f"  {athlete.label} ({athlete.code})" for athlete in plan.athletes)
    _tell(f"  {path}" for path in (*plan.aside, *plan.exports))
    _tell(f"the backup {path} holds what is too old: delete it, or make a new one" for path in plan.backups)
    _tell(f"a file was written to {path}: look where it is now and delete it" for path in plan.elsewhere)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _code(store: Store, who: str) -> str:
    """The athlete's code; one who was erased before may be erased again, to finish what broke off."""
    from reactdrill.people.codes import is_code

    code = who.strip().upper()
    if is_code(code) and store.people.is_erased(code):
        return code
    return store.people.find(who).code


def _ask(question: str, *, yes: bool) -> None:
    from reactdrill.errors import UsageError

    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to ask; `--yes` does it without asking")
    if not click.confirm(question, err=True):
        raise click.Abort
