from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from drill_text import TRIAL, drill_text, line_with, said
from reactdrill.drill.file import load_drill
from reactdrill.drill.toml_file import known_keys, parse_toml, read_toml, render_key, validate
from reactdrill.drill.values import Slug, Strict
from reactdrill.errors import DrillFileError

COMPONENTS = "balance, agility, core, movement, proprioception, reaction"


def refusal(path: Path) -> str:
    with pytest.raises(DrillFileError) as caught:
        load_drill(path)
    (problem,) = caught.value.problems
    assert caught.value.exit_code == 2
    return problem.render(path.name)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a.toml: the file is empty; `reactdrill list` shows drills to start from"),
        (b" \r\n\t", "a.toml: the file is empty; `reactdrill list` shows drills to start from"),
        (b"\xef\xbb\xbf\n", "a.toml: the file is empty; `reactdrill list` shows drills to start from"),
        (b"RIFF\0\0\x01WAVE", "a.toml: this is not a text file; a TOML file is wanted"),
        (b"a = 1\n" * 700_000, "a.toml: this is not a text file; a TOML file is wanted"),
        ("a = 1\nb = 'é'\n".encode("latin-1"), "a.toml:2: this is not UTF-8 text; save it as UTF-8"),
        ("name = 'x'\n".encode("utf-16"), "a.toml: this is not a text file; a TOML file is wanted"),
    ],
    ids=["empty", "blank", "only a BOM", "binary", "huge", "latin-1", "utf-16"],
)
def test_files_that_are_no_toml_text(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    assert refusal(path) == words


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(tmp_path / "none.toml")
    assert "cannot be read: Is a directory" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name = \n", 1),
        ("a = 1\nb == 2\n", 2),
        ("a = 1\n[b\n", 2),
        ('a = "x\ny"\n', 1),
        ("a = 1\na = 2\n", 2),
        ("a = [1,\n2,\n", 3),
    ],
)
def test_broken_toml_names_the_line(text: str, line: int) -> None:
    with pytest.raises(DrillFileError) as caught:
        parse_toml(text, "a.toml", DrillFileError)
    (problem,) = caught.value.problems
    assert problem.problem.startswith("this is not TOML: ")
    assert problem.line in (line, line + 1)
    assert "toml.io" in problem.hint


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    text = drill_text()
    unix, windows = tmp_path / "unix.toml", tmp_path / "windows.toml"
    unix.write_bytes(text.encode())
    windows.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    one, other = load_drill(unix), load_drill(windows)
    assert one.drill == other.drill
    assert one.sha256 == other.sha256
    assert one.text == other.text


def test_the_hash_is_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(drill_text(title='"One"'), encoding="utf-8")
    first = load_drill(path).sha256
    path.write_text(drill_text(title='"Two"'), encoding="utf-8")
    assert load_drill(path).sha256 != first


def test_keys_are_shown_as_people_count() -> None:
    assert render_key(("trial", 1, "steps", 0, "role")) == "trial[2].steps[1].role"
    assert render_key(()) == ""


