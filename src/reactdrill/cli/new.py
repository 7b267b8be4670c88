"""`reactdrill new`: a commented drill file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reactdrill.cli.options import WholeNumber

if TYPE_CHECKING:
    from reactdrill.drill.new_file import Answers, TemplateName

COMPONENTS = ("balance", "agility", "core", "movement", "proprioception", "reaction")
COLOURS = ("white", "orange", "sky", "green", "yellow", "purple")
TEMPLATES = ("lights", "go-no-go", "home-base", "calls", "circuit")


@click.command()
@click.option("--title", help="What people call it.")
@click.option("--template", type=click.Choice(TEMPLATES), help="What kind of drill.")
@click.option("--component", type=click.Choice(COMPONENTS), help="Where it belongs.")
@click.option("--targets", type=WholeNumber(2, 8), help="How many targets.")
@click.option("--trials", type=WholeNumber(1, 1000), help="How many trials.")
@click.option("--colour", type=click.Choice(COLOURS), default="sky", help="Of the lights.")
@click.option("--calls", metavar="WORD,WORD", help="Spoken words of a drill of calls.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
def new(out: Path | None, **given: Any) -> int:  # noqa: ANN401 - click's values
    """Make a drill or a circuit of your own: asks what is not given, and writes a file with comments.

    It goes among your own drills, where `list` and `play` find it.
    """
    from reactdrill.cli.library import library
    from reactdrill.station.own_drills import make_new

    template, answers = _answers(given)
    path = Path(make_new(template, answers, library(), out).path)
    name = path.stem
    run = f"circuits/{name}" if template == "circuit" else name
    click.echo(
        f"{path}\nChange it as you like. Then: reactdrill check {path}; reactdrill play {run if out is None else path}"
    )
    return 0


def _answers(given: dict[str, Any]) -> tuple[TemplateName, Answers]:
    from reactdrill.drill.new_file import TITLES, WITH_TARGETS, Answers

    title = given["title"] or click.prompt("What is it called")
    template: Any = given["template"]
    if template is None:
        for kind, words in TITLES.items():
            click.echo(f"  {kind:<10} {words}")
        template = click.prompt(
            "What kind", type=click.Choice(list(TEMPLATES)), default="lights", show_choices=False
        )
    answers: dict[str, Any] = {"title": title.strip(), "colour": given["colour"]}
    if given["calls"]:
        answers["calls"] = tuple(word.strip() for word in given["calls"].split(","))
    if template != "circuit":
        answers["component"] = given["component"] or click.prompt(
            "Where does it belong", type=click.Choice(COMPONENTS), default="reaction"
        )
        answers["trials"] = given["trials"] or click.prompt(
            "How many trials", type=WholeNumber(1, 1000), default=24
        )
    if template in WITH_TARGETS:
        answers["targets"] = given["targets"] or click.prompt(
            "How many targets", type=WholeNumber(2, 8), default=4
        )
    return template, Answers(**answers)
