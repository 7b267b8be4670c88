"""`reactdrill rescore`: a recorded run goes through the engine again, as it was or under another calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.results.reader import RunLog
    from reactdrill.station.calibration.inforce import Calibration
    from reactdrill.station.calibration.setup import Setup

SHOWN = 20
"""So many changed outcomes are named."""


@click.command()
@click.argument("run", metavar="RUN|FILE")
@click.option(
    "--calibration",
    metavar="FILE|current|none",
    help="Derive a result with these corrections instead: a calibration file, the station's as it is now, or none. "
    "It is written beside the journal, which stays as it is.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the trial lines that come out to this file.",
)
def rescore(run: str, calibration: str | None, out: Path | None) -> int:
    """Score a recorded run again and compare, byte for byte.

    RUN is `last`, a run's id, or the beginning of it; FILE is a journal. Exit code 0: the same; 1: not.
    """
    from reactdrill.cli.runs import journal_of
    from reactdrill.errors import UsageError
    from reactdrill.results.reader import read_journal

    log = read_journal(journal_of(run))
    if out is not None and out.exists() and out.samefile(log.path):
        raise UsageError(f"{out} is the journal itself: name another file")
    if calibration is None:
        return _compare(log, out)
    return _derive(log, calibration, out)


def _compare(log: RunLog, out: Path | None) -> int:
    from reactdrill.results.rescore import rescore as rescored

    result = rescored(log)
    if out is not None:
        from reactdrill.results.export import write_export

        write_export(out, result.data)
    if not result.same:
        click.echo(f"{log.path}: not the same: {result.difference}{_versions(log)}")
        return 1
    click.echo(f"{log.path}: the same, {len(result.lines)} results byte for byte")
    if result.added:
        click.echo(f"{result.added} of them were not saved any more when the run broke off")
    return 0


def _versions(log: RunLog) -> str:
    from reactdrill import __version__

    recorded = log.header.software.get("reactdrill")
    same = recorded in (None, __version__)
    return "" if same else f" (recorded by reactdrill {recorded}, this is {__version__})"


# ---- another calibration


def _derive(log: RunLog, calibration: str, out: Path | None) -> int:
    from reactdrill.results.derived import derive, derived_path, write_derived

    chosen = _chosen(log, calibration)
    derived = derive(log, chosen)
    path = derived_path(log, derived) if out is None else out
    written = "written" if write_derived(path, derived) else "there already, the very same"
    used = ", ".join(f"{each.name} ({each.about})" for each in chosen.entries)
    click.echo(f"{path}: {written}; {len(derived.lines)} results with {used or 'no calibration'}")
    for each in chosen.unused:
        click.echo(str(each))
    count = len(derived.changes)
    if not count:
        click.echo("no outcome is another one")
        return 0
    click.echo(f"{count} outcome{'' if count == 1 else 's'} changed:")
    for line in derived.changes[:SHOWN]:
        click.echo(f"  {line}")
    if count > SHOWN:
        click.echo(f"  and {count - SHOWN} more")
    return 0


def _chosen(log: RunLog, calibration: str) -> Calibration:
    from reactdrill.errors import CalibrationFileError, UsageError
    from reactdrill.station.calibration.file import load_entries
    from reactdrill.station.calibration.inforce import NOT_CALIBRATED, calibration_for

    if calibration == "none":
        return NOT_CALIBRATED
    path = None if calibration == "current" else Path(calibration)
    if path is not None and not path.is_file():
        raise UsageError(
            f"{calibration}: there is no such calibration file; `current` and `none` are known too"
        )
    kept = load_entries(path)
    if kept.problems:
        raise CalibrationFileError(kept.path, kept.problems)
    channels = {step.channel for lane in log.plan.lanes for trial in lane.trials for step in trial.steps}
    return calibration_for(kept, _setup(log), channels)


def _setup(log: RunLog) -> Setup | None:
    """What the run was recorded on; None, and a line, where its journal does not tell."""
    from reactdrill.station.calibration.setup import Setup

    try:
        return Setup.from_json(log.header.station["setup"])
    except (KeyError, TypeError, AttributeError):
        click.echo(
            "the journal does not tell its display, sound and inputs: whether a calibration fits is not known"
        )
        return None
