"""`reactdrill athletes import | paste`: many athletes at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reactdrill.cli.athletes.who import JSON, as_data, print_athletes, print_json
from reactdrill.cli.whom import people_store

if TYPE_CHECKING:
    from reactdrill.people.roster import Roster

COLUMNS = click.option(
    "--columns",
    metavar="COLUMN=HEADER,...",
    help="Which header of the list is which column, such as name=Player,birth_year=Born.",
)
GROUP = click.option("--group", metavar="NAME", help="Everybody of the list is in this group too.")
ADULTS = click.option(
    "--adults", is_flag=True, help="Who has no birth year is 18 or older; else their names are not kept."
)
DRY = click.option("--dry-run", is_flag=True, help="Show what would be kept; keep nothing.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@COLUMNS
@GROUP
@ADULTS
@DRY
@JSON
def import_roster(file: Path, as_json: bool, **said: Any) -> int:  # noqa: ANN401 - click
    """Add the athletes of a CSV file, or of a file with one name a line."""
    from reactdrill.errors import UsageError
    from reactdrill.station.folders import reason

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({reason(error)})") from error
    return _keep(_text(data, file), as_json=as_json, **said)


@click.command()
@COLUMNS
@GROUP
@ADULTS
@DRY
@JSON
def paste(as_json: bool, **said: Any) -> int:  # noqa: ANN401 - click
    """Add athletes from lines that are pasted here: a name a line, or a table with a header line."""
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        click.echo(f"paste the names, one a line; then Enter and {end}", err=True)
    return _keep(_text(sys.stdin.buffer.read(), Path("-")), as_json=as_json, **said)


def _keep(
    text: str, *, columns: str | None, group: str | None, adults: bool, dry_run: bool, as_json: bool
) -> int:
    from reactdrill.live.clock import utc_now
    from reactdrill.people.roster import parse_roster

    with people_store() as store:
        known, pairs = store.people.all(), _pairs(columns)
        roster = parse_roster(text, utc_now().year, known=known, columns=pairs, adults=adults)
        more = () if group is None else (group,)
        wanted = [replace(each, groups=(*each.groups, *more)) for each in roster.athletes]
        kept = tuple(wanted) if dry_run else store.people.add_all(wanted)
    if as_json:
        problems = [str(each) for each in roster.problems]
        print_json({"athletes": [as_data(each) for each in kept], "problems": problems})
    elif kept:
        print_athletes(kept)
    _tell(roster, len(kept), adults=adults, dry_run=dry_run)
    return 1 if roster.problems else 0


def _tell(roster: Roster, count: int, *, adults: bool, dry_run: bool) -> None:
    """What came of the list, on standard error so that the table can be kept."""
    for problem in roster.problems:
        click.echo(str(problem), err=True)
    for line in roster.unnamed:
        click.echo(
            f"line {line}: the name is not kept, as no guardian has agreed; write down the code", err=True
        )
    if roster.undated:
        hint = (
            "taken as adults, as you said"
            if adults
            else "so their names are not kept: add the years, or say `--adults` when all of them are 18 or older"
        )
        click.echo(f"{len(roster.undated)} without a birth year, {hint}", err=True)
    click.echo(
        f"{count} {'would be added' if dry_run else 'added'}, {len(roster.problems)} left out", err=True
    )


def _text(data: bytes, file: Path) -> str:
    """The text of a list: UTF-8, or UTF-16 as some spreadsheets write it. Raises `UsageError`."""
    from reactdrill.errors import UsageError

    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: this is not UTF-8 text; save it as CSV UTF-8") from error


def _pairs(text: str | None) -> dict[str, str]:
    from reactdrill.errors import UsageError

    pairs: dict[str, str] = {}
    for each in (text or "").split(","):
        column, equals, header = each.partition("=")
        if each and not (equals and column.strip() and header.strip()):
            raise UsageError(f"--columns {each!r}: write it as COLUMN=HEADER, such as name=Player")
        if each:
            pairs[column.strip()] = header.strip()
    return pairs
