"""`reactdrill pods monitor`: what the sensors do, live."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import Seconds, WholeNumber
from reactdrill.cli.pods.desk import PORTS, chosen_pods, open_desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reactdrill.pods.desk import PodDesk
    from reactdrill.pods.field import Pod

SECOND = 1_000_000_000
REFRESH_NS = 150_000_000


@click.command(short_help="Show live what the sensors do.")
@click.argument("number", type=WholeNumber(1, 99), required=False)
@PORTS
@click.option("--seconds", type=Seconds(0.2, 3600), help="End by itself; else Ctrl-C ends it.")
@click.option("--lines", is_flag=True, help="A line for each press, as where no terminal is.")
def monitor(number: int | None, ports: str | None, seconds: float | None, lines: bool) -> int:
    """Show live what the sensors do, of all pods or of pod NUMBER: a strip that runs from right to left.

    A solid bar is a press, an x is noise: edges that the sensor's settings have kept out. Tap lightly and hard, walk
    past and stamp: with the right sensitivity every tap is a bar and nothing else is.
    """
    for_ns = None if seconds is None else round(seconds * SECOND)
    with open_desk(ports) as desk:
        pods = chosen_pods(desk, number)
        hands = "nobody taps simulated pods" if desk.field.simulated else "tap the pods"
        click.echo(f"{hands}; Ctrl-C ends it", err=True)
        if lines or not sys.stdout.isatty():
            print_presses(desk, {pod.number for pod in pods}, for_ns)
        else:
            draw_strips(desk, pods, for_ns)
    return 0


def draw_strips(desk: PodDesk, pods: Sequence[Pod], for_ns: int | None) -> None:
    """Draw a strip for each pod, again and again in the same place."""
    from reactdrill.pods.trace import PodTrace, heading

    began_ns = desk.clock.now_ns()
    traces = {
        pod.number: PodTrace(pod.number, desk.settings(pod), desk.counts(pod), began_ns) for pod in pods
    }
    click.echo(heading())
    while True:
        for pod in pods:
            traces[pod.number].count(desk.counts(pod), desk.clock.now_ns())
        now_ns = desk.clock.now_ns()
        for trace in traces.values():
            click.echo(f"{trace.row(now_ns)}\x1b[K")
        if for_ns is not None and now_ns - began_ns >= for_ns:
            return
        for touch in desk.touches(REFRESH_NS):
            if touch.pod.number in traces:
                traces[touch.pod.number].touch(desk.clock.now_ns(), pressed=touch.pressed)
        click.echo(f"\x1b[{len(traces)}A", nl=False)


def print_presses(desk: PodDesk, numbers: set[int], for_ns: int | None) -> None:
    """Print a line for each press, and one once it is over: how long it was held, noise since the last one."""
    down: dict[int, int] = {}
    noise = {pod.number: desk.counts(pod).noise for pod in desk.field.pods if pod.number in numbers}
    for touch in desk.touches(for_ns):
        pod = touch.pod
        if pod.number not in numbers:
            continue
        if touch.pressed:
            down[pod.number] = touch.tick
            click.echo(f"pod {pod.number:<3} ▼ pressed")
            continue
        since = down.pop(pod.number, None)
        held_ms = None if since is None else (touch.tick - since) / 2000
        counted = desk.counts(pod)
        extra = counted.noise - noise[pod.number]
        noise[pod.number] = counted.noise
        held = (
            "" if held_ms is None else f", held {held_ms:.1f} ms {'▇' * min(30, max(1, round(held_ms / 20)))}"
        )
        bounced = f", {extra} bounces up to {counted.bounce_us / 1000:g} ms" if extra > 0 else ""
        click.echo(f"pod {pod.number:<3} ▲ let go{held}{bounced}")
