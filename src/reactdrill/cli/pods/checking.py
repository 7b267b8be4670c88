"""`reactdrill pods list`, `check` and `leave-out`: what is there, what is wrong, and going on without it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import Seconds, WholeNumber
from reactdrill.cli.pods.desk import PORTS, open_desk

if TYPE_CHECKING:
    from reactdrill.pods.check import PodFinding
    from reactdrill.pods.controller import Controller
    from reactdrill.pods.wire.serial_port import PortInfo

STYLES = {"ok": "green", "note": "yellow", "problem": "magenta"}
SECOND = 1_000_000_000
NO_PORT = "no USB serial port is there: plug the controller in; if it is, the cable may lack data wires"


@click.command(name="list", short_help="The ports, and which have pods.")
@click.option("--no-ask", is_flag=True, help="Only the ports: talk to none of them.")
def list_ports(no_ask: bool) -> int:
    """Show the serial ports and which of them have pods. Asking may restart a board, which takes two seconds."""
    from reactdrill.pods.wire.serial_port import serial_ports

    found = serial_ports()
    asked = [port.path for port in found if port.usb]
    told = _ask_ports(asked) if asked and not no_ask else {}
    for port in found:
        click.echo(f"{port.path:<20} {told.get(port.path) or _described(port)}")
    if not asked:
        click.echo(NO_PORT, err=True)
    return 0 if asked else 1


def _described(port: PortInfo) -> str:
    if port.usb:
        return port.text or "USB serial port"
    return "not on USB, so not asked; `reactdrill pods check --ports` asks it"


def _ask_ports(paths: list[str]) -> dict[str, str]:
    from reactdrill.devices.pods.opening import PodPort, make_pods
    from reactdrill.live.clock import SystemClock

    field = make_pods([PodPort(path) for path in paths], SystemClock()).field
    try:
        field.wait_ready()
        return {path: _who(one) for path, one in zip(paths, field.controllers, strict=True)}
    finally:
        field.close()


def _who(controller: Controller) -> str:
    hello, problem = controller.hello, controller.problem
    if problem is not None:
        return f"{problem.problem}; {problem.hint}" if problem.hint else problem.problem
    if hello is None:
        return "it does not answer"
    number = f", number {hello.board_id}" if hello.board_id else ""
    return f"{hello.pods} pods, firmware {hello.firmware}{number}"


@click.command(short_help="Find what is wrong with them.")
@PORTS
@click.option("--count", type=WholeNumber(1, 99), metavar="NUMBER", help="How many pods there should be.")
@click.option(
    "--seconds", type=Seconds(0.2, 60), default=2.0, show_default=True, help="How long to listen for noise."
)
def check(ports: str | None, count: int | None, seconds: float) -> int:
    """Look for what is wrong: count, stuck or noisy sensors, firmware, clocks. Touch no pod meanwhile.

    Where a pod is at fault it offers to go on without it. Exit 0 without a problem, 1 with one.
    """
    from reactdrill.pods.check import check_field

    with open_desk(ports, partly=True) as desk:
        click.echo(f"listening for {seconds:g} s: touch no pod …", err=True)
        found = check_field(desk, count, round(seconds * SECOND))
    for finding in found:
        _print_finding(finding)
    problems = [finding for finding in found if finding.level == "problem"]
    if not problems:
        click.echo("the pods are ready")
        return 0
    _offer_to_go_on(problems)
    return 1


def _print_finding(finding: PodFinding) -> None:
    level = click.style(f"{finding.level:<8}", fg=STYLES[finding.level], bold=finding.level != "ok")
    click.echo(f"{level} {finding.what:<16} {finding.text}")
    if finding.hint:
        click.echo(f"{'':<25} > {finding.hint}")


def _offer_to_go_on(problems: list[PodFinding]) -> None:
    """Mend, swap, or leave the faulty pods out; only a person at a terminal is asked."""
    from reactdrill.station.settings import load_settings

    left_out = set(load_settings().settings.pods.left_out)
    faulty = sorted({finding.pod for finding in problems if finding.pod is not None} - left_out)
    if not faulty:
        return
    names = ", ".join(map(str, faulty))
    click.echo(f"mend or swap pod {names} and check again, or go on with the pods that work")
    if not sys.stdin.isatty():
        click.echo(f"to go on without: `reactdrill pods leave-out {' '.join(map(str, faulty))}`")
    elif click.confirm(f"leave out pod {names}?", default=False):
        _leave_out(sorted({*left_out, *faulty}))


@click.command(name="leave-out", short_help="Go on without some of them.")
@click.argument("numbers", type=WholeNumber(1, 99), nargs=-1)
def leave_out(numbers: tuple[int, ...]) -> int:
    """Go on without these pods: drills use the others, and runs are marked. Without NUMBERS all are used again."""
    _leave_out(sorted(set(numbers)))
    return 0


def _leave_out(numbers: list[int]) -> None:
    from reactdrill.station.settings import load_settings, save_settings

    settings = load_settings().settings
    pods = settings.pods.model_copy(update={"left_out": numbers})
    save_settings(settings.model_copy(update={"pods": pods}))
    names = ", ".join(map(str, numbers))
    click.echo(f"left out from now on: pod {names}" if numbers else "all pods are used")
