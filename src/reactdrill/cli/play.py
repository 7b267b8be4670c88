"""`reactdrill play`, and the program's window without a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from reactdrill.cli.options import SEED, DrillName, Seconds
from reactdrill.cli.whom import AthleteName, codes_of

if TYPE_CHECKING:
    from reactdrill.app.play.stage import Stage
    from reactdrill.app.play.station_pods import StationPods
    from reactdrill.app.program import Play, Program, Start
    from reactdrill.app.remote import NoRemote
    from reactdrill.drill.file import DrillFile
    from reactdrill.drill.values import Strict
    from reactdrill.live.clock import SystemClock
    from reactdrill.station.settings import PodSettings, Settings


@click.command()
@click.argument("drill", type=DrillName())
@click.option("--seed", type=SEED, metavar="NUMBER", help="Draw the order and the waits from this number.")
@click.option(
    "--mode",
    type=click.Choice(["sensor", "observer", "cue_only"]),
    help="How it is answered; the drill's first way when not said.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change the drill for this run, such as until.trials=30; may be given again.",
)
@click.option(
    "--pods",
    "pods",
    metavar="PORT[,PORT]|sim:N",
    help="Use the LED pods on these ports (`reactdrill pods list`), or N simulated ones on the screen.",
)
@click.option(
    "--athlete",
    "athletes",
    type=AthleteName(),
    multiple=True,
    metavar="WHO",
    help="Whose run it is: a code or name of `reactdrill athletes list`; again for another lane. Else a guest's.",
)
@click.option("--now", is_flag=True, help="Skip the briefing: straight to the countdown.")
@click.option(
    "--walk-back", "walk_back_s", type=Seconds(0, 300), metavar="SECONDS", help="Time to walk to one's place."
)
@click.option("--lsl", is_flag=True, help="Send cues and responses as markers to a lab's recorder (LSL).")
def play(
    drill: str,
    seed: int | None,
    mode: Any,  # noqa: ANN401 - click
    changes: tuple[str, ...],
    pods: str | None,
    athletes: tuple[str, ...],
    now: bool,
    walk_back_s: float | None,
    lsl: bool,
) -> int:
    """Run DRILL (a name from `reactdrill list`, or a file) in the window and save every trial.

    A circuit is named with its folder: `circuits/office-break`.
    """
    from reactdrill.app.program import Brief
    from reactdrill.cli.library import library
    from reactdrill.drill.file import changed_drill
    from reactdrill.drill.variant import parse_changes

    if is_circuit(drill):
        given = {"--seed": seed, "--mode": mode, "--set": changes, "--now": now, "--walk-back": walk_back_s}
        unfit = [name for name, value in given.items() if value not in (None, False, ())]
        return open_circuit(drill, unfit, pods, athletes, lsl=lsl)
    file = library().load(drill)
    if changes:
        file = changed_drill(file, parse_changes(changes), f"{drill} with --set")
    brief = Brief(file, mode=mode, seed=seed, walk_back_s=walk_back_s)
    check_lanes(file, athletes)
    brief.drill.plan(seed or 0, mode)  # what cannot be planned is said before a window opens
    if pods is not None:
        say_pods_short(file, pods)
    codes = codes_of(athletes)
    return open_program(lambda program: program.request(brief) if now else brief, pods, codes, lsl=lsl)


def check_lanes(file: DrillFile, athletes: tuple[str, ...]) -> None:
    """Refuse more athletes than a drill has lanes for. Raises `UsageError`."""
    from reactdrill.errors import UsageError

    lanes = len(file.drill.lanes)
    if lanes and len(athletes) > lanes:
        raise UsageError(f"{len(athletes)} athletes: this drill is for {lanes}")
    if len(set(athletes)) < len(athletes):
        raise UsageError("an athlete is named twice")


def say_pods_short(file: DrillFile, pods: str) -> None:
    """Say when there are fewer simulated pods than the drill has places; real ones are counted when they answer."""
    from reactdrill.cli.pods.placing import pods_needed
    from reactdrill.devices.pods.opening import parse_ports

    ports = parse_ports([pods])
    there, needed = sum(port.pods for port in ports), pods_needed(file)
    if needed > there and not any(port.path for port in ports):
        click.echo(
            f"{file.drill.name} has {needed} places and there are {there} pods: the rest is lit on the screen; "
            f"`reactdrill pods drills {there}` names the drills that fit",
            err=True,
        )


def is_circuit(name: str) -> bool:
    """Whether a name is that of a circuit, or of a file that holds one."""
    from pathlib import Path

    from reactdrill.cli.scripts import holds_a_circuit
    from reactdrill.drill.names import CIRCUITS

    return holds_a_circuit(Path(name)) if name.endswith(".toml") else name.startswith(f"{CIRCUITS}/")


def open_circuit(
    name: str,
    given: list[str],
    pods: str | None = None,
    athletes: tuple[str, ...] = (),
    *,
    lsl: bool = False,
) -> int:
    """Open the window on a circuit, with the pods named. Raises `UsageError` for options that only a drill has."""
    from reactdrill.cli.library import library
    from reactdrill.errors import UsageError

    if given:
        raise UsageError(f"{', '.join(given)}: only a drill has this; a circuit says it in its file")
    if len(athletes) > 1:
        raise UsageError("a circuit is of one athlete, or of a group that the program asks for")
    file = library().load_circuit(name)
    return open_program(lambda _: file, pods, codes_of(athletes), lsl=lsl)


def open_app() -> int:
    """The program's window with its menu."""
    return open_program(lambda _: "home")


