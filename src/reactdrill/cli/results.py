"""`reactdrill results`: runs that were saved, what they came to, and ways to take them out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reactdrill.cli.backup import backup, restore
from reactdrill.cli.export import export
from reactdrill.cli.observe import enter, tick
from reactdrill.cli.options import DrillName
from reactdrill.cli.remarks import REMARKS
from reactdrill.cli.shared_store import import_results, postgres_roles

if TYPE_CHECKING:
    from reactdrill.results.store import IngestReport, RunRow, Store
    from reactdrill.results.store.ingest import Progress
    from reactdrill.stats.norms import NormPlace

_RUN_HELP = "RUN is `last`, a run's id, or the beginning of it."


@click.group()
def results() -> None:
    """Runs and statistics that were saved."""


@results.command("list")
@click.option("--drill", type=DrillName(), metavar="NAME", help="Only runs of this drill.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="At most so many, newest first.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def list_runs(drill: str | None, limit: int, as_json: bool) -> int:
    """Show the latest runs."""
    with fresh_store() as store:
        if drill is not None:
            check_drill(store, drill)
        runs = store.runs(drill, limit)
        if as_json:
            _print_json(runs)
        elif not runs:
            click.echo("no runs yet; `reactdrill play NAME` makes one")
        else:
            from reactdrill.cli.tables import make_console, print_runs

            print_runs(runs, store.hit_times_ns([run.id for run in runs]), make_console())
    return 0


@results.command("show", epilog=_RUN_HELP)
@click.argument("run")
@click.option("--trials", is_flag=True, help="Every attempt in a row of its own.")
@click.option("--more", is_flag=True, help="With more statistics, and how each is defined.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def show_run(run: str, trials: bool, more: bool, as_json: bool) -> int:
    """Show what a run came to."""
    with fresh_store() as store:
        row = store.run(run)
        if as_json:
            families = store.families(row, slow=more)
            summaries = store.summaries(row)
            found = {"run": row, "timing": row.timing, "summaries": summaries, "families": families}
            _print_json({**found, "norms": _norms(store, row)})
        else:
            _print_run(store, row, trials=trials, more=more)
    return 0


@results.command("drill")
@click.argument("name", type=DrillName())
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def show_drill(name: str, as_json: bool) -> int:
    """Show statistics of a drill over all its runs.

    Response modes are kept apart, and so are runs of simulated athletes.
    """
    with fresh_store() as store:
        check_drill(store, name)
        summaries, kinds = store.drill_summaries(name), store.keys_of(None, name)
    if as_json:
        _print_json(summaries)
        return 0
    from reactdrill.cli.tables import make_console, print_drill

    console = make_console()
    for summary in summaries:
        print_drill(summary, console)
    if len(kinds) > 1:
        click.echo("\nThese are runs of several kinds, whose times may not be compared with each other:")
        for kind in kinds:
            click.echo(f"  {kind.runs} with {kind.key.label}")
        click.echo("Histories and leaderboards keep them apart.")
    return 0


results.add_command(export)


@results.command("rebuild")
def rebuild() -> int:
    """Make the store again from the journals, a damaged one too."""
    from reactdrill.results.store import rebuild_store
    from reactdrill.station.places import Folders

    folders = Folders.current()
    report, aside = rebuild_store(folders.results_store, runs=folders.runs, progress=_progress())
    if aside is not None:
        click.echo(f"the damaged store was moved to {aside}; {report.people}")
    click.echo(f"{report.changed} runs, {report.in_progress} in progress, {len(report.damaged)} damaged")
    _tell(report)
    return 1 if report.damaged else 0


@contextmanager
def fresh_store() -> Iterator[Store]:
    """Open the station's store with every journal taken in; what could not be read is said on stderr."""
    from reactdrill.results.store import Store
    from reactdrill.station.places import Folders

    folders = Folders.current()
    with Store(folders.results_store, runs=folders.runs) as store:
        _tell(store.ingest_folder())
        yield store


def _tell(report: IngestReport) -> None:
    if report.interrupted:
        click.echo(f"recovered {report.interrupted} run(s) that broke off", err=True)
    for _, reason in report.damaged:
        click.echo(f"skipped {reason}", err=True)
    for path in report.erased:
        what = "not taken in: who did it was erased; `reactdrill athletes purge` deletes it"
        click.echo(f"{path}: {what}", err=True)


def check_drill(store: Store, name: str) -> None:
    """Raise `UsageError` when there is no run of a drill of that name."""
    from difflib import get_close_matches

    from reactdrill.errors import UsageError

    known = store.drill_names()
    if name in known:
        return
    near = get_close_matches(name, known, n=2)
    hint = (
        f"; did you mean {' or '.join(near)}?"
        if near
        else f"; there are runs of: {', '.join(known) or 'nothing yet'}"
    )
    raise UsageError(f"no runs of a drill called {name!r}{hint}")


def _print_run(store: Store, run: RunRow, *, trials: bool, more: bool) -> None:
    from reactdrill.cli.family_tables import print_families
    from reactdrill.cli.tables import make_console, marks, print_strip, print_summary, print_trials

    console = make_console()
    records = store.trials(run.id)
    console.print(
        f"{run.title}, {run.started_utc[:16].replace('T', ' ')} UTC, {run.mode}, run {run.id}", markup=False
    )
    for text in (*marks(run), run.note):
        if text:
            console.print(text, markup=False, style="bold yellow")
    families, norms = store.families(run, slow=more), _norms(store, run)
    for summary in store.summaries(run):
        print_summary(summary, console, title=run.drill)
        print_families(families.get(summary.lane, ()), console, conventions=more)
        for each in norms.get(summary.lane, ()):
            console.print(each.said, markup=False)
    for line in _timing(run):
        console.print(line, markup=False)
    if not records:
        console.print("no trial was finished")
    print_strip(records, console)
    if trials:
        print_trials(records, store.bad_trials(run.id), console)


def _norms(store: Store, run: RunRow) -> dict[str, tuple[NormPlace, ...]]:
    """Where each lane stands beside what was published of its drill."""
    return {point.lane: store.norms(point) for point in store.points_of_run(run.id)}


def _timing(run: RunRow) -> list[str]:
    """How far the times can be trusted, as the store has it."""
    from reactdrill.results.timing_words import timing_lines

    timing = run.timing
    return [] if timing is None else [f"timing: {timing.word}, {timing.sentence}", *timing_lines(timing)]


def _print_json(value: object) -> None:
    from reactdrill.results.lines import to_pretty_json

    click.echo(to_pretty_json(value).decode(), nl=False)


def _progress() -> Progress | None:
    """Count journals on stderr where somebody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        click.echo(f"\r{done} of {total} journals", err=True, nl=done == total)

    return tell


results.add_command(enter)
results.add_command(tick)
results.add_command(import_results)
results.add_command(postgres_roles)
for command in (*REMARKS, backup, restore):
    results.add_command(command)
