"""`reactdrill pods`: find, check, set up and name LED pods."""

from __future__ import annotations

import click

from reactdrill.cli.pods.checking import check, leave_out, list_ports
from reactdrill.cli.pods.placing import assign, drills, identify
from reactdrill.cli.pods.setting import configure, flash
from reactdrill.cli.pods.watching import monitor


class _InOrder(click.Group):
    """Names its commands in the order people need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """As they were added."""
        return list(self.commands)


@click.group(cls=_InOrder)
def pods() -> None:
    """Find, check and set up LED pods. docs/pods.md goes through it.

    New pods: the commands below from the top. Without pods: `--ports sim:6` has six simulated ones, and
    `reactdrill play four-choice --pods sim:4` draws four on the screen.
    """


for command in (flash, list_ports, check, identify, monitor, configure, assign, drills, leave_out):
    pods.add_command(command)
