"""`reactdrill completion`: command names in the shell."""

from __future__ import annotations

import click

LINES = {
    "bash": 'eval "$(_REACTDRILL_COMPLETE=bash_source reactdrill)"   # in ~/.bashrc',
    "zsh": 'eval "$(_REACTDRILL_COMPLETE=zsh_source reactdrill)"   # in ~/.zshrc',
    "fish": "_REACTDRILL_COMPLETE=fish_source reactdrill | source   # in ~/.config/fish/config.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(LINES)))
def completion(shell: str) -> None:
    """Print the line to add to your shell's start-up file."""
    click.echo(LINES[shell])
