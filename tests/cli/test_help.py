"""Help and shell completion: quick, complete, and without the libraries that drills need."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import click
import pytest
from click.shell_completion import BashComplete, ShellComplete

from command import Command, environment
from reactdrill.cli.group import COMMANDS, cli
from reactdrill.station.folders import data_dir

HEAVY = ("pygame", "numpy", "sqlalchemy", "pydantic", "scipy", "rich", "alembic")
REMARKS = ("move", "note", "effort", "pain", "bad", "notes", "undo", "backup", "restore")
RESULTS = (
    "list",
    "show",
    "drill",
    "export",
    "rebuild",
    "enter",
    "tick",
    "import",
    "postgres-roles",
    *REMARKS,
)
HELPS = [[], *([name] for name in COMMANDS), *(["results", name] for name in RESULTS)]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_knows_what_is_there(name: str) -> None:
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(importlib.import_module(module), attribute)
    assert isinstance(found, click.Command)
    assert found.name == name


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_help_of_every_command_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom reactdrill.cli import run\n"
        f"code = run({[*arguments, '--help']!r})\n"
        f"print('loaded', *sorted(set({HEAVY!r}) & set(sys.modules)))\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: reactdrill")
    assert done.stdout.splitlines()[-1] == "loaded"


def test_the_help_of_results_knows_every_command_of_results() -> None:
    results = cli.get_command(click.Context(cli), "results")
    assert isinstance(results, click.Group)
    assert tuple(results.commands) == RESULTS


@pytest.mark.parametrize("arguments", [["-h"], ["play", "-h"]])
def test_the_short_option_asks_for_help_too(command: Command, arguments: list[str]) -> None:
    said = command(*arguments)
    assert said.code == 0
    assert said.out.startswith("Usage: ")


def test_every_option_says_what_it_is_for() -> None:
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in COMMANDS]
    nested = [
        each for group in commands if isinstance(group, click.Group) for each in group.commands.values()
    ]
    for each in [*commands, *nested]:
        assert each is not None
        assert each.help, each.name
        for option in each.params:
            if isinstance(option, click.Option):
                assert option.help, (each.name, option.name)


# ---- completion


def completions(words: str) -> list[str]:
    """What bash would offer for the last word."""
    *before, incomplete = words.split(" ")
    shell: ShellComplete = BashComplete(cli, {}, "reactdrill", "_REACTDRILL_COMPLETE")
    return [item.value for item in shell.get_completions(before, incomplete)]


def test_command_names_complete() -> None:
    assert completions("") == list(COMMANDS)
    assert completions("re") == ["replay", "rescore", "results", "report"]
    assert completions("results ex") == ["export"]


@pytest.mark.parametrize("words", ["play ", "demo --drill ", "replay --drill ", "results drill "])
def test_drill_names_complete(words: str) -> None:
    assert "four-choice" in completions(words)
    assert completions(words + "four-c") == ["four-choice"]
    assert completions(words + "nothing-like-it") == []


def test_ones_own_drills_complete() -> None:
    folder = data_dir() / "drills"
    folder.mkdir()
    (folder / "four-eyes.toml").write_text("not even a drill yet", encoding="utf-8")
    (folder / "circuits").mkdir()
    (folder / "circuits" / "four-rounds.toml").touch()
    assert completions("play four-e") == ["four-eyes"]
    assert completions("play circuits/four") == ["circuits/four-rounds"]


def test_paths_are_left_to_the_shell() -> None:
    shell = BashComplete(cli, {}, "reactdrill", "_REACTDRILL_COMPLETE")
    assert [item.type for item in shell.get_completions(["play"], "./my")] == ["file"]


def test_options_and_their_choices_complete() -> None:
    assert completions("play four-choice --mode o") == ["observer"]
    assert "--walk-back" in completions("play --w")


@pytest.mark.skipif(os.name == "nt", reason="bash")
@pytest.mark.parametrize(
    ("words", "offered"), [("reactdrill pl", "play"), ("reactdrill play stro", "stroop")]
)
def test_the_shell_gets_its_answer_without_the_libraries_that_drills_need(words: str, offered: str) -> None:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('loaded', *sorted({'pygame', 'numpy', 'sqlalchemy'} & set(sys.modules))))\n"
        "from reactdrill.cli import main; main()"
    )
    env = environment(
        {
            "_REACTDRILL_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"plain,{offered}\nloaded\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_for_the_shells_start_up_file(command: Command, shell: str) -> None:
    said = command("completion", shell)
    assert said.code == 0
    assert f"_REACTDRILL_COMPLETE={shell}_source reactdrill" in said.out
