"""`reactdrill calibrate film`: a phone's slow-motion film of finger and screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from reactdrill.cli.calibrate.station import (
    checked_source,
    input_facts,
    say_kept,
    settings_now,
    setup_now,
)
from reactdrill.cli.options import Milliseconds

if TYPE_CHECKING:
    from reactdrill.app.calibrate.pattern import Press
    from reactdrill.devices.inputs import Inputs

HOW = """\
You need a phone that films in slow motion (240 pictures a second), and a way to look at a film picture by picture.

1. A dark window opens. Hold the phone so that it sees the key under your finger and the middle of the screen.
2. Start the film. Press the space bar (or the first button of a gamepad) about twenty times, quickly and from above,
   with a second in between. Each press turns the screen white for a moment and shows its number.
3. Press Escape and look at the film. For each press count the pictures from the one where the finger has pushed the
   key down to the first one where the middle of the screen is brighter.
"""
KEYBOARD = "keyboard"


@dataclass(frozen=True, slots=True)
class _Counted:
    """What came of a film."""

    frames: tuple[int | None, ...]
    fps: float
    program_ms: tuple[float, ...]
    device: str


@click.command(short_help="Keys and display in one, with a slow-motion film.")
@click.option("--frames", metavar="4,5,5,…", help="Counts from finger to light: no window is opened then.")
@click.option("--fps", type=float, metavar="NUMBER", help="Pictures a second of the film.")
@click.option(
    "--program-ms",
    type=Milliseconds(0, 100),
    metavar="MS",
    help="With --frames: reactdrill's own part, as the window told it.",
)
@click.option(
    "--input", "device", metavar="NAME", help="With --frames: the gamepad's name; else the keyboard it was."
)
@click.option("--source", metavar="TEXT", default="", help="Which phone, who counted.")
def film(
    frames: str | None, fps: float | None, program_ms: float | None, device: str | None, source: str
) -> int:
    """Measure finger to light with a slow-motion film: input and display in one.

    Without --frames it explains what to film, opens the window for it and asks for the counts.
    """
    from reactdrill.errors import DeviceUnavailableError
    from reactdrill.station.calibration.file import add_entry
    from reactdrill.station.calibration.film import film_latencies, measured_film

    told = checked_source(source)
    counted = _guided(fps) if frames is None else _given(frames, fps, program_ms, device)
    latencies = film_latencies(counted.frames, counted.fps, counted.program_ms)
    now = setup_now()
    if now.display is None:
        raise DeviceUnavailableError(
            "display", "there is none here that a film could be of", "run this on the station"
        )
    facts, name = input_facts(now, counted.device)
    entry = add_entry(
        "input",
        measured_film(latencies, counted.fps),
        method="film",
        device=name,
        includes="display",
        source=f"{told}{'; ' if told else ''}{counted.fps:g} pictures a second",
        samples_ms=latencies,
        setup={**now.display, **facts},
    )
    say_kept(entry)
    click.echo("it holds the display's latency as well: reaction times to lights are put right by it")
    return 0


def _given(frames: str, fps: float | None, program_ms: float | None, device: str | None) -> _Counted:
    from reactdrill.errors import UsageError
    from reactdrill.station.calibration.film import parsed_counts

    if fps is None:
        raise UsageError("--frames needs --fps: how many pictures a second the film has")
    return _Counted(parsed_counts(frames), fps, (program_ms or 0.0,), device or KEYBOARD)


# ---- guided


def _guided(fps: float | None) -> _Counted:
    """Explain, show the pattern, ask. Raises `UsageError` when there is nothing to count."""
    from reactdrill.errors import UsageError

    click.echo(HOW)
    click.pause("Press a key here to open the window …")
    device, presses = _show_pattern()
    if not presses:
        raise UsageError("nothing was pressed, so there is nothing to count; nothing was kept")
    own = tuple(each.program_ms for each in presses)
    click.echo(f"{len(own)} presses on {device}; reactdrill's own part is {sum(own) / len(own):.2f} ms")
    speed = click.prompt("Pictures a second of the film", default=240.0) if fps is None else fps
    return _Counted(_asked(speed, own), speed, own, device)


def _asked(fps: float, program_ms: tuple[float, ...]) -> tuple[int | None, ...]:
    """Counts that can be used; asked again with the reason until they are."""
    from reactdrill.errors import UsageError
    from reactdrill.station.calibration.film import film_latencies, parsed_counts

    question = f"Pictures from finger to light for presses 1 to {len(program_ms)}, with - for one left out"
    while True:
        try:
            counts = parsed_counts(click.prompt(question), len(program_ms))
            film_latencies(counts, fps, program_ms)
        except UsageError as error:
            click.echo(str(error), err=True)
        else:
            return counts


def _show_pattern() -> tuple[str, tuple[Press, ...]]:
    """The input's name and what was pressed on it."""
    from reactdrill.app.calibrate.pattern import FilmPattern
    from reactdrill.app.program import window_options
    from reactdrill.app.theme import run_theme
    from reactdrill.app.window import Window
    from reactdrill.devices.inputs import Inputs
    from reactdrill.live.clock import SystemClock

    settings = settings_now()
    clock = SystemClock()
    window = Window(window_options(settings.display))
    inputs = Inputs(clock, settings.bindings.overrides(), stamper=settings.timing.stamper)
    try:
        presses = FilmPattern(window, inputs, clock, run_theme(settings.display.theme)).play()
        return _one_device(presses, inputs), presses
    finally:
        inputs.close()
        window.close()


def _one_device(presses: tuple[Press, ...], inputs: Inputs) -> str:
    from reactdrill.errors import UsageError

    names = {pad.name: pad.facts.name for pad in inputs.pads}
    used = sorted({each.device for each in presses})
    if len(used) > 1:
        raise UsageError(f"pressed on {' and '.join(used)}: film one at a time; nothing was kept")
    return names.get(used[0], KEYBOARD) if used else KEYBOARD