def test_every_mistake_is_said_at_once_with_its_line() -> None:
    text = drill_text(
        title="7",
        component='"reflexes"',
        tags='["fast"]',
        until="{ trials = 8.5, hits = 0 }",
        sources='[{ text = "Nobody." }]',
    )
    assert said(text) == [
        f":{line_with(text, 'title')}: title: text in quotes is wanted, not 7",
        f":{line_with(text, 'component')}: component: 'reflexes' is not known here; it can be {COMPONENTS}",
        f":{line_with(text, 'sources')}: sources[1].marker: is missing; add it",
        f":{line_with(text, 'until')}: until.trials: a whole number is wanted, not 8.5",
        f":{line_with(text, 'until')}: until.hits: 0 is out of range: should be greater than or equal to 1",
        f":{line_with(text, 'tags')}: tags: unknown key; did you mean 'task'?",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"windwo": "{ iti_ms = 5 }"}, "windwo: unknown key; did you mean 'window'?"),
        ({"window": "{ respones_ms = 5 }"}, "window.respones_ms: unknown key; did you mean 'response_ms'?"),
        ({"window": "[1]"}, "window: a table is wanted, not [1]"),
        ({"trains": '"balance"'}, "trains: a list in square brackets is wanted, not 'balance'"),
        ({"trains": "[]"}, "trains: must not be empty"),
        ({"shared_plan": '"yes"'}, "shared_plan: true or false is wanted, without quotes, not 'yes'"),
        ({"name": '"Made Up"'}, "name: 'Made Up' is not a name; use lower case letters, digits"),
        ({"title": f'"{"x" * 61}"'}, "title: is too long (at most 60)"),
        ({"text": '{ summary = "", instructions = ["Press."] }'}, "text.summary: must not be empty"),
        ({"format": "2"}, "format: 2 is not known here; it can be 1"),
        ({"format": None}, "format: is missing; add it"),
        ({"zzz": "1"}, "zzz: unknown key; keys here are format, name, title"),
    ],
)
def test_a_mistake_in_words(changes: dict[str, str | None], words: str) -> None:
    (line,) = said(drill_text(TRIAL, **changes))
    assert words in line


def test_a_mistake_deep_in_an_inline_table_has_its_own_line() -> None:
    text = drill_text("""\
[[trial]]
name = "light"
steps = [
  { light = {}, target = "left" },
  { light = {}, rolle = "go", target = "right" },
]
""")
    assert said(text) == [
        f":{line_with(text, 'rolle')}: trial[1].steps[2].rolle: unknown key; did you mean 'role'?"
    ]


def test_a_wrong_branch_of_a_union_is_one_mistake() -> None:
    text = drill_text("""\
[[trial]]
name = "light"
begin = { hodl = "left" }
steps = [{ light = {}, target = "left" }]
""")
    (line,) = said(text)
    assert line == f":{line_with(text, 'hodl')}: trial[1].begin.hodl: unknown key; did you mean 'hold'?"


def test_a_wrong_word_in_a_union_is_one_mistake() -> None:
    trial = """\
[[trial]]
name = "light"
begin = "automatic"
steps = [{ light = {}, target = "left" }]
"""
    (line,) = said(drill_text(trial))
    assert "trial[1].begin: 'automatic' is not known here; did you mean 'auto'?" in line


class Inner(Strict):
    name: Slug
    size: Annotated[float, Field(gt=0)] = 1.0


class Outer(Strict):
    kind: Literal["a", "b"] = "a"
    inner: list[Inner] = Field(default_factory=list)
    either: Inner | str | None = None


def test_known_keys_of_nested_tables() -> None:
    assert known_keys(Outer, ()) == ("kind", "inner", "either")
    assert known_keys(Outer, ("inner", 0)) == ("name", "size")
    assert known_keys(Outer, ("either",)) == ("name", "size")
    assert known_keys(Outer, ("kind",)) == ()


def test_validate_gives_the_model_or_the_problems() -> None:
    good = parse_toml("kind = 'b'\n[[inner]]\nname = 'x'\n", "f", DrillFileError)
    model, problems = validate(Outer, good)
    assert model is not None
    assert not problems
    assert model.inner[0].name == "x"
    bad = parse_toml("[[inner]]\nname = 'x'\nsize = -1\n", "f", DrillFileError)
    model, problems = validate(Outer, bad)
    assert model is None
    assert [(each.key, each.line) for each in problems] == [("inner[1].size", 3)]


def test_long_values_are_cut_in_messages() -> None:
    text = drill_text(until=f'"{"x" * 200}"')
    (line,) = said(text)
    assert len(line) < 140
    assert "..." in line


def test_reading_keeps_the_place_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = 1\n", encoding="utf-8")
    assert read_toml(path, DrillFileError).path == path
