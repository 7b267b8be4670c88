"""`reactdrill athletes list | add | edit | groups`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import click

from reactdrill.cli.options import WholeNumber
from reactdrill.cli.whom import AthleteName, people_store

if TYPE_CHECKING:
    from reactdrill.people.athlete import Athlete

SIDE = click.Choice(["left", "right", "both"])
WHO_HELP = "WHO is a code, a name, or the beginning of a name."
JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
_PROFILE = (
    click.option("--birth-year", type=WholeNumber(1900, 2100), metavar="YEAR", help="Year only."),
    click.option("--dominant", "dominant_side", type=SIDE, help="Stronger hand or foot."),
    click.option("--involved", "involved_side", type=SIDE, help="Side of an injury."),
    click.option("--restrictions", metavar="TEXT", help="What they must not do."),
    click.option("--group", "groups", multiple=True, metavar="NAME", help="May be given again."),
    click.option("--consent/--no-consent", "guardian_consent", default=None, help="A guardian has agreed."),
    click.option("--leaderboard/--no-leaderboard", default=None, help="Wants to be seen in leaderboards."),
)


ADULT = click.option("--adult", is_flag=True, help="Is 18 or older; not needed beside a birth year.")


def profile(command: Callable[..., int]) -> Callable[..., int]:
    """Options for everything that is kept of an athlete beside the name."""
    return reduce(lambda inner, option: option(inner), reversed(_PROFILE), command)


@click.command("list")
@click.option("--group", metavar="NAME", help="Only these.")
@JSON
def list_athletes(group: str | None, as_json: bool) -> int:
    """Show the athletes with their codes."""
    with people_store() as store:
        found = store.people.all(group)
    if as_json:
        print_json([as_data(each) for each in found])
    elif not found:
        click.echo("no athletes yet; `reactdrill athletes add NAME` or `athletes import FILE` makes some")
    else:
        print_athletes(found)
    return 0


@click.command()
@click.argument("name", default="")
@profile
@ADULT
@JSON
def add(name: str, as_json: bool, adult: bool, **said: Any) -> int:  # noqa: ANN401 - click
    """Add an athlete; the code is drawn at random. Without NAME only the code is kept.

    A name is kept where a birth year, `--adult` or a guardian's `--consent` says that it may be.
    """
    from reactdrill.people.athlete import Athlete, admitted

    given = {key: value for key, value in said.items() if value is not None}
    asked = Athlete(name=name, **given)
    with people_store() as store:
        athlete = store.people.add(admitted(asked, adults=adult))
    if as_json:
        print_json(as_data(athlete))
    else:
        click.echo(athlete.code)
    tell_left_out(asked, athlete)
    return 0


@click.command(epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@click.option("--name", help="The new name; empty takes it away.")
@profile
@ADULT
@click.option("--not-in", "left", multiple=True, metavar="GROUP", help="Leaves this group.")
@JSON
def edit(who: str, name: str | None, adult: bool, left: tuple[str, ...], as_json: bool, **said: Any) -> int:  # noqa: ANN401 - click
    """Change what is kept of an athlete; only what is named changes."""
    from reactdrill.errors import UsageError
    from reactdrill.people.athlete import admitted, is_unsaid
    from reactdrill.results.recorded_names import RecordedNames
    from reactdrill.station.places import Folders

    with people_store() as store:
        before = store.people.find(who)
        strange = set(left) - set(before.groups)
        if strange:
            raise UsageError(f"{before.label} is not in {', '.join(sorted(strange))}")
        groups = {*before.groups, *said.pop("groups")} - set(left)
        given = {key: value for key, value in said.items() if value is not None}
        given |= {} if name is None else {"name": name}
        said_before = bool(before.name) and is_unsaid(before)
        asked = replace(before, groups=tuple(groups), **given)
        athlete = store.people.change(admitted(asked, adults=adult or said_before))
        RecordedNames(Folders.current().home).tidy(store.people)
    if as_json:
        print_json(as_data(athlete))
    else:
        print_athletes([athlete])
    tell_left_out(asked, athlete)
    return 0


@click.command()
@click.option("--add", "new", metavar="NAME", help="Make an empty group.")
@click.option("--rename", nargs=2, metavar="NAME NEW", help="Call a group otherwise.")
@click.option("--drop", metavar="NAME", help="Take a group away; its athletes stay.")
@JSON
def groups(new: str | None, rename: tuple[str, str] | None, drop: str | None, as_json: bool) -> int:
    """Show the groups, or change one."""
    with people_store() as store:
        if new is not None:
            store.people.add_group(new)
        if rename is not None:
            store.people.rename_group(*rename)
        if drop is not None:
            store.people.drop_group(drop)
        found = store.people.groups()
    if as_json:
        print_json(found)
    elif not found:
        click.echo("no groups yet; `reactdrill athletes groups --add NAME` makes one")
    else:
        from reactdrill.cli.tables import make_console, print_columns

        rows = [(name, str(count)) for name, count in found.items()]
        print_columns(("group", "athletes"), rows, make_console())
    return 0


def as_data(athlete: Athlete) -> dict[str, object]:
    """An athlete as JSON has them."""
    return asdict(athlete)


def print_json(value: object) -> None:
    """Write JSON for people and programs."""
    from reactdrill.results.lines import to_pretty_json

    click.echo(to_pretty_json(value).decode(), nl=False)


def print_athletes(athletes: Sequence[Athlete]) -> None:
    """One row an athlete."""
    from reactdrill.cli.tables import make_console, print_columns

    heads = (
        "code",
        "name",
        "born",
        "dominant",
        "involved",
        "groups",
        "restrictions",
        "consent",
        "leaderboard",
    )
    rows = (
        (
            each.code,
            each.name or "-",
            str(each.birth_year or "-"),
            each.dominant_side or "-",
            each.involved_side or "-",
            ", ".join(each.groups) or "-",
            each.restrictions or "-",
            "yes" if each.guardian_consent else "-",
            "yes" if each.leaderboard else "-",
        )
        for each in athletes
    )
    print_columns(heads, rows, make_console())


def tell_left_out(asked: Athlete, kept: Athlete) -> None:
    """Say when a name, or a place in leaderboards, was asked for and not kept, and why."""
    from reactdrill.people.athlete import is_unsaid

    why = "born so late that a guardian has to agree (--consent)"
    if is_unsaid(kept):
        why = "no birth year says that it may be (--birth-year, or --adult, or a guardian's --consent)"
    if asked.name.strip() and not kept.name:
        click.echo(f"{kept.code}: the name is not kept: {why}; write down whose code this is", err=True)
    if asked.leaderboard and not kept.leaderboard:
        click.echo(f"{kept.code}: not seen in leaderboards: {why}", err=True)
