"""Drills that extend others, and drills changed for one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill_text import drill_of, drill_text
from reactdrill.drill.file import changed_drill, parse_drill
from reactdrill.drill.library import Library
from reactdrill.drill.variant import merged, parse_changes
from reactdrill.errors import DrillFileError, UsageError

VARIANT = 'format = 1\nextends = "{base}"\nname = "{name}"\ntitle = "A variant"\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def library(folder: Path, **variants: str) -> Library:
    """`base`, and variants: each says what it extends and what it changes, a line each."""
    write(folder, "base", drill_text(name='"base"'))
    for name, said in variants.items():
        base, _, changes = said.partition("\n")
        write(folder, name, VARIANT.format(base=base, name=name) + changes)
    return Library((folder,))


def test_tables_are_merged_and_lists_replaced() -> None:
    base = {"a": {"b": 1, "c": [1, 2]}, "d": 1}
    assert merged(base, {"a": {"c": [3]}, "d": {"e": 2}}) == {"a": {"b": 1, "c": [3]}, "d": {"e": 2}}
    assert base == {"a": {"b": 1, "c": [1, 2]}, "d": 1}


def test_a_variant_says_only_what_differs(tmp_path: Path) -> None:
    short = library(tmp_path, short="base\nuntil = { trials = 3 }\nwindow = { min_rt_ms = 120 }").load(
        "short"
    )
    assert (short.drill.name, short.drill.title, short.drill.variant_of) == ("short", "A variant", "base")
    assert (short.drill.until.trials, short.drill.window.min_rt_ms) == (3, 120)
    assert short.drill.window.response_ms == 2000


def test_the_text_that_is_kept_needs_no_other_file(tmp_path: Path) -> None:
    short = library(tmp_path, short="base\nuntil = { trials = 3 }").load("short")
    alone = parse_drill(short.text)
    assert alone.drill == short.drill
    assert alone.sha256 == short.sha256
    assert alone.plan(5) == short.plan(5)


def test_a_variant_of_a_variant(tmp_path: Path) -> None:
    found = library(
        tmp_path, one="base\nuntil = { trials = 3 }", two="one\nwindow = { lapse_ms = 500 }"
    ).load("two")
    assert (found.drill.until.trials, found.drill.window.lapse_ms, found.drill.variant_of) == (3, 500, "one")


def test_version_and_level_belong_to_each_drill(tmp_path: Path) -> None:
    known = library(tmp_path, mine="base")
    write(
        tmp_path,
        "base",
        drill_text(
            name='"base"', version="7", level_rule='{ next = "mine" }', progress="{ practice_runs = 2 }"
        ),
    )
    drill = known.load("mine").drill
    assert (drill.version, drill.level_rule, drill.progress) == (1, None, None)


def test_a_base_beside_the_file_comes_before_the_library(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    known = library(shelf)
    write(tmp_path, "base", drill_text(name='"base"', until="{ trials = 77 }"))
    path = write(tmp_path, "mine", VARIANT.format(base="base", name="mine"))
    assert known.load_file(path).drill.until.trials == 77


@pytest.mark.parametrize(
    ("variants", "words"),
    [
        (
            {"a": "nowhere"},
            "a.toml:2: extends: there is no drill 'nowhere'; `reactdrill list` shows them all",
        ),
        ({"a": "a"}, "a.toml:2: extends: leads in a circle: a -> a; extend a drill that stands on its own"),
        ({"a": "b", "b": "c", "c": "b"}, "leads in a circle: a -> b -> c -> b"),
        ({"a": "base\nuntill = { trials = 3 }"}, "a.toml:5: untill: unknown key; did you mean 'until'?"),
        ({"a": "base\nuntil = { trials = -3 }"}, "a.toml:5: until.trials: -3 is out of range"),
    ],
)
def test_what_cannot_be_a_variant(tmp_path: Path, variants: dict[str, str], words: str) -> None:
    with pytest.raises(DrillFileError) as caught:
        library(tmp_path, **variants).load("a")
    assert words in str(caught.value)


def test_a_broken_variant_breaks_no_list(tmp_path: Path) -> None:
    known = library(tmp_path, a="a", good="base")
    assert [each.drill.name for each in known.drills()] == ["good", "base"]
    assert len(known.broken) == 1


def test_changes_for_one_run() -> None:
    changes = parse_changes(
        ("until.trials=3", 'order={ kind = "random" }', "feedback = rt", "catch.share=0.25")
    )
    assert changes == {
        "until": {"trials": 3},
        "order": {"kind": "random"},
        "feedback": "rt",
        "catch": {"share": 0.25},
    }
    file = drill_of()
    changed = changed_drill(file, changes, "made-up with --set")
    assert (changed.drill.until.trials, changed.drill.feedback, changed.changes) == (3, "rt", changes)
    assert changed.sha256 != file.sha256
    assert parse_drill(changed.text).drill == changed.drill


@pytest.mark.parametrize("said", ["until.trials", "=3", "until.trials=", "until..trials=3"])
def test_what_is_no_change(said: str) -> None:
    with pytest.raises(UsageError, match="write KEY=VALUE"):
        parse_changes((said,))


def test_the_number_of_trials_has_another_name() -> None:
    assert parse_changes(("trials.count=30",)) == {"until": {"trials": 30}}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("trails.count=30", "four with --set: trails: unknown key"),
        ("until.trails=30", "four with --set: until.trails: unknown key; did you mean 'trials'?"),
        ("until.trials=many", "four with --set: until.trials: a whole number is wanted, not 'many'"),
        ("foreperiod.kind=fixed", "foreperiod.ms: is missing in a fixed foreperiod"),
    ],
)
def test_a_change_that_makes_no_drill(said: str, words: str) -> None:
    with pytest.raises(DrillFileError) as caught:
        changed_drill(drill_of(), parse_changes((said,)), "four with --set")
    assert words in str(caught.value)
