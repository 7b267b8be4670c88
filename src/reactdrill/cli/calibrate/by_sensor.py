"""`reactdrill calibrate sensor`: a pod controller's light and sound sensors, or a switch on a key."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

import click

from reactdrill.cli.calibrate.station import checked_source, input_facts, say_kept, settings_now, setup_now
from reactdrill.cli.options import WholeNumber

if TYPE_CHECKING:
    from reactdrill.app.window import Window
    from reactdrill.devices.sound import SoundDevice
    from reactdrill.live.clock import SystemClock
    from reactdrill.pods.desk import PodDesk
    from reactdrill.pods.sensing import Stimulate
    from reactdrill.station.calibration.setup import Facts

Part = Literal["display", "sound", "keyboard"]
PARTS: tuple[Part, ...] = get_args(Part)
DARK_NS = 400_000_000
AHEAD_NS = 100_000_000
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
    from reactdrill.station.calibration.entry import measured
    from reactdrill.station.calibration.file import add_entry

    told = checked_source(source)
    with open_desk(ports) as desk:
        click.echo(HOW[part], err=True)
        if part != "keyboard" and sys.stdin.isatty():
            click.pause("press a key when it is in place …", err=True)
        latencies_ms, facts, device = _measure(part, desk, count)
    entry = add_entry(
        "input" if part == "keyboard" else part,
        measured(latencies_ms),
        method="sensor",
        device=device,
        source=told,
        samples_ms=tuple(latencies_ms),
        setup=facts,
    )
    say_kept(entry)
    return 0


def _measure(part: Part, desk: PodDesk, count: int) -> tuple[list[float], Facts, str]:
    """Latencies in ms, what they hold for, and the input's name. Raises `DeviceUnavailableError`."""
    from reactdrill.errors import DeviceUnavailableError

    now = setup_now()
    if part == "keyboard":
        facts, device = input_facts(now, "keyboard")
        return _enough(_keys(desk, count)), facts, device
    found = now.display if part == "display" else now.sound
    if found is None:
        raise DeviceUnavailableError(
            part, "there is none here, so nothing can be measured", "run this on the station"
        )
    return _enough(_display(desk, count) if part == "display" else _sound(desk, count)), found, ""


def _enough(latencies_ns: Sequence[int]) -> list[float]:
    from reactdrill.errors import DeviceUnavailableError

    if len(latencies_ns) < 2:
        hint = "look at the sensor's place and trimmer, and try again"
        raise DeviceUnavailableError("sensor", f"{len(latencies_ns)} could be measured, 2 are needed", hint)
    return [latency_ns / 1e6 for latency_ns in latencies_ns]


# ---- display


def _display(desk: PodDesk, count: int) -> list[int]:
    from reactdrill.app.program import window_options
    from reactdrill.app.window import Window
    from reactdrill.pods.messages import LIGHT_SENSOR
    from reactdrill.pods.sensing import measure_sensor

    window = Window(window_options(settings_now().display))
    try:
        _flip(window, 0)
        shows = white_flashes(window, desk)
        readings = measure_sensor(desk, desk.field.controllers[0], LIGHT_SENSOR, shows, count=count)
    finally:
        window.close()
    return [reading.latency_ns for reading in readings]


def white_flashes(window: Window, desk: PodDesk) -> Stimulate:
    """Turns the window dark for a while, then white; the middle of the flip and half its length."""

    def show() -> tuple[int, int]:
        _flip(window, 0)
        desk.wait(DARK_NS)
        desk.take_sensed()
        window.surface.fill((255, 255, 255))
        begun_ns = desk.clock.now_ns()
        window.flip()
        ended_ns = desk.clock.now_ns()
        return (begun_ns + ended_ns) // 2, (ended_ns - begun_ns + 1) // 2

    return show


def _flip(window: Window, level: int) -> None:
    window.surface.fill((level, level, level))
    window.flip()


# ---- sound


def _sound(desk: PodDesk, count: int) -> list[int]:
    from reactdrill.devices.sound import open_sound
    from reactdrill.live.clock import SystemClock
    from reactdrill.pods.messages import SOUND_SENSOR
    from reactdrill.pods.sensing import measure_sensor

    clock = desk.clock
    assert isinstance(clock, SystemClock)
    told = settings_now().sound
    sound = open_sound(clock, path=told.path, buffer=told.buffer, volume=told.volume)
    try:
        plays = tones(sound, clock, desk)
        readings = measure_sensor(desk, desk.field.controllers[0], SOUND_SENSOR, plays, count=count)
    finally:
        sound.close()
    return [reading.latency_ns for reading in readings]


def tones(sound: SoundDevice, clock: SystemClock, desk: PodDesk) -> Stimulate:
    """Plays a tone as a run does; its onset as the run would tell it."""
    from reactdrill.drill.trial import PlannedStep
    from reactdrill.engine.commands import ShowCue
    from reactdrill.engine.events import CueShown

    step = PlannedStep("tone", "sound", {"tone": "high"})

    def play() -> tuple[int, int]:
        sound.schedule(ShowCue("main", 0, 1, step, clock.now_ns() + AHEAD_NS))
        while True:
            for event in sound.poll().events:
                if isinstance(event, CueShown):
                    return event.at_ns, event.uncertainty_ns
            desk.turn(sound.deadline_ns or clock.now_ns() + AHEAD_NS)

    return play


# ---- keys


def _keys(desk: PodDesk, count: int) -> list[int]:
    from reactdrill.app.calibrate.pattern import PLAN
    from reactdrill.app.program import window_options
    from reactdrill.app.window import Window
    from reactdrill.devices.inputs import Inputs
    from reactdrill.engine.events import Pause, Response
    from reactdrill.live.clock import SystemClock
    from reactdrill.pods.sensing import match_presses

    clock, settings = desk.clock, settings_now()
    assert isinstance(clock, SystemClock)
    window = Window(window_options(settings.display))
    inputs = Inputs(clock, settings.bindings.overrides(), stamper=settings.timing.stamper)
    taps_ns: list[int] = []
    keys_ns: list[int] = []
    try:
        _flip(window, 0)
        inputs.start(PLAN)
        while len(keys_ns) < count:
            for touch in desk.touches(5_000_000):
                link = touch.pod.controller.link
                estimate = None if link is None else link.sync.estimate(fresh=True)
                if touch.pressed and estimate is not None:
                    taps_ns.append(estimate.mapping.host_ns(touch.tick))
            for event in inputs.poll().events:
                if isinstance(event, Pause):
                    return match_presses(taps_ns, keys_ns)
                if isinstance(event, Response) and event.action == "press":
                    keys_ns.append(event.raw_ns)
    finally:
        inputs.close()
        window.close()
    return match_presses(taps_ns, keys_ns)
