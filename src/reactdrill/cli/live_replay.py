"""Live replays: the same cues in the window, answered by the script or by a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli import STOPPED_EXIT

if TYPE_CHECKING:
    from reactdrill.app.play.request import RunOutcome, RunRequest
    from reactdrill.app.program import Program
    from reactdrill.drill.script import ScriptFile
    from reactdrill.live.compare import Tolerances


def replay_live(
    script: ScriptFile, out: Path | None, wanted: tuple[bytes, ...] | None, *, by_script: bool
) -> int:
    """Play a script in the window, keep the run, and compare within the script's tolerances."""
    from reactdrill.app.play.request import RunRequest
    from reactdrill.cli.expected import differ_live, report
    from reactdrill.cli.outputs import write_output

    request = RunRequest(
        script.drill,
        script.plan,
        origin="replay",
        responder="script" if by_script else "person",
        script=script,
        walk_back_s=0.0 if by_script else None,
        options={"script": script.title, "script_sha256": script.sha256},
    )
    outcome = play_once(request)
    code = code_of(outcome)
    if outcome.path is None:
        return code
    lines = _lines(outcome.path)
    if out is not None:
        write_output(out, b"".join(lines))
    if wanted is None:
        return code
    return report(differ_live(wanted, lines, _tolerances(script)), script.title) or code


def replay_recorded(file: Path) -> int:
    """Play a recorded run's plan again, for a person."""
    from reactdrill.app.play.request import RunRequest
    from reactdrill.drill.file import parse_drill
    from reactdrill.results.reader import read_journal

    header = read_journal(file).header
    drill = parse_drill(header.drill.text, f"{file} (its drill)")
    request = RunRequest(drill, header.plan, origin="replay", options={"replay_of": header.run})
    return code_of(play_once(request))


def play_once(request: RunRequest, program: Program | None = None) -> RunOutcome:
    """Open the window for one run, close it, and print what came of it. Raises `DeviceUnavailableError`."""
    from reactdrill.app.program import window_options
    from reactdrill.app.window import Window
    from reactdrill.cli.play import make_program
    from reactdrill.cli.runs import print_outcome

    program = program or make_program()
    window = Window(window_options(program.settings.display))
    try:
        outcome = program.play(window, request)
    finally:
        window.close()
    if outcome.ending == "cancelled":
        click.echo("left before the first trial; nothing was kept")
    else:
        print_outcome(outcome)
    return outcome


def code_of(outcome: RunOutcome) -> int:
    """130 when the person left before the first trial or stopped the program, 4 when not all is saved, else 0."""
    from reactdrill.cli.runs import exit_code

    return STOPPED_EXIT if outcome.ending == "cancelled" else exit_code([outcome])


def _lines(journal: Path) -> tuple[bytes, ...]:
    from reactdrill.results.lines import trial_lines

    return trial_lines(journal.read_bytes().splitlines(keepends=True))


def _tolerances(script: ScriptFile) -> Tolerances:
    from reactdrill.drill.values import to_ns
    from reactdrill.live.compare import Tolerances

    allowed = script.tolerance
    return Tolerances(to_ns(allowed.rt_ms), to_ns(allowed.movement_ms), to_ns(allowed.foreperiod_ms))
