"""`reactdrill replay`: scripts headless, what is written and compared, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from command import EXAMPLES, Command
from reactdrill.assets import data_dir
from reactdrill.cli import run
from reactdrill.station.folders import runs_dir

FIRST = EXAMPLES / "first-steps.toml"
EXPECTED = EXAMPLES / "first-steps.expected.jsonl"


def test_a_script_gives_a_table(command: Command) -> None:
    said = command("replay", FIRST, "--headless")
    assert (said.code, said.err) == (0, "")
    assert "median 312.4 ms" in said.out
    assert "SIMULATED" in said.out
    assert "3: 1 hits, 1 misses, 1 wrong targets" in said.out


@pytest.mark.parametrize("name", ["first-steps.toml", "thresholds.toml", "faults.toml", "cue-times.csv"])
def test_what_is_written_is_what_is_expected(command: Command, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.jsonl"
    assert command("replay", EXAMPLES / name, "--headless", "--out", out).code == 0
    assert out.read_bytes() == (EXAMPLES / f"{Path(name).stem}.expected.jsonl").read_bytes()
    assert command("replay", EXAMPLES / name, "--headless", "--expect", out).code == 0


def test_the_lines_alone_on_the_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["replay", str(FIRST), "--headless", "--out", "-"]) == 0
    assert capfdbinary.readouterr().out == EXPECTED.read_bytes()


def test_the_same_as_expected_is_said(command: Command) -> None:
    said = command("replay", FIRST, "--headless", "--expect", EXPECTED)
    assert (said.code, said.out, said.err) == (0, "First steps: as expected\n", "")


def changed(folder: Path, old: str, new: str) -> Path:
    text = EXPECTED.read_text(encoding="utf-8")
    assert old in text
    path = folder / "changed.jsonl"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"rt_ns":312400000',
            '"rt_ns":312500000',
            "lane athlete, trial 1, attempt 1: rt_ns is 312.400 ms, expected 312.500 ms",
        ),
        (
            '"outcome":"hit"',
            '"outcome":"miss"',
            "lane athlete, trial 1, attempt 1: outcome is 'hit', expected 'miss'",
        ),
        (
            '"mode":"sensor"',
            '"mode": "sensor"',
            "the same values in other bytes: written by another version, ",
        ),
    ],
)
def test_a_difference_is_said_in_words(
    command: Command, tmp_path: Path, old: str, new: str, said: str
) -> None:
    found = command("replay", FIRST, "--headless", "--expect", changed(tmp_path, old, new))
    assert (found.code, found.err) == (1, "")
    head, line = found.out.splitlines()
    assert head == "First steps: 1 difference"
    assert line.startswith(f"  {said}")


def test_many_differences_are_cut(command: Command, tmp_path: Path) -> None:
    text = EXPECTED.read_text(encoding="utf-8").splitlines()[0]
    lines = [text.replace('"trial":0', f'"trial":{number}') for number in range(3, 80)]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = command("replay", FIRST, "--headless", "--expect", path)
    assert said.out.splitlines()[0] == "First steps: 80 differences"
    assert said.out.splitlines()[-1] == "  and 30 more"


def test_strays_are_compared(command: Command, tmp_path: Path) -> None:
    stray = (
        '{"type":"stray","lane":"athlete","at_ns":5,"target":"up","action":"press","device":"d","control":"c",'
        '"source":"s","uncertainty_ns":0,"reason":"late","after_trial":null}\n'
    )
    path = tmp_path / "more.jsonl"
    path.write_bytes(EXPECTED.read_bytes() + stray.encode())
    said = command("replay", FIRST, "--headless", "--expect", path)
    assert said.code == 1
    assert said.out.splitlines()[1:] == ["  0 strays recorded, 1 expected"]


def test_windows_line_ends_and_a_missing_last_one_change_nothing(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + EXPECTED.read_bytes().replace(b"\n", b"\r\n").rstrip())
    assert command("replay", FIRST, "--headless", "--expect", path).code == 0


def test_the_old_expectation_is_read_before_the_new_one_is_written(command: Command, tmp_path: Path) -> None:
    path = changed(tmp_path, '"outcome":"hit"', '"outcome":"miss"')
    assert command("replay", FIRST, "--headless", "--expect", path, "--out", path).code == 1
    assert path.read_bytes() == EXPECTED.read_bytes()


def test_a_saved_run_is_among_the_results_and_is_what_a_script_expects(command: Command) -> None:
    assert command("replay", FIRST, "--headless", "--save").code == 0
    (row,) = json.loads(command("results", "list", "--json").out)
    assert (row["origin"], row["simulated"], row["status"]) == ("replay", True, "complete")
    (journal,) = runs_dir().rglob("*.jsonl")
    assert command("replay", FIRST, "--headless", "--expect", journal).code == 0
    assert command("rescore", "last").code == 0


# ---- refusals


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory; make it with --out"),
        (b"", "the file is empty; make one with --out"),
        (b"\n\n", "the file is empty; make one with --out"),
        (bytes(range(256)) * 9, "this holds no trial lines; make one with --out"),
        (b"hello\n", "this holds no trial lines; make one with --out"),
        (b'{"type":"header"}\n', "this holds no trial lines; make one with --out"),
        (EXPECTED.read_bytes()[:-9], "damaged: not a line of JSON ("),
        (b"x\n" + EXPECTED.read_bytes(), "damaged: not a line of JSON ("),
    ],
    ids=["missing", "empty", "blank", "binary", "text", "header", "cut", "garbage before"],
)
def test_an_expectation_that_is_none(
    command: Command, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "expected.jsonl"
    if content is not None:
        path.write_bytes(content)
    refusal = command("replay", FIRST, "--headless", "--expect", path, "--out", tmp_path / "out").refusal()
    assert refusal.startswith(str(path))
    assert said in refusal
    assert not (tmp_path / "out").exists()


def test_a_damaged_expectation_is_shown_by_its_line(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "expected.jsonl"
    path.write_bytes(EXPECTED.read_bytes()[:-9])
    assert command("replay", FIRST, "--headless", "--expect", path).refusal().startswith(f"{path}:3: damaged")


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("", "cannot be written (it is a folder); name a file in it"),
        ("none/out.jsonl", "cannot be written (its folder is not there); make the folder "),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_played(
    command: Command, tmp_path: Path, where: str, said: str, *, live: bool
) -> None:
    mode = [] if live else ["--headless"]
    refusal = command("replay", FIRST, *mode, "--out", tmp_path / where).refusal(4)
    assert refusal.startswith(f"{tmp_path / where}: {said}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_disk_that_is_full(command: Command) -> None:
    said = command("replay", FIRST, "--headless", "--out", "/dev/full").refusal(4)
    assert said == "/dev/full: cannot be written (No space left on device); the disk is full: make some space"
    assert not Path("/dev/full").is_file()


def test_a_write_that_fails_half_way_leaves_the_old_file(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")

    def full(path: Path, data: bytes) -> int:
        path.open("wb").close()
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "the disk is full" in command("replay", FIRST, "--headless", "--out", out).refusal(4)
    assert out.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "reactdrill replay: a FILE, a RUN or --suite FOLDER is wanted; "),
        ([FIRST, "--junit", "x"], "reactdrill replay: --junit has no meaning without --suite; "),
        ([FIRST, "--save"], "reactdrill replay: --save has no meaning without --headless: a live run is always kept; "),
        ([FIRST, "--headless", "--responder", "person"], "reactdrill replay: --responder has no meaning with --headless"),
        ([FIRST, "--headless", "--drill", "stroop"], "reactdrill replay: --drill has no meaning with a script: "),
        ([FIRST, "--suite", EXAMPLES], "reactdrill replay: FILE has no meaning with --suite; "),
        (["--suite", EXAMPLES, "--out", "x", "--save"], "reactdrill replay: --out and --save have no meaning with --suite; "),
        (["--headless", "last", "--expect", "x"], "reactdrill replay: --headless and --expect have no meaning with a recorded run"),
        ([EXAMPLES], f"{EXAMPLES} is a folder; `reactdrill replay --suite {EXAMPLES}` replays its scripts"),
        (["none.toml"], "none.toml: cannot be read: No such file or directory"),
        (["none.csv", "--headless"], "none.csv: cannot be read: No such file or directory"),
        ([data_dir("drills") / "reaction" / "stroop.toml", "--headless"], f"{data_dir('drills')}"),
        ([FIRST, "--responder", "robot"], "reactdrill replay: invalid value for '--responder': 'robot' is not one of"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(command: Command, arguments: list[str | Path], said: str) -> None:
    assert command("replay", *arguments).refusal().startswith(said)


def test_a_script_without_responses_cannot_answer(command: Command, tmp_path: Path) -> None:
    lines = FIRST.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "mute.toml"
    path.write_text("\n".join(line for line in lines if not line.startswith("respond")), encoding="utf-8")
    said = command("replay", path, "--responder", "script").refusal()
    assert said == f"{path} has no responses: --responder script has nothing to answer with"


def test_a_table_that_names_no_drill(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "CUES.CSV"
    path.write_text("onset_ms,place\n1000,left\n", encoding="utf-8")
    assert command("replay", path, "--headless").refusal().startswith(f"{path}: no drill is named; ")
    assert command("replay", path, "--headless", "--drill", "four-choice").code == 0
    said = command("replay", path, "--headless", "--drill", "four-choise").refusal()
    assert said.endswith("no drill is called 'four-choise'; did you mean 'four-choice'?")


# ---- recorded runs


def test_runs_go_by_the_names_that_rescore_takes(command: Command, tmp_path: Path) -> None:
    assert command("replay", FIRST, "--headless", "--save").code == 0
    (row,) = json.loads(command("results", "list", "--json").out)
    (journal,) = runs_dir().rglob("*.jsonl")
    copy = shutil.copy(journal, tmp_path / "copy.jsonl")
    for name in ("last", row["id"], row["id"][:6], journal, copy):
        assert command("rescore", name).code == 0
        said = command("replay", name, "--headless").refusal()
        assert "no meaning with a recorded run" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("last", "there is no file 'last', and no run 'last' in the results; "),
        ("zzz", "there is no file 'zzz', and no run 'zzz' in the results; "),
        ("first-steps", "there is no file 'first-steps', and no run 'first-steps' in the results; "),
        ("none.jsonl", "none.jsonl: there is no such file"),
    ],
)
def test_a_run_that_is_not_there(command: Command, name: str, said: str) -> None:
    assert command("replay", name).refusal().startswith(said)
    assert command("rescore", name).code == 2


@pytest.mark.parametrize("name", ["replay", "rescore"])
@pytest.mark.parametrize("content", [b"", b"garbage\n", bytes(range(256)), EXPECTED.read_bytes()])
def test_a_file_that_is_no_journal(command: Command, tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(content)
    assert command(name, path).refusal(4).startswith(str(path))
