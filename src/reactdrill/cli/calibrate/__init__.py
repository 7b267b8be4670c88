"""`reactdrill calibrate`: measures, takes in and shows how late this station's display, sound and inputs are."""

from __future__ import annotations

import click

from reactdrill.cli.calibrate.by_film import film
from reactdrill.cli.calibrate.by_hand import enter
from reactdrill.cli.calibrate.by_recording import loopback
from reactdrill.cli.calibrate.by_sensor import PARTS, sensor
from reactdrill.cli.calibrate.shown import forget, show


class _InOrder(click.Group):
    """Names its commands in the order people need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """As they were added."""
        return list(self.commands)


WAYS = """
to measure:
  reactdrill calibrate film       keys and display in one, with a phone in slow motion
  reactdrill calibrate loopback   the sound, with a microphone at the loudspeaker
  reactdrill calibrate sensor     light, sound or keys, with the sensors of a pod controller (--sensor: all in turn)
  reactdrill calibrate enter      what somebody has measured or published"""


@click.group(cls=_InOrder, invoke_without_command=True)
@click.option(
    "--sensor", "by_sensor", is_flag=True, help="`sensor` for the display, the sound and the keys in turn."
)
@click.pass_context
def calibrate(ctx: click.Context, by_sensor: bool) -> int:
    """Measure how late light, sound and keys are here, so that reaction times can be put right.

    What is measured is kept with its history and used in every run while the station is as it was. Without a command
    it says what is known. docs/calibration.md is the guide.
    """
    if ctx.invoked_subcommand is not None:
        if by_sensor:
            raise click.UsageError("--sensor stands alone; `sensor` is the command for one part")
        return 0
    if by_sensor:
        for part in PARTS:
            ctx.invoke(sensor, part=part)
        return 0
    code: int = ctx.invoke(show)
    click.echo(WAYS)
    return code


for _command in (show, film, loopback, sensor, enter, forget):
    calibrate.add_command(_command)
