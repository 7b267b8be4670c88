"""`reactdrill pods configure` and `flash`: what a controller keeps without power."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from reactdrill.cli.options import Amount, WholeNumber
from reactdrill.cli.pods.desk import PORTS, chosen_pods, open_desk

if TYPE_CHECKING:
    from reactdrill.pods.controller import Controller
    from reactdrill.pods.desk import PodDesk
    from reactdrill.pods.fitting import BoardChange
    from reactdrill.pods.messages import BoardIs, InputIs

Polarity = Literal["low", "high"]
Switch = Literal["on", "off"]


class _Volts(Amount):
    unit = "volts"


@click.command(short_help="Sensitivity, kind of lights, numbers.")
@PORTS
@click.option("--pod", "number", type=WholeNumber(1, 99), metavar="NUMBER", help="One pod only; else all.")
@click.option(
    "--sensitivity",
    type=WholeNumber(1, 5),
    metavar="1-5",
    help="1 wants hard hits, 3 hands and feet, 5 the lightest touch.",
)
@click.option(
    "--polarity",
    type=click.Choice(["low", "high"]),
    help="What a press makes of the input: low for a switch to ground or a comparator, high for most touch boards.",
)
@click.option(
    "--sensor", "switch", type=click.Choice(["on", "off"]), help="Switch the pod's sensor on or off."
)
@click.option(
    "--id", "board_id", type=WholeNumber(1, 2**32 - 1), metavar="NUMBER", help="The controller's number."
)
@click.option("--count", type=WholeNumber(1, 16), metavar="NUMBER", help="How many pods the controller has.")
@click.option(
    "--lights",
    type=click.Choice(["plain", "apa102", "sk9822", "rgb", "ws2812"]),
    help="The kind of lights on the controller; ws2812 wants a firmware of its own (`flash --lights ws2812`).",
)
@click.option(
    "--leds-per-pod", type=WholeNumber(1, 16), metavar="NUMBER", help="How many LEDs of a chain show one pod."
)
@click.option(
    "--reference",
    "reference_v",
    type=_Volts(0, 5),
    metavar="VOLTS",
    help="The reference output for comparators, 0 to 5 V: lower is more sensitive.",
)
@click.option(
    "--ttl", "ttl_ms", type=WholeNumber(1, 255), metavar="MS", help="How long the TTL output stays high."
)
@click.option("--factory", is_flag=True, help="First forget all settings of the controller but its number.")
def configure(
    ports: str | None,
    number: int | None,
    sensitivity: int | None,
    polarity: Polarity | None,
    switch: Switch | None,
    board_id: int | None,
    count: int | None,
    lights: str | None,
    leds_per_pod: int | None,
    reference_v: float | None,
    ttl_ms: int | None,
    factory: bool,
) -> int:
    """Set pods up, and show how they are set. Settings stay in the controller without power."""
    from reactdrill.pods.fitting import BoardChange
    from reactdrill.pods.messages import Ack, Factory, LedKind

    kind = None if lights is None else LedKind[lights.upper()]
    change = BoardChange(board_id, count, kind, leds_per_pod, reference_v, ttl_ms)
    with open_desk(ports) as desk:
        if change and len(desk.field.controllers) > 1:
            raise click.UsageError(
                "--id, --count, --lights, --leds-per-pod, --reference and --ttl are for one controller:"
                " name it with --ports"
            )
        for controller in desk.field.controllers if factory else ():
            desk.get(controller, Factory(), Ack)
            desk.number_anew(controller)
        if change:
            _set_board(desk, desk.field.controllers[0], change)
        _set_inputs(desk, number, sensitivity, polarity, switch)
        for controller in desk.field.controllers:
            _print_board(desk, controller)
    return 0


def _set_board(desk: PodDesk, controller: Controller, change: BoardChange) -> None:
    from reactdrill.pods.fitting import check_board
    from reactdrill.pods.messages import BoardIs

    wanted = change.of(desk.board(controller))
    assert controller.hello is not None
    check_board(controller.name, controller.hello, wanted)
    desk.get(controller, wanted, BoardIs)
    desk.number_anew(controller)


def _set_inputs(
    desk: PodDesk,
    number: int | None,
    sensitivity: int | None,
    polarity: Polarity | None,
    switch: Switch | None,
) -> None:
    from reactdrill.pods.fitting import input_change
    from reactdrill.pods.messages import InputIs
    from reactdrill.pods.sensitivity import set_level

    changes = polarity is not None or switch is not None
    for pod in chosen_pods(desk, number) if changes or sensitivity is not None else ():
        if sensitivity is not None:
            desk.get(pod.controller, set_level(desk.settings(pod), sensitivity), InputIs)
        if changes:
            high, on = _is(polarity, "high"), _is(switch, "on")
            wanted = input_change(desk.settings(pod), active_high=high, enabled=on)
            desk.get(pod.controller, wanted, InputIs)


def _is(said: str | None, word: str) -> bool | None:
    return None if said is None else said == word


def _print_board(desk: PodDesk, controller: Controller) -> None:
    board = desk.board(controller)
    click.echo(f"{controller.name}: number {board.board_id or 'none'}, {board.pods} pods, {_lights(board)}")
    for pod in desk.field.pods:
        if pod.controller is controller:
            click.echo(f"  pod {pod.number:<3} sensitivity {_sensor(desk.settings(pod))}")


def _lights(board: BoardIs) -> str:
    from reactdrill.pods.fitting import REFERENCE_V
    from reactdrill.pods.messages import LedKind

    known = board.led_kind in list(LedKind)
    kind = f"{LedKind(board.led_kind).name.lower()} lights" if known else f"lights of kind {board.led_kind}"
    leds = f" ({board.leds_per_pod} LEDs each)" if board.leds_per_pod > 1 else ""
    reference = f", reference {board.reference / 255 * REFERENCE_V:.2f} V" if board.reference else ""
    return f"{kind}{leds}{reference}, TTL {board.ttl_ms} ms"


def _sensor(settings: InputIs) -> str:
    from reactdrill.pods.messages import InputFlag
    from reactdrill.pods.sensitivity import describe

    high = ", active high" if settings.flags & InputFlag.ACTIVE_HIGH else ""
    off = "" if settings.flags & InputFlag.ENABLED else ", switched off"
    return f"{describe(settings)}{high}{off}"


# ---- flash


@click.command(short_help="Put the firmware on a board.")
@click.argument("port")
@click.option(
    "--board",
    type=click.Choice(["uno", "nano", "nano-old", "mega"]),
    default="uno",
    show_default=True,
    help="The kind of board; nano-old is a Nano with the boot loader of before 2018.",
)
@click.option(
    "--lights",
    type=click.Choice(["usual", "ws2812"]),
    default="usual",
    show_default=True,
    help="WS2812 chains want a firmware of their own; all other lights do with the usual one.",
)
@click.option(
    "--hex",
    "hex_file",
    type=click.Path(dir_okay=False),
    help="Another firmware file, such as one built with make.",
)
def flash(port: str, board: str, lights: str, hex_file: str | None) -> int:
    """Put the pods' firmware on the board at PORT, with avrdude. Settings that the board has are kept."""
    from pathlib import Path

    from reactdrill.assets import data_dir
    from reactdrill.pods.flash import firmware_name, flash as write

    path = (
        Path(hex_file) if hex_file else data_dir("firmware") / firmware_name(board, ws2812=lights == "ws2812")
    )
    click.echo(f"writing {path.name} to {port} …", err=True)
    write(board, port, path)
    click.echo(f"done; `reactdrill pods check --ports {port}` looks whether all is well")
    if lights == "ws2812" and hex_file is None:
        click.echo(f"now say what is connected: `reactdrill pods configure --ports {port} --lights ws2812`")
    return 0
