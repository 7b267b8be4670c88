"""`reactdrill replay --suite`: a folder of scripts, exit codes and the report for build servers."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from command import EXAMPLES, Command
from drill_text import drill_text
from reactdrill.cli.replay_suite import Case, junit_xml

EXPECTED = "first-steps.expected.jsonl"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A copy of the examples."""
    return Path(shutil.copytree(EXAMPLES, tmp_path / "suite"))


def report(path: Path) -> ET.Element:
    root = ET.parse(path).getroot()
    assert root.tag == "testsuite"
    return root


def totals(root: ET.Element) -> tuple[int, int, int, int]:
    tests, failures, errors, skipped = (
        int(root.attrib[name]) for name in ("tests", "failures", "errors", "skipped")
    )
    assert tests == len(root.findall("testcase"))
    assert failures == len(root.findall("testcase/failure"))
    assert errors == len(root.findall("testcase/error"))
    assert skipped == len(root.findall("testcase/skipped"))
    return tests, failures, errors, skipped


def test_the_examples_are_as_expected(command: Command, tmp_path: Path) -> None:
    xml = tmp_path / "report.xml"
    said = command("replay", "--suite", EXAMPLES, "--junit", xml)
    assert (said.code, said.err) == (0, "")
    names = ["cue-times.csv", "faults.toml", "first-steps.toml", "thresholds.toml"]
    assert said.out.splitlines() == [
        *(f"{name}: ok" for name in names),
        "4 as expected, 0 not, 0 without expectations",
    ]
    root = report(xml)
    assert totals(root) == (4, 0, 0, 0)
    assert [case.attrib["name"] for case in root] == names
    assert {case.attrib["classname"] for case in root} == {"replay"}


def test_a_difference_is_code_1(command: Command, suite: Path) -> None:
    path = suite / EXPECTED
    path.write_text(
        path.read_text(encoding="utf-8").replace('"hit"', '"miss"', 1), encoding="utf-8", newline=""
    )
    xml = suite / "report.xml"
    said = command("replay", "--suite", suite, "--junit", xml)
    assert said.code == 1
    words = "lane athlete, trial 1, attempt 1: outcome is 'hit', expected 'miss'"
    assert said.out.splitlines()[2:4] == ["first-steps.toml: FAILED", f"  {words}"]
    root = report(xml)
    assert totals(root) == (4, 1, 0, 0)
    failure = root.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == failure.text == words


def test_a_broken_script_is_code_2_and_the_others_are_still_run(command: Command, suite: Path) -> None:
    path = suite / "first-steps.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("place", "plaec"), encoding="utf-8")
    (suite / EXPECTED).write_text("", encoding="utf-8")
    xml = suite / "report.xml"
    said = command("replay", "--suite", suite, "--junit", xml)
    assert said.code == 2
    assert "first-steps.toml: CANNOT BE RUN" in said.out.splitlines()
    assert "thresholds.toml: ok" in said.out.splitlines()
    assert said.out.splitlines()[-1] == "3 as expected, 1 not, 0 without expectations"
    root = report(xml)
    assert totals(root) == (4, 0, 1, 0)
    error = root.find("testcase/error")
    assert error is not None
    assert error.text is not None
    assert len(error.text.splitlines()) == 3


def test_a_script_without_expectations_is_skipped(command: Command, suite: Path) -> None:
    (suite / EXPECTED).unlink()
    xml = suite / "report.xml"
    said = command("replay", "--suite", suite, "--junit", xml)
    assert said.code == 0
    assert "first-steps.toml: skipped (no expectations)" in said.out
    assert totals(report(xml)) == (4, 0, 0, 1)


@pytest.mark.parametrize("content", [b"", b"nonsense\n", bytes(range(256))])
def test_expectations_that_are_none_are_code_2(command: Command, suite: Path, content: bytes) -> None:
    (suite / EXPECTED).write_bytes(content)
    said = command("replay", "--suite", suite)
    assert said.code == 2
    assert "first-steps.toml: CANNOT BE RUN" in said.out


def test_expectations_whose_script_is_gone_are_code_2(command: Command, suite: Path) -> None:
    (suite / "first-steps.toml").unlink()
    said = command("replay", "--suite", suite)
    assert said.code == 2
    assert said.out.splitlines()[-3:-1] == [
        f"{EXPECTED}: CANNOT BE RUN",
        "  its script is not there: bring it back, or remove this file",
    ]


def test_folders_within_and_the_drills_beside_the_scripts(command: Command, suite: Path) -> None:
    deep = suite / "deep"
    deep.mkdir()
    (deep / "mine.toml").write_text(drill_text(), encoding="utf-8")
    trial = '[[trials]]\ntrial = "light"\nwith = { place = "left" }\nforeperiod_ms = 1000\n'
    (deep / "script.toml").write_text(f'format = 1\ndrill = "mine.toml"\n{trial}', encoding="utf-8")
    (deep / "export.csv").write_text("run,drill\n", encoding="utf-8")
    out = deep / "script.expected.jsonl"
    assert command("replay", deep / "script.toml", "--headless", "--out", out).code == 0
    said = command("replay", "--suite", suite)
    assert said.code == 0
    assert "deep/script.toml: ok" in said.out.splitlines()
    assert said.out.splitlines()[-1] == "5 as expected, 0 not, 0 without expectations"


@pytest.mark.parametrize("text", ["not toml", "", "format = 1\n[[trails]]\n"])
def test_a_file_that_may_have_been_a_script_is_not_overlooked(
    command: Command, suite: Path, text: str
) -> None:
    (suite / "odd.toml").write_text(text, encoding="utf-8")
    said = command("replay", "--suite", suite)
    assert said.code == 2
    assert "odd.toml: CANNOT BE RUN" in said.out.splitlines()


def test_a_folder_that_is_none(command: Command, tmp_path: Path) -> None:
    assert command("replay", "--suite", tmp_path / "none").refusal() == f"{tmp_path / 'none'}: no such folder"
    script = EXAMPLES / "first-steps.toml"
    assert command("replay", "--suite", script).refusal() == f"{script}: this is a file, not a folder"
    assert (
        command("replay", "--suite", tmp_path).refusal() == f"{tmp_path}: no script (.toml or .csv) is there"
    )


def test_a_report_that_cannot_be_written_is_refused_first(command: Command, tmp_path: Path) -> None:
    said = command("replay", "--suite", EXAMPLES, "--junit", tmp_path / "none" / "x.xml").refusal(4)
    assert said.startswith(
        f"{tmp_path / 'none' / 'x.xml'}: cannot be written (its folder is not there); make "
    )


def test_the_report_is_well_formed_whatever_stands_in_it() -> None:
    nasty = "<&>\"' ]]> \0\x07\x1b[31m \ud800 \ufffe é \U0001f600\nsecond"
    cases = [Case(nasty, (nasty, nasty)), Case("b", ("x",), broken=True), Case("c", skipped=True), Case("d")]
    root = ET.fromstring(junit_xml(nasty, cases))
    assert totals(root) == (4, 1, 1, 1)
    failure = root.find("testcase/failure")
    assert failure is not None
    readable = "<&>\"' ]]> \\x00\\x07\\x1b[31m \\ud800 \\ufffe é \U0001f600\nsecond"
    assert failure.text == f"{readable}\n{readable}"
    assert root.attrib["name"].startswith("<&>\"' ]]> \\x00")
