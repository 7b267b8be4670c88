"""However a command ends, a person reads a line and a script gets an exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from command import EXAMPLES, GIVE_UP_S, Command, environment, program, start
from reactdrill.cli import REPORT, group
from reactdrill.errors import DeviceUnavailableError, JournalError, PlanError, UsageError
from reactdrill.station.folders import store_path

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and device files of POSIX")


def broken_by(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let every command fail so."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(click.Command, "invoke", fail)
    monkeypatch.setattr(group.LazyGroup, "invoke", fail)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["plaay"], "reactdrill: no command is called 'plaay'; did you mean 'play'?"),
        (["zzz"], "reactdrill: no command is called 'zzz'; `reactdrill --help` shows how"),
        (["--verbose"], "reactdrill: no such option '--verbose'"),
        (["play"], "reactdrill play: missing argument 'DRILL'; `reactdrill play --help` shows how"),
        (["play", "four-choice", "--nw"], "reactdrill play: no such option '--nw'; did you mean '--now'?"),
        (["list", "extra"], "reactdrill list: got unexpected extra argument (extra); "),
        (["results", "foo"], "reactdrill results: no such command 'foo'; "),
        (["results", "list", "--limit", "0"], "reactdrill results list: invalid value for '--limit': "),
        (
            ["results", "export", "last", "--format", "xml"],
            "reactdrill results export: invalid value for '--format': 'xml'",
        ),
        (
            ["completion"],
            "reactdrill completion: missing argument '{bash|zsh|fish}'. Choose from: bash, zsh, fish; ",
        ),
        (
            ["completion", "tcsh"],
            "reactdrill completion: invalid value for '{bash|zsh|fish}': 'tcsh' is not one of",
        ),
        (["doctor", "--bundle", "no/such/x.zip"], "reactdrill doctor: "),
        (["check"], "reactdrill check: missing argument 'FILES...'; "),
        (["rescore"], "reactdrill rescore: missing argument 'RUN|FILE'; "),
    ],
)
def test_a_wrong_command_line_is_one_line(command: Command, arguments: list[str], words: str) -> None:
    assert command(*arguments).refusal(2).startswith(words)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (UsageError("wrong"), 2, "wrong"),
        (PlanError("x", "cannot be", "do this"), 2, "drill x: cannot be; do this"),
        (DeviceUnavailableError("screen", "gone", "plug it in"), 3, "screen: gone; plug it in"),
        (JournalError("a.jsonl", "torn"), 4, "a.jsonl: torn"),
        (KeyboardInterrupt(), 130, "stopped"),
        (click.Abort(), 130, "stopped"),
        (
            OSError(28, "No space left on device", "/x/y"),
            4,
            "/x/y: No space left on device; the disk is full: make some space",
        ),
        (
            PermissionError(13, "Permission denied", b"/x"),
            4,
            "/x: Permission denied; give yourself the right",
        ),
    ],
)
def test_every_error_has_its_exit_code(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, words: str
) -> None:
    broken_by(monkeypatch, error)
    assert command("list").err.strip().startswith(words)
    assert command("list").code == code


@pytest.mark.parametrize(
    "error", [ValueError("a bug"), RecursionError("deep"), AssertionError(), KeyError("x")]
)
def test_a_mistake_of_the_program_is_told_whole_with_what_to_do(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    broken_by(monkeypatch, error)
    said = command("list")
    assert said.code == 70
    assert "Traceback (most recent call last)" in said.err
    assert said.err.splitlines()[-1] == REPORT


def test_no_command_uses_an_exit_code_of_the_programs_own_mistakes_for_a_persons() -> None:
    codes = {error.exit_code for error in (UsageError, PlanError, DeviceUnavailableError, JournalError)}
    assert 70 not in codes


@POSIX
def test_nobody_reads_the_output_any_more() -> None:
    process = start("list", "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (0, b"")


@POSIX
@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["--version"], ["results", "list"]])
def test_an_output_that_takes_nothing_more(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reactdrill", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert done.stderr == "the output: No space left on device; the disk is full: make some space\n"


@POSIX
def test_no_output_at_all() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m reactdrill list >&- 2>&-"], env=environment(), check=False
    )
    assert done.returncode == 0


@POSIX
@pytest.mark.parametrize("name", [b"\xff.toml", "é\u2603.toml".encode()])
def test_a_name_that_the_terminal_cannot_show(name: bytes, tmp_path: Path) -> None:
    said = program(
        "check", os.fsdecode(os.fsencode(tmp_path) + b"/" + name), env={"PYTHONIOENCODING": "ascii"}
    )
    assert said.code == 2
    assert "cannot be read: No such file" in said.out + said.err


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [["check", EXAMPLES.parents[1] / "drills"], ["demo", "--trials", "50"]],
    ids=["check", "demo"],
)
def test_ctrl_c_stops_with_a_word(arguments: list[str | Path]) -> None:
    process = start(*arguments, env={"PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    process.stdout.readline()  # it has begun
    assert_stops(process)


@POSIX
def test_ctrl_c_while_a_data_class_is_made_is_130_too(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(
        "import reactdrill.cli, reactdrill.cli.group as group\n"
        "def interrupted(args):\n"
        "    exec('raise KeyboardInterrupt')\n"
        "group.invoke = interrupted\n"
        "reactdrill.cli.main([])\n"
    )
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, env=environment(), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"stopped\n")


@POSIX
@pytest.mark.parametrize("arguments", [["play", "four-choice"], []], ids=["play", "the window"])
def test_ctrl_c_closes_the_window(arguments: list[str]) -> None:
    process = start(*arguments)
    give_up_at = time.monotonic() + GIVE_UP_S
    while not store_path(make=False).exists():  # opened after the first frame
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < give_up_at
    assert_stops(process)


def assert_stops(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=GIVE_UP_S)
    assert process.returncode == 130, (out, err)
    assert err.decode().split()[-1] == "stopped"
    assert b"Traceback" not in err
