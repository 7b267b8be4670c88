"""`reactdrill replay`: scripts of exact cues, headless or live, compared with what was expected of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import DrillName
from reactdrill.errors import UsageError

if TYPE_CHECKING:
    from reactdrill.drill.script import ScriptFile


@click.command()
@click.argument("file", required=False, metavar="FILE|RUN")
@click.option("--headless", is_flag=True, help="In virtual time, without window, sound or waiting.")
@click.option(
    "--drill", type=DrillName(), metavar="NAME", help="The drill of a CSV of cue times that names none."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the trial lines to this file; `-`: to the output.",
)
@click.option(
    "--expect",
    "expected",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with these trial lines.",
)
@click.option(
    "--suite",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Replay every script of a folder, headless.",
)
@click.option(
    "--junit",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the suite's report as JUnit XML.",
)
@click.option(
    "--responder",
    type=click.Choice(["auto", "script", "person"]),
    default="auto",
    help="Who answers a live replay: the script where it has responses, or the person there.",
)
@click.option("--save", is_flag=True, help="Keep a headless run among the results, marked simulated.")
def replay(
    file: str | None,
    headless: bool,
    drill: str | None,
    out: Path | None,
    expected: Path | None,
    suite: Path | None,
    junit: Path | None,
    responder: str,
    save: bool,
) -> int:
    """Run FILE: a script (TOML) or cue times (CSV). A recorded RUN is played again by a person.

    RUN is a journal, `last`, a run's id, or the beginning of it. With --expect the exit code is 1 when anything
    differs: every field headless, within the script's tolerances live. With --suite FOLDER every script in it that
    has a NAME.expected.jsonl beside it is compared; exit code 2 when a script cannot be run.
    """
    given = {
        "--headless": headless,
        "--drill": drill is not None,
        "--out": out is not None,
        "--expect": expected is not None,
        "--responder": responder != "auto",
        "--save": save,
    }
    if suite is not None:
        _refuse({"FILE": file is not None, **given, "--headless": False}, "with --suite")
        from reactdrill.cli.replay_suite import run_suite

        return run_suite(suite, junit)
    _refuse({"--junit": junit is not None}, "without --suite")
    if file is None:
        raise click.UsageError("a FILE, a RUN or --suite FOLDER is wanted")
    path = Path(file)
    if path.is_dir():
        raise UsageError(f"{file} is a folder; `reactdrill replay --suite {file}` replays its scripts")
    if _is_recorded(path):
        _refuse(
            given, "with a recorded run, which a person plays again; `reactdrill rescore` scores it again"
        )
        from reactdrill.cli.live_replay import replay_recorded

        return replay_recorded(_journal(file))
    _refuse({"--responder": headless and responder != "auto"}, "with --headless: the script answers")
    _refuse({"--save": save and not headless}, "without --headless: a live run is always kept")
    return _replay_script(path, drill, out, expected, headless=headless, responder=responder, save=save)


def _replay_script(
    path: Path,
    drill: str | None,
    out: Path | None,
    expected: Path | None,
    *,
    headless: bool,
    responder: str,
    save: bool,
) -> int:
    from reactdrill.cli.expected import read_lines
    from reactdrill.cli.outputs import check_output
    from reactdrill.cli.scripts import is_csv, read_script

    _refuse({"--drill": drill is not None and not is_csv(path)}, "with a script: it names its drill itself")
    script = read_script(path, drill)
    check_output(out)
    wanted = None if expected is None else read_lines(expected)
    if headless:
        return _headless(script, out, wanted, save=save)
    if responder == "script" and not script.has_responses:
        raise UsageError(f"{path} has no responses: --responder script has nothing to answer with")
    from reactdrill.cli.live_replay import replay_live

    return replay_live(script, out, wanted, by_script=responder != "person" and script.has_responses)


def _headless(script: ScriptFile, out: Path | None, wanted: tuple[bytes, ...] | None, *, save: bool) -> int:
    from reactdrill.cli.expected import differ, report
    from reactdrill.cli.headless import run_script
    from reactdrill.cli.outputs import OUTPUT, write_output
    from reactdrill.cli.runs import print_lines

    lines = run_script(script, save=save)
    if out is not None:
        write_output(out, b"".join(lines))
    if wanted is not None:
        return report(differ(wanted, lines), script.title)
    if out != OUTPUT:
        print_lines(lines, script.title)
    return 0


def _refuse(given: dict[str, bool], where: str) -> None:
    wrong = [name for name, is_given in given.items() if is_given]
    if wrong:
        raise click.UsageError(
            f"{' and '.join(wrong)} {'has' if len(wrong) == 1 else 'have'} no meaning {where}"
        )


def _is_recorded(path: Path) -> bool:
    """Whether a journal is meant, or a run by its name, rather than a script."""
    if path.suffix in (".toml", ".csv") or (path.is_file() and path.suffix != ".jsonl"):
        return False
    return path.suffix == ".jsonl" or len(path.parts) == 1


def _journal(run: str) -> Path:
    from reactdrill.cli.runs import journal_of

    try:
        return journal_of(run)
    except UsageError as error:
        if Path(run).suffix == ".jsonl":
            raise
        raise UsageError(f"there is no file {run!r}, and {error}") from error
