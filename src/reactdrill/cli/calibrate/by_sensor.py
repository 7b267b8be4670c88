"""`reactdrill calibrate sensor`: a pod controller's light and sound sensors, or a switch on a key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, get_args

import click

from reactdrill.cli.calibrate.station import checked_source, input_facts, say_kept, settings_now, setup_now
from reactdrill.cli.options import WholeNumber

if TYPE_CHECKING:
    from reactdrill.pods.desk import PodDesk
    from reactdrill.station.calibration.entry import Part as Measurable
    from reactdrill.station.calibration.setup import Facts

Part = Literal["display", "sound", "keyboard"]
PARTS: tuple[Part, ...] = get_args(Part)
HOW = {
    "display": "Hold the controller's light sensor to the middle of the screen. A window turns white now and then.",
    "sound": "Hold the controller's sound sensor before the loudspeaker. Clicks are played.",
    "keyboard": "Fix the switch of pod 1 on top of the space bar and press through it, quickly, with a second in between.",
}


@click.command(short_help="Light, sound or keys with a pod controller's sensors.")
@click.argument("part", type=click.Choice(PARTS))
@click.option("--ports", "--pods", metavar="PORT", help="Where the controller is; else as the settings say.")
@click.option("--count", type=WholeNumber(2, 500), default=30, show_default=True, help="How many times.")
@click.option("--source", metavar="TEXT", default="", help="What was measured how, for the record.")
def sensor(part: Part, ports: str | None, count: int, source: str) -> int:
    """Measure how late light, sound or keys are, with the sensors of a pod controller.

    The controller's clock stamps the sensor's edge; how far that clock is known in the computer's time is part of the
    result's uncertainty. docs/pods.md shows how a sensor is connected.
    """
    from reactdrill.cli.pods.desk import open_desk
    from reactdrill.devices.sensed import keep_sensed

    told = checked_source(source)
    with open_desk(ports) as desk:
        click.echo(HOW[part], err=True)
        if part != "keyboard" and sys.stdin.isatty():
            click.pause("press a key when it is in place …", err=True)
        latencies_ns, facts, device = _measure(part, desk, count)
    name: Measurable = "input" if part == "keyboard" else part
    say_kept(keep_sensed(name, latencies_ns, facts, device=device, source=told))
    return 0


def _measure(part: Part, desk: PodDesk, count: int) -> tuple[list[int], Facts, str]:
    """Latencies in ns, what they hold for, and the input's name. Raises `DeviceUnavailableError`."""
    from reactdrill.devices.sensed import sense_sound
    from reactdrill.errors import DeviceUnavailableError
    from reactdrill.live.clock import SystemClock

    if part == "sound":
        return *sense_sound(settings_now().sound, desk, SystemClock(), count), ""
    now = setup_now()
    if part == "keyboard":
        facts, device = input_facts(now, "keyboard")
        return _keys(desk, count), facts, device
    if now.display is None:
        raise DeviceUnavailableError(
            part, "there is none here, so nothing can be measured", "run this on the station"
        )
    return _display(desk, count), now.display, ""


def _display(desk: PodDesk, count: int) -> list[int]:
    from reactdrill.app.calibrate.flashes import sense_display
    from reactdrill.app.program import window_options
    from reactdrill.app.window import Window

    window = Window(window_options(settings_now().display))
    try:
        return sense_display(window, desk, count)
    finally:
        window.close()


def _keys(desk: PodDesk, count: int) -> list[int]:
    from reactdrill.app.calibrate.flashes import fill
    from reactdrill.app.calibrate.pattern import PLAN
    from reactdrill.app.program import window_options
    from reactdrill.app.window import Window
    from reactdrill.devices.inputs import Inputs
    from reactdrill.devices.sensed import sense_keys

    settings = settings_now()
    window = Window(window_options(settings.display))
    inputs = Inputs(desk.clock, settings.bindings.overrides(), stamper=settings.timing.stamper)
    try:
        fill(window, 0)
        inputs.start(PLAN)
        return sense_keys(desk, inputs, count)
    finally:
        inputs.close()
        window.close()
