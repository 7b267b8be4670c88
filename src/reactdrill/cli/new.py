"""`reactdrill new`: a commented drill file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reactdrill.cli.options import WholeNumber

if TYPE_CHECKING:
    from reactdrill.drill.new_file import Answers, TemplateName

COMPONENTS = ("balance", "agility", "core", "movement", "proprioception", "reaction")
TEMPLATES = ("lights", "go-no-go", "home-base", "calls", "circuit")


@click.command()
@click.option("--title", help="What people call it.")
@click.option("--template", type=click.Choice(TEMPLATES), help="What kind of drill.")
@click.option("--component", type=click.Choice(COMPONENTS), help="Where it belongs.")
@click.option("--targets", type=WholeNumber(2, 8), help="How many targets.")
@click.option("--trials", type=WholeNumber(1, 1000), help="How many trials.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
def new(out: Path | None, **given: Any) -> int:  # noqa: ANN401 - click's values
    """Make a drill or a circuit of your own: asks what is not given, and writes a file with comments.

    It goes among your own drills, where `list` and `play` find it.
    """
    from reactdrill.drill.new_file import filled_in, slug
    from reactdrill.errors import UsageError

    template, answers = _answers(given)
    name = slug(answers.title)
    if not name:
        raise UsageError(f"{answers.title!r} gives no name: use some letters or digits of the Latin alphabet")
    path = out or _place(template, name)
    if path.stem != name:
        raise UsageError(f"{path}: a file is called as its drill: {name}.toml")
    _write(path, filled_in(template, answers))
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
    answers: dict[str, Any] = {"title": title.strip()}
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


def _place(template: str, name: str) -> Path:
    from reactdrill.drill.names import CIRCUITS
    from reactdrill.station.folders import data_dir, private_folder

    folder = data_dir() / "drills"
    return private_folder(folder / CIRCUITS if template == "circuit" else folder) / f"{name}.toml"


def _write(path: Path, text: str) -> None:
    """A file that is there already is never written over."""
    from reactdrill.errors import UsageError
    from reactdrill.station.folders import advice, reason

    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; choose another title, or delete it") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({reason(error)}); {advice(error)}") from error
