"""`reactdrill calibrate enter`: a latency that somebody else has measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reactdrill.cli.calibrate.station import checked_source, input_facts, say_kept, setup_now
from reactdrill.cli.options import Milliseconds, WholeNumber

if TYPE_CHECKING:
    from reactdrill.station.calibration.entry import Part
    from reactdrill.station.calibration.setup import Facts


@click.command(short_help="Take in a latency that was measured or published.")
@click.argument("part", type=click.Choice(["display", "sound", "input"]))
@click.option("--ms", type=Milliseconds(-50, 2000), metavar="MS", required=True, help="Mean latency.")
@click.option("--sd", type=Milliseconds(0, 500), metavar="MS", required=True, help="Its standard deviation.")
@click.option(
    "--n", type=WholeNumber(2, 1_000_000), metavar="NUMBER", required=True, help="How many measurements."
)
@click.option(
    "--source", metavar="TEXT", required=True, help="Who measured it, with what, where it is published."
)
@click.option("--input", "device", metavar="NAME", help="The gamepad's name, or `keyboard` (the default).")
def enter(part: Part, ms: float, sd: float, n: int, source: str, device: str | None) -> int:
    """Take in a latency that somebody has measured or published.

    `display`: from the picture handed over to the light in the middle of the screen. `sound`: beyond what reactdrill
    knows of the output. `input`: from the touch to the moment the computer is told.
    """
    from reactdrill.errors import UsageError
    from reactdrill.station.calibration.entry import Measured, event_uncertainty_ms
    from reactdrill.station.calibration.file import add_entry

    if part != "sound" and ms < 0:
        raise UsageError(
            f"{ms:g} ms: only sound can be earlier than reactdrill supposes; {part} takes 0 or more"
        )
    if part != "input" and device is not None:
        raise UsageError(f"--input belongs to `enter input`, not to `enter {part}`")
    told = checked_source(source)
    if not told:
        raise UsageError("--source is empty: say who measured it, with what")
    facts, name = _facts(part, device)
    result = Measured(ms, sd, n, event_uncertainty_ms(sd, n))
    say_kept(add_entry(part, result, method="entered", device=name, source=told, setup=facts))
    return 0


def _facts(part: Part, device: str | None) -> tuple[Facts, str]:
    """What a measurement holds for, and the input's name. Raises when that part is not there."""
    from reactdrill.errors import DeviceUnavailableError
    from reactdrill.station.calibration.entry import KEYBOARD

    now = setup_now()
    if part == "input":
        return input_facts(now, KEYBOARD if device is None else device)
    facts = now.display if part == "display" else now.sound
    if facts is None:
        hint = "run this on the station itself, with it switched on"
        raise DeviceUnavailableError(part, "there is none here, so nothing can be calibrated for it", hint)
    return facts, ""
