"""`reactdrill stats`: any family of statistics on a table that another program wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.cli.stats_run import Told
    from reactdrill.results.elsewhere.columns import Column

EXAMPLES = """\b
Examples:
  reactdrill stats pvt.csv --columns rt=RT_ms --family pvt
  reactdrill stats stop.csv --columns rt=RT:s,delay=SSD,kind=signal --family stop-signal --by subject
  reactdrill stats raters.csv --columns athlete=name,value=J1+J2+J3 --family reliability --json
"""


@click.command("stats", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option(
    "--columns",
    multiple=True,
    metavar="ROLE=COLUMN[:UNIT],…",
    help="Which column is what. Columns whose names are known need not be said.",
)
@click.option(
    "--family",
    "families",
    multiple=True,
    metavar="NAME",
    help="What to compute; may be repeated. Else: times.",
)
@click.option("--list", "listing", is_flag=True, help="Show the families and the columns they need.")
@click.option("--by", metavar="COLUMN", help="Compute for each value of this column on its own.")
@click.option(
    "--set",
    "choices",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the family, such as lapse_ms=400.",
)
@click.option(
    "--words",
    multiple=True,
    metavar="WORD=MEANING,…",
    help="What words of the table mean, such as C=correct.",
)
@click.option("--separator", metavar="CHARACTER", help="Between cells: `,`, `;`, `tab`. Else: found out.")
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decimal sign. Else: found out.")
@click.option("--encoding", metavar="NAME", help="Of the file. Else: UTF-8, UTF-16 or Windows-1252.")
@click.option("--no-header", is_flag=True, help="The first line is data; columns are called 1, 2, 3…")
@click.option("--misses", is_flag=True, help="An empty reaction time means that nobody responded.")
@click.option("--drop-unreadable", is_flag=True, help="Leave rows out that cannot be read, and say so.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def stats(
    file: Path | None,
    columns: tuple[str, ...],
    families: tuple[str, ...],
    listing: bool,
    by: str | None,
    choices: tuple[str, ...],
    words: tuple[str, ...],
    separator: str | None,
    decimal: str | None,
    encoding: str | None,
    no_header: bool,
    misses: bool,
    drop_unreadable: bool,
    as_json: bool,
) -> int:
    """Compute statistics of a table from elsewhere: a lab's PVT, stop-signal, go/no-go or choice data.

    FILE is a CSV with one row a trial (or one row a value), `-` the standard input. Every result says which
    definitions it follows, how many rows were used, and which were not and why.
    """
    from reactdrill.cli.stats_run import Request, run
    from reactdrill.errors import UsageError

    if listing:
        _print_list(as_json)
        return 0
    if file is None:
        raise UsageError("reactdrill stats: name a FILE, or `--list` shows what can be computed")
    told = run(
        Request(
            file=file,
            columns=columns,
            families=families or ("times",),
            by=by,
            choices=choices,
            words=words,
            separator={"tab": "\t", "\\t": "\t"}.get(separator or "", separator),
            decimal="comma" if decimal == "comma" else "point" if decimal == "point" else None,
            encoding=encoding,
            header=not no_header,
            empty_is_miss=misses,
            drop_unreadable=drop_unreadable,
        )
    )
    if as_json:
        _print_json(told)
    else:
        _print(told)
    return 0


def _print_json(told: object) -> None:
    from reactdrill.results.lines import to_pretty_json

    click.echo(to_pretty_json(told).decode(), nl=False)


def _print(told: Told) -> None:
    from reactdrill.cli.family_tables import print_result
    from reactdrill.cli.tables import make_console

    console = make_console()
    console.print(f"{told.file}: {told.rows} rows", markup=False)
    for note in told.notes:
        console.print(f"note: {note}", markup=False)
    for each in told.families:
        console.print()
        title = each.family if each.group is None else f"{each.family} - {each.group}"
        console.print(title, style="bold", markup=False)
        console.print(f"columns: {', '.join(map(_column, each.columns))}", markup=False)
        console.print(f"rows used: {each.used}", markup=False)
        for dropped in each.dropped:
            console.print(
                f"not used: {dropped.count} ({dropped.reason}; {_lines(dropped.lines)})", markup=False
            )
        print_result(each.result, console)


def _column(column: Column) -> str:
    how = {"stated": "", "name": ", from its name", "assumed": ", assumed", "none": ""}[column.unit_source]
    return f"{column.role} = {column.name}" + (f" ({column.unit}{how})" if column.unit else "")


def _lines(lines: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, lines[:5]))
    return f"line{'s' if len(lines) > 1 else ''} {shown}{'…' if len(lines) > 5 else ''}"


def _print_list(as_json: bool) -> None:
    from reactdrill.results.elsewhere.columns import ROLES
    from reactdrill.stats.families import FAMILIES

    if as_json:
        _print_json(
            {
                "families": [
                    {
                        "name": each.name,
                        "version": each.version,
                        "about": each.about,
                        "needs": each.needs,
                        "also": each.also,
                        "settings": each.chosen,
                    }
                    for each in FAMILIES.values()
                ],
                "columns": ROLES,
            }
        )
        return
    from rich.table import Table
    from rich.text import Text

    from reactdrill.cli.tables import make_console

    console = make_console()
    table = Table(box=None, pad_edge=False)
    for name in ("family", "what", "columns it needs", "uses too", "settings"):
        table.add_column(name, overflow="fold")
    for each in FAMILIES.values():
        cells = (each.name, each.about, ", ".join(each.needs), ", ".join(each.also), ", ".join(each.chosen))
        table.add_row(*map(Text, cells))
    console.print(table)
    console.print()
    roles = Table.grid(padding=(0, 2))
    for role, meaning in ROLES.items():
        roles.add_row(role, meaning)
    console.print(roles)
