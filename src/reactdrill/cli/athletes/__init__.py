"""`reactdrill athletes`: who trains here, and what they may ask of their data."""

from __future__ import annotations

import click

from reactdrill.cli.athletes.data import erase, export, purge
from reactdrill.cli.athletes.name_sound import name_sound
from reactdrill.cli.athletes.progress import progress
from reactdrill.cli.athletes.roster import import_roster, paste
from reactdrill.cli.athletes.who import add, edit, groups, list_athletes


@click.group()
def athletes() -> None:
    """Athletes and groups: codes for all results, the name in one place only."""


for command in (
    list_athletes,
    progress,
    add,
    edit,
    import_roster,
    paste,
    groups,
    name_sound,
    export,
    erase,
    purge,
):
    athletes.add_command(command)