def open_program(
    first: Callable[[Program], Start],
    pods: str | None = None,
    athletes: tuple[str, ...] = (),
    *,
    lsl: bool = False,
) -> int:
    """Open the window on what `first` makes of the program; the exit code once it has closed."""
    program = make_program(pods, lsl=lsl)
    program.athletes = athletes
    return open_window(program, first(program))


def open_window(program: Program, start: Start) -> int:
    """Show the program, and when its window has closed print each run's table; the exit code.

    Raises `DeviceUnavailableError` when there is no display.
    """
    from reactdrill.app.program import run_program
    from reactdrill.cli.runs import report_outcomes

    try:
        code = run_program(program, start)
    except KeyboardInterrupt:
        report_outcomes(program.outcomes)
        raise
    return report_outcomes(program.outcomes) or code


def make_program(pods: str | None = None, *, lsl: bool = False) -> Program:
    """The program with this station's settings, drills and devices. `pods`: their ports, for this time only; so is `lsl`."""
    from reactdrill.app.announcer import Announcer
    from reactdrill.app.program import Program
    from reactdrill.app.speech import speech_language
    from reactdrill.cli.library import library
    from reactdrill.live.clock import SystemClock
    from reactdrill.station.settings import load_settings

    loaded = load_settings()
    if loaded.problems:
        click.echo(loaded.report(), err=True)
    clock = SystemClock()
    settings = with_markers(with_pods(loaded.settings, pods), asked=lsl)
    changes: dict[str, Strict] = {}
    play, remote = stage_play(settings, clock, changes)
    return Program(
        loaded.settings,
        library(loaded.settings),
        play,
        clock,
        remote=remote,
        changes=changes,
        notices=tuple(loaded.report().splitlines()),
        voice=Announcer(loaded.settings.sound, clock, speech_language(loaded.settings)),
    )


def with_pods(settings: Settings, pods: str | None) -> Settings:
    """The settings with other ports for pods. Raises `UsageError` for what names none."""
    if pods is None:
        return settings
    from reactdrill.devices.pods.opening import parse_ports

    parse_ports([pods])
    return settings.model_copy(update={"pods": settings.pods.model_copy(update={"ports": [pods]})})


def with_markers(settings: Settings, *, asked: bool) -> Settings:
    """The settings with markers for labs, where they were asked for. Raises `MissingExtraError` without pylsl."""
    if not asked:
        return settings
    from reactdrill.devices.markers import require_pylsl

    require_pylsl()
    return settings.model_copy(update={"lsl": settings.lsl.model_copy(update={"outlet": True})})


def stage_play(
    settings: Settings, clock: SystemClock, changes: Mapping[str, Strict]
) -> tuple[Play, NoRemote]:
    """Plays runs on this station's devices, and listens to its pods between them.

    Devices are loaded with the first run, or when pods are listened to: a menu comes up sooner so. `changes`: sections
    of the settings that are other ones by now.
    """
    from functools import cache

    from reactdrill.app.remote import PodRemote

    @cache
    def stage() -> Stage:
        from reactdrill.app.play.stage import Stage
        from reactdrill.station.places import Folders

        return Stage(settings, clock, Folders.of(settings).runs)

    def pods_now() -> PodSettings:
        return changes.get("pods", settings.pods)  # type: ignore[return-value]  # of that section

    def station() -> StationPods | None:
        if not pods_now().ports:
            return None
        stage().use(changes)
        return stage().pods

    remote = PodRemote(station, lambda: pods_now().left_out)
    return (lambda window, request: stage().play(window, request)), remote
