"""`reactdrill athletes export | erase | purge`: what an athlete may ask of their data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.athletes.who import WHO_HELP
from reactdrill.cli.patience import patience
from reactdrill.cli.whom import AthleteName

if TYPE_CHECKING:
    from reactdrill.results.privacy.erase import Erasure
    from reactdrill.results.store import Store

LEFT_EXIT = 1
"""Something of the athlete may be left."""
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
        write_output(path, takeout(store, folders, code))
    remember(folders.home, [path], "zip", [code])
    click.echo(path)
    return 0


@click.command(epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@YES
def erase(who: str, yes: bool) -> int:
    """Erase an athlete from this station, for ever, and prove it.

    Profile, runs, notes, circuits and known exports go. Of runs that others did too, the others' part stays.
    """
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.privacy.erase import erase as erase_now
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with fresh_store() as store:
        code = _code(store, who)
        _ask(f"erase {who} ({code}) from this station, for ever?", yes=yes)
        with patience("erasing"):
            done = erase_now(store, folders, code)
    _tell_erasure(done)
    return 0 if done.complete else LEFT_EXIT


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would go; change nothing.")
@YES
def purge(dry_run: bool, yes: bool) -> int:
    """Delete what is older than the settings keep (`[privacy] keep_days`), and copies of erased runs."""
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.privacy.retention import plan_purge, purge as purge_now
    from reactdrill.station.places import Folders
    from reactdrill.station.settings import load_settings

    folders, keep = Folders.current(), load_settings().settings.privacy.keep_days
    with fresh_store() as store:
        plan = plan_purge(store, folders, keep)
        if keep is None:
            click.echo("results are kept without a limit: [privacy] keep_days in the settings says another")
        counts = f"{len(plan.runs)} runs, {len(plan.diaries)} circuits, {len(plan.athletes)} athletes"
        click.echo(f"{counts} {f'from before {plan.before_utc[:10]} ' if keep else ''}are to go")
        for path, _ in plan.runs:
            click.echo(f"  {path.name}")
        for athlete in plan.athletes:
            click.echo(f"  {athlete.label} ({athlete.code})")
        if dry_run or plan.empty:
            return 0
        _ask("delete them, for ever?", yes=yes)
        scrubbed, erasures = purge_now(store, folders, plan)
    for done in erasures:
        _tell_erasure(done)
    click.echo("done")
    if scrubbed == "busy":
        _tell_busy()
    return (
        0 if scrubbed not in ("busy", "not_owner") and all(done.complete for done in erasures) else LEFT_EXIT
    )


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


def _tell_erasure(done: Erasure) -> None:
    """What was done, the proof, and what nobody but a person can do."""
    click.echo(f"{done.code}: {done.runs} runs deleted, their part taken out of {done.shared} others")
    for path in done.exports:
        click.echo(f"deleted {path}")
    proof = done.proof
    if not proof.found and not proof.unread:
        click.echo(
            f"proof: neither name nor code is in {proof.files} files ({proof.size / 1e6:.1f} MB) of this station"
            + (", except the backups named below" if done.backups else "")
        )
    for found in proof.found:
        where = f"{found.path} ({found.member})" if found.member else found.path
        click.echo(f"FOUND {found.text!r} in {where}: {found.around or 'in the name'}")
    for path, problem in proof.unread:
        click.echo(f"could not look into {path}: {problem}")
    if done.scrubbed == "busy":
        _tell_busy()
    _tell_elsewhere(done)


def _tell_elsewhere(done: Erasure) -> None:
    for path in done.backups:
        click.echo(f"still in the backup {path}: delete it, or make a new one")
    for path in done.lost_backups:
        click.echo(f"a backup was written to {path} and is not there now: delete it where it is")
    for export in done.elsewhere:
        click.echo(f"an export was written to {export.path}: look where it is now and delete it")
    if done.scrubbed == "not_owner":
        click.echo(
            "on the server the rows are gone, but the tables are still to be written anew by their owner "
            "(VACUUM (FULL, ANALYZE)); then the administrator purges WAL archives, replicas and server backups"
        )
    if done.scrubbed == "server":
        click.echo(
            "on the server the rows are gone and the tables written anew; its administrator still has to purge "
            "WAL archives, replicas and server backups"
        )


def _tell_busy() -> None:
    click.echo("another program reads the store, so old pages may be left: close it and do this again")
