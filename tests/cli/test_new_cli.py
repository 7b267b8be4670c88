"""`reactdrill new`: what it makes can be checked and played."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from command import Command
from reactdrill.assets import known_words
from reactdrill.cli.new import COMPONENTS, TEMPLATES, new
from reactdrill.drill.library import Library
from reactdrill.drill.model import COMPONENT_TITLES
from reactdrill.drill.new_file import CALLS, FOLDER, Answers, TemplateName, filled_in, slug
from reactdrill.station.folders import data_dir

DRILLS = [name for name in TEMPLATES if name != "circuit"]


def test_the_choices_are_those_there_are() -> None:
    assert (
        sorted(TEMPLATES) == sorted(get_args(TemplateName)) == sorted(path.stem for path in FOLDER.iterdir())
    )
    assert sorted(COMPONENTS) == sorted(COMPONENT_TITLES)


@pytest.mark.parametrize("template", DRILLS)
@pytest.mark.parametrize("component", COMPONENTS)
def test_every_template_can_be_played(command: Command, template: str, component: str) -> None:
    said = command(
        "new",
        "--title",
        "Mine",
        "--template",
        template,
        "--component",
        component,
        "--trials",
        "6",
        "--targets",
        "5",
    )
    assert said.code == 0, said
    path = data_dir() / "drills" / "mine.toml"
    assert command("check", path).code == 0
    file = Library((data_dir() / "drills",)).load("mine")
    plan = file.plan(3)
    assert len(plan.lanes[0].trials) == 6
    assert file.drill.component == component


def test_a_circuit_from_the_template_can_be_played(command: Command) -> None:
    assert command("new", "--title", "My way", "--template", "circuit").code == 0
    said = command("check", data_dir() / "drills" / "circuits" / "my-way.toml")
    assert said.code == 0, said
    assert "my-way" in command("list").out


@pytest.mark.parametrize("colour", ["orange", "green"])
def test_the_lights_have_the_colour_that_is_said(command: Command, colour: str) -> None:
    arguments = ("--title", "Mine", "--component", "core", "--trials", "6", "--targets", "2")
    assert command("new", "--template", "go-no-go", *arguments, "--colour", colour).code == 0
    drill = Library((data_dir() / "drills",)).load("mine").drill
    lights = [step.light.colour for trial in drill.trial for step in trial.steps if step.light is not None]
    assert lights[0] == colour
    assert lights[1] != colour


def test_calls_are_those_that_are_said(command: Command) -> None:
    arguments = ("--title", "Mine", "--template", "calls", "--component", "core", "--trials", "6")
    assert command("new", *arguments, "--calls", "hop, lunge").code == 0
    assert 'vary.move = ["hop", "lunge"]' in (data_dir() / "drills" / "mine.toml").read_text()


def test_what_would_not_pass_the_check_is_not_written(command: Command) -> None:
    arguments = ("--title", "Mine", "--template", "calls", "--component", "core", "--trials", "6")
    assert "mine.toml" in command("new", *arguments, "--calls", "hop").refusal()
    assert not (data_dir() / "drills" / "mine.toml").exists()


def test_every_call_is_a_word_of_the_program() -> None:
    assert set(CALLS) <= set(known_words())


def test_what_is_not_given_is_asked() -> None:
    said = CliRunner().invoke(new, input="Léo's four\ngo-no-go\nbalance\n12\n3\n", standalone_mode=False)
    assert said.return_value == 0, said.output
    text = (data_dir() / "drills" / "leo-s-four.toml").read_text(encoding="utf-8")
    assert 'title = "Léo\'s four"' in text
    assert text.count("[[targets]]") == 3


def test_nothing_is_written_over(command: Command) -> None:
    arguments = ("new", "--title", "Mine", "--template", "calls", "--component", "core", "--trials", "6")
    assert command(*arguments).code == 0
    assert "is there already" in command(*arguments).refusal()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--title", "日本"), "gives no name"),
        (("--title", "Mine", "--out", "other.toml"), "a file is called as its drill: mine.toml"),
        (("--title", "Mine", "--out", "no/such/folder/mine.toml"), "cannot be written"),
    ],
)
def test_what_cannot_be_made(command: Command, arguments: tuple[str, ...], words: str) -> None:
    said = command("new", "--template", "calls", "--component", "core", "--trials", "6", *arguments)
    assert words in said.refusal()


@pytest.mark.parametrize(
    ("title", "name"),
    [("My Four Lights!", "my-four-lights"), ("Größe 3", "grosse-3"), ("---", ""), ("a" * 90, "a" * 60)],
)
def test_names_from_titles(title: str, name: str) -> None:
    assert slug(title) == name


def test_quotes_and_backslashes_in_a_title_stay(tmp_path: Path) -> None:
    path = tmp_path / "a-b.toml"
    path.write_text(filled_in("lights", Answers('A "b" \\')), encoding="utf-8")
    assert Library((tmp_path,)).load("a-b").drill.title == 'A "b" \\'
