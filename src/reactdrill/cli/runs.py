"""What a run came to, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli import STOPPED_EXIT

if TYPE_CHECKING:
    from reactdrill.app.play.request import RunOutcome
    from reactdrill.engine.record import StrayRecord, TrialRecord

UNSAVED_EXIT = 4


def report_outcomes(outcomes: list[RunOutcome]) -> int:
    """Print each run that was kept; the exit code of them all."""
    for outcome in outcomes:
        if outcome.ending != "cancelled":
            print_outcome(outcome)
    return exit_code(outcomes)


def exit_code(outcomes: Iterable[RunOutcome]) -> int:
    """4 when not all of a run could be saved, 130 when one was interrupted, else 0."""
    kept = tuple(outcomes)
    if not all(outcome.saved for outcome in kept):
        return UNSAVED_EXIT
    return STOPPED_EXIT if any(outcome.interrupted for outcome in kept) else 0


def print_outcome(outcome: RunOutcome) -> None:
    """The run's table for each lane, a strip of its trials, and where it was saved."""
    request = outcome.request
    title = (
        request.drill.drill.title
        if outcome.ending == "complete"
        else f"{request.drill.drill.title} (ended early)"
    )
    simulated = request.simulated or (outcome.header is not None and outcome.header.simulated)
    print_records(outcome.trials, outcome.strays, title, simulated=simulated)
    for line in _timing(outcome):
        click.echo(line)
    for note in outcome.notes:
        click.echo(note)
    if outcome.header is not None:
        run = outcome.header.run[:8]
        click.echo(
            f"{'saved' if outcome.saved else 'saved in part'} as run {run}: `reactdrill results show {run}`"
        )


def _timing(outcome: RunOutcome) -> list[str]:
    """How far the times can be trusted; what stands behind it, `reactdrill results show` says."""
    from reactdrill.results.quality import run_timing
    from reactdrill.results.timing_words import CRITERIA

    if outcome.header is None or outcome.header.mode != "sensor" or not outcome.trials:
        return []
    timing = run_timing(outcome.header, outcome.trials)
    lines = [f"timing: {timing.word}, {timing.sentence}"]
    return lines if timing.criterion is None else [*lines, CRITERIA[timing.criterion]]


def print_lines(lines: tuple[bytes, ...], title: str) -> None:
    """The table of trial lines that were not saved as a run."""
    from reactdrill.engine.record import StrayRecord, TrialRecord
    from reactdrill.results.lines import decode_line

    items = [decode_line(line) for line in lines]
    trials = tuple(item for item in items if isinstance(item, TrialRecord))
    strays = tuple(item for item in items if isinstance(item, StrayRecord))
    print_records(trials, strays, title, simulated=True)


def print_records(
    trials: tuple[TrialRecord, ...], strays: tuple[StrayRecord, ...], title: str, *, simulated: bool
) -> None:
    """One table a lane, and the strip."""
    from reactdrill.cli.tables import make_console, print_strip, print_summary
    from reactdrill.stats.summary import summarise

    console = make_console()
    for lane in dict.fromkeys(trial.lane for trial in trials):
        print_summary(summarise(trials, strays, lane=lane, simulated=simulated), console, title=title)
    if trials:
        print_strip(trials, console)
    else:
        click.echo(f"{title}: no trial was done")


def journal_of(run: str) -> Path:
    """The journal of a run that is named by its file, its id, the beginning of that, or `last`.

    Raises `UsageError` when there is none on this station.
    """
    from reactdrill.errors import UsageError
    from reactdrill.results.at_hand import journal_here

    path = Path(run)
    if path.is_file():
        return path
    if path.suffix == ".jsonl":
        raise UsageError(f"{run}: there is no such file")
    from reactdrill.cli.results import fresh_store

    with fresh_store() as store:
        return journal_here(store, store.run(run))
