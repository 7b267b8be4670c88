"""`reactdrill list`: what there is, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Command
from drill_text import drill_text
from reactdrill.drill.model import COMPONENT_TITLES
from reactdrill.station.folders import config_dir, data_dir

KEYS = [
    "name",
    "title",
    "component",
    "level",
    "modes",
    "trains",
    "goal",
    "impact",
    "equipment",
    "summary",
    "path",
]


@pytest.fixture
def own() -> Path:
    folder = data_dir() / "drills"
    folder.mkdir()
    return folder


def listed(command: Command, *arguments: str) -> list[dict[str, object]]:
    said = command("list", "--json", *arguments)
    rows = json.loads(said.out)
    assert said.code == (0 if rows else 1)
    assert isinstance(rows, list)
    return rows


def test_every_drill_stands_under_its_component(command: Command) -> None:
    said = command("list")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line for line in lines if line in COMPONENT_TITLES.values()] == [
        COMPONENT_TITLES[name] for name in sorted(COMPONENT_TITLES)
    ]
    end = lines.index("reactdrill play NAME runs one")
    names = [line.split()[0] for line in lines[:end] if line.startswith("  ")]
    assert sorted(names) == sorted(str(row["name"]) for row in listed(command))


def test_circuits_stand_below_the_drills(command: Command) -> None:
    lines = command("list").out.splitlines()
    first = lines.index("Circuits") + 1
    assert any(line.startswith("  office-break ") for line in lines[first:])
    assert lines[-1] == "reactdrill play circuits/NAME runs one"
    assert "Circuits" not in command("list", "--component", "balance").out


def test_programs_get_every_key(command: Command) -> None:
    rows = listed(command)
    assert len(rows) >= 8
    for row in rows:
        assert list(row) == KEYS
        assert Path(str(row["path"])).is_file()


@pytest.mark.parametrize("word", ["core", "Core", " CORE ", "core stability", "Core stability"])
def test_a_component_by_its_name_or_title(command: Command, word: str) -> None:
    rows = listed(command, "--component", word)
    assert rows
    assert {row["component"] for row in rows} == {"core"}


@pytest.mark.parametrize("tag", ["jump", "reaction time", "injury prevention", "Jump"])
def test_a_tag_is_what_is_trained_a_goal_or_an_impact(command: Command, tag: str) -> None:
    rows = listed(command, "--tag", tag)
    assert rows
    for row in rows:
        tags = [row["trains"], row["goal"], row["impact"]]
        assert any(tag.lower() in each for each in tags if isinstance(each, list))


def test_filters_narrow_together(command: Command, own: Path) -> None:
    (own / "a.toml").write_text(
        drill_text(name='"a"', component='"reaction"', trains='["footwork"]', equipment='["4 Dance mats"]'),
        encoding="utf-8",
    )
    found = listed(command, "--component", "reaction", "--tag", "footwork", "--equipment", "dance MAT")
    assert [row["name"] for row in found] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--component", "agilty"], "no component is called 'agilty'; did you mean 'agility'?"),
        (["--component", "zzz"], "no component is called 'zzz'; known are balance, agility, core, "),
        (["--tag", "jmup"], "no tag is called 'jmup'; did you mean 'jump'?"),
        (["--tag", "zzz"], "no tag is called 'zzz'; known are coordination, "),
    ],
)
def test_an_unknown_word_names_the_nearest(command: Command, arguments: list[str], words: str) -> None:
    assert command("list", *arguments).refusal().startswith(words)


def test_equipment_that_nothing_needs(command: Command, own: Path) -> None:
    (own / "a.toml").write_text(drill_text(name='"a"', equipment='["Trampoline"]'), encoding="utf-8")
    assert command("list", "--equipment", "trampolin").code == 0
    assert command("list", "--equipment", "tramboline").err == "no drill fits; did you mean 'trampoline'?\n"
    assert command("list", "--equipment", "zzzz").err == "no drill fits\n"
    said = command("list", "--equipment", "zzzz", "--json")
    assert (said.code, said.out) == (1, "[]\n")


def test_a_broken_drill_is_told_beside_the_good_ones(command: Command, own: Path) -> None:
    (own / "bad.toml").write_text("format = 1\n", encoding="utf-8")
    said = command("list")
    assert said.code == 0
    assert "four-choice" in said.out
    assert f"{own / 'bad.toml'}: name: is missing; add it" in said.err.splitlines()


def test_folders_of_the_settings_are_searched(command: Command, tmp_path: Path) -> None:
    (tmp_path / "club").mkdir()
    (tmp_path / "club" / "ours.toml").write_text(drill_text(name='"ours"'), encoding="utf-8")
    folders = json.dumps([str(tmp_path / "club")])
    (config_dir() / "settings.toml").write_text(f"[folders]\ndrills = {folders}\n", encoding="utf-8")
    assert "ours" in {row["name"] for row in listed(command)}
