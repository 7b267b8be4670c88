"""The commands by name. Each lives in its own file, which is imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from reactdrill import __version__
from reactdrill.errors import ReactDrillError

COMMANDS: dict[str, tuple[str, str]] = {
    "play": ("reactdrill.cli.play:play", "Run a drill: cues out, responses timed, results saved."),
    "demo": ("reactdrill.cli.demo:demo", "Watch a simulated athlete, then take your turn."),
    "list": ("reactdrill.cli.list:list_drills", "Show the drills by component."),
    "check": ("reactdrill.cli.check:check", "Find every mistake in drill files and scripts."),
    "new": ("reactdrill.cli.new:new", "Make a drill of your own by answering questions."),
    "pack": ("reactdrill.cli.pack:pack", "Put drills and circuits into one file to send."),
    "unpack": ("reactdrill.cli.pack:unpack", "Install the drills of such a file."),
    "replay": ("reactdrill.cli.replay:replay", "Run a script of exact cues, headless or live."),
    "rescore": ("reactdrill.cli.rescore:rescore", "Score a recorded run again and compare."),
    "calibrate": ("reactdrill.cli.calibrate:calibrate", "Measure how late display, sound and keys are."),
    "results": ("reactdrill.cli.results:results", "Runs and statistics that were saved."),
    "report": ("reactdrill.cli.report:report", "Write a page to hand out, or a picture to send."),
    "athletes": ("reactdrill.cli.athletes:athletes", "Athletes and groups, and what is kept of them."),
    "stats": ("reactdrill.cli.stats:stats", "Compute statistics of a table from elsewhere."),
    "pods": ("reactdrill.cli.pods:pods", "Find, check and set up LED pods."),
    "doctor": ("reactdrill.cli.doctor:doctor", "Look at this machine and say what may trouble a run."),
    "completion": (
        "reactdrill.cli.completion:completion",
        "Print the line that completes commands in your shell.",
    ),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The table of commands, from the names alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click, with the nearest known command for a wrong one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"no command is called {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="reactdrill")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Reaction-time and agility drills: random cues, timed responses, honest statistics.

    Without a command the program's window opens.
    """
    if ctx.invoked_subcommand is None:
        from reactdrill.cli.play import open_app

        ctx.exit(open_app())


def invoke(args: list[str] | None = None) -> int:
    """Run a command line; what a person did wrong is one line or a few on standard error, and an exit code.

    Raises `KeyboardInterrupt` when the person stopped it, and `BrokenPipeError` when nobody reads the output.
    """
    out, err = sys.stdout, sys.stderr
    try:
        result: Any = cli.main(args=args, prog_name="reactdrill", standalone_mode=False)
    except click.exceptions.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        click.echo(usage_words(error), err=True)
        return error.exit_code
    except ReactDrillError as error:
        click.echo(str(error), err=True)
        return error.exit_code
    except SystemExit:
        if sys.stdout is not out:  # where nobody reads the output, click puts a muffler on it and leaves
            sys.stdout, sys.stderr = out, err
            raise BrokenPipeError from None
        raise
    return result if isinstance(result, int) else 0


def usage_words(error: click.ClickException) -> str:
    """A mistake in the command line in one line: the command, what is wrong, and where help is."""
    said = " ".join(error.format_message().split()).rstrip(".").replace(". Did you mean", "; did you mean")
    if said[1:2].islower():
        said = said[:1].lower() + said[1:]
    context = getattr(error, "ctx", None)
    if context is None:
        return said
    hint = "" if "did you mean" in said else f"; `{context.command_path} --help` shows how"
    return f"{context.command_path}: {said}{hint}"
