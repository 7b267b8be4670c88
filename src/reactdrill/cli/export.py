"""`reactdrill results export`: runs as tables, as data, as a dataset for labs."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.results.export_many import Progress, TableKind, Taken
    from reactdrill.results.store import RunRow, Store

FORMATS = ("csv", "json", "bids", "parquet")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export", epilog="RUN is `last`, a run's id, or the beginning of it.")
@click.argument("run", required=False)
@click.option("--athlete", metavar="CODE", help="All runs of an athlete: code, name or `guest`.")
@click.option("--group", metavar="NAME", help="All runs of a group's athletes.")
@click.option("--drill", metavar="NAME", help="Only runs of this drill.")
@click.option("--from", "first", type=DAY, metavar="YYYY-MM-DD", help="Only runs from this day on (UTC).")
@click.option("--to", "last", type=DAY, metavar="YYYY-MM-DD", help="Only runs up to this day, with it (UTC).")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help="Tables for a spreadsheet, all of the runs as data, a BIDS dataset, or Parquet tables.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File or folder to write; `-` writes one run's table alone to the output. Without it: a file here.",
)
@click.option(
    "--bom", "--excel", "bom", is_flag=True, help="Begin the CSV with a byte order mark, as Excel wants it."
)
def export(
    run: str | None,
    athlete: str | None,
    group: str | None,
    drill: str | None,
    first: datetime | None,
    last: datetime | None,
    kind: str,
    out: Path | None,
    bom: bool,
) -> int:
    """Take runs out: one by its name, or all that fit the options.

    A CSV comes with a table of every response, one of every cue, and a JSON file that explains the columns.
    """
    from reactdrill.cli.results import fresh_store

    wanted = Wanted(athlete, group, drill, _day(first), _day(last))
    with fresh_store() as store:
        if run is None:
            return _many(store, wanted, kind, out, bom=bom)
        if wanted != Wanted():
            from reactdrill.errors import UsageError

            raise UsageError("name one run, or say which runs by options: not both")
        return _one(store, store.run(run), kind, out, bom=bom)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs; what is None is not asked for."""

    athlete: str | None = None
    group: str | None = None
    drill: str | None = None
    first: str | None = None
    last: str | None = None

    def stem(self) -> str:
        """A name for the files."""
        from reactdrill.station.folders import file_name

        said = [each for each in (self.athlete, self.group, self.drill, self.first, self.last) if each]
        return file_name("-".join(said), "runs")


def _day(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%d")


def _one(store: Store, row: RunRow, kind: str, out: Path | None, *, bom: bool) -> int:
    from reactdrill.errors import UsageError
    from reactdrill.results.at_hand import at_hand
    from reactdrill.results.export import write_csv, write_json
    from reactdrill.results.export_many import load_run
    from reactdrill.results.whose import athletes_of

    journal, away = store.journal_path(row), at_hand(store, [row]).lines()
    if away:
        raise UsageError(away[0])
    stem = journal.name.removesuffix(".jsonl")
    if kind in ("bids", "parquet"):
        if out == Path("-"):
            raise UsageError(f"{kind} is no single table: name a file or folder with --out")
        return _written(_take([journal], stem, kind, out), kind)
    run = load_run(journal)
    if out == Path("-"):
        click.echo(run.json() if kind == "json" else run.trials_csv(bom=bom), nl=False)
        return 0
    path = _target(out, f"{stem}.run.json" if kind == "json" else f"{stem}.csv")
    files = (write_json(run, path),) if kind == "json" else write_csv(run, path, bom=bom)
    _remember(files, kind, athletes_of(run.log.header, run.notes).values())
    return 0


def _many(store: Store, wanted: Wanted, kind: str, out: Path | None, *, bom: bool) -> int:
    from reactdrill.errors import UsageError
    from reactdrill.results.at_hand import at_hand

    if wanted == Wanted():
        raise UsageError("say which run, or which runs: --athlete, --group, --drill, --from, --to")
    if out == Path("-"):
        raise UsageError("only a single run is written to the output: name a file or folder with --out")
    athletes = _athletes(store, wanted)
    rows = [row for row in store.runs() if _fits(store, row, wanted, athletes)]
    if not rows:
        raise UsageError("no run fits; `reactdrill results list` shows what there is")
    here = at_hand(store, reversed(rows))
    if not here.journals:
        raise UsageError("; ".join(here.lines()))
    taken = _take(here.journals, wanted.stem(), kind, out, athletes, bom=bom)
    taken.skipped += here.lines()
    return _written(taken, kind)


def _athletes(store: Store, wanted: Wanted) -> frozenset[str] | None:
    """Whose runs are wanted; None: everybody's."""
    from reactdrill.cli.naming import code_of

    if wanted.group is not None:
        members = {each.code for each in store.people.all(wanted.group)}
        return frozenset(members if wanted.athlete is None else members & {code_of(store, wanted.athlete)})
    return None if wanted.athlete is None else frozenset({code_of(store, wanted.athlete)})


def _fits(store: Store, row: RunRow, wanted: Wanted, athletes: Collection[str] | None) -> bool:
    from reactdrill.results.export_many import is_of

    day = row.started_utc[:10]
    if wanted.drill not in (None, row.drill) or not (wanted.first or day) <= day <= (wanted.last or day):
        return False
    return athletes is None or is_of(store, row, athletes)


def _take(
    journals: list[Path],
    stem: str,
    kind: str,
    out: Path | None,
    athletes: Collection[str] | None = None,
    *,
    bom: bool = False,
) -> Taken:
    from reactdrill.results.bids import write_bids
    from reactdrill.results.export_many import write_runs_json, write_tables

    told = _progress()
    if kind == "bids":
        return write_bids(journals, out or Path(f"{stem}-bids"), athletes=athletes, progress=told)
    if kind == "json":
        path = _target(out, f"{stem}.runs.json")
        return write_runs_json(journals, path, athletes=athletes, progress=told)
    path = _target(out, f"{stem}.{kind}")
    table: TableKind = "parquet" if kind == "parquet" else "csv"
    return write_tables(journals, path, table, athletes=athletes, bom=bom, progress=told)


def _written(taken: Taken, kind: str) -> int:
    for line in taken.skipped:
        click.echo(f"skipped {line}", err=True)
    _remember(taken.files, kind, taken.athletes)
    return 1 if taken.skipped else 0


def _remember(files: Collection[Path], kind: str, athletes: Iterable[str]) -> None:
    from reactdrill.results.exports_known import remember
    from reactdrill.station.places import Folders

    remember(Folders.current().home, files, kind, athletes)
    for each in files:
        click.echo(each)


def _target(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _progress() -> Progress | None:
    """Count runs on stderr where somebody watches."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        click.echo(f"\r{done} of {total} runs", err=True, nl=done == total)

    return tell
