"""`reactdrill check` as somebody meets it who writes a first drill."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from command import EXAMPLES, Command
from reactdrill.assets import data_dir

FOUR_CHOICE = data_dir("drills") / "reaction" / "four-choice.toml"
SCRIPT = (EXAMPLES / "first-steps.toml").read_text(encoding="utf-8")


def edited(folder: Path, old: str, new: str, name: str = "mine.toml") -> Path:
    """The four-choice drill with one thing changed."""
    text = FOUR_CHOICE.read_text(encoding="utf-8")
    assert old in text
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_good_drill(command: Command) -> None:
    said = command("check", FOUR_CHOICE)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{FOUR_CHOICE}: good (Four-choice reaction, reaction, sensor)\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "', 'titel = "', "titel: unknown key; did you mean 'title'?"),
        (
            'component = "reaction"',
            'component = "reactoin"',
            "component: 'reactoin' is not known here; did you mean 'reaction'?",
        ),
        ("format = 1", "format = 2", "format: 2 is not known here; it can be 1"),
        ("format = 1", "format = 1\nversion = 1.5", "version: a whole number is wanted, not 1.5"),
        ('component = "reaction"', "component = 3", "component: "),
        ("min_ms = ", "min_ms = -", "foreperiod.min_ms: "),
        ("[text]", "[text", "this is not TOML: "),
    ],
)
def test_one_mistake_is_said_with_its_line_and_a_way_out(
    command: Command, tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = edited(tmp_path, old, new)
    said = command("check", path)
    assert (said.code, said.err) == (2, "")
    line = next(each for each in said.out.splitlines() if words in each)
    number = int(line.removeprefix(f"{path}:").partition(":")[0])
    wrong = new.rpartition("\n")[2]
    assert wrong in path.read_text(encoding="utf-8").splitlines()[number - 1] or "not TOML" in words


@pytest.mark.parametrize(
    ("cue", "words", "hint"),
    [
        ('{ sound = { tone = "honk" } }', "sound.tone: no tone is called 'honk'", "there are: beep, "),
        ('{ sound = { say = "lefft" } }', "sound.say: no word is called 'lefft'", "did you mean left"),
        ('{ show = { image = "arow" } }', "show.image: no image is called 'arow'", "; "),
    ],
)
def test_a_sound_or_image_that_is_not_there(
    command: Command, tmp_path: Path, cue: str, words: str, hint: str
) -> None:
    text = FOUR_CHOICE.read_text(encoding="utf-8")
    (steps,) = (line for line in text.splitlines() if line.startswith("steps = "))
    target = steps[steps.index("target = ") :].partition(" }")[0]
    path = edited(tmp_path, steps, f"steps = [{cue[:-2]}, {target} }}]")
    for said in (command("check", path), command("play", path)):
        assert said.code == 2
        assert words in said.out + said.err
        assert hint in said.out + said.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty; `reactdrill list` shows drills to start from"),
        (bytes(range(256)), "this is not a text file; a TOML file is wanted"),
        ("title = 'é'".encode("latin-1"), "this is not UTF-8 text; save it as UTF-8"),
    ],
    ids=["empty", "binary", "latin-1"],
)
@pytest.mark.parametrize("name", ["check", "play", "replay"])
def test_files_that_are_no_text(
    command: Command, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    said = command(name, path)
    assert said.code == 2
    assert words in said.out + said.err


def test_all_mistakes_of_several_files_and_a_count(command: Command, tmp_path: Path) -> None:
    bad = edited(tmp_path, 'title = "', 'titel = "')
    missing = tmp_path / "none.toml"
    said = command("check", FOUR_CHOICE, bad, missing)
    assert said.code == 2
    lines = said.out.splitlines()
    assert lines[0].startswith(f"{FOUR_CHOICE}: good")
    assert [line for line in lines if line.startswith(f"{bad}:")] == lines[1:3]
    assert lines[3] == f"{missing}: cannot be read: No such file or directory"
    assert lines[4] == "1 of 3 files are good"


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("example", ["first-steps.toml", "cue-times.csv"])
def test_windows_files_are_good_too(
    command: Command, tmp_path: Path, begin: bytes, end: bytes, example: str
) -> None:
    for source in (FOUR_CHOICE, EXAMPLES / example):
        path = tmp_path / source.name
        path.write_bytes(begin + source.read_bytes().replace(b"\n", end))
        assert command("check", path).code == 0


def test_a_folder_is_searched(command: Command, tmp_path: Path) -> None:
    shutil.copy(FOUR_CHOICE, tmp_path)
    (tmp_path / "deep").mkdir()
    shutil.copy(EXAMPLES / "first-steps.toml", tmp_path / "deep")
    shutil.copy(EXAMPLES / "cue-times.csv", tmp_path / "deep")
    (tmp_path / "export.csv").write_text("run,drill\n1,2\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no drill", encoding="utf-8")
    said = command("check", tmp_path, tmp_path / "four-choice.toml")
    assert said.code == 0
    assert said.out.splitlines()[-1] == "3 of 3 files are good"
    assert "script of four-choice: First steps, 3 trials" in said.out
    assert "script of four-choice: cue-times, 4 trials" in said.out


def test_a_folder_without_drills(command: Command, tmp_path: Path) -> None:
    assert command("check", tmp_path).refusal() == f"{tmp_path}: no drill file or script is there"


def test_a_script_is_checked_as_a_script(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "script.toml"
    path.write_text(SCRIPT.replace('"left", ms', '"lefft", ms'), encoding="utf-8")
    said = command("check", path)
    assert said.code == 2
    assert (
        said.out
        == f"{path}:11: trials[1].respond[1].target: there is no target 'lefft'; did you mean 'left'?\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SCRIPT.replace("[[trials]]", "[[trails]]"), "trails: unknown key; did you mean 'trials'?"),
        (SCRIPT.replace('drill = "four', 'dril = "four'), "dril: unknown key; did you mean 'drill'?"),
    ],
)
def test_a_misspelt_script_is_still_taken_for_one(
    command: Command, tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "script.toml"
    path.write_text(text, encoding="utf-8")
    assert words in command("check", path).out


def test_drills_and_scripts_taken_for_each_other(command: Command) -> None:
    script = EXAMPLES / "first-steps.toml"
    assert (
        command("play", script).refusal()
        == f"{script}: this is a script, not a drill; `reactdrill replay` runs scripts"
    )
    assert (
        command("replay", FOUR_CHOICE, "--headless")
        .refusal()
        .startswith(f"{FOUR_CHOICE}: this is a drill, not a script; ")
    )


def test_a_file_that_may_not_be_read(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edited(tmp_path, "format", "format")

    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = command("check", path)
    assert (said.code, said.out) == (2, f"{path}: cannot be read: Permission denied\n")
