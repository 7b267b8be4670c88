"""`reactdrill demo`: a simulated athlete plays a drill, then it is the person's turn."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import SEED, DrillName, WholeNumber

if TYPE_CHECKING:
    from reactdrill.app.play.request import RunRequest
    from reactdrill.app.program import Program
    from reactdrill.drill.file import DrillFile

DRILL = "four-choice"
TRIALS = 12
FOREPERIOD_MS = (700.0, 1500.0)


@click.command()
@click.option("--drill", type=DrillName(), default=DRILL, show_default=True, help="Which drill is shown.")
@click.option(
    "--trials",
    type=WholeNumber(1, 1000),
    metavar="NUMBER",
    default=TRIALS,
    show_default=True,
    help="How many trials.",
)
@click.option(
    "--seed",
    type=SEED,
    metavar="NUMBER",
    default=1,
    show_default=True,
    help="Draw the order, the waits and the athlete from this number.",
)
def demo(drill: str, trials: int, seed: int) -> int:
    """Watch a simulated athlete do a drill in the real window; the run is saved and marked SIMULATED."""
    from reactdrill.cli.library import library
    from reactdrill.cli.play import make_program

    chosen = library().load(drill)
    request = demo_request(chosen, trials, seed)
    click.echo(f"A simulated athlete plays {chosen.drill.title}: {trials} trials. Escape pauses.")
    program = make_program()
    code = _play_in_window(program, request)
    if code is None:
        code = _play_unseen(program, request)
    if code == 0:
        click.echo("\nYour turn:")
        click.echo(f"  reactdrill play {drill}")
        click.echo("  reactdrill            (the menu with all drills)")
    return code


def _play_in_window(program: Program, request: RunRequest) -> int | None:
    """The run, its results, and a button for the person's own turn; over when the window is closed.

    None when there is no display.
    """
    from reactdrill.app.window import UNSEEN
    from reactdrill.cli.play import open_window
    from reactdrill.errors import DeviceUnavailableError

    if os.environ.get("SDL_VIDEODRIVER") in UNSEEN:
        return None
    try:
        return open_window(program, request)
    except DeviceUnavailableError as error:
        if error.device != "display":
            raise
        click.echo(f"{error.device}: {error.problem}", err=True)
        return None


def _play_unseen(program: Program, request: RunRequest) -> int:
    """Without a display the demo runs all the same, in real time, and ends by itself."""
    from reactdrill.cli.live_replay import code_of, play_once

    click.echo("There is no display here: the demo runs off-screen, in real time.")
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    return code_of(play_once(request, program))


def demo_request(chosen: DrillFile, trials: int, seed: int) -> RunRequest:
    """A short run of a drill without practice, one set, with the drill's own cues and rules."""
    from reactdrill.app.play.request import RunRequest
    from reactdrill.drill.model import Sets, Until

    short: dict[str, object] = {
        "until": Until(trials=trials),
        "practice": None,
        "sets": Sets(count=1),
        "sides": "none",
    }
    if chosen.drill.name == DRILL:
        low, high = FOREPERIOD_MS
        short["foreperiod"] = chosen.drill.foreperiod.model_copy(update={"min_ms": low, "max_ms": high})
    demo_drill = replace(chosen, drill=chosen.drill.model_copy(update=short))
    return RunRequest(
        demo_drill, demo_drill.plan(seed), origin="demo", responder="simulated", options={"demo": True}
    )
