"""`reactdrill athletes name-sound`: an athlete's name as somebody says it, for a coach's calls."""

from __future__ import annotations

from pathlib import Path

import click

from reactdrill.cli.athletes.who import WHO_HELP
from reactdrill.cli.whom import AthleteName, people_store


@click.command("name-sound", epilog=WHO_HELP)
@click.argument("who", type=AthleteName())
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--forget", is_flag=True, help="Delete the recording.")
def name_sound(who: str, file: Path | None, forget: bool) -> int:
    """Keep a WAV file as an athlete's spoken name, or say where it is.

    It is cut to where it speaks, levelled, and kept under the code; the file itself stays as it is.
    """
    from reactdrill.errors import UsageError
    from reactdrill.results.recorded_names import RecordedNames
    from reactdrill.station.places import Folders

    if file is not None and forget:
        raise UsageError("either a FILE or `--forget`")
    names = RecordedNames(Folders.current().home)
    with people_store() as store:
        athlete = store.people.find(who)
    if file is not None:
        click.echo(names.take(athlete, file))
    elif forget:
        gone = names.forget(athlete.code)
        click.echo(f"{athlete.code}: {'deleted' if gone else 'there was no recorded name'}")
    else:
        click.echo(names.all().get(athlete.code) or f"{athlete.code}: no recorded name")
    return 0
