"""`reactdrill calibrate show` and `forget`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reactdrill.cli.calibrate.station import SOURCE_MAX, line_of, setup_now

if TYPE_CHECKING:
    from reactdrill.station.calibration.file import Entries


@click.command(short_help="Show what was measured, and whether it still holds.")
@click.option("--all", "everything", is_flag=True, help="Older and forgotten entries too.")
def show(everything: bool) -> int:
    """Show what was measured, and whether it holds for the station as it is now."""
    from reactdrill.station.calibration.file import load_entries

    kept = load_entries()
    if kept.problems:
        click.echo(kept.report(), err=True)
        click.echo("the calibration is not used until that is put right; the file is left as it is", err=True)
        return 2
    if not kept.written:
        click.echo("nothing is calibrated: results say `screen and keyboard not measured`")
        click.echo("`reactdrill calibrate film` needs a phone only; docs/calibration.md is the guide")
        return 0
    states = _states(kept)
    for entry in reversed(kept.written):
        state = states.get(entry.name)
        if everything or state is not None:
            click.echo(line_of(entry, state or ("forgotten" if entry.name in kept.forgotten else "older")))
    return 0


def _states(kept: Entries) -> dict[str, str]:
    """By name: which entries are in use in a drill with lights, and why the newest of a part is not."""
    from reactdrill.station.calibration.inforce import calibration_for

    chosen = calibration_for(kept, setup_now(), ("screen",))
    states = {each.name: f"not used: {each.why}" for each in chosen.unused}
    states |= {each.name: "in use" for each in chosen.entries}
    told = {each.about for each in kept.written if each.name in states}
    for entry in kept.standing:
        if entry.about not in told:
            told.add(entry.about)
            states[entry.name] = "not there now"
    return states


@click.command(short_help="Take a measurement out of use.")
@click.argument("entry")
@click.option("--why", metavar="TEXT", default="", help="Kept with it.")
def forget(entry: str, why: str) -> int:
    """Take ENTRY (such as `display-1`) out of use. It stays in the file; runs that used it keep their results."""
    from reactdrill.station.calibration.file import forget_entry

    found = forget_entry(entry, " ".join(why.split())[:SOURCE_MAX])
    click.echo(line_of(found, "not used any more"))
    return 0
