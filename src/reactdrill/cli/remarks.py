"""`reactdrill results move | note | effort | pain | bad | notes | undo`: what people add to a run afterwards.

Everything goes beside the journal, whose own lines never change, and can be taken back.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.observe import NUMBER, RUN_HELP
from reactdrill.cli.options import WholeNumber
from reactdrill.cli.whom import AthleteName

if TYPE_CHECKING:
    from reactdrill.results.annotations import Annotation

SCORE = WholeNumber(0, 10)
LANE = click.option("--lane", help="Of this athlete's lane, where several took part.")


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("who", type=AthleteName())
@LANE
def move(run: str, who: str, lane: str | None) -> int:
    """Say whose run it is: an athlete's code or name, or `guest`."""
    from reactdrill.cli.whom import codes_of
    from reactdrill.results.annotations import ATHLETE_MOVED

    path = _journal(run, lane)
    (code,) = codes_of([who])
    return _add(path, ATHLETE_MOVED, value=code, lane=lane)


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("text")
@LANE
@click.option("--trial", type=NUMBER, help="About this trial, from 1.")
def note(run: str, text: str, lane: str | None, trial: int | None) -> int:
    """Write a note beside a run."""
    from reactdrill.errors import UsageError
    from reactdrill.people.text import clean_text
    from reactdrill.results.annotations import NOTE

    words = clean_text(text, "note")
    if not words:
        raise UsageError("the note is empty")
    path = _journal(run, lane, trial)
    return _add(path, NOTE, value=words, lane=lane, trial=_from_1(trial))


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("score", type=SCORE, metavar="0-10")
@LANE
def effort(run: str, score: int, lane: str | None) -> int:
    """How hard it was for the athlete: 0 is rest, 10 is the most there is."""
    from reactdrill.results.annotations import EFFORT

    return _add(_journal(run, lane), EFFORT, value=score, lane=lane)


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("score", type=SCORE, metavar="0-10")
@LANE
def pain(run: str, score: int, lane: str | None) -> int:
    """How much it hurt: 0 is no pain, 10 is the most there is."""
    from reactdrill.results.annotations import PAIN

    return _add(_journal(run, lane), PAIN, value=score, lane=lane)


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.option("--reason", required=True, help="Why it does not count.")
@click.option("--trial", type=NUMBER, help="This trial only, from 1.")
@click.option("--attempt", type=NUMBER, help="This attempt at the trial only.")
@LANE
def bad(run: str, reason: str, trial: int | None, attempt: int | None, lane: str | None) -> int:
    """Mark a run, or one trial, as not to be counted. Nothing is deleted."""
    from reactdrill.errors import UsageError
    from reactdrill.people.text import clean_text
    from reactdrill.results.annotations import RUN_BAD, TRIAL_BAD

    if trial is None and (attempt is not None or lane is not None):
        raise UsageError("`--attempt` and `--lane` need a `--trial`: a run is marked as a whole")
    path, why = _journal(run, lane, trial), clean_text(reason, "reason")
    kind = RUN_BAD if trial is None else TRIAL_BAD
    return _add(path, kind, reason=why, trial=_from_1(trial), attempt=attempt, lane=lane)


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def notes(run: str, as_json: bool) -> int:
    """Show what was added to a run, with the names that `undo` takes."""
    from reactdrill.results.annotations import read_notes
    from reactdrill.results.lines import to_pretty_json

    found = read_notes(_journal(run))
    if as_json:
        click.echo(to_pretty_json({"standing": found.standing, "written": found.written}).decode(), nl=False)
    elif not found.standing:
        click.echo("nothing was added to this run")
    else:
        for each in found.standing:
            click.echo(f"{each.name}  {each.at_utc[:16].replace('T', ' ')}  {_words(each)}")
    return 0


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("name", required=False)
def undo(run: str, name: str | None) -> int:
    """Take back what was added last, or what NAME names (`reactdrill results notes RUN`)."""
    from reactdrill.errors import UsageError
    from reactdrill.results.annotations import read_notes, undo as take_back

    path = _journal(run)
    standing = read_notes(path).standing
    if not standing:
        raise UsageError("nothing was added to this run, or all is taken back")
    chosen = [each for each in standing if name is None or each.name.startswith(name)]
    if len(chosen) != 1 and name is not None:
        raise UsageError(
            f"{len(chosen) or 'no'} remarks that hold begin with {name!r}; `results notes` lists them"
        )
    take_back(path, chosen[-1].name)
    click.echo(f"taken back: {_words(chosen[-1])}")
    return 0


REMARKS = (move, note, effort, pain, bad, notes, undo)


def _journal(run: str, lane: str | None = None, trial: int | None = None) -> Path:
    """The journal of a run that has this lane and this trial (from 1). Raises `UsageError`."""
    from reactdrill.cli.runs import journal_of
    from reactdrill.errors import UsageError
    from reactdrill.results.reader import read_header

    path = journal_of(run)
    lanes = {each.name: len(each.trials) for each in read_header(path).plan.lanes}
    if lane is not None and lane not in lanes:
        raise UsageError(f"this run has no lane {lane!r}; it has {', '.join(lanes)}")
    most = max([lanes[lane]] if lane is not None else lanes.values(), default=0)
    if trial is not None and trial > most:
        raise UsageError(f"this run has no trial {trial}; it has {most}")
    return path


def _add(
    journal: Path,
    kind: str,
    *,
    value: str | int | None = None,
    reason: str = "",
    lane: str | None = None,
    trial: int | None = None,
    attempt: int | None = None,
) -> int:
    from reactdrill.results.annotations import Annotation, annotate

    added = annotate(
        journal,
        Annotation(type=kind, value=value, reason=reason, lane=lane, trial=trial, attempt=attempt),
    )
    click.echo(f"{added.name}  {_words(added)}")
    return 0


def _words(each: Annotation) -> str:
    place = [
        f"lane {each.lane}" if each.lane else "",
        f"trial {each.trial + 1}" if each.trial is not None else "",
    ]
    said = [each.type.replace("_", " "), *place, "" if each.value is None else str(each.value), each.reason]
    return ": ".join(filter(None, [" ".join(filter(None, said[:3])), *said[3:]]))


def _from_1(number: int | None) -> int | None:
    return None if number is None else number - 1
