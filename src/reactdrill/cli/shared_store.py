"""`reactdrill results import` and `postgres-roles`: results of several stations in one place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.results.merging import MergeReport


@click.command("postgres-roles")
def postgres_roles() -> int:
    """Print SQL that gives stations and readers their rights on a PostgreSQL server.

    Run it in the database of the results, after each update of reactdrill again.
    """
    from reactdrill.results.store.roles import roles_sql

    click.echo(roles_sql(), nl=False)
    return 0


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def import_results(sources: tuple[Path, ...]) -> int:
    """Bring in runs from another station or a pack from home.

    SOURCES are journals, runs exported as JSON, folders of them, or zip files that `athletes export` made. A run that is here already is not
    taken twice; notes are merged; another version of a run is put aside, and nothing is overwritten.
    """
    from reactdrill.cli.whom import people_store

    with people_store() as store:
        report = store.import_from(sources, _progress if sys.stderr.isatty() else None)
    _tell(report)
    return 1 if report.damaged or report.aside or report.empty else 0


def _tell(report: MergeReport) -> None:
    click.echo(
        f"{report.new} new runs, {report.grown} longer than before, {report.same} known already; "
        f"{report.notes} notes, {report.diaries} diaries of circuits"
    )
    if report.erased:
        click.echo(f"{report.erased} left out: of athletes who were erased here")
    for found, path in report.aside:
        click.echo(f"{found}: is another version of a run that is here, put aside as {path}", err=True)
    for _, problem in report.damaged:
        click.echo(f"skipped {problem}", err=True)
    for source in report.empty:
        click.echo(f"{source}: no runs are in it", err=True)


def _progress(done: int, total: int) -> None:
    click.echo(f"\r{done} of {total} files", err=True, nl=done == total)
