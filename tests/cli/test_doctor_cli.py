from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reactdrill.cli.doctor import Status, doctor
from reactdrill.station.doctor import checks, runner
from reactdrill.station.doctor.checks import CHECKS, FINDINGS
from reactdrill.station.doctor.finding import Finding, note, ok, problem
from reactdrill.station.doctor.runner import Check

ROOT = Path(__file__).parents[2]
Report = Callable[[Sequence[Finding]], None]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """Let the checks find what a test says, without looking at this machine."""

    def plan(findings: Sequence[Finding]) -> None:
        def run(chosen: Sequence[Check], _waiting: object) -> Iterator[tuple[Finding, ...]]:
            asked = {check.name for check in chosen}
            yield from ((each,) for each in findings if each.check in asked)

        monkeypatch.setattr(runner, "run_checks", run)

    return plan


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doctor, arguments, standalone_mode=False)


def test_one_line_a_finding_with_what_to_do_below(report: Report) -> None:
    report([ok("versions", "this and that"), note("sound", "late", "plug it in"), problem("store", "broken")])
    result = run()
    assert result.return_value == 1
    assert result.stdout == (
        "ok       versions      this and that\n"
        "note     sound         late\n"
        "                       > plug it in\n"
        "problem  store         broken\n"
        "\n1 problem, 1 note\n"
        "docs/troubleshooting.md explains each line by its second word\n"
    )


def test_notes_alone_are_no_failure(report: Report) -> None:
    report([note("sound", "late"), note("power", "slow")])
    result = run()
    assert result.return_value == 0
    assert "no problems, 2 notes" in result.stdout


def test_json_is_all_there_is_on_standard_output(report: Report) -> None:
    report([problem("store", "broken by {who}", "mend it, {who}", who="ants")])
    result = run("--json")
    assert result.return_value == 1
    assert json.loads(result.stdout) == {
        "format": 1,
        "problems": 1,
        "notes": 0,
        "findings": [
            {"check": "store", "level": "problem", "text": "broken by ants", "hint": "mend it, ants"}
        ],
    }


def test_quick_opens_no_window(report: Report) -> None:
    report([ok("versions", "x"), note("refresh", "60 Hz")])
    assert "refresh" in run().stdout
    assert "refresh" not in run("--quick").stdout
    assert [check.name for check in CHECKS if check.window] == ["refresh"]


def test_the_support_file_is_written_beside_the_report(report: Report, tmp_path: Path) -> None:
    report([ok("sound", "plays to {name}", name="Anna's Wug")])
    path = tmp_path / "support.zip"
    result = run("--bundle", str(path))
    assert result.return_value == 0
    assert f"support file: {path}" in result.stdout
    with zipfile.ZipFile(path) as bundle:
        assert "plays to …'s …" in bundle.read("findings.json").decode()


def test_a_support_file_that_cannot_be_is_said_before_anything_is_looked_at(tmp_path: Path) -> None:
    there = tmp_path / "support.zip"
    there.touch()
    for path, words in ((there, "is there already"), (tmp_path / "no" / "x.zip", "is not a folder")):
        result = CliRunner().invoke(doctor, ["--bundle", str(path)])
        assert result.exit_code == 2
        assert words in result.stderr
        assert result.stdout == ""


def test_what_a_terminal_cannot_show_does_not_stop_it(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    report([ok("sound", "plays to 李")])
    result = CliRunner(charset="ascii").invoke(doctor, [], standalone_mode=False)
    assert result.exception is None
    assert "plays to ?" in result.stdout


def test_long_lines_are_wrapped_on_a_terminal_only(
    report: Report, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report([note("sound", "word " * 30, "hint " * 30)])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    doctor.main([], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    body = lines[: lines.index("")]
    assert len(body) > 5
    assert max(map(len, body)) <= 80 + len("\x1b[33m\x1b[1m\x1b[0m")
    assert all(line.startswith(" " * 23) for line in body[1:])


def test_a_long_check_says_so_once_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    status = Status()
    check = Check("refresh", "measuring the display", "x:y", limit_s=30)
    status.waiting(check, 1)
    status.waiting(check, 2)
    status.clear()
    assert capsys.readouterr().err == "measuring the display (30 s at most)\n"


def test_a_long_check_is_counted_on_a_terminal_and_wiped_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    status = Status()
    check = Check("refresh", "measuring the display", "x:y", limit_s=30)
    status.waiting(check, 1)
    status.waiting(check, 2)
    status.clear()
    status.clear()
    assert capsys.readouterr().err == (
        "\r\033[Kmeasuring the display (1 s of 30 at most)"
        "\r\033[Kmeasuring the display (2 s of 30 at most)"
        "\r\033[K"
    )


# ---- the real thing


def test_the_real_checks_all_come_through_and_stand_in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    result = run("--quick", "--json")
    report = json.loads(result.stdout)
    found = {each["check"] for each in report["findings"]}
    assert {check.name for check in CHECKS if not check.window} - found <= {"input-events"}
    assert found <= set(FINDINGS)
    assert all("could not be checked" not in each["text"] for each in report["findings"])
    assert all("crashed" not in each["text"] for each in report["findings"])
    assert result.return_value == 1, "a display that nobody sees is a problem"


def test_every_finding_is_explained_in_the_book() -> None:
    book = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    headings = {line.removeprefix("### ").strip("`") for line in book.splitlines() if line.startswith("### ")}
    assert headings == set(FINDINGS)


def test_names_of_checks_are_not_used_twice() -> None:
    assert len(set(FINDINGS)) == len(FINDINGS)
    assert checks.chosen(windows=True) == list(CHECKS)
