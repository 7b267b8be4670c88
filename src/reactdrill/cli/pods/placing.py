"""`reactdrill pods identify`, `assign` and `drills`: which pod is which, where it stands, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import DrillName, Seconds, WholeNumber
from reactdrill.cli.pods.desk import PORTS, chosen_pods, open_desk

if TYPE_CHECKING:
    from reactdrill.drill.file import DrillFile
    from reactdrill.pods.desk import PodDesk

SECOND = 1_000_000_000


@click.command(short_help="Light each to see which it is.")
@click.argument("number", type=WholeNumber(1, 99), required=False)
@PORTS
@click.option(
    "--seconds", type=Seconds(0.5, 10), default=1.5, show_default=True, help="How long each is lit."
)
def identify(number: int | None, ports: str | None, seconds: float) -> int:
    """Light every pod in turn, or pod NUMBER, to see which it is."""
    with open_desk(ports) as desk:
        for pod in chosen_pods(desk, number):
            desk.light(pod, ms=round(seconds * 1000))
            click.echo(f"pod {pod.number}: place {pod.index + 1} on {pod.controller.name}")
            desk.wait(round(seconds * SECOND))
    return 0


# ---- assign


@click.command(short_help="Say which pod stands where.")
@click.argument("drill", type=DrillName())
@PORTS
@click.option("--again", is_flag=True, help="Forget what the drill's targets were before.")
def assign(drill: str, ports: str | None, again: bool) -> int:
    """Say which pod stands where: for each target of DRILL, tap the pod that stands there.

    A pod that was tapped lights up in green. Other controls of the targets stay as they are. Exit 1 when a target
    got none.
    """
    from reactdrill.cli.library import library
    from reactdrill.errors import DeviceUnavailableError

    targets = {target.name: target.title or target.name for target in library().load(drill).drill.targets}
    with open_desk(ports) as desk:
        if desk.field.simulated:
            hint = "they stand in the drill's order; `reactdrill play --pods sim:N` draws them, to be clicked"
            raise DeviceUnavailableError("simulated pods", "nobody can tap them here", hint)
        chosen = assign_targets(desk, targets)
    _save_targets({target: f"pod:{number}" for target, number in chosen.items()}, again=again)
    return 0 if len(chosen) == len(targets) else 1


def assign_targets(desk: PodDesk, targets: dict[str, str]) -> dict[str, int]:
    """Ask for a tap for each target, by name and title; the pod's number for each that got one."""
    chosen: dict[str, int] = {}
    for target, title in targets.items():
        if len(chosen) == len(desk.field.pods):
            click.echo(f"{title}: no pod is left; it stays on the screen")
            continue
        click.echo(f"{title}: tap the pod that stands there")
        while True:
            pod = desk.wait_for_press()
            assert pod is not None
            if pod.number not in chosen.values():
                break
            click.echo(f"  pod {pod.number} is taken already: tap another")
        chosen[target] = pod.number
        desk.light(pod, ms=800)
        click.echo(f"  pod {pod.number}")
    return chosen


def _save_targets(chosen: dict[str, str], *, again: bool) -> None:
    from reactdrill.station.pod_targets import pod_number
    from reactdrill.station.settings import load_settings, save_settings

    settings = load_settings().settings
    targets = dict(settings.bindings.targets)
    for target, control in chosen.items():
        others = [] if again else [one for one in targets.get(target, ()) if pod_number(one) is None]
        targets[target] = [control, *others]
    bindings = settings.bindings.model_copy(update={"targets": targets})
    save_settings(settings.model_copy(update={"bindings": bindings}))
    click.echo("saved in the settings")


# ---- drills


@click.command(short_help="Which drills fit so many pods.")
@click.argument("number", type=WholeNumber(1, 99), required=False)
@PORTS
def drills(number: int | None, ports: str | None) -> int:
    """List the drills that light up targets and need no more than NUMBER pods; without it, as many as are there."""
    from reactdrill.cli.library import library

    if number is None:
        with open_desk(ports) as desk:
            number = len(desk.field.pods)
    needs = [(pods_needed(each), each) for each in library().drills()]
    fitting = [(need, each) for need, each in needs if 0 < need <= number]
    width = max((len(each.drill.name) for _, each in fitting), default=0)
    for need, each in sorted(fitting, key=lambda one: (-one[0], one[1].drill.name)):
        click.echo(
            f"{need:>2} {'pod ' if need == 1 else 'pods'}  {each.drill.name:<{width}}  {each.drill.title}"
        )
    more = sum(need > number for need, _ in needs)
    words = f"{len(fitting)} drills fit; {more} want more pods: with {number}, the rest is lit on the screen"
    click.echo(words, err=True)
    return 0 if fitting else 1


def pods_needed(file: DrillFile) -> int:
    """Pods for a drill's targets, all athletes together; 0 where nothing lights up at a target."""
    plan = file.plan(0, None)
    lit = any(
        step.channel == "light" and step.target is not None
        for lane in plan.lanes
        for trial in lane.trials
        for step in trial.steps
    )
    return sum(len(lane.targets) for lane in plan.lanes) if lit else 0
